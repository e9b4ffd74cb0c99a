"""A crisis case as people see it: what was written, masked, who was called and what became of each call, its steps."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from publisher.domain.crises import CrisisCase
from publisher.domain.sentences import Sentence, from_plain
from publisher.storage import Transaction, crises, events

_STEPS = ("taken", "taken_over", "handed_over", "spoke_again", "read")


@dataclass(frozen=True)
class MessageView:
    """A message of a case, masked. `sealed`: the way back to its writer can still be opened."""

    id: str
    text: str
    flags: tuple[str, ...]
    written_at: datetime | None
    received_at: datetime
    sealed: bool


@dataclass(frozen=True)
class Told:
    """What became of a call in the staff's room. `room` is None until it was tried."""

    room: str | None
    at: datetime | None
    error: tuple[Sentence, ...]


@dataclass(frozen=True)
class Called:
    """Somebody who was called. `error` is why her e-mail did not leave; `waits`: it is still to be sent.

    `told`: the same call in the staff's room, where there is one.
    """

    name: str
    at: datetime
    sent_at: datetime | None
    error: str | None
    waits: bool
    told: Told | None = None


@dataclass(frozen=True)
class Step:
    """What a person did with a case, or that its writer wrote again (`spoke_again`, without a name)."""

    action: str
    at: datetime
    name: str


@dataclass(frozen=True)
class CaseView:
    """`later`: it is of an old message and nobody is called for it, so whoever is called for comes before it."""

    case: CrisisCase
    later: bool
    messages: tuple[MessageView, ...]
    called: tuple[Called, ...]
    taken_by_name: str | None
    steps: tuple[Step, ...]


def _told(row: Any) -> Told | None:
    if row.room is None and row.room_next_at is None and row.room_error is None:
        return None
    return Told(row.room, row.room_at, from_plain(row.room_error or ()))


def can_be_opened(message: Any, now: datetime) -> bool:
    """Whether the way back to the writer of a message may still be opened: its days are over on time, erased or not."""
    return message.sealed is not None and (message.sealed_until is None or now < message.sealed_until)


def view(tx: Transaction, case: CrisisCase, now: datetime) -> CaseView:
    called = crises.alarmed(tx, case.id)
    done = [event for event in events.of_record(tx, f"crisis:{case.id}") if event.action in _STEPS]
    ids = [row.person for row in called] + [event.detail.get("by", "") for event in done]
    names = crises.names_of(tx, ids + ([case.taken_by] if case.taken_by else []))
    return CaseView(
        case,
        case.follow_up and not crises.waits(tx, case.id),
        tuple(
            MessageView(row.id, row.text, tuple(row.flags), row.written_at, row.received_at, can_be_opened(row, now))
            for row in crises.messages(tx, case.id)
        ),
        tuple(
            Called(names.get(row.person, ""), row.made_at, row.sent_at, row.error, row.next_at is not None, _told(row))
            for row in called
        ),
        names.get(case.taken_by) if case.taken_by else None,
        tuple(Step(event.action, event.at, names.get(event.detail.get("by", ""), "")) for event in done),
    )
