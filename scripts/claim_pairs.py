"""The pairs of sentences of content/training that contradictions are learned from, and those of the data folder.

Decides only what counts as a contradiction in each list; weighs nothing.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from scripts.others import held, parts_of, rows
from vectorstore.meaning import Meanings
from vectorstore.words import folded

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "zh", "ru")
EARLIER = ("conflicts", "fresh_conflicts", "later_conflicts")
NEIGHBOURS = 2
OTHER_TOPIC = 0.72  # cosine of USE multilingual


@dataclass(frozen=True)
class Pair:
    """Two sentences, whether they contradict, and which list they stand in.

    `row` is the first sentence of their row; from what is held out nothing is learned but where to cut.
    """

    language: str
    source: str
    one: str
    other: str
    label: int
    row: str
    held_out: bool = False


def pairs(meanings: Meanings) -> list[Pair]:
    """Every pair of the repository, with near sentences of other rows, which contradict nothing."""
    found: list[Pair] = []
    for language in LANGUAGES:
        first = rows(f"claims_{language}")
        for row in first:
            found += [_pair(language, "claims", row[1], row[2], 1), _pair(language, "claims", row[1], row[3], 0)]
        found += _neighbours(language, first, meanings)
        found += [pair for row in rows(f"wide_claims_{language}") for pair in _wide(language, *row[1:])]
    found += [_pair(row[0], "contexts", row[1], row[2], 0) for row in rows("contexts")]
    for row in rows("last_conflicts"):
        found += [_pair(row[0], "last", row[1], row[2], 1), _pair(row[0], "last", row[1], row[3], 0)]
    for name in EARLIER:
        found += [_pair(row[0], "earlier", row[2], row[3], int(row[1])) for row in rows(name)]
    for row in rows("conflicts_by_another", "\t"):
        found.append(Pair(row[0], "another", row[3], row[4], int(row[1]), row[3], held_out=True))
    return found


def others(meanings: Meanings) -> list[Pair]:
    """The rows of hands that saw no rule, each with a sentence of another row that is near."""
    found = []
    for language in LANGUAGES:
        read, random = rows(f"others_claims_{language}"), np.random.default_rng(0)
        vectors = meanings.of([folded(row[0]) for row in read])
        nearest = np.argsort(-(vectors @ vectors.T), axis=1)
        for row, near in zip(read, nearest, strict=True):
            beside, kept = read[near[random.integers(3, 9)]][random.integers(0, 4)], held(row[0])
            found += _wide(language, *row, source="others", held_out=kept)
            found.append(Pair(language, "others near", row[0], beside, 0, row[0], kept))
    return found


def _pair(language: str, source: str, one: str, other: str, label: int) -> Pair:
    return Pair(language, source, one, other, label, one)


def _wide(
    language: str, said: str, against: str, again: str, beside: str, source: str = "wide", held_out: bool = False
) -> list[Pair]:
    """All that four sentences give: what is said, its contradiction, the same again, and what can stand beside all."""
    kinds = [(said, against, 1), (against, again, 1), (said, again, 0)]
    kinds += [(again, beside, 0), (beside, against, 0), (said, beside, 0)]
    return [Pair(language, source, one, other, label, said, held_out) for one, other, label in kinds]


def development() -> list[Pair]:
    """Pairs that others wrote, beside the checkout; rules of words were tuned on some, the weights on none."""
    file = ROOT.parent / "shared/data/conflicts_dev.txt"
    file = file if file.is_file() else ROOT.parent.parent / "shared/data/conflicts_dev.txt"
    if not file.is_file():
        return []
    columns = {"en": 3, "zh": 5, "ru": 7}
    return [
        Pair(language, "development", row[column], row[column + 1], int(row[2]), row[column], held_out=True)
        for row in parts_of(file)
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
