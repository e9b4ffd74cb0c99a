"""Cuts a text into parts that fit a limit, at the best place there is: paragraph, sentence, clause, word, sign.

Disclaimers stand whole in the first part. No word is lost, changed or added; only the white space at a cut goes.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

import regex

from publisher.domain.errors import Refusal
from publisher.domain.sentences import Sentence, say
from publisher.rendering.layers import GAP, Forward, joined, plain, sliced
from publisher.rendering.lengths import Unit, called, length
from publisher.rendering.links import links_in
from publisher.rendering.spans import Layer

Fits = Callable[[Layer], bool]
_SIGN = regex.compile(r"\X")
_BREAKS = tuple(
    regex.compile(pattern)
    for pattern in (
        r"\n[^\S\n]*\n",  # the end of a paragraph
        r"[。！？!?…]+[”’」』）)»\"]*|\.[”’»\")]*(?=\s+[^\s\p{Ll}\d])|\n",  # of a sentence or a line
        r"[，；：、,;:](?=\s|\p{Script=Han})",  # of a clause
        r"\s+",  # of a word
    )
)
_GAP = regex.compile(r"\s")
_LONGEST_LINK = 2000
_VIEW = 512  # characters that are looked at first
_LEAST = 0.4  # a better kind of cut is passed over when it would leave a part this empty


class NoRoom(Refusal):
    """The disclaimers alone fill a part: they are never cut, so the text cannot go there."""


def split(
    text: str, limit: int, unit: Unit | str, *, heads: Sequence[str] = (), footers: Sequence[str] = ()
) -> tuple[str, ...]:
    """`cut` for text without spans and one limit. Raises NoRoom."""
    parts = cut(
        plain(text),
        lambda part: length(part.text, unit) <= limit,
        heads=[plain(head) for head in heads],
        footers=[plain(footer) for footer in footers],
        told=limit_in(limit, unit),
    )
    return tuple(part.text for part in parts)


def limit_in(limit: int, unit: Unit | str) -> Sentence:
    return say("{limit} {unit}", limit=limit, unit=called(unit))


def cut(
    flow: Layer,
    fits: Fits,
    *,
    heads: Sequence[Layer] = (),
    footers: Sequence[Layer] = (),
    every: Sequence[Layer] = (),
    told: Sentence | str = "",
) -> list[Layer]:
    """Parts that fit, the first with `heads` before its text and `footers` after it, all with `every` at their end.

    `told` names the limit in the NoRoom that is raised when the disclaimers leave no room for the text.
    """
    text = flow.text.rstrip()
    begin = _next_sign(text, 0)
    stretches = Forward(flow)
    parts: list[Layer] = []

    def whole(piece: Layer) -> Layer:
        return joined((piece, *every) if parts else (*heads, piece, *footers, *every), GAP)

    def fitting(piece: Layer) -> bool:
        return fits(whole(piece))

    while begin < len(text) or not parts:
        view, is_rest = _view(stretches, text, begin, fitting)
        at = len(view.text) if is_rest and fitting(view) else _cut_at(view, fitting)
        if at == 0 and (view.text or not fitting(view)):
            raise NoRoom(say("The disclaimers leave no room for the text within {limit}.", limit=told))
        parts.append(whole(sliced(view, 0, at)))
        begin = _next_sign(text, begin + at)
    return parts


def _next_sign(text: str, at: int) -> int:
    """Where the white space at a cut ends."""
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _view(stretches: Forward, text: str, begin: int, fits: Fits) -> tuple[Layer, bool]:
    """As much from `begin` on as no longer fits, and what a cut looks at behind it; and whether that is all there is.

    So a part costs as much as it is long, however much text is left.
    """
    size = _VIEW
    while True:
        gap = _GAP.search(text, begin + size, begin + size + _LONGEST_LINK)  # half a link is longer than a whole one
        end = gap.start() if gap else begin + size + _LONGEST_LINK
        if end >= len(text) or not fits(stretches.sliced(begin, end)):
            end += _LONGEST_LINK
            return stretches.sliced(begin, min(end, len(text))), end >= len(text)
        size *= 2


def _cut_at(layer: Layer, fits: Fits) -> int:
    """Where the longest fitting beginning that ends well ends; 0 when not even one sign fits."""
    ends = _sign_ends(layer, fits)
    longest = _longest(layer, ends, fits)
    if longest == 0:
        return 0
    links = links_in(layer.text[: longest + _LONGEST_LINK])
    for place in (*_places(layer.text, longest), longest):
        at = next((start for start, end, _ in links if start and start < place < end), place)
        if at and layer.text[:at].strip() and fits(sliced(layer, 0, at)):
            return at
    return next((end for end in reversed(ends) if end <= longest and fits(sliced(layer, 0, end))), 0)


def _sign_ends(layer: Layer, fits: Fits) -> list[int]:
    """Ends of visible signs, up to the first stretch that no longer fits; code points where one sign is too much."""
    signs = _SIGN.finditer(layer.text)
    ends: list[int] = []
    step = 64
    while chunk := [match.end() for match in islice(signs, step)]:
        ends += chunk
        if not fits(sliced(layer, 0, ends[-1])):
            break
        step *= 2
    if ends and not fits(sliced(layer, 0, ends[0])):
        return list(range(1, ends[0] + 1))
    return ends


def _longest(layer: Layer, ends: list[int], fits: Fits) -> int:
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high + 1) // 2
        if fits(sliced(layer, 0, ends[middle - 1])):
            low = middle
        else:
            high = middle - 1
    return ends[low - 1] if low else 0


def _places(text: str, longest: int) -> Iterator[int]:
    """Where to cut, best kind first; the last place of each kind that still fills the part decently."""
    for pattern in _BREAKS:
        found = pattern.finditer(text, 0, min(len(text), longest + 2))
        ends = [match.end() for match in found if match.end() <= longest]
        if ends and len(text[: ends[-1]].strip()) >= _LEAST * longest:
            yield ends[-1]
