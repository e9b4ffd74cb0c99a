"""Opens crisis cases and adds a writer's further alarms to the one she has. Everything after that is people's."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from publisher.domain.crises import CaseState, CrisisCase
from publisher.domain.ids import new_id
from publisher.domain.people import Person
from publisher.intake.messages import Message
from publisher.services import alarms
from publisher.services.desk import Actor, Desk
from publisher.storage import Transaction, answers, crises, events, people

if TYPE_CHECKING:
    from publisher.services.receiving import Read


def note(desk: Desk, tx: Transaction, actor: Actor, read: "Read", question: str | None) -> str:
    """Put a crisis message into its case, or else its writer's, opened if there is none; returns the case."""
    message, triaged = read.message, read.triaged
    # an edit bears the time of its first version, but is said now
    said_at = None if read.said_now else message.asked_at
    case_id = _case_of(desk, tx, actor, read.author, triaged.language, message.group, said_at, read.case)
    own = new_id()
    call_back(desk, tx, actor, question)
    _add(desk, tx, own, case_id, question, triaged.masked, triaged.flags, message.asked_at, _sealed(desk, own, message))
    return case_id


def from_question(desk: Desk, tx: Transaction, actor: Actor, row: Any) -> str:
    """A stored question that a person moved to the crisis lane; the sealed way back goes with it.

    However old its words are, somebody sees the danger now: it calls at once.
    """
    case_id = _case_of(desk, tx, actor, row.author, row.language, row.community, None)
    own = new_id()
    kept = row.sealed is not None and (row.sealed_until is None or desk.clock() < row.sealed_until)
    origin = desk.sealer.open(f"question:{row.id}", row.sealed) if kept else {}
    sealed = desk.sealer.seal(f"crisis_message:{own}", origin) if origin else None
    call_back(desk, tx, actor, row.id)
    flags = tuple(one["detail"] for one in row.labels if one["detail"].startswith("RF-"))
    _add(desk, tx, own, case_id, row.id, row.text, flags, row.asked_at, sealed, row.sealed_until)
    return case_id


def _case_of(
    desk: Desk,
    tx: Transaction,
    actor: Actor,
    author: str | None,
    language: str,
    community: str | None,
    asked_at: datetime | None,
    case: CrisisCase | None = None,
) -> str:
    """This live case, or the writer's, or a new one. Old messages are for the follow-up list, not for the pager."""
    now = desk.clock()
    old = asked_at is not None and asked_at < now - timedelta(hours=desk.settings.follow_up_hours)
    deadline = now + timedelta(seconds=desk.settings.crisis_seconds)
    if case is None and author:
        case = crises.live_case_of(tx, author)
    if case is None:
        case_id = new_id()
        crises.add(
            tx,
            id=case_id,
            author=author,
            state=CaseState.OPEN,
            follow_up=old,
            language=language,
            community=community,
            opened_at=now,
            deadline=deadline,
        )
        event(tx, f"crisis:{case_id}", "opened", actor, now, follow_up=old)
        return case_id
    event(tx, f"crisis:{case.id}", "message_added", actor, now)
    if not old:
        _spoke_again(desk, tx, actor, case, deadline)
    return case.id


def _spoke_again(desk: Desk, tx: Transaction, actor: Actor, case: CrisisCase, deadline: datetime) -> None:
    """Whoever has the case is called as at the first time, the roster after her; a case that waits waits no longer."""
    first = case.state is CaseState.TAKEN and case.spoke_at is None
    holder = people.by_id(tx, case.taken_by) if first and case.taken_by else None
    if first and (holder is None or not holder.active):
        deadline = desk.clock()  # nobody is there to be called first
    values: dict[str, Any] = {"spoke_at": desk.clock()} if first else {}
    soonest = deadline if first or case.follow_up else min(case.deadline, deadline)
    # an old case that speaks up today is no old case any more
    crises.change(tx, case.id, follow_up=False, deadline=soonest, **values)
    if first or case.follow_up:
        event(tx, f"crisis:{case.id}", "spoke_again", actor, desk.clock())
    if holder is not None and holder.active:
        alarms.call(desk, tx, case, holder.id)


def end_referrals(tx: Transaction, actor: Actor, group: str, now: datetime) -> None:
    """What was answered or set aside in a line waits for no colleague any more, whoever did it."""
    for question in answers.end_left(tx, group, now):
        event(tx, f"question:{question}", "referral_ended", actor, now)


def call_back(desk: Desk, tx: Transaction, actor: Actor, question: str | None) -> None:
    """What is no doctor's waits for no colleague any more: the words of a crisis are for whoever may see the case."""
    if question is not None and answers.end_referrals(tx, question, desk.clock()):
        event(tx, f"question:{question}", "referral_ended", actor, desk.clock())


def _add(
    desk: Desk,
    tx: Transaction,
    own: str,
    case_id: str,
    question: str | None,
    masked: str,
    flags: tuple[str, ...],
    written_at: datetime | None,
    sealed: str | None,
    until: datetime | None = None,
) -> None:
    """`until`: the way back was kept before, and its days do not begin anew."""
    now = desk.clock()
    crises.add_message(
        tx,
        id=own,
        crisis_case=case_id,
        question=question,
        text=masked,
        flags=list(flags),
        written_at=written_at,
        received_at=now,
        sealed=sealed,
        sealed_until=(until or now + timedelta(days=desk.settings.origin_days)) if sealed else None,
    )


def _sealed(desk: Desk, own: str, message: Message) -> str | None:
    return seal(desk, f"crisis_message:{own}", message)


def event(tx: Transaction, record: str, action: str, actor: Actor, now: datetime, **detail: Any) -> None:
    """An event that says what was done, never what was written."""
    events.append(tx, record, action, actor.name, now, **detail)


def sent_by(person: Person) -> dict[str, str]:
    """The way back when somebody here brings a message that names no writer: she alone knows where it was said.

    An origin, never the author: two people in danger of whom she tells are two cases.
    """
    return {"sent by": f"{person.name} <{person.email}>"}


def seal(desk: Desk, place: str, message: Message) -> str | None:
    """The way back to the writer, readable to whoever is on duty alone."""
    origin = {name: value for name, value in message.origin.items() if value}
    if message.author and "author" not in origin:
        origin["author"] = message.author
    return desk.sealer.seal(place, origin) if origin else None
