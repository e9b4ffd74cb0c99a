"""Exact dates of birth, admission or operation: only after the word that says so, for a text is full of harmless
dates."""

import re
from collections.abc import Iterator

from publisher.policy.matching import every
from publisher.policy.personal.items import Item
from publisher.policy.text import Text

_DATE = (
    r"(?P<date>\d{4}\s?[年./\-]\s?\d{1,2}\s?[月./\-]\s?\d{1,2}\s?日?|\d{1,2}[./\-]\d{1,2}[./\-]\d{2,4}|"
    r"\d{1,2}(?:st|nd|rd|th)?\s(?:of\s)?[A-Za-zА-Яа-яё]{3,9}\.?,?\s\d{4}|"
    r"[A-Z][a-z]{2,8}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4})"
)
_told = re.compile(
    r"(?i:出生(?:日期|年月|于)?|生日|生于|入院(?:日期|时间|于)?|出院(?:日期|于)?|手术日期|дата рождения|"
    r"родил(?:ся|ась|ись)|г\.\s?р\.|"
    r"дата поступления|"
    r"дата операции|поступил[аи]?|выписан[аы]?|date of birth|dob|d\.o\.b\.?|born(?: on)?|"
    r"admitted(?: on)?|discharged(?: on)?|"
    r"birth ?date|birthday)"
    r"\s*(?:is|was|是|为|on)?\s*[:：]?\s*" + _DATE
)


_born = re.compile(rf"(?i){_DATE}\s?,?\s?(?:年?出生|生人|г\.?\s?р\b|г/р|года рождения)")


def dates(text: Text) -> Iterator[Item]:
    for pattern in (_told, _born):
        for match in every(pattern, text.raw):
            yield Item("date", match.start("date"), match.end("date"), None, 2)
