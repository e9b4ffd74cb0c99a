"""The match gate: related is not same. What both questions say must agree before an old answer is *the* answer.

Similarity proposes; stage, dose, population, polarity, drug, audience, kind of question and language decide.
"""

import json
import math
from dataclasses import dataclass
from importlib.resources import files

from vectorstore import embeddings
from vectorstore.meaning import Meanings
from vectorstore.quantities import Quantity
from vectorstore.reading import Reading, read

FEATURES = ("likeness", "bias")
# what ranks best over languages and over both lists of training questions: likeness of the wholes, and what is said
# on both sides and differs; what only one side says counts little, for people tell the same story more or less fully
WHOLE_WEIGHT, BOTH_DIFFER, ONE_SAYS = 0.5, 0.25, 0.06
_MOST_DIFFERENCES = 3


@dataclass(frozen=True)
class Decision:
    """Whether two questions are one. `score` ranks (0 to 1); `differs` and `agrees` say what was found, for people."""

    same: bool
    related: bool
    score: float
    differs: tuple[str, ...]
    agrees: tuple[str, ...]


@dataclass(frozen=True)
class Calibration:
    """Weights that rank, shared by all languages, and each language's own cut-offs."""

    weights: dict[str, float]
    same: dict[str, float]
    related: dict[str, float]

    @classmethod
    def load(cls) -> "Calibration":
        plain = json.loads((files(__package__) / "calibration.json").read_text("utf-8"))
        return cls(plain["weights"], plain["same"], plain["related"])


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
        """Whether `b` asks what `a` asks, with what agrees and what differs."""
        first, second = read(a, language), read(b, language_b or language)
        features = self.features(first, second)
        score = _logistic(sum(self._calibration.weights[name] * value for name, value in features.items()))
        differs, agrees = compare(first, second)
        cut = self._calibration.same.get(language, 0.5)
        near = score >= self._calibration.related.get(language, 0.3)
        return Decision(score >= cut and not differs, near, round(score, 4), differs, agrees)

    def features(self, first: Reading, second: Reading) -> dict[str, float]:
        """What is learned from. Both models' cosines of the whole questions, less for what differs between them."""
        precise = (self._precise.cosine(first.text, second.text) - 0.8) * 5
        whole = self._meanings.cosine(first.text, second.text)
        likeness = precise + WHOLE_WEIGHT * whole - _difference(compare(first, second)[0])
        return dict(zip(FEATURES, (likeness, 1.0), strict=True))


def _difference(differs: tuple[str, ...]) -> float:
    weights = sorted((ONE_SAYS if "—" in one else BOTH_DIFFER for one in differs), reverse=True)
    return sum(weights[:_MOST_DIFFERENCES])


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, value))))


def compare(first: Reading, second: Reading) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What differs and what agrees between two questions, each as a short name with both sides."""
    differs: list[str] = []
    agrees: list[str] = []

    def put(name: str, one: object, other: object, equal: bool) -> None:
        said = f"{name}: {_shown(one)}" if equal else f"{name}: {_shown(one)} / {_shown(other)}"
        if not equal:
            differs.append(said)
        elif one:
            agrees.append(said)

    for name in sorted(set(first.tags) | set(second.tags)):
        one, other = first.tags.get(name, frozenset()), second.tags.get(name, frozenset())
        dated = name != "sex" and (not one or not other) and _share_a_time(first, second)
        put(name, one, other, dated or _same_group(name, one, other))
    if first.language == second.language:
        put("drug or food", first.entities, second.entities, first.entities == second.entities)
        put("sense", "not" if first.sense < 0 else "", "not" if second.sense < 0 else "", first.sense == second.sense)
        opposed = any(one * other < 0 for one, other in zip(first.opposites, second.opposites, strict=True))
        put("opposite", "", "opposite words", not opposed)
        put("kind of question", first.intent, second.intent, _same_intent(first.intent, second.intent))
    one_sided = _unlike(first.quantities, second.quantities) + _unlike(second.quantities, first.quantities)
    if one_sided:
        put("quantity", _texts(first), _texts(second), False)
    else:
        put("quantity", _texts(first), _texts(first), True)
    return tuple(differs), tuple(agrees)


def _shown(value: object) -> str:
    if isinstance(value, frozenset | tuple | list):
        return ", ".join(sorted(map(str, value))) or "—"
    return str(value) or "—"


def _texts(reading: Reading) -> tuple[str, ...]:
    return tuple(one.text.strip() for one in reading.quantities)


def _unlike(ones: tuple[Quantity, ...], others: tuple[Quantity, ...]) -> list[Quantity]:
    """What one question counts and the other does not; “a day” and “one cup” count nothing."""
    counted = [
        one for one in ones if one.dimension != "times" and not (one.role == "interval" and one.low == one.high == 1.0)
    ]
    return [one for one in counted if not any(_like(one, other) for other in others)]


def _like(one: Quantity, other: Quantity) -> bool:
    if "number" in (one.dimension, other.dimension):
        return one.figures == other.figures
    return one.dimension == other.dimension and one.close(other)


_SAME_AGE = ({"child", "toddler"}, {"infant", "newborn"}, {"infant", "child"})


def _same_group(name: str, one: frozenset[str], other: frozenset[str]) -> bool:
    if name == "sex" or one == other:
        # “women” beside nobody named is no other question; “women” beside “men” is
        return (name == "sex" and not (one and other and one != other)) or one == other
    if name == "age":
        return bool(one) and bool(other) and any(one | other <= group for group in _SAME_AGE[:2])
    return one - {"pregnant"} == other - {"pregnant"} and ("pregnant" in one | other) and bool(one and other)


def _share_a_time(first: Reading, second: Reading) -> bool:
    """“At two months” says it is a baby, “in week 26” that she is pregnant."""
    return any(
        one.dimension == "time" and one.role != "interval" and _like(one, other)
        for one in first.quantities
        for other in second.quantities
    )


def _same_intent(one: frozenset[str], other: frozenset[str]) -> bool:
    strict = {"why", "effects", "symptoms", "quantity", "often", "when", "long", "treat", "diet", "danger", "inherit"}
    first, second = one & strict, other & strict
    if not first or not second:
        return not (first ^ second) & {"why", "effects", "symptoms"} or not (one or other)
    return bool(first & second)


def load_gate(model: str = "auto") -> MatchGate:
    """A gate with the models of a setting."""
    embeddings.load(model)
    return MatchGate(model=model)
