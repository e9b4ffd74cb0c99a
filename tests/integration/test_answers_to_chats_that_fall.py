"""What came from a chat has nobody here who saw its answer: what a version that stood answered stays answered."""

from pathlib import Path

import pytest

from publisher.intake.messages import Message
from publisher.services import answering, drafting, inbox, receiving, signing, withdrawing
from publisher.services.desk import SHELL
from tests.integration.test_answering import ASKED
from tests.integration.test_answers_that_fall import approve, give_back, written
from tests.support.clinic import Clinic, open_clinic

MANY = 40


@pytest.fixture
def clinic(tmp_path: Path, database_url: str) -> Clinic:
    return open_clinic(tmp_path / "home", database_url, reviewer=True)


def heard(clinic: Clinic, key: str, count: int = 1) -> list[str]:
    """Questions from a chat, each from another writer, in one line."""
    read = [
        receiving.read(
            clinic.desk, "x", Message(1, ASKED, key=f"{key}{n}", author=f"{key}{n}", asked_at=clinic.clock.now)
        )
        for n in range(count)
    ]
    with clinic.desk.db.write() as tx:
        return receiving.store(clinic.desk, tx, SHELL, "x", read).created


def states(clinic: Clinic, questions: list[str]) -> set[str]:
    return {inbox.question(clinic.desk, clinic.doctor, one).state for one in questions}


def renewed(clinic: Clinic, entry: str, more: str = "Tea hinders iron.") -> None:
    """The entry's next version, signed; it waits for its approval."""
    content = drafting.working_copy(clinic.desk, clinic.doctor, entry).content
    drafting.edit_entry(
        clinic.desk, clinic.doctor, entry, drafting.changed(content, {"body": f"{content.body} {more}"})
    )
    signing.sign(clinic.desk, clinic.doctor, entry)


def used(clinic: Clinic, questions: list[str], entry: str) -> None:
    line = inbox.question(clinic.desk, clinic.doctor, questions[0]).group or ""
    answering.use(clinic.desk, clinic.doctor, line, entry)


def test_what_was_answered_long_ago_stays_answered_when_the_yearly_new_version_is_returned(clinic: Clinic) -> None:
    questions = heard(clinic, "first", MANY)
    entry = written(clinic, questions[0])
    approve(clinic, entry)
    assert states(clinic, questions) == {"answered"}
    clinic.clock.forward(days=300)
    renewed(clinic, entry)
    give_back(clinic, entry)
    assert states(clinic, questions) == {"answered"}


def test_a_withdrawn_answer_lets_go_what_its_last_version_answered_and_not_what_an_earlier_one_did(
    clinic: Clinic,
) -> None:
    first = heard(clinic, "first", MANY)
    entry = written(clinic, first[0])
    approve(clinic, entry)
    clinic.clock.forward(days=10)
    later = heard(clinic, "later", 2)
    used(clinic, later, entry)
    clinic.clock.forward(days=290)
    renewed(clinic, entry)
    give_back(clinic, entry)
    renewed(clinic, entry, "Coffee does too.")
    approve(clinic, entry)
    clinic.clock.forward(days=1)
    last = heard(clinic, "last", 2)
    used(clinic, last, entry)
    renewed(clinic, entry, "So does milk.")
    give_back(clinic, entry)
    assert states(clinic, [*first, *later, *last]) == {"answered"}
    withdrawing.withdraw(clinic.desk, clinic.doctor, entry, "It was wrong.")
    assert (states(clinic, [*first, *later]), states(clinic, last)) == ({"answered"}, {"waiting"})


def test_the_only_version_that_ever_stood_lets_go_whatever_it_answered(clinic: Clinic) -> None:
    questions = heard(clinic, "first", 2)
    entry = written(clinic, questions[0])
    approve(clinic, entry)
    clinic.clock.forward(days=1)
    withdrawing.withdraw(clinic.desk, clinic.doctor, entry, "It was wrong.")
    assert states(clinic, questions) == {"waiting"}


def test_where_no_approval_is_asked_for_each_signature_begins_a_version_that_stands(
    tmp_path: Path, database_url: str
) -> None:
    alone = open_clinic(tmp_path / "home", database_url)
    first = heard(alone, "first", 2)
    entry = written(alone, first[0])
    alone.clock.forward(days=300)
    renewed(alone, entry)
    last = heard(alone, "last", 2)
    used(alone, last, entry)
    withdrawing.withdraw(alone.desk, alone.doctor, entry, "It was wrong.")
    assert (states(alone, first), states(alone, last)) == ({"answered"}, {"waiting"})
