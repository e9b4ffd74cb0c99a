"""Pictures of a text: cover, long picture, carousel. Set in the fonts that come with the software, line by line.

Chinese lines break between any two characters but not before a closing sign or after an opening one; other lines at
spaces. Nothing is left out: what does not fit one picture goes on in the next, or makes the picture longer.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex
from PIL import Image, ImageDraw, ImageFont

from publisher.domain.errors import Refusal
from publisher.domain.sentences import say
from publisher.rendering.fonts import BOLD, REGULAR, drawn, missing_signs
from publisher.rendering.lengths import graphemes

PORTRAIT, SQUARE, COVER, LONG_WIDTH = (1080, 1440), (1080, 1080), (900, 383), 1080
_PAPER, _INK, _SOFT, _LINE = "#fbfaf7", "#1d2a33", "#56646f", "#2f6f73"
_NOT_FIRST = frozenset("，。、；：！？）》】」』〉”’…—·%％℃,.;:!?)]}»")
_NOT_LAST = frozenset("（《【「『〈“‘([{«$￥№")
_TIED = regex.compile(r"\s+|\p{Han}|[\p{Hiragana}\p{Katakana}]|\p{P}|[^\s\p{Han}\p{Hiragana}\p{Katakana}\p{P}]+")
_SHORT = regex.compile(r"(?:.*\s)?\p{Cyrillic}\s*")
_LONGEST_PICTURE = 30_000
Size = tuple[int, int]
Font = ImageFont.FreeTypeFont


@dataclass(frozen=True)
class _Look:
    """Sizes in pixels, from the width of the picture."""

    width: int

    @property
    def margin(self) -> int:
        return round(self.width * 0.075)

    @property
    def room(self) -> int:
        return self.width - 2 * self.margin

    def font(self, part: str) -> Font:
        share = {"title": 0.062, "body": 0.037, "footer": 0.027}[part]
        return _font(part == "title", max(12, round(self.width * share)))


def card(title: str, body: str, footer: str, language: str, size: Size) -> bytes:
    """One picture (PNG) of exactly `size`. Refusal when the words do not fit: nothing is cut.

    `language` is the reader's (zh, ru, en); it only decides where a line may break.
    """
    pictures = carousel(title, body, footer, language, size, most=1)
    return pictures[0]


def carousel(
    title: str, body: str, footer: str, language: str, size: Size = PORTRAIT, most: int = 18, number: bool = True
) -> list[bytes]:
    """As many pictures of `size` as the words need, the footer whole on each. Refusal when they would be more."""
    _require_drawn(title, body, footer)
    look, (width, height) = _Look(size[0]), size
    foot = _lines(footer, look.font("footer"), look.room, language)
    foot_height = _height(foot, look.font("footer")) + (look.margin // 2 if foot else 0)
    top, bottom = look.margin, height - look.margin - foot_height
    head = _lines(title, look.font("title"), look.room, language)
    rest = _lines(body, look.font("body"), look.room, language)
    pages: list[tuple[list[str], list[str]]] = []
    while rest or not pages:
        used = _height(head, look.font("title")) + look.margin // 2 if head else 0
        count = max(0, (bottom - top - used) // _line_height(look.font("body")))
        if (rest and not count) or used > bottom - top:
            raise Refusal(say("The words do not fit on a picture of {width} × {height}.", width=width, height=height))
        pages.append((head, rest[:count]))
        head, rest = [], _without_empty_first(rest[count:])
    if len(pages) > most:
        raise Refusal(say("The words need {count} pictures, and {most} is the most.", count=len(pages), most=most))
    return [
        _painted(look, height, head, lines, foot, f"{place}/{len(pages)}" if number and len(pages) > 1 else "")
        for place, (head, lines) in enumerate(pages, start=1)
    ]


def long_picture(title: str, body: str, footer: str, language: str, width: int = LONG_WIDTH) -> bytes:
    """One picture as long as the words need. Refusal beyond what networks take."""
    _require_drawn(title, body, footer)
    look = _Look(width)
    head, lines, foot = (
        _lines(text, look.font(part), look.room, language)
        for text, part in ((title, "title"), (body, "body"), (footer, "footer"))
    )
    heights = (_height(head, look.font("title")), _height(lines, look.font("body")), _height(foot, look.font("footer")))
    height = 2 * look.margin + sum(heights) + sum(look.margin // 2 for one in (head, foot) if one)
    if height > _LONGEST_PICTURE:
        raise Refusal(say("The words are too many for one long picture; use several."))
    return _painted(look, height, head, lines, foot, "")


def _require_drawn(*texts: str) -> None:
    if missing := missing_signs("".join(texts)):
        raise Refusal(say("A picture cannot show these signs: {signs}. Write them in words.", signs=" ".join(missing)))


def _painted(look: _Look, height: int, head: list[str], lines: list[str], foot: list[str], place: str) -> bytes:
    picture = Image.new("RGB", (look.width, height), _PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, look.width, max(6, look.width // 120)), fill=_LINE)
    at = look.margin
    at = _written(draw, head, look.font("title"), look.margin, at, _INK) + (look.margin // 2 if head else 0)
    _written(draw, lines, look.font("body"), look.margin, at, _INK)
    if foot:
        begin = height - look.margin - _height(foot, look.font("footer"))
        line = begin - look.margin // 4
        draw.line((look.margin, line, look.width - look.margin, line), fill=_LINE, width=2)
        _written(draw, foot, look.font("footer"), look.margin, begin, _SOFT)
    if place:
        font = look.font("footer")
        draw.text((look.width - look.margin, height - look.margin // 2), place, _SOFT, font, anchor="rm")
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=False)
    return out.getvalue()


def _written(draw: ImageDraw.ImageDraw, lines: list[str], font: Font, left: int, top: int, ink: str) -> int:
    for line in lines:
        draw.text((left, top), line, ink, font)
        top += _line_height(font)
    return top


def _lines(text: str, font: Font, room: int, language: str) -> list[str]:
    found: list[str] = []
    for paragraph in text.strip().splitlines():
        found += list(_broken(drawn(paragraph.rstrip()), font, room, language == "ru")) or [""]
    return found


def _broken(paragraph: str, font: Font, room: int, ties_short: bool) -> Iterator[str]:
    """Lines of at most `room` pixels. A word longer than a line is cut between signs."""
    line = ""
    for piece in _pieces(paragraph, font, room, ties_short):
        if not line and piece.isspace():
            continue
        if font.getlength(line + piece.rstrip()) <= room or not line:
            line += piece
            continue
        yield line.rstrip()
        line = piece.lstrip()
    if line.strip():
        yield line.rstrip()


def _pieces(paragraph: str, font: Font, room: int, ties_short: bool) -> Iterator[str]:
    """What may not be parted by a line's end: words, signs with the letters they belong to.

    In Russian a word of one letter (в, и, с) is never the last of a line.
    """
    held = ""
    for found in _TIED.findall(paragraph):
        short = ties_short and _SHORT.fullmatch(held) is not None
        if held and (found in _NOT_FIRST or held[-1] in _NOT_LAST or short or _one_word(held, found)):
            held += found
            continue
        if held:
            yield from _fitting(held, font, room)
        held = found
    if held:
        yield from _fitting(held, font, room)


def _one_word(before: str, after: str) -> bool:
    """Signs between letters that are not Chinese (`well-known`, `38.5`) hold a word together."""
    return not (before[-1].isspace() or after.isspace() or _is_han(before[-1]) or _is_han(after[0]))


def _is_han(letter: str) -> bool:
    return regex.match(r"[\p{Han}\u3000-\u303f\uff00-\uffef]", letter) is not None


def _fitting(piece: str, font: Font, room: int) -> Iterator[str]:
    if font.getlength(piece) <= room:
        yield piece
        return
    part = ""
    for sign in graphemes(piece):
        if part and font.getlength(part + sign) > room:
            yield part
            part = ""
        part += sign
    yield part


def _without_empty_first(lines: list[str]) -> list[str]:
    while lines and not lines[0]:
        lines = lines[1:]
    return lines


def _line_height(font: Font) -> int:
    return round(font.size * 1.55)


def _height(lines: list[str], font: Font) -> int:
    return len(lines) * _line_height(font)


@lru_cache(maxsize=32)
def _font(bold: bool, size: int) -> Font:
    return ImageFont.truetype(str(BOLD if bold else REGULAR), size)
