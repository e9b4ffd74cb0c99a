"""The sealed way back to whoever asked what a person must answer: for whoever is on duty, each time on record.

That of a message in the crisis lane is opened with its case (`services.crisis`); once a case is closed, it stays shut.
"""

from publisher.domain.errors import NotAllowed, Refusal
from publisher.domain.sentences import say
from publisher.domain.triage import Route
from publisher.services import duty, inbox, wording
from publisher.services.case_views import can_be_opened
from publisher.services.desk import Actor, Desk, require
from publisher.storage import crises, events


def may_open(desk: Desk, actor: Actor) -> bool:
    """Whether this person is on duty at this moment."""
    with desk.db.read() as tx:
        return duty.is_rostered(tx, require(actor), desk.clock())


def open_origin(desk: Desk, actor: Actor, question_id: str, reason: str) -> dict[str, str]:
    """Where a question came from, until its days are over. The reason goes on record with the opening."""
    who, now = require(actor), desk.clock()
    if not reason.strip():
        raise Refusal(say("Say why you open it."))
    told = wording.masked(desk.gate, wording.typed(reason), inbox.LONGEST_REASON)
    with desk.db.write() as tx:
        row = inbox.existing(tx, question_id)
        if not duty.is_rostered(tx, who, now):
            raise NotAllowed(say("Only the person on duty opens the way back to a writer."))
        if row.route == Route.CRISIS:
            raise Refusal(say("It stands in a crisis case: the way back is opened there."))
        if crises.closed_with(tx, [row.id]):
            raise Refusal(say("The case is closed: the way back to its writer stays shut."))
        if not can_be_opened(row, now):
            raise Refusal(say("The way back was erased, or there was none."))
        events.append(tx, f"question:{row.id}", "origin_opened", actor.name, now, reason=told)
        return desk.sealer.open(f"question:{row.id}", row.sealed)
