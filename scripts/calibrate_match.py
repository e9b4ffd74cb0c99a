"""Fits the match gate on questions_*, repeats and fresh_questions of content/training: calibration.json, means.npz.

Weights are fitted on two languages and shown on the third; the cut-off of each language lets through no near miss.
`python -m scripts.calibrate_match`
"""

import json
from pathlib import Path

import numpy as np

from vectorstore import embeddings
from vectorstore.differences import compare
from vectorstore.match import FEATURES, Calibration, MatchGate
from vectorstore.reading import read

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "zh", "ru")
_MARGIN, _LEAST, _MOST = 0.02, 0.70, 0.75  # never less sure than this, however easy the near misses of the list are
NEIGHBOURS = 4  # other questions of the list that are nearest: related, not the same


def triples(language: str) -> list[tuple[str, str, str, str]]:
    lines = (ROOT / "content/training" / f"questions_{language}.txt").read_text("utf-8").splitlines()
    return [tuple(part.strip() for part in line.split("|")) for line in lines if line and line[0] != "#"]  # type: ignore[misc]


def retold(language: str) -> list[tuple[str, str, int]]:
    """Pairs of patients' questions, told in two ways or about two things."""
    lines = (ROOT / "content/training/repeats.txt").read_text("utf-8").splitlines()
    rows = [[part.strip() for part in line.split("|")] for line in lines if line and line[0] != "#"]
    return [(row[2], row[3], int(row[1])) for row in rows if row[0] == language]


def fresh(language: str) -> list[list[str]]:
    """The odd rows of the questions written after the gate was built; the even ones stay unseen."""
    lines = (ROOT / "content/training/fresh_questions.txt").read_text("utf-8").splitlines()
    rows = [[part.strip() for part in line.split("|")] for line in lines if line and line[0] != "#"]
    return [row for row in rows if row[0] == language][::2]


def main() -> None:
    empty = Calibration(dict.fromkeys(FEATURES, 0.0), {}, {}, {}, 0.0)
    gate = MatchGate(calibration=empty)
    data = {}
    for language in LANGUAGES:
        rows = triples(language)
        gate.learn([(text, language) for row in rows for text in row[1:]])
        vectors = embeddings.load("auto").questions([row[1] for row in rows])
        nearest = np.argsort(-(vectors @ vectors.T), axis=1)[:, 1 : NEIGHBOURS + 1]
        pairs = [(row[1], row[2], 1) for row in rows] + [(row[1], row[3], 0) for row in rows]
        pairs += [(row[1], rows[other][1], 0) for row, near in zip(rows, nearest, strict=True) for other in near]
        pairs += [(row[2], row[3], 1) for row in fresh(language)] + [(row[2], row[4], 0) for row in fresh(language)]
        told = retold(language)
        gate.learn([(text, language) for a, b, _ in told for text in (a, b)])
        pairs += told
        features = [list(gate.features(read(a, language), read(b, language)).values()) for a, b, _ in pairs]
        blocked = [bool(gate.compare(read(a, language), read(b, language))[0]) for a, b, _ in pairs]
        data[language] = pairs, np.array(features), np.array([label for *_, label in pairs]), np.array(blocked)
    for language in LANGUAGES:
        rest = [one for one in LANGUAGES if one != language]
        weights = fit(*open_pairs([data[one] for one in rest]))
        _, features, labels, blocked = data[language]
        scores = 1 / (1 + np.exp(-(features @ weights)))
        print(
            language,
            "average precision, trained on the others:",
            round(average_precision(scores, labels), 3),
            "of patients' questions alone:",
            round(average_precision(scores[-len(retold(language)) :], labels[-len(retold(language)) :]), 3),
        )
    weights = fit(*open_pairs([data[one] for one in LANGUAGES]))
    same, related = {}, {}
    for language in LANGUAGES:
        pairs, features, labels, blocked = data[language]
        scores = 1 / (1 + np.exp(-(features @ weights)))
        open_misses = scores[(labels == 0) & ~blocked]
        repeats = scores[labels == 1]
        same[language] = round(
            float(max(open_misses.max(initial=0.0) + _MARGIN, min(np.quantile(repeats, 0.02), _MOST), _LEAST)), 4
        )
        related[language] = round(float(np.quantile(repeats, 0.02)) * 0.6, 4)
        offered = (scores >= same[language]) & ~blocked
        print(
            language,
            "offered:",
            int(offered[labels == 1].sum()),
            "of",
            int(labels.sum()),
            "repeats,",
            int(offered[labels == 0].sum()),
            "near misses; blocked repeats",
            int(blocked[labels == 1].sum()),
            "cut",
            same[language],
        )
        for (a, b, label), score, stopped in zip(pairs, scores, blocked, strict=True):
            if (label and stopped) or (not label and not stopped and score > 0.35):
                print(
                    "   ",
                    label,
                    round(float(score), 3),
                    a,
                    "|",
                    b,
                    "|",
                    compare(read(a, language), read(b, language))[0],
                )
    kept = json.loads((ROOT / "vectorstore/calibration.json").read_text("utf-8"))
    found = kept | {
        "weights": dict(zip(FEATURES, (round(float(value), 4) for value in weights), strict=True)),
        "same": same,
        "related": related,
    }
    means = {}
    for language in LANGUAGES:
        texts = [text for row in triples(language) for text in row[1:]]
        for name, model in (("precise", embeddings.load("auto")), ("quick", embeddings.load("use"))):
            means[f"{name}_{language}"] = model.questions(texts).mean(axis=0)
    np.savez(ROOT / "vectorstore/means.npz", **means)
    (ROOT / "vectorstore/calibration.json").write_text(json.dumps(found, indent=2) + "\n", "utf-8")


def open_pairs(found: list) -> tuple[np.ndarray, np.ndarray]:
    """Features and labels of the pairs that the gate leaves to the ranking."""
    return (
        np.concatenate([features[~blocked] for _, features, _, blocked in found]),
        np.concatenate([labels[~blocked] for _, _, labels, blocked in found]),
    )


def fit(features: np.ndarray, labels: np.ndarray, ridge: float = 0.5, rounds: int = 50) -> np.ndarray:
    """Logistic regression by Newton's method with a ridge on everything but the bias."""
    weights = np.zeros(features.shape[1])
    keep = np.full(len(weights), ridge)
    keep[-1] = 1e-6
    for _ in range(rounds):
        guess = 1 / (1 + np.exp(-(features @ weights)))
        slope = features.T @ (guess - labels) + keep * weights
        curve = (features * (guess * (1 - guess))[:, None]).T @ features + np.diag(keep)
        weights -= np.linalg.solve(curve, slope)
        # more likeness never speaks against sameness, whatever near misses the training list holds
        weights[:-1] = np.maximum(weights[:-1], 0.0)
    return weights


def average_precision(scores: np.ndarray, labels: np.ndarray) -> float:
    ordered = labels[np.argsort(-scores)]
    return float((np.cumsum(ordered) / np.arange(1, len(ordered) + 1))[ordered == 1].mean())


if __name__ == "__main__":
    main()
