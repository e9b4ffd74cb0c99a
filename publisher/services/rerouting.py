"""What people change about a single question: its route, its words for a picture, and new ones they hand in."""

from typing import Any

from publisher.domain.errors import Refusal
from publisher.domain.ids import new_id
from publisher.domain.people import Role
from publisher.domain.places import Language
from publisher.domain.sentences import say
from publisher.domain.triage import Route
from publisher.intake.messages import Message
from publisher.services import opening, receiving
from publisher.services.desk import Actor, Desk, require
from publisher.services.inbox import HANDS, READERS, existing
from publisher.storage import inbox


def reroute(desk: Desk, actor: Actor, question_id: str, route: Route, reason: str = "") -> None:
    """Triage was wrong: this question belongs to another route. To the crisis lane it opens a case at once."""
    require(actor, *HANDS)
    now = desk.clock()
    with desk.db.write() as tx:
        row = existing(tx, question_id)
        values: dict[str, Any] = {"route": route, "state": "waiting", "taken_by": None}
        if route is Route.CRISIS:
            values |= {"question_group": None, "differs": None}
            opening.from_question(desk, tx, actor, row)
        elif row.question_group is None:
            groups = inbox.groups_of(tx, {row.fingerprint or row.id: _as_group(row)}, now)
            values["question_group"], values["differs"] = next(iter(groups.values()))
        inbox.change(tx, row.id, **values)
        detail = {"reason": reason.strip()[:300]} if reason.strip() else {}
        opening.event(tx, f"question:{row.id}", "rerouted", actor, now, before=row.route, route=route.value, **detail)


def ask(desk: Desk, actor: Actor, text: str, language: Language | None = None, community: str = "") -> str:
    """A question handed in by a person here, masked and triaged like any other; to the doctor unless it is pressing."""
    who = require(actor, *READERS, Role.VOLUNTEER)
    words = text.strip()
    if not words:
        raise Refusal(say("Write the question first."))
    message = Message(1, words[:20_000], key=f"asked:{new_id()}", language=language, group=community.strip() or None)
    read = receiving.read(desk, "asked", message)
    with desk.db.write() as tx:
        (own,) = receiving.store(desk, tx, actor, "asked", [read]).created
        if read.triaged.route in (Route.MODERATOR, Route.SET_ASIDE):
            inbox.change(tx, own, route=Route.DOCTOR)
        opening.event(tx, f"question:{own}", "asked", actor, desk.clock(), by=who.id)
    return own


def ask_again(desk: Desk, actor: Actor, question_id: str) -> None:
    """The answer did not fit: the question goes back to the doctor."""
    reroute(desk, actor, question_id, Route.DOCTOR, "asked again")


def describe(desk: Desk, actor: Actor, question_id: str, words: str) -> None:
    """What a picture or a voice shows or says, in a person's words; masked like everything."""
    require(actor, *HANDS)
    if not words.strip():
        raise Refusal(say("Write what it shows."))
    now = desk.clock()
    with desk.db.write() as tx:
        row = existing(tx, question_id)
        message = Message(
            1, f"{row.text} ({words.strip()[:2000]})", key=f"described:{question_id}", language=row.language
        )
        read = receiving.read(desk, "asked", message)
        pressing = read.triaged.route in (Route.CRISIS, Route.URGENT)
        route = read.triaged.route if pressing else row.route
        inbox.change(tx, row.id, text=read.triaged.masked, labels=receiving.labels_of(read.triaged), route=route)
        if read.triaged.route is Route.CRISIS and row.route != Route.CRISIS:
            inbox.change(tx, row.id, question_group=None, differs=None)
            opening.from_question(desk, tx, actor, inbox.question(tx, row.id))
        opening.event(tx, f"question:{row.id}", "described", actor, now)


def _as_group(row: Any) -> dict[str, Any]:
    return {"id": new_id(), "language": row.language, "text": row.text}
