"""People of a test who work in some units of the clinic only."""

from dataclasses import replace

from publisher.domain.people import Licence, Person, Role
from publisher.domain.places import Language
from publisher.services import people, units
from publisher.services.desk import SHELL, Actor
from tests.support.clinic import Clinic


def works_in(clinic: Clinic, actor: Actor | None, *names: str) -> Actor:
    assert actor is not None
    assert actor.person is not None
    return replace(actor, person=units.set_units(clinic.desk, clinic.administrator, actor.person.id, names))


def somebody(clinic: Clinic, role: Role, *names: str, licence: Licence | None = None) -> Actor:
    email, licences = f"{role}-{'-'.join(names)}@example.org".lower(), (licence,) if licence else ()
    person = Person("", email, role.name.title(), frozenset({role}), (Language.EN,), licences, units=names)
    return Actor(people.add_person(clinic.desk, SHELL, person), "session")
