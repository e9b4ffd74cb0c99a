"""What people change about a single question: its route, its words for a picture, and new ones they hand in."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from publisher.domain.errors import Refusal
from publisher.domain.ids import new_id
from publisher.domain.people import Role
from publisher.domain.places import Language
from publisher.domain.sentences import say
from publisher.domain.triage import Route, Triaged
from publisher.intake.messages import LONGEST, Message, until
from publisher.services import linking, opening, overseeing, receiving, repeating, wording
from publisher.services.desk import Actor, Desk, require
from publisher.services.inbox import HANDS, LONGEST_REASON, READERS, existing
from publisher.storage import Transaction, inbox, lines


def reroute(desk: Desk, actor: Actor, question_id: str, route: Route, reason: str = "") -> None:
    """Triage was wrong: this question belongs to another route. To the crisis lane it opens a case at once."""
    require(actor, *HANDS)
    now, told = desk.clock(), wording.masked(desk.gate, wording.typed(reason), LONGEST_REASON)
    with desk.db.write() as tx:
        row = overseeing.require_hers(desk, tx, actor, existing(tx, question_id))
        _wait_alone(desk, tx, actor, row, now, route=route, state="waiting", taken_by=None)
        if route is Route.CRISIS:
            opening.from_question(desk, tx, actor, row)
        detail = {"reason": told} if told else {}
        opening.event(tx, f"question:{row.id}", "rerouted", actor, now, before=row.route, route=route.value, **detail)


def ask(desk: Desk, actor: Actor, text: str, language: Language | None = None, community: str = "") -> str:
    """A question handed in by a person here, masked and triaged like any other; to the doctor unless it is pressing."""
    who = require(actor, *READERS, Role.VOLUNTEER)
    words = wording.typed(text)
    if not words:
        raise Refusal(say("Write the question first."))
    group = community.strip()
    origin = opening.sent_by(who) | {"group": group}
    message = Message(
        1, until(words, LONGEST), key=f"asked:{new_id()}", language=language, group=group or None, origin=origin
    )
    read = receiving.read(desk, "asked", message)
    with desk.db.write() as tx:
        (own,) = receiving.store(desk, tx, actor, "asked", [read]).created
        if read.triaged.route in (Route.MODERATOR, Route.SET_ASIDE):
            inbox.change(tx, own, route=Route.DOCTOR)
            inbox.make_comparable(tx, own)
        opening.event(tx, f"question:{own}", "asked", actor, desk.clock(), by=who.id)
    return own


def ask_again(desk: Desk, actor: Actor, question_id: str) -> None:
    """The answer did not fit: the question goes back to the doctor."""
    reroute(desk, actor, question_id, Route.DOCTOR, "asked again")


def describe(desk: Desk, actor: Actor, question_id: str, words: str) -> str | None:
    """What a picture or a voice shows or says, in a person's words; masked like everything. It never calms an alarm.

    Returns the line in which it waits now; a crisis stands in none. Refusal when its words changed meanwhile: the
    models read before the transaction, since a cry that comes waits for whoever writes.
    """
    require(actor, *HANDS)
    said = until(wording.typed(words), 2000)
    if not said:
        raise Refusal(say("Write what it shows."))
    with desk.db.read() as tx:
        before = overseeing.require_hers(desk, tx, actor, existing(tx, question_id))
    found, alone = _described(desk, before, said)
    now = desk.clock()
    with desk.db.write() as tx:
        row = overseeing.require_hers(desk, tx, actor, existing(tx, question_id))
        if (row.text, row.language) != (before.text, before.language):
            raise Refusal(say("This has just moved on; look at it again."))
        route = _more_pressing(_more_pressing(Route(row.route), found.route), alone)
        values: dict[str, Any] = {"text": found.masked, "labels": receiving.labels_of(found), "route": route}
        values |= {"language": found.language, "fingerprint": repeating.fingerprint(found)}
        if route is not Route(row.route) or row.state not in inbox.OPEN:
            values |= {"state": "waiting", "taken_by": None}
        line = _wait_alone(desk, tx, actor, row, now, **values)
        if route is Route.CRISIS and row.route != Route.CRISIS:
            opening.from_question(desk, tx, actor, inbox.question(tx, row.id))
        opening.event(tx, f"question:{row.id}", "described", actor, now)
    return line


def _described(desk: Desk, row: Any, said: str) -> tuple[Triaged, Route]:
    """What triage finds in a question with its description, and the route of that alone."""
    language = wording.language_of(said, Language(row.language))
    message = Message(1, f"{row.text} ({said})", key=f"described:{row.id}", language=language)
    found = receiving.read(desk, "asked", message).triaged
    # by itself too: behind “What is this?” a description sounds like a schoolbook's question
    return found, receiving.read(desk, "asked", replace(message, text=said)).triaged.route


def _wait_alone(desk: Desk, tx: Transaction, actor: Actor, row: Any, now: datetime, **values: Any) -> str | None:
    """It asks something else than its line: it leaves that and the answer begun there. A crisis stands in no line."""
    after = row._asdict() | values
    crisis = after["route"] == Route.CRISIS
    group = None if crisis else lines.add(tx, after["route"], after["language"], after["text"], now)
    linking.untie(tx, actor, row.id, now)
    if after["route"] not in (row.route, Route.DOCTOR):
        opening.call_back(desk, tx, actor, row.id)
    inbox.change(tx, row.id, **values, question_group=group, differs=None)
    if row.question_group:
        lines.word_anew(tx, row.question_group, now)
    return group


def _more_pressing(before: Route, found: Route) -> Route:
    """An alarm in the words raises the route; anything else in them leaves it as people set it."""
    alarms = (Route.CRISIS, Route.URGENT)
    return next((one for one in alarms if one in (before, found)), before)
