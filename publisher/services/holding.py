"""Holds on everything of a doctor, a topic or a campaign: nothing of it leaves until somebody resumes it.

Nothing is moved: a hold is asked in the claim and by the relay, so what is scheduled stays scheduled.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from publisher.domain.errors import NotAllowed, NotFound, Refusal
from publisher.domain.ids import new_id
from publisher.domain.people import Role
from publisher.domain.sentences import say
from publisher.services.desk import Actor, Desk, require
from publisher.storage import Transaction, events, groups, people

_SHORTEST_TOPIC, _LONGEST_TOPIC = 2, 200


class Group(StrEnum):
    """What can be held together, beside an account and everything."""

    DOCTOR = "doctor"
    TOPIC = "topic"
    CAMPAIGN = "campaign"


@dataclass(frozen=True)
class GroupHold:
    """A hold as people see it: `name` is the doctor's, the campaign's, or the topic's words."""

    group: Group
    subject: str
    name: str
    reason: str
    since: datetime
    by: str | None


def hold_group(desk: Desk, actor: Actor, group: Group, subject: str, reason: str) -> None:
    """Hold everything of a doctor (id), a topic (words that its texts contain, or a stage) or a campaign (id)."""
    _allowed(actor, group, subject)
    now, wanted = desk.clock(), subject.strip()
    with desk.db.write() as tx:
        _known(tx, group, wanted)
        groups.add_hold(
            tx, id=new_id(), kind=group, subject=wanted, reason=reason.strip() or "—", made_by=actor.id, made_at=now
        )
        events.append(tx, f"{group}:{wanted[:40]}", "held", actor.name, now, reason=reason.strip())


def resume_group(desk: Desk, actor: Actor, group: Group, subject: str) -> None:
    _allowed(actor, group, subject)
    now = desk.clock()
    with desk.db.write() as tx:
        if groups.remove_hold(tx, group, subject.strip()):
            events.append(tx, f"{group}:{subject.strip()[:40]}", "resumed", actor.name, now)


def group_holds(desk: Desk, actor: Actor) -> list[GroupHold]:
    if actor.how != "shell":
        require(actor)
    with desk.db.read() as tx:
        return [
            GroupHold(Group(row.kind), row.subject, _name(tx, row), row.reason, row.made_at, row.by_name)
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


def _allowed(actor: Actor, group: Group, subject: str) -> None:
    person = require(actor, Role.DOCTOR, Role.EDITOR, Role.ADMINISTRATOR)
    others = group is Group.DOCTOR and subject != person.id
    if others and not person.has(Role.EDITOR, Role.ADMINISTRATOR):
        raise NotAllowed(say("A doctor holds her own texts; those of others an editor or an administrator holds."))


def _known(tx: Transaction, group: Group, subject: str) -> None:
    if group is Group.DOCTOR and people.by_id(tx, subject) is None:
        raise NotFound(say("There is no person {id}.", id=subject))
    if group is Group.CAMPAIGN and groups.campaign(tx, subject) is None:
        raise NotFound(say("There is no campaign {id}.", id=subject))
    if group is Group.TOPIC and not _SHORTEST_TOPIC <= len(subject) <= _LONGEST_TOPIC:
        raise Refusal(say("Name the topic by words that its texts contain, 2 to 200 characters."))
