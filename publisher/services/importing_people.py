"""People and their licences from a file; idempotent by e-mail address. A closed account stays closed: only an
invitation opens it again.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

from publisher.domain.addresses import email_address
from publisher.domain.ids import new_id
from publisher.domain.people import Licence, Person, Role
from publisher.domain.places import Jurisdiction, Language
from publisher.services.desk import Actor, Desk, require_administration
from publisher.services.fields import Rejected, choice, day, text_of, texts
from publisher.services.importing import ImportResult, Progress, one_by_one, run
from publisher.services.noting import people_changed
from publisher.services.people import known_zone
from publisher.services.units import known
from publisher.storage import Transaction, events, people


def import_people(desk: Desk, actor: Actor, file: Path, progress: Progress | None = None) -> ImportResult:
    require_administration(actor)
    return run(desk, actor, file, one_by_one(_put_person), progress)


def _licence(values: Any) -> Licence:
    if not isinstance(values, dict):
        raise Rejected("“licences” must be a list of objects")
    until = day(values, "valid_until")
    if until is None:
        raise Rejected("a licence needs “valid_until”")
    return Licence(
        number=text_of(values, "number", longest=80),
        authority=text_of(values, "authority", longest=200),
        jurisdiction=choice(values, "jurisdiction", Jurisdiction),
        valid_until=until,
        specialties=texts(values, "specialties"),
        checked_on=day(values, "checked_on"),
        checked_against=text_of(values, "checked_against", required=False, longest=200) or None,
    )


def _put_person(desk: Desk, tx: Transaction, actor: Actor, values: dict[str, Any]) -> str:
    email = email_address(text_of(values, "email"))
    existing = people.by_email(tx, email)
    if existing is not None and not existing.active:
        return "closed"
    person = _told(desk, values, email, existing)
    if existing is not None and replace(existing, licences=_ordered(existing.licences)) == person:
        return "unchanged"
    now = desk.clock()
    people.change(tx, person) if existing else people.add(tx, person, now)
    people_changed(tx, desk)
    licences = [[item.number, item.valid_until.isoformat()] for item in person.licences]
    events.append(
        tx,
        f"person:{person.id}",
        "changed" if existing else "added",
        actor.name,
        now,
        roles=sorted(person.roles),
        licences=licences,
    )
    return "updated" if existing else "created"


def _told(desk: Desk, values: dict[str, Any], email: str, existing: Person | None) -> Person:
    """The person as the line says; what it leaves out or empty stays as it is kept here."""
    roles = frozenset(choice({"roles": item}, "roles", Role) for item in texts(values, "roles"))
    if not roles:
        raise Rejected("“roles” is missing")
    kept = existing or Person(new_id(), email, "", roles, zone=desk.settings.zone)
    said = {name for name, value in values.items() if value not in (None, "")}
    languages = tuple(choice({"languages": item}, "languages", Language) for item in texts(values, "languages"))
    return replace(
        kept,
        name=text_of(values, "name", longest=200).strip(),
        roles=roles,
        languages=languages if "languages" in said else kept.languages,
        licences=_ordered(_licences(values) if "licences" in said else kept.licences),
        zone=known_zone(text_of(values, "zone", longest=60)) if "zone" in said else kept.zone,
        units=known(texts(values, "units")) if "units" in said else kept.units,
    )


def _licences(values: dict[str, Any]) -> tuple[Licence, ...]:
    found = values["licences"]
    if not isinstance(found, list):
        raise Rejected("“licences” must be a list of objects")
    licences = tuple(_licence(item) for item in found)
    if len({item.number for item in licences}) < len(licences):
        raise Rejected("two licences have the same number")
    return licences


def _ordered(licences: tuple[Licence, ...]) -> tuple[Licence, ...]:
    """In one order, so that the same ones are recognised however a file or the database lists them."""
    return tuple(sorted(licences, key=lambda item: (item.valid_until, item.number)))
