"""Cuts a text into parts that fit a limit, at the best place there is: paragraph, sentence, clause, word, sign.

Disclaimers stand whole in the first part. No word is lost, changed or added; only the white space at a cut goes.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate

import regex

from publisher.domain.errors import Refusal
from publisher.domain.sentences import say
from publisher.rendering.lengths import Unit, graphemes, length

_GAP = "\n\n"
_BREAKS = tuple(
    regex.compile(pattern)
    for pattern in (
        r"\n[^\S\n]*\n",  # the end of a paragraph
        r"[。！？!?…]+[”’」』）)»\"]*|\.[”’»\")]*(?=\s+[^\s\p{Ll}\d])|\n",  # of a sentence or a line
        r"[，；：、,;:](?=\s|\p{Script=Han})",  # of a clause
        r"\s+",  # of a word
    )
)
_LEAST = 0.4  # a better kind of cut is passed over when it would leave a part this empty


def split(
    text: str, limit: int, unit: Unit | str, *, heads: Sequence[str] = (), footers: Sequence[str] = ()
) -> tuple[str, ...]:
    """Parts of at most `limit`, the first with `heads` before its text and `footers` after it.

    Raises Refusal when the disclaimers leave no room for the text: they are never cut.
    """
    text = text.strip()
    if length(whole := _joined(heads, text, footers), unit) <= limit:
        return (whole,)
    room = limit - length(_joined(heads, "", footers), unit) - 2 * length(_GAP, unit)
    parts: list[str] = []
    while text:
        budget = limit if parts else room
        piece, rest = _cut(text, budget, unit)
        if not piece:
            raise Refusal(
                say("The disclaimers leave no room for the text within {limit} {unit}.", limit=limit, unit=str(unit))
            )
        parts.append(piece if parts else _joined(heads, piece, footers))
        text = rest
    return tuple(parts)


def _joined(heads: Sequence[str], text: str, footers: Sequence[str]) -> str:
    return _GAP.join(piece for piece in (*heads, text, *footers) if piece)


def _cut(text: str, budget: int, unit: Unit | str) -> tuple[str, str]:
    """The longest fitting beginning that ends well, and the rest, both without white space at the cut."""
    fits = _fitting(text, budget, unit)
    if fits == len(text):
        return text, ""
    if fits == 0:
        return "", text
    at = next((place for place in _places(text, fits) if place), fits)
    return text[:at].rstrip(), text[at:].lstrip()


def _places(text: str, fits: int) -> Iterator[int]:
    """Where to cut, best kind first; the last place of each kind that still fills the part decently."""
    for pattern in _BREAKS:
        ends = [match.end() for match in pattern.finditer(text, 0, min(len(text), fits + 2)) if match.end() <= fits]
        if ends and len(text[: ends[-1]].strip()) >= _LEAST * fits:
            yield ends[-1]


def _fitting(text: str, budget: int, unit: Unit | str) -> int:
    """Code points of the longest beginning within the budget that cuts no visible sign in two."""
    signs = graphemes(text[: max(budget, 0) * 8 + 64] if len(text) > budget else text)
    if signs and length(signs[0], unit) > budget:
        signs = list(signs[0])
    position = 0
    for sign, used in zip(signs, accumulate(length(sign, unit) for sign in signs), strict=True):
        if used > budget:
            break
        position += len(sign)
    return position
