"""Claiming a publication for one attempt, and proving that the claim still stands. Sends nothing.

The intent is committed before the network is touched; what may not leave now is put where it belongs, with the reason.
"""

import time
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

from publisher.channels.contract import Account, Delivery
from publisher.domain.publications import LatePolicy, Publication, PublicationState
from publisher.domain.sentences import Sentence, say
from publisher.services import fitness, freezing, retiring, turns
from publisher.services.desk import WORKER, Desk
from publisher.services.fitness import Fitness
from publisher.services.intent import Intent, Overtaken
from publisher.services.recording import Claim, send_back
from publisher.storage import Transaction, accounts, claims, entries, events, publications

_S = PublicationState
_CALLED_OFF = say("it is not on the channel, and a person had cancelled it.")


def claim(desk: Desk, publication_id: str, attempt: int) -> Claim | str:
    """Claim attempt number `attempt`: the claim, or the state it was put in, or "skipped" when it is not ours."""
    intent = _intent(desk)
    now = desk.clock()
    with desk.db.write() as tx:
        found = publications.row(tx, publication_id)
        if found is None:
            return "skipped"
        entries.lock(tx, found.entry)
        row = publications.row(tx, publication_id)
        before = publications.publication_of(row)
        if not _is_ours(before, attempt) or _put_off(row, attempt, now):
            return "skipped"
        if before.state is _S.REMOVING:
            return _claimed(desk, tx, row, before, before, intent)
        stop, against = _stopping(desk, tx, row, before, attempt, now)
        if stop is not None:
            return stop
        values: dict[str, Any] = {
            "attempt": attempt,
            "sends_started": before.sends_started + 1,
            "send_started_at": now,
            "first_tried_at": row.first_tried_at or now,
        }
        if not publications.move(tx, before, _S.SENDING, now, **values):
            return "skipped"
        events.append(tx, f"publication:{before.id}", "sending", WORKER.name, now, before=before.state, attempt=attempt)
        after = replace(
            before,
            state=_S.SENDING,
            version=before.version + 1,
            attempt=attempt,
            sends_started=before.sends_started + 1,
            send_started_at=now,
        )
        return replace(_claimed(desk, tx, row, before, after, intent), against=against)


def renewed(desk: Desk, claim: Claim) -> Claim | None:
    """The intent committed anew after a look-up, whose answer grows old; None when somebody else took over."""
    intent, now = _intent(desk), desk.clock()
    with desk.db.write() as tx:
        if not claims.renew_intent(tx, claim.before, now):
            return None
    after = replace(claim.before, send_started_at=now, version=claim.before.version + 1, doubted_since=None)
    sent = claim.delivery
    if claim.before.doubted_since:  # asked about from an earlier time on than it is sent at
        sent = replace(sent, first_tried_at=now, post=replace(sent.post, published_at=now))
    delivery = replace(sent, confirm=partial(_confirm, desk, after, claim.confirmed, intent))
    return replace(claim, before=after, intent=intent, delivery=delivery)


def _intent(desk: Desk) -> Intent:
    return Intent(desk.settings.grace_seconds, desk.settings.send_timeout_seconds)


def _is_ours(publication: Publication, attempt: int) -> bool:
    waiting = publication.state in publications.WAITING and publication.attempt in (attempt - 1, attempt)
    started = publication.state in (_S.QUEUED, _S.SENDING) and publication.attempt == attempt
    return waiting or started


def _put_off(row: Any, attempt: int, now: datetime) -> bool:
    """Whether it was handed over for this attempt and then moved to a later time, which a later attempt will keep."""
    return bool(row.state == _S.SCHEDULED and row.attempt == attempt and row.next_at > now)


