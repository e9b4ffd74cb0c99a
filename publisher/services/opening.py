"""Opens crisis cases and adds a writer's further alarms to the one she has. Everything after that is people's."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from publisher.domain.crises import CaseState
from publisher.domain.ids import new_id
from publisher.intake.messages import Message
from publisher.services.desk import Actor, Desk
from publisher.storage import Transaction, crises, events

if TYPE_CHECKING:
    from publisher.services.receiving import Read


def note(desk: Desk, tx: Transaction, actor: Actor, read: "Read", question: str | None) -> str:
    """Put a crisis message into its writer's case, opened if there is none; returns the case."""
    now, message, triaged = desk.clock(), read.message, read.triaged
    old = message.asked_at is not None and message.asked_at < now - timedelta(hours=desk.settings.follow_up_hours)
    case = crises.live_case_of(tx, read.author) if read.author else None
    case_id = case.id if case else new_id()
    if case is None:
        crises.add(
            tx,
            id=case_id,
            author=read.author,
            state=CaseState.OPEN,
            follow_up=old,
            language=triaged.language,
            community=message.group,
            opened_at=now,
            deadline=now + timedelta(seconds=desk.settings.crisis_seconds),
        )
        event(tx, f"crisis:{case_id}", "opened", actor, now, follow_up=old)
    elif case.follow_up and not old:  # an old case that speaks up today is no old case any more
        deadline = now + timedelta(seconds=desk.settings.crisis_seconds)
        crises.change(tx, case_id, follow_up=False, deadline=deadline)
        event(tx, f"crisis:{case_id}", "spoke_again", actor, now)
    own = new_id()
    sealed = seal(desk, f"crisis_message:{own}", message)
    crises.add_message(
        tx,
        id=own,
        crisis_case=case_id,
        question=question,
        text=triaged.masked,
        flags=list(triaged.flags),
        written_at=message.asked_at,
        received_at=now,
        sealed=sealed,
        sealed_until=now + timedelta(days=desk.settings.origin_days) if sealed else None,
    )
    if case is not None:
        event(tx, f"crisis:{case_id}", "message_added", actor, now)
    return case_id


def event(tx: Transaction, record: str, action: str, actor: Actor, now: datetime, **detail: Any) -> None:
    """An event that says what was done, never what was written."""
    events.append(tx, record, action, actor.name, now, **detail)


def seal(desk: Desk, place: str, message: Message) -> str | None:
    """The way back to the writer, readable to whoever is on duty alone."""
    origin = {name: value for name, value in message.origin.items() if value}
    if message.author and "author" not in origin:
        origin["author"] = message.author
    return desk.sealer.seal(place, origin) if origin else None
