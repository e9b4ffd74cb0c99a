"""Markdown as one layer of text with spans over it: what every channel without HTML starts from.

No word of the text is lost, and nothing is added but list marks, table bars and rules between sections.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from markdown_it.token import Token

from publisher.rendering.markdown import parse

_BULLET, _RULE, _BAR = "• ", "———", " | "


class SpanKind(StrEnum):
    """What a stretch of text is."""

    BOLD = "bold"
    ITALIC = "italic"
    CODE = "code"
    LINK = "link"  # value: the address
    HEADING = "heading"  # value: the level as written, 1 to 6
    LIST = "list"  # value: "bullet" or "ordered"; covers the whole list
    QUOTE = "quote"
    PREFORMATTED = "preformatted"


@dataclass(frozen=True)
class Span:
    """`start`/`end` are code points in the layer's text; a span is never empty."""

    start: int
    end: int
    kind: SpanKind
    value: str | None = None


@dataclass(frozen=True)
class Layer:
    """The text and its spans, outermost first at the same start."""

    text: str
    spans: tuple[Span, ...]


def layer(markdown: str) -> Layer:
    """Read a text into one layer. Blocks are parted by an empty line, items and table rows by a line's end."""
    return layer_of(parse(markdown))


def layer_of(tokens: Sequence[Token]) -> Layer:
    builder = _Builder()
    builder.read(tokens)
    return builder.result()


def to_text(markdown: str) -> str:
    """Plain text; the address of a link follows its words in brackets, unless it is its words."""
    return text_of(parse(markdown))


def text_of(tokens: Sequence[Token]) -> str:
    """`to_text` for tokens of `parse`."""
    whole = layer_of(tokens)
    pieces, position = [], 0
    for span in sorted((s for s in whole.spans if s.kind is SpanKind.LINK), key=lambda s: s.end):
        words, address = whole.text[span.start : span.end], (span.value or "")
        if words in (address, address.removeprefix("mailto:").removeprefix("tel:")):
            continue
        pieces += [whole.text[position : span.end], f" ({address})"]
        position = span.end
    return "".join((*pieces, whole.text[position:]))


_INLINE = {"strong": SpanKind.BOLD, "em": SpanKind.ITALIC, "link": SpanKind.LINK}
_BLOCK = {
    "heading": SpanKind.HEADING,
    "blockquote": SpanKind.QUOTE,
    "bullet_list": SpanKind.LIST,
    "ordered_list": SpanKind.LIST,
}


class _Builder:
    """Walks the tokens once. `_breaks` is how many line ends stand before the next text, if any comes."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._breaks = 0
        self._spans: list[Span] = []
        self._open: list[tuple[str, int, str | None]] = []
        self._lists: list[int | None] = []  # the next number of each open list; None: bullets
        self._begun: list[bool] = []  # whether each open list has an item already
        self._mark = ""

    def result(self) -> Layer:
        closed_last_first = (span for span in reversed(self._spans) if span.end > span.start)
        spans = sorted(closed_last_first, key=lambda span: (span.start, -span.end))
        return Layer("".join(self._pieces), tuple(spans))

    def read(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            if token.type == "inline":
                self._inline(token.children or ())
            elif token.nesting:
                self._block(token)
            elif token.type in ("fence", "code_block"):
                self._begin_block()
                self._marked(token.content.rstrip("\n"), SpanKind.PREFORMATTED)
                self._break(2)
            elif token.type == "hr":
                self._begin_block()
                self._write(_RULE)
                self._break(2)

    def _block(self, token: Token) -> None:
        name = token.type.removesuffix("_open").removesuffix("_close")
        if name in ("bullet_list", "ordered_list"):
            self._list(token, name)
        elif name == "list_item":
            self._item(token)
        elif name in ("th", "td"):
            if token.nesting < 0:
                self._mark = _BAR
        elif name == "tr":
            self._mark = ""
            self._break(1)
        if name in _BLOCK:
            if token.nesting > 0:
                self._break(0 if self._mark or name.endswith("list") else 2)
                self._open.append((name, -1, self._value(token, name)))
            else:
                self._close(_BLOCK[name])
        if name in ("paragraph", "heading", "blockquote", "table") and token.nesting < 0:
            self._break(1 if token.hidden else 2)

    def _list(self, token: Token, name: str) -> None:
        if token.nesting > 0:
            self._lists.append(int(token.attrs.get("start", 1)) if name == "ordered_list" else None)
            self._begun.append(False)
            self._breaks = 2 if len(self._lists) == 1 else 1
        else:
            self._lists.pop()
            self._begun.pop()
            self._break(1 if self._lists else 2)

    def _item(self, token: Token) -> None:
        if token.nesting < 0:
            self._break(1)
            self._mark = ""
            return
        number = self._lists[-1]
        indent = "  " * (len(self._lists) - 1)
        if self._begun[-1]:
            self._breaks = min(self._breaks, 1)
        self._begun[-1] = True
        self._mark = indent + (_BULLET if number is None else f"{number}. ")
        if number is not None:
            self._lists[-1] = number + 1

    @staticmethod
    def _value(token: Token, name: str) -> str | None:
        if name == "heading":
            return token.tag[1]
        return {"bullet_list": "bullet", "ordered_list": "ordered"}.get(name)

    def _inline(self, children: Iterable[Token]) -> None:
        self._begin_block()
        for child in children:
            name = child.type.removesuffix("_open").removesuffix("_close")
            if name in _INLINE:
                if child.nesting > 0:
                    href = child.attrs.get("href")
                    self._open.append((name, self._length, str(href) if href is not None else None))
                else:
                    self._close(_INLINE[name])
            elif child.type in ("softbreak", "hardbreak"):
                self._write("\n")
            elif child.type == "code_inline":
                self._marked(child.content, SpanKind.CODE)
            else:
                self._write(child.content)

    def _begin_block(self) -> None:
        if self._length:
            self._write("" if self._mark == _BAR else "\n" * self._breaks)
        self._breaks = 0
        mark, self._mark = self._mark, ""
        after = self._length + len(mark)
        self._open = [
            (name, at if at >= 0 else self._length if name.endswith("list") else after, value)
            for name, at, value in self._open
        ]
        self._write(mark)

    def _marked(self, text: str, kind: SpanKind) -> None:
        start = self._length
        self._write(text)
        self._spans.append(Span(start, self._length, kind))

    def _close(self, kind: SpanKind) -> None:
        _, start, value = self._open.pop()
        if start >= 0:
            self._spans.append(Span(start, self._length, kind, value))

    def _write(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)

    def _break(self, lines: int) -> None:
        self._breaks = max(self._breaks, lines)
