"""How far apart the numbers of two sentences are: durations, doses, ages, how often; a value inside a limit is near.

Reads what `quantities` found and what people say without a number (“a week”, “twice a month”, “every day”).
"""

import functools
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from vectorstore.quantities import Quantity
from vectorstore.reading import Reading

_DAYS = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.4375, "year": 365.25}
_FAR = math.log(12)
_UNITS = {
    "en": {
        "hour": "hours?",
        "day": "days?|nights?|mornings?|evenings?",
        "week": "weeks?",
        "month": "months?",
        "year": "years?",
    },
    "ru": {
        "hour": r"час\w*",
        "day": r"дн\w+|день|сутк\w+|суток|утро|вечер\w*",
        "week": r"недел\w+",
        "month": r"месяц\w*",
        "year": r"год\w*|лет",
    },
    "zh": {"hour": "个?小时|个?钟头", "day": "[天日]", "week": "个?星期|周|个?礼拜", "month": "个?月", "year": "年"},
}  # fmt: skip
# how many times in which span
_OFTEN = {
    "en": r"(?:(?P<n>once|twice|\d+(?:\.\d+)? times|thrice) )?(?:an?|per|each|every(?: single)?) (?P<u>{})\b",
    "ru": r"(?:(?P<n>\d+ раза?|дважды|трижды|однократно) )?(?:раз )?(?:в|кажд\w+) (?P<u>{})(?!\w)",
    "zh": r"(?:每|[一1])个?(?P<u>{})[^，。\d]{{0,4}}(?:(?P<n>\d+)[次回针片粒顿遍])?",
}
_ONE = {
    "en": r"(?<!once )(?<!twice )(?<!times )\b(?P<h>half )?(?:an?|one) (?P<u>{})\b(?P<a> and a half)?",
    "ru": r"(?P<h>пол)?(?<![\w])(?P<u>неделю|недели|месяца?|года?|сутк\w+|часа?|полгода|полчаса)(?!\w)",
    "zh": r"(?P<h>半)(?P<u>{})",
}
_COUNTS = {"once": 1, "twice": 2, "thrice": 3, "дважды": 2, "трижды": 3, "однократно": 1}
_DAILY = {
    "en": {"daily": 1.0, "weekly": 7.0, "fortnight": 14.0, "monthly": 30.4, "yearly|annual": 365.25},
    "ru": {
        "ежедневно": 1.0,
        "еженедельно": 7.0,
        "ежемесячно": 30.4,
        "ежегодно": 365.25,
        "(?:каждые|раз в) полгода": 182.6,
    },
    "zh": {"天天|每晚|每早|每日": 1.0, "半年": 182.6},
}


@dataclass(frozen=True)
class Amount:
    """`low`..`high` in the unit of the dimension; `limit` is -1 for “at least”, 1 for “at most”."""

    dimension: str
    role: str
    low: float
    high: float
    limit: int = 0


def amounts(reading: Reading) -> tuple[Amount, ...]:
    """Every amount of a sentence, those said without a number among them."""
    found = [_of(one) for one in reading.quantities]
    taken = [(one.start, one.end) for one in reading.quantities]
    return tuple(found + _often(reading) + _one(reading, taken))


def _of(one: Quantity) -> Amount:
    limit = {"max": 1, "min": -1}.get(one.bound, 0)
    role = "time" if one.role == "gestation" else "" if one.dimension not in ("time",) else one.role
    return Amount(one.dimension, role, one.low, one.high, limit)


def _unit_of(said: str, language: str) -> str:
    return next((unit for unit, form in _UNITS[language].items() if re.fullmatch(form, said)), "day")


@functools.cache
def _pattern(kind: str, language: str) -> re.Pattern[str]:
    source = (_OFTEN if kind == "often" else _ONE)[language]
    return re.compile(source.format("|".join(_UNITS[language].values())))


def _often(reading: Reading) -> list[Amount]:
    language = reading.language if reading.language in _UNITS else "en"
    found = []
    for match in _pattern("often", language).finditer(reading.text):
        said = match.group("n") or ""
        digits = re.match(r"\d+(?:\.\d+)?", said)
        count = float(digits.group()) if digits else float(_COUNTS.get(said, 1))
        days = _DAYS[_unit_of(match.group("u"), language)]
        found.append(Amount("time", "interval", days / max(count, 0.1), days / max(count, 0.1)))
    for source, days in _DAILY[language].items():
        if re.search(source, reading.text):
            found.append(Amount("time", "interval", days, days))
    return found


def _one(reading: Reading, taken: list[tuple[int, int]]) -> list[Amount]:
    language = reading.language if reading.language in _UNITS else "en"
    found = []
    often = [match.span() for match in _pattern("often", language).finditer(reading.text)]
    for match in _pattern("one", language).finditer(reading.text):
        if any(match.start() < end and start < match.end() for start, end in [*taken, *often]):
            continue
        said = match.group("u")
        half = bool(match.group("h")) or said.startswith("пол")
        days = _DAYS[_unit_of(said.removeprefix("пол"), language)] * (0.5 if half else 1.0)
        found.append(Amount("time", "time", days, days))
    return found


@dataclass(frozen=True)
class Apart:
    """How far amounts are (0 none, 1 twelve times): of one role, of one dimension whatever the role, and of one role
    without regard to limits (“after six weeks”, “from day three on”); whether any agree."""

    same_role: float
    any_role: float
    limits_aside: float
    agrees: bool


def apart(one: Reading, other: Reading) -> Apart:
    """The greatest distance between the amounts of a kind that both sentences speak of."""
    ours, theirs = amounts(one), amounts(other)
    strict = _greatest(ours, theirs, _kind)
    loose = _greatest(ours, theirs, _dimension)
    aside = _greatest(_unlimited(ours), _unlimited(theirs), _kind)
    return Apart(strict[0], loose[0], aside[0], loose[1])


def _unlimited(found: tuple[Amount, ...]) -> tuple[Amount, ...]:
    return tuple(replace(each, limit=0) for each in found)


def _kind(amount: Amount) -> str:
    return f"{amount.dimension} {amount.role}"


def _dimension(amount: Amount) -> str:
    return amount.dimension


def _greatest(
    ours: tuple[Amount, ...], theirs: tuple[Amount, ...], kind: Callable[[Amount], str]
) -> tuple[float, bool]:
    greatest, agrees = 0.0, False
    for name in {kind(each) for each in ours} & {kind(each) for each in theirs}:
        first = [each for each in ours if kind(each) == name]
        second = [each for each in theirs if kind(each) == name]
        far = min(distance(each, beside) for each in first for beside in second)
        agrees |= far < 0.02
        greatest = max(greatest, far)
    return greatest, agrees


def distance(one: Amount, other: Amount) -> float:
    """0 when both can stand; else the logarithm of how many times one is the other, 1 for twelve times and more."""
    if one.limit == other.limit != 0:
        return _times(one.low, other.low)
    low, high = _reach(one)
    down, up = _reach(other)
    if low <= up and down <= high:
        return 0.0
    return _times(high, down) if high < down else _times(low, up)


def _reach(one: Amount) -> tuple[float, float]:
    slack = 0.09 if one.dimension == "time" else 0.01
    low = 0.0 if one.limit > 0 else one.low * (1 - slack)
    return low, math.inf if one.limit < 0 else one.high * (1 + slack)


def _times(one: float, other: float) -> float:
    if min(one, other) <= 0:
        return 1.0 if max(one, other) > 0 else 0.0
    return min(1.0, abs(math.log(one / other)) / _FAR)
