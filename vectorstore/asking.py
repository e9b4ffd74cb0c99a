"""What a question told at length asks: its asking sentences, with those facts of the story that bind the answer.

Stage, age, doses, medicines bind wherever they are told; how long it has lasted and who said what do not.
"""

import functools
import re
from dataclasses import replace

from vectorstore.lexicon import lexicon
from vectorstore.quantities import Quantity
from vectorstore.reading import Reading, read
from vectorstore.sentences import sentences
from vectorstore.sides import tablets
from vectorstore.words import folded

_MARK = re.compile(r"[?？]\s*$")
_LEAST = {"zh": 2}  # words of content of an asking part that says what it asks about; elsewhere three
_BOUND_TAGS = ("time", "age", "type", "many")
_EXPECTING = frozenset({"pregnant", "first", "second", "third"})
_GESTATION = (3 * 7, 42 * 7)  # days; so many weeks, told by who speaks of a pregnancy, are how far it is
_A_NOT_A = re.compile(r"([㐀-鿿]{1,2})不\1")  # 传不传染 asks and denies nothing
_UNSURE = re.compile(
    r"\b(?:i|we) (?:do not|don['’]t) (?:really )?know[^.,?!]*|\b(?:nobody|no one) (?:told|knows)[^.,?!]*"
    r"|не (?:знаю|уверен\w*|пойму|понятно)[^.,?!]*|(?:不知道|不清楚|不确定)[^。，？！]*",
    re.IGNORECASE,
)
_STORY = frozenset({"time", "interval"})  # roles of a quantity that a story may have without the other question


@functools.lru_cache(maxsize=4096)
def asking(text: str, language: str) -> str:
    """The asking sentences of a text of several sentences; else the text as it is."""
    told = [one.text for one in sentences(text)]
    if len(told) < 2:
        return text
    places = [place for place, one in enumerate(told) if _MARK.search(one)]
    places = places or [place for place, one in enumerate(told) if _asks(one, language)]
    if not places:
        return text
    first = min(places)
    while first and _thin(" ".join(told[place] for place in {first, *places}), language):
        first -= 1
    return " ".join(told[place] for place in sorted({first, *places}))


def _asks(sentence: str, language: str) -> bool:
    lex, plain = lexicon(language), folded(sentence)
    return bool(lex.yes_or_no.search(plain) or lex.open_question.search(plain))


def _thin(text: str, language: str) -> bool:
    found = read(text, language)
    return len(found.topic) + len(found.entities) < _LEAST.get(language, 3)


def essence(text: str, language: str, other: Reading) -> Reading | None:
    """The asking part by itself, with what binds the answer and with what `other` says too; None for a plain one."""
    part = asking(text, language)
    if part == text:
        return None
    whole, core = read(text, language), read(_plain(part), language)
    tags = {name: found | _told(name, whole.tags[name], other.tags.get(name, frozenset()))
            for name, found in core.tags.items()}  # fmt: skip
    expecting = bool(whole.tags["time"] & _EXPECTING)
    more = tuple(
        one
        for one in whole.quantities
        if not _among(one, core.quantities) and (_binds(one, other) or (expecting and _weeks_along(one)))
    )
    asked = " ".join(one.text for one in sentences(part) if _MARK.search(one.text)) or part
    return replace(
        core,
        tags=tags,
        entities=whole.entities,
        quantities=core.quantities + more,
        sense=read(_plain(asked), language).sense,
    )


def alarming(reading: Reading, other: Reading) -> str:
    """What changes any answer, is told here and not there: blood, an operation, tablets that were taken."""
    if taken := tablets(reading) - tablets(other):
        return min(taken)
    alarms = lexicon(reading.language).alarms
    there = {one.group() for one in alarms.finditer(other.text)}
    return next((one.group() for one in alarms.finditer(reading.text) if one.group() not in there), "")


def _plain(text: str) -> str:
    return _UNSURE.sub(" ", _A_NOT_A.sub(r"\1", text))


def _told(name: str, found: frozenset[str], asked: frozenset[str]) -> frozenset[str]:
    return found if name in _BOUND_TAGS else found & asked


def _among(one: Quantity, others: tuple[Quantity, ...]) -> bool:
    return any(one.dimension == other.dimension and one.close(other) for other in others)


def _weeks_along(one: Quantity) -> bool:
    return one.unit == "week" and one.role != "interval" and _GESTATION[0] <= one.low <= one.high <= _GESTATION[1]


def _binds(one: Quantity, other: Reading) -> bool:
    """A duration binds when the other question tells one as well: week 27 is not week 7."""
    if one.role in _STORY or one.dimension in ("times", "number"):
        return any(each.dimension == one.dimension for each in other.quantities)
    return True
