"""Campaigns: entries, channels and days under one name; planned in one go, held, resumed and cancelled together."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from publisher.domain.errors import NotAllowed, NotFound, Refusal
from publisher.domain.ids import new_id
from publisher.domain.people import Person, Role
from publisher.domain.publications import LatePolicy, PublicationState
from publisher.domain.sentences import Sentence, say
from publisher.services import cancelling, holding, scheduling
from publisher.services.desk import Actor, Desk, require, require_unit, require_unit_of
from publisher.services.placing import Options
from publisher.storage import Transaction, entries, events, groups, publications

_S = PublicationState
_LONGEST_NAME = 120
_CANCELLED = (_S.SCHEDULED, _S.QUEUED, _S.HELD, _S.AWAITING_HAND_OFF)


@dataclass(frozen=True)
class Campaign:
    """A campaign as people see it: how many publications stand in which state, from when to when.

    `hers_to_resume`: whoever reads it may lift its hold.
    """

    id: str
    name: str
    note: str
    states: dict[PublicationState, int]
    first: datetime | None
    last: datetime | None
    held: str | None
    cancelled: bool
    hers_to_resume: bool = False


@dataclass(frozen=True)
class Planned:
    """What a plan came to: publications made, and for each text and channel that was refused why."""

    made: list[str] = field(default_factory=list)
    refused: list[tuple[str, str, tuple[Sentence, ...]]] = field(default_factory=list)


def make(desk: Desk, actor: Actor, name: str, note: str = "") -> str:
    """A new, empty campaign; returns its id."""
    require(actor, *scheduling.SCHEDULERS, Role.ADMINISTRATOR)
    wanted = " ".join(name.split())
    if not wanted or len(wanted) > _LONGEST_NAME:
        raise Refusal(say("Give the campaign a name of at most 120 characters."))
    campaign_id, now = new_id(), desk.clock()
    with desk.db.write() as tx:
        if groups.campaign_by_name(tx, wanted) is not None:
            raise Refusal(say("There is a campaign “{name}” already.", name=wanted))
        groups.add_campaign(tx, id=campaign_id, name=wanted, note=note.strip(), made_by=actor.id, made_at=now)
        events.append(tx, f"campaign:{campaign_id}", "made", actor.name, now, name=wanted)
    return campaign_id


def named(desk: Desk, name: str) -> str:
    """The id of a campaign by its name. NotFound when there is none."""
    with desk.db.read() as tx:
        row = groups.campaign_by_name(tx, name)
    if row is None:
        raise NotFound(say("There is no campaign “{name}”.", name=name))
    return str(row.id)


def plan(
    desk: Desk,
    actor: Actor,
    campaign_id: str,
    entries: list[str],
    accounts: list[str],
    first: str,
    days_apart: int = 1,
    late: LatePolicy = LatePolicy.ASK,
) -> Planned:
    """Each text in its turn on every channel: the first at `first` (a wall time), the next so many days later.

    What is refused is told with its reasons and does not stop the rest.
    """
    day, _, at = first.partition("T")
    planned = Planned()
    for number, entry in enumerate(entries):
        local = f"{_day(day) + timedelta(days=number * max(0, days_apart))}T{at}"
        for account in accounts:
            try:
                options = Options(campaign=campaign_id, late=late)
                made = scheduling.schedule(desk, actor, entry, account, local, options=options)
            except Refusal as refusal:
                planned.refused.append((entry, account, refusal.reasons))
            else:
                planned.made.append(made.id)
    return planned


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(say("“{time}” is no time; write it like 2027-03-08T09:00.", time=text)) from None


def campaigns(desk: Desk, actor: Actor) -> list[Campaign]:
    """All campaigns, the newest first."""
    if actor.how != "shell":
        require(actor)
    with desk.db.read() as tx:
        counted = groups.campaign_states(tx)
        held = groups.held(tx).get("campaign", {})
        rows = groups.campaigns(tx)
    holds = [one for one in holding.group_holds(desk, actor) if one.group is holding.Group.CAMPAIGN]
    hers = {one.subject for one in holds if one.hers_to_lift}
    found = []
    for row in rows:
        mine = [one for one in counted if one.campaign == row.id]
        found.append(
            Campaign(
                id=row.id,
                name=row.name,
                note=row.note or "",
                states={_S(one.state): one.count for one in mine},
                first=min((one.first for one in mine), default=None),
                last=max((one.last for one in mine), default=None),
                held=held.get(row.id),
                cancelled=row.cancelled_at is not None,
                hers_to_resume=row.id in hers,
            )
        )
    return found


def cancel(desk: Desk, actor: Actor, campaign_id: str) -> int:
    """Cancel all of a campaign that has not left; what is being sent or live stays. Returns how many were cancelled.

    What another copy of the clinic may have sent is asked about first.
    """
    person = require(actor, *scheduling.SCHEDULERS, Role.ADMINISTRATOR)
    now, cancelled = desk.clock(), 0
    with desk.db.write() as tx:
        row = groups.campaign(tx, campaign_id)
        if row is None:
            raise NotFound(say("There is no campaign {id}.", id=campaign_id))
        if row.made_by != person.id and not person.has(Role.EDITOR, Role.ADMINISTRATOR):
            raise NotAllowed(say("Only who made a campaign, an editor or an administrator cancels it."))
        waiting = publications.in_states(tx, list(_CANCELLED), campaign=campaign_id)
        if row.made_by != person.id:
            _require_units(tx, person, campaign_id, {one.entry for one in waiting})
        for one in waiting:
            if one.sends_started == 0 or one.prepared:
                cancelled += cancelling.cancel(desk, tx, actor, one, now) is _S.CANCELLED
        groups.cancel_campaign(tx, campaign_id, now)
        events.append(tx, f"campaign:{campaign_id}", "cancelled", actor.name, now, count=cancelled)
    return cancelled


def _require_units(tx: Transaction, person: Person, campaign_id: str, texts: set[str]) -> None:
    """Both the campaign and every text that would no longer leave belong where the person works."""
    require_unit(person, holding.campaign_unit(tx, campaign_id))
    for text in texts:
        require_unit_of(person, entries.row(tx, text))


def hold(desk: Desk, actor: Actor, campaign_id: str, reason: str) -> None:
    """Nothing of the campaign leaves until it is resumed."""
    holding.hold_group(desk, actor, holding.Group.CAMPAIGN, campaign_id, reason)


def resume(desk: Desk, actor: Actor, campaign_id: str) -> None:
    holding.resume_group(desk, actor, holding.Group.CAMPAIGN, campaign_id)
