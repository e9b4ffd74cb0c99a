"""Puts evidence together: scores brought to 0..1 among the candidates and weighted, never ranks."""

import functools
from dataclasses import dataclass, field
from importlib.resources import files

import numpy as np

from vectorstore.embeddings import Vectors

WORDS_WEIGHT = 0.3
QUICK_WEIGHT = 0.3
ANSWER_WEIGHT = 0.5
# cosine of two questions, multilingual-e5-small: nothing to do with each other, and the same question
_UNRELATED, _SAME = {"en": 0.80, "ru": 0.80, "zh": 0.84}, {"en": 0.945, "ru": 0.94, "zh": 0.985}
RELATED = {"en": 0.90, "ru": 0.88, "zh": 0.93}
ANSWERS = {"en": 0.87, "ru": 0.87, "zh": 0.88}
_QUICK_RANGE = (0.3, 0.8)
_NOISE = 1e-3  # a spread of cosines below this says nothing
QUICK_RELATED = 0.62
ACROSS_RELATED = 1.0


@dataclass(frozen=True)
class Evidence:
    """Scores by id: cosines of the question (precise, quick) and of the answer text, BM25 of both."""

    precise: dict[str, float] = field(default_factory=dict)
    quick: dict[str, float] = field(default_factory=dict)
    words: dict[str, float] = field(default_factory=dict)
    answer: dict[str, float] = field(default_factory=dict)
    answer_words: dict[str, float] = field(default_factory=dict)

    @property
    def ids(self) -> set[str]:
        return set(self.precise) | set(self.quick) | set(self.words) | set(self.answer) | set(self.answer_words)


@dataclass(frozen=True)
class Hit:
    """One found text. `close`: near enough to be shown as something said before about this."""

    id: str
    score: float
    close: bool


def scaled(scores: dict[str, float]) -> dict[str, float]:
    """Min-max: the best is 1, the last candidate 0."""
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    if high - low < _NOISE:
        return dict.fromkeys(scores, 1.0 if high > 0 else 0.0)
    return {one: (score - low) / (high - low) for one, score in scores.items()}


def fused(evidence: Evidence, language: str) -> list[Hit]:
    """Hits best first. The answer's text counts the more the less any question is like the one asked."""
    if evidence.precise:
        nearest, low, high = max(evidence.precise.values()), _UNRELATED.get(language, 0.8), _SAME.get(language, 0.95)
    else:
        nearest, low, high = max(evidence.quick.values(), default=0.0), *_QUICK_RANGE
    sure = min(1.0, max(0.0, (nearest - low) / (high - low)))
    quick = scaled(evidence.quick)
    # while precise vectors are still being made, the quick one stands in for a missing one
    near = {one: quick.get(one, 0.0) for one in evidence.ids} | scaled(evidence.precise)
    question = _sum((near, 1.0), (scaled(evidence.words), WORDS_WEIGHT), (quick, QUICK_WEIGHT))
    weight = WORDS_WEIGHT if evidence.answer else 1.0
    answer = _sum((scaled(evidence.answer), 1.0), (scaled(evidence.answer_words), weight))
    best = max(max(question.values(), default=0.0), 1e-9)
    total = {
        one: (max(sure, 0.3) * question.get(one, 0.0) + (1.3 - sure) * ANSWER_WEIGHT * answer.get(one, 0.0)) / best
        for one in evidence.ids
    }
    ordered = sorted(total, key=lambda one: (-total[one], one))
    return [Hit(one, round(total[one], 5), _close(one, evidence, language)) for one in ordered]


def _sum(*weighted: tuple[dict[str, float], float]) -> dict[str, float]:
    total: dict[str, float] = {}
    for scores, weight in weighted:
        for one, score in scores.items():
            total[one] = total.get(one, 0.0) + weight * score
    return total


def _close(one: str, evidence: Evidence, language: str) -> bool:
    if one in evidence.precise:
        asked = evidence.precise[one] >= RELATED.get(language, 0.9)
    else:
        asked = evidence.quick.get(one, 0.0) >= QUICK_RELATED
    return asked or evidence.answer.get(one, 0.0) >= ANSWERS.get(language, 0.88)


@functools.cache
def _means() -> dict[str, Vectors]:
    place = files(__package__) / "means.npz"
    with place.open("rb") as source:
        return {name: np.asarray(found, np.float32) for name, found in np.load(source).items()}


def across_languages(
    precise: dict[str, Vectors],
    quick: dict[str, Vectors],
    asked_precise: Vectors,
    asked_quick: Vectors,
    languages: tuple[str, str],
) -> list[Hit]:
    """Both models' cosines after taking each language's mean away: what a language has of its own hides the meaning."""
    total: dict[str, float] = {}
    for name, vectors, asked in (("precise", precise, asked_precise), ("quick", quick, asked_quick)):
        if not vectors:
            continue
        ids = list(vectors)
        source, target = (_means().get(f"{name}_{language}") for language in languages)
        matrix = np.stack([vectors[one] for one in ids])
        if source is None or target is None or len(source) != len(asked):
            scores = matrix @ asked
        else:
            scores = _unit(matrix - target) @ _unit((asked - source)[None, :])[0]
        for one, score in zip(ids, scores, strict=True):
            total[one] = total.get(one, 0.0) + float(score)
    return [Hit(one, round(score, 5), score >= ACROSS_RELATED) for one, score in total.items()]


def _unit(vectors: Vectors) -> Vectors:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), np.float32)
