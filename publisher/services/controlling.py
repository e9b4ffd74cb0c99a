"""A person's hand on what is under way: cancel, hold, resume, confirm a hand-off, and answer "is it there?"."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from publisher.domain.errors import NotFound, Refusal
from publisher.domain.people import Role
from publisher.domain.publications import PUT_OUT_BY_HAND, SEEN_BY_A_PERSON, Publication, PublicationState
from publisher.domain.sentences import say
from publisher.domain.times import wall_time
from publisher.services import cancelling, fitness, freezing, rechecking, retiring, wording
from publisher.services.desk import Actor, Desk, require, require_unit
from publisher.services.recording import take_back_if_fallen
from publisher.services.scheduling import SCHEDULERS, movable, move
from publisher.storage import Transaction, accounts, entries, publications

_S = PublicationState
_LONGEST_ADDRESS = 2000


def unschedule(desk: Desk, actor: Actor, publication_id: str) -> PublicationState:
    """Cancel what has not left. What is being sent cannot be cancelled; what is live is withdrawn instead.

    What may be out is asked about first; returns the state it is in until that is known.
    """
    now = desk.clock()
    with desk.db.write() as tx:
        before, _ = movable(tx, actor, publication_id)
        if before.state is _S.CANCELLED or (before.called_off and before.state in (_S.UNKNOWN, _S.NEEDS_REVIEW)):
            return before.state
        if before.state not in cancelling.CANCELLABLE:
            raise Refusal(say("It can no longer be cancelled: it is {state}.", state=before.state.value))
        after = cancelling.cancel(desk, tx, actor, before, now)
        if after is None:
            raise Refusal(say("This publication has just moved on; look at it again."))
        return after


def hold(desk: Desk, actor: Actor, publication_id: str, reason: str) -> None:
    """Stop one publication until somebody resumes it."""
    now, told = desk.clock(), wording.reason(desk.gate, reason)
    with desk.db.write() as tx:
        before, _ = movable(tx, actor, publication_id)
        if before.state is _S.HELD:
            return
        if before.state not in (_S.SCHEDULED, _S.QUEUED, _S.AWAITING_HAND_OFF):
            raise Refusal(say("Only what has not left yet can be held: this one is {state}.", state=before.state.value))
        move(tx, actor, before, _S.HELD, now, reason=told or "—")


def resume(desk: Desk, actor: Actor, publication_id: str) -> None:
    """Let a held publication go on, rendered again under what holds now; what was sent perhaps is looked up first."""
    now = desk.clock()
    with desk.db.write() as tx:
        before, row = movable(tx, actor, publication_id)
        if before.state is not _S.HELD:
            raise Refusal(say("Only what is held can be resumed: this one is {state}.", state=before.state.value))
        values: dict[str, Any] = {"reason": None, "next_at": max(before.due_at, now)}
        values["priority"] = before.usual_priority  # no longer called off
        after = _S.UNKNOWN if before.may_be_out else _S.SCHEDULED
        if _whoever_resumes_knows(desk, tx, before):
            values, after = values | {"doubted_since": None, "sends_started": 0}, _S.SCHEDULED
        if after is _S.SCHEDULED:
            values |= _rendered_again(desk, tx, row)
        # resumed by a person: the time that passed while it was held must not hold it again as late
        if before.due_at < now:
            values |= {"due_at": now, "local_due": wall_time(now, before.zone)}
        move(tx, actor, before, after, now, **values)


def _whoever_resumes_knows(desk: Desk, tx: Transaction, held: Publication) -> bool:
    """Where people post, no program put it out; where nobody can be asked what another copy sent, she has looked."""
    channel = desk.channels.get(accounts.by_id(tx, held.account).kind)
    if channel is not None and channel.capabilities.hand_off:
        return True
    return held.sends_started == 0 and not (channel is not None and channel.capabilities.tells_any_copy)


def _rendered_again(desk: Desk, tx: Transaction, row: Any) -> dict[str, Any]:
    entry_row = entries.row(tx, row.entry)
    account = accounts.by_id(tx, row.account)
    stands = fitness.standing(desk, tx, entry_row, row.revision)
    if stands.gone:
        raise Refusal(stands.gone)
    reasons = [*stands.reasons, *fitness.findings_against(desk, tx, row.revision, account.kind)]
    if reasons:
        raise Refusal(*reasons)
    frozen = freezing.freeze(desk, tx, entry_row, entries.revision(tx, row.revision), account)  # type: ignore[arg-type]
    return {"frozen": freezing.frozen_to_json(frozen), "frozen_digest": frozen.digest, "versions": frozen.versions}


def confirm_hand_off(desk: Desk, actor: Actor, publication_id: str, url: str | None) -> None:
    """A person put it out by hand and says where. Without an address (a closed group) she says only that it is out."""
    person = require(actor, *SCHEDULERS, Role.MODERATOR, Role.ADMINISTRATOR)
    now, address = desk.clock(), web_address(url)
    with desk.db.write() as tx:
        row = publications.row(tx, publication_id)
        if row is None:
            raise NotFound(say("There is no publication {id}.", id=publication_id))
        if person.has(Role.MODERATOR):
            require_unit(person, entries.row(tx, row.entry).unit)
        else:
            movable(tx, actor, publication_id)
        entries.lock(tx, row.entry)
        before = publications.publication_of(publications.row(tx, publication_id))
        if before.state is not _S.AWAITING_HAND_OFF:
            raise Refusal(say("Nobody is to put this out by hand: it is {state}.", state=before.state.value))
        move(tx, actor, before, _S.PUBLISHED, now, url=address, remote_id=before.remote_id or PUT_OUT_BY_HAND)
        take_back_if_fallen(tx, before.id, now)
        rechecking.ask(desk, tx, before.id)


def web_address(url: str | None) -> str | None:
    """An address a person pasted: http(s) with a host, or nothing. Refusal else."""
    wanted = (url or "").strip()
    if not wanted:
        return None
    try:
        parts = urlsplit(wanted)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
    except ValueError:
        sound = False
    if not sound or len(wanted) > _LONGEST_ADDRESS or any(sign.isspace() for sign in wanted):
        raise Refusal(say("This is no web address; paste the link as the browser shows it, with https:// in front."))
    return wanted


def answer_is_it_there(desk: Desk, actor: Actor, publication_id: str, there: bool, url: str | None = None) -> None:
    """A person's answer for a channel that cannot be asked: it is there, or it is not: sent again, or cancelled."""
    now, url = desk.clock(), web_address(url) if there else None
    with desk.db.write() as tx:
        before, row = movable(tx, actor, publication_id)
        if before.state is not _S.NEEDS_REVIEW:
            raise Refusal(say("Nobody asks for this publication any more: it is {state}.", state=before.state.value))
        if there:
            _is_there(desk, tx, actor, before, row.first_tried_at or before.doubted_since, url, now)
            return
        known: dict[str, Any] = {"sends_started": 0, "doubted_since": None, "reason": None}
        if before.called_off:
            move(tx, actor, before, _S.CANCELLED, now, **known)
        else:
            move(tx, actor, before, _S.SCHEDULED, now, next_at=now, due_at=now, **known)


