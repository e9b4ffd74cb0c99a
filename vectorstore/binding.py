"""Which differences between two questions bind: another week, medicine or child, told in both or in one alone.

Told in both, they part the questions whatever a reader makes of the whole. Who leaves a detail out may ask the same or
something else: in rows of others half of those are repeats, and a reader must be surer of them.
"""

from vectorstore.asking import alarming
from vectorstore.differences import asks_how_much, unlike
from vectorstore.quantities import Quantity
from vectorstore.reading import Reading
from vectorstore.sentences import sentences

_ALWAYS = frozenset({"opposite", "side", "part", "how many"})
_MOTHERS = frozenset({"breastfeeding", "postpartum", "birth", "pregnant", "first", "second", "third", "preconception"})
_BABIES = frozenset({"infant", "newborn", "little"})
_SHORT = frozenset({"second", "minute", "hour"})  # units; a flight of two hours stands beside no week of pregnancy


def binding(first: Reading, second: Reading, differs: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the differences after which one answer is never for both: told in both, or blood in a longer story."""
    return tuple(one for one in differs if _binds(one.partition(":")[0], first, second) or _denies_a_word(one))


def told_once(first: Reading, second: Reading, differs: tuple[str, ...]) -> tuple[str, ...]:
    """Those that bind where they matter: one question tells a stage, a figure, a further medicine, or asks how much."""
    settled = binding(first, second, differs)
    return tuple(one for one in differs if one not in settled and _may_bind(one.partition(":")[0], first, second))


def _denies_a_word(difference: str) -> bool:
    """“sense: fades / not fades”: more than that one of two questions has a “not” in it."""
    return difference.startswith("sense: ") and difference not in ("sense: not / —", "sense: — / not")


def _binds(name: str, first: Reading, second: Reading) -> bool:
    if name in _ALWAYS:
        return True
    if name == "drug or food":
        return bool(first.entities - second.entities) and bool(second.entities - first.entities)
    if name == "quantity":
        ones, others = unlike(first.quantities, second.quantities), unlike(second.quantities, first.quantities)
        return any(_of_a_kind(one, other) for one in ones for other in others)
    if name == "kind of question":
        return asks_how_much(first) != asks_how_much(second) and "yes or no" in (first.form, second.form)
    if name == "asked about":
        return _alarms(first, second)
    if name in ("age", "time", "type", "sex"):
        return bool(first.tags.get(name)) and bool(second.tags.get(name))
    return False


def _may_bind(name: str, first: Reading, second: Reading) -> bool:
    if name == "drug or food":
        # a further medicine beside the one that both name may change everything: ibuprofen, and warfarin with it
        return bool(first.entities & second.entities)
    if name == "quantity":
        apart = unlike(first.quantities, second.quantities) + unlike(second.quantities, first.quantities)
        return any(one.dimension != "number" for one in apart)
    if name == "kind of question":
        return asks_how_much(first) != asks_how_much(second)
    if name in ("age", "time"):
        return not (_implied(first, second, name) or _implied(second, first, name))
    return name in ("type", "body", "many")


def _of_a_kind(one: Quantity, other: Quantity) -> bool:
    """Whether two figures can contradict: of one dimension; of times, both in hours or both in days and more."""
    if one.dimension != other.dimension:
        return False
    interval = (one.role == "interval") == (other.role == "interval")
    return one.dimension != "time" or (interval and (one.unit in _SHORT) == (other.unit in _SHORT))


def _alarms(first: Reading, second: Reading) -> bool:
    """Whether the longer of two tells in its story what changes any answer: blood, a swelling, an operation."""
    shorter, longer = sorted((first, second), key=lambda one: len(one.text))
    return len(sentences(longer.text)) > 1 and bool(alarming(longer, shorter))


def _implied(silent: Reading, says: Reading, name: str) -> bool:
    """Who nurses has a baby, whether she says so or not."""
    if silent.tags[name]:
        return False
    if name == "age":
        return says.tags["age"] <= _BABIES and bool(silent.tags["time"] & _MOTHERS)
    return says.tags["time"] <= {"breastfeeding", "postpartum"} and bool(silent.tags["age"] & _BABIES)
