"""When and where a signed revision goes out: schedule, and move to another time."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from publisher.domain.errors import NotAllowed, NotFound, Refusal
from publisher.domain.ids import new_id
from publisher.domain.people import Person, Role
from publisher.domain.publications import Publication, PublicationState
from publisher.domain.sentences import say
from publisher.domain.times import moment_of, wall_time
from publisher.services import fitness, freezing
from publisher.services.desk import Actor, Desk, require
from publisher.services.people import known_zone
from publisher.storage import Transaction, accounts, entries, events, publications

_S = PublicationState
_PAST_TOLERANCE = timedelta(minutes=2)
_FURTHEST = timedelta(days=3 * 366)
SCHEDULERS = (Role.DOCTOR, Role.EDITOR)


def schedule(
    desk: Desk,
    actor: Actor,
    entry_id: str,
    account_name: str,
    local: str | None = None,
    zone: str | None = None,
    fold: str | None = None,
) -> Publication:
    """Put the signed newest revision on an account at a wall time (None: now). Refused with every reason at once."""
    person = require(actor, *SCHEDULERS)
    now = desk.clock()
    place = known_zone(zone or person.zone)
    due = _due(local, place, fold, now)
    with desk.db.write() as tx:
        row = entries.lock(tx, entry_id)
        if row is None:
            raise NotFound(say("There is no entry {id}.", id=entry_id))
        _own(person, row.author)
        account = accounts.by_name(tx, account_name)
        if account is None:
            raise NotFound(
                say("There is no channel account “{name}”; `publisher channels list` shows them.", name=account_name)
            )
        revision = _sendable(desk, tx, row, account.kind)
        _ask_about_doubles(tx, revision.id, account, due, place)
        frozen = freezing.freeze(desk, tx, row, revision, account)
        publication = Publication(
            new_id(),
            entry_id,
            revision.id,
            account.id,
            publications.next_occurrence(tx, revision.id, account.id),
            _S.SCHEDULED,
            due,
            wall_time(due, place),
            place,
            remote_key=new_id(),
        )
        _insert(tx, publication, frozen, actor, now)
        detail = {"account": account.name, "due_at": due.isoformat(), "revision": revision.id, "digest": frozen.digest}
        events.append(tx, f"publication:{publication.id}", "scheduled", actor.name, now, **detail)
    return publication


def _due(local: str | None, zone: str, fold: str | None, now: datetime) -> datetime:
    if local is None:
        return now
    due = moment_of(local, zone, fold)
    if due < now - _PAST_TOLERANCE:
        raise Refusal(
            say(
                "{time} ({zone}) is in the past; choose a later time or publish now.",
                time=local.replace("T", " "),
                zone=zone,
            )
        )
    if due > now + _FURTHEST:
        raise Refusal(say("{time} is more than three years away; is the year right?", time=local.replace("T", " ")))
    return due


def _own(person: Person, author: str | None) -> None:
    if author != person.id and not person.has(Role.EDITOR, Role.ADMINISTRATOR):
        raise NotAllowed(say("This text is another doctor's; only she or a communications editor schedules it."))


def _sendable(desk: Desk, tx: Transaction, row: Any, kind: str) -> Any:
    revision = entries.revision(tx, row.head_revision) if row.head_revision else None
    if revision is None or not row.signed:
        raise Refusal(say("Only a signed version can be scheduled; sign it first."))
    if row.edited:
        raise Refusal(
            say("The text was edited after it was signed; finish and sign the new version, or undo the edit.")
        )
    stands = fitness.standing(desk, tx, row, revision.id)
    if stands.gone:
        raise Refusal(stands.gone)
    reasons = [*stands.reasons, *fitness.findings_against(desk, tx, revision.id, kind)]
    if reasons:
        raise Refusal(*reasons)
    return revision


def _ask_about_doubles(tx: Transaction, revision: str, account: Any, due: datetime, zone: str) -> None:
    local_day = due.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    if publications.same_day_elsewhere(tx, revision, account.id, local_day, local_day + timedelta(days=1)):
        raise Refusal(
            say(
                "This version is already on “{account}” that day; choose another day or another account.",
                account=account.name,
            )
        )


def _insert(tx: Transaction, publication: Publication, frozen: freezing.Frozen, actor: Actor, now: datetime) -> None:
    publications.add(
        tx,
        id=publication.id,
        entry=publication.entry,
        revision=publication.revision,
        account=publication.account,
        occurrence=publication.occurrence,
        state=publication.state,
        due_at=publication.due_at,
        next_at=publication.due_at,
        local_due=publication.local_due,
        zone=publication.zone,
        attempt=0,
        sends_started=0,
        frozen=freezing.frozen_to_json(frozen),
        frozen_digest=frozen.digest,
        versions=frozen.versions,
        remote_key=publication.remote_key,
        priority=5,
        version=1,
        made_by=actor.id,
        made_at=now,
        moved_at=now,
    )


def movable(tx: Transaction, actor: Actor, publication_id: str) -> tuple[Publication, Any]:
    person = require(actor, *SCHEDULERS, Role.ADMINISTRATOR)
    row = publications.row(tx, publication_id)
    if row is None:
        raise NotFound(say("There is no publication {id}.", id=publication_id))
    entry_row = entries.lock(tx, row.entry)
    _own(person, entry_row.author)
    return publications.publication_of(publications.row(tx, publication_id)), row


def move(
    tx: Transaction, actor: Actor, before: Publication, after: PublicationState, now: datetime, **values: Any
) -> None:
    if not publications.move(tx, before, after, now, **values):
        raise Refusal(say("This publication has just moved on; look at it again."))
    events.append(
        tx, f"publication:{before.id}", after.value, actor.name, now, before=before.state, reason=values.get("reason")
    )


def reschedule(
    desk: Desk, actor: Actor, publication_id: str, local: str, zone: str | None = None, fold: str | None = None
) -> Publication:
    """Move a publication that has not left yet to another wall time."""
    now = desk.clock()
    with desk.db.write() as tx:
        before, _ = movable(tx, actor, publication_id)
        if before.state not in (_S.SCHEDULED, _S.QUEUED):
            raise Refusal(say("Only what waits for its time can be moved to another."))
        place = known_zone(zone or before.zone)
        due = _due(local, place, fold, now)
        values = {"due_at": due, "next_at": due, "local_due": wall_time(due, place), "zone": place, "reason": None}
        if before.state is _S.QUEUED:
            move(tx, actor, before, _S.SCHEDULED, now, **values)
        elif not publications.retime(tx, before, **values):
            raise Refusal(say("This publication has just moved on; look at it again."))
        events.append(tx, f"publication:{before.id}", "rescheduled", actor.name, now, due_at=due.isoformat())
    return replace(before, state=_S.SCHEDULED, due_at=due, local_due=wall_time(due, place), zone=place)
