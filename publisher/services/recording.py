"""What an attempt found out, written down: the new state, the attempt's row and its event in one transaction."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from publisher.channels.contract import (
    Account,
    Channel,
    Delivery,
    Lookup,
    Outcome,
    Reconnect,
    Rejected,
    RetryLater,
    Sent,
)
from publisher.domain.publications import Publication, PublicationState
from publisher.domain.sentences import Reason, Sentence, as_sentences, say
from publisher.logs import Logger
from publisher.services import rechecking, retiring
from publisher.services.desk import WORKER, Desk
from publisher.services.intent import Intent
from publisher.storage import Transaction, accounts, entries, events, publications

_S = PublicationState
_log = Logger("delivery")
_LONGEST_PAUSE = 3600.0
_ARRIVED = (_S.PUBLISHED, _S.AWAITING_HAND_OFF)
FOR_A_PERSON = timedelta(days=3650)  # the worker does not try this again


@dataclass(frozen=True)
class Claim:
    """A publication this attempt holds, with all it needs to act on the network.

    `earlier_send_at` is set when an earlier try may have posted; `replaces` is the live older version on the account.
    """

    before: Publication
    earlier_send_at: datetime | None
    intent: Intent
    channel: Channel
    account: Account
    delivery: Delivery
    replaces: Publication | None = None
    confirmed: list[str] = field(
        default_factory=list
    )  # parts of a thread that are there, in order; grows while sending
    against: tuple[Sentence, ...] = ()  # why it may not be sent (again) now; what was sent already is still looked up


def pause_after(attempt: int, first: float) -> timedelta:
    """Exponential back-off with jitter: `first` seconds, then twice that, … up to an hour, each spread by a quarter."""
    seconds = min(first * 2 ** min(max(0, attempt - 1), 20), _LONGEST_PAUSE)
    return timedelta(seconds=seconds * random.uniform(0.75, 1.25))  # noqa: S311 - spreads load, guards nothing


def record(desk: Desk, claim: Claim, call: str, outcome: Outcome, *, ask_a_person: bool = False) -> str:
    """Write an outcome down and return the state it leads to; "skipped" when somebody else moved it meanwhile.

    That it was sent is written down also by who was overtaken while the other still asks: so nobody sends it again.
    """
    now, before = desk.clock(), claim.before
    again = now + pause_after(before.attempt, desk.settings.first_pause_seconds)
    after, values = _meaning(claim, call, outcome, again, ask_a_person)
    with desk.db.write() as tx:
        if after in _ARRIVED:
            entries.lock(tx, before.entry)  # whoever takes it back at this moment is before or after, never between
        if not publications.move(tx, before, after, now, **values):
            overtaken = _still_sending(tx, before.id) if isinstance(outcome, Sent) and call == "send" else None
            if overtaken is None or not publications.move(tx, overtaken, after, now, **values):
                return "skipped"
        name = type(outcome).__name__.lower()
        publications.add_attempt(tx, before.id, before.attempt, call, now, name, getattr(outcome, "reason", None))
        events.append(
            tx,
            f"publication:{before.id}",
            after.value,
            WORKER.name,
            now,
            before=before.state,
            attempt=before.attempt,
            call=call,
            outcome=name,
            url=values.get("url"),
        )
        if isinstance(outcome, RetryLater):
            _let_rest(tx, claim, outcome)
        if isinstance(outcome, Reconnect):
            accounts.hold(tx, claim.account.id, outcome.reason)
            events.append(tx, f"account:{claim.account.id}", "held", WORKER.name, now, reason=str(outcome.reason))
        if after is _S.PUBLISHED:
            retiring.retire(tx, before, claim.replaces, claim.channel.capabilities.can_remove, now)
            take_back_if_fallen(tx, before.id, now)
        if after in _ARRIVED:
            rechecking.ask(desk, tx, before.id)
    _log.info("recorded", publication=before.id, attempt=before.attempt, call=call, outcome=name, state=after.value)
    return after.value


def _still_sending(tx: Transaction, publication: str) -> Publication | None:
    """The publication as another attempt holds it, if that one knows of no post yet."""
    row = publications.row(tx, publication)
    return publications.publication_of(row) if row.state == _S.SENDING and not row.remote_id else None


def _let_rest(tx: Transaction, claim: Claim, outcome: RetryLater) -> None:
    """What was not sent gives its turn back; a network that named a time is left alone until then, by all of us."""
    if claim.before.sends_started <= 1 and not claim.confirmed:
        accounts.give_turn_back(tx, claim.account.id)
    if outcome.after is not None:
        accounts.set_next_allowed(tx, claim.account.id, outcome.after)


def leave_unsent(desk: Desk, claim: Claim) -> str:
    """It is proven not to be there and may not be sent (any more): held with the reasons, or cancelled as was asked."""
    now, before = desk.clock(), claim.before
    after = _S.CANCELLED if before.called_off else _S.HELD
    with desk.db.write() as tx:
        if not publications.move(tx, before, after, now, reason=claim.against, sends_started=0, doubted_since=None):
            return "skipped"
        publications.add_attempt(tx, before.id, before.attempt, "find", now, "absent", None)
        said = " ".join(map(str, claim.against))
        events.append(tx, f"publication:{before.id}", after.value, WORKER.name, now, before=before.state, reason=said)
    return after.value


def _meaning(
    claim: Claim, call: str, outcome: Outcome, again: datetime, ask_a_person: bool
) -> tuple[PublicationState, dict[str, Any]]:
    """The declared state and the columns that an outcome of a call leads to."""
    before = claim.before
    if call == "remove":
        return _removal(outcome, again)
    if isinstance(outcome, Sent):
        by_hand = outcome.left_for_a_person or claim.channel.capabilities.hand_off
        if by_hand and claim.against:  # prepared, not put out: nobody is to put it out now
            return _S.HELD, {"remote_id": outcome.remote_id, "url": outcome.url, "reason": claim.against}
        state = _S.AWAITING_HAND_OFF if by_hand else _S.PUBLISHED
        return state, {"remote_id": outcome.remote_id, "url": outcome.url, "reason": None}
    if isinstance(outcome, RetryLater):
        # parts of a thread that are there already were sent: the next attempt asks, and goes on after them
        clean = claim.earlier_send_at is None and not claim.confirmed
        started = max(0, before.sends_started - 1) if clean else before.sends_started
        return _S.SCHEDULED, {"next_at": outcome.after or again, "reason": outcome.reason, "sends_started": started}
    if isinstance(outcome, Rejected):
        return _S.FAILED, {"reason": _refused(claim, outcome.reason)}
    if isinstance(outcome, Reconnect) and before.called_off:
        return _S.UNKNOWN, {"next_at": again, "reason": outcome.reason}  # its account is held, and asked afterwards
    if isinstance(outcome, Reconnect):
        started = before.sends_started if call == "find" or claim.earlier_send_at or claim.confirmed else 0
        return _S.HELD, {"reason": outcome.reason, "sends_started": started}
    if ask_a_person or claim.channel.capabilities.lookup is Lookup.BLIND:
        return _S.NEEDS_REVIEW, {"reason": outcome.reason}
    return _S.UNKNOWN, {"next_at": again, "reason": outcome.reason}


def _refused(claim: Claim, reason: Sentence | str) -> Reason:
    """A thread that was refused in its middle stands half on the channel: that is said, so that somebody looks."""
    if not claim.confirmed:
        return reason
    begun = say("Parts that are there already: {count}; look, and take them back by hand.", count=len(claim.confirmed))
    return (*as_sentences(reason), begun)


def _removal(outcome: Outcome, again: datetime) -> tuple[PublicationState, dict[str, Any]]:
    """What the network refuses to take back waits for a person, who is told why and where it stands."""
    if isinstance(outcome, Sent):
        return _S.REMOVED, {"url": outcome.url}
    if isinstance(outcome, Rejected):
        by_hand = say("Take it down by hand: {reason}", reason=outcome.reason)
        return _S.REMOVING, {"next_at": again + FOR_A_PERSON, "reason": by_hand}
    return _S.REMOVING, {"next_at": outcome.after if isinstance(outcome, RetryLater) and outcome.after else again}


def take_back_if_fallen(tx: Transaction, publication: str, now: datetime) -> None:
    """Withdrawn or superseded while nobody knew whether it was there: now that it is, it is taken back."""
    row = publications.row(tx, publication)
    entry_row = entries.row(tx, row.entry)
    if entry_row.withdrawn_at is None and entry_row.superseded_by is None:
        return
    reason = entry_row.withdrawn_reason or say("a newer answer has taken its place.")
    current = publications.publication_of(row)
    publications.move(tx, current, _S.REMOVING, now, next_at=now, reason=reason)
    events.append(tx, f"publication:{publication}", "removing", WORKER.name, now, before=current.state)


def send_back(tx: Transaction, before: Publication, now: datetime, next_at: datetime, reason: Reason) -> bool:
    """A queued or sending publication whose run is gone waits for its next attempt (which asks before it sends)."""
    if not publications.move(tx, before, _S.SCHEDULED, now, next_at=next_at, reason=reason):
        return False
    said = " ".join(map(str, as_sentences(reason))) or None
    events.append(tx, f"publication:{before.id}", "scheduled", WORKER.name, now, before=before.state, reason=said)
    return True
