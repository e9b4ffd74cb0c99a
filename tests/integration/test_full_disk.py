"""A disk that takes no more: the index says so, answers stay, searches go on with what there is, and it mends later."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from publisher.domain.checking import EntryKind
from publisher.services import indexing, retrieval
from publisher.services.index_opening import opened
from tests.support.clinic import Clinic, open_clinic

QUESTION = "Which foods contain iron in pregnancy?"
FULL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
from tests.support import searching
print(getattr(searching, sys.argv[1])(*sys.argv[3:]))
"""


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    opened.cache_clear()
    return open_clinic(tmp_path / "home", f"sqlite:///{tmp_path / 'publisher.db'}")


def full(clinic: Clinic, what: str, most: int, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run in a process whose files may not grow beyond so many bytes, as on a disk with no room."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "PUBLISHER_DATABASE_URL": clinic.desk.db.url,
    }
    command = [sys.executable, "-c", FULL, what, str(most), str(clinic.desk.home), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)


def test_an_index_that_cannot_be_written_says_so_and_is_whole_afterwards(clinic: Clinic) -> None:
    entry = clinic.signed(kind=EntryKind.ANSWER, question=QUESTION, title=QUESTION).id
    tried = full(clinic, "complete", 4096)
    assert tried.returncode != 0
    assert "No answer is lost" in tried.stderr
    assert [one.answer for one in retrieval.search(clinic.desk, QUESTION).results] == [entry]
    assert indexing.check(clinic.desk).texts == 1


def test_a_search_goes_on_with_what_the_index_holds_and_shows_nothing_that_fell(clinic: Clinic) -> None:
    entry = clinic.signed(kind=EntryKind.ANSWER, question=QUESTION, title=QUESTION).id
    indexing.complete(clinic.desk)
    clinic.signed(kind=EntryKind.ANSWER, question="Is spinach rich in iron?", title="Spinach")
    tried = full(clinic, "first", 4096, QUESTION)
    assert tried.stdout.splitlines()[-1:] == [QUESTION], tried.stderr
    assert "index_not_written" in tried.stdout + tried.stderr
    assert entry in [one.answer for one in retrieval.search(clinic.desk, QUESTION).results]
    assert len(retrieval.search(clinic.desk, "Is spinach rich in iron?").results) == 2
