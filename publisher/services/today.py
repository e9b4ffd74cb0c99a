"""What waits for me: the first page's counts and lines, read in one go."""

from dataclasses import dataclass
from datetime import timedelta

from publisher.domain.entries import EntryStatus
from publisher.domain.people import Role
from publisher.domain.sentences import Sentence
from publisher.services import accounts, licences
from publisher.services.desk import Actor, Desk, require
from publisher.services.duty import follow_ups, waiting_too_long
from publisher.services.library import publications
from publisher.services.signing import signing_queue
from publisher.services.stopping import stopped
from publisher.services.views import PublicationRow, QueueItem
from publisher.services.withdrawing import left_for_a_person
from publisher.storage import home, listing

WORKER_SILENT = timedelta(seconds=20)
_MINE = [EntryStatus.DRAFT, EntryStatus.RETURNED, EntryStatus.BLOCKED, EntryStatus.AWAITING_REVIEW, EntryStatus.DUE]


@dataclass(frozen=True)
class Today:
    """Counts are of the acting person's own entries; a reviewer's `to_review` is of everybody's."""

    to_sign: tuple[QueueItem, ...]
    counts: dict[str, int]
    to_review: int
    held: tuple[PublicationRow, ...]
    needs_review: tuple[PublicationRow, ...]
    failed: tuple[PublicationRow, ...]
    take_down: tuple[PublicationRow, ...]  # taken back here, and only a person can take it down there
    next_up: tuple[PublicationRow, ...]
    worker_alive: bool
    stopped: str | None
    licence_warning: Sentence | None
    licences_to_renew: tuple[Sentence, ...]
    credentials: tuple[tuple[str, Sentence], ...]  # by account, for an administrator
    in_danger: int  # cases for which nobody has come in time; how many is told to everybody, what they say is not
    follow_ups: int  # the same of old messages, for which nobody is called


def today(desk: Desk, actor: Actor) -> Today:
    """Everything the Today page says, for one person."""
    person = require(actor)
    doctor = person.has(Role.DOCTOR)
    with desk.db.read() as tx:
        counts = listing.count_by_status(tx, desk.today(), person.id, _MINE)
        waiting = [EntryStatus.AWAITING_REVIEW]
        to_review = (
            listing.count_by_status(tx, desk.today(), None, waiting, person.scope) if person.has(Role.REVIEWER) else {}
        )
    stuck = {
        state: publications(desk, actor, state=state, size=5).items
        for state in ("held", "needs_review", "failed", "scheduled")
    }
    return Today(
        to_sign=tuple(signing_queue(desk, actor, limit=5)) if doctor else (),
        counts=counts,
        to_review=sum(to_review.values()),
        held=stuck["held"],
        needs_review=stuck["needs_review"],
        failed=stuck["failed"],
        take_down=tuple(left_for_a_person(desk, actor)[:5]),
        next_up=stuck["scheduled"],
        worker_alive=worker_alive(desk),
        stopped=stopped(desk),
        licence_warning=licences.own_warning(desk, person) if doctor else None,
        licences_to_renew=tuple(licences.to_renew(desk, actor)),
        credentials=accounts.running_out(desk, actor),
        in_danger=waiting_too_long(desk),
        follow_ups=follow_ups(desk),
    )


def worker_alive(desk: Desk) -> bool:
    """Whether a worker gave a sign of life within the last twenty seconds."""
    with desk.db.read() as tx:
        last = home.last_beat(tx)
    return last is not None and desk.clock() - last < WORKER_SILENT
