"""Words as people type them here: that a database takes them, which language they are read in, and what in them points
to a person.
"""

from publisher.domain.errors import Refusal
from publisher.domain.places import Language
from publisher.domain.sentences import say
from publisher.policy import text
from publisher.policy.gate import Gate
from publisher.services.fields import NO_TEXT

_LONGEST_REASON = 4000


def typed(words: str) -> str:
    """The words without the spaces around them. Refusal when no database takes them."""
    if NO_TEXT.search(words):
        raise Refusal(say("It contains characters that are no text; paste it again as plain text."))
    return words.strip()


def language_of(words: str, expected: Language) -> Language:
    """Chinese or Russian when the letters say so, whatever the group speaks; Latin letters alone prove nothing."""
    found = text.language_of(words)
    return expected if found is Language.EN else found


def masked(gate: Gate, words: str, longest: int, expected: Language = Language.EN) -> str:
    """The words as they may be kept for ever: what points to a person is a stand-in, and only then they are cut."""
    from publisher.policy.masking import mask  # lists of names only where a name is masked

    said = words[: 2 * longest]
    return mask(said, gate.cues, language_of(said, expected)).text[:longest]


def reason(gate: Gate, words: str) -> str:
    """Why somebody did something, as it stands on record for ever; "" for none. Refusal when it is no text."""
    return masked(gate, typed(words), _LONGEST_REASON)


def pointing(gate: Gate, words: str, expected: Language) -> tuple[str, ...]:
    """What in the words points to a person, in its order."""
    from publisher.policy.masking import mask

    return tuple(words[start:end] for _, start, end in mask(words, gate.cues, language_of(words, expected)).found)
