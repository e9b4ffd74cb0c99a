"""What the reader is tuned on: pairs that contradict, questions that are the same, messages of danger, crossings.

Rows of content/training/others_*.txt were written by hands that saw no rule of this project. One row in twelve, by a
hash of its first text, is never learned from, nor is what `held_out` names: they tell what was learned.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from publisher.domain.places import Language
from publisher.policy.folding import fold
from scripts import claim_pairs, crisis_training, train_advice, train_triage
from scripts.others import TRAINING, held, rows
from scripts.tuning.plainly import again as plainly
from vectorstore.meaning import Meanings
from vectorstore.tuned import ASKED
from vectorstore.words import folded

STANDING_WEIGHT, NEAR_WEIGHT = 0.55, 0.4  # of pairs that can stand side by side; there are more of them
MOST_OF_A_PATTERN = 2  # variants of one pattern that are learned
FEWER = {"asked": 0.15, "opposed": 0.45, "same": 0.2}  # of rows that are easy to tell, not all of them
HARD = {"opposed": 1.0, "same": 0.3}  # of rows that are not: questions told at length it does not learn from all either
LIGHT = {0.4: 0.25, 0.2: 0.25}  # of pairs of questions as people type them, by weight: of two rows, unchanged ones

LONG_DANGER, LONG_CALM = 2.0, 0.3  # weights: of a calm post every piece is read, of a dangerous one a single piece
# questions as two people type them; `CLOSE`: near misses in nearly the same words, or apart by a detail of the story
CLOSE = "close", "hidden"
TYPED = "natural", *CLOSE


@dataclass(frozen=True)
class Example:
    """A text or a pair, where it stands, and what the answers are; None where nothing is known."""

    list_: str
    language: str
    text: str
    other: str | None
    goals: dict[str, int | None]
    weight: float
    held_out: bool


def examples() -> list[Example]:
    """All of them, folded as they are where the reader is asked."""
    return [
        replace(one, text=folded(one.text), other=folded(one.other))
        if one.other is not None
        else replace(one, text=fold(one.text, Language(one.language))[0])
        for one in _as_written()
    ]


def fewer(learned: list[Example]) -> list[Example]:
    """Most of what is hard to tell, and of the rest a smaller share drawn by chance."""
    random = np.random.default_rng(0)
    return [one for one in learned if random.random() < _share(one)]


def _share(one: Example) -> float:
    if one.list_ in TYPED:
        return LIGHT.get(one.weight, 1.0)
    if one.other is None:
        return FEWER.get(one.list_, 1.0)
    name, goal = next(iter(one.goals.items()))
    hard = bool(goal) if name == "opposed" else one.weight == 1.0
    return HARD[name] if hard else FEWER[name]


def _as_written() -> list[Example]:
    found: list[Example] = []
    for language in Language:
        found += [*_questions(language.value), *_danger(language), *_crossings(language)]
    meanings = Meanings()
    for pair in [*claim_pairs.pairs(meanings), *claim_pairs.others(meanings), *claim_pairs.development()]:
        weight = 1.0 if pair.label else NEAR_WEIGHT if pair.source == "others near" else STANDING_WEIGHT
        goals: dict[str, int | None] = {"opposed": pair.label}
        found.append(_pair(pair.source, pair.language, pair.one, pair.other, goals, weight, pair.held_out))
    return found + list(_retold())


def _pair(
    name: str, language: str, one: str, other: str, goals: dict[str, int | None], weight: float, out: bool
) -> Example:
    return Example(name, language, one, other, goals, weight, out)


def _questions(language: str) -> Iterator[Example]:
    for name in ("others", *TYPED):
        read, random = rows(f"{name}_questions_{language}"), np.random.default_rng(0)
        for number, (asked, again, near) in enumerate(read):
            other = read[random.integers(0, len(read))][1]
            kinds = [(asked, again, 1, 1.0), (asked, near, 0, 1.0), (again, near, 0, 1.0)]
            kinds.append((asked, other, 0, 0.4))
            if name in CLOSE:
                plain = plainly(folded(asked), language, number)
                kinds += [(asked, plain, 1, 0.9)] if plain else []
            else:  # what is the same in every word was learned from the others
                kinds += [(asked, asked, 1, 0.2), (again, again, 1, 0.2)]
            for one, two, label, weight in kinds:
                if two != again or label:
                    yield _pair(name, language, one, two, {"same": label}, weight, held(asked))
    for row in rows(f"questions_{language}"):
        for one, two, label in ((1, 2, 1), (1, 3, 0), (2, 3, 0)):
            yield _pair("questions", language, row[one], row[two], {"same": label}, 1.0, False)


def _retold() -> Iterator[Example]:
    for row in rows("repeats"):
        yield _pair("repeats", row[0], row[2], row[3], {"same": int(row[1])}, 1.0, False)
    for name in ("fresh", "later", "told"):
        for row in rows(f"{name}_questions"):
            for one, two, label in ((2, 3, 1), (2, 4, 0), (3, 4, 0)):
                yield _pair(name, row[0], row[one], row[two], {"same": label}, 1.0, False)


def _danger(language: Language) -> Iterator[Example]:
    for name in ("others", "hinted"):
        for mark, text in rows(f"{name}_danger_{language.value}"):
            words = text.replace("\\n", "\n")
            yield Example(name, language.value, words, None, {"danger": int(mark == "D")}, 1.0, held(text))
    for row in rows(f"others_questions_{language.value}"):
        for text in row[1:]:
            yield Example("asked", language.value, text, None, {"danger": 0}, 1.0, held(row[0]))
    for voice in crisis_training.voices(language):
        yield Example("voices", language.value, voice.text, None, {"danger": int(voice.danger)}, 1.0, voice.held_out)
    for voice in crisis_training.long_posts(language):
        weight = LONG_DANGER if voice.danger else LONG_CALM
        yield Example("long", language.value, voice.text, None, {"danger": int(voice.danger)}, weight, voice.held_out)
    for danger, text in crisis_training.people(language, kept=False):
        yield Example("people", language.value, text, None, {"danger": int(danger)}, 1.0, False)
    for danger, text in crisis_training.people(language, kept=True):
        yield Example("kept", language.value, text, None, {"danger": int(danger)}, 1.0, True)
    drawn: Counter[str] = Counter()
    for row in train_triage.rows_of(language):
        drawn[row.pattern] += 1
        known = row.kind in train_triage.POSITIVE["crisis"] or row.kind in train_triage.NEGATIVE["crisis"]
        if known and drawn[row.pattern] <= MOST_OF_A_PATTERN:
            yield Example("triage", language.value, row.text, None, {"danger": int(row.kind == "crisis")}, 1.0, False)


def _crossings(language: Language) -> Iterator[Example]:
    """Sentences of the gate; five answers each, so half the weight."""
    drawn: Counter[str] = Counter()
    for row in train_advice.rows_of(language):
        drawn[row["pattern"]] += 1
        if drawn[row["pattern"]] <= MOST_OF_A_PATTERN:
            goals = {name: row.get(name) for name in ASKED["texts"][1:]}
            others = row["pattern"].startswith("others_gate") and held(row["text"])
            yield Example("gate", language.value, row["text"], None, goals, 0.5, others)
    if (TRAINING / f"aside_{language.value}.txt").exists():
        for row in train_advice.labelled(TRAINING / f"aside_{language.value}.txt"):
            goals = {name: row.get(name) for name in ASKED["texts"][1:]}
            yield Example("aside", language.value, row["text"], None, goals, 0.5, True)