def _stopping(
    desk: Desk, tx: Transaction, row: Any, before: Publication, attempt: int, now: datetime
) -> tuple[str | None, tuple[Sentence, ...]]:
    """Put the publication where it belongs if it may not leave now; None when it may, or must be looked up first."""
    account, entry_row = accounts.by_id(tx, row.account), entries.row(tx, row.entry)
    post, _ = freezing.frozen_from_json(row.frozen)
    wait = turns.held_now(tx, row, entry_row.author, account, post, now)
    if wait is not None:
        return _come_again(tx, before, now, wait), ()
    may = Fitness(gone=_CALLED_OFF) if before.called_off else fitness.fitness(desk, tx, row)
    if may.gone and not before.may_be_out:
        return _put(tx, before, _S.CANCELLED, attempt, now, (may.gone,)), ()
    reasons = (may.gone,) if may.gone else may.reasons
    if not reasons and (newer := retiring.overtaken(tx, before)):
        reasons = (newer,)
    late = turns.too_late(desk, before, account, now)
    if late is not None and before.late_policy is LatePolicy.DROP and not before.may_be_out:
        return _put(tx, before, _S.CANCELLED, attempt, now, (late,)), ()
    if late is not None and not reasons:
        reasons = (late,)
    if reasons and not before.may_be_out:
        return _put(tx, before, _S.HELD, attempt, now, reasons), ()
    wait = turns.turn(tx, before, account, now)
    return (None, reasons) if wait is None else (_come_again(tx, before, now, wait), ())


def _come_again(tx: Transaction, before: Publication, now: datetime, wait: turns.Wait) -> str:
    """Not now, and nothing was tried: back among what waits."""
    if before.state is _S.QUEUED:
        send_back(tx, before, now, wait.until, wait.why or before.because)
    elif before.state in (_S.SCHEDULED, _S.UNKNOWN):
        publications.look_again(tx, before, wait.until)
    return "waits"


def _put(
    tx: Transaction,
    before: Publication,
    after: PublicationState,
    attempt: int,
    now: datetime,
    reasons: tuple[Sentence, ...],
) -> str:
    if publications.move(tx, before, after, now, reason=reasons, attempt=attempt):
        said = " ".join(map(str, reasons))
        events.append(tx, f"publication:{before.id}", after.value, WORKER.name, now, before=before.state, reason=said)
    return after.value


def _claimed(desk: Desk, tx: Transaction, row: Any, before: Publication, after: Publication, intent: Intent) -> Claim:
    post, rendered = freezing.frozen_from_json(row.frozen)
    account_row = accounts.by_id(tx, row.account)
    secrets = desk.sealer.open(f"account:{account_row.id}", account_row.sealed) if account_row.sealed else {}
    first = row.first_tried_at or after.send_started_at or desk.clock()
    first = min(first, after.doubted_since or first)
    entry_row = entries.row(tx, row.entry)
    if after.state is _S.REMOVING:
        post = replace(post, **_fallen(entry_row, post.review_by, desk.today()))
    channel = desk.channels[account_row.kind]
    confirmed = list(after.confirmed)
    sends = after.state is _S.SENDING and channel.capabilities.can_correct
    replaces, earlier = retiring.older(tx, after) if sends else None, _earlier(before, after)
    return Claim(
        before=after,
        earlier_send_at=earlier,
        intent=intent,
        channel=channel,
        account=Account(account_row.id, account_row.name, account_row.kind, account_row.settings, secrets),
        delivery=Delivery(
            row.remote_key,
            replace(post, published_at=first),
            rendered,
            first,
            confirmed=after.confirmed,
            confirm=partial(_confirm, desk, after, confirmed, intent),
            taken=claims.taken(tx, after, first) if earlier else frozenset(),
        ),
        replaces=replaces,
        confirmed=confirmed,
    )


def _fallen(entry_row: Any, review_by: date | None, today: date) -> dict[str, Any]:
    """What readers are told of a text that stands no longer: only a person's own words are a reason, never ours."""
    overdue = review_by is not None and review_by < today
    status = "superseded" if entry_row.superseded_by else "expired" if overdue else "withdrawn"
    return {
        "status": "withdrawn" if entry_row.withdrawn_at else status,
        "status_reason": entry_row.withdrawn_reason,
        "superseded_by": entry_row.superseded_by,
    }


def _earlier(before: Publication, after: Publication) -> datetime | None:
    """When an earlier try may have posted: at the worst, just now."""
    if not before.sends_started or after.state is not _S.SENDING:
        return before.doubted_since
    return before.send_started_at or after.send_started_at


def _confirm(desk: Desk, claimed: Publication, confirmed: list[str], intent: Intent, remote_id: str) -> None:
    """A part of a thread is there: kept at once, so that a killed worker's successor goes on after it."""
    confirmed.append(remote_id)
    began, now = time.monotonic(), desk.clock()
    with desk.db.write() as tx:
        if not claims.keep_confirmed(tx, claimed, confirmed, now):
            raise Overtaken
    intent.renew(began)
