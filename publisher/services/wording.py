"""Words as people type them here: that a database takes them, and which language they are read in."""

from publisher.domain.errors import Refusal
from publisher.domain.places import Language
from publisher.domain.sentences import say
from publisher.policy import text
from publisher.services.fields import NO_TEXT


def typed(words: str) -> str:
    """The words without the spaces around them. Refusal when no database takes them."""
    if NO_TEXT.search(words):
        raise Refusal(say("It contains characters that are no text; paste it again as plain text."))
    return words.strip()


def language_of(words: str, expected: Language) -> Language:
    """Chinese or Russian when the letters say so, whatever the group speaks; Latin letters alone prove nothing."""
    found = text.language_of(words)
    return expected if found is Language.EN else found
