"""A draft without any model: signed sentences in order, merged without repetition, each with its id."""

import re
from collections.abc import Sequence
from itertools import pairwise

from publisher.domain.assisting import Drafted, DraftSentence, How, Origin

_WORD = re.compile(r"[a-zа-яё0-9]+|[㐀-鿿]", re.IGNORECASE)
_ALIKE = 0.6  # share of common pieces above which two sentences say the same
_MOST, _EACH = 14, 8
_SHORT = 8


def extract(question: str, origins: Sequence[Origin], most: int = _MOST) -> Drafted:
    """The nearest text first, whole as far as it goes; from the others what it does not say already.

    `origins` come best first. Every sentence names the passage it was taken from, and is that passage word for word.
    """
    asked = _pieces(question)
    chosen: list[tuple[str, str, frozenset[str]]] = []
    for place, origin in enumerate(origins):
        room = min(_EACH, most - len(chosen))
        new = [
            (name, text, pieces)
            for name, text in origin.passages.items()
            if len(text) >= _SHORT and not _said(pieces := _pieces(text), [one[2] for one in chosen])
        ]
        if place > 0 or len(new) > room:
            best = sorted(new, key=lambda one: -_share(asked, one[2]))[:room]
            touching = [one for one in best if place == 0 or _share(asked, one[2]) > 0]
            new = [one for one in new if one in touching]
        for one in new:
            if not _said(one[2], [other[2] for other in chosen]):
                chosen.append(one)
    return Drafted(How.EXTRACT, tuple(DraftSentence(text, "text", (name,)) for name, text, _ in chosen))


def outline(headings: Sequence[str], origins: Sequence[Origin] = ()) -> Drafted:
    """Headings to write under, and under each nothing: what stands there must come from the doctor."""
    found = [DraftSentence(text, "heading") for text in headings]
    found += [DraftSentence(one.title, "heading", (f"{one.id}.1",)) for one in origins if one.sentences]
    return Drafted(How.OUTLINE, tuple(found))


def _pieces(text: str) -> frozenset[str]:
    """Words, and pairs of neighbours for Chinese, in lower case."""
    units = _WORD.findall(text.lower())
    pairs = (one + other for one, other in pairwise(units) if "㐀" <= one[0] <= "鿿")
    return frozenset([*(one[:6] for one in units if len(one) > 3), *pairs])


def _share(asked: frozenset[str], pieces: frozenset[str]) -> float:
    return len(asked & pieces) / max(len(asked), 1)


def _said(pieces: frozenset[str], known: Sequence[frozenset[str]]) -> bool:
    return any(len(pieces & other) >= _ALIKE * max(min(len(pieces), len(other)), 1) for other in known)
