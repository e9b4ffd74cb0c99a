"""The words of an answer from outside as they are kept: what points to a patient is masked before anything is stored.

A question that tells of somebody is masked like any message. In one that tells of nobody, and in the doctor's answer,
only numbers and contacts are: one in twenty of 2,658 real answers holds what looks like a name, and nearly all are
diseases, medicines or organisations.
"""

import re
from collections.abc import Iterable

from publisher.domain.places import Language
from publisher.policy.gate import Gate
from publisher.policy.text import Text
from publisher.services.triaging import triage_of

_SIGNS = ("personal", "case", "own_case")
_SOMEBODY = re.compile(
    r"[\d@]|\b(?:he|she|his|her|hers|him|patient|mr|mrs|ms|miss|он|она|его|ее|её|ей|ему|пациент\w*)\b|[他她]|病人|女士|先生",
    re.IGNORECASE,
)
_NUMBER = r"@|(?:\d\D{0,3}){5}|[零〇一二三四五六七八九幺]{7}|号码"
_CONTACT = (
    r"(?:微|薇|威)信|加.?v|\b(?:wx|vx|qq|wechat|telegram|insta|skype|snapchat|viber|whats ?app|телег|инст|скайп)"
    r"|\b(?:vk|вк|тг)\b|собака|\bat\b.{0,40}\bdot\b"
)
_SUSPECT = re.compile(f"{_NUMBER}|{_CONTACT}", re.IGNORECASE)


def question(gate: Gate, words: str, language: Language) -> str:
    """The question as it is kept."""
    from publisher.policy.masking import mask, mask_numbers  # lists of names only where a name is masked

    if tells_of_somebody(gate, words, language):
        return mask(words, gate.cues, language).text
    return mask_numbers(words, language)


def answer(words: str, language: Language) -> str:
    """The answer as it is kept; one that shows no sign of a number or a contact is not read."""
    from publisher.policy.masking import mask_numbers

    return mask_numbers(words, language) if _SUSPECT.search(words) else words


def tells_of_somebody(gate: Gate, words: str, language: Language) -> bool:
    if _SOMEBODY.search(words):
        return True
    signs = triage_of(gate).signs(Text(words, language).folded, language)
    return any(signs[name] for name in _SIGNS)


def read_together(gate: Gate, questions: Iterable[tuple[str, Language]]) -> None:
    """Read the Chinese questions of a batch at once, which takes two thirds of the time."""
    from publisher.policy.personal.names import remember

    chinese = (one for one in questions if one[1] is Language.ZH)
    remember(words for words, language in chinese if tells_of_somebody(gate, words, language))
