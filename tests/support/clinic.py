"""A small clinic for tests: a desk on a real database, two doctors, a reviewer, and a clock that tests move."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from publisher import bootstrap
from publisher.channels.contract import Channel
from publisher.channels.registry import channels
from publisher.domain.checking import EntryKind
from publisher.domain.entries import Content
from publisher.domain.people import Licence, Person, Role
from publisher.domain.places import Jurisdiction, Language
from publisher.services import accounts, drafting, people, signing
from publisher.services.desk import SHELL, Actor, Desk
from publisher.services.sealing import Sealer
from publisher.services.views import EntryView
from publisher.settings import Settings
from publisher.storage import open_database, schema

BODY = (
    "Iron deficiency is common in pregnancy. Meat, beans and leafy greens contain iron. "
    "Whether a supplement is needed is decided by a clinician who has seen the blood test."
)


@dataclass
class Clock:
    """A clock that stands still until a test moves it."""

    now: datetime = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Clinic:
    """The desk and the people of a test."""

    desk: Desk
    clock: Clock
    doctor: Actor
    colleague: Actor
    administrator: Actor
    reviewer: Actor | None = None
    extra: Mapping[str, Channel] = field(default_factory=dict)

    def draft(self, body: str = BODY, title: str = "Iron in pregnancy", **more: object) -> EntryView:
        content = Content(
            kind=EntryKind.POST,
            language=Language.EN,
            title=title,
            body=body,
            sources=("Iron deficiency anaemia. NICE, 2024",),
            review_by=date(2027, 11, 1),
        )
        return drafting.add_entry(self.desk, self.doctor, drafting.changed(content, dict(more)))

    def signed(self, body: str = BODY, **more: object) -> EntryView:
        return signing.sign(self.desk, self.doctor, self.draft(body, **more).id)


def licence(until: date = date(2028, 12, 31), number: str = "TEST-1") -> Licence:
    return Licence(
        number, "Test register", Jurisdiction.INT, until, ("obstetrics",), date(2026, 11, 1), "test register"
    )


def open_clinic(
    home: Path,
    database_url: str,
    *,
    extra: Mapping[str, Channel] | None = None,
    reviewer: bool = False,
    **settings: object,
) -> Clinic:
    """A new clinic in an empty database."""
    home.mkdir(parents=True, exist_ok=True)
    clock = Clock()
    chosen = Settings(home=home, database_url=database_url, **settings)  # type: ignore[arg-type]
    db = open_database(chosen.database)
    schema.upgrade(db)
    networks = {**channels(chosen.site_root, chosen.public_url), **(extra or {})}
    desk = Desk(db, bootstrap.gate(), networks, Sealer.from_file(chosen.key_file), chosen, clock)
    with db.write() as tx:
        accounts.ensure_site(desk, tx)
    clinic = Clinic(
        desk,
        clock,
        doctor=_person(desk, "doctor@example.org", "Dr Doctor", {Role.DOCTOR}, licence()),
        colleague=_person(desk, "colleague@example.org", "Dr Colleague", {Role.DOCTOR}, licence(number="TEST-2")),
        administrator=_person(desk, "admin@example.org", "Ada Administrator", {Role.ADMINISTRATOR}),
    )
    if reviewer:
        clinic.reviewer = _person(desk, "reviewer@example.org", "Rita Reviewer", {Role.REVIEWER})
    return clinic


def _person(desk: Desk, email: str, name: str, roles: set[Role], *licences: Licence) -> Actor:
    person = Person("", email, name, frozenset(roles), (Language.EN,), tuple(licences), "Europe/Berlin")
    return Actor(people.add_person(desk, SHELL, person), "session")
