"""People, roles, licences and profiles."""

from collections.abc import Iterable
from dataclasses import replace
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from publisher.domain.addresses import email_address
from publisher.domain.errors import NotFound, Refusal
from publisher.domain.ids import new_id
from publisher.domain.people import Licence, Person, Role
from publisher.domain.places import Language
from publisher.domain.sentences import say
from publisher.services.desk import SHELL, Actor, Desk, require, require_administration
from publisher.services.noting import people_changed
from publisher.storage import Transaction, events
from publisher.storage import people as rows


def people(desk: Desk, actor: Actor) -> list[Person]:
    if actor.how != "shell":
        require(actor)
    with desk.db.read() as tx:
        return rows.all_people(tx)


def person_by_email(desk: Desk, email: str) -> Person:
    with desk.db.read() as tx:
        person = rows.by_email(tx, email)
    if person is None:
        raise NotFound(say("Nobody here has the address {email}; `publisher import people` adds people.", email=email))
    return person


def add_person(desk: Desk, actor: Actor, person: Person) -> Person:
    """Add somebody. The id is given here; the address must be new."""
    require_administration(actor)
    added = replace(person, id=new_id(), email=email_address(person.email), zone=known_zone(person.zone))
    now = desk.clock()
    with desk.db.write() as tx:
        if rows.by_email(tx, added.email):
            raise Refusal(say("{email} is a member already.", email=added.email))
        rows.add(tx, added, now)
        events.append(tx, f"person:{added.id}", "added", actor.name, now, roles=sorted(added.roles))
    return added


def known_zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refusal(say("“{zone}” is no time zone; write one like Asia/Shanghai.", zone=name)) from None


def _existing(tx: Transaction, person_id: str) -> Person:
    person = rows.by_id(tx, person_id)
    if person is None:
        raise NotFound(say("This person does not exist."))
    return person


def add_licence(desk: Desk, actor: Actor, person_id: str, licence: Licence) -> Person:
    """Add or renew a licence (same number: replaced). An administrator has looked it up; nobody vouches for herself."""
    require_administration(actor)
    now = desk.clock()
    with desk.db.write() as tx:
        person = _existing(tx, person_id)
        others = tuple(item for item in person.licences if item.number != licence.number)
        changed = replace(person, licences=(*others, licence))
        rows.change(tx, changed)
        people_changed(tx, desk)
        events.append(
            tx,
            f"person:{person_id}",
            "licence_recorded",
            actor.name,
            now,
            number=licence.number,
            valid_until=licence.valid_until.isoformat(),
            checked_against=licence.checked_against,
        )
    return changed


def set_roles(desk: Desk, actor: Actor, person_id: str, roles: Iterable[Role]) -> Person:
    """Replace a person's roles. The last active administrator keeps hers."""
    require_administration(actor)
    wanted, now = frozenset(roles), desk.clock()
    with desk.db.write() as tx:
        person = _existing(tx, person_id)
        if Role.ADMINISTRATOR in person.roles - wanted:
            _keep_an_administrator(tx, person)
        changed = replace(person, roles=wanted)
        rows.change(tx, changed)
        events.append(tx, f"person:{person_id}", "roles_set", actor.name, now, roles=sorted(wanted))
    return changed


def _keep_an_administrator(tx: Transaction, leaving: Person) -> None:
    others = [one for one in rows.all_people(tx) if one.active and one.id != leaving.id and one.has(Role.ADMINISTRATOR)]
    if not others:
        raise Refusal(say("{name} is the last administrator; make somebody else one first.", name=leaving.name))


def set_profile(
    desk: Desk, actor: Actor, *, zone: str | None = None, interface_language: Language | None = None
) -> Person:
    """One's own time zone and language of the workspace."""
    person = require(actor)
    with desk.db.write() as tx:
        current = _existing(tx, person.id)
        changed = replace(
            current,
            zone=known_zone(zone) if zone else current.zone,
            interface_language=interface_language or current.interface_language,
        )
        rows.change(tx, changed)
    return changed


def deactivate(desk: Desk, actor: Actor, person_id: str) -> None:
    """Close an account and end its sessions and open links; what the person signed stays signed."""
    require_administration(actor)
    now = desk.clock()
    with desk.db.write() as tx:
        person = _existing(tx, person_id)
        if person.has(Role.ADMINISTRATOR):
            _keep_an_administrator(tx, person)
        rows.change(tx, replace(person, active=False))
        rows.end_sessions(tx, now, person=person_id)
        rows.end_links(tx, now, person_id)
        people_changed(tx, desk)
        events.append(tx, f"person:{person_id}", "closed", actor.name, now)


def owner(desk: Desk, name: str) -> Person:
    """The first person of a home that has nobody: the machine's owner, a doctor without a licence yet."""
    letters = "".join(char for char in name.lower() if char.isascii() and char.isalnum())
    address = f"{letters or 'owner'}@localhost"
    person = Person("", address, name, frozenset({Role.ADMINISTRATOR, Role.DOCTOR}), zone=desk.settings.zone)
    return add_person(desk, SHELL, person)
