"""A question is answered while its answer stands: not before its approval, nor after it is returned or withdrawn."""

from pathlib import Path

import pytest

from publisher.domain.entries import EntryStatus
from publisher.domain.errors import Refusal
from publisher.domain.places import Language
from publisher.services import (
    answering,
    asking,
    checking,
    communities,
    drafting,
    inbox,
    resolving,
    signing,
    withdrawing,
)
from publisher.services.communities import Described
from publisher.storage import answers, events, listing
from tests.integration.test_answering import ASKED
from tests.integration.test_handing_out import groups
from tests.support.clinic import BODY, Clinic, open_clinic


@pytest.fixture
def clinic(tmp_path: Path, database_url: str) -> Clinic:
    return open_clinic(tmp_path / "home", database_url, reviewer=True)


@pytest.fixture
def question(clinic: Clinic) -> str:
    (group,) = groups(clinic, "One")
    return asking.ask(clinic.desk, clinic.administrator, ASKED, group.id).id


def line_of(clinic: Clinic, question: str) -> str:
    return inbox.question(clinic.desk, clinic.doctor, question).group or ""


def written(clinic: Clinic, question: str, body: str = BODY) -> str:
    """An answer to it, drafted and signed."""
    entry = answering.draft(clinic.desk, clinic.doctor, line_of(clinic, question), ASKED, "obstetrics")
    copy = drafting.working_copy(clinic.desk, clinic.doctor, entry)
    changes = {"body": body, "title": "Iron in pregnancy", "sources": ["NICE, 2024"], "review_by": "2027-11-01"}
    drafting.save_working_copy(clinic.desk, clinic.doctor, entry, changes, copy.version)
    drafting.keep_revision(clinic.desk, clinic.doctor, entry)
    signing.sign(clinic.desk, clinic.doctor, entry)
    return entry


def approve(clinic: Clinic, entry: str) -> None:
    assert clinic.reviewer is not None
    signing.approve(clinic.desk, clinic.reviewer, entry)


def give_back(clinic: Clinic, entry: str) -> None:
    assert clinic.reviewer is not None
    checking.return_entry(clinic.desk, clinic.reviewer, entry, "The dose is wrong.")


def reworded(clinic: Clinic, entry: str) -> None:
    content = drafting.working_copy(clinic.desk, clinic.doctor, entry).content
    changed = drafting.changed(content, {"body": f"{BODY} Tea hinders iron."})
    drafting.edit_entry(clinic.desk, clinic.doctor, entry, changed)


def state(clinic: Clinic, question: str) -> tuple[str, str, int]:
    """Of a question: its state, its line's, and of how many answers whoever asked is told."""
    line = inbox.group(clinic.desk, clinic.doctor, line_of(clinic, question))
    told = asking.answered(clinic.desk, clinic.administrator)
    return inbox.question(clinic.desk, clinic.doctor, question).state, line.state, len(told)


def status(clinic: Clinic, entry: str) -> EntryStatus:
    with clinic.desk.db.read() as tx:
        return listing.status_of(tx, entry, clinic.desk.today())


def test_a_signed_answer_answers_its_questions_when_it_is_approved_and_not_before(
    clinic: Clinic, question: str
) -> None:
    entry = written(clinic, question)
    assert state(clinic, question) == ("taken", "open", 0)
    approve(clinic, entry)
    assert state(clinic, question) == ("answered", "answered", 1)


def test_a_returned_answer_is_approved_only_as_a_new_version_and_its_questions_wait_for_that(
    clinic: Clinic, question: str
) -> None:
    entry = written(clinic, question)
    give_back(clinic, entry)
    assert (status(clinic, entry), state(clinic, question)) == (EntryStatus.RETURNED, ("taken", "open", 0))
    with pytest.raises(Refusal, match="The dose is wrong"):
        approve(clinic, entry)
    reworded(clinic, entry)
    signing.sign(clinic.desk, clinic.doctor, entry)
    assert (status(clinic, entry), state(clinic, question)) == (EntryStatus.AWAITING_REVIEW, ("taken", "open", 0))
    approve(clinic, entry)
    assert state(clinic, question) == ("answered", "answered", 1)


