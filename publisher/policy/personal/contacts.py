"""Ways to reach a person: telephone numbers, e-mail, messenger names, links, addresses.

A telephone number that is valid counts anywhere; one that is only possible counts after a cue word, or blood pressures
and ranges would be telephones. Free lines of institutions are told as a note.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

import phonenumbers
from phonenumbers import Leniency, PhoneNumberMatcher, PhoneNumberType

from publisher.domain.checking import Level
from publisher.domain.places import Language
from publisher.policy.matching import every
from publisher.policy.personal.addresses import addresses
from publisher.policy.personal.items import Item
from publisher.policy.personal.links import profiles
from publisher.policy.personal.spoken_numbers import is_a_patients, spoken_phones
from publisher.policy.text import Text
from publisher.rendering.mentions import VK_MENTION

_REGIONS = {
    Language.ZH: ("CN", "HK", "TW"),
    Language.RU: ("RU", "KZ", "BY"),
    Language.EN: ("US", "GB", "IN", "DE", "AU"),
}
_digits = re.compile(r"(?:[+(（]?\d[\d\s()（）.\-–—/xX]{5,}\d)")
_cue = re.compile(
    r"(?i)(电话|手机|联系方式|致电|拨打|微信同号|热线|号码|телефон|тел\.?|моб\.?|звоните|позвон\w+|номер|whats\s?app|ватсап|вотсап|viber|"
    r"phone|telephone|mobile|cell|tel|call|text me|fax|number|contact|answering at|reach\s\w+ (?:at|on)|"
    r"registered|desk|direct)\W{0,12}(?:\w+\W+){0,3}$"
)
_FREE = {
    PhoneNumberType.TOLL_FREE,
    PhoneNumberType.SHARED_COST,
    PhoneNumberType.PREMIUM_RATE,
    PhoneNumberType.UAN,
    PhoneNumberType.VOIP,
}
_email = re.compile(r"[A-Za-z0-9._%+\-]{1,64}\s?@\s?[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,4}")
_AT = r"(?:\s?[(（\[{【]\s?(?:at|a|эт|собака|艾特)\s?[)）\]}】]\s?|\s(?:собака|艾特)\s)"
_DOT = r"(?:\.|\s?[(\[]?(?:dot|точка|点)[)\]]?\s?)"
_BOX = r"(?:[a-z0-9._%+\-]{2,64}\s(?:dot|точка)\s)?[a-z0-9._%+\-]{2,64}"
_email_in_words = re.compile(
    rf"(?i){_BOX}{_AT}[a-z0-9\-]{{2,63}}(?:{_DOT}[a-z]{{2,10}}){{1,3}}"
    rf"|{_BOX}\sat\s[a-z0-9\-]{{2,63}}\s?dot\s?[a-z]{{2,10}}"
    r"|[a-z0-9._%+\-]{2,64}#(?:qq|163|126|gmail|outlook|hotmail|mail|yandex|foxmail|sina)\.[a-z]{2,3}"
)
_office = re.compile(
    r"(?i)^(info|contact|office|support|help|webmaster|press|admin|service|media|team|mail|hello)[._\-]?\w*@"
)
_messenger = re.compile(
    r"(?i)(?:微信|薇信|威信|卫星(?=[:：号])|(?<=[加我的])v(?=[信:：是❤])信?|v❤|v信|wechat|weixin|vx|wx|qq|вичат|вейсин)"
    r"(?:号码?|\s?id|群)?\s*(?:[:：是为]|is (?=[a-z\-]*[\d_]))?\s*(?P<a>[A-Za-z0-9][A-Za-z0-9_\-]{4,19})"
    r"|(?:telegram|телеграмм?\w*|тг|instagram|insta|инстаграм\w*|skype|snapchat|вконтакте)\s*[:：\-—]?\s*(?P<b>@[A-Za-z0-9_.]{3,30})"
    r"|\b(?:(?:телег\w*|тг|тлг|инст\w*|скайп\w*|вк)|(?:telegram|tg|instagram|insta|skype|snapchat|vk)(?=\W{1,4}[a-z.]*[\d_]))"
    r"(?:\s*[:：\-—]\s*|\s(?=[a-z.]*[\d_]))(?P<d>[a-z][a-z0-9_.]{4,29})"
    r"|(?<![A-Za-z0-9_.@/])(?:(?P<e>@[a-z0-9_\-]+(?:\.[a-z0-9_\-]+)+)|(?P<c>@[a-z][a-z0-9_]{4,29})(?![a-z0-9_]))"
)

_messenger_hint = re.compile(
    r"[@vwqVWQ微薇威卫]|(?i:telegram|\btg|insta|skype|snapchat|телег|тг|тлг|инст|скайп|вк|вичат|вейсин)"
)
_GAP = r"[\s.·\-‐-―－/]"
_abroad = re.compile(
    rf"(?<![\d.,])(?:(?:\+?86{_GAP}?)?1[3-9]\d(?:{_GAP}?\d{{4}}{_GAP}?\d{{4}}|\d{_GAP}\d{{3}}{_GAP}\d{{4}}|{_GAP}\d\d(?:{_GAP}\d\d){{3}})"
    rf"|(?:\+?[78]{_GAP}{{0,2}}[(（]?|[(（])9\d\d[)）]?{_GAP}{{0,2}}\d{{3}}{_GAP}{{0,2}}\d\d{_GAP}?\d\d"
    rf"|9\d\d[ \-]\d{{3}}-\d\d-\d\d|\(\d{{3}}\) ?\d{{3}}-\d{{4}}|07\d{{3}} \d{{3}} ?\d{{3}})(?!\d|[.,]\d)"
)
"""Mobile numbers of China, Russia, the United States and Britain, which people write in any language's text."""


