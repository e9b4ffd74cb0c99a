"""Sentences of two texts that may contradict each other: near enough, of the same people and medicine, then weighed.

Similarity only proposes a pair and people decide about it; what is weighed and how is in `disagreement`.
"""

import re
from dataclasses import dataclass

from vectorstore import clauses
from vectorstore.disagreement import Disagreement, closer, cuts, disagreement
from vectorstore.meaning import Meanings, nearness
from vectorstore.quantities import Quantity
from vectorstore.reading import Reading, compatible, read
from vectorstore.sentences import Sentence, sentences
from vectorstore.words import folded

NUMBER, POLARITY, OPPOSITE = "number", "polarity", "opposite"
# cosines of USE multilingual, below which no pair is read
ALONE, WHOLE, NAMED_FIRST = 0.25, 0.55, 0.2  # two sentences alone; of two texts; both name one medicine or food
WORTH = 0.1  # probability by words alone, below which sentences among others are not read again
AMONG_OTHERS, STRICT = 0.55, 0.56  # probabilities: of texts with many sentences, of answers to two questions
SLIP = 0.25  # of one sentence twice with another amount in it, where both answer one question
STRICT_WHOLE, STRICT_CORE, STRICT_COVERED = 0.68, 0.74, 0.7  # for texts that answer two questions
PART, PART_ALIKE = 0.75, 0.6  # of parts of long sentences: probability, and cosine where they name nothing in common
LONGEST_TEXT = 400
_DIGITS = re.compile(r"\d+(?:[.,]\d+)?")
_HEADING = 2  # words, or Chinese words of two characters, that make a name and no claim
_WOMAN = frozenset({"pregnant", "first", "second", "third", "breastfeeding"})
_CHILD = frozenset({"newborn", "infant", "little", "toddler", "child"})
_YEARS = {"newborn": (0.0, 0.17), "infant": (0.0, 1.5), "adult": (17.0, 150.0), "elderly": (50.0, 150.0)}


@dataclass(frozen=True)
class Contradiction:
    """Two sentences that cannot both stand. `said_a` and `said_b` are the words in which they differ."""

    kind: str
    a: Sentence
    b: Sentence
    said_a: str
    said_b: str
    nearness: float

    @property
    def explanation(self) -> str:
        return f"Possible conflict ({self.kind}): “{self.said_a}” and “{self.said_b}”."


def contradictions(
    a: str, b: str, language: str, meanings: Meanings, *, same_question: bool = True, most: int = 20
) -> list[Contradiction]:
    """Every pair of sentences of two texts that may contradict, the nearest first.

    Two texts that answer two questions must name the same things, or most alarms would be false.
    """
    left, right = _claims(a, language), _claims(b, language)
    if not left or not right:
        return []
    cosines = meanings.of([folded(one.text) for one in left]) @ meanings.of([folded(one.text) for one in right]).T
    alone = len(left) == len(right) == 1
    floor = (ALONE if alone else WHOLE) if same_question else STRICT_WHOLE
    asked = []
    for row, first in enumerate(left):
        for column, second in enumerate(right):
            if cosines[row, column] < min(floor, NAMED_FIRST) or first.text == second.text:
                continue
            one, other = read(first.text, language), read(second.text, language)
            named = bool(one.entities & other.entities)
            # two names of one medicine keep apart sentences that speak of one thing
            if cosines[row, column] < floor and not (same_question and named):
                continue
            if (first.part or second.part) and not named and cosines[row, column] < PART_ALIKE:
                continue
            if comparable(one, other, meanings, strict=not same_question):
                asked.append((first, second, one, other, float(cosines[row, column])))
    least = STRICT if not same_question else cuts().get(language, STRICT)
    slip, least = SLIP if same_question else STRICT, max(least, 0.0 if alone else AMONG_OTHERS)
    limits = [(slip, max(least, PART) if first.part or second.part else least) for first, second, *_ in asked]
    found = _weighed([(one, other) for *_, one, other, _ in asked], meanings, limits, worth=0.0 if alone else WORTH)
    said: dict[tuple[Sentence, Sentence], Contradiction] = {}
    for (first, second, one, other, cosine), weighed in zip(asked, found, strict=True):
        kind = weighed or (_another_number(one, other) if first.part and second.part else None)
        if kind is not None:
            known = said.get((first.sentence, second.sentence))
            if known is None or known.nearness < cosine:
                found_here = Contradiction(kind[0], first.sentence, second.sentence, kind[1], kind[2], cosine)
                said[first.sentence, second.sentence] = found_here
    return sorted(said.values(), key=lambda one: -one.nearness)[:most]


@dataclass(frozen=True)
class _Claim:
    """A sentence, or a part of a long one, and the sentence it stands in."""

    text: str
    sentence: Sentence

    @property
    def part(self) -> bool:
        return self.text != self.sentence.text


def _claims(text: str, language: str) -> list[_Claim]:
    return [_Claim(part, one) for one in sentences(text)[:LONGEST_TEXT] for part in clauses.parts(one.text, language)]


def comparable(one: Reading, other: Reading, meanings: Meanings, *, strict: bool = False) -> bool:
    """Whether they speak of one thing: neither of another drug or reader, nor too long to be one claim."""
    if not same_context(one, other) or max(len(one.text), len(other.text)) > clauses.longest(one.language):
        return False
    near = nearness(one, other, meanings)
    return not strict or not (near.apart or near.core < STRICT_CORE or near.covered < STRICT_COVERED)


