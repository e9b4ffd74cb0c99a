"""Which differences between two questions bind, whatever a reader makes of the whole: another week, medicine or child.

People who ask the same leave out a detail, deny it or ask the other way round; those are for the reader to weigh.
"""

from vectorstore.asking import alarming
from vectorstore.differences import asks_how_much, unlike
from vectorstore.reading import Reading
from vectorstore.sentences import sentences

_ALWAYS = frozenset({"opposite", "side", "part", "how many", "type", "body", "sex", "many"})
_MOTHERS = frozenset({"breastfeeding", "postpartum", "birth", "pregnant", "first", "second", "third", "preconception"})
_BABIES = frozenset({"infant", "newborn", "little"})


def binding(first: Reading, second: Reading, differs: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the differences after which one answer is not for both."""
    return tuple(one for one in differs if _binds(one.partition(":")[0], first, second) or _denies_a_word(one))


def _alarms(first: Reading, second: Reading) -> bool:
    """Whether the longer of two tells in its story what changes any answer: blood, a swelling, an operation."""
    shorter, longer = sorted((first, second), key=lambda one: len(one.text))
    return len(sentences(longer.text)) > 1 and bool(alarming(longer, shorter))


def _denies_a_word(difference: str) -> bool:
    """“sense: fades / not fades”: more than that one of two questions has a “not” in it."""
    return difference.startswith("sense: ") and difference not in ("sense: not / —", "sense: — / not")


def _binds(name: str, first: Reading, second: Reading) -> bool:
    if name in _ALWAYS:
        return True
    if name == "drug or food":
        ours, theirs = first.entities - second.entities, second.entities - first.entities
        # a further medicine beside the one that both name may change everything: ibuprofen, and warfarin with it
        return bool(ours and theirs) or bool(first.entities & second.entities)
    if name == "quantity":
        ones, others = unlike(first.quantities, second.quantities), unlike(second.quantities, first.quantities)
        return bool(ones and others) or any(one.dimension != "number" for one in (*ones, *others))
    if name == "kind of question":
        return asks_how_much(first) != asks_how_much(second)
    if name == "asked about":
        return _alarms(first, second)
    if name in ("age", "time"):
        return not (_implied(first, second, name) or _implied(second, first, name))
    return False


def _implied(silent: Reading, says: Reading, name: str) -> bool:
    """Who nurses has a baby, whether she says so or not."""
    if silent.tags[name]:
        return False
    if name == "age":
        return says.tags["age"] <= _BABIES and bool(silent.tags["time"] & _MOTHERS)
    return says.tags["time"] <= {"breastfeeding", "postpartum"} and bool(silent.tags["age"] & _BABIES)
