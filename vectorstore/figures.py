"""Figures with a word or a sign beside them, written out: ten thousands, fractions, degrees Fahrenheit, “less than”.

Runs before numbers in words are read, on folded text. Decides nothing else.
"""

import re

_ZH_UNIT = "国际单位|单位|毫克|微克|克|毫升|次|片|粒|步|元|iu"
_ZH_TIMES = {"百": 100, "千": 1000, "万": 10_000}
_ZH_MANY = re.compile(rf"(\d+(?:\.\d+)?)\s*([百千万])(?=\s*(?:{_ZH_UNIT}))")
_ZH_FIGURE = {one: place for place, one in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_ZH_PART = re.compile(r"([一二两三四五六七八九十\d])分之([一二两三四五六七八九\d])(?=个?[片粒颗丸杯支袋包勺])")
_RU_MANY = re.compile(r"(\d+(?:[.,]\d+)?)\s*тыс(?:яч\w*|\.|(?!\w))")
_RU_THOUSAND = re.compile(r"(?<!\d )(?<!\d)тысяч[ау](?= (?:ме|ед|единиц|мг|мкг|мл))")  # “a thousand units”
# “1½” is folded to “11⁄2”: the last figure before the stroke belongs to the fraction
_MIXED = re.compile(r"(?<![\d/⁄.,])(\d{1,2})([13])⁄([234])(?!\d)")
_FAHRENHEIT = re.compile(
    r"(\d{2,3}(?:[.,]\d+)?)\s*(?:°\s*f(?!\w)|(?:degrees? )?fahrenheit|(?:градус\w* )?(?:по )?фаренгейт\w*|华氏度)"
)
_SIGN = re.compile(r"(?<=[^\W_])\s*([<>≤≥])\s*(?=\d)")
_SAID = {
    "en": {"<": " less than ", ">": " more than ", "≤": " at most ", "≥": " at least "},
    "ru": {"<": " меньше ", ">": " больше ", "≤": " не более ", "≥": " не менее "},
    "zh": {"<": "小于", ">": "大于", "≤": "最多", "≥": "至少"},
}


def written_out(text: str, language: str) -> str:
    """The folded text with such figures as plain ones."""
    said = _SAID.get(language, _SAID["en"])
    text = _SIGN.sub(lambda match: said[match[1]], text)
    text = _MIXED.sub(lambda match: _shown(int(match[1]) + int(match[2]) / int(match[3])), text)
    text = _FAHRENHEIT.sub(lambda match: _shown(round((_number(match[1]) - 32) / 1.8, 1)) + "°c", text)
    if language == "zh":
        text = text.replace("廿", "二十").replace("卅", "三十")
        text = _ZH_MANY.sub(lambda match: _shown(_number(match[1]) * _ZH_TIMES[match[2]]), text)
        text = _ZH_PART.sub(lambda match: _shown(round(_figure(match[2]) / _figure(match[1]), 3)), text)
    elif language == "ru":
        text = _RU_THOUSAND.sub("1000", text)
    return text


def thousands(text: str) -> str:
    """Russian “10 тысяч” and “2 тыс.”, once the number before is in digits."""
    return _RU_MANY.sub(lambda match: _shown(_number(match[1]) * 1000), text)


def _number(said: str) -> float:
    return float(said.replace(",", "."))


def _figure(said: str) -> int:
    return int(said) or 1 if said.isdigit() else _ZH_FIGURE[said]


def _shown(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)
