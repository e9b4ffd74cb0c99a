"""People and their licences from a file; idempotent by e-mail address."""

from pathlib import Path
from typing import Any

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
    email = text_of(values, "email", longest=254).strip().lower()
    if "@" not in email:
        raise Rejected(f"“{email}” is no e-mail address")
    roles = frozenset(choice({"roles": item}, "roles", Role) for item in texts(values, "roles"))
    if not roles:
        raise Rejected("“roles” is missing")
    existing = people.by_email(tx, email)
    person = Person(
        id=existing.id if existing else new_id(),
        email=email,
        name=text_of(values, "name", longest=200).strip(),
        roles=roles,
        languages=tuple(choice({"languages": item}, "languages", Language) for item in texts(values, "languages")),
        licences=tuple(_licence(item) for item in _licence_list(values)),
        zone=known_zone(text_of(values, "zone", required=False, longest=60) or desk.settings.zone),
        interface_language=existing.interface_language if existing else None,
        units=known(texts(values, "units")) if "units" in values else existing.units if existing else (),
    )
    if existing == person:
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
        roles=sorted(roles),
        licences=licences,
    )
    return "updated" if existing else "created"


def _licence_list(values: dict[str, Any]) -> list[Any]:
    found = values.get("licences") or []
    if not isinstance(found, list):
        raise Rejected("“licences” must be a list of objects")
    return found