def contacts(text: Text) -> Iterator[Item]:
    raw = text.raw
    if _digits.search(raw):
        yield from _phones(raw, text.language)
    for match in _email.finditer(raw) if "@" in raw else ():
        yield Item("contact", match.start(), match.end(), Level.WARN if _office.match(match.group()) else None, 4)
    for match in every(_email_in_words, raw):
        yield Item("contact", match.start(), match.end(), None, 4)
    for match in every(_messenger, raw) if _messenger_hint.search(raw) else ():
        name = match.lastgroup or "a"
        yield Item("contact", match.start(name), match.end(name), Level.WARN if name in "ce" else None, 2)
    for match in VK_MENTION.finditer(raw) if "|" in raw else ():
        level = None if match["kind"] == "id" else Level.WARN
        yield Item("contact", match.start(), match.end(), level, 4)
    yield from profiles(raw)
    yield from in_words(text)


def in_words(text: Text) -> Iterator[Item]:
    """What is found by the words of one language: numbers spelled out, and addresses."""
    for start, end in spoken_phones(text.raw, text.language):
        yield Item("phone", start, end, Level.BLOCK if is_a_patients(text.raw, start) else None, 3)
    for start, end in addresses(text):
        yield Item("address", start, end, None, 2)


def _phones(raw: str, language: Language) -> Iterator[Item]:
    seen: set[tuple[int, int]] = set()
    plain = raw.translate(_FULL_WIDTH_DIGITS)
    for stretch in _digits.finditer(plain):
        start, end = max(0, stretch.start() - 2), min(len(plain), stretch.end() + 12)
        piece = plain[start:end]
        found = _valid(piece, language)
        if not found and _cue.search(plain[max(0, stretch.start() - 40) : stretch.start()]):
            found = _possible(piece, language)
        for begin, finish, free in found:
            place = (start + begin, start + finish)
            if place not in seen:
                seen.add(place)
                private = Level.BLOCK if is_a_patients(raw, place[0]) else None
                yield Item("phone", *place, Level.NOTE if free else private, 3)
    for match in _abroad.finditer(plain):
        yield Item("phone", *match.span(), Level.BLOCK if is_a_patients(raw, match.start()) else None, 3)


_FULL_WIDTH_DIGITS = {0xFF10 + digit: ord("0") + digit for digit in range(10)} | {0xFF0B: ord("+"), 0xFF0D: ord("-")}


@lru_cache(maxsize=2048)
def _valid(piece: str, language: Language) -> tuple[tuple[int, int, bool], ...]:
    for region in _REGIONS[language]:
        found = [
            (match.start, match.end, phonenumbers.number_type(match.number) in _FREE)
            for match in PhoneNumberMatcher(piece, region, leniency=Leniency.VALID)
        ]
        if found:
            return tuple(found)
    return ()


@lru_cache(maxsize=2048)
def _possible(piece: str, language: Language) -> tuple[tuple[int, int, bool], ...]:
    for region in _REGIONS[language]:
        matcher = PhoneNumberMatcher(piece, region, leniency=Leniency.POSSIBLE)
        found = [(match.start, match.end, False) for match in matcher if sum(map(str.isdigit, match.raw_string)) >= 7]
        if found:
            return tuple(found)
    return ()
