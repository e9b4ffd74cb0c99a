"""Numbers in words brought to figures, so that “one hundred and fifty mg”, 一百五十毫克 and 150 мг are read alike.

Only what is surely a number is changed; one is left in words, because it is as often an article as a number.
"""

import re
from collections.abc import Mapping

_EN_UNITS = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen"""
_EN_SMALL = {word: value for value, word in enumerate(_EN_UNITS.split())}
_EN_ROUND = "twenty thirty forty fifty sixty seventy eighty ninety"
_EN_TENS = {word: 10 * value for value, word in enumerate(_EN_ROUND.split(), start=2)}
_EN_BIG = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_EN_PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_EN_WORD = "|".join([*_EN_SMALL, *_EN_TENS, *_EN_BIG])
_EN = re.compile(rf"\b(?:(?:a|\d+(?:\.\d+)?) (?={'|'.join(_EN_BIG)}))?(?:{_EN_WORD})(?:[ -](?:and )?(?:{_EN_WORD}))*\b")
_EN_FRACTION = re.compile(rf"\b(one|two|three|four|five|seven)[ -]({'|'.join(_EN_PARTS)})s?\b")
_EN_AND_HALF = re.compile(r"\b(\d+|one|a) and a half\b|\b(one|an?) ([a-z]+) and a half\b")
_EN_HALF_A = re.compile(r"\bhalf an? (?=[a-z])")
_EN_SHARE = re.compile(r"\ba (third|quarter|fifth|tenth)(?= of\b)")
_EN_ORDINALS = ["second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "twelfth"]
_EN_ORDINAL = re.compile(
    rf"\b(?:({'|'.join(_EN_ORDINALS[1:])})|(second)(?= (?:dose|shot|jab|trimester|floor|week|day|month|year)))\b"
)

_RU = {
    "дв(?:а|е|ух|ум|умя|ое)": 2, "тр(?:и|ех|ем|емя|ое)": 3, "четыр(?:е|ех|ем|ьмя)|четверо": 4,
    "пят(?:ь|и|ью)|пятеро": 5,
    "шест(?:ь|и|ью)": 6, "сем(?:ь|и|ью)": 7, "вос(?:емь|ьми|емью)": 8, "девят(?:ь|и|ью)": 9, "десят(?:ь|и|ью)": 10,
    "одиннадцат(?:ь|и|ью)": 11, "двенадцат(?:ь|и|ью)": 12, "тринадцат(?:ь|и|ью)": 13, "четырнадцат(?:ь|и|ью)": 14,
    "пятнадцат(?:ь|и|ью)": 15, "шестнадцат(?:ь|и|ью)": 16, "семнадцат(?:ь|и|ью)": 17, "восемнадцат(?:ь|и|ью)": 18,
    "девятнадцат(?:ь|и|ью)": 19, "двадцат(?:ь|и|ью)": 20, "тридцат(?:ь|и|ью)": 30, "сорок(?:а)?": 40,
    "пят(?:ь|и)десят(?:и)?": 50, "шест(?:ь|и)десят(?:и)?": 60, "сем(?:ь|и)десят(?:и)?": 70,
    "вос(?:емь|ьми)десят(?:и)?": 80, "девяност(?:о|а)": 90, "ст(?:о|а)": 100, "двест(?:и)|двухсот": 200,
    "трист(?:а)|трехсот": 300, "четырест(?:а)|четырехсот": 400, "пят(?:ь|и)сот": 500, "шест(?:ь|и)сот": 600,
    "сем(?:ь|и)сот": 700, "вос(?:емь|ьми)сот": 800, "девят(?:ь|и)сот": 900,
    "од(?:ин|на|но|ну|ного|ной)": 1,
}  # fmt: skip
_RU_THOUSAND = re.compile(r"тысяч(?:а|и|у|)$")
_RU_ONE = "|".join(f"(?:{form})" for form in _RU)
_RU_RUN = re.compile(rf"\b(?:\d+ (?=тысяч))?(?:(?:{_RU_ONE})|тысяч(?:а|и|у|))(?: (?:(?:{_RU_ONE})|тысяч(?:а|и|у|)))*\b")
_RU_FORMS = [(re.compile(form), value) for form, value in _RU.items()]
_RU_HALVES = (
    (re.compile(r"\bполутор[аы]\w*|\bполтор[аы]\b"), "1.5"),
    (re.compile(r"\b(\d+|од(?:ин|ного)) с половиной\b"), None),
    (re.compile(r"\bполовин\w*|\bпол(?=таблет|стакан|литр|час|год|лож|доз|ампул)"), "0.5 "),
    (re.compile(r"\b(\d+) трет(?:и|ей|ям)\b"), "3"),
    (re.compile(r"\b(?:одной |одна )?трет(?:ь|и|ью)\b(?! (?:день|дня|триместр|месяц|недел|раз|ден|ребен))"), "1/3"),
    (re.compile(r"\b(?:одной |одна )?четверт(?:ь|и|ью)\b"), "1/4"),
)
_RU_ORDINAL = re.compile(
    r"\b(втор|четверт|пят|шест|седьм|восьм|девят|десят)(?:[оыи]й|ая|ое|ого|о[йм]|ому|ую|ы[хме]|ыми)\b"
    r"|\b(трет)(?:ий|ья|ье|ьего|ьей|ьему|ьем|ьим|ьих|ью(?= \w+[ую]\b))\b"
)
_RU_ORDINALS = ["втор", "трет", "четверт", "пят", "шест", "седьм", "восьм", "девят", "десят"]
_RU_FROM_TO = re.compile(r"\bот (\d+(?:[.,]\d+)?) до (\d+(?:[.,]\d+)?)")

_ZH_DIGIT = {one: value for value, one in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_ZH_BIG = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
_ZH_CHARS = "零〇一二三四五六七八九十百千万两"
_ZH_NO = r"(?<![几数])"
_ZH = re.compile(
    rf"{_ZH_NO}[{_ZH_CHARS}]+(?![{_ZH_CHARS}])(?!般|些|样|定|旦|直|起|下子|切|者|侧|边|肢|角|会儿|点儿|律|致)"
)
_ZH_PART = re.compile(rf"(\d+|[{_ZH_CHARS}]+)分之(\d+(?:\.\d+)?|一)")
_ZH_DEGREE = re.compile(r"(\d+)度([一二三四五六七八九])(?![十百])")
_ZH_HALF = re.compile(r"(\d+|一)(岁|年|片|天|个月|个小时|小时|倍|袋|勺|杯|粒|个(?=半小?[时月]))半")
_ZH_HALF_ONE = re.compile(r"半(?=[片粒袋勺杯支])")
_ZH_TENTHS = re.compile(r"([一二三四五六七八九])成(?![功为人熟长立分年效型])")
_ZH_ABOUT = re.compile(rf"(?<![{_ZH_CHARS}第])([一二两三四五六七八])([二三四五六七八九])(?=[个天周岁次年月片小分粒日])")
_ZH_ORDER = re.compile(r"第(?=[二三四五六七八九十])(?!.{1,3}[天周日个年月])")
_ZH_IDIOM = re.compile(
    r"(?:(?<!每)周|星期|礼拜|初)[一二三四五六](?!次)|第一(?![天周日个年一二三四五六七八九十])|千(?=[克卡米瓦])|千万(?=别|不|要|记|注)|万一|百姓|四周(?=围)|三餐|七上八下|一一|三酯|三叉|[二三]尖|十二指肠|二甲双胍|五官|百日咳|四环素|十分(?!之|钟)"
)


def in_figures(text: str, language: str) -> str:
    """A folded text with its numbers as figures: halves, thirds, per cents and per milles too."""
    return {"zh": _chinese, "ru": _russian}.get(language, _english)(text)


def _english(text: str) -> str:
    text = _EN_SHARE.sub(lambda match: f"1/{_EN_PARTS[match.group(1)]}", _EN_FRACTION.sub(_english_part, text))
    text = _EN_ORDINAL.sub(
        lambda match: str(12 if match.group() == "twelfth" else _EN_ORDINALS.index(match.group()) + 2), text
    )
    text = _EN.sub(lambda match: _figures(_english_value(match.group()), match.group()), text)
    text = re.sub(r"\btwice\b", "2 times", re.sub(r"\bthrice\b", "3 times", text))
    text = re.sub(r"\bper ?cent\b", "%", re.sub(r"\bper ?mille\b", "‰", text))
    return _EN_HALF_A.sub("0.5 ", _EN_AND_HALF.sub(_english_half, text))


def _english_part(match: re.Match[str]) -> str:
    over, under = _EN_SMALL[match.group(1)], _EN_PARTS[match.group(2)]
    return "0.5" if (over, under) == (1, 2) else f"{over}/{under}"


def _english_half(match: re.Match[str]) -> str:
    if match.group(1):
        whole = match.group(1)
        return f"{int(whole) if whole.isdecimal() else 1}.5"
    return f"1.5 {match.group(3)}"


def _english_value(words: str) -> float:
    total, part = 0.0, 0.0
    for word in re.split(r"[ -]", words):
        if word in _EN_BIG:
            big = _EN_BIG[word]
            if big == 100:
                part = (part or 1) * big
            else:
                total, part = total + (part or 1) * big, 0.0
        elif word.replace(".", "").isdecimal():
            part = float(word)
        elif word not in ("a", "and"):
            part += _EN_SMALL.get(word, _EN_TENS.get(word, 0))
    return total + part


def _russian(text: str) -> str:
    for pattern, told in (_RU_HALVES[0],):
        text = pattern.sub(str(told), text)
    text = _RU_ORDINAL.sub(lambda match: str(_RU_ORDINALS.index(match[1] or match[2]) + 2), text)
    text = _RU_RUN.sub(lambda match: _figures(_russian_value(match.group()), match.group()), text)
    text = re.sub(r"\bдважды\b", "2 раза", re.sub(r"\bтрижды\b", "3 раза", text))
    text = re.sub(r"\bпроцент(?!н)\w*", "%", re.sub(r"\bпромилле\b", "‰", text))
    text = _RU_FROM_TO.sub(r"\1–\2", text)
    text = _RU_HALVES[1][0].sub(lambda match: f"{match.group(1) if match.group(1).isdecimal() else 1}.5", text)
    text = _RU_HALVES[3][0].sub(r"\1/3", text)
    for pattern, told in (_RU_HALVES[2], *_RU_HALVES[4:]):
        text = pattern.sub(str(told), text)
    return text


def _russian_value(words: str) -> float:
    total, part = 0.0, 0.0
    for word in words.split():
        if _RU_THOUSAND.match(word):
            total, part = total + (part or 1) * 1000, 0.0
        elif word.isdecimal():
            part = float(word)
        else:
            part += next(value for form, value in _RU_FORMS if form.fullmatch(word))
    return total + part


def _chinese(text: str) -> str:
    text = _ZH_ORDER.sub("", _ZH_TENTHS.sub(lambda match: f"{_ZH_DIGIT[match.group(1)]}0%", text))
    text = _ZH_ABOUT.sub(_chinese_about, text)
    kept: Mapping[str, str] = {chr(0xE000 + number): one for number, one in enumerate(_ZH_IDIOM.findall(text))}
    for mark, words in kept.items():
        text = text.replace(words, mark, 1)
    text = _ZH_DEGREE.sub(
        lambda match: f"{match.group(1)}.{_ZH_DIGIT[match.group(2)]}度",
        _ZH.sub(lambda match: _figures(_chinese_value(match.group()), match.group()), _degrees(text)),
    )
    for mark, words in kept.items():
        text = text.replace(mark, words)
    text = _ZH_HALF.sub(lambda match: f"{1 if match.group(1) == '一' else match.group(1)}.5{match.group(2)}", text)
    return _ZH_PART.sub(_chinese_part, _ZH_HALF_ONE.sub("0.5", text))


def _chinese_about(match: re.Match[str]) -> str:
    """两三周 is two to three weeks, not twenty-three."""
    low, high = (_ZH_DIGIT[one] for one in match.groups())
    return f"{low}-{high}" if high == low + 1 else match.group()


def _degrees(text: str) -> str:
    """三十八度五 is 38.5 degrees."""
    return re.sub(
        rf"([{_ZH_CHARS}]+)度([一二三四五六七八九])(?![{_ZH_CHARS}个次天周年月岁])",
        lambda match: f"{int(_chinese_value(match.group(1)))}.{_ZH_DIGIT[match.group(2)]}度",
        text,
    )


def _chinese_part(match: re.Match[str]) -> str:
    under, over = match.group(1), "1" if match.group(2) == "一" else match.group(2)
    return {"100": f"{over}%", "1000": f"{over}‰", "2": "0.5" if over == "1" else f"{over}/2"}.get(
        under, f"{over}/{under}"
    )


def _chinese_value(chars: str) -> float:
    if all(one in _ZH_DIGIT for one in chars):
        return float("".join(str(_ZH_DIGIT[one]) for one in chars))
    total, part, digit, last = 0, 0, 0, 1
    for one in chars:
        if one in _ZH_DIGIT:
            digit = _ZH_DIGIT[one]
            last = 1 if digit == 0 else last
        elif one == "万":
            total, part, digit, last = (part + digit or 1) * 10_000, 0, 0, 10_000
        else:
            part, last, digit = part + (digit or 1) * _ZH_BIG[one], _ZH_BIG[one], 0
    return float(total + part + digit * (last // 10 if last > 10 and chars[-2:-1] in _ZH_BIG else 1))


def _figures(value: float, words: str) -> str:
    return words if value in (0, 1) else f"{value:g}" if value < 1_000_000 else str(int(value))
