"""Where links, names and tags stand in a plain text, by Bluesky's rules, in bytes of UTF-8."""

from dataclasses import dataclass
from enum import StrEnum

import regex
from linkify_it.tlds import TLDS  # type: ignore[import-untyped]

_TLDS = frozenset(ending.lower() for ending in TLDS)
_HIDDEN = r"\u00AD\u2060\u200A\u200B\u200C\u200D\u20e2"
_NAME = regex.compile(r"(?:^|\s|\()(@)([a-zA-Z0-9.-]+)(?:\b)")
_LINK = regex.compile(
    r"(?:^|\s|\()((?:https?://\S+)|(?:(?P<domain>[a-z][a-z0-9]*(?:\.[a-z0-9]+)+)\S*))",
    regex.IGNORECASE | regex.MULTILINE,
)
_TAG = regex.compile(
    rf"(?:^|\s)([#＃])((?!\ufe0f)[^\s{_HIDDEN}]*[^\d\s\p{{P}}{_HIDDEN}]+[^\s{_HIDDEN}]*)?", regex.MULTILINE
)
_CASH = regex.compile(r"""(?:^|\s|\()(\$[A-Za-z][A-Za-z0-9]{0,4})(?=\s|$|[.,;:!?)"'\u2019])""")
_END_MARKS = regex.compile(r"\p{P}+$")
_LONGEST_TAG = 64


class FacetKind(StrEnum):
    LINK = "link"
    NAME = "mention"
    TAG = "tag"


@dataclass(frozen=True)
class Facet:
    """`value` is an address, a name without @, or a tag without #. Offsets are bytes of UTF-8."""

    start: int
    end: int
    kind: FacetKind
    value: str


def facets(text: str) -> list[Facet]:
    """Names, links and tags in the order of their kinds, as the network's own programs find them."""
    bytes_before = _Bytes(text)
    found = []
    for match in _NAME.finditer(text):
        if _is_domain(match[2]) or match[2].endswith(".test"):
            found.append(Facet(bytes_before(match.start(1)), bytes_before(match.end(2)), FacetKind.NAME, match[2]))
    for start, end, address in _links(text):
        found.append(Facet(bytes_before(start), bytes_before(end), FacetKind.LINK, address))
    for start, end, tag in [*_tags(text), *cash_tags(text)]:
        found.append(Facet(bytes_before(start), bytes_before(end), FacetKind.TAG, tag))
    return found


def _links(text: str) -> list[tuple[int, int, str]]:
    found = []
    for match in _LINK.finditer(text):
        written, start = match[1], match.start(1)
        address = written
        if not written.lower().startswith("http"):
            if not _is_domain(match["domain"]):
                continue
            address = f"https://{written}"
        end = match.end(1)
        if address[-1] in ".,;:!?":
            address, end = address[:-1], end - 1
        if address.endswith(")") and "(" not in address:
            address, end = address[:-1], end - 1
        found.append((start, end, address))
    return found


def _tags(text: str) -> list[tuple[int, int, str]]:
    found = []
    for match in _TAG.finditer(text):
        tag = _END_MARKS.sub("", (match[2] or "").strip())
        if 0 < len(tag) <= _LONGEST_TAG:
            found.append((match.start(1), match.start(1) + 1 + len(tag), tag))
    return found


def cash_tags(text: str) -> list[tuple[int, int, str]]:
    return [(match.start(1), match.end(1), match[1].upper()) for match in _CASH.finditer(text)]


def _is_domain(text: str) -> bool:
    ending = text.rpartition(".")[2].lower()
    return "." in text and ending in _TLDS


class _Bytes:
    """Bytes of UTF-8 before a place in a text."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __call__(self, place: int) -> int:
        return len(self._text[:place].encode("utf-8", "replace"))
