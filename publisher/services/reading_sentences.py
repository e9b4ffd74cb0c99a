"""How the assistant's sentences are cut, read and compared: the reading of quantities and polarity, handed to it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from publisher.assistant.cues import cues
from publisher.assistant.moments import moments
from publisher.assistant.numerals import in_figures
from publisher.assistant.reading import Facts, Quantity, Reader
from publisher.services.retrieval import language_of
from vectorstore.lexicon import lexicon
from vectorstore.meaning import Meanings
from vectorstore.quantities import quantities
from vectorstore.reading import read
from vectorstore.sentences import sentences
from vectorstore.words import folded

_CLAUSE = re.compile(r"[,;，；、：:。.!?！？—–](?!\d)|\s(?:but|and|or|но|и|а|или)\s|但是|但|而且|并且")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)?")
_AGE = re.compile(r"(?:aged|age of|age) (\d+)(?! ?years| ?months| ?weeks| ?days)")
_LIST = re.compile(r"\s(?:and|и)\s|和|与")
_ONE_TIME = re.compile(r"\s*(?:[一1]次|once|one time|(?:один )?раз)\s*")
_SAID_ALIKE = (  # what one language says by a negation and another without: brought to one
    (re.compile(r"没有?问题|没有?关系|无妨|no problem|not a problem|нет проблем|не проблема|не страшно"), " "),
    (re.compile(r"无害|harmless|безвредн\w*"), " not не 不能 "),
    (re.compile(r"harm\w*|вред\w*|伤害|有害|危害"), " "),
    (re.compile(r"不适合|不适宜"), "不能"),
    (re.compile(r"慎[用重食服]|с осторожностью|with caution"), " "),  # a warning, counted by itself
    (re.compile(r"不得不|不能不|нельзя не |cannot avoid"), " "),
)
_OFTEN = {
    "hour": re.compile(r"每小时|(?:per|an|every|each) hour\b|hourly|в час\b|каждый час|ежечасно"),
    "day": re.compile(
        r"每[天日晚]|[一1]天|(?:per|a|every|each) (?:day|night)\b|daily|в (?:день|сутки)\b|ежедневно|на ночь"
        r"|кажд\w+ день"
    ),
    "week": re.compile(r"每周|每星期|一周|(?:per|a|every|each) week\b|weekly|в неделю\b|еженедельно|кажд\w+ неделю"),
    "month": re.compile(r"每月|每个月|(?:per|a|every|each) month\b|monthly|в месяц\b|ежемесячно|кажд\w+ месяц"),
    "year": re.compile(r"每年|(?:per|a|every|each) year\b|yearly|annually|в год\b|ежегодно|кажд\w+ год"),
}
_BESIDE_MARKS = re.compile(r"[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}")
_HEADING = re.compile(r"^\s*(?:#+|\||---)")
_ITEM = re.compile(r"^\s*(?:[-*+•>]|\d+[.)])\s+")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")


@lru_cache(maxsize=1)
def _meanings() -> Meanings:
    return Meanings()


def reader() -> Reader:
    return Reader(cut, facts, nearness, language_of)


def cut(text: str) -> list[str]:
    """The sentences of one plain paragraph; what is too short to be read as one stays with its neighbour's place."""
    found = [one.text for one in sentences(text)]
    return found or ([text.strip()] if text.strip() else [])


def sentences_of(body: str) -> tuple[str, ...]:
    """The sentences of a Markdown text without headings and marks, in order."""
    found: list[str] = []
    for line in body.splitlines():
        if not line.strip() or _HEADING.match(line):
            continue
        plain = _BESIDE_MARKS.sub("", _LINK.sub(r"\1", _ITEM.sub("", line))).strip()
        found += cut(plain)
    return tuple(found)


