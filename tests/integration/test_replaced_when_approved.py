"""What a new answer replaces stands until the new one may be shown itself: signed, and approved where that is asked."""

from datetime import date
from pathlib import Path

import pytest

from publisher.domain.entries import EntryStatus
from publisher.domain.errors import NotAllowed, Refusal
from publisher.domain.handouts import Form
from publisher.services import (
    checking,
    conflicts,
    drafting,
    handing_out,
    library,
    newcomers,
    planned_replacements,
    recalling,
    resolving,
    signing,
)
from publisher.storage import entries
from tests.integration.test_handing_out import groups
from tests.integration.test_newcomers import EARLY
from tests.integration.test_resolving import SIX, THREE, approve, draft, signed, status
from tests.support.clinic import Clinic, open_clinic

AGAIN = SIX.replace("Every family finds its own rhythm", "Ask the team that knows you")


@pytest.fixture
def clinic(tmp_path: Path, database_url: str) -> Clinic:
    return open_clinic(tmp_path / "home", database_url, reviewer=True)


def planned(clinic: Clinic, old: str) -> str:
    new = draft(clinic, THREE)
    resolving.replace(clinic.desk, clinic.doctor, new, old)
    return new


def returned(clinic: Clinic, entry: str) -> None:
    assert clinic.reviewer is not None
    checking.return_entry(clinic.desk, clinic.reviewer, entry, "The dose is wrong.")


def reworded(clinic: Clinic, entry: str, **changes: object) -> None:
    content = drafting.working_copy(clinic.desk, clinic.doctor, entry).content
    drafting.edit_entry(clinic.desk, clinic.doctor, entry, drafting.changed(content, dict(changes)))


def test_a_text_that_waits_for_its_approval_takes_nothing_from_a_newcomer_or_a_group(clinic: Clinic) -> None:
    desk, admin = clinic.desk, clinic.administrator
    (group,) = groups(clinic, "One")
    old = signed(clinic)
    newcomers.put(desk, admin, group.id, EARLY, old)
    handing_out.hand_out(desk, admin, old, Form.TEXT, [group.id])
    new = planned(clinic, old)
    signing.sign(desk, clinic.doctor, new)
    for act, after in (
        (lambda: None, EntryStatus.AWAITING_REVIEW),
        (lambda: returned(clinic, new), EntryStatus.RETURNED),
    ):
        act()
        assert (status(clinic, old), status(clinic, new)) == (EntryStatus.SIGNED, after)
        assert newcomers.pack(desk, admin, group.id, EARLY).standing == [old]
        assert recalling.waiting(desk, admin) == []
    reworded(clinic, new, title="A second edition")
    signing.sign(desk, clinic.doctor, new)
    approve(clinic, new)
    assert (status(clinic, old), status(clinic, new)) == (EntryStatus.SUPERSEDED, EntryStatus.SIGNED)
    (item,) = recalling.waiting(desk, admin)
    assert "The answer that holds now" in item.correction


def test_what_was_returned_and_written_anew_replaces_it_with_its_own_approval(clinic: Clinic) -> None:
    old = signed(clinic)
    new = planned(clinic, old)
    signing.sign(clinic.desk, clinic.doctor, new)
    returned(clinic, new)
    reworded(clinic, new, body=THREE.replace("3 months", "4 months"))
    assert status(clinic, old) is EntryStatus.SIGNED
    signing.sign(clinic.desk, clinic.doctor, new)
    assert status(clinic, old) is EntryStatus.SIGNED
    approve(clinic, new)
    assert status(clinic, old) is EntryStatus.SUPERSEDED


def test_an_answer_is_kept_after_all_until_it_was_replaced(clinic: Clinic) -> None:
    old = signed(clinic)
    new = planned(clinic, old)
    (going,) = planned_replacements.of_entry(clinic.desk, clinic.doctor, new)
    assert (going.answer, going.may_keep) == (old, True)
    for _ in range(2):
        planned_replacements.keep_old(clinic.desk, clinic.doctor, new, old)
    assert planned_replacements.of_entry(clinic.desk, clinic.doctor, new) == []
    history = [one.action for one in library.history(clinic.desk, clinic.doctor, new)]
    assert history.count("replacement_dropped") == 1
    with pytest.raises(Refusal, match="Possible conflict with your answer"):
        signing.sign(clinic.desk, clinic.doctor, new)
    resolving.replace(clinic.desk, clinic.doctor, new, old)
    signing.sign(clinic.desk, clinic.doctor, new)
    approve(clinic, new)
    with pytest.raises(Refusal, match="has been replaced already"):
        planned_replacements.keep_old(clinic.desk, clinic.doctor, new, old)
    assert status(clinic, old) is EntryStatus.SUPERSEDED
    assert planned_replacements.of_entry(clinic.desk, clinic.doctor, new) == []


