"""The match gate: related is not same. What both questions say must agree before an old answer is *the* answer.

Similarity proposes; stage, dose, population, drug and language decide, and where they agree a reader of both questions.
"""

import json
import math
from dataclasses import dataclass, replace
from importlib.resources import files

from vectorstore import embeddings
from vectorstore.asking import alarming, essence
from vectorstore.binding import binding, told_once
from vectorstore.differences import compare, denied_once, rest, spelled, swapped
from vectorstore.meaning import Meanings
from vectorstore.reading import Reading, read
from vectorstore.sentences import sentences
from vectorstore.tuned import tuned

FEATURES = ("likeness", "bias")
# what ranks best over languages and over both lists of training questions: likeness of the wholes, and what is said
# on both sides and differs; what only one side says counts little, for people tell the same story more or less fully
WHOLE_WEIGHT, BOTH_DIFFER, ONE_SAYS = 0.5, 0.25, 0.06
_MOST_DIFFERENCES = 3
ALIKE = 0.75  # cosine of two words that mean the same
AGREED = 0.0  # logit of the tuned reader from which it does not speak against what likeness and rules take for one
APART = 0.4  # score below which two questions without a word of content in common are not left to the reader
UNLIKE = 0.55  # below it a word says something that no word of the other question says


@dataclass(frozen=True)
class Decision:
    """Whether two questions are one. `score` ranks (0 to 1); `differs` and `agrees` say what was found, for people.

    What differs between two that are one binds nobody: a detail that one of them leaves out.
    """

    same: bool
    related: bool
    score: float
    differs: tuple[str, ...]
    agrees: tuple[str, ...]


@dataclass(frozen=True)
class Calibration:
    """Weights that rank, shared by all languages, and each language's own cut-offs.

    `one`: logits of the tuned reader from which it takes two questions for one: where both tell the `same` of what
    binds, and where one tells it `once` and the other is silent. Below the score of `least` it is not asked.
    """

    weights: dict[str, float]
    same: dict[str, float]
    related: dict[str, float]
    one: dict[str, dict[str, float]]
    least: float

    @classmethod
    def load(cls) -> "Calibration":
        plain = json.loads((files(__package__) / "calibration.json").read_text("utf-8"))
        return cls(plain["weights"], plain["same"], plain["related"], plain["one"], plain["least"])