def _weighed(
    pairs: list[tuple[Reading, Reading]], meanings: Meanings, limits: list[tuple[float, float]], worth: float
) -> list[tuple[str, str, str] | None]:
    """(kind, words of one, words of the other) for each pair that contradicts, None for the others.

    `limits` of each: the least probability for one sentence twice with another amount in it, and for any other pair.
    """
    found = [disagreement(one, other, nearness(one, other, meanings), meanings) for one, other in pairs]
    numbers = [differing_number(*pair) for pair in pairs]
    slips = [number is not None and _same_wording(*pair) for number, pair in zip(numbers, pairs, strict=True)]
    looked_at = [number for number, one in enumerate(found) if slips[number] or one.probability >= worth]
    read = closer([pairs[number] for number in looked_at], [found[number] for number in looked_at])
    said: list[tuple[str, str, str] | None] = [None] * len(pairs)
    for number, probability in zip(looked_at, read, strict=True):
        one, other = pairs[number]
        # “above 38” and “above 40” differ, “day 1” and “day 2” may be two days of one course
        bounded = numbers[number] is not None and numbers[number][0].bound
        alike = bool(found[number].features["no difference"]) and not bounded
        least = limits[number][0 if slips[number] else 1]
        if probability >= least and not _named_by_number(one, other, alike=alike):
            said[number] = _words(one, other, found[number])
    return said


def _another_number(one: Reading, other: Reading) -> tuple[str, str, str] | None:
    """Parts of long sentences that differ in a figure alone: one is the other's old wording, however they weigh."""
    number = differing_number(one, other)
    if number is None or not _same_wording(one, other):
        return None
    return NUMBER, number[0].text.strip(), number[1].text.strip()


def _words(one: Reading, other: Reading, found: Disagreement) -> tuple[str, str, str]:
    if (number := differing_number(one, other)) is not None:
        return NUMBER, number[0].text.strip(), number[1].text.strip()
    return (NUMBER if found.number else OPPOSITE if found.opposite else POLARITY), one.text, other.text


def _named_by_number(one: Reading, other: Reading, *, alike: bool) -> bool:
    """“Part 1 of the walk” and “version 2” beside their like: the number is a name, for nothing else differs."""
    if not _same_wording(one, other):
        return False
    wording = _DIGITS.sub("", one.text)
    words = len(wording) / 2 if one.language == "zh" else len(wording.split())
    return alike or words <= _HEADING or len(wording) <= 2 * _HEADING


def _same_wording(one: Reading, other: Reading) -> bool:
    return _DIGITS.sub("", one.text) == _DIGITS.sub("", other.text)


def same_context(one: Reading, other: Reading) -> bool:
    """Same drug or food, and readers who may be the same."""
    if one.entities and other.entities and not one.entities & other.entities:
        return False
    if not all(compatible(one.tags[name], other.tags[name]) for name in one.tags):
        return False
    if _mother_and_child(one, other) or _mother_and_child(other, one):
        return False
    return not (_other_side(one, other) or _other_age(one, other) or _other_age(other, one))


def _mother_and_child(one: Reading, other: Reading) -> bool:
    """One speaks of a pregnant or nursing woman alone, the other of a child alone."""
    woman, child = one.tags["time"] & _WOMAN and not one.tags["age"], other.tags["age"] & _CHILD
    return bool(woman and child and not other.tags["time"])


def _other_age(one: Reading, other: Reading) -> bool:
    """A group that has its age by name (newborn, adult) beside an age in figures that is not its own."""
    ages = [each for each in other.quantities if each.role == "age"]
    named = [_YEARS[tag] for tag in one.tags.get("age", ()) if tag in _YEARS]
    if not ages or not named or any(each.role == "age" for each in one.quantities):
        return False
    return all(
        (each.low > high * 365.25 and each.bound != "max") or (each.high < low * 365.25 and each.bound != "min")
        for each in ages
        for low, high in named
    )


def _other_side(one: Reading, other: Reading) -> bool:
    """“Over 35” and “under 35”: one threshold, two sides, two groups."""
    for first in one.quantities:
        for second in other.quantities:
            if first.dimension != second.dimension or {first.bound, second.bound} != {"max", "min"}:
                continue
            if first.role in ("age", "value") and first.close(second):
                return True
            above, below = (first, second) if first.bound == "min" else (second, first)
            if first.role == second.role == "age" and above.low > below.high:
                return True
    return False


def differing_number(one: Reading, other: Reading) -> tuple[Quantity, Quantity] | None:
    """A quantity of the same dimension and role that cannot be both; None when each finds its like."""
    for first in one.quantities:
        like = [
            second for second in other.quantities if (second.dimension, second.role) == (first.dimension, first.role)
        ]
        bare = first.dimension == "number" and not (first.bound and any(second.bound for second in like))
        if first.dimension == "times" or bare or not like or any(_agree(first, second) for second in like):
            continue
        own = [each for each in one.quantities if (each.dimension, each.role) == (first.dimension, first.role)]
        if any(_agree(each, second) for each in own for second in like) and len(own) != len(like):
            continue
        return first, like[0]
    return None


def _agree(one: Quantity, other: Quantity) -> bool:
    """Whether both can stand: equal bounds, a value inside a limit, ranges that meet."""
    if one.close(other):
        return True
    if one.bound == other.bound and one.bound:
        return False
    if not one.bound and not other.bound:
        return one.low <= other.high and other.low <= one.high
    if {one.bound, other.bound} == {"max", "min"}:
        above, below = (one, other) if one.bound == "min" else (other, one)
        return above.low <= below.high
    limit, value = (one, other) if one.bound else (other, one)
    return value.high <= limit.high * 1.01 if limit.bound == "max" else value.low >= limit.low * 0.99
