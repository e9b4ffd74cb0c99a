"""Learns `vectorstore/claims.json` from the pairs of content/training: what makes two sentences contradict.

`python -m scripts.train_claims` prints figures of topics left out (five folds, no topic in two of them, whatever the
language) and writes the weights learned from all. The development pairs beside the checkout are only counted.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from vectorstore.claims import same_context
from vectorstore.disagreement import features
from vectorstore.meaning import Meanings, nearness
from vectorstore.reading import read
from vectorstore.words import folded

ROOT = Path(__file__).resolve().parent.parent
TRAINING = ROOT / "content/training"
LANGUAGES = ("en", "zh", "ru")
EARLIER = ("conflicts", "fresh_conflicts", "later_conflicts")
FOLDS, RIDGE, NEIGHBOURS = 5, 2.0, 2
SAME_TOPIC, OTHER_TOPIC = 0.75, 0.72  # cosines of USE multilingual
NEIGHBOUR_WEIGHT = 0.5
CUTS = {"en": 0.45, "zh": 0.45, "ru": 0.5}


@dataclass(frozen=True)
class Pair:
    """Two sentences, whether they contradict, and which list they stand in."""

    language: str
    source: str
    one: str
    other: str
    label: int


def _rows(file: Path) -> list[list[str]]:
    lines = file.read_text("utf-8").splitlines()
    return [[part.strip() for part in line.split("|")] for line in lines if line and line[0] != "#"]


def pairs(meanings: Meanings) -> list[Pair]:
    """Every pair of the repository, with near sentences of other rows, which contradict nothing."""
    found: list[Pair] = []
    for language in LANGUAGES:
        rows = _rows(TRAINING / f"claims_{language}.txt")
        for row in rows:
            found += [Pair(language, "claims", row[1], row[2], 1), Pair(language, "claims", row[1], row[3], 0)]
        found += _neighbours(language, rows, meanings)
    found += [Pair(row[0], "contexts", row[1], row[2], 0) for row in _rows(TRAINING / "contexts.txt")]
    for row in _rows(TRAINING / "last_conflicts.txt"):
        found += [Pair(row[0], "last", row[1], row[2], 1), Pair(row[0], "last", row[1], row[3], 0)]
    for name in EARLIER:
        found += [Pair(row[0], "earlier", row[2], row[3], int(row[1])) for row in _rows(TRAINING / f"{name}.txt")]
    return found


def development() -> list[Pair]:
    """Pairs that others wrote, beside the checkout; rules of words were tuned on some, the weights on none."""
    file = ROOT.parent / "shared/data/conflicts_dev.txt"
    file = file if file.is_file() else ROOT.parent.parent / "shared/data/conflicts_dev.txt"
    if not file.is_file():
        return []
    columns = {"en": 3, "zh": 5, "ru": 7}
    return [
        Pair(language, "development", row[column], row[column + 1], int(row[2]))
        for row in _rows(file)
        for language, column in columns.items()
    ]


def _neighbours(language: str, rows: list[list[str]], meanings: Meanings) -> list[Pair]:
    firsts = meanings.of([folded(row[1]) for row in rows])
    likeness = firsts @ meanings.of([folded(row[2]) for row in rows]).T
    likeness[firsts @ firsts.T > OTHER_TOPIC] = -1
    nearest = np.argsort(-likeness, axis=1)[:, :NEIGHBOURS]
    return [
        Pair(language, "neighbours", row[1], rows[column][2], 0)
        for row, columns in zip(rows, nearest, strict=True)
        for column in columns
    ]


def folds(found: list[Pair], meanings: Meanings) -> np.ndarray:
    """A fold for each pair; sentences on one topic share theirs in every language."""
    texts = list(dict.fromkeys(pair.one for pair in found))
    vectors = meanings.of([folded(text) for text in texts])
    alike = vectors @ vectors.T > SAME_TOPIC
    topic = np.arange(len(texts))
    while (lowest := np.where(alike, topic[None, :], len(texts)).min(axis=1)).tolist() != topic.tolist():
        topic = lowest
    random = np.random.default_rng(1).integers(FOLDS, size=len(texts))
    place = {text: int(random[topic[number]]) for number, text in enumerate(texts)}
    return np.array([place[pair.one] for pair in found])


def fit(table: np.ndarray, labels: np.ndarray, weight: np.ndarray, rounds: int = 30) -> np.ndarray:
    """Weighted logistic regression by Newton's method with a ridge on everything but the bias, which comes first."""
    found, keep = np.zeros(table.shape[1]), np.full(table.shape[1], RIDGE)
    keep[0] = 1e-6
    for _ in range(rounds):
        guess = 1 / (1 + np.exp(-np.clip(table @ found, -30, 30)))
        slope = table.T @ ((guess - labels) * weight) + keep * found
        curve = (table * (weight * guess * (1 - guess))[:, None]).T @ table + np.diag(keep)
        found -= np.linalg.solve(curve, slope)
    return found


def report(name: str, found: list[Pair], chosen: np.ndarray, scores: np.ndarray) -> None:
    labels, languages = np.array([pair.label for pair in found]), np.array([pair.language for pair in found])
    for language in LANGUAGES:
        mine = chosen & (languages == language)
        if not mine.any():
            continue
        said, true = scores[mine] >= CUTS[language], labels[mine] == 1
        line = {"list": name, "language": language, "pairs": int(mine.sum()), "said": int(said.sum())}
        if true.any():
            line |= {
                "precision": round(float((said & true).sum() / max(1, said.sum())), 3),
                "recall": round(float((said & true).sum() / true.sum()), 3),
            }
        print(json.dumps(line), flush=True)


def main() -> None:
    meanings = Meanings()
    own = pairs(meanings)
    found = own + development()
    place = folds(found, meanings)
    readings = [(read(pair.one, pair.language), read(pair.other, pair.language)) for pair in found]
    named = [features(one, other, nearness(one, other, meanings), meanings) for one, other in readings]
    names = list(named[0])
    table = np.array([[row[name] for name in names] for row in named])
    labels = np.array([pair.label for pair in found])
    source = np.array([pair.source for pair in found])
    weight = np.where(source == "neighbours", NEIGHBOUR_WEIGHT, 1.0)
    held = np.array([same_context(one, other) for one, other in readings])  # the rest is never asked
    learned = held & (source != "development")
    scores = np.zeros(len(found))
    for fold in range(FOLDS):
        part = learned & (place != fold)
        left = place == fold
        scores[left] = 1 / (1 + np.exp(-(table[left] @ fit(table[part], labels[part], weight[part]))))
    scores[~held] = 0
    for name in ("claims", "earlier", "last", "contexts", "neighbours", "development"):
        report(name, found, source == name, scores)
    weights = fit(table[learned], labels[learned], weight[learned])
    plain = {name: round(float(value), 3) for name, value in zip(names, weights, strict=True)}
    kept = {"weights": plain, "cuts": CUTS}
    (ROOT / "vectorstore/claims.json").write_text(json.dumps(kept, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
