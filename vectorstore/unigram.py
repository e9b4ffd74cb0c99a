"""Cuts a text into the pieces of a unigram model (Kudo 2018): of all ways to spell it the likeliest, by Viterbi's
algorithm. The tokenizer that libraries ship for this holds 250 MB for the pieces used here, this one a sixth of it.
"""

from array import array
from collections.abc import Sequence

_NEVER = float("-inf")
_UNKNOWN_COSTS = 10.0  # below the least likely piece, as sentencepiece has it


class Unigram:
    """Pieces by number, their logarithmic likelihoods, and the number of what is none of them."""

    def __init__(self, pieces: Sequence[str], scores: Sequence[float], unknown: int) -> None:
        self._numbers = {piece: number for number, piece in enumerate(pieces) if piece}
        self._scores = array("d", scores)
        self._unknown, self._unknown_score = unknown, min(self._scores) - _UNKNOWN_COSTS
        self._longest: dict[str, int] = {}  # characters, of the pieces that begin with one
        for piece in self._numbers:
            self._longest[piece[0]] = max(self._longest.get(piece[0], 1), len(piece))

    def numbers(self, text: str) -> list[int]:
        """A number per piece; neighbours that are none of the pieces are one."""
        size, piece_of, scores = len(text), self._numbers.get, self._scores
        best, begun, chosen = [0.0] + [_NEVER] * size, [0] * (size + 1), [0] * (size + 1)
        for start in range(size):
            so_far, alone = best[start], False
            for end in range(start + 1, min(size, start + self._longest.get(text[start], 0)) + 1):
                number = piece_of(text[start:end])
                if number is None:
                    continue
                alone = alone or end == start + 1
                if so_far + scores[number] > best[end]:
                    best[end], begun[end], chosen[end] = so_far + scores[number], start, number
            if not alone and so_far + self._unknown_score > best[start + 1]:
                best[start + 1], begun[start + 1] = so_far + self._unknown_score, start
                chosen[start + 1] = self._unknown
        return self._back(begun, chosen)

    def _back(self, begun: list[int], chosen: list[int]) -> list[int]:
        found: list[int] = []
        place = len(begun) - 1
        while place:
            if not (found and found[-1] == chosen[place] == self._unknown):
                found.append(chosen[place])
            place = begun[place]
        return found[::-1]
