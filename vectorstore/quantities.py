"""Quantities of a sentence: value or range, unit brought to one per dimension, role, and whether it bounds."""

import re
from dataclasses import dataclass, replace

from vectorstore.lexicon import Lexicon, Pattern, lexicon
from vectorstore.numerals import names

_DAY = {
    "hour": 1 / 24,
    "minute": 1 / 1440,
    "second": 1 / 86400,
    "day": 1.0,
    "week": 7.0,
    "month": 30.4375,
    "year": 365.25,
}
_SCALED = {"ug": ("mass", 0.001), "mg": ("mass", 1.0), "g": ("mass", 1e3), "kg": ("mass", 1e6)}
_SCALED |= {"ml": ("volume", 1.0), "l": ("volume", 1e3), "mm": ("length", 0.1), "cm": ("length", 1.0)}
_RANGE = re.compile(r"\s*(?:-|–|—|~|～|至|到|to|до|and|и|or|или|或)\s*", re.IGNORECASE)
_SLASH = re.compile(r"\s*(?:/|over|на)\s*", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;，；。.!?？！:：](?!\d)")
_ONCE = re.compile(r"\s*\S{0,3}(?:[一1]次|(?:one time|once)\b|(?:один|1) раз)", re.IGNORECASE)
# “four hours between two doses” is an interval as “every four hours” is
_APART = re.compile(r"\bbetween (?:\w+ ){0,2}(?:dose|tablet)|\bмежду (?:\w+ ){0,2}(?:прием|доз|таблет)", re.IGNORECASE)
_MOST = re.compile(r"maxim|at most|максим|最大|最多|上限", re.IGNORECASE)
_LEAST = re.compile(r"minim|at least|миним|不少于|至少|最少", re.IGNORECASE)
_OR_MORE = re.compile(r"\s*(?:or|and|и|или)\s(?:more|higher|above|over|longer|older|выше|более|больше|дольше|старше)\b")
_OR_LESS = re.compile(r"\s*(?:or|and|и|или)\s(?:less|lower|below|under|fewer|younger|ниже|менее|меньше|младше)\b")
_NOT_UNTIL = re.compile(r"\b(?:not|never|cannot|\w+n['’]t)\b[^,;]*\b(?:until|before)\s+(?:the\s+)?(?:\w+\s)?$")
_POSTPOSED = re.compile(r"\s*(?:(at least|minimum|минимум)|at most|maximum|tops|максимум)\b")
_MAKE = {("week", "day"): 7, ("year", "month"): 12, ("hour", "minute"): 60, ("month", "day"): 31, ("month", "week"): 5}
_AND = re.compile(r"\s*(?:,|and|и|零|又|加|\+)?\s*")
_LEADING = re.compile(r"\b(week|month|day) $")  # “week 16”
_OFTEN = frozenset({"once", "twice", "дважды", "трижды", "однократно"})
_AFTER_NUMBER = re.compile(r"[前后内起上下]$")
TOLERANCE = 0.09


@dataclass(frozen=True)
class Quantity:
    """`low`..`high` in the dimension's unit (mg, ml, IU, days, °C, …); `bound` is max, min or none."""

    start: int
    end: int
    text: str
    dimension: str
    role: str
    low: float
    high: float
    bound: str = ""
    unit: str = ""

    def close(self, other: "Quantity") -> bool:
        # 30 days are a month and a fortnight is half of one; 12 weeks are not 13
        slack = TOLERANCE if self.dimension == "time" and self.unit != other.unit else 0.005
        return _near(self.low, other.low, slack) and _near(self.high, other.high, slack)

    @property
    def figures(self) -> str:
        """The digits alone: “28 weeks” and “28th week” share them."""
        return "".join(re.findall(r"\d+(?:[.,]\d+)?", self.text)[:1]).replace(",", ".")


def _near(one: float, other: float, slack: float) -> bool:
    return abs(one - other) <= slack * max(abs(one), abs(other), 1e-9)