def test_what_its_first_version_answered_waits_again_when_the_next_is_returned(clinic: Clinic, question: str) -> None:
    entry = written(clinic, question)
    approve(clinic, entry)
    reworded(clinic, entry)
    signing.sign(clinic.desk, clinic.doctor, entry)
    give_back(clinic, entry)
    assert state(clinic, question) == ("taken", "open", 0)
    with clinic.desk.db.read() as tx:
        last = events.of_record(tx, f"group:{line_of(clinic, question)}")[-1]
    assert (last.action, last.detail["entry"], last.detail["questions"]) == ("reopened", entry, 1)


def test_what_nobody_was_told_of_waits_for_a_doctor_when_its_answer_is_withdrawn(clinic: Clinic, question: str) -> None:
    entry = written(clinic, question)
    approve(clinic, entry)
    withdrawing.withdraw(clinic.desk, clinic.doctor, entry, "It was wrong.")
    assert state(clinic, question) == ("waiting", "open", 0)
    with clinic.desk.db.read() as tx:
        assert [one.id for one in answers.waiting_for_a_doctor(tx, None, 5)] == [question]
    again = written(clinic, question, f"{BODY} Tea hinders iron.")
    approve(clinic, again)
    assert [one.entry for one in asking.answered(clinic.desk, clinic.administrator)] == [again]


def test_a_withdrawn_draft_lets_its_questions_go(clinic: Clinic, question: str) -> None:
    entry = written(clinic, question)
    give_back(clinic, entry)
    withdrawing.withdraw(clinic.desk, clinic.doctor, entry, "It was wrong.")
    assert state(clinic, question) == ("waiting", "open", 0)


def test_what_was_seen_answered_is_asked_no_more(clinic: Clinic, question: str) -> None:
    entry = written(clinic, question)
    approve(clinic, entry)
    (told,) = asking.answered(clinic.desk, clinic.administrator)
    asking.seen(clinic.desk, clinic.administrator, told.id)
    withdrawing.withdraw(clinic.desk, clinic.doctor, entry, "It was wrong.")
    assert state(clinic, question) == ("answered", "answered", 0)


def test_a_question_that_another_standing_answer_answers_stays_answered(clinic: Clinic, question: str) -> None:
    begun = answering.draft(clinic.desk, clinic.doctor, line_of(clinic, question), ASKED, "obstetrics")
    other = clinic.signed().id
    approve(clinic, other)
    answering.use(clinic.desk, clinic.doctor, line_of(clinic, question), other)
    withdrawing.withdraw(clinic.desk, clinic.doctor, begun, "It was wrong.")
    assert state(clinic, question) == ("answered", "answered", 1)


def test_what_a_replaced_answer_answered_waits_again_only_when_the_new_one_is_withdrawn(
    clinic: Clinic, question: str
) -> None:
    old = written(clinic, question)
    approve(clinic, old)
    new = clinic.signed(f"{BODY} Tea hinders iron.", title=ASKED, question=ASKED).id
    resolving.replace(clinic.desk, clinic.doctor, new, old)
    approve(clinic, new)
    withdrawing.withdraw(clinic.desk, clinic.doctor, old, "It was wrong.")
    assert state(clinic, question) == ("answered", "answered", 1)
    withdrawing.withdraw(clinic.desk, clinic.doctor, new, "It was wrong.")
    assert state(clinic, question) == ("waiting", "open", 0)


def test_a_question_with_a_draft_of_another_doctor_stays_hers(clinic: Clinic, question: str) -> None:
    line = line_of(clinic, question)
    first = answering.draft(clinic.desk, clinic.doctor, line, ASKED, "obstetrics")
    answering.draft(clinic.desk, clinic.colleague, line, ASKED, "obstetrics")
    withdrawing.withdraw(clinic.desk, clinic.doctor, first, "It was wrong.")
    assert state(clinic, question) == ("taken", "open", 0)


def test_every_question_of_many_waits_again_in_its_own_line(clinic: Clinic, question: str) -> None:
    two = communities.add(clinic.desk, clinic.administrator, Described("Two", Language.EN))
    entry = written(clinic, question)
    approve(clinic, entry)
    later = asking.ask(clinic.desk, clinic.administrator, "Why is iron measured at 32 weeks?", two.id).id
    answering.use(clinic.desk, clinic.doctor, line_of(clinic, later), entry)
    withdrawing.withdraw(clinic.desk, clinic.doctor, entry, "It was wrong.")
    assert [state(clinic, one)[:2] for one in (question, later)] == [("waiting", "open")] * 2
