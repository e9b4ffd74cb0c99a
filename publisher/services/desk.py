"""What every service is given: the parts wired by bootstrap, and the person who asks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from publisher.channels.contract import Channel
from publisher.domain.errors import NotAllowed
from publisher.domain.people import Person, Role
from publisher.domain.sentences import Sentence, say
from publisher.policy.gate import Gate
from publisher.services.sealing import Sealer
from publisher.settings import Settings
from publisher.storage import Database


@dataclass(frozen=True)
class Desk:
    """One installation: its database, gate, channels, key and clock."""

    db: Database
    gate: Gate
    channels: Mapping[str, Channel]
    sealer: Sealer
    settings: Settings
    clock: Callable[[], datetime]

    @property
    def home(self) -> Path:
        return self.settings.home

    @property
    def public_url(self) -> str:
        return self.settings.public_url

    def today(self, zone: str | None = None) -> date:
        """The calendar day in a zone, the organisation's by default. Licences and review dates hold to its end."""
        return self.clock().astimezone(ZoneInfo(zone or self.settings.zone)).date()

    def here(self, moment: datetime) -> datetime:
        """The same moment in the organisation's zone; its date is the day that readers are told."""
        return moment.astimezone(ZoneInfo(self.settings.zone))


@dataclass(frozen=True)
class Actor:
    """Who asks, and by which way: `session` (signed in), `shell` (owner of the home) or `worker` (no person)."""

    person: Person | None
    how: str

    @property
    def name(self) -> str:
        return f"{self.how}:{self.person.email}" if self.person else self.how

    @property
    def id(self) -> str | None:
        return self.person.id if self.person else None


WORKER = Actor(person=None, how="worker")
SHELL = Actor(person=None, how="shell")


def require(actor: Actor, *roles: Role) -> Person:
    """The acting person, if active and holding one of the roles (any role if none is named). NotAllowed else."""
    person = actor.person
    if person is None:
        raise NotAllowed(say("This needs a person: say who acts with --as EMAIL, or sign in."))
    if not person.active:
        raise NotAllowed(say("The account of {name} is closed; ask an administrator.", name=person.name))
    if roles and not person.has(*roles):
        names = " / ".join(sorted(role.value for role in roles))
        raise NotAllowed(say("{name} may not do this; it needs the role {roles}.", name=person.name, roles=names))
    return person


def elsewhere(person: Person, unit: str | None) -> Sentence | None:
    """Why the person's roles do not hold in the unit a record belongs to; None where they do."""
    if person.works_in(unit):
        return None
    return say(
        "This belongs to {unit}; {name} works in {units}.",
        unit=unit,
        name=person.name,
        units=", ".join(person.units),
    )


def require_unit(person: Person, unit: str | None) -> None:
    """NotAllowed unless the person's roles hold in the unit a record belongs to."""
    if (reason := elsewhere(person, unit)) is not None:
        raise NotAllowed(reason)


def require_unit_of(person: Person, entry: Any) -> None:
    """NotAllowed unless she wrote the entry or her roles hold in its unit."""
    if entry.author != person.id:
        require_unit(person, entry.unit)


def require_administration(actor: Actor) -> None:
    """An administrator, or the owner of the home at the shell."""
    if actor.how == "shell" and actor.person is None:
        return
    require(actor, Role.ADMINISTRATOR)