def quantities(text: str, language: str) -> list[Quantity]:
    """Every quantity of a folded text, in order. A bare number is one of dimension `number`."""
    words, found, place = lexicon(language), [], 0
    while match := words.number.search(text, place):
        quantity = _read(text, match, words)
        place = max(match.end(), quantity.end if quantity else 0)
        if quantity and not (quantity.dimension == "number" and names(text[: quantity.start])):
            found.append(quantity)
    kept = _joined(text, [one for one in found if not _a_day(text, one, words)])
    return kept + _wordless(text, words, kept)


def _joined(text: str, found: list[Quantity]) -> list[Quantity]:
    """“6 weeks and 3 days” is one quantity; so is “1 year 2 months”; a month has no 34 weeks."""
    kept: list[Quantity] = []
    for one in found:
        last = kept[-1] if kept else None
        most = _MAKE.get((last.unit, one.unit), 0) * _DAY.get(one.unit, 0) if last else 0
        if last and one.low < most and _AND.fullmatch(text[last.end : one.start]):
            low, high = last.low + one.low, last.high + one.high
            kept[-1] = replace(last, end=one.end, text=text[last.start : one.end], low=low, high=high, unit=one.unit)
        else:
            kept.append(one)
    return kept


def _a_day(text: str, one: Quantity, words: Lexicon) -> bool:
    """“In 24 hours” and “一天” say how often, they are no duration beside a dose or a number of times."""
    if one.dimension != "time" or abs(one.high - 1) > TOLERANCE:
        return False
    return any(match.start() <= one.start and one.end <= match.end() for match in words.per_day.finditer(text))


def _read(text: str, match: re.Match[str], words: Lexicon) -> Quantity | None:
    low = _value(match.group(), words)
    end, high, pair = match.end(), low, False
    unit, unit_end = _unit(text, end, words)
    second_from = unit_end if unit else end
    between = _RANGE.match(text, second_from) or (_SLASH.match(text, end) if not unit else None)
    if between:
        second = words.number.match(text, between.end())
        if second:
            other_unit, other_end = _unit(text, second.end(), words)
            pair = bool(_SLASH.fullmatch(between.group()))
            dated = pair and other_unit in _DAY  # “150 на 10 день” is a value and its day, no pressure
            pair = pair and not dated
            if pair or unit == other_unit or (unit is None and not dated):
                high, end, unit = _value(second.group(), words), second.end(), other_unit or unit
                unit_end = other_end
    if unit is None and (led := _LEADING.search(text, 0, match.start())):
        unit, unit_end = led.group(1), end
    if unit is None and match.group().lower() in _OFTEN and words.per_day.match(text, end + 1):
        unit = "times"
    elif unit:
        end = unit_end
    elif not any(char.isdigit() for char in match.group()):
        return None
    return _placed(text, match.start(), end, low, high, unit, pair, words)


def _value(found: str, words: Lexicon) -> float:
    if found.lower() in words.numbers:
        return words.numbers[found.lower()]
    plain = re.sub(r"[ ,](?=\d{3}(?!\d))", "", found).replace(",", ".")
    try:
        return float(plain)
    except ValueError:
        return 0.0


def _unit(text: str, place: int, words: Lexicon) -> tuple[str | None, int]:
    best: tuple[str | None, int] = (None, place)
    for name, pattern in words.units:
        match = pattern.match(text, place)
        if match and match.end() > best[1]:
            best = (name, match.end())
    return best


