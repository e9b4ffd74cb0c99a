"""Values and stages as people say them: “thirty-seven and two”, “two point one”, “a week before my due date”.

Works on folded text. `values` runs before other numbers in words are read, `stages` once they stand in digits.
"""

import re
from collections.abc import Callable

TERM = 280  # days from the last period to the day that is expected
_WEEK = 7

_ONES = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
_TENS = {"ten": 10, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80}
_TENS |= {"ninety": 90, "hundred": 100}
_ONE, _TEN = "|".join(_ONES), "|".join(_TENS)
_EN_POINT = re.compile(rf"\b({_ONE}|\d+) point ({_ONE}|zero|\d)\b")
# “one forty-four over ninety”
_EN_PRESSURE = re.compile(rf"\bone (?:hundred and )?({_TEN})(?:[ -]({_ONE}))? over ({_TEN})(?:[ -]({_ONE}))?\b")
_RU_ONES = {"одна": 1, "один": 1, "две": 2, "два": 2, "три": 3, "четыре": 4, "пять": 5, "шесть": 6, "семь": 7}
_RU_ONES |= {"восемь": 8, "девять": 9}
_RU_ONE = "|".join(_RU_ONES)
_RU_WHOLE = re.compile(rf"\b({_RU_ONE}|\d+) цел\w+(?: и)? ({_RU_ONE}|\d) десят\w+")
_RU_COUNTED = r"(?! ?(?:недел|дн|день|сут|мес|год|лет|раз|час|мин|ребен|дет|таб|кап|сын|доч|плод))"
# a fever, or a value of a laboratory: “38 и 2”, “ттг пять и шесть”
_RU_FEVER = re.compile(rf"(?<![\d.,])(3[5-9]|4[0-2]) и (\d|{_RU_ONE})(?!\w|[.,]\d){_RU_COUNTED}")
_RU_LEVEL = re.compile(
    rf"((?:ттг|тиреотропн\w*|гликированн\w*|hba1c|сахар\w*|глюкоз\w*|калий)\s(?:\S+\s)?)(\d{{1,2}}|{_RU_ONE}) и "
    rf"(\d|{_RU_ONE})(?!\w|[.,]\d){_RU_COUNTED}"
)
_SPAN = r"(\d+) ?({unit})"
_UNITS = {"en": "weeks?|days?|wks?", "ru": r"недел\w*|нед|дн\w+|день", "zh": "个?星期|周|个?礼拜|天"}
_BEFORE = {
    "en": (
        r"{span} (?:before|till|until|to|off|short of|away from|from) (?:(?:my|the|our|her) )?(?:due (?:date|day)|edd)",
        r"\bdue in (?:about )?{span}",
    ),
    "ru": (
        r"(?:за )?{span} до (?:родов|пдр|предполагаемой даты(?: родов)?)",
        r"до (?:родов|пдр)(?: (?:еще|осталось|оставалось|где-то))* {span}",
    ),
    "zh": (
        r"(?:离|距离?)预产期(?:还|只|就)?(?:有|差|剩)?{span}",
        r"预产期(?:还有|还差|还剩){span}",
        r"还(?:有|差){span}(?:就)?到?预产期",
    ),
}
_AFTER = {
    "en": (r"{span} (?:overdue|(?:past|over|after) (?:(?:my|the|our|her) )?(?:due )?date)",),
    "ru": (r"перех(?:ажива\w+|од\w+)(?: уже)? {span}", r"пдр (?:прошла|прошел|была|был)(?: уже)? {span} назад"),
    "zh": (r"[过超]了?预产期(?:都|已经)?{span}", r"预产期(?:都|已经|已)?过了?{span}"),
}
_STAGE = {"en": "{} weeks pregnant", "ru": "{} недель беременности", "zh": "孕{}周"}
_STAGE_DAYS = {"en": "{} weeks {} days pregnant", "ru": "{} недель {} дней беременности", "zh": "孕{}周{}天"}


def values(text: str, language: str) -> str:
    """The text with such values in digits."""
    if language == "en":
        text = _EN_PRESSURE.sub(_pressure, text)
        text = re.sub(r"\bhalf a dozen\b", "6", text)
        return _EN_POINT.sub(lambda found: f"{_figure(found[1], _ONES)}.{_figure(found[2], _ONES)}", text)
    if language == "ru":
        text = _RU_WHOLE.sub(lambda found: f"{_figure(found[1], _RU_ONES)}.{_figure(found[2], _RU_ONES)}", text)
        return _RU_LEVEL.sub(
            lambda found: f"{found[1]}{_figure(found[2], _RU_ONES)}.{_figure(found[3], _RU_ONES)}", text
        )
    return text


def stages(text: str, language: str) -> str:
    """The text with a time before or after the day of birth that is expected as the week of pregnancy it is.

    Counted from 40 weeks. What is no week from 20 to 43 stays as it stands.
    """
    if language == "ru":
        text = _RU_FEVER.sub(lambda found: f"{found[1]}.{_figure(found[2], _RU_ONES)}", text)
    for patterns, sign in ((_BEFORE, -1), (_AFTER, 1)):
        for source in patterns.get(language, ()):
            span = _SPAN.format(unit=_UNITS[language])
            text = re.sub(source.replace("{span}", span), _as_stage(language, sign), text)
    return text


def _as_stage(language: str, sign: int) -> Callable[[re.Match[str]], str]:
    def written(found: re.Match[str]) -> str:
        days = int(found[1]) * (1 if found[2].startswith(("day", "дн", "день", "天")) else _WEEK)
        weeks, rest = divmod(TERM + sign * days, _WEEK)
        if not 20 <= weeks <= 43:
            return found[0]
        return _STAGE_DAYS[language].format(weeks, rest) if rest else _STAGE[language].format(weeks)

    return written


def _pressure(found: re.Match[str]) -> str:
    high = 100 + _TENS[found[1]] + _ONES.get(found[2] or "", 0)
    return f"{high}/{_TENS[found[3]] + _ONES.get(found[4] or '', 0)}"


def _figure(said: str, words: dict[str, int]) -> int:
    return int(said) if said.isdigit() else words.get(said, 0)
