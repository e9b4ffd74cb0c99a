"""A signed answer is compared with all others while a newer version of it lies unsigned: its own words still stand."""

from datetime import date
from pathlib import Path

import pytest

from publisher.domain.errors import Refusal
from publisher.services import checking, comparable, drafting, indexing, resolving, retrieval, signing
from publisher.services.desk import Actor
from tests.integration.test_resolving import QUESTION, SIX, THREE, draft, only, signed
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
