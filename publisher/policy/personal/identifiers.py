"""Numbers that name one person or one record, proved by their checksum or told by the word before them."""

import re
from collections.abc import Callable, Iterator

from stdnum import iban
from stdnum.cn import ric
from stdnum.gb import nhs
from stdnum.in_ import aadhaar
from stdnum.ru import inn
from stdnum.us import ssn

from publisher.policy.matching import every
from publisher.policy.personal.cards import cards
from publisher.policy.personal.items import Item
from publisher.policy.text import Text


def snils_is_valid(number: str) -> bool:
    """Checksum of a Russian insurance number: weights 9..1, modulo 101, 100 and 101 become 0."""
    digits = [int(character) for character in number if character.isdigit()]
    if len(digits) != 11:
        return False
    total = sum(weight * digit for weight, digit in zip(range(9, 0, -1), digits, strict=False))
    return total % 101 % 100 == digits[9] * 10 + digits[10]


def oms_is_valid(number: str) -> bool:
    """Checksum of a 16-digit Russian policy number: odd places from the right doubled as one number, tens
    complement."""
    digits = [character for character in number if character.isdigit()]
    if len(digits) != 16:
        return False
    body = digits[:15][::-1]
    doubled = str(int("".join(body[::2])) * 2)
    total = sum(map(int, doubled)) + sum(map(int, body[1::2]))
    return (10 - total % 10) % 10 == int(digits[15])


def hkid_is_valid(number: str) -> bool:
    """Checksum of a Hong Kong identity card: letters from 10, a blank as 36, weights 9..2, modulo 11."""
    plain = re.sub(r"[()（）\s]", "", number).upper()
    match = re.fullmatch(r"([A-Z]{1,2})(\d{6})([\dA])", plain)
    if not match:
        return False
    letters, body, check = match.groups()
    values = [36 if letter == " " else ord(letter) - 55 for letter in letters.rjust(2)] + [int(digit) for digit in body]
    total = sum(weight * value for weight, value in zip(range(9, 1, -1), values, strict=True))
    return (11 - total % 11) % 11 == (10 if check == "A" else int(check))


def _inn_is_valid(number: str) -> bool:
    return len(number) == 12 and inn.is_valid(number)


