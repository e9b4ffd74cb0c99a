"""The pairs of sentences of content/training that contradictions are learned from, and those of the data folder.

Decides only what counts as a contradiction in each list; weighs nothing.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from vectorstore.meaning import Meanings
from vectorstore.words import folded

ROOT = Path(__file__).resolve().parent.parent
TRAINING = ROOT / "content/training"
LANGUAGES = ("en", "zh", "ru")
EARLIER = ("conflicts", "fresh_conflicts", "later_conflicts")
NEIGHBOURS = 2
OTHER_TOPIC = 0.72  # cosine of USE multilingual


@dataclass(frozen=True)
class Pair:
    """Two sentences, whether they contradict, and which list they stand in.

    `row` is the first sentence of their row; `same` when one says what the other says.
    """

    language: str
    source: str
    one: str
    other: str
    label: int
    row: str
    same: bool = False


def _rows(file: Path, mark: str = "|") -> list[list[str]]:
    lines = file.read_text("utf-8").splitlines()
    return [[part.strip() for part in line.split(mark)] for line in lines if line and line[0] != "#"]


def pairs(meanings: Meanings) -> list[Pair]:
    """Every pair of the repository, with near sentences of other rows, which contradict nothing."""
    found: list[Pair] = []
    for language in LANGUAGES:
        rows = _rows(TRAINING / f"claims_{language}.txt")
        for row in rows:
            found += [_pair(language, "claims", row[1], row[2], 1), _pair(language, "claims", row[1], row[3], 0)]
        found += _neighbours(language, rows, meanings)
        found += [pair for row in _rows(TRAINING / f"wide_claims_{language}.txt") for pair in _wide(language, *row[1:])]
    found += [_pair(row[0], "contexts", row[1], row[2], 0) for row in _rows(TRAINING / "contexts.txt")]
    for row in _rows(TRAINING / "last_conflicts.txt"):
        found += [_pair(row[0], "last", row[1], row[2], 1), _pair(row[0], "last", row[1], row[3], 0)]
    for name in EARLIER:
        found += [_pair(row[0], "earlier", row[2], row[3], int(row[1])) for row in _rows(TRAINING / f"{name}.txt")]
    another = _rows(TRAINING / "conflicts_by_another.txt", "\t")
    return found + [_pair(row[0], "another", row[3], row[4], int(row[1])) for row in another]


def _pair(language: str, source: str, one: str, other: str, label: int) -> Pair:
    return Pair(language, source, one, other, label, one)


def _wide(language: str, said: str, against: str, again: str, beside: str) -> list[Pair]:
    """All that four sentences give: what is said, its contradiction, the same again, and what can stand beside all."""
    kinds = [(said, against, 1), (against, again, 1), (said, again, 0)]
    kinds += [(again, beside, 0), (beside, against, 0), (said, beside, 0)]
    return [
        Pair(language, "wide", one, other, label, said, (one, other) == (said, again)) for one, other, label in kinds
    ]


def development() -> list[Pair]:
    """Pairs that others wrote, beside the checkout; rules of words were tuned on some, the weights on none."""
    file = ROOT.parent / "shared/data/conflicts_dev.txt"
    file = file if file.is_file() else ROOT.parent.parent / "shared/data/conflicts_dev.txt"
    if not file.is_file():
        return []
    columns = {"en": 3, "zh": 5, "ru": 7}
    return [
        _pair(language, "development", row[column], row[column + 1], int(row[2]))
        for row in _rows(file)
        for language, column in columns.items()
    ]


def _neighbours(language: str, rows: list[list[str]], meanings: Meanings) -> list[Pair]:
    firsts = meanings.of([folded(row[1]) for row in rows])
    likeness = firsts @ meanings.of([folded(row[2]) for row in rows]).T
    likeness[firsts @ firsts.T > OTHER_TOPIC] = -1
    nearest = np.argsort(-likeness, axis=1)[:, :NEIGHBOURS]
    return [
        _pair(language, "neighbours", row[1], rows[column][2], 0)
        for row, columns in zip(rows, nearest, strict=True)
        for column in columns
    ]
