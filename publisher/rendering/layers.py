"""Layers joined, cut and written: what lies between one layer of text with spans and a network's own form."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from html import escape, unescape
from itertools import pairwise

import regex

from publisher.rendering.spans import Layer, Span, SpanKind

GAP = "\n\n"
_ALWAYS_SEPARATE = frozenset({SpanKind.CODE, SpanKind.PREFORMATTED})
# outermost first; what stands in code stands alone
_ORDER = (SpanKind.QUOTE, SpanKind.PREFORMATTED, SpanKind.LINK, SpanKind.BOLD, SpanKind.ITALIC, SpanKind.CODE)
Tag = tuple[str, str]
_TAG = regex.compile(r"</?[A-Za-z][A-Za-z0-9]*(?=[\s/>])[^<>]*>")  # some servers leave a “<” of the text as it is


def plain(text: str) -> Layer:
    """A text without any span, letter by letter as given."""
    return Layer(text, ())


def marked(text: str, kind: SpanKind) -> Layer:
    return Layer(text, (Span(0, len(text), kind),) if text else ())


def joined(layers: Iterable[Layer], gap: str = GAP) -> Layer:
    """One under the other; what is empty takes no room."""
    pieces: list[str] = []
    spans: list[Span] = []
    length = 0
    for layer in layers:
        if not layer.text:
            continue
        if pieces:
            pieces.append(gap)
            length += len(gap)
        pieces.append(layer.text)
        spans += [replace(span, start=span.start + length, end=span.end + length) for span in layer.spans]
        length += len(layer.text)
    return Layer("".join(pieces), tuple(spans))


def sliced(layer: Layer, start: int, end: int) -> Layer:
    """A stretch of a layer without the white space at its ends; spans are cut with it."""
    while end > start and layer.text[end - 1].isspace():
        end -= 1
    while start < end and layer.text[start].isspace():
        start += 1
    spans = [
        replace(span, start=max(span.start, start) - start, end=min(span.end, end) - start)
        for span in layer.spans
        if span.start < end and span.end > start
    ]
    return Layer(layer.text[start:end], tuple(spans))


class Forward:
    """Stretches of one layer from its front to its back: spans that lie behind are forgotten, so all take one walk."""

    def __init__(self, layer: Layer) -> None:
        self._text = layer.text
        self._coming = sorted(layer.spans, key=lambda span: span.start)[::-1]
        self._here: list[Span] = []

    def sliced(self, start: int, end: int) -> Layer:
        """`sliced` of the layer; a start never lies before an earlier one."""
        while self._coming and self._coming[-1].start < end:
            self._here.append(self._coming.pop())
        self._here = [span for span in self._here if span.end > start]
        return sliced(Layer(self._text, tuple(self._here)), start, end)


def without_hidden_links(layer: Layer, keep: Callable[[str], bool] = lambda address: False) -> Layer:
    """Every address that its words do not say follows them in brackets, except those `keep` says may stay hidden."""
    pieces: list[str] = []
    position = 0
    places, lengths = [], [0]  # where something was added, and how many letters up to there
    for span in sorted((one for one in layer.spans if one.kind is SpanKind.LINK), key=lambda one: one.end):
        words, address = layer.text[span.start : span.end], span.value or ""
        if keep(address) or words in (address, address.removeprefix("mailto:").removeprefix("tel:")):
            continue
        said = f" ({address})"
        pieces += [layer.text[position : span.end], said]
        position = span.end
        places.append(span.end)
        lengths.append(lengths[-1] + len(said))
    text = "".join((*pieces, layer.text[position:]))

    def moved(at: int, *, ends: bool) -> int:
        return at + lengths[(bisect_left if ends else bisect_right)(places, at)]

    spans = (
        replace(span, start=moved(span.start, ends=False), end=moved(span.end, ends=True))
        for span in layer.spans
        if span.kind is not SpanKind.LINK or keep(span.value or "")
    )
    return Layer(text, tuple(spans))


def written(layer: Layer, tags: Mapping[SpanKind, Callable[[Span], Tag]], line_end: str = "\n") -> str:
    """The layer as HTML with the given tags, always closed in order; spans without a tag are left out."""
    spans = [span for span in layer.spans if span.kind in tags or span.kind is SpanKind.HEADING]
    edges = sorted({0, len(layer.text), *(span.start for span in spans), *(span.end for span in spans)})
    coming = sorted(enumerate(spans), key=lambda one: one[1].start, reverse=True)
    here: list[tuple[int, Span]] = []  # the spans over this stretch, in their own order
    out: list[str] = []
    open_tags: list[Tag] = []
    for start, end in pairwise(edges):
        here = [one for one in here if one[1].end >= end]
        while coming and coming[-1][1].start <= start:
            insort(here, coming.pop(), key=lambda one: one[0])
        wanted = _wanted([span for _, span in here if span.end >= end], tags)
        same = 0
        while same < min(len(wanted), len(open_tags)) and wanted[same] == open_tags[same]:
            same += 1
        out += [closing for _, closing in reversed(open_tags[same:])]
        out += [opening for opening, _ in wanted[same:]]
        open_tags = wanted
        out.append(escape(layer.text[start:end]).replace("\n", line_end))
    out += [closing for _, closing in reversed(open_tags)]
    return "".join(out)


def visible(html: str) -> str:
    """The text that `written` was given, from what it made; a `<br>` is a line's end."""
    return unescape(_TAG.sub(lambda found: "\n" if found[0].startswith("<br") else "", html))


def _wanted(spans: list[Span], tags: Mapping[SpanKind, Callable[[Span], Tag]]) -> list[Tag]:
    """One tag of each kind; a heading is bold; nothing is bold or a link within code."""
    by_kind = {SpanKind.BOLD if span.kind is SpanKind.HEADING else span.kind: span for span in spans}
    alone = _ALWAYS_SEPARATE & by_kind.keys() & tags.keys()
    kinds = [kind for kind in _ORDER if kind in by_kind and kind in tags]
    if alone:
        kinds = [kind for kind in kinds if kind is SpanKind.QUOTE or kind in alone]
    return [tags[kind](by_kind[kind]) for kind in kinds]


def simple_tag(name: str) -> Callable[[Span], Tag]:
    tag = (f"<{name}>", f"</{name}>")
    return lambda span: tag


def link_tag(span: Span) -> Tag:
    return f'<a href="{escape(span.value or "")}">', "</a>"
