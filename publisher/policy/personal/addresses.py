"""Where a person lives: a street with its number, or a street, village or estate after a word for living there.

A town or a country alone is no address, and a clinic's street without a number is none either.
"""

import re
from collections.abc import Iterator

from publisher.domain.places import Language
from publisher.policy.matching import every
from publisher.policy.text import Text

_NUMBERED = {
    Language.ZH: re.compile(
        r"(?:[\u4e00-\u9fff]{2,8}?(?:省|市|区|县))?[\u4e00-\u9fff]{2,6}(?:路|街|道|巷|弄|"
        r"胡同)\s?\d{1,5}\s?号院?(?:[\u4e00-\u9fff\d\-]{0,10}(?:室|楼|单元|栋|幢)[\d\-]{0,6}室?)?"
        r"|[\u4e00-\u9fff]{2,8}(?:小区|花园|公寓|家园|新村)\s?\d{1,4}\s?(?:号楼|栋|幢|单元|号)[\d\-]*(?:室|单元)?(?:\d+室)?"
    ),
    Language.RU: re.compile(
        r"(?i)(?:\bг\.\s?[А-ЯЁ][\w\-]+,?\s+)?\b(?:ул(?:\.|ица|(?=\s))|пр(?:\.|осп\.|оспект)|пер(?:\.|еулок)|ш(?:\.|оссе)|"
        r"бул(?:\.|ьвар)|наб(?:\.|ережная))"
        r"\s?[А-ЯЁ][\w\-]+(?:\s[А-ЯЁ]?[\w\-]+)?,?\s+(?:д(?:\.|ом)?\s?)?\d+\w?(?:[-/]\d+)?(?:,?\s?(?:корп|к|стр|кв)\.?\s?\d+)*"
    ),
    Language.EN: re.compile(
        r"\b\d{1,5}[A-Za-z]?\s+(?:[NSEW]\.?\s+)?(?:[A-Z][\w'.\-]+\s+){1,4}"
        r"(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Way|Place|Pl|Terrace|Square|"
        r"Crescent|Close|Parkway|Highway)\b\.?"
        r"(?:,?\s*(?:Apt|Suite|Flat|Unit|#)\.?\s*\w+)?"
        r"|\b(?:P\.?\s?O\.?\s?Box|Postbox|PSC\s\d+,?\sBox|Unit\s\d+,?\sBox)\s?\d+"
        r"|(?:\b\d{1,5}\s+)?\b(?:[A-ZÀ-Þ][\w'’.\-]*\s+){1,4}\d{1,5}[A-Za-z]?,?\s+(?:Apt|Suite|Flat)\.?\s?\w+"
        r"|\b(?:\d{1,5},?\s+)?[A-ZÀ-Þ]\w+(?:stra(?:ß|ss|at)\w*|gata|gatan|veien|straeti|stræti|v[äa]gen|v[eä]j|gade|"
        r"katu|gasse|weg|platz|allee|intie|antie)\s\d{1,5}\b"
        r"|\b\d{1,5},?\s+(?:Rue|Avenida|Avenue|Via|Viale|Calle|Rua|Piazz\w+|Plaza|Place|"
        r"Boulevard)\s+[A-ZÀ-Þ]?[^\n.;]{2,40}?(?:\d{1,5}|,|$)"
        r"|(?<=\blives at )\d[^\n.;]{5,50}|(?<=\baddress is )\d[^\n.;]{5,50}|(?<=\baddress: )\d[^\n.;]{5,50}"
        r"|(?<=\blocated at )\d{2}[^\n.;]{5,50}|(?<=\boff at )\d{2}[^\n.;]{5,50}"
    ),
}

