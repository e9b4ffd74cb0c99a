"""People from a file: the same file twice changes nothing, what it leaves out stays, a closed account stays closed."""

import json
from pathlib import Path
from typing import Any

import pytest

from publisher.domain.errors import NotAllowed, Refusal
from publisher.domain.people import Person, Role
from publisher.domain.places import Language
from publisher.services import identity, people
from publisher.services.importing import ImportResult
from publisher.services.importing_people import import_people
from tests.support.clinic import Clinic

PASSWORD = "correct horse battery"
LINE = {"email": "colleague@example.org", "name": "Dr Colleague", "roles": ["doctor"]}
LICENCES = [
    {"number": number, "authority": "Test register", "jurisdiction": "INT", "valid_until": until}
    for number, until in (("B", "2029-01-01"), ("A", "2028-01-01"), ("0", "2029-01-01"))
]


def taken(clinic: Clinic, tmp_path: Path, **more: Any) -> ImportResult:
    file = tmp_path / "people.jsonl"
    file.write_text(json.dumps(LINE | more) + "\n", "utf-8")
    return import_people(clinic.desk, clinic.administrator, file)


def colleague(clinic: Clinic) -> Person:
    return people.person_by_email(clinic.desk, "colleague@example.org")


def test_the_same_file_twice_changes_nothing_in_whatever_order_it_lists_licences(
    clinic: Clinic, tmp_path: Path
) -> None:
    assert taken(clinic, tmp_path, licences=LICENCES).updated == 1
    again = taken(clinic, tmp_path, licences=LICENCES)
    assert (again.unchanged, again.updated) == (1, 0)


def test_an_account_that_was_closed_stays_closed_and_the_result_says_so(clinic: Clinic, tmp_path: Path) -> None:
    taken(clinic, tmp_path)
    token = identity.invite(clinic.desk, clinic.administrator, "colleague@example.org", "", [])
    identity.accept_invitation(clinic.desk, token, PASSWORD)
    people.deactivate(clinic.desk, clinic.administrator, clinic.colleague.id or "")
    again = taken(clinic, tmp_path, roles=["administrator"])
    assert (again.closed, again.updated, again.unchanged) == (1, 0, 0)
    assert colleague(clinic).roles == {Role.DOCTOR}
    with pytest.raises(NotAllowed, match="closed"):
        identity.sign_in(clinic.desk, "colleague@example.org", PASSWORD, "203.0.113.9")


def test_what_a_file_leaves_out_or_empty_stays_as_it_was_kept_in_the_workspace(clinic: Clinic, tmp_path: Path) -> None:
    before = colleague(clinic)
    assert before.licences
    assert taken(clinic, tmp_path, licences="", zone=None).unchanged == 1
    assert taken(clinic, tmp_path, name="Dr New Name").updated == 1
    after = colleague(clinic)
    assert (after.licences, after.languages, after.zone) == (before.licences, (Language.EN,), "Europe/Berlin")


def test_an_empty_list_in_a_file_does_empty_it(clinic: Clinic, tmp_path: Path) -> None:
    taken(clinic, tmp_path, licences=[], languages=[])
    assert (colleague(clinic).licences, colleague(clinic).languages) == ((), ())


def test_two_licences_of_one_number_and_a_wrong_address_reject_their_line_alone(clinic: Clinic, tmp_path: Path) -> None:
    twice = taken(clinic, tmp_path, licences=[LICENCES[0], LICENCES[0]])
    assert twice.rejected[0]["reason"] == "two licences have the same number"
    wrong = taken(clinic, tmp_path, email="new@example.org\nBcc: others@example.org")
    assert "is no e-mail address" in wrong.rejected[0]["reason"]


def test_a_wrong_address_is_refused_in_one_sentence_by_every_way_in(clinic: Clinic) -> None:
    with pytest.raises(Refusal, match="write one like"):
        identity.invite(clinic.desk, clinic.administrator, "new@example", "New", [])
    with pytest.raises(Refusal, match="write one like"):
        people.add_person(clinic.desk, clinic.administrator, Person("", "new@", "New", frozenset()))


def test_the_owner_of_a_machine_has_an_address_whatever_letters_her_name_has(clinic: Clinic) -> None:
    assert people.owner(clinic.desk, "Иван").email == "owner@localhost"
