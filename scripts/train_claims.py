"""Learns `vectorstore/claims.json` and `claims.npz` from the pairs of content/training: what makes two contradict.

`python -m scripts.train_claims` prints figures of topics left out (five folds, no topic in two of them, whatever the
language) and writes what is learned from all. The development pairs beside the checkout are only counted.
"""

import json

import numpy as np

from scripts.claim_pairs import LANGUAGES, ROOT, Pair, development, pairs
from vectorstore import embeddings
from vectorstore.claims import same_context
from vectorstore.disagreement import features
from vectorstore.embeddings import Vectors
from vectorstore.meaning import Meanings, nearness
from vectorstore.reading import read
from vectorstore.senses import FILE, apart, centred, named
from vectorstore.words import folded

FOLDS, RIDGE = 5, 2.0
SAME_TOPIC = 0.75  # cosine of USE multilingual
NEIGHBOUR_WEIGHT = 0.5
KEPT, WIDE = 8, 128  # directions, of so many dimensions
CUTS = {"en": 0.58, "zh": 0.6, "ru": 0.55}
CLOSER_CUTS = {"en": 0.6, "zh": 0.6, "ru": 0.58}


def folds(found: list[Pair], meanings: Meanings) -> np.ndarray:
    """A fold for each pair; sentences on one topic share theirs in every language."""
    texts = list(dict.fromkeys(pair.row for pair in found))
    vectors = meanings.of([folded(text) for text in texts])
    alike = vectors @ vectors.T > SAME_TOPIC
    topic = np.arange(len(texts))
    while (lowest := np.where(alike, topic[None, :], len(texts)).min(axis=1)).tolist() != topic.tolist():
        topic = lowest
    random = np.random.default_rng(1).integers(FOLDS, size=len(texts))
    place = {text: int(random[topic[number]]) for number, text in enumerate(texts)}
    return np.array([place[pair.row] for pair in found])


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


def report(name: str, found: list[Pair], chosen: np.ndarray, scores: np.ndarray, cuts: dict[str, float]) -> None:
    labels, languages = np.array([pair.label for pair in found]), np.array([pair.language for pair in found])
    for language in LANGUAGES:
        mine = chosen & (languages == language)
        if not mine.any():
            continue
        said, true = scores[mine] >= cuts[language], labels[mine] == 1
        line = {"list": name, "language": language, "pairs": int(mine.sum()), "said": int(said.sum())}
        if true.any():
            line |= {
                "precision": round(float((said & true).sum() / max(1, said.sum())), 3),
                "recall": round(float((said & true).sum() / true.sum()), 3),
            }
        print(json.dumps(line), flush=True)


class Closer:
    """The precise model's vectors of every pair, and what they add to a table once directions are learned from some."""

    def __init__(self, found: list[Pair], readings: list, differs: np.ndarray) -> None:
        self.model = embeddings.load("auto")
        texts = list(dict.fromkeys(reading.text for both in readings for reading in both))
        vectors = dict(zip(texts, self.model.questions(texts), strict=True))
        said = {language: {text for pair, both in zip(found, readings, strict=True)
                           if pair.language == language for text in (both[0].text, both[1].text)}
                for language in LANGUAGES}  # fmt: skip
        self.means = {name: np.mean([vectors[text] for text in sorted(all_)], axis=0) for name, all_ in said.items()}
        sides = [[centred(vectors[both[side].text], self.means[pair.language])
                  for pair, both in zip(found, readings, strict=True)] for side in (0, 1)]  # fmt: skip
        self.pairs = np.array(sides[0]), np.array(sides[1])
        self.differs = differs
        self.opposed = np.array([pair.source == "wide" and pair.label == 1 for pair in found])
        self.same = np.array([pair.same for pair in found])

    def directions(self, part: np.ndarray) -> Vectors:
        return apart(self.pairs, np.flatnonzero(part & self.opposed), np.flatnonzero(part & self.same), KEPT, WIDE)

    def table(self, directions: Vectors) -> tuple[list[str], np.ndarray]:
        rows = [named(np.stack(both), directions, differs)
                for *both, differs in zip(*self.pairs, self.differs, strict=True)]  # fmt: skip
        return list(rows[0]), np.array([list(row.values()) for row in rows])

    def save(self, directions: Vectors) -> None:
        means = {f"mean_{language}": mean.astype(np.float32) for language, mean in self.means.items()}
        np.savez(ROOT / "vectorstore" / FILE, model=np.array(self.model.name), directions=directions, **means)


def main() -> None:
    meanings = Meanings()
    found = pairs(meanings) + development()
    place = folds(found, meanings)
    readings = [(read(pair.one, pair.language), read(pair.other, pair.language)) for pair in found]
    rows = [features(one, other, nearness(one, other, meanings), meanings) for one, other in readings]
    names = list(rows[0])
    table = np.array([[row[name] for name in names] for row in rows])
    labels = np.array([pair.label for pair in found])
    source = np.array([pair.source for pair in found])
    weight = np.where(source == "neighbours", NEIGHBOUR_WEIGHT, 1.0)
    held = np.array([same_context(one, other) for one, other in readings])  # the rest is never asked
    learned = held & (source != "development")
    closer = Closer(found, readings, 1 - table[:, names.index("no difference")])
    scores = np.zeros((2, len(found)))
    for fold in range(FOLDS):
        left, part = place == fold, place != fold
        more = np.hstack([table, closer.table(closer.directions(part))[1]])
        for which, known in enumerate((table, more)):
            fitted = fit(known[learned & part], labels[learned & part], weight[learned & part])
            scores[which, left] = 1 / (1 + np.exp(-(known[left] @ fitted)))
    scores[:, ~held] = 0
    for which, (kind, cuts) in enumerate((("without the precise model", CUTS), ("with it", CLOSER_CUTS))):
        print(kind)
        for name in ("another", "wide", "claims", "earlier", "last", "contexts", "neighbours", "development"):
            report(name, found, source == name, scores[which], cuts)
    directions = closer.directions(np.ones(len(found), bool))
    added, columns = closer.table(directions)
    both = np.hstack([table, columns])
    kept: dict[str, dict[str, float]] = {"cuts": CUTS, "closer cuts": CLOSER_CUTS}
    for part_name, known, called in (("weights", table, names), ("closer", both, names + added)):
        fitted = fit(known[learned], labels[learned], weight[learned])
        kept[part_name] = {name: round(float(value), 3) for name, value in zip(called, fitted, strict=True)}
    closer.save(directions)
    (ROOT / "vectorstore/claims.json").write_text(json.dumps(kept, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
