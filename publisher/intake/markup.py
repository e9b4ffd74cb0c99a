"""HTML as the words a reader sees, block under block; what is no whole tag is taken for words, so that none is lost.

The words are never shown as HTML again: nothing here has to be made harmless. Time grows with the length alone.
"""

import html
import re
from collections.abc import Iterator

from publisher.intake.messages import MEDIA

_TAG = re.compile(r"<(?:/?([a-zA-Z][\w:-]*)|[!?])[^<>]*>")
_BLOCK = re.compile(
    r"(?i)address|article|blockquote|br|center|dd|div|dl|dt|figure|footer|form|h[1-6]|header|hr|li|main|ol|p|pre|"
    r"section|table|tbody|tr|ul"
)
_CELL = re.compile(r"(?i)t[dh]")
_UNSEEN = re.compile(r"(?i)<(?:!--|(script|style|title)\b)")
_MOVING = re.compile(r"(?i)<(audio|video)\b")
PICTURE = re.compile(r"(?i)<img\b")
PICTURE_WRITTEN_IN = re.compile(r"""(?i)<img\b[^<>]*\ssrc=["']?data:""")


def plain(markup: str) -> str:
    """What was written in blocks of their own stays in lines of its own: glued together it would be misread."""
    parted = _TAG.sub(_parting, " ".join("".join(_seen(markup)).split()))
    lines = (" ".join(line.split()) for line in html.unescape(parted).split("\n"))
    return "\n".join(filter(None, lines))


def shown(markup: str, picture: re.Pattern[str] = PICTURE) -> list[str]:
    """A word for each picture, sound and film that the markup shows; `picture` tells which pictures count."""
    moving = [MEDIA["voice" if kind.lower() == "audio" else "video"] for kind in _MOVING.findall(markup)]
    return [MEDIA["photo"]] * len(picture.findall(markup)) + moving


def _parting(tag: "re.Match[str]") -> str:
    name = tag[1] or ""
    return "\n" if _BLOCK.fullmatch(name) else " " if _CELL.fullmatch(name) else ""


def _seen(markup: str) -> Iterator[str]:
    """The markup without comments, programs and styles; one that does not end is taken for words."""
    at, endless = 0, set[str]()
    for opening in _UNSEEN.finditer(markup):
        end = f"(?i)</{opening[1]}" if opening[1] else "-->"
        if opening.start() < at or end.lower() in endless:
            continue
        closing = re.compile(end).search(markup, opening.end())
        if closing is None:
            endless.add(end.lower())
            continue
        yield markup[at : opening.start()]
        at = closing.start() if opening[1] else closing.end()
    yield markup[at:]
