"""Numbers of bank cards: proved by their checksum, told by a word for a card, or shown by four groups of four digits.

Years and round doses stand in four groups too, and a range has other signs between its groups.
"""

import re
from collections.abc import Iterator

from stdnum import luhn

from publisher.policy.matching import every
from publisher.policy.personal.items import Item

_BETWEEN = "[ \u00a0\u202f\\-‐-―.·]"
_proved = re.compile(r"(?<![\d\-])(?:\d[ \-]?){12,18}\d(?![\d\-])")
_told = re.compile(
    r"(?i)(?:\bкарт(?:а|ы|у|е|ой|оч\w+)\b|\bcards?\b|卡号?|\b(?:сбер|тинькоф|т-банк)\w*|\bvisa\b|\bmaster\s?card\b|银联)"
    rf"(?:\W{{0,3}}[^\W\d]+){{0,4}}\W{{0,4}}(?P<number>\d{{4,19}}(?:{_BETWEEN}{{1,2}}\d{{4,15}}){{0,4}}(?:{_BETWEEN}\d{{3}})?)(?!\d)"
)
_grouped = re.compile(
    rf"(?<![\d\-])(?P<number>62\d\d(?:{_BETWEEN}\d{{4}}){{3}}{_BETWEEN}\d{{3}}"
    rf"|[2-9]\d{{3}}(?P<sign>{_BETWEEN}{{1,2}})\d{{4}}(?P=sign)\d{{4}}(?P=sign)\d{{4}})(?!\d)"
)
_year_or_dose = re.compile(r"(?:19|20)\d\d|\d{3}0")


def cards(raw: str) -> Iterator[Item]:
    for match in every(_proved, raw):
        digits = re.sub(r"\D", "", match.group())
        if digits[0] in "3456" and luhn.is_valid(digits):
            yield Item("id", match.start(), match.end(), None, 5)
    for match in (*every(_told, raw), *every(_grouped, raw)):
        groups = re.findall(r"\d+", match.group("number"))
        if 13 <= sum(map(len, groups)) <= 19 and not all(map(_year_or_dose.fullmatch, groups)):
            yield Item("id", match.start("number"), match.end("number"), None, 5)
