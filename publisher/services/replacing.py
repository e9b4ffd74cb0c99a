"""One act for a corrected text: replace the older version wherever it is live or waits.

A channel that can correct changes the post in place. Where it cannot, the new version goes out, then the old post is
taken back; where that is impossible too, the person is told which posts are left to her.
"""

from dataclasses import dataclass, field

from publisher.domain.errors import NotFound, Refusal
from publisher.domain.publications import Priority, Publication, PublicationState
from publisher.domain.sentences import Sentence, say
from publisher.services import scheduling, states
from publisher.services.desk import Actor, Desk, require, require_unit_of
from publisher.services.placing import Options, place, sendable
from publisher.storage import Transaction, accounts, entries, events, publications

_S = PublicationState
_WAITING = (_S.SCHEDULED, _S.QUEUED, _S.HELD, _S.AWAITING_HAND_OFF)
_COMING = (_S.SCHEDULED, _S.QUEUED, _S.SENDING, _S.UNKNOWN)
_NEW_INSTEAD = say("“Replace it everywhere”, beside the text, puts the new version in its place.")
_NEW_BESIDE = say("“Replace it everywhere”, beside the text, posts the new version; only a person takes this one down.")


@dataclass(frozen=True)
class Replaced:
    """The publications made, and (account, address) of old posts that only a person can take down."""

    made: list[Publication] = field(default_factory=list)
    by_hand: list[tuple[str, str | None]] = field(default_factory=list)


def outdated(desk: Desk, entry_id: str) -> list[Publication]:
    """The live and waiting publications of an older version than the newest signed one, not replaced already."""
    with desk.db.read() as tx:
        row = entries.row(tx, entry_id)
        return _outdated(tx, entry_id, row.head_revision) if row is not None and row.signed and not row.edited else []


def _outdated(tx: Transaction, entry_id: str, head: str) -> list[Publication]:
    found = publications.in_states(tx, [*_WAITING, _S.SENDING, _S.UNKNOWN, _S.PUBLISHED], entry=entry_id)
    replaced = {one.replaces for one in found if one.revision == head or one.state is _S.PUBLISHED}
    old = [one for one in found if one.revision != head and one.id not in replaced and not one.series]
    return [one for one in old if one.state is _S.PUBLISHED or _waits(one)]


def _waits(publication: Publication) -> bool:
    return publication.state in _WAITING and (publication.prepared or not publication.may_be_out)


def ways(desk: Desk, tx: Transaction, entry_id: str) -> dict[str, Sentence]:
    """By publication of older words: how it leaves its place, or is leaving it, without anything being pasted there."""
    row, now = entries.row(tx, entry_id), desk.clock()
    kinds = {one.id: one.kind for one in accounts.all_rows(tx)}
    open_to_replacing = row.signed and not row.edited and not row.approval_missing
    fallen = row.withdrawn_at is not None or row.superseded_by is not None
    old = _outdated(tx, entry_id, row.head_revision or "") if open_to_replacing and not fallen else []
    told = {}
    for one in old:
        can = desk.channels[kinds[one.account]].capabilities
        by_hand = one.state is _S.PUBLISHED and not can.can_correct and not can.can_remove
        told[one.id] = _NEW_BESIDE if by_hand else _NEW_INSTEAD
    for one in publications.in_states(tx, [*_COMING, _S.REMOVING], entry=entry_id):
        can = desk.channels[kinds[one.account]].capabilities
        if one.state is _S.REMOVING and not states.left_for_a_person(one, now):
            told[one.id] = say("Is being taken back from the channel.")
        elif one.state is not _S.REMOVING and one.replaces and (can.can_correct or can.can_remove):
            told[one.replaces] = say("A newer version is replacing it on the channel.")
    return told


def replace_everywhere(desk: Desk, actor: Actor, entry_id: str) -> Replaced:
    """Put the newest signed version in the place of every older one. Refusal with every reason; nothing half done."""
    person = require(actor, *scheduling.SCHEDULERS)
    now, result = desk.clock(), Replaced()
    with desk.db.write() as tx:
        row = entries.lock(tx, entry_id)
        if row is None:
            raise NotFound(say("There is no entry {id}.", id=entry_id))
        scheduling.own(person, row.author)
        require_unit_of(person, row)
        old = _outdated(tx, entry_id, row.head_revision or "")
        if not old:
            raise Refusal(say("No older version is live or waits; there is nothing to replace."))
        for one in old:
            account = accounts.by_id(tx, one.account)
            revision = sendable(desk, tx, row, account.kind)
            live = one.state is _S.PUBLISHED
            due = now if live else max(one.due_at, now)
            if not live:
                scheduling.move(tx, actor, one, _S.CANCELLED, now, reason=say("a corrected version takes its place."))
            options = Options(
                again=True,
                late=one.late_policy,
                campaign=one.campaign,
                replaces=one.id if live else None,
                priority=Priority.CORRECTION if live else Priority.ORDINARY,
            )
            result.made.append(place(desk, tx, actor, row, revision, account, due, one.zone, options))
            can = desk.channels[account.kind].capabilities
            if live and not can.can_correct and not can.can_remove:
                result.by_hand.append((account.name, one.url))
        events.append(tx, f"entry:{entry_id}", "replaced", actor.name, now, count=len(result.made))
    return result
