"""How likely two sentences contradict each other: a logistic model over numbers, ends of scales, denials and nearness.

What it does not rule out is read again by the tuned reader, where that is installed. The weights are in claims.json,
learned in the open by `scripts/train_claims.py`; one model serves every language.
"""

import functools
import json
import math
from dataclasses import dataclass
from importlib.resources import files

from vectorstore.amounts import apart
from vectorstore.meaning import Meanings, Nearness
from vectorstore.reading import Reading
from vectorstore.stance import Stance, scales, stance
from vectorstore.tuned import tuned

PEOPLE = ("time", "age", "sex", "type", "body")  # tags that were there when the weights were learned
_FAR, _SAID = 0.2, 0.15  # of `amounts.distance`: plainly another number, a difference at all
_KIN = 0.45  # two words that have little to do with each other are less alike than this
_UNKNOWN = 0.3  # likeness of sentences of which nothing is left without their verdicts


@dataclass(frozen=True)
class Disagreement:
    """Probability, and whether numbers or ends of a scale differ; `features` are what was weighed."""

    probability: float
    number: bool
    opposite: bool
    features: dict[str, float]


@functools.cache
def _learned() -> dict[str, dict[str, float]]:
    plain = json.loads((files(__package__) / "claims.json").read_text("utf-8"))
    return {part: {str(name): float(value) for name, value in found.items()} for part, found in plain.items()}


def cuts() -> dict[str, float]:
    """By language, from which probability two answers to one question are shown as a possible conflict."""
    return _learned()["cuts" if tuned("pairs") is None else "closer cuts"]


def disagreement(one: Reading, other: Reading, near: Nearness, meanings: Meanings) -> Disagreement:
    """Weigh two readings of one language by words and numbers."""
    found = features(one, other, near, meanings)
    total = sum(_learned()["weights"].get(name, 0.0) * value for name, value in found.items())
    number = max(found["number"], found["any number"]) > math.sqrt(_SAID)
    return Disagreement(_likely(total), number, found["opposed"] > 0, found)


def closer(pairs: list[tuple[Reading, Reading]], found: list[Disagreement]) -> list[float]:
    """Probabilities once both sentences of each pair were read together; some 20 ms of a core for a new pair."""
    reader = tuned("pairs")
    if reader is None or not pairs:
        return [one.probability for one in found]
    read = reader.pairs([(one.text, other.text) for one, other in pairs], "opposed")
    weights = _learned()["closer"]
    return [
        _likely(weights["bias"] + weights["words"] * _logit(one.probability) + weights["read"] * float(logit))
        for one, logit in zip(found, read, strict=True)
    ]


def _likely(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, logit))))


def _logit(probability: float) -> float:
    return math.log(probability / (1 - probability)) if 0 < probability < 1 else math.copysign(40.0, probability - 0.5)


def features(one: Reading, other: Reading, near: Nearness, meanings: Meanings) -> dict[str, float]:
    """What is learned from, by name; nothing here depends on the language."""
    first, second = stance(one.said, one.language), stance(other.said, other.language)
    products = {name: end * second.ends.get(name, 0) for name, end in first.ends.items()}
    opposed = [name for name, product in products.items() if product < 0]
    agreed = [name for name, product in products.items() if product > 0]
    sign = one.sign != other.sign
    found = {"bias": 1.0}
    found |= _nearness(near, first.rest, second.rest, meanings)
    numbers = _numbers(one, other)
    found |= numbers
    found |= {
        "opposed": float(bool(opposed)),
        "two opposed": float(len(opposed) > 1),
        "three opposed": float(len(opposed) > 2),
        "agreed": float(bool(agreed)),
        "two agreed": float(len(agreed) > 1),
        "opposed and agreed": float(bool(opposed and agreed)),
        "opposed and a number": float(bool(opposed) and numbers["number"] > 0.3),
        "sign": float(sign),
        "sign alone": float(sign and not opposed and not agreed),
        "sign and opposed": float(sign and bool(opposed)),
        "sign and agreed": float(sign and bool(agreed)),
        "sign and a number": float(sign and numbers["number"] > 0.3),
        "banned and obliged": float(_crossed(first.ends, second.ends) or _crossed(second.ends, first.ends)),
        "same name": float(bool(one.entities & other.entities)),
        "name on one side": float(bool(one.entities) != bool(other.entities)),
        "people on one side": min(sum(bool(one.tags[name]) != bool(other.tags[name]) for name in PEOPLE), 2) / 2,
    }
    told = max(_told(first, second, meanings), _told(second, first, meanings))
    found |= {"denied and told": max(0.0, told - _KIN), "sign, denied and told": sign * max(0.0, told - _KIN)}
    differs = float(bool(opposed) or sign or numbers["any number"] > math.sqrt(_SAID))
    found["no difference"] = 1 - differs
    for name in ("whole", "core", "rest", "covered", "apart"):
        found[f"differs, {name}"] = differs * found[name]
    for name in _scales():
        found[f"scale {name}"] = float(name in opposed)
    found["scale pair"] = float(any(name.startswith("pair ") for name in opposed))
    return found


@functools.cache
def _scales() -> tuple[str, ...]:
    return tuple(name for name, *_ in scales("en").ends if not name.startswith("pair "))


def _nearness(near: Nearness, ours: str, theirs: str, meanings: Meanings) -> dict[str, float]:
    rest = meanings.cosine(ours, theirs) if ours and theirs else _UNKNOWN
    return {
        "whole": near.whole - 0.6,
        "core": near.core - 0.6,
        "rest": rest - 0.5,
        "covered": near.covered - 0.4,
        "covering": near.covering - 0.6,
        "apart": float(near.apart),
    }


def _numbers(one: Reading, other: Reading) -> dict[str, float]:
    far = apart(one, other)
    number = math.sqrt(far.same_role)
    return {
        "number": number,
        "any number": math.sqrt(far.any_role),
        "number, limits aside": math.sqrt(far.limits_aside),
        "far number": float(far.same_role > _FAR),
        "same number": float(far.agrees),
        "same and other number": float(far.agrees) * number,
    }


def _told(ours: Stance, theirs: Stance, meanings: Meanings) -> float:
    """How like the most alike of the other's words is to a word that this sentence denies, and the other does not."""
    if not ours.denied or not theirs.told:
        return 0.0
    likeness = meanings.of(list(ours.denied)) @ meanings.of(list(theirs.told)).T
    if theirs.denied:
        both = meanings.of(list(ours.denied)) @ meanings.of(list(theirs.denied)).T
        likeness[both.max(axis=1) >= likeness.max(axis=1)] = 0.0
    return float(likeness.max())


def _crossed(ours: dict[str, int], theirs: dict[str, int]) -> bool:
    """One forbids what the other demands and says nothing else of."""
    return ours.get("permit", 0) < 0 < theirs.get("oblige", 0) and theirs.get("permit", 0) == 0