def _is_there(
    desk: Desk,
    tx: Transaction,
    actor: Actor,
    before: Publication,
    tried_at: datetime | None,
    url: str | None,
    now: datetime,
) -> None:
    """A correction in place is the older post, whose id takes it back one day; else that post is taken back now."""
    channel = desk.channels.get(accounts.by_id(tx, before.account).kind)
    corrects = channel is not None and channel.capabilities.can_correct
    older = retiring.older(tx, before, out_by=tried_at) if corrects else None
    remote_id, address = (older.remote_id, url or older.url) if older else (url or SEEN_BY_A_PERSON, url)
    move(tx, actor, before, _S.PUBLISHED, now, url=address, remote_id=remote_id, reason=None)
    retiring.retire(tx, before, older, channel is not None and channel.capabilities.can_remove, now)
    take_back_if_fallen(tx, before.id, now)
    rechecking.ask(desk, tx, before.id)


def confirm_taken_down(desk: Desk, actor: Actor, publication_id: str) -> None:
    """A person took down by hand what the network lets no program take back."""
    now = desk.clock()
    with desk.db.write() as tx:
        before, _ = movable(tx, actor, publication_id)
        if before.state is not _S.REMOVING:
            raise Refusal(say("Nobody is to take this down: it is {state}.", state=before.state.value))
        move(tx, actor, before, _S.REMOVED, now, reason=say("taken down by hand."))
