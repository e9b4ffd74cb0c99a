"""The library among other processes and bad days: another model, a damaged file, questions that are none."""

from pathlib import Path

import numpy as np
import pytest
from langchain_core.embeddings import DeterministicFakeEmbedding

from tests.support.damaging import overwrite_vectors
from vectorstore.library import ANSWER, QUESTION, Item, Library
from vectorstore.trouble import DamagedIndex, WrongModel
from vectorstore.vectors import VectorFile

ITEMS = [
    Item(f"a{number}", language, question, answer, f"d{number}")
    for number, (language, question, answer) in enumerate(
        [
            ("en", "Which foods contain iron?", "Meat and beans."),
            ("zh", "哪些食物含铁？", "红肉和豆类。"),
            ("ru", "В каких продуктах есть железо?", "В мясе и бобовых."),
        ]
    )
]


def filled(folder: Path | None, model: str | DeterministicFakeEmbedding = "use") -> Library:
    library = Library(folder, model)
    library.put(ITEMS)
    for space in (QUESTION, ANSWER):
        if space in library.spaces_to_fill:
            library.fill(space, ITEMS)
    return library


@pytest.mark.parametrize("size", [24, 512])
def test_an_index_made_again_with_another_model_is_noticed_in_the_same_file(tmp_path: Path, size: int) -> None:
    ours, other = VectorFile(tmp_path / "vectors.db"), VectorFile(tmp_path / "vectors.db")
    ours.require_model("question", "one")
    ours.put("question", [("a", "en", "d")], np.eye(1, 512, dtype=np.float32))
    assert ours.search("question", "en", np.eye(512, dtype=np.float32)[0], 5) == {"a": 1.0}
    other.forget()
    other.require_model("question", "two")
    other.put("question", [("a", "en", "d"), ("b", "en", "d")], np.eye(2, size, dtype=np.float32))
    with pytest.raises(WrongModel):
        ours.search("question", "en", np.eye(512, dtype=np.float32)[0], 5)
    with pytest.raises(WrongModel):
        ours.put("question", [("c", "en", "d")], np.eye(1, 512, dtype=np.float32))


def test_an_index_made_again_in_a_new_file_is_noticed(tmp_path: Path) -> None:
    ours = filled(tmp_path)
    with pytest.raises(WrongModel):
        Library(tmp_path, DeterministicFakeEmbedding(size=24))
    for left in tmp_path.glob("vectors.db*"):
        left.unlink()
    other = filled(tmp_path, DeterministicFakeEmbedding(size=24))
    with pytest.raises(WrongModel):
        ours.reopen_if_gone()
    assert other.search(ITEMS[0].question, "en")[0].id == "a0"


def test_a_file_that_is_no_index_is_begun_again(tmp_path: Path) -> None:
    (tmp_path / "vectors.db").write_bytes(b"no database at all " * 1000)
    assert filled(tmp_path).search(ITEMS[0].question, "en")[0].id == "a0"


def test_a_truncated_file_is_begun_again(tmp_path: Path) -> None:
    library = filled(tmp_path)
    library.vectors.close()
    whole = (tmp_path / "vectors.db").read_bytes()
    (tmp_path / "vectors.db").write_bytes(whole[: len(whole) // 2])
    assert Library(tmp_path, "use").vectors.items() == {}


def test_a_file_whose_pages_are_overwritten_is_called_damaged(tmp_path: Path) -> None:
    library = filled(tmp_path)
    library.vectors.close()
    overwrite_vectors(tmp_path / "vectors.db")
    with pytest.raises(DamagedIndex):
        Library(tmp_path, "use").search(ITEMS[0].question, "en")


@pytest.mark.parametrize("query", ["", "   ", "?!…。，", "\ud800", "железо\udfff\0", "铁" * 350_000, "iron " * 200_000])
@pytest.mark.parametrize("across", [False, True])
def test_a_question_that_is_none_is_answered_without_an_error(query: str, across: bool) -> None:
    for language in ("en", "zh", "ru"):
        assert len(LIBRARY.search(query, language, 5, across)) <= len(ITEMS)


LIBRARY = filled(None)
