"""When and where a signed revision goes out: schedule, and move to another time."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from publisher.domain.errors import NotAllowed, NotFound, Refusal
from publisher.domain.pacing import pace_of
from publisher.domain.people import Person, Role
from publisher.domain.publications import Publication, PublicationState
from publisher.domain.sentences import say
from publisher.domain.times import moment_of, wall_time
from publisher.services.desk import Actor, Desk, require, require_unit
from publisher.services.people import known_zone
from publisher.services.placing import Options, place, sendable
from publisher.storage import Transaction, accounts, agenda, entries, events, groups, publications

_S = PublicationState
_PAST_TOLERANCE = timedelta(minutes=2)
_FURTHEST = timedelta(days=3 * 366)
_BEST_WITHIN = timedelta(days=62)
SCHEDULERS = (Role.DOCTOR, Role.EDITOR)
BEST = "best"


def schedule(
    desk: Desk,
    actor: Actor,
    entry_id: str,
    account_name: str,
    local: str | None = None,
    zone: str | None = None,
    fold: str | None = None,
    options: Options | None = None,
) -> Publication:
    """Put the signed newest revision on an account at a wall time. Refused with every reason at once.

    `local` None is now, "best" is the account's next free best time.
    """
    person = require(actor, *SCHEDULERS)
    now = desk.clock()
    place_of_time = known_zone(zone or person.zone)
    with desk.db.write() as tx:
        row = entries.lock(tx, entry_id)
        if row is None:
            raise NotFound(say("There is no entry {id}.", id=entry_id))
        own(person, row.author)
        account = account_named(tx, account_name)
        require_unit(person, account.unit)
        if row.author != person.id:
            require_unit(person, row.unit)
        due = best_time(tx, account, now) if local == BEST else due_at(local, place_of_time, fold, now)
        revision = sendable(desk, tx, row, account.kind)
        chosen = replace(options or Options(), fold=fold)
        if chosen.campaign is not None:
            _open_campaign(tx, chosen.campaign)
        return place(desk, tx, actor, row, revision, account, due, place_of_time, chosen)


def account_named(tx: Transaction, name: str) -> Any:
    account = accounts.by_name(tx, name)
    if account is None:
        raise NotFound(say("There is no channel account “{name}”; `publisher channels list` shows them.", name=name))
    return account


def _open_campaign(tx: Transaction, campaign_id: str) -> None:
    campaign = groups.campaign(tx, campaign_id)
    if campaign is None:
        raise NotFound(say("There is no campaign {id}.", id=campaign_id))
    if campaign.cancelled_at is not None:
        raise Refusal(say("The campaign “{name}” was cancelled; make a new one.", name=campaign.name))


def best_time(tx: Transaction, account: Any, now: datetime) -> datetime:
    """The account's next best time that keeps its pauses. Refusal when it has none, or none is free."""
    pace = pace_of(account.pace)
    if not pace.best_times:
        raise Refusal(say("“{account}” has no best times yet; set them under Channels.", account=account.name))
    planned = agenda.planned_between(tx, account.id, now - timedelta(days=1), now + _BEST_WITHIN)
    found = pace.next_best(now, planned)
    if found is None:
        raise Refusal(say("No best time of “{account}” is free in the next two months.", account=account.name))
    return found


def due_at(local: str | None, zone: str, fold: str | None, now: datetime) -> datetime:
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


def own(person: Person, author: str | None) -> None:
    if author != person.id and not person.has(Role.EDITOR, Role.ADMINISTRATOR):
        raise NotAllowed(say("This text is another doctor's; only she or a communications editor schedules it."))


def movable(tx: Transaction, actor: Actor, publication_id: str) -> tuple[Publication, Any]:
    person = require(actor, *SCHEDULERS, Role.ADMINISTRATOR)
    row = publications.row(tx, publication_id)
    if row is None:
        raise NotFound(say("There is no publication {id}.", id=publication_id))
    entry_row = entries.lock(tx, row.entry)
    own(person, entry_row.author)
    if entry_row.author != person.id:
        require_unit(person, entry_row.unit)
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
        due = due_at(local, place, fold, now)
        values = {
            "due_at": due,
            "next_at": due,
            "local_due": wall_time(due, place),
            "zone": place,
            "fold": fold,
            "reason": None,
        }
        if before.state is _S.QUEUED:
            move(tx, actor, before, _S.SCHEDULED, now, **values)
        elif not publications.retime(tx, before, **values):
            raise Refusal(say("This publication has just moved on; look at it again."))
        events.append(tx, f"publication:{before.id}", "rescheduled", actor.name, now, due_at=due.isoformat())
    return replace(before, state=_S.SCHEDULED, due_at=due, local_due=wall_time(due, place), zone=place)
