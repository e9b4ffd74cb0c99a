"""Numbers in words and in Chinese figures are written in digits, halves and weeks with days too. Decides nothing else.

Only what stands before a unit or is plainly a number is changed: “十分” is no ten, “one of them” no 1.
"""

import re
from collections.abc import Callable

from vectorstore.figures import thousands, written_out
from vectorstore.spoken import stages, values

_ZH_DIGIT = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_ZH_TEN = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
_ZH_UNIT = (
    r"个?半?(?:小时|钟头|星期|礼拜|月)|周|天|日|年|岁|毫克|微克|克|公斤|千克|斤|毫升|升|国际单位|单位|度|分钟|秒|次|片|粒|滴|杯|顿"
    r"|餐|颗|支|针|厘米|毫米|%|％|mg|ml|kg|g|iu|μg"
)
_ZH = re.compile(
    rf"(?:(?<!老)[零〇一二两三四五六七八九十百千]{{2,}}|万|(?<!老)[零〇一二两三四五六七八九十百千])+(?:点[零〇一二三四五六七八九]+)?(?={_ZH_UNIT})"
    r"|[一二两三四五六七八九]?[百千十][零〇一二三四五六七八九十百]+(?:点[零〇一二三四五六七八九]+)?"
    r"|[零〇一二三四五六七八九十]+点[零〇一二三四五六七八九]+"
)
_ZH_FIGURES = "零〇一二两三四五六七八九十百千"
_ZH_NEXT = "一二|[一两]三|二三|三四|四五|五六|六七|七八|八九"
_ZH_ROUGHLY = re.compile(rf"[{_ZH_FIGURES}]*(?:{_ZH_NEXT})(?={_ZH_UNIT})")  # “三四天” is three to four days
_ZH_DEGREE = re.compile(r"(\d+)度([1-9一二三四五六七八九])(?!\d)")
_ZH_HALF = re.compile(r"半(?=片|粒|颗|杯|支|年|天|个?小时|个?月|勺|包|袋|量)")
_ZH_AND_HALF = re.compile(r"(\d+)(?:个(半)(小时|钟头|月|星期)|(岁|年|天|小时|片)(半)(?!夜))")
_EN_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_EN_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_EN_ORDINAL = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "fortieth": 40,
}  # fmt: skip
_RU_ONES = (
    (1, r"один(?!надцат)|одн(?:а|у|о|ой|ого|ому|им)\b|перв(?:ая|ой|ую|ый|ого|ом)"),
    (2, r"дв(?:а|е|ух|ум|умя)\b|втор(?:ая|ой|ую|ого|ом)"),
    (3, r"тр(?:и|ех|ем|емя)\b|трет(?:ий|ья|ьей|ью|ьего|ьем)"),
    (4, r"четыр(?:е|ех|ем)\b|четверт(?:ая|ой|ую|ый|ого|ом)"),
    (5, r"пят(?:ь|и|ью|ая|ой|ую|ый|ого|ом)\b"),
    (6, r"шест(?:ь|и|ью|ая|ой|ую|ого|ом)\b"),
    (7, r"сем(?:ь|и|ью)\b|седьм(?:ая|ой|ую|ого|ом)"),
    (8, r"вос(?:емь|ьми|емью)\b|восьм(?:ая|ой|ую|ого|ом)"),
    (9, r"девят(?:ь|и|ью|ая|ой|ую|ый|ого|ом)\b"),
)
_RU_ENDING = "(?:ь|и|ью|ая|ой|ую|ый|ого|ом)"
_RU_TEEN_STEMS = [
    "десят",
    "одиннадцат",
    "двенадцат",
    "тринадцат",
    "четырнадцат",
    "пятнадцат",
    "шестнадцат",
    "семнадцат",
    "восемнадцат",
    "девятнадцат",
]
_RU_TEENS = tuple((10 + place, stem + _RU_ENDING) for place, stem in enumerate(_RU_TEEN_STEMS))
_RU_TENS = (
    (20, "двадцат" + _RU_ENDING),
    (30, "тридцат" + _RU_ENDING),
    (40, r"сорок(?:а|овая|овой|овую)?"),
    (50, r"п[яи]т[ьи]десят\w*"),
    (60, r"шест[ьи]десят\w*"),
    (70, r"сем[ьи]десят\w*"),
    (80, r"вос[еь]мь?[ьи]?десят\w*"),
    (90, r"девяност\w*"),
    (100, r"сто|ста"),
    (200, r"двести|двухсот"),
    (300, r"триста|трехсот"),
    (400, r"четыреста|четырехсот"),
    (500, r"пятьсот|пятисот"),
)
_RU_TOKEN = re.compile("|".join(rf"(?:{source})" for _, source in (*_RU_TENS, *_RU_TEENS, *_RU_ONES)))
_RU_VALUES = tuple((value, re.compile(rf"(?:{source})\Z")) for value, source in (*_RU_TENS, *_RU_TEENS, *_RU_ONES))
_RU_UNIT = (
    r"тысяч|недел|дн[еяюи]|день|сут|месяц|год|лет|час|мин|мг|мкг|г\b|гр|кг|мл|л\b|миллигр|микрогр|килогр|миллил|литр|раз|таблет"
    r"|капсул|кап[еля]|градус|процент|единиц|ме\b|доз"
)
_RU_RUN = re.compile(rf"(?<!\w)(?:{_RU_TOKEN.pattern})(?:\s+(?:{_RU_TOKEN.pattern}))*(?!\w)")
_EN_WORD = "|".join([*_EN_ONES[:0:-1], *_EN_TENS, "hundred", "thousand", *_EN_ORDINAL])
_EN_RUN = re.compile(rf"(?<![\w-])(?:{_EN_WORD})(?:(?:[\s-]|\s+and\s+)(?:{_EN_WORD}))*(?![\w-])")
_EN_UNIT = (
    r"weeks?|days?|months?|years?|hours?|minutes?|mg|mcg|µg|g\b|grams?|milligrams?|micrograms?|kg|kilo|ml|millilit|litre|liter"
    r"|iu|units?|times|tablets?|pills?|capsules?|drops?|cups?|doses?|degrees|percent|beats"
)
_PLUS_DAYS = (
    (re.compile(r"(\d{1,2})\s*(?:weeks?|wks?)?\s*\+\s*([0-6])\s*(?:days?|weeks?|wks?)"), r"\1 weeks \2 days"),
    (re.compile(r"(\d{1,2})\s*(?:нед\w*)?\s*\+\s*([0-6])\s*(?:дн\w*|нед\w*)"), r"\1 недель \2 дней"),
    (re.compile(r"(\d{1,2})\s*周?\s*\+\s*([0-6])\s*(?:周|天)?"), r"\1周\2天"),
)
_FRACTION = re.compile(r"(?<![\d/.])([1-3])[⁄/]([2-4])(?=\s*(?:of a |an? )?(?:tablet|pill|таблет|табл|片|粒|杯|cup))")
_NUMBER_WORD = re.compile(r"(?<![^\W\d_])(?!and\b)[^\W\d_]+")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|-?(?:я|й|ой|ю|ую|ая|ый|го|ом|ти|и|х))(?![\w])")


