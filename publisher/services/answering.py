"""Answering: a line of the inbox becomes a general question; what was signed before is offered, or a draft begins.

A doctor answers within her own specialty; the rest goes to a colleague (`services.referring`). Similarity proposes, the
doctor decides, and a member that differs from its line is decided by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from publisher.domain.checking import EntryKind
from publisher.domain.communities import Community
from publisher.domain.entries import Content
from publisher.domain.errors import NotAllowed, Refusal
from publisher.domain.people import Person, Role
from publisher.domain.places import Jurisdiction, Language
from publisher.domain.sentences import say
from publisher.domain.triage import Route
from publisher.services import agreeing, drafting, inbox, linking, overseeing, replies, retrieval, standing
from publisher.services.desk import Actor, Desk, require
from publisher.services.triaging import triage_of
from publisher.storage import Transaction, answers, communities, entries, lines

_MOST = 5
_PEOPLES = (Route.CRISIS, Route.URGENT)


@dataclass(frozen=True)
class Offer:
    """A signed answer near the question. `same`: both ask one thing, says the gate; `differs` names what does not.
    `given`: it answered others of this line before."""

    entry: str
    question: str
    doctor: str | None
    given: bool
    same: bool
    agrees: tuple[str, ...]
    differs: tuple[str, ...]


@dataclass(frozen=True)
class Begun:
    """An answer to this line that somebody is writing. `hers`: this person is."""

    entry: str
    title: str
    author: str
    hers: bool


def begun(desk: Desk, actor: Actor, group_id: str) -> list[Begun]:
    """What is being written for those who wait in this line, so that nobody writes it twice."""
    person = require(actor, Role.DOCTOR)
    with desk.db.read() as tx:
        line = inbox.existing_line(tx, group_id)
        found = answers.begun_in_line(tx, line.id, desk.today(), overseeing.hers(desk, tx, actor))
    return [Begun(row.id, row.title, row.name or "", row.author == person.id) for row in found]


def offers(desk: Desk, actor: Actor, group_id: str, also: Sequence[str] = ()) -> list[Offer]:
    """What answered others of this line, then the nearest signed answers, those to this very question first: what
    stands of them and the law allows wherever it was asked. `also`: differing members that are to be answered too."""
    require(actor, Role.DOCTOR)
    line = inbox.group(desk, actor, group_id)
    with desk.db.read() as tx:
        asked_in = _asked_in(tx, _ordinary(lines.waiting(tx, line.id, also)))
    asker = agreeing.Asker(frozenset(_places(desk, line)), tuple(one.stages if one else () for one in asked_in))
    places = [one.jurisdiction for one in asked_in if one]

    def fits(entry: str) -> bool:
        with desk.db.read() as tx:
            return not standing.against_for(desk, tx, entry, places)

    given = retrieval.standing(desk, line.entry) if line.entry else None
    near = [given] if given and fits(given.answer) else []
    near += retrieval.closest_signed(desk, line.text, line.language.value, limit=_MOST, but=line.entry, fits=fits)
    found = []
    for one in near:
        judged = agreeing.judge(desk, line.text, line.language, one, asker)
        told = judged.same, judged.agrees, judged.differs
        found.append(Offer(one.answer, one.question, one.signed_by, one is given, *told))
    return sorted(found, key=lambda one: (not one.given, not one.same))


def use(desk: Desk, actor: Actor, group_id: str, entry: str, also: Sequence[str] = ()) -> None:
    """A doctor decides that a signed answer answers this line. `also`: differing members it answers too.

    Refusal with the reasons where it does not stand, or the law of a community in which this was asked forbids it.
    """
    require(actor, Role.DOCTOR)
    with desk.db.write() as tx:
        line = inbox.existing_line(tx, group_id)
        wanted = _chosen(tx, line.id, also)
        entries.lock(tx, entry)  # what is withdrawn at this moment answers nobody
        places = [one.jurisdiction for one in _asked_in(tx, wanted) if one]
        if reasons := standing.against_for(desk, tx, entry, places):
            raise Refusal(*reasons)
        linking.link(tx, actor, [one.id for one in wanted], entry, desk.clock())
        linking.carry_out(desk, tx, actor, entry)


def draft(
    desk: Desk, actor: Actor, group_id: str, general: str, specialty: str | None, also: Sequence[str] = ()
) -> str:
    """Begin the answer to a general question on the draft path; returns the entry.

    Its questions are tied to it until it is withdrawn and they wait again, or until what they ask changes.
    """
    person = require(actor, Role.DOCTOR)
    _require_specialty(desk, person, specialty)
    line = inbox.group(desk, actor, group_id)
    with desk.db.read() as tx:
        _chosen(tx, line.id, also)
    words = " ".join(general.split())
    _require_general(desk, words, line.language)
    content = Content(
        EntryKind.ANSWER,
        line.language,
        words[: drafting.LONGEST_TITLE],
        "",
        words,
        jurisdictions=tuple(_places(desk, line)),
    )
    made = drafting.add_entry(desk, actor, content)
    with desk.db.write() as tx:
        linking.link(tx, actor, [one.id for one in _chosen(tx, line.id, also)], made.id, desk.clock())
        linking.take(desk, tx, actor, made.id)
    return made.id


def questions_of(desk: Desk, actor: Actor, entry: str) -> list[str]:
    """The masked words of the questions an answer belongs to, of those this person may read."""
    require(actor, *inbox.READERS)
    with desk.db.read() as tx:
        return [row.text for row in answers.questions_of(tx, entry, overseeing.hers(desk, tx, actor))]


def specialties(desk: Desk, person: Person) -> list[str]:
    """What a doctor's valid licences cover; empty when they name none."""
    today = desk.today()
    return list(dict.fromkeys(name for one in person.licences if one.valid_on(today) for name in one.specialties))


def _places(desk: Desk, line: inbox.GroupView) -> list[Jurisdiction]:
    """Where those who ask this are."""
    return replies.places_of(desk, line.language, [one.community for one in line.members])


def _asked_in(tx: Transaction, asked: Sequence[Any]) -> list[Community | None]:
    """The communities of these questions, each once; None for those not kept here: nothing is handed out there."""
    names = dict.fromkeys(one.community for one in asked)
    return [communities.by_name(tx, name) if name else None for name in names]


def _ordinary(waiting: Sequence[Any]) -> list[Any]:
    return [one for one in waiting if one.route not in _PEOPLES]


def _chosen(tx: Transaction, line: str, also: Sequence[str]) -> list[Any]:
    """What waits in the line and is no alarm, and the differing ones that were named."""
    waiting = lines.waiting(tx, line, also)
    chosen = _ordinary(waiting)
    if any(one.route in _PEOPLES and (one.id in also or not chosen) for one in waiting):
        raise Refusal(say("An urgent or crisis message is answered by a person, never from the library."))
    if not chosen:
        raise Refusal(say("Nothing of this line waits any more."))
    return chosen


def _require_specialty(desk: Desk, person: Person, specialty: str | None) -> None:
    held = specialties(desk, person)
    if held and specialty not in held:
        raise NotAllowed(
            say(
                "This is outside your specialties ({held}); hand the question to a colleague.",
                held=", ".join(held),
            )
        )


def _require_general(desk: Desk, words: str, language: Language) -> None:
    if not words:
        raise Refusal(say("Write the question as anybody could ask it."))
    if "[" in words or triage_of(desk.gate).read(words, language).masked != words:
        raise Refusal(say("A person still stands in the question; take names, dates and numbers out."))
