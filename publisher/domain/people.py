"""People, their roles, and the licences that let a doctor sign."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from publisher.domain.places import Jurisdiction, Language


class Role(StrEnum):
    """What a membership allows. One person may hold several."""

    DOCTOR = "doctor"  # drafts and signs her own entries
    EDITOR = "communications_editor"  # drafts and schedules, never signs
    MODERATOR = "moderator"  # finds and hands out signed answers in her communities
    VOLUNTEER = "volunteer"  # helps in a community; sees no crisis case unless rostered
    REVIEWER = "reviewer"  # accepts findings and approves what others signed
    DUTY = "duty_person"  # takes crisis cases
    ADMINISTRATOR = "administrator"  # people, accounts, settings


@dataclass(frozen=True)
class Licence:
    """The right to practise, as checked by a named register on a day. Valid through `valid_until`."""

    number: str
    authority: str
    jurisdiction: Jurisdiction
    valid_until: date
    specialties: tuple[str, ...] = ()
    checked_on: date | None = None
    checked_against: str | None = None

    def valid_on(self, day: date) -> bool:
        return self.valid_until >= day


@dataclass(frozen=True)
class Person:
    """A member of the organisation. `zone` is an IANA time zone name; times are shown in it.

    `units` are the parts of the organisation she works in; empty: all of it.
    """

    id: str
    email: str
    name: str
    roles: frozenset[Role]
    languages: tuple[Language, ...] = ()
    licences: tuple[Licence, ...] = ()
    zone: str = "UTC"
    interface_language: Language | None = None
    active: bool = True
    units: tuple[str, ...] = ()

    def has(self, *roles: Role) -> bool:
        return bool(self.roles & set(roles))

    @property
    def scope(self) -> tuple[str, ...]:
        """The units that lists are narrowed to; empty: none."""
        return () if self.has(Role.ADMINISTRATOR) else self.units

    @property
    def home_unit(self) -> str | None:
        """The unit that what she writes belongs to."""
        return self.units[0] if self.units else None

    def works_in(self, unit: str | None) -> bool:
        """Whether her roles hold there. What belongs to no unit is everybody's; an administrator is everywhere."""
        return unit is None or not self.scope or unit in self.scope

    def valid_licence(self, day: date) -> Licence | None:
        valid = [licence for licence in self.licences if licence.valid_on(day)]
        return max(valid, key=lambda licence: licence.valid_until) if valid else None