# “week five”, “a ferritin of nine”
_TAKES_A_FIGURE = re.compile(
    r"(?:недел[яюие]|день|week|day|(?:ферритин|гемоглобин|ттг|хгч|амг)\w*"
    r"|(?:ferritin|ha?emoglobin|tsh|hcg|amh)(?: level)?(?: of)?)\s$"
)
# “part 2”, “figure 3”: a number that names and counts nothing
_NAMED = re.compile(
    r"(?:\b(?:text|part|number|no|post|page|chapter|section|figure|table|lecture|episode|question|answer)s?\.?"
    r"|\b(?:текст|част|номер|пост|страниц|глав|раздел|рисун|таблиц|лекци|выпуск|вопрос|ответ)\w*|[№#]"
    r"|(?:正文|文章|部分|编号|问题|章节|图|表|第))\s*$",
    re.IGNORECASE,
)


def in_digits(text: str, language: str) -> str:
    """The folded text with its numbers in digits."""
    text = values(written_out(text, language), language)
    if language == "zh":
        text = re.sub(rf"百分之([{_ZH_FIGURES}]+|\d+)", _percent, text)
        text = _ZH_ROUGHLY.sub(lambda match: _roughly(match.group()), text)
        text = _ZH_AND_HALF.sub(_and_half, _ZH.sub(lambda match: _shown(_chinese(match.group())), text))
        text = _ZH_DEGREE.sub(lambda match: f"{match[1]}.{_ZH_DIGIT.get(match[2], match[2])}度", text)
        text = _ZH_HALF.sub("0.5", text)
    elif language == "ru":
        text = re.sub(r"полтор[аы]|полутор[ау]", "1.5", text)
        text = re.sub(r"(?<!\w)пол(?=таблет|чайн|столов|дозы)|половин[ауык]\w*\s+(?=таблет|доз|капсул)", "0.5 ", text)
        text = _RU_RUN.sub(lambda match: _placed(match, text, _ru_value, _RU_UNIT), text)
        text = thousands(re.sub(r"(?<![\d.,])(\d+) с половиной", r"\1.5", text))
    else:
        text = re.sub(r"\bhalf (?:a|an)\s+(?=tablet|pill|capsule|cup|dose)", "0.5 ", text)
        text = re.sub(r"\ba year and a half\b|\bone and a half years?\b", "1.5 years", text)
        text = re.sub(r"\ba dozen\b", "12", text)
        text = _EN_RUN.sub(lambda match: _placed(match, text, _en_value, _EN_UNIT), text)
        text = re.sub(r"(?<![\d.,])(\d+) and a half\b", r"\1.5", text)
    text = _FRACTION.sub(lambda match: _shown(int(match[1]) / max(int(match[2]), 1)), _ORDINAL.sub("", text))
    for pattern, written in _PLUS_DAYS:
        text = pattern.sub(written, text)
    return stages(text, language)


