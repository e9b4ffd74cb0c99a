"""Names in Latin letters where no English text stands around: Russian or Chinese names written out, known first names.

Two capitalised words are no name here: medicines and tests are written so in every language.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from publisher.policy.matching import every
from publisher.policy.personal import english_names, given_names
from publisher.policy.personal.chat_cues import FIRST_EN

_FIRST = frozenset(FIRST_EN.split("|")) - given_names.WORDS_EN
_MEDICINES = frozenset({"yasmin", "diane", "diana", "janine", "jeanine", "regina", "vera", "chloe"})
"""Contraceptives and the like that bear a first name; alone they are taken for what they are."""
_SURNAMES = (
    "wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie song tang han"
    " feng deng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lu ding ren shen yao zhong cui"
    " tan fan shi liao jia xia fu fang zou xiong meng qin bai jin kong mao qiu hou"
)
_SYLLABLE = (
    r"(?:[bpm](?:ai?|o|ei|ao|ou|ang?|eng?|i|ie|iao|iu|ian|ing?|u)|f(?:a|o|ei|ou|ang?|eng?|u)|"
    r"[dtnl](?:ai?|ei?|ao|ou|ang?|eng?|ong|i|ie|iao|iu|ia|ian|iang|ing?|u|uo|uan|un|ue)|"
    r"[gkh](?:ai?|ei?|ao|ou|ang?|eng?|ong|u|ua|uo|uai|ui|uang?|un)|"
    r"[jqx](?:i|ia|ie|iao|iu|iang?|ing?|iong|u|ue|uan|un)|"
    r"(?:zh|ch|sh|[rzcs])(?:ai?|ei?|i|ao|ou|ang?|eng?|ong|u|ua|uo|uai|ui|uang?|un)|"
    r"y(?:a|ao|e|ou?|ang?|ing?|ong|i|u|ue|uan|un)|w(?:ai?|o|ei|ang?|eng?|u)|a[io]|ei|er|ou|ang?|en|[aeo])"
)
_surname = re.compile(rf"(?:{'|'.join(_SURNAMES.split())})$", re.IGNORECASE)
_given = re.compile(rf"{_SYLLABLE}{{1,2}}$|{_SYLLABLE}-{_SYLLABLE}$", re.IGNORECASE)
_slavic = re.compile(
    r"\w{3,}(?:[oe]v(?:a|oi|oy|u)?|[iy]?ev(?:a|oi|oy|u)?|sk(?:y|iy|i|ii|aya|aia|a|oy|oi)|enko|chuk|yan|dze|shvili|ovich|evich|ovna|"
    r"evna|ichna|wicz|czyk)$"
)
_PLACES = frozenset({"moldova", "alaska", "nebraska", "kharkov", "rostov", "saratov", "tambov", "genova"})
_word = re.compile(r"[A-ZÀ-Ž][a-zà-ž'’]+(?:-[A-Z][a-z]+)?")


_titled = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof)\.? (?P<name>[A-Z][a-z]+(?: [A-Z][a-z]+)?)")
_capitals = re.compile(
    r"(?m)(?:^|[:,(：，（]\s?)\s*(?P<name>[A-Z]{2,}(?: [A-Z]{2,}){1,2})(?=\s*(?:[,.;:)，。）\dА-яЁё一-鿿]|$))"
)


def names(raw: str) -> Iterator[tuple[int, int]]:
    for match in every(english_names.FULL, raw):
        words = [(match.start() + one.start(), match.start() + one.end()) for one in _word.finditer(match.group())]
        for one, other in pairwise(words):
            if is_name(raw[slice(*one)], raw[slice(*other)]) and not english_names.followed_by_a_term(raw, other[1]):
                yield one[0], other[1]
    for match in _word.finditer(raw):
        if stands_alone(match.group()) and not english_names.followed_by_a_term(raw, match.end()):
            yield match.span()
    yield from (match.span("name") for match in every(_titled, raw))
    yield from in_capitals(raw)


def in_capitals(raw: str) -> Iterator[tuple[int, int]]:
    """Names in capitals that stand by themselves, as in a form."""
    for match in every(_capitals, raw):
        if is_name(*match.group("name").title().split()):
            yield match.span("name")


def is_name(*words: str) -> bool:
    """Whether words that stand together are a first name and a surname, of which one is known, or pinyin."""
    if any(english_names.is_a_heading(word) for word in words):
        return False
    if any(word.lower() in _FIRST for word in words) or any(map(_slavic.fullmatch, words)):
        return True
    first, last = words[0], words[-1]
    return any(_surname.match(one) and _given.match(other) for one, other in ((first, last), (last, first)))


def stands_alone(word: str) -> bool:
    """Whether one word is a known first name, or a surname by its ending."""
    plain = word.lower()
    if plain in _MEDICINES or plain in _PLACES or english_names.is_a_heading(word):
        return False
    return plain in _FIRST or _slavic.fullmatch(word) is not None


def is_pinyin(word: str) -> bool:
    """Whether one word reads as a Chinese given name of two syllables, or a surname and a given name."""
    return re.fullmatch(rf"{_SYLLABLE}{{2,3}}", word.lower()) is not None
