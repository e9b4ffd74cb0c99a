"""What two questions say alike and what differently, from what was read of each. Knows no model and no score."""

import re
from difflib import SequenceMatcher

from vectorstore.quantities import Quantity
from vectorstore.reading import Reading
from vectorstore.sides import exchanged, opposed, tablets
from vectorstore.words import words

BUILT_ALIKE = 0.6  # share of words that stand in both, in the same order
LONGEST_SWAP = {"zh": 4, "en": 2}  # characters, words of a compound; elsewhere one word
# share of the shorter question that stands in the other, in the same order, from which the rest counts
BUILT_ON = {"zh": 0.7, "en": 0.6, "ru": 0.6}
_DENIED = {
    "en": re.compile(r"(?:n['’]t|\b(?:not|no|without|never))\s+(\w+)"),
    "ru": re.compile(r"\b(?:не|нет|без)\s+(\w+)"),
}
_ANY_DENIAL = re.compile(r"n['’]?t\b|\b(?:not|no|without|never|cannot|не|нет|без|ни|нельзя)\b")
_CHARACTER, _WORD = re.compile(r"[a-z0-9.]+|[^\W_]"), re.compile(r"[^\W_]+")


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
        dated = name in _DATED and (not one or not other) and _share_a_time(first, second)
        put(name, one, other, dated or same_group(name, one, other))
    if first.language == second.language:
        one, other = first.entities - _SCANS, second.entities - _SCANS
        scans = first.entities & _SCANS, second.entities & _SCANS
        put("drug or food", first.entities, second.entities, one == other and (scans[0] == scans[1] or not all(scans)))
        put("sense", "not" if first.sense < 0 else "", "not" if second.sense < 0 else "", first.sense == second.sense)
        apart = any(one * other < 0 for one, other in zip(first.opposites, second.opposites, strict=True))
        put("opposite", "", "opposite words", not apart)
        for name, found in (("side", opposed(first, second)), ("part", exchanged(first, second))):
            if found:
                differs.append(f"{name}: {found}")
        measured = asks_how_much(first) == asks_how_much(second)
        put("kind of question", first.intent, second.intent, measured and _same_intent(first.intent, second.intent))
        formed = not (first.form and second.form) or first.form == second.form
        put("way of asking", first.form, second.form, formed)
    if _counts_apart(first, second):
        put("how many", _texts(first), _texts(second), False)
    one_sided = unlike(first.quantities, second.quantities) + unlike(second.quantities, first.quantities)
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


def unlike(ones: tuple[Quantity, ...], others: tuple[Quantity, ...]) -> list[Quantity]:
    """What one question counts and the other does not; “a day” and “one cup” count nothing."""
    counted = [
        one for one in ones if one.dimension != "times" and not (one.role == "interval" and one.low == one.high == 1.0)
    ]
    return [one for one in counted if not any(_like(one, other) for other in others)]


def _counts_apart(first: Reading, second: Reading) -> bool:
    """“Half a tablet” beside “two tablets”; “one cup” beside nothing counted is no difference."""
    if tablets(first) != tablets(second):
        return True
    ones, others = ([one for one in each.quantities if one.dimension == "times"] for each in (first, second))
    return bool(ones and others) and not any(
        one.close(other) and not _opposite_bounds(one, other) for one in ones for other in others
    )


def _opposite_bounds(one: Quantity, other: Quantity) -> bool:
    """“Under five” and “over five” say one figure and mean two groups."""
    return {one.bound, other.bound} == {"max", "min"}


def _like(one: Quantity, other: Quantity) -> bool:
    if _opposite_bounds(one, other):
        return False
    if "number" in (one.dimension, other.dimension):
        return one.figures == other.figures
    return one.dimension == other.dimension and one.close(other)


_SAME_AGE = (
    {"child", "toddler"},
    {"infant", "newborn"},
    {"little", "infant", "newborn"},
    {"little", "child"},
    {"little", "toddler"},
)
# “women” beside nobody named is no other question, “women” beside “men” is; so with an ear and an eye
_NAMED_OR_NOT = {"sex", "body"}
# what a figure says as well: “at two months” that it is a baby
_DATED = {"time", "age", "type"}
_SCANS = frozenset({"mri", "ct", "xray", "ultrasound"})


