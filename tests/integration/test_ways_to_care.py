"""Who is in danger gets the numbers of the country where her community is."""

from dataclasses import replace
from pathlib import Path

from publisher.domain.people import Person, Role
from publisher.domain.places import Jurisdiction, Language
from publisher.services import communities, people, replies
from publisher.services.desk import SHELL
from tests.support.clinic import licence, open_clinic


def test_a_community_gets_the_numbers_of_its_own_country(tmp_path: Path, database_url: str) -> None:
    clinic = open_clinic(tmp_path / "home", database_url)
    described = communities.Described("Mums of Leeds", Language.EN, Jurisdiction.UK)
    communities.add(clinic.desk, clinic.administrator, described)
    (place,) = replies.places_of(clinic.desk, Language.EN, ["Mums of Leeds"])
    assert (place, replies.way_to_care(clinic.desk, Language.EN, place).emergency) == (Jurisdiction.UK, "999")
    usual = replies.jurisdiction_of(clinic.desk, Language.EN)
    assert replies.places_of(clinic.desk, Language.EN, ["Mums of Leeds", "Elsewhere", None]) == [place, usual]
    assert replies.places_of(clinic.desk, Language.EN, []) == [usual]


def test_of_doctors_only_those_are_named_whose_licence_somebody_checked(tmp_path: Path, database_url: str) -> None:
    clinic = open_clinic(tmp_path / "home", database_url)
    before = replies.way_to_care(clinic.desk, Language.EN).doctors
    unchecked = replace(licence(number="T-2"), checked_on=None, checked_against=None)
    for name, role, held in (("Una", Role.DOCTOR, unchecked), ("Ed", Role.EDITOR, licence(number="T-3"))):
        person = Person("", f"{name}@example.org", name, frozenset({role}), (Language.EN,), licences=(held,))
        people.add_person(clinic.desk, SHELL, person)
    assert before
    assert replies.way_to_care(clinic.desk, Language.EN).doctors == before