def _placed(
    text: str, start: int, end: int, low: float, high: float, unit: str | None, pair: bool, words: Lexicon
) -> Quantity | None:
    before, after = _around(text, start, end)
    role = _role(before, text[start:end], after, unit, words)
    daily = unit == "times" and (words.per_day.search(after[:16]) or _ends_with(words.per_day, before[-9:], 2))
    if daily and _counts(text[start:end]):
        low, high, dimension, role = 1 / max(high, 0.01), 1 / max(low, 0.01), "time", "interval"
    elif unit in _DAY:
        dimension, low, high = "time", low * _DAY[unit], high * _DAY[unit]
        if "半" in text[start:end] and unit == "month" and low > 0:
            low, high = low + 15, high + 15
    elif unit in _SCALED:
        dimension, factor = _SCALED[unit]
        low, high = low * factor, high * factor
    else:
        dimension = "pressure" if pair or unit == "mmhg" else unit or "number"
    if not pair and low > high:
        low, high = high, low
    return Quantity(start, end, text[start:end], dimension, role, low, high, _bound(before, after, words), unit or "")


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """The rest of the clause on either side."""
    breaks = [match.end() for match in _CLAUSE.finditer(text, 0, start)]
    stop = _CLAUSE.search(text, end)
    return text[breaks[-1] if breaks else 0 : start], text[end : stop.start() if stop else len(text)]


def _counts(own: str) -> bool:
    """Whether the unit is “times”, not tablets or cups."""
    return own in _OFTEN or bool(re.search(r"times|раз|次|顿|餐|meals", own))


def _role(before: str, own: str, after: str, unit: str | None, words: Lexicon) -> str:
    if unit in ("month", "year") and _is_age(before, own, after, words):
        return "age"
    if unit in ("week", "day") and words.gestation.search(before[-14:] + " " + after[:24]):
        return "gestation"
    if unit in _DAY and (
        _ends_with(words.every, before[-12:]) or _ONCE.match(after[:8]) or _APART.search(before + "\n" + after)
    ):
        return "interval"
    if unit in _DAY:
        return "time"
    return "dose" if unit in ("ug", "mg", "g", "iu", "ml") else "value"


def _is_age(before: str, own: str, after: str, words: Lexicon) -> bool:
    near = after[:6] if words.language == "zh" else after[:14]
    if words.language == "zh":
        return "岁" in own or near.startswith("大") or any(tag.search(near) for tag in words.tags["age"].values())
    if words.old.search(near) or _ends_with(words.age_before, before[-14:]):
        return True
    people = words.tags["age"]
    return any(tag.search(before[-28:]) for tag in people.values()) and bool(
        re.search(r"(?:under|younger than|older than|over|from|until|до|от|с|младше|старше)\s*$", before)
    )


def _ends_with(pattern: Pattern, before: str, gap: int = 0) -> bool:
    return any(len(before[match.end() :].strip()) <= gap for match in pattern.finditer(before))


def _bound(before: str, after: str, words: Lexicon) -> str:
    for name, pattern in (("max", _MOST), ("min", _LEAST)):
        if pattern.search(before):
            return name
    if _OR_MORE.match(after):
        return "min"
    if _OR_LESS.match(after):
        return "max"
    if _NOT_UNTIL.search(before):
        return "min"
    if (post := _POSTPOSED.match(after)) is not None:
        return "min" if post.group(1) else "max"
    near_before = before[-14:] if words.language == "zh" else before[-26:]
    near_after = after[:4] if words.language == "zh" else ""
    # “not less than” holds “less than”: the longest expression that ends beside the number decides
    best: tuple[int, str] = (0, "")
    for name in ("max", "min"):
        pattern = words.bounds[name]
        for match in pattern.finditer(near_before):
            postposed = words.language == "zh" and _AFTER_NUMBER.search(match.group())
            if len(near_before) - match.end() <= 6 and not postposed:
                best = max(best, (len(match.group()), name))
        if near_after and (match := pattern.search(near_after)) and match.start() <= 1:
            best = max(best, (len(match.group()), name))
    return best[1]


def _wordless(text: str, words: Lexicon, found: list[Quantity]) -> list[Quantity]:
    """“Every year”, “daily”: an interval without a number."""
    more = []
    for unit, pattern in words.once_per.items():
        match = pattern.search(text)
        covered = match and any(one.start < match.end() and match.start() < one.end for one in found)
        dosed = any(one.role in ("dose", "interval") for one in found)
        if match and not covered and not dosed:
            days = _DAY[unit]
            more.append(Quantity(match.start(), match.end(), match.group(), "time", "interval", days, days))
    return more