_STREET_EN = (
    r"(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Boulevard|Blvd|Court|Crescent|Close|Terrace|Square|"
    r"Parkway|Highway|Row|Hill|Way)"
)
r""
_lived = {
    Language.ZH: re.compile(
        r"(?:家住|住在|现住|住址|家庭地址|地址|搬到|搬去)(?:是|为|[:：])?\s?"
        r"(?P<place>[\u4e00-\u9fff\d\-]{2,20}?(?<!的)(?:路|街|大道|巷|弄|胡同|小区|花园|公寓|家园|新村|社区|苑|庄园|"
        r"[乡镇][\u4e00-\u9fff]{1,5}村)"
        r"(?:[\u4e00-\u9fff]{0,3}[\dA-Za-z\-]+(?:号楼|号|栋|幢|单元|室|楼)?)*)"
    ),
    Language.RU: re.compile(
        r"(?:[Жж]ив\w{1,4}|[Пп]рожива\w+|[Пп]рописан\w*|[Аа]дрес\w{0,2}|[Пп]ереехал\w?)\s*[:—-]?\s*(?:на|по адресу|"
        r"в|во)?\s*:?\s*"
        r"(?P<place>(?:г(?:\.|ород)\s?[А-ЯЁ][\w\-]+,?\s+)?"
        r"(?:(?:ул(?:\.|иц[аеуы])|пр(?:-т|\.|оспект\w?)|пер(?:\.|еулк\w)|шоссе|бульвар\w?|наб(?:\.|ережн\w+)|мкр\.?|"
        r"микрорайон\w?|посёлк\w|пос\.|деревн\w|сел[ое])"
        r"\s?[А-ЯЁ\d][\w\-]+(?:\s[А-ЯЁ][\w\-]+)?(?:,?\s+(?:д(?:\.|ом)?\s?)?\d+\w?)?"
        r"|[А-ЯЁ][\w\-]+(?:\s[А-ЯЁ][\w\-]+)?(?:,\s?[А-ЯЁ][\w\-]+)?,?\s+(?:д(?:\.|"
        r"ом)?\s?)?\d{1,3}[а-яА-Я]?\b(?!\s?(?:лет|год|мес|недел|дн|день|час|раз|мин))"
        r")(?:,?\s+(?:корп|к|стр|кв)(?:\.|артира)?\s?\d+)*)"
    ),
    Language.EN: re.compile(
        r"\b(?i:liv(?:e|es|ed|ing)|resid(?:e|es|ed|ing)|staying|moved|home is|house is|address is|"
        r"address:)\s+(?:(?:over|down|up)\s)?(?:on|in|at|off|to)?\s*"
        rf"(?P<place>(?:\d{{1,5}}\w?,?\s+)?(?:[A-ZÀ-Þ][\w'’\-]*\s+){{1,3}}{_STREET_EN}\b\.?|[A-ZÀ-Þ]\w+(?:stra(?:ß|"
        rf"ss|at)\w*|gata|gatan|veien|gasse|weg|intie)"
        r"|\d{1,6}\s(?=[^\n.;]{0,50}(?:\d|,))(?!(?:years?|months?|weeks?|days?|miles?|minutes?|hours?|percent|"
        r"people)\b)[^\n.;]{5,60})"
    ),
}
_flat = re.compile(
    r"(?im)^(?P<street>[^\w\n]{0,6}\d{2,5} [^\n\d,.;]{3,30} \d{1,4})\s*\n(?P<flat>[^\w\n]{0,6}(?:apt|suite|flat|"
    r"unit)\.? \w{1,5})\s*$"
)
_post = re.compile(r"(?:^|\n)[^\w\n]{0,6}(?P<post>[^\W\d][^\n\d]{2,30} \d{4,6})(?=\s*(?:\n|$))")


def addresses(text: Text) -> Iterator[tuple[int, int]]:
    raw = text.raw
    found = [match.span() for match in every(_NUMBERED[text.language], raw)]
    found += [match.span("place") for match in every(_lived[text.language], raw)]
    if text.language is Language.EN:
        found += [match.span(part) for match in every(_flat, raw) for part in ("street", "flat")]
        for _, end in tuple(found):  # the line of town and postal code stands within a few lines below the street
            post = _post.search(raw, end, end + 120)
            if post:
                found.append(post.span("post"))
    yield from found
