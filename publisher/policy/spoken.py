"""In which languages a message is read: its own, and every other whose words stand in it.

A group's language is not always its writers', and one sentence may hold three alphabets. A few Latin words, such as a
medicine and its dose, make no English text.
"""

import re
from dataclasses import dataclass

from publisher.domain.places import Language
from publisher.policy.text import Text, language_of

_WORDS = {
    Language.ZH: re.compile(r"[\u3400-\u9fff\uf900-\ufaff]{2}"),
    Language.RU: re.compile(r"[А-Яа-яЁё]{2}"),
    Language.EN: re.compile(r"[A-Za-z\uff21-\uff3a\uff41-\uff5a]{2}"),
}
_OTHER_LETTERS = {
    Language.ZH: re.compile(r"[A-Za-zÀ-ɏ\u0400-\u04ff]"),
    Language.RU: re.compile(r"[A-Za-zÀ-ɏ\u3400-\u9fff\uf900-\ufaff]"),
    Language.EN: re.compile(r"[\u0400-\u04ff\u3400-\u9fff\uf900-\ufaff]"),
}
_link = re.compile(
    r"(?:https?://|www\.|\b[a-z0-9-]+\.[a-z]{2,12}/)[^\s\u0400-\u04ff\u3000-\u9fff\uff00-\uffef]+", re.IGNORECASE
)
_run = re.compile(r"[A-Za-z'’]+(?:[ ,.;:!?\n-]{1,3}[A-Za-z'’]+)+")
_OFTEN = (
    "me my mine you your he she her his him we our they them is am are was were have has had do does did not no can"
    " cannot can't don't i'm im i've it's it to want wants the this that these with for and but so if when what why how"
    " feel feels feeling help please hurts since after there here from just very should will would been being"
)
_COMMON = frozenset(_OFTEN.split())
"""Words that stand in English sentences and hardly ever in the names of medicines and tests."""


@dataclass(frozen=True)
class Spoken:
    """A message as one language reads it, every letter where it stood; `sentences`: more than single words of it."""

    text: Text
    sentences: bool


def spoken_in(words: str, language: Language | None = None) -> list[Spoken]:
    """The message in the language stated, or else in the one its letters tell, then in all others that stand in it.

    Of these only their own letters are left, so that each reads its own words. Where another language speaks, the first
    is read once more in this way, for words between its own make a cry hard to hear.
    """
    unlinked = _without_links(words)
    own = language or language_of(unlinked)
    found = [Spoken(Text(words, own), True)]
    for one, letters in _WORDS.items():
        if one is own or letters.search(words) is None:
            continue
        alone = _OTHER_LETTERS[one].sub(" ", unlinked if one is Language.EN else words)
        found.append(Spoken(Text(alone, one), one is not Language.EN or _holds_sentences(alone)))
    if any(one.sentences for one in found[1:]) and _WORDS[own].search(words):
        found.append(Spoken(Text(_OTHER_LETTERS[own].sub(" ", words), own), True))
    return found


def _without_links(words: str) -> str:
    if "." not in words:
        return words
    return _link.sub(lambda match: " " * len(match.group()), words)


def _holds_sentences(words: str) -> bool:
    return any(word in _COMMON for run in _run.finditer(words) for word in re.findall(r"[a-z'’]+", run.group().lower()))
