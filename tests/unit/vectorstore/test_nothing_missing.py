"""That nothing is missing is known without reading the index again, until somebody writes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from vectorstore.library import ANSWER, QUESTION, QUICK, Item, Library
from vectorstore.vectors import VectorFile

ROWS = [("a", "en", "1"), ("b", "en", "1")]
UNIT = np.eye(2, 16, dtype=np.float32)


@contextmanager
def asked(vectors: VectorFile) -> Iterator[list[str]]:
    """What a file is asked, but for the two words that say whether somebody wrote."""
    told: list[str] = []
    vectors._db.set_trace_callback(lambda said: told.append(said) if "data_version" not in said else None)
    yield told
    vectors._db.set_trace_callback(None)


def whole(file: Path | None) -> VectorFile:
    vectors = VectorFile(file)
    vectors.put_items(ROWS)
    vectors.put(QUICK, ROWS, UNIT)
    assert vectors.missing(QUICK, 1) == []
    return vectors


@pytest.mark.parametrize("in_memory", [True, False])
def test_what_is_whole_is_not_looked_through_again(tmp_path: Path, in_memory: bool) -> None:
    vectors = whole(None if in_memory else tmp_path / "vectors.db")
    with asked(vectors) as told:
        assert vectors.missing(QUICK, 1) == vectors.missing(QUICK, -1) == []
        assert told == []
        assert vectors.missing(QUESTION, -1) == ["b", "a"]  # of another space nothing was known


def test_what_this_process_writes_is_noticed(tmp_path: Path) -> None:
    vectors = whole(tmp_path / "vectors.db")
    vectors.put_items([("c", "en", "1")])
    assert vectors.missing(QUICK, -1) == ["c"]
    vectors.put(QUICK, [("c", "en", "1")], UNIT[:1])
    assert vectors.missing(QUICK, -1) == []
    vectors.put_items([("a", "en", "2")])
    assert vectors.missing(QUICK, -1) == ["a"]
    vectors.remove(["a"])
    assert vectors.missing(QUICK, -1) == []


def test_what_another_process_writes_is_noticed(tmp_path: Path) -> None:
    ours, theirs = whole(tmp_path / "vectors.db"), VectorFile(tmp_path / "vectors.db")
    theirs.put_items([("c", "en", "1")])
    assert ours.missing(QUICK, -1) == ["c"]
    theirs.put(QUICK, [("c", "en", "1")], UNIT[:1])
    assert ours.missing(QUICK, -1) == []
    theirs.forget()
    theirs.put_items(ROWS)
    assert ours.missing(QUICK, -1) == ["b", "a"]


def test_a_note_of_how_far_one_looked_makes_nobody_look_through_all(tmp_path: Path) -> None:
    vectors = whole(tmp_path / "vectors.db")
    vectors.set_note("stamp", "now")
    vectors.drop_note("stamp")
    with asked(vectors) as told:
        assert vectors.missing(QUICK, 1) == []
    assert told == []


def test_a_write_that_failed_leaves_the_truth(tmp_path: Path) -> None:
    vectors = whole(tmp_path / "vectors.db")
    with pytest.raises(ValueError, match="shorter"):
        vectors.put(QUICK, [("a", "en", "2"), ("c", "en", "1")], UNIT[:1])
    assert vectors.missing(QUICK, -1) == []


def test_a_whole_library_knows_it_without_a_question(tmp_path: Path) -> None:
    library, item = Library(tmp_path, "use"), Item("a", "en", "Which foods contain iron?", "Meat.", "1")
    library.put([item])
    assert not library.is_whole
    library.fill(ANSWER, [item])
    assert library.is_whole
    with asked(library.vectors) as told:
        assert library.is_whole
    assert told == []
