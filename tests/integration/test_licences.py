"""Licences: recorded by an administrator alone, who is told in time; a signer is told what hers does not cover."""

from dataclasses import replace
from datetime import date

import pytest

from publisher.domain.errors import NotAllowed
from publisher.domain.people import Person, Role
from publisher.domain.places import Jurisdiction, Language
from publisher.domain.publications import PublicationState
from publisher.domain.sentences import say
from publisher.services import licences, people, states
from publisher.services.desk import SHELL, Actor
from publisher.services.today import today
from tests.support.clinic import Clinic, licence


def pure_administrator(clinic: Clinic) -> Actor:
    person = Person("", "office@example.org", "Olga Office", frozenset({Role.ADMINISTRATOR}), (Language.EN,))
    return Actor(people.add_person(clinic.desk, SHELL, person), "session")


def test_a_doctor_records_no_licence_not_even_her_own(clinic: Clinic) -> None:
    with pytest.raises(NotAllowed):
        people.add_licence(clinic.desk, clinic.doctor, clinic.doctor.id or "", licence(date(2040, 1, 1)))
    office = pure_administrator(clinic)
    kept = people.add_licence(clinic.desk, office, clinic.doctor.id or "", licence(date(2040, 1, 1)))
    assert kept.valid_licence(date(2039, 12, 31)) is not None


def test_an_administrator_is_told_on_today_whose_licences_end(clinic: Clinic) -> None:
    office = pure_administrator(clinic)
    told = [str(one) for one in today(clinic.desk, office).licences_to_renew]
    people.add_licence(clinic.desk, office, clinic.doctor.id or "", licence(date(2026, 12, 1)))
    name = clinic.doctor.person.name if clinic.doctor.person else ""
    now = today(clinic.desk, office)
    new = [str(one) for one in now.licences_to_renew if str(one) not in told]
    assert new == [f"The licence TEST-1 of {name} ends on 2026-12-01; without it nothing of hers leaves."]
    assert now.licence_warning is None
    clinic.clock.forward(days=30)
    assert f"The licence TEST-1 of {name} ended on 2026-12-01." in map(
        str, today(clinic.desk, office).licences_to_renew
    )
    assert today(clinic.desk, clinic.colleague).licences_to_renew == ()


def test_a_signer_is_told_when_her_licence_holds_elsewhere_and_when_nobody_looked_it_up(clinic: Clinic) -> None:
    revision = clinic.draft(jurisdictions=(Jurisdiction.CN,)).revision
    assert revision is not None
    assert clinic.doctor.person is not None
    abroad = replace(licence(), jurisdiction=Jurisdiction.RU)
    doctor = replace(clinic.doctor.person, licences=(abroad,))
    assert [str(one) for one in licences.notes_at_signing(clinic.desk, doctor, revision.content)] == [
        "Your licence holds in RU, this text is for CN: it is checked by the rules of both."
    ]
    here = replace(abroad, jurisdiction=Jurisdiction.CN)
    at_home = replace(doctor, licences=(here,))
    assert licences.notes_at_signing(clinic.desk, at_home, revision.content) == []
    unseen = replace(doctor, licences=(replace(here, checked_on=None, checked_against=None),))
    (note,) = licences.notes_at_signing(clinic.desk, unseen, revision.content)
    assert "looked up" in str(note)


def test_what_is_not_known_is_shown_with_its_reason(clinic: Clinic) -> None:
    from publisher.services import scheduling

    entry = clinic.signed().id
    waiting = scheduling.schedule(clinic.desk, clinic.doctor, entry, "site", "2026-12-24T10:00")
    unknown = replace(waiting, state=PublicationState.UNKNOWN, because=(say("VK did not show the wall."),))
    assert "VK did not show the wall." in str(states.why(unknown, clinic.clock()))
