"""The vectors of one space and language in memory, and the nearest of them to a question.

Few are compared exactly. Of many, the sign of each dimension (one bit) chooses a thousand, which are then compared
exactly: 300,000 cost some 5 ms instead of 60. Holds 16-bit floats, half of what the file holds.
"""

import sys
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from vectorstore.embeddings import Vectors

EXACT_UP_TO = 4_096
CHOSEN = 1_000  # of many; on vectors of real questions half of that found every one of the nearest 60 of 300,000
_SAMPLE = 16_384  # rows whose mean stands for the middle of all; signs are taken from there
_BLOCK = 65_536
_WORD = 64


class Neighbours:
    """Ids beside the rows of a matrix that grows by doubling. Not safe for threads; its owner holds a lock."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.ids: list[str] = []
        self._row: dict[str, int] = {}
        self._matrix = np.zeros((64, size), np.float16)
        self._words = -(-size // _WORD)
        # one column for each row, so that a search reads them in order
        self._signs = np.zeros((self._words, 0), np.uint64)
        self._middle: Vectors = np.zeros(size, np.float32)
        self._signed = 0  # how many rows have their signs

    def put(self, items: Sequence[str], vectors: Vectors) -> None:
        """Add these, or replace what an id had."""
        rows = np.empty(len(items), np.intp)
        for place, item in enumerate(items):
            row = self._row.get(item)
            if row is None:
                row = len(self.ids)
                own = sys.intern(item)  # the other spaces hold the same ids
                self._row[own] = row
                self.ids.append(own)
            rows[place] = row
        if len(self.ids) > len(self._matrix):
            larger = np.zeros((max(2 * len(self._matrix), len(self.ids)), self.size), np.float16)
            larger[: len(self._matrix)] = self._matrix
            self._matrix = larger
        self._matrix[rows] = vectors
        if len(rows) and rows.min() < self._signed:
            self._sign(np.unique(rows[rows < self._signed]))

    def drop(self, item: str) -> None:
        """Let an id be as far as can be from everything; its row stays."""
        if (row := self._row.get(item)) is not None:
            self._matrix[row] = 0.0

    def vectors(self, items: Sequence[str]) -> dict[str, Vectors]:
        """The vectors of those ids that are here."""
        rows = [(item, self._row[item]) for item in items if item in self._row]
        found = self._matrix[[row for _, row in rows]].astype(np.float32)
        return {item: vector for (item, _), vector in zip(rows, found, strict=True)}

    def search(self, vector: Vectors, limit: int) -> dict[str, float]:
        """The nearest ids with their cosine (all vectors have unit length), best first."""
        held = len(self.ids)
        rows = _least(self._apart(vector), limit) if held > EXACT_UP_TO else np.arange(held)
        scores = self._matrix[rows].astype(np.float32) @ vector
        best = np.argpartition(-scores, min(limit, len(scores)) - 1)[:limit] if len(scores) else rows
        return {self.ids[rows[one]]: float(scores[one]) for one in best[np.argsort(-scores[best])]}

    def search_among(self, vector: Vectors, items: Sequence[str], limit: int) -> list[str]:
        """Of these ids the nearest, best first; those that are not here are left out."""
        rows = np.array([self._row[item] for item in items if item in self._row], np.intp)
        if len(rows) > EXACT_UP_TO:
            rows = rows[_least(self._apart(vector)[rows], limit)]
        scores = self._matrix[rows].astype(np.float32) @ vector
        return [self.ids[rows[one]] for one in np.argsort(-scores, kind="stable")[:limit]]

    def _apart(self, vector: Vectors) -> npt.NDArray[np.uint16]:
        """In how many signs each row differs from the question."""
        self._sign_new()
        apart = np.zeros(len(self.ids), np.uint16)
        for own, asked in zip(self._signs, self._signs_of(vector[None, :])[:, 0], strict=True):
            apart += np.bitwise_count(own[: len(apart)] ^ asked)
        return apart

    def _sign_new(self) -> None:
        held = len(self.ids)
        if held > 16 * self._signed:
            self._middle, self._signed = self._matrix[: min(held, _SAMPLE)].mean(axis=0, dtype=np.float32), 0
        if held > self._signs.shape[1]:
            larger = np.zeros((self._words, len(self._matrix)), np.uint64)
            larger[:, : self._signed] = self._signs[:, : self._signed]
            self._signs = larger
        for place in range(self._signed, held, _BLOCK):
            self._sign(np.arange(place, min(held, place + _BLOCK)))
        self._signed = held

    def _sign(self, rows: npt.NDArray[np.intp]) -> None:
        self._signs[:, rows] = self._signs_of(self._matrix[rows].astype(np.float32))

    def _signs_of(self, vectors: Vectors) -> npt.NDArray[np.uint64]:
        bits = np.packbits(vectors > self._middle, axis=1)
        padded = np.pad(bits, ((0, 0), (0, self._words * _WORD // 8 - bits.shape[1])))
        return np.ascontiguousarray(padded).view(np.uint64).T


def _least(apart: npt.NDArray[np.uint16], limit: int) -> npt.NDArray[np.intp]:
    """Where the signs differ least: enough places to compare exactly for so many nearest, or all there are."""
    many = max(CHOSEN, 8 * limit)
    if many >= len(apart):
        return np.arange(len(apart))
    return np.flatnonzero(apart <= np.partition(apart, many - 1)[many - 1])
