"""What one process signs, another finds at its next question, and never what fell; a worker keeps the index."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from publisher.domain.checking import EntryKind
from publisher.services import comparing, indexing, resolving, signing, withdrawing
from publisher.services.index_opening import opened
from tests.support.clinic import Clinic, open_clinic
from tests.support.processes import wait_until

QUESTION = "Which foods contain iron in pregnancy?"


@pytest.fixture
def clinic(tmp_path: Path, database_url: str) -> Clinic:
    opened.cache_clear()
    made = open_clinic(tmp_path / "home", database_url)
    made.clock.now = datetime.now(UTC)
    return made


def environment(clinic: Clinic) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "PUBLISHER_DATABASE_URL": clinic.desk.db.url,
        "PUBLISHER_HOME": str(clinic.desk.home),
    }


@pytest.fixture
def other(clinic: Clinic) -> Iterator["Other"]:
    work = "import sys; from tests.support.searching import answer_each; answer_each(sys.argv[1])"
    with subprocess.Popen(
        [sys.executable, "-c", work, str(clinic.desk.home)],
        env=environment(clinic),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Other(process)
        assert process.stdin is not None
        process.stdin.close()


class Other:
    """Another process of the same clinic that searches when asked."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def finds(self, question: str) -> list[str]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(question + "\n")
        self._process.stdin.flush()
        found: list[str] = json.loads(self._process.stdout.readline())
        return found


def answer(clinic: Clinic, question: str = QUESTION, **more: object) -> str:
    return clinic.signed(kind=EntryKind.ANSWER, question=question, title=question, **more).id


def test_what_is_signed_here_is_found_there_at_the_next_question(clinic: Clinic, other: Other) -> None:
    assert other.finds(QUESTION) == []
    entry = answer(clinic)
    assert other.finds(QUESTION) == [entry]


def test_what_is_withdrawn_or_replaced_here_is_not_found_there_any_more(clinic: Clinic, other: Other) -> None:
    withdrawn = answer(clinic)
    tomorrow = date.today() + timedelta(days=1)  # noqa: DTZ011 - the other process knows the real day only
    ends = answer(
        clinic, "Does iron in pregnancy come from meat?", body="Meat and beans contain iron.", review_by=tomorrow
    )
    assert {withdrawn, ends} <= set(other.finds(QUESTION))
    withdrawing.withdraw(clinic.desk, clinic.doctor, withdrawn, "A new guideline")
    assert other.finds(QUESTION) == [ends]
    new = answer(clinic, "What contains iron for pregnant women?", body="Leafy greens contain iron.")
    resolving.replace(clinic.desk, clinic.doctor, new, ends)
    assert other.finds(QUESTION) == [new]


def test_a_worker_mends_the_index_at_its_start_and_completes_it(clinic: Clinic, tmp_path: Path) -> None:
    entry = answer(clinic)
    indexing.catch_up(clinic.desk, seconds=None)
    vectors = indexing.index_of(clinic.desk).library.vectors
    vectors.remove([entry])
    log = tmp_path / "worker.log"
    with log.open("wb") as said:
        worker = subprocess.Popen(
            [sys.executable, "-m", "publisher", "worker"], env=environment(clinic), stdout=said, stderr=said
        )
        try:
            library = indexing.index_of(clinic.desk).library
            wait_until(lambda: library.vectors.count("answer") == 1, 60, "the worker embeds")
            wait_until(lambda: "index_mended" in log.read_text(), 60, "the worker says what it mended")
        finally:
            worker.terminate()
            worker.wait(30)
    assert entry in vectors.items()


def test_answers_of_one_clinic_that_contradict_each_other_come_into_the_list(clinic: Clinic) -> None:
    six = "Breast milk alone is recommended for the first 6 months."
    asked = "How long should a baby get breast milk alone?"
    answer(clinic, asked, body=six)
    late = clinic.draft(body=six.replace("6", "3"), kind=EntryKind.ANSWER, question=asked, title=asked).id

    signing.sign(clinic.desk, clinic.doctor, late, compared=True)
    assert comparing.ask_if_needed(clinic.desk)
    assert not comparing.ask_if_needed(clinic.desk)
    assert comparing.run(clinic.desk, lambda done, total: None)["open"] >= 1
    (found,) = resolving.unresolved(clinic.desk, clinic.doctor)
    assert {found.said} <= {("6 months", "3 months"), ("3 months", "6 months")}
    resolving.let_stand(clinic.desk, clinic.doctor, found.id, "Two times of one recommendation")
    assert resolving.unresolved(clinic.desk, clinic.doctor) == []
    clinic.clock.forward(days=1)
    assert comparing.ask_if_needed(clinic.desk)
    comparing.run(clinic.desk, lambda done, total: None)
    assert resolving.unresolved(clinic.desk, clinic.doctor) == []