def same_group(name: str, one: frozenset[str], other: frozenset[str]) -> bool:
    if name in _NAMED_OR_NOT:
        return not one or not other or bool(one & other if name == "body" else one == other)
    if one == other:
        return True
    if name == "age":
        return bool(one) and bool(other) and any(one | other <= group for group in _SAME_AGE)
    return one - {"pregnant"} == other - {"pregnant"} and ("pregnant" in one | other) and bool(one and other)


def _share_a_time(first: Reading, second: Reading) -> bool:
    """“At two months” says it is a baby, “in week 26” that she is pregnant."""
    return any(
        one.dimension == "time" and one.role != "interval" and _like(one, other)
        for one in first.quantities
        for other in second.quantities
    )


def _same_intent(one: frozenset[str], other: frozenset[str]) -> bool:
    strict = {
        "why",
        "effects",
        "symptoms",
        "quantity",
        "often",
        "when",
        "long",
        "treat",
        "diet",
        "danger",
        "inherit",
        "cure",
    }
    first, second = one & strict, other & strict
    if not first or not second:
        return not (first ^ second) & {"why", "effects", "symptoms"} or not (one or other)
    return bool(first & second)


def asks_how_much(reading: Reading) -> bool:
    """Whether a figure must answer it: how much, how often. “May I take it?” is another question."""
    return bool(reading.intent & {"quantity", "often"}) and reading.form != "yes or no"


def swapped(first: Reading, second: Reading) -> tuple[str, str] | None:
    """The one place in which two questions differ, when nearly all their words stand in both, in the same order."""
    ours, theirs = _every_word(first), _every_word(second)
    matcher = SequenceMatcher(a=ours, b=theirs, autojunk=False)
    places = [one for one in matcher.get_opcodes() if one[0] != "equal"]
    shared = _shared(matcher)
    if len(places) != 1 or places[0][0] != "replace" or shared < BUILT_ALIKE * max(len(ours), len(theirs)):
        return None
    _, start, end, begin, stop = places[0]
    mine, yours = ours[start:end], theirs[begin:stop]
    if max(len(mine), len(yours)) > LONGEST_SWAP.get(first.language, 1):
        return None
    joint = "" if first.language == "zh" else " "
    one, other = joint.join(mine), joint.join(yours)
    if not set(words(one, first.language)) & set(first.topic):
        return None
    return (one, other) if set(words(other, second.language)) & set(second.topic) else None


def rest(first: Reading, second: Reading) -> tuple[list[str], list[str]]:
    """What each question says that the other does not, when the shorter one stands nearly whole in the other."""
    ours, theirs = _every_word(first), _every_word(second)
    matcher = SequenceMatcher(a=ours, b=theirs, autojunk=False)
    shared = _shared(matcher)
    if shared < BUILT_ON[first.language] * min(len(ours), len(theirs)):
        return [], []
    least = 2 if first.language == "zh" else 1  # a lone character says little
    one, other = ([word for word in each.topic if len(word) >= least] for each in (first, second))
    return [word for word in one if word not in second.topic], [word for word in other if word not in first.topic]


def denied_once(first: Reading, second: Reading) -> str | None:
    """The word that one question denies and the other says: a rash that fades, and one that does not.

    Where the other denies something as well, only if both are built alike: the waters that broke, and that did not.
    """
    for one, other in ((first, second), (second, first)):
        if _ANY_DENIAL.search(other.text) and not _built_alike(one, other):
            continue
        denied = _denied(one) - _denied(other)
        if found := next((word for word in other.topic if word in denied), None):
            return spelled(found, other)
    return None


def _built_alike(first: Reading, second: Reading) -> bool:
    ours, theirs = _every_word(first), _every_word(second)
    return _shared(SequenceMatcher(a=ours, b=theirs, autojunk=False)) >= BUILT_ALIKE * max(len(ours), len(theirs))


def _shared(matcher: "SequenceMatcher[str]") -> int:
    """How many words stand in both, in the same order."""
    return sum(block.size for block in matcher.get_matching_blocks())


def spelled(stem: str, reading: Reading) -> str:
    """A stem as the question spells it, for people to read."""
    return next((word for word in _WORD.findall(reading.text) if word.startswith(stem)), stem)


def _denied(reading: Reading) -> frozenset[str]:
    pattern = _DENIED.get(reading.language)
    after = " ".join(pattern.findall(reading.text)) if pattern else ""
    return frozenset(words(after, reading.language))


def _every_word(reading: Reading) -> list[str]:
    """Small words included, by which a sentence shows how it is built; Chinese characters one by one."""
    return _CHARACTER.findall(reading.text) if reading.language == "zh" else _WORD.findall(reading.text)
