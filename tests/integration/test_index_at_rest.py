"""While messages come and no answer changes, nobody looks through the whole index again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from publisher.domain.checking import EntryKind
from publisher.services import index_following, indexing, retrieval
from publisher.services.index_opening import index_of, opened
from publisher.storage import events
from publisher.worker import steps
from tests.support.clinic import Clinic, open_clinic
from vectorstore.vectors import VectorFile

QUESTION = "Which foods contain iron in pregnancy?"


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    opened.cache_clear()
    return open_clinic(tmp_path / "home", f"sqlite:///{tmp_path / 'publisher.db'}", embedding_model="use")


@contextmanager
def looks(vectors: VectorFile) -> Iterator[list[str]]:
    """The looks through everything that is in the index."""
    told: list[str] = []
    vectors._db.set_trace_callback(lambda said: told.append(said) if "JOIN vector" in said else None)
    yield told
    vectors._db.set_trace_callback(None)


def message(clinic: Clinic, number: int) -> None:
    """Something happened that is no answer."""
    with clinic.desk.db.write() as tx:
        events.append(tx, f"question:{number}", "received", "worker", clinic.clock())


def test_messages_make_neither_the_worker_nor_a_search_look_through_the_index(clinic: Clinic) -> None:
    clinic.signed(kind=EntryKind.ANSWER, question=QUESTION, title=QUESTION)
    indexing.complete(clinic.desk)
    assert steps.keep_index(clinic.desk, 1.0)
    vectors = index_of(clinic.desk).library.vectors
    with looks(vectors) as told:
        for number in range(20):
            clinic.clock.forward(seconds=10)
            message(clinic, number)
            assert steps.keep_index(clinic.desk, 1.0)
            retrieval.search(clinic.desk, QUESTION)
    assert told == []


def test_the_helper_and_a_search_in_another_process_do_not_wake_each_other(clinic: Clinic) -> None:
    clinic.signed(kind=EntryKind.ANSWER, question=QUESTION, title=QUESTION)
    indexing.complete(clinic.desk)
    retrieval.search(clinic.desk, QUESTION)
    here = index_of(clinic.desk)
    opened.cache_clear()  # as another process opens it
    there = index_of(clinic.desk)
    steps.keep_index(clinic.desk, 1.0)
    assert there is not here
    with looks(here.library.vectors) as told:
        for number in range(30):
            clinic.clock.forward(seconds=1)
            message(clinic, number)
            steps.keep_index(clinic.desk, 1.0)
            assert here.library.missing("answer", 1) == []
    assert len(told) <= 2


def test_changes_are_remembered_no_longer_than_they_are_looked_at(clinic: Clinic) -> None:
    index = index_of(clinic.desk)
    for number in range(6):
        clinic.signed(kind=EntryKind.ANSWER, question=f"May I swim in week {number}?", title=f"Week {number}")
        retrieval.search(clinic.desk, QUESTION)
        clinic.clock.now += index_following._OVERLAP * 2
    assert len(index.library.vectors.items()) == 6
    assert len({entry for entry, _ in index.seen}) <= 2
