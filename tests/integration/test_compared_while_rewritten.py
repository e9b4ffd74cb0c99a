"""A signed answer is compared with all others while a newer version of it lies unsigned: its own words still stand."""

import json
from datetime import date
from pathlib import Path

import pytest

from publisher.domain.errors import Refusal
from publisher.services import (
    checking,
    comparable,
    drafting,
    importing_answers,
    indexing,
    resolving,
    retrieval,
    signing,
)
from publisher.services.desk import SHELL, Actor
from tests.integration.test_resolving import QUESTION, SIX, THREE, approve, draft, only, signed
from tests.support.clinic import Clinic, open_clinic

OTHER = "Ask the team that knows you. Every family finds its own rhythm."


@pytest.fixture
def clinic(tmp_path: Path, database_url: str) -> Clinic:
    return open_clinic(tmp_path / "home", database_url, reviewer=True)


def rewritten(clinic: Clinic, entry: str, by: Actor, body: str = OTHER, **changes: object) -> None:
    """A newer version of a signed answer, finished and not signed."""
    content = drafting.working_copy(clinic.desk, by, entry).content
    drafting.edit_entry(clinic.desk, by, entry, drafting.changed(content, {"body": body, **changes}))


def test_a_signed_answer_with_a_newer_unsigned_version_is_still_compared(clinic: Clinic) -> None:
    old, new = signed(clinic, by=clinic.colleague), draft(clinic, THREE)
    rewritten(clinic, old, clinic.colleague)
    with pytest.raises(Refusal, match=r"Dr Colleague.*first 6 months"):
        signing.sign(clinic.desk, clinic.doctor, new)
    assert only(clinic, new).refuses


def test_a_conflict_that_was_kept_before_the_other_answer_was_rewritten_still_refuses(clinic: Clinic) -> None:
    old, new = signed(clinic, by=clinic.colleague), draft(clinic, THREE)
    signing.open_for_signing(clinic.desk, clinic.doctor, new)
    kept = only(clinic, new)
    rewritten(clinic, old, clinic.colleague)
    assert only(clinic, new) == kept
    assert any("Possible conflict" in str(one) for one in signing.why_not(clinic.desk, clinic.doctor, new))


def test_a_version_that_is_signed_in_its_place_is_compared_instead(clinic: Clinic) -> None:
    old, new = signed(clinic, by=clinic.colleague), draft(clinic, THREE)
    signing.open_for_signing(clinic.desk, clinic.doctor, new)
    rewritten(clinic, old, clinic.colleague)
    signing.sign(clinic.desk, clinic.colleague, old)
    assert resolving.of_entry(clinic.desk, clinic.doctor, new) == []
    signing.sign(clinic.desk, clinic.doctor, new)


def test_where_the_newest_signed_version_was_returned_the_one_before_it_is_compared(clinic: Clinic) -> None:
    assert clinic.reviewer is not None
    old, new = signed(clinic, by=clinic.colleague), draft(clinic, THREE)
    rewritten(clinic, old, clinic.colleague)
    signing.sign(clinic.desk, clinic.colleague, old)
    checking.return_entry(clinic.desk, clinic.reviewer, old, "The months are missing.")
    with pytest.raises(Refusal, match="first 6 months"):
        signing.sign(clinic.desk, clinic.doctor, new)
    rewritten(clinic, old, clinic.colleague, SIX.replace("6 months", "5 months"))
    with pytest.raises(Refusal, match="first 6 months"):
        signing.sign(clinic.desk, clinic.doctor, new)


def test_a_new_review_date_that_nobody_signed_does_not_bring_back_what_expired(clinic: Clinic) -> None:
    old, new = signed(clinic, by=clinic.colleague), draft(clinic, THREE)
    rewritten(clinic, new, clinic.doctor, THREE, review_by=date(2029, 1, 1))
    rewritten(clinic, old, clinic.colleague, review_by=date(2029, 1, 1))
    assert [one.answer for one in comparable.nearest(clinic.desk, QUESTION, "en", but=new)] == [old]
    clinic.clock.forward(days=400)
    assert comparable.nearest(clinic.desk, QUESTION, "en", but=new) == []


def test_what_is_being_rewritten_is_shown_to_nobody_who_searches(clinic: Clinic) -> None:
    old = signed(clinic)
    assert [one.answer for one in retrieval.search(clinic.desk, QUESTION).results] == [old]
    rewritten(clinic, old, clinic.doctor)
    indexing.complete(clinic.desk)
    assert retrieval.search(clinic.desk, QUESTION).results == ()
    assert retrieval.closest_signed(clinic.desk, QUESTION, "en") == ()
    assert [one.text for one in comparable.nearest(clinic.desk, QUESTION, "en", but=None)] == [SIX]


def imported(clinic: Clinic) -> str:
    """An answer that was imported and then signed here, with a review date."""
    file = clinic.desk.home / "answers.jsonl"
    said = {"external_id": "a", "language": "en", "question": QUESTION, "answer": SIX, "sources": ["NICE, 2024"]}
    file.write_text(json.dumps(said) + "\n", "utf-8")
    importing_answers.import_answers(clinic.desk, SHELL, file)
    (found,) = retrieval.search(clinic.desk, QUESTION).results
    rewritten(clinic, found.answer, clinic.doctor, SIX, review_by=date(2027, 11, 1))
    signing.sign(clinic.desk, clinic.doctor, found.answer)
    approve(clinic, found.answer)
    (again,) = retrieval.search(clinic.desk, QUESTION).results
    assert again.signed_by
    return found.answer


def test_what_is_written_in_place_of_a_signed_import_is_not_shown_as_imported(clinic: Clinic) -> None:
    rewritten(clinic, imported(clinic), clinic.doctor)
    indexing.complete(clinic.desk)
    assert retrieval.search(clinic.desk, QUESTION).results == ()
    assert [one.text for one in comparable.nearest(clinic.desk, QUESTION, "en", but=None)] == [SIX]


def test_a_review_date_that_nobody_signed_does_not_show_an_expired_import_again(clinic: Clinic) -> None:
    old = imported(clinic)
    clinic.clock.forward(days=400)
    assert retrieval.search(clinic.desk, QUESTION).results == ()
    version = drafting.working_copy(clinic.desk, clinic.doctor, old).version
    drafting.save_working_copy(clinic.desk, clinic.doctor, old, {"review_by": "2029-01-01"}, version)
    assert retrieval.search(clinic.desk, QUESTION).results == ()