_CHECKED: tuple[tuple[str, "re.Pattern[str]", Callable[[str], bool]], ...] = (
    (
        "id",
        re.compile(r"(?<![\dA-Za-z])[1-9]\d{16}[\dXx](?![\dA-Za-z])"),
        lambda number: bool(ric.is_valid(number.upper())),
    ),
    ("id", re.compile(r"(?<!\d)\d{3}[- ]\d{3}[- ]\d{3}[- ]?\d{2}(?!\d)"), snils_is_valid),
    ("id", re.compile(r"(?<![A-Za-z\d])[A-Za-z]{1,2}\d{6}\s?[(（][\dAa][)）]"), hkid_is_valid),
    ("id", re.compile(r"(?<![\d\-])\d{3}-\d{2}-\d{4}(?![\d\-])"), lambda number: bool(ssn.is_valid(number))),
    (
        "id",
        re.compile(r"(?<![\w\-])[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}\s?[A-Z0-9]{0,3}(?![\w\-])"),
        lambda number: bool(iban.is_valid(number)),
    ),
    ("id", re.compile(r"(?<!\d)\d{4}\s\d{4}\s\d{4}(?!\s?\d)"), lambda number: bool(aadhaar.is_valid(number))),
    ("id", re.compile(r"(?<![\d\-])\d{3}[ \-]\d{3}[ \-]\d{4}(?![\d\-])"), lambda number: bool(nhs.is_valid(number))),
    ("id", re.compile(r"(?<!\d)\d{12}(?!\d)"), _inn_is_valid),
    ("id", re.compile(r"(?<!\d)(?:\d{16}|\d{4} \d{4} \d{4} \d{4})(?!\d)"), oms_is_valid),
)
_TOLD = re.compile(
    r"(?i:身份证|护照|通行证|台胞证|回乡证|居留证|驾驶证|医保卡?|社保卡?|银行卡|\bпаспорт\w*|\bснилс|\bинн|"
    r"\bполис\w*(?:\s?[од]мс)?|\bомс|\bдмс|\bpassport|\bmedicare|"
    r"\bdriver'?s?\s?licen[cs]e|\bssn|"
    r"\bsocial security|\bnhs|\binsurance|\bpolicy|\baadhaar|\bpan|\bnational id|\bid|\bcredit card|"
    r"\bcard(?:\sis)?|\bcc|\bbank account|\baccount|\biban|\bnrp)"
    r"(?i:号码|号|\s(?:no\.?|number|num|card)|\s?(?:№|#)|\s(?:номер|сери[яи]))?(?i:\s*(?:[:：#№]|是|为|\bis|\bwas|—)\s*|\s+|(?<=[\u4e00-\u9fff]))"
    r"(?P<number>(?=[A-Z\-]{0,4}\d)[A-Z0-9\-]*\d[A-Z0-9\-]*(?:\s\d[\dA-Z\-]*){0,5})(?![^\W\u4e00-\u9fff])"
)
_SERIES = re.compile(
    r"(?i)(?:сери[яи]|паспорт\w*)\W{0,3}(?:сери[яи]\W{0,3})?(?P<number>\d\d\s?\d\d[\s,]{0,2}(?:(?:номер|№|n)\s?)?\d{6})(?!\d)"
    r"|(?<![\w-])(?P<birth>[IVXLХ]{1,4}-[А-Я]{2}\s?(?:№\s?|номер\s)?\d{6})(?!\d)"
    r"|(?<![\w-])(?P<medicare>\d[A-Z][A-Z0-9]\d-[A-Z][A-Z0-9]\d-[A-Z]{2}\d{2})(?![\w-])"
)
"""A Russian passport or birth certificate by its series, an American patient's number by its shape."""
_RECORD = re.compile(
    r"(?i)(?:住院号|病案号|门诊号|就诊号|病历号|床号|检查号|标本号|номер\s(?:карты|истории болезни)|"
    r"история болезни|карта|палата|"
    r"mrn|medical record|record(?= (?:no\b|number|num\b|#))|chart|case|hospital|ward|room|bed)"
    r"\s*(?:no\.?|number|num|№|номер|号)?\s*(?:is|:|：|是|为|#|№|"
    r"-)?\s*"
    r"(?P<number>[A-Z]{0,4}[\-]?\d[\d\-/]{0,15}\d|(?<=号[:：是为])\d+|\d+(?=\s?床))(?![^\W\u4e00-\u9fff])"
)
_IP = re.compile(r"(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])")
_crypto = re.compile(r"\b(?:[13][a-km-zA-HJ-NP-Z1-9]{25,34}|bc1[a-z0-9]{25,60}|0x[a-fA-F0-9]{40})\b")

_two_digits = re.compile(r"\d\d|\d\s?床|号[:：]\d")
_long_number = re.compile(r"\d[\d\-‐-―.·\s()]{3,}\d|\d[A-Z]{1,2}\d|0x|bc1")


def identifiers(text: Text) -> Iterator[Item]:
    raw = text.raw
    if _two_digits.search(raw) is None:
        return
    yield from _records(raw)
    if _long_number.search(raw) is not None:
        yield from cards(raw)
        yield from _numbers(raw)


def _numbers(raw: str) -> Iterator[Item]:
    for entity, pattern, valid in _CHECKED:
        for match in every(pattern, raw):
            if valid(match.group()):
                yield Item(entity, match.start(), match.end(), None, 5)
    for match in every(_TOLD, raw):
        if sum(map(str.isdigit, match.group("number"))) >= 5:
            yield Item("id", match.start("number"), match.end("number"), None, 4)
    for match in every(_SERIES, raw):
        name = match.lastgroup or 0
        yield Item("id", match.start(name), match.end(name), None, 4)
    for pattern in (_IP, _crypto):
        for match in every(pattern, raw):
            if sum(map(str.isdigit, match.group())) < 7:
                continue
            yield Item("id", match.start(), match.end(), None, 2)


def _records(raw: str) -> Iterator[Item]:
    for match in every(_RECORD, raw):
        yield Item("record", match.start("number"), match.end("number"), None, 4)