def _shown(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)


def _and_half(match: re.Match[str]) -> str:
    return f"{match.group(1)}.5{match.group(3) or match.group(4)}"


def _percent(match: re.Match[str]) -> str:
    found = match.group(1)
    return (found if found.isdigit() else _shown(_chinese(found))) + "%"


def _roughly(found: str) -> str:
    return f"{_shown(_chinese(found[:-1]))}-{_shown(_chinese(found[:-2] + found[-1]))}"


def _placed(match: re.Match[str], text: str, value: Callable[[str], int], units: str) -> str:
    """The figure where a unit follows or more than one word makes the number; else the words as they were.

    “First three weeks” holds two numbers, of which the last is written: only what falls in size is one number.
    """
    found = list(_NUMBER_WORD.finditer(match.group()))
    values = [value(one.group()) for one in found]
    first = len(values) - 1
    while first and _together(values[first - 1], values[first]):
        first -= 1
    after = text[match.end() :]
    follows = re.match(rf"[\s-]*(?:{units})", after) or re.match(r" (?:с половиной|and a half)", after)
    before = _TAKES_A_FIGURE.search(text[: match.start()])
    if first == len(values) - 1 and not follows and not before:
        return match.group()
    return match.group()[: found[first].start()] + _shown(_total(values[first:]))


def _together(one: int, other: int) -> bool:
    return other in (100, 1000) or (20 <= one < 100 and other < 10) or (one >= 100 and other < one)


def _total(values: list[int]) -> float:
    total, part = 0, 0
    for value in values:
        if value == 1000:
            total, part = total + max(part, 1) * 1000, 0
        else:
            part = max(part, 1) * 100 if value == 100 and part < 20 else part + value  # “fourteen hundred”
    return float(total + part)


def _chinese(found: str) -> float:
    whole, _, rest = found.partition("点")
    if not any(char in _ZH_TEN for char in whole):
        total = float("".join(str(_ZH_DIGIT[char]) for char in whole))
    else:
        total, last, unit = 0.0, 0, 1
        for char in whole:
            if char in _ZH_TEN:
                unit = _ZH_TEN[char]
                total, last = (
                    ((total + last) * unit, 0) if unit == 10_000 and total else (total + (last or 1) * unit, 0)
                )
            else:
                last = _ZH_DIGIT[char]
                if char in "零〇":
                    unit = 10
        # “一百二” is 120, “一百零二” and “二十二” are read by their last figure
        total += last * (unit / 10 if unit >= 100 and whole[-1] not in _ZH_TEN else 1)
    return total + (float("0." + "".join(str(_ZH_DIGIT[char]) for char in rest)) if rest else 0.0)


def _ru_value(word: str) -> int:
    return next((value for value, pattern in _RU_VALUES if pattern.match(word)), 0)


def _en_value(word: str) -> int:
    if word in _EN_TENS:
        return 20 + 10 * _EN_TENS.index(word)
    return {"hundred": 100, "thousand": 1000, **_EN_ORDINAL}.get(word) or _EN_ONES.index(word)


def names(before: str) -> bool:
    """Whether a bare number after these words is the name of a part or a figure, and counts nothing."""
    return _NAMED.search(before) is not None
