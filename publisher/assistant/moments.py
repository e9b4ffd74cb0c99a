"""Dates and times of day in one form: 3月5日, 5 марта and “March 5” are read alike, and so are 下午3点 and 15:00.

Only a day with its month and an hour with its part of the day are read; a bare “at 3” stays a bare number.
"""

import re
from collections.abc import Callable

_EN_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_RU_MONTHS = ["янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"]
_EN_MONTH = r"(january|february|march|april|may|june|july|august|september|october|november|december)"
_RU_MONTH = r"(январ|феврал|март|апрел|мая|июн|июл|август|сентябр|октябр|ноябр|декабр)\w*"
_TH = r"(?:st|nd|rd|th)?"
_AFTER_NOON = ("下午", "傍晚", "晚上", "夜里", "晚", "p", "вечера", "дня")

Found = tuple[str, str, float]  # the words, `date` or `clock`, and month * 100 + day or hours since midnight


def _month(word: str, names: list[str]) -> int:
    return names.index(word[:3]) + 1


def _date(month: int, day: str) -> float:
    return month * 100.0 + int(day)


def _clock(hour: str, minute: str | None, part: str | None) -> float:
    hours = int(hour) % 12 if part else int(hour)
    minutes = 30 if minute == "半" else int(minute or 0)
    return hours + (12 if part in _AFTER_NOON else 0) + minutes / 60


_Read = tuple[re.Pattern[str], str, Callable[[re.Match[str]], float]]
_READ: dict[str, tuple[_Read, ...]] = {
    "zh": (
        (re.compile(r"(\d{1,2})月(\d{1,2})[日号]"), "date", lambda m: _date(int(m[1]), m[2])),
        (
            re.compile(r"(凌晨|早上|早晨|清晨|上午|中午|下午|傍晚|晚上|夜里|晚|早)(\d{1,2}|两)[点时](半|(\d{1,2})分)?"),
            "clock",
            lambda m: _clock("2" if m[2] == "两" else m[2], m[4] or m[3], None if m[1] == "中午" else m[1]),
        ),
    ),
    "ru": (
        (re.compile(rf"\b(\d{{1,2}}) {_RU_MONTH}"), "date", lambda m: _date(_month(m[2], _RU_MONTHS), m[1])),
        (
            re.compile(r"\b(\d{1,2})(?::(\d\d))?(?: час\w*)? (утра|дня|вечера|ночи)\b"),
            "clock",
            lambda m: _clock(m[1], m[2], m[3]),
        ),
    ),
    "en": (
        (
            re.compile(rf"\b(\d{{1,2}}){_TH} (?:of )?{_EN_MONTH}\b"),
            "date",
            lambda m: _date(_month(m[2], _EN_MONTHS), m[1]),
        ),
        (re.compile(rf"\b{_EN_MONTH} (\d{{1,2}}){_TH}\b"), "date", lambda m: _date(_month(m[1], _EN_MONTHS), m[2])),
        (re.compile(r"\b(\d{1,2})(?::(\d\d))? ?([ap])\.?m\b\.?"), "clock", lambda m: _clock(m[1], m[2], m[3])),
        (
            re.compile(r"\b(\d{1,2})(?::(\d\d))? (?:o'clock )?(?:in the (morning|evening|afternoon)|at night)\b"),
            "clock",
            lambda m: _clock(m[1], m[2], "a" if m[3] == "morning" else "p"),
        ),
    ),
}
_TWENTY_FOUR: _Read = (re.compile(r"\b(\d{1,2}):(\d\d)\b"), "clock", lambda m: _clock(m[1], m[2], None))


def moments(text: str, language: str) -> tuple[str, tuple[Found, ...]]:
    """The text without its dates and times of day, and these, in text whose numbers stand in figures."""
    found: list[Found] = []
    for pattern, kind, value in (*_READ[language], _TWENTY_FOUR):
        found += [(match.group(), kind, value(match)) for match in pattern.finditer(text)]
        text = pattern.sub(" ", text)
    return text, tuple(found)
