"""Where a reviewer approves, a correction calls nothing back before it stands, and restored words end a recall."""

from pathlib import Path

import pytest

from publisher.domain.entries import EntryStatus
from publisher.domain.errors import Refusal
from publisher.domain.handouts import Cause, Form
from publisher.domain.people import Person, Role
from publisher.domain.places import Language
from publisher.services import (
    checking,
    drafting,
    handing_out,
    library,
    people,
    recalling,
    rechecking,
    translating,
)
from publisher.services.desk import SHELL, Actor
from tests.integration.test_handing_out import groups
from tests.integration.test_recall_of_corrections import CORRECTED, edited, signed_again
from tests.integration.test_recall_of_translations import handed_out, translated
from tests.integration.test_resolving import approve
from tests.support.clinic import BODY, Clinic, open_clinic


@pytest.fixture
def reviewed(tmp_path: Path, database_url: str) -> Clinic:
    return open_clinic(tmp_path / "home", database_url, reviewer=True)


def stood(clinic: Clinic) -> tuple[str, str]:
    """An approved text and its approved translation, each handed out to a group."""
    source = clinic.signed(title="Iron")
    approve(clinic, source.id)
    chinese = translated(clinic, source).id
    approve(clinic, chinese)
    (group,) = groups(clinic, "One")
    handing_out.hand_out(clinic.desk, clinic.administrator, source.id, Form.TEXT, [group.id])
    handed_out(clinic, chinese)
    return source.id, chinese


def returned(clinic: Clinic, entry: str) -> None:
    assert clinic.reviewer is not None
    checking.return_entry(clinic.desk, clinic.reviewer, entry, "The dose is wrong.")


def fell(clinic: Clinic) -> dict[str, Cause]:
    return {one.entry: one.cause for one in recalling.waiting(clinic.desk, clinic.doctor)}


def status(clinic: Clinic, entry: str) -> EntryStatus:
    return library.entry(clinic.desk, clinic.doctor, entry).status


def night(clinic: Clinic) -> None:
    rechecking.recheck(clinic.desk, lambda done, total: None)


def test_a_correction_calls_back_its_older_words_and_their_translation_when_it_is_approved(reviewed: Clinic) -> None:
    source, chinese = stood(reviewed)
    signed_again(reviewed, source, body=CORRECTED)
    night(reviewed)
    assert (status(reviewed, chinese), fell(reviewed)) == (EntryStatus.SIGNED, {})
    approve(reviewed, source)
    assert status(reviewed, chinese) is EntryStatus.DUE
    assert fell(reviewed) == {source: Cause.SUPERSEDED, chinese: Cause.DUE}


def test_a_correction_that_was_returned_calls_nothing_back_whatever_is_written_after_it(reviewed: Clinic) -> None:
    source, chinese = stood(reviewed)
    signed_again(reviewed, source, body=CORRECTED)
    returned(reviewed, source)
    night(reviewed)
    assert (status(reviewed, chinese), fell(reviewed)) == (EntryStatus.SIGNED, {})
    signed_again(reviewed, source, body=BODY, review_by="2028-11-01")
    night(reviewed)
    assert (status(reviewed, chinese), fell(reviewed)) == (EntryStatus.SIGNED, {})
    approve(reviewed, source)
    assert (status(reviewed, chinese), fell(reviewed)) == (EntryStatus.SIGNED, {})


def test_a_correction_that_its_author_left_before_it_was_approved_never_stood(reviewed: Clinic) -> None:
    source, chinese = stood(reviewed)
    signed_again(reviewed, source, body=CORRECTED)
    edited(reviewed, source, title="Iron, in a third edition")
    drafting.keep_revision(reviewed.desk, reviewed.doctor, source)
    night(reviewed)
    assert (status(reviewed, chinese), fell(reviewed)) == (EntryStatus.SIGNED, {})
    with pytest.raises(Refusal, match="nothing to compare"):
        translating.compared(reviewed.desk, reviewed.doctor, chinese)


def test_a_translation_is_compared_with_the_version_that_stands_not_with_one_that_waits(reviewed: Clinic) -> None:
    source, chinese = stood(reviewed)
    signed_again(reviewed, source, body=CORRECTED)
    approve(reviewed, source)
    stands = library.entry(reviewed.desk, reviewed.doctor, source).revision
    signed_again(reviewed, source, body=CORRECTED.replace("fish", "eggs"))
    compared = translating.compared(reviewed.desk, reviewed.doctor, chinese).revision
    assert stands is not None
    assert compared is not None
    assert compared.content.translation_of == stands.id


def test_words_that_are_restored_end_their_own_recall_and_that_of_their_translation(reviewed: Clinic) -> None:
    source, chinese = stood(reviewed)
    for body in (CORRECTED, BODY):
        signed_again(reviewed, source, body=body)
        approve(reviewed, source)
    assert (status(reviewed, chinese), fell(reviewed)) == (EntryStatus.SIGNED, {})
    assert recalling.count(reviewed.desk, reviewed.doctor) == 0
    assert not any(row.fallen for row in handing_out.listed(reviewed.desk, reviewed.administrator))


def test_a_version_signed_before_there_was_a_reviewer_stood_and_a_return_takes_its_word_back(
    clinic: Clinic,
) -> None:
    source = clinic.signed(title="Iron")
    chinese = translated(clinic, source).id
    handed_out(clinic, chinese)
    signed_again(clinic, source.id, body=CORRECTED)
    assert fell(clinic) == {chinese: Cause.DUE}
    rita = Person("", "rita@example.org", "Rita", frozenset({Role.REVIEWER}), (Language.EN,), (), "Europe/Berlin")
    clinic.reviewer = Actor(people.add_person(clinic.desk, SHELL, rita), "session")
    edited(clinic, source.id, title="Iron, anew")
    edited(clinic, source.id, title="Iron")
    returned(clinic, source.id)
    assert (status(clinic, chinese), fell(clinic)) == (EntryStatus.SIGNED, {})