class MatchGate:
    """Compares questions. Holds the models and the calibration; asks nobody else."""

    def __init__(
        self, meanings: Meanings | None = None, model: str = "auto", calibration: Calibration | None = None
    ) -> None:
        self._meanings = meanings or Meanings()
        self._precise = Meanings(model)
        self._calibration = calibration or Calibration.load()

    def learn(self, questions: list[tuple[str, str]]) -> None:
        """Embed many (text, language) at once, before they are compared one by one."""
        readings = [read(*one) for one in questions]
        self._meanings.learn([one.text for one in readings])
        self._precise.learn([one.text for one in readings])

    def same(self, a: str, b: str, language: str, language_b: str | None = None) -> Decision:
        """Whether `b` asks what `a` asks, with what agrees and what differs.

        Where nothing that binds differs, the tuned reader has the word. Without it, or over languages, what is read of
        each and their likeness decide alone.
        """
        first, second = read(a, language), read(b, language_b or language)
        decision = self._found(a, b, first, second)
        least = self._calibration.least if _share_a_word(first, second) else APART
        if not decision.same and (decision.score < least or binding(first, second, decision.differs)):
            return decision
        likely = _read_as_one(first, second)
        if likely is None:
            return decision
        if decision.same:
            return decision if likely >= AGREED else replace(decision, same=False, differs=("kind of question: — / —",))
        once = told_once(first, second, decision.differs)
        if likely < self._calibration.one[language]["once" if once else "same"]:
            return decision
        return replace(decision, same=True, related=True, score=round(_logistic(likely), 4))

    def _found(self, a: str, b: str, first: Reading, second: Reading) -> Decision:
        language, decision = first.language, self._decided(first, second)
        if decision.same or second.language != language:
            return decision
        one = essence(a, language, second) or first
        other = essence(b, language, one) or second
        if (one, other) == (first, second) or self._untold(first, second):
            return decision
        asked = self._decided(one, other)
        return asked if asked.same else decision

    def _decided(self, first: Reading, second: Reading) -> Decision:
        features = self.features(first, second)
        score = _logistic(sum(self._calibration.weights[name] * value for name, value in features.items()))
        differs, agrees = self.compare(first, second)
        cut = self._calibration.same.get(first.language, 0.5)
        near = score >= self._calibration.related.get(first.language, 0.3)
        return Decision(score >= cut and not differs, near, round(score, 4), differs, agrees)

    def compare(self, first: Reading, second: Reading) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What differs and what agrees, the one word by which questions that are built alike differ included."""
        differs, agrees = compare(first, second)
        if not differs and first.language == second.language:
            if found := self._swapped(first, second) or self._more(first, second) or self._untold(first, second):
                differs = (f"asked about: {found[0] or '—'} / {found[1] or '—'}",)
            elif word := denied_once(first, second):
                differs = (f"sense: {word} / not {word}",)
        return differs, agrees

    def _swapped(self, first: Reading, second: Reading) -> tuple[str, str] | None:
        """The words in which two questions differ that are built alike but for one place, unless they mean the same.

        People who ask again use other words throughout; who keeps every word but one asks about another thing.
        """
        found = swapped(first, second)
        return found if found and self._meanings.cosine(*found) < ALIKE else None

    def _more(self, first: Reading, second: Reading) -> tuple[str, str] | None:
        """What one of two questions says besides, that are else the same words: after an operation, drowsy."""
        ours, theirs = rest(first, second)
        told = [self._unlike(ours, first, second), self._unlike(theirs, second, first)]
        return (told[0], told[1]) if any(told) else None

    def _untold(self, first: Reading, second: Reading) -> tuple[str, str] | None:
        """What the shorter of two asks about and a longer story has no word for; of who asks nothing, either way.

        A story is like many questions, and who only states something may ask anything of it.
        """
        shorter, longer = sorted((first, second), key=lambda one: len(one.text))
        silent = not (_asks(first) and _asks(second))
        if not silent and len(sentences(longer.text)) < 2:
            return None
        told = self._unlike(list(shorter.topic), shorter, longer)
        more = self._unlike(list(longer.topic), longer, shorter) if silent else alarming(longer, shorter)
        return (told, more) if told or more else None

    def _unlike(self, said: list[str], reading: Reading, other: Reading) -> str:
        close = (max((self._meanings.cosine(word, one) for one in other.topic), default=0.0) for word in said)
        found = [spelled(word, reading) for word, likeness in zip(said, close, strict=True) if likeness < UNLIKE]
        return " ".join(dict.fromkeys(found))

    def cosine(self, a: str, b: str, language: str) -> float:
        """The precise model's likeness alone."""
        return self._precise.cosine(read(a, language).text, read(b, language).text)

    def features(self, first: Reading, second: Reading) -> dict[str, float]:
        """What is learned from. Both models' cosines of the whole questions, less for what differs between them."""
        # a brand and its generic name are two words to a model, and one medicine
        named = first.language == second.language and first.entities & second.entities
        texts = (first.generic, second.generic) if named else (first.text, second.text)
        precise = (self._precise.cosine(*texts) - 0.8) * 5
        whole = self._meanings.cosine(*texts)
        likeness = precise + WHOLE_WEIGHT * whole - _difference(compare(first, second)[0])
        return dict(zip(FEATURES, (likeness, 1.0), strict=True))


def _read_as_one(first: Reading, second: Reading) -> float | None:
    """The logit of the tuned reader that both ask one thing; None where it was taught nothing of such a pair."""
    reader = tuned("questions")
    if reader is None or first.text == second.text or first.language != second.language:
        return None
    # one name for each medicine: the reader knows few brands
    return float(reader.pairs([(first.generic, second.generic)], "same", remember=False)[0])


def _share_a_word(first: Reading, second: Reading) -> bool:
    return bool(set(first.topic) & set(second.topic) or first.entities & second.entities)


def _asks(reading: Reading) -> bool:
    return bool(reading.form or reading.intent or "?" in reading.text)


def _difference(differs: tuple[str, ...]) -> float:
    weights = sorted((ONE_SAYS if "—" in one else BOTH_DIFFER for one in differs), reverse=True)
    return sum(weights[:_MOST_DIFFERENCES])


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, value))))


def load_gate(model: str = "auto") -> MatchGate:
    """A gate with the models of a setting."""
    embeddings.load(model)
    return MatchGate(model=model)
