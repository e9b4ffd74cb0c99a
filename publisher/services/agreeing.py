"""What an answer is kept for and the asker is not: the country, the readers, the stage that stand with the words.

The match gate compares the words of two questions. That an answer holds in one country, is written for parents of
newborns or stands in the lists of other weeks is said beside the words, and forbids to call it *the* answer as well.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from publisher.domain.communities import Community
from publisher.domain.places import HOME_JURISDICTION, Jurisdiction, Language
from publisher.services import conflicts
from publisher.services.desk import Desk
from publisher.services.retrieval import Found
from publisher.services.stages import stages
from vectorstore.differences import same_group
from vectorstore.reading import Reading, read

if TYPE_CHECKING:
    from vectorstore.match import Decision

_GROUPS = ("time", "age", "sex")
_EVERYBODY = frozenset({"adult"})  # who names no age may well be grown up
_COLLEAGUES = re.compile(
    r"\b(?:doctors?|physicians?|nurses?|midwives|clinicians?|professionals|colleagues)\b"
    r"|врач|медик|медсест|медработник|акушер|фельдшер|коллег|специалист|医生|医师|护士|医务|医护|同行|专业人"
)
_CLOCKS = {
    "pregnancy": ("time", frozenset({"pregnant", "first", "second", "third"})),
    "postpartum": ("time", frozenset({"postpartum", "breastfeeding"})),
    "child": ("age", frozenset({"newborn", "infant", "little", "toddler", "child"})),
}

_CLOCK_OF_ROLE = {"gestation": "pregnancy", "age": "child"}


@dataclass(frozen=True)
class Asker:
    """Where somebody asks: the law there, and of each place the stages of its readers. Empty: nobody knows."""

    jurisdictions: frozenset[Jurisdiction] = frozenset()
    stages: tuple[tuple[str, ...], ...] = ()

    @classmethod
    def in_communities(cls, places: Sequence[Community]) -> "Asker":
        return cls(frozenset(one.jurisdiction for one in places), tuple(one.stages for one in places))

    @property
    def known(self) -> frozenset[str]:
        """The stages of whoever asks, where every place is for readers of some."""
        return frozenset(stage for one in self.stages for stage in one) if all(self.stages) else frozenset()


def judge(desk: Desk, asked: str, language: Language, found: Found, asker: Asker) -> "Decision":
    """The match gate's word on an answer's question, and what stands with the answer besides."""
    decision = conflicts.gate_of(desk).same(asked, found.question, language.value)
    differs = apart(desk, read(asked, language.value), found, asker)
    return replace(decision, same=decision.same and not differs, differs=decision.differs + differs)


def apart(desk: Desk, asked: Reading, found: Found, asker: Asker) -> tuple[str, ...]:
    """What differs between an asker and whom an answer is kept for, each as a short name with both sides."""
    differs = []
    holds = _holds(desk, found)
    if asker.jurisdictions and Jurisdiction.INT not in holds and not asker.jurisdictions <= holds:
        differs.append(f"country: {_names(asker.jurisdictions)} / {_names(holds)}")
    if found.audience and _not_for(asked, found, asker):
        differs.append(f"readers: — / {found.audience}")
    if _another_time(asked, found.stages):
        differs.append(f"time: {_said(asked)} / {', '.join(found.stages)}")
    elif others := _another_stage(asked, found.stages, asker):
        differs.append(f"stage: {', '.join(others)} / {', '.join(found.stages)}")
    return tuple(differs)


def _holds(desk: Desk, found: Found) -> frozenset[Jurisdiction]:
    usual = {HOME_JURISDICTION[Language(found.language)], *desk.settings.jurisdictions}
    return frozenset(found.jurisdictions or usual)


def _names(places: Iterable[Jurisdiction]) -> str:
    return ", ".join(sorted(one.value for one in places))


def _not_for(asked: Reading, found: Found, asker: Asker) -> bool:
    """Whether an answer is written for others than who asks; what its question says itself, the gate has compared."""
    audience = found.audience or ""
    if _COLLEAGUES.search(audience.lower()):
        return True
    meant, said = read(audience, found.language).tags, read(found.question, found.language).tags
    for name in _GROUPS:
        group = meant.get(name, frozenset()) - _EVERYBODY
        if not group or said.get(name):
            continue
        asks = asked.tags.get(name, frozenset())
        if not asks and group & _readers(asker.known, name):
            continue
        if not same_group(name, asks, group):
            return True
    return False


def _readers(known: Iterable[str], name: str) -> frozenset[str]:
    clocks = {stage.clock for one in known if (stage := stages().by_id(one))}
    return frozenset(group for clock in clocks for group in _group_of(clock, name))


def _group_of(clock: str, name: str) -> frozenset[str]:
    kind, group = _CLOCKS.get(clock, ("", frozenset()))
    return group if kind == name else frozenset()


def _another_time(asked: Reading, kept: Sequence[str]) -> bool:
    """Whether the asker says a week or an age that lies in none of the stages an answer is listed for."""
    return False in _in_its_time(asked, kept)


def _another_stage(asked: Reading, kept: Sequence[str], asker: Asker) -> tuple[str, ...]:
    """The stages of the first place that shares none with an answer; of whoever says a time of its own, none counts."""
    if not kept or True in _in_its_time(asked, kept):
        return ()
    return next((one for one in asker.stages if one and not set(one) & set(kept)), ())


def _in_its_time(asked: Reading, kept: Sequence[str]) -> set[bool]:
    """Whether each week or age that is said lies in the stages of its clock that an answer is listed for."""
    told = set()
    for clock, days in _times(asked):
        listed = [stage for one in kept if (stage := stages().by_id(one)) and stage.clock == clock]
        if listed:
            told.add(any(stage.holds(day) for stage in listed for day in days))
    return told


def _times(asked: Reading) -> Iterable[tuple[str, tuple[int, int]]]:
    """The days of a pregnancy or of a child that are said. How long it has lasted is neither."""
    for one in asked.quantities:
        if one.role in _CLOCK_OF_ROLE:
            yield _CLOCK_OF_ROLE[one.role], (round(one.low), round(one.high))


def _said(asked: Reading) -> str:
    return ", ".join(one.text.strip() for one in asked.quantities)
