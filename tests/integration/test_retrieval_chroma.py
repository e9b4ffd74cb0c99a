"""Chroma as the index of a large library: in memory, and as a real server that is killed and comes back."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest

from publisher.domain.checking import EntryKind
from publisher.domain.errors import ConfigurationError
from publisher.services import retrieval
from tests.support.clinic import open_clinic
from vectorstore.chroma import ChromaIndex, memory, server
from vectorstore.library import QUESTION, Item, Library
from vectorstore.trouble import ServerAway, WrongModel
from vectorstore.vectors import VectorFile

MODELS = {"quick": "a model"}
QUESTIONS = [
    "Can I take ibuprofen while breastfeeding?",
    "What is a normal blood pressure?",
    "How much sleep does a newborn need?",
    "Which vaccines are given at two months?",
]


def filled(file: Path, count: int = 200) -> tuple[VectorFile, np.ndarray]:
    vectors = np.random.default_rng(1).normal(size=(count, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    kept = VectorFile(file)
    kept.put("quick", [(f"i{number}", "en", "d") for number in range(count)], vectors)
    return kept, vectors


def test_chroma_finds_what_the_exact_search_finds(tmp_path: Path) -> None:
    kept, vectors = filled(tmp_path / "vectors.db")
    index = memory("one")
    assert index.follow(kept, MODELS) == 200
    assert index.follow(kept, MODELS) == 0
    for vector in vectors[:5]:
        exact = kept.search("quick", "en", vector, 5)
        near = index.search("quick", "en", "a model", vector, 5)
        assert next(iter(near)) == next(iter(exact))
        assert near[next(iter(near))] == pytest.approx(1.0, abs=1e-3)


def test_a_collection_of_another_model_is_refused(tmp_path: Path) -> None:
    kept, vectors = filled(tmp_path / "vectors.db")
    index = memory("two")
    index.follow(kept, MODELS)
    index._collections.clear()
    with pytest.raises(WrongModel, match="another"):
        index.search("quick", "en", "another", vectors[0], 3)
    index.forget()
    assert index.search("quick", "en", "another", vectors[0], 3) == {}


def test_a_home_has_one_server_and_everybody_else_is_its_client(tmp_path: Path) -> None:
    kept, vectors = filled(tmp_path / "vectors.db")
    with server(tmp_path) as address:
        ChromaIndex.at(address, "clinic").follow(kept, MODELS)
        with server(tmp_path) as again:
            assert again == address
            assert next(iter(ChromaIndex.at(again, "clinic").search("quick", "en", "a model", vectors[7], 3))) == "i7"
    assert not (tmp_path / "chroma.url").exists()
    with server(tmp_path) as address:
        assert next(iter(ChromaIndex.at(address, "clinic").search("quick", "en", "a model", vectors[9], 3))) == "i9"


def test_a_library_searches_through_chroma_as_it_does_without(tmp_path: Path) -> None:
    items = [Item(str(place), "en", question, "", str(place)) for place, question in enumerate(QUESTIONS)]
    plain, large = Library(None), Library(tmp_path, remote=memory("three"))
    for library in (plain, large):
        library.put(items)
        library.fill(QUESTION, items)
    asked = "Is ibuprofen allowed during breastfeeding?"
    assert [hit.id for hit in large.search(asked, "en", 3)] == [hit.id for hit in plain.search(asked, "en", 3)]
    large.put([Item("9", "en", asked, "", "new")])
    assert large.search(asked, "en", 1)[0].id == "9"


def test_an_index_that_another_process_made_again_is_searched_as_before(tmp_path: Path) -> None:
    items = [Item(str(place), "en", question, "", str(place)) for place, question in enumerate(QUESTIONS)]
    one = memory("four")
    page, shell = Library(tmp_path, "use", one), Library(tmp_path, "use", ChromaIndex(one._client, "four"))
    page.put(items)
    assert page.search(QUESTIONS[0], "en", 1)[0].id == "0"
    shell.forget()
    shell.put(items)
    assert page.search(QUESTIONS[0], "en", 1)[0].id == shell.search(QUESTIONS[0], "en", 1)[0].id == "0"


def test_a_server_that_was_emptied_is_filled_again(tmp_path: Path) -> None:
    kept, vectors = filled(tmp_path / "vectors.db")
    index = memory("five")
    index.follow(kept, MODELS)
    ChromaIndex(index._client, "five").forget()
    for later in (index, ChromaIndex(index._client, "five")):
        later.search("quick", "en", "a model", vectors[3], 3)
        later.follow(kept, MODELS)
        assert next(iter(later.search("quick", "en", "a model", vectors[3], 3))) == "i3"


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of a server that takes every connection and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def test_a_server_that_never_answers_is_given_up_at_the_first_question(silent: str) -> None:
    begun = time.monotonic()
    with pytest.raises(ServerAway, match="Timeout"):
        ChromaIndex.at(silent, "clinic", seconds=0.3)
    assert time.monotonic() - begun < 10


def test_a_server_that_stops_or_freezes_later_is_given_up_too(tmp_path: Path) -> None:
    kept, vectors = filled(tmp_path / "vectors.db")
    with server(tmp_path) as address:
        index = ChromaIndex.at(address, "clinic", seconds=10)
        index.follow(kept, MODELS)
        process = server_of(address)
        process.suspend()
        index._client._server._session.timeout = 0.3
        try:
            with pytest.raises(ServerAway, match="Timeout"):
                index.search("quick", "en", "a model", vectors[3], 3)
        finally:
            process.resume()
        index._client._server._session.timeout = 10
        assert next(iter(index.search("quick", "en", "a model", vectors[3], 3))) == "i3"
    with pytest.raises(ServerAway, match="Connect"):
        index.search("quick", "en", "a model", vectors[3], 3)
    with pytest.raises(ServerAway, match="Connect"):
        ChromaIndex.at(address, "clinic")


def server_of(address: str) -> psutil.Process:
    port = int(address.rpartition(":")[2])
    (found,) = [
        one for one in psutil.Process().children(recursive=True) if any(str(port) == part for part in one.cmdline())
    ]
    return found


def test_a_search_server_that_stopped_is_a_sentence_to_whoever_searches(tmp_path: Path) -> None:
    with server(tmp_path) as address:
        clinic = open_clinic(tmp_path / "home", f"sqlite:///{tmp_path / 'publisher.db'}", chroma_url=address)
        entry = clinic.signed(kind=EntryKind.ANSWER, question=QUESTIONS[0], title=QUESTIONS[0]).id
        assert [one.answer for one in retrieval.search(clinic.desk, QUESTIONS[0]).results] == [entry]
    with pytest.raises(ConfigurationError, match=r"does not answer \(ConnectError\); start it"):
        retrieval.search(clinic.desk, QUESTIONS[0])
