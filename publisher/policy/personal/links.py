"""Addresses on the net that lead to a person: a profile on a social network, a user's page, what a form was asked.

The plain page of a health agency leads to nobody and stays.
"""

import re
from collections.abc import Iterator

from publisher.domain.checking import Level
from publisher.policy.matching import every
from publisher.policy.personal.items import Item

_CHARACTER = r"[^\s<>\"'“”«»()（）【】\[\]，。；、！？：、-鿿]"
_HOST = r"(?<![A-Za-z0-9_@.-])(?:https?://)?(?:[a-z0-9-]+\.)*"
_NETWORKS = (
    r"vk\.(?:com|ru|me)|ok\.ru|odnoklassniki\.ru|my\.mail\.ru|weibo\.(?:com|cn)|xiaohongshu\.com|xhslink\.com|x\.com|"
    r"twitter\.com|linkedin\.com|facebook\.com|fb\.(?:com|me)|m\.me|instagram\.com|instagr\.am|threads\.(?:net|com)|"
    r"t\.me|telegram\.me|wa\.me|douyin\.com|iesdouyin\.com|tiktok\.com|kuaishou\.com|space\.bilibili\.com|"
    r"user\.qzone\.qq\.com|bsky\.app|snapchat\.com|signal\.me|line\.me|viber\.click|api\.whatsapp\.com|max\.ru|"
    r"(?:zhihu|douban|flickr)\.com/people|youtube\.com/(?:c|user|channel)|livejournal\.com/profile"
)
_profile = re.compile(rf"(?i){_HOST}(?:{_NETWORKS})/(?:n/[\w-]{{1,20}}{_CHARACTER}*|{_CHARACTER}+)")
_user = re.compile(
    rf"(?i){_HOST}[a-z0-9-]+\.[a-z]{{2,12}}/(?:{_CHARACTER}*?/)?"
    rf"(?:(?:u|users?|profiles?)/{_CHARACTER}+|@[\w.]{{3,}}|id\d{{4,}}{_CHARACTER}*)"
)
_asked = re.compile(
    rf"(?i)(?:https?://{_CHARACTER}+?|{_HOST}[a-z0-9-]+\.[a-z]{{2,12}}/{_CHARACTER}*?)(?:\?|#(?={_CHARACTER}*[=/]))"
    rf"(?P<asked>(?:{_CHARACTER}|[一-鿿](?=[一-鿿]{{0,9}}[&+%]))+)"
)
_private = re.compile(r"(?i)\b(?:t\.me|wa\.me|vk\.(?:com|ru)/id|instagram\.com|facebook\.com)")
_hint = re.compile(r"://|\.[A-Za-z]{2,12}/")
_END = ".,;:!?…"


def profiles(raw: str) -> Iterator[Item]:
    """Whole addresses of people's pages. On a network where firms and agencies speak too, only a warning."""
    if _hint.search(raw) is None:
        return
    for pattern in (_profile, _user):
        for match in every(pattern, raw):
            address = match.group().rstrip(_END)
            level = None if _private.search(address) else Level.WARN
            yield Item("contact", match.start(), match.start() + len(address), level, 3)


def queries(raw: str) -> Iterator[Item]:
    """What stands behind the question mark of an address, or behind its # where that asks too."""
    if _hint.search(raw) is None:
        return
    for match in every(_asked, raw):
        if asked := match.group("asked").rstrip(_END):
            yield Item("contact", match.start("asked"), match.start("asked") + len(asked), None, 3)