def test_an_old_answer_that_is_kept_between_signature_and_approval_stands_with_no_conflict_beside_it(
    clinic: Clinic,
) -> None:
    old = signed(clinic)
    new = planned(clinic, old)
    signing.sign(clinic.desk, clinic.doctor, new)
    planned_replacements.keep_old(clinic.desk, clinic.doctor, new, old)
    with pytest.raises(Refusal, match="Possible conflict"):
        approve(clinic, new)
    assert status(clinic, old) is EntryStatus.SIGNED


def test_nobody_but_who_chose_or_wrote_it_keeps_the_old_answer(clinic: Clinic) -> None:
    assert clinic.reviewer is not None
    old = signed(clinic)
    new = planned(clinic, old)
    for who in (clinic.colleague, clinic.reviewer):
        assert [one.may_keep for one in planned_replacements.of_entry(clinic.desk, who, new)] == [False]
        with pytest.raises(NotAllowed):
            planned_replacements.keep_old(clinic.desk, who, new, old)
    assert planned_replacements.of_entry(clinic.desk, clinic.doctor, new)


def test_a_signed_text_that_waits_replaces_what_is_chosen_then_when_it_is_approved(clinic: Clinic) -> None:
    old = signed(clinic)
    new = draft(clinic, AGAIN)
    signing.sign(clinic.desk, clinic.doctor, new)
    resolving.replace(clinic.desk, clinic.doctor, new, old)
    assert status(clinic, old) is EntryStatus.SIGNED
    approve(clinic, new)
    assert status(clinic, old) is EntryStatus.SUPERSEDED


def test_an_approved_text_replaces_what_is_chosen_then_at_once(clinic: Clinic) -> None:
    old, new = signed(clinic), signed(clinic, AGAIN)
    resolving.replace(clinic.desk, clinic.doctor, new, old)
    assert status(clinic, old) is EntryStatus.SUPERSEDED


def test_an_answer_and_what_is_going_to_replace_it_are_no_conflict_from_either_side(clinic: Clinic) -> None:
    assert clinic.reviewer is not None
    old = signed(clinic)
    new = planned(clinic, old)
    signing.sign(clinic.desk, clinic.doctor, new)
    for entry in (old, new):
        conflicts.find(clinic.desk, entry)
    assert resolving.unresolved(clinic.desk, clinic.reviewer) == []
    third = draft(clinic, THREE.replace("Ask the team", "Ask anybody of the team"))
    with pytest.raises(Refusal, match="Possible conflict"):
        signing.sign(clinic.desk, clinic.doctor, third)


def test_of_two_answers_that_were_to_replace_each_other_the_first_approved_stands(clinic: Clinic) -> None:
    one, two = signed(clinic), signed(clinic, AGAIN)
    for entry in (one, two):
        reworded(clinic, entry, title="A second edition")
    resolving.replace(clinic.desk, clinic.doctor, one, two)
    resolving.replace(clinic.desk, clinic.doctor, two, one)
    for entry in (one, two):
        signing.sign(clinic.desk, clinic.doctor, entry)
    for entry in (one, two):
        approve(clinic, entry)
    assert (status(clinic, one), status(clinic, two)) == (EntryStatus.SIGNED, EntryStatus.SUPERSEDED)
    with clinic.desk.db.read() as tx:
        assert entries.last_of_line(tx, two).id == one


def test_a_text_whose_review_date_passed_before_its_approval_replaces_nothing(clinic: Clinic) -> None:
    old = signed(clinic)
    new = planned(clinic, old)
    reworded(clinic, new, review_by=date(2026, 11, 30))
    signing.sign(clinic.desk, clinic.doctor, new)
    clinic.clock.forward(days=9)
    approve(clinic, new)
    assert (status(clinic, old), status(clinic, new)) == (EntryStatus.SIGNED, EntryStatus.EXPIRED)
    reworded(clinic, new, review_by=date(2027, 11, 30))
    signing.sign(clinic.desk, clinic.doctor, new)
    approve(clinic, new)
    assert status(clinic, old) is EntryStatus.SUPERSEDED
