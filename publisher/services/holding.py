"""Holds on everything of a doctor, a topic or a campaign: nothing of it leaves until somebody resumes it.

Nothing is moved: a hold is asked in the claim and by the relay, so what is scheduled stays scheduled.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from publisher.domain.errors import NotAllowed, NotFound, Refusal
from publisher.domain.ids import new_id
from publisher.domain.people import Person, Role
from publisher.domain.sentences import say
from publisher.services import wording
from publisher.services.desk import Actor, Desk, require, require_unit
from publisher.storage import Transaction, events, groups, people

_SHORTEST_TOPIC, _LONGEST_TOPIC = 2, 200


class Group(StrEnum):
    """What can be held together, beside an account and everything."""

    DOCTOR = "doctor"
    TOPIC = "topic"
    CAMPAIGN = "campaign"


@dataclass(frozen=True)
class GroupHold:
    """A hold as people see it: `name` is the doctor's, the campaign's, or the topic's words.

    `hers_to_lift`: whoever reads it may let it go on.
    """

    group: Group
    subject: str
    name: str
    reason: str
    since: datetime
    by: str | None
    hers_to_lift: bool


def hold_group(desk: Desk, actor: Actor, group: Group, subject: str, reason: str) -> None:
    """Hold everything of a doctor (id), a topic (words that its texts contain, or a stage) or a campaign (id)."""
    now, wanted, told = desk.clock(), subject.strip(), wording.reason(desk.gate, reason)
    person = _allowed(actor, group, wanted)
    with desk.db.write() as tx:
        require_unit(person, _unit(tx, person, group, wanted))
        _require_lifting(tx, person, group, wanted)  # a hold of one's own must not take the place of another's
        groups.add_hold(tx, id=new_id(), kind=group, subject=wanted, reason=told or "—", made_by=actor.id, made_at=now)
        events.append(tx, f"{group}:{wanted[:40]}", "held", actor.name, now, reason=told)


def resume_group(desk: Desk, actor: Actor, group: Group, subject: str) -> None:
    """Let it go on. What another person held an editor or an administrator lifts; of a doctor herself, the latter."""
    now, wanted = desk.clock(), subject.strip()
    person = _allowed(actor, group, wanted)
    with desk.db.write() as tx:
        require_unit(person, _unit(tx, person, group, wanted))
        _require_lifting(tx, person, group, wanted)
        if groups.remove_hold(tx, group, wanted):
            events.append(tx, f"{group}:{wanted[:40]}", "resumed", actor.name, now)


def group_holds(desk: Desk, actor: Actor) -> list[GroupHold]:
    if actor.how != "shell":
        require(actor)
    with desk.db.read() as tx:
        return [
            GroupHold(
                group=Group(row.kind),
                subject=row.subject,
                name=_name(tx, row),
                reason=row.reason,
                since=row.made_at,
                by=row.by_name,
                hers_to_lift=actor.person is not None and _lifts(actor.person, row),
            )
            for row in groups.holds(tx)
        ]


def _name(tx: Transaction, row: Any) -> str:
    if row.kind == Group.DOCTOR:
        doctor = people.by_id(tx, row.subject)
        return doctor.name if doctor else row.subject
    if row.kind == Group.CAMPAIGN:
        campaign = groups.campaign(tx, row.subject)
        return str(campaign.name) if campaign else row.subject
    return str(row.subject)


def _allowed(actor: Actor, group: Group, subject: str) -> Person:
    person = require(actor, Role.DOCTOR, Role.EDITOR, Role.ADMINISTRATOR)
    others = group is Group.DOCTOR and subject != person.id
    if others and not person.has(Role.EDITOR, Role.ADMINISTRATOR):
        raise NotAllowed(say("A doctor holds her own texts; those of others an editor or an administrator holds."))
    return person


def _lifts(person: Person, hold: Any) -> bool:
    """Whether a hold is hers to lift; a doctor whose texts another person held does not let herself go on."""
    herself = hold.kind == Group.DOCTOR and hold.subject == person.id
    others = (Role.ADMINISTRATOR,) if herself else (Role.EDITOR, Role.ADMINISTRATOR)
    return hold.made_by == person.id or person.has(*others)


def _require_lifting(tx: Transaction, person: Person, group: Group, subject: str) -> None:
    hold = next((row for row in groups.holds(tx) if (row.kind, row.subject) == (group, subject)), None)
    if hold is not None and not _lifts(person, hold):
        raise NotAllowed(
            say(
                "{name} holds this. What another person held, an editor or an administrator lifts; "
                "a hold on one's own texts, an administrator.",
                name=hold.by_name or "?",
            )
        )


def _unit(tx: Transaction, person: Person, group: Group, subject: str) -> str | None:
    """Whose it is: of a doctor's units one where the person works too; a topic is everybody's. Raises NotFound, Refusal
    for what cannot be held.
    """
    if group is Group.DOCTOR:
        doctor = people.by_id(tx, subject)
        if doctor is None:
            raise NotFound(say("There is no person {id}.", id=subject))
        return next((unit for unit in doctor.units if person.works_in(unit)), doctor.home_unit)
    if group is Group.CAMPAIGN:
        return campaign_unit(tx, subject)
    if group is Group.TOPIC and not _SHORTEST_TOPIC <= len(subject) <= _LONGEST_TOPIC:
        raise Refusal(say("Name the topic by words that its texts contain, 2 to 200 characters."))
    return None


def campaign_unit(tx: Transaction, campaign_id: str) -> str | None:
    """A campaign is of the unit of whoever made it. NotFound when there is none."""
    row = groups.campaign(tx, campaign_id)
    if row is None:
        raise NotFound(say("There is no campaign {id}.", id=campaign_id))
    maker = people.by_id(tx, row.made_by)
    return maker.home_unit if maker else None
