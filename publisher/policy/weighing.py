"""Weighs every sentence of a text with the model, once, for all who ask. Decides nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from publisher.domain.places import Language
from publisher.policy import advice_model

if TYPE_CHECKING:
    from publisher.policy.matching import Span
    from publisher.policy.reading import Reading

_SHORTEST = {Language.ZH: 3, Language.RU: 4, Language.EN: 4}  # characters; shorter pieces are list numbers and cries
_LONG = {Language.ZH: 60, Language.RU: 200, Language.EN: 200}  # characters; a longer sentence is read in parts too
_PART = 0.5  # what a part must weigh more than a whole sentence
_comma = re.compile(r"[,，;；:：、]\s*")


@dataclass(frozen=True)
class Weighed:
    """A sentence (folded offsets) and its logits in the order of the model's modes."""

    span: Span
    logits: tuple[float, ...]

    def of(self, mode: str) -> float:
        return self.logits[advice_model.MODES.index(mode)]


def weighed(reading: Reading) -> tuple[Weighed, ...]:
    """All sentences. A long one weighs as much as its heaviest part."""
    text = reading.text
    places = [text.sentence(number) for number in range(len(text.sentence_starts))]
    places = [(start, end) for start, end in places if end - start >= _SHORTEST[reading.language]]
    parts = [(row, part) for row, place in enumerate(places) for part in _parts(reading, place)]
    read = _scores(reading, [*places, *(part for _, part in parts)])
    scores = read[: len(places)]
    for (row, _), one in zip(parts, read[len(places) :], strict=True):
        scores[row] = np.maximum(scores[row], one - _PART)
    return tuple(Weighed(place, tuple(map(float, row))) for place, row in zip(places, scores, strict=True))


def _scores(reading: Reading, places: list[Span]) -> npt.NDArray[np.float64]:
    sentences = [reading.text.folded[start:end] for start, end in places]
    return advice_model.scores(sentences, marks(reading, places), reading.language)


def _parts(reading: Reading, place: Span) -> Iterator[Span]:
    """Stretches of whole clauses, each about half as long as what counts as a long sentence."""
    start, end = place
    longest = _LONG[reading.language]
    if end - start <= longest:
        return
    begin = start
    for comma in _comma.finditer(reading.text.folded, start, end):
        if comma.end() - begin >= longest // 2:
            yield begin, comma.start()
            begin = comma.end()
    if begin > start:
        yield begin, end


def marks(reading: Reading, places: list[Span]) -> npt.NDArray[np.bool_]:
    """Which cues of the model stand in which stretch of the text, and what shape the stretch has."""
    found = np.zeros((len(places), advice_model.COLUMNS), dtype=bool)
    for row, (start, end) in enumerate(places):
        found[row, len(advice_model.CUES) :] = advice_model.shapes(reading.text.folded[start:end], reading.language)
    starts, ends = np.array(places, dtype=np.int64).reshape(-1, 2).T
    for column, cue in enumerate(advice_model.CUES):
        spans = reading.spans(cue)
        if spans:
            begin = np.array([start for start, _ in spans])
            found[:, column] = np.searchsorted(begin, starts) < np.searchsorted(begin, ends)
    return found
