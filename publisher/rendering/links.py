"""Finds bare links (http, https, mailto) in text; a link ends where Chinese punctuation begins."""

from functools import cache
from typing import Any

from linkify_it import LinkifyIt  # type: ignore[import-untyped]
from linkify_it.main import Match  # type: ignore[import-untyped]

_ENDS = frozenset("。，、；：！？（）【】《》「」『』“”‘’…　")


class LinkFinder(LinkifyIt):
    """linkify-it takes `详见https://who.int/zh。另外` whole, since an address may hold any letter; readers do not."""

    def __init__(self) -> None:
        super().__init__(options={"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
        self.add("ftp:", None)
        self.add("//", None)

    def match(self, text: str) -> list[Match] | None:
        found = [self._cut(match) for match in super().match(text) or ()]
        return [match for match in found if match] or None

    def match_at_start(self, text: str) -> Match | None:
        match = super().match_at_start(text)
        return self._cut(match) if match else None

    @staticmethod
    def _cut(match: Any) -> Match | None:
        for offset, character in enumerate(match.raw):
            if character in _ENDS:
                match.last_index = match.index + offset
                match.raw = match.text = match.url = match.raw[:offset]
                break
        return match if match.url.partition(":")[2].strip("/") else None


@cache
def link_finder() -> LinkFinder:
    return LinkFinder()


def links_in(text: str) -> list[tuple[int, int, str]]:
    """(start, end, address) of every bare http or https link, in order; offsets are code points."""
    found = link_finder().match(text) or []
    return [(m.index, m.last_index, m.url) for m in found if m.url.lower().startswith(("http://", "https://"))]
