"""Telephone numbers written in words or in Chinese numerals, and whether a telephone number is a patient's."""

import re
from collections.abc import Iterator

from publisher.domain.places import Language
from publisher.policy.matching import every

_ZH_DIGITS = str.maketrans("零〇一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖", "00123456789" + "12" + "123456789")
_zh_run = re.compile(
    r"[0-9０-９零〇一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖](?:[\s\-—.]?[0-9０-９零〇一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖]){9,13}"
)
_mobile = re.compile(r"(?:86)?1[3-9]\d{9}$")
_EN = "zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple"
_RU = (
    r"ноль|один|два|три|четыре|пять|шесть|семь|восемь|девять|десять|\w+надцать|двадцать|тридцать|сорок|\w+десят|девяносто|"
    r"сто|двести|триста|четыреста|\w+сот"
)
_run = {
    Language.EN: re.compile(rf"(?i)\b(?:(?:{_EN}|\d{{1,4}})[\s,\-]+){{3,}}(?:{_EN}|\d{{1,7}})\b"),
    Language.RU: re.compile(rf"(?i)\b(?:(?:{_RU}|\d{{1,4}})[\s,\-]+){{3,}}(?:{_RU}|\d{{1,7}})\b"),
}
_word = {Language.EN: re.compile(rf"(?i)\b(?:{_EN})\b"), Language.RU: re.compile(rf"(?i)\b(?:{_RU})\b")}
_LONG = 10  # words of numbers in a row that are a telephone number without being called one
_cue = re.compile(
    r"(?i)(?:phone|mobile|cell|tel|number|call|text|ring|телефон|тел\.?|моб\w*|номер|звон\w+)\W{0,4}(?:\w+\W+){0,3}$"
)
_patient = re.compile(
    r"(?i)(?:患者|病人|患儿|产妇|孕妇)(?!可|请|如|应|们|拨|致|热线|服务|咨询)[^。！？\n]{0,14}$|"
    r"(?:телефон|номер|тел\.?|моб\w*)\s+пациент\w*\W{0,3}$|пациентк?[аиуе]?\s[^.!?\n]{0,30}(?:тел|номер|моб)\w*\.?\W{0,3}$|"
    r"\bpatient(?:'s)?(?: \w+){0,3}[ ,]+(?:phone|number|mobile|tel|cell)\w*\.?\W{0,3}(?:is )?$|"
    r"\b(?:her|his) (?:phone|mobile|cell)\w*(?: number)? is $"
)


def spoken_phones(raw: str, language: Language) -> Iterator[tuple[int, int]]:
    """Chinese numerals count where they make a mobile number; words count after a cue word, or ten in a row."""
    if language is Language.ZH:
        for match in every(_zh_run, raw):
            digits = re.sub(r"\D", "", match.group().translate(_ZH_DIGITS))
            if not match.group().isascii() and _mobile.match(digits):
                yield match.span()
        return
    for match in every(_run[language], raw):
        said = len(_word[language].findall(match.group()))
        if said >= _LONG or (said and _cue.search(raw, max(0, match.start() - 40), match.start())):
            yield match.span()


def is_a_patients(raw: str, start: int) -> bool:
    """Whether the words right before a number say that it is a patient's."""
    return _patient.search(raw, max(0, start - 60), start) is not None
