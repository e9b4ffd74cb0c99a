"""Nothing signed answers it: the question goes to a doctor, masked; whoever asked for it is told of the answer."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from publisher.domain.errors import NotFound, Refusal
from publisher.domain.ids import new_id
from publisher.domain.places import Jurisdiction, Language
from publisher.domain.sentences import say
from publisher.domain.triage import Route
from publisher.intake.messages import Message
from publisher.services import communities, opening, receiving, standing, wording
from publisher.services.desk import Actor, Desk, require
from publisher.services.handing_out import HANDERS
from publisher.storage import Transaction, answers, entries, events, inbox

SOURCE = "desk"
_AT_ONCE = timedelta(minutes=10)
_TAKEN_BY_PEOPLE = (Route.CRISIS, Route.URGENT, Route.DOCTOR)


@dataclass(frozen=True)
class Asked:
    """A question that was sent, who takes it, and what a way to care goes by. Of an alarm nobody is told an answer."""

    id: str
    route: Route
    language: Language
    flags: tuple[str, ...]
    jurisdiction: Jurisdiction


@dataclass(frozen=True)
class Answered:
    """A question this person asked for, and the signed answer it got."""

    id: str
    question: str
    language: Language
    community: str | None
    entry: str
    title: str


def ask(desk: Desk, actor: Actor, words: str, community_id: str) -> Asked:
    """Send a question to the doctors. Personal data is masked before anything is stored.

    What reads like a crisis or an emergency goes to whoever takes those, as any message does. Sent twice within
    minutes, it is one question.
    """
    person = require(actor, *HANDERS)
    said = wording.typed(words)
    if not said:
        raise Refusal(say("Write the question first."))
    now = desk.clock()
    with desk.db.read() as tx:
        (place,) = communities.require_all(tx, actor, [community_id])
    digest = desk.sealer.pseudonym("asked", person.id, place.id, said)
    language = wording.language_of(said, place.language)
    origin = opening.sent_by(person) | {"group": place.name}
    message = Message(
        1, said, f"{SOURCE}:{new_id()}", language.value, now, place.name, origin=origin, raw_digest=digest
    )
    read = receiving.read(desk, SOURCE, message)
    if read.triaged.route not in _TAKEN_BY_PEOPLE:
        read = replace(read, triaged=replace(read.triaged, route=Route.DOCTOR))
    triaged = read.triaged
    with desk.db.write() as tx:
        before = answers.asked_since(tx, person.id, read.digest, now - _AT_ONCE)
        if before is not None:
            route = Route(inbox.question(tx, before).route)
            return Asked(before, route, triaged.language, triaged.flags, place.jurisdiction)
        (question,) = receiving.store(desk, tx, actor, SOURCE, [read]).created
        answers.tell(tx, question, person.id, place.id, now)
        events.append(tx, f"question:{question}", "asked", actor.name, now, community=place.id)
    return Asked(question, triaged.route, triaged.language, triaged.flags, place.jurisdiction)


def answered(desk: Desk, actor: Actor) -> list[Answered]:
    """What this person asked for and can now hand out where it was asked: the answer itself, or what stands in its
    place by now."""
    person = require(actor)
    with desk.db.read() as tx:
        rows = answers.told(tx, person.id, desk.today())
        found = [(row, _now(desk, tx, row)) for row in rows]
    told = [
        Answered(row.id, row.text, Language(row.language), row.community, *now) for row, now in found if now is not None
    ]
    return list({(one.id, one.entry): one for one in told}.values())


def _now(desk: Desk, tx: Transaction, row: Any) -> tuple[str, str] | None:
    """The answer's entry and title, or those of what took its place; None when that may not be shown there now."""
    last = entries.last_of_line(tx, row.entry)
    places = [Jurisdiction(row.jurisdiction)] if row.jurisdiction else []
    return None if standing.against_for(desk, tx, last.id, places) else (last.id, last.title)


def seen(desk: Desk, actor: Actor, asking_id: str) -> None:
    """She knows; it leaves her list."""
    with desk.db.write() as tx:
        if not answers.seen(tx, asking_id, require(actor).id, desk.clock()):
            raise NotFound(say("This question is not one of yours."))