# “not before 12 months” is one bound to whoever compares claims; here the “not” and the bound are counted apart
_BEFORE_FIGURE = re.compile(r"\b(?:before|until) (?=(?:the |week |day )?\d)")
_BOUND_SAID = {  # other ways to bound a number, brought to the ones the reading of quantities knows
    "zh": ((r"[别勿莫]超过", "不超过"), (r"不[足及](?=\d)", "低于"), (r"[不没]有?满(?=\d)", "低于")),
    "ru": (
        (r"\bминимум(?= \d)", "не менее"),
        (r"\bмаксимум(?= \d)", "не более"),
        (r"\bне дол[жа]\w+ превышать|\bне (?:дольше|горячее|чаще)(?= \d)", "не более"),
    ),
    "en": (
        (
            r"\b(?:must|should|may|can)(?:not| not) exceed|\bno (?:longer|hotter|later|older) than(?= \d)",
            "no more than",
        ),
        (r"\bno fewer than(?= \d)", "at least"),
        (r"\b(\d+) or (\d+)(?= \w)", r"\1-\2"),
        (
            r"\b((?:people|women|men|adults|children) (?:over|under) \d+)\b(?! \w+ old| years| months| weeks)",
            r"\1 years",
        ),
    ),
}
_BELOW_ZERO = re.compile(r"(?<![\da-zа-я%°)])(?<!\d )[-−](\d+(?:[.,]\d+)?)")


@lru_cache(maxsize=4096)
def facts(text: str, language: str) -> Facts:
    """Quantities with their bounds, how often, bare figures, and how many words and clauses deny or forbid."""
    plain, times = moments(in_figures(folded(text), language), language)
    for pattern, instead in _BOUND_SAID[language]:
        plain = re.sub(pattern, instead, plain)
    plain = _AGE.sub(r"\1 years", plain) if language == "en" else plain
    apart = _BEFORE_FIGURE.sub("up to ", plain) if language == "en" else plain
    found = [Quantity(words, kind, value, value, "") for words, kind, value in times]
    for match in _BELOW_ZERO.finditer(plain):
        value = float(match.group(1).replace(",", "."))
        found.append(Quantity(match.group(), "below zero", value, value, ""))
    for one in quantities(apart, language):
        if not any(char.isdigit() for char in one.text) and (_ONE_TIME.fullmatch(one.text) or one.role == "interval"):
            continue  # “do it once” says nothing; “weekly” is read below
        kept = Quantity(one.text, one.dimension, one.low, one.high, one.bound)
        if one.low < one.high and _LIST.search(one.text):
            found += [replace(kept, high=one.low), replace(kept, low=one.high)]
        else:
            found.append(kept)
    often = (Quantity(name, f"per {name}", 1, 1, "") for name, pattern in _OFTEN.items() if pattern.search(plain))
    same = apart
    for alike, alone in _SAID_ALIKE:
        same = alike.sub(alone, same)
    clauses = [clause for clause in _CLAUSE.split(same) if clause and clause.strip()]
    denials = sum(read(clause, language).sign < 0 for clause in clauses)
    figures = tuple(one.replace(",", ".") for one in _FIGURE.findall(plain))
    return Facts((*found, *often), figures, denials, _denying_words(same, language), cues(plain, language))


def _denying_words(plain: str, language: str) -> int:
    """“Not”, “never”, “avoid”, “forbidden”: how many, those that only bound a number left out."""
    words = lexicon(language)
    bounds = [match.span() for each in words.bounds.values() for match in each.finditer(plain)]
    for start, end in bounds:
        plain = plain[:start] + " " * (end - start) + plain[end:]
    count = 0
    for pattern in (words.weak, words.negative, words.negation):
        plain, more = pattern.subn(lambda match: "\n" * len(match.group()), plain)
        count += more
    return count


def nearness(text: str, others: Sequence[str]) -> float:
    """The cosine of a sentence with the nearest of several, or with all of them together if that is nearer."""
    if not others:
        return 0.0
    every = [*others, " ".join(others)] if len(others) > 1 else list(others)
    vectors = _meanings().of([text, *every])
    return float(np.max(vectors[1:] @ vectors[0]))
