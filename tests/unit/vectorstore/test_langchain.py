"""The library through LangChain's own interfaces: models, a store and its retrievers."""

import numpy as np
import pytest
from langchain_core.documents import Document
from langchain_core.embeddings import DeterministicFakeEmbedding, Embeddings
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableLambda
from langchain_core.vectorstores import VectorStore

from vectorstore import embeddings
from vectorstore.langchain import LibraryRetriever, LibraryStore
from vectorstore.library import Library

TEXTS = [
    "Iron is in meat, beans and green leaves.",
    "Ibuprofen passes into breast milk in small amounts.",
    "Babies sleep safest on their back.",
]
ABOUT = [
    {"topic": "food"},
    {"topic": "medicine"},
    {"topic": "sleep", "question": "How should my newborn lie at night?"},
]


@pytest.fixture(scope="module")
def model() -> Embeddings:
    found = embeddings.load("use")
    assert isinstance(found, Embeddings)
    return found


@pytest.fixture
def store(model: Embeddings) -> VectorStore:
    return LibraryStore.from_texts(TEXTS, model, ABOUT, ids=["iron", "ibuprofen", "sleep"])


def test_a_text_is_found_by_its_meaning_with_its_metadata_and_a_score(store: VectorStore) -> None:
    (document, score), *rest = store.similarity_search_with_score("Which foods contain iron?", k=2)
    assert (document.id, document.page_content, document.metadata) == ("iron", TEXTS[0], ABOUT[0])
    assert len(rest) == 1
    assert score > rest[0][1]
    assert store.similarity_search("How should my newborn lie at night?", k=1)[0].id == "sleep"


def test_a_filter_keeps_only_texts_whose_metadata_are_equal(store: VectorStore) -> None:
    found = store.similarity_search("Which foods contain iron?", k=3, filter={"topic": "sleep"})
    assert [one.id for one in found] == ["sleep"]


def test_a_deleted_text_is_not_found_and_may_come_again_with_other_words(store: VectorStore) -> None:
    assert store.delete(["iron"])
    assert "iron" not in [one.id for one in store.similarity_search("Which foods contain iron?", k=3)]
    assert store.get_by_ids(["iron", "sleep"])[0].id == "sleep"
    assert store.add_documents([Document("Lentils hold much iron.", id="iron")]) == ["iron"]
    assert store.similarity_search("Which foods contain iron?", k=1)[0].page_content == "Lentils hold much iron."
    assert store.delete()
    assert store.similarity_search("Which foods contain iron?") == []


def test_without_ids_the_same_text_is_kept_once(model: Embeddings) -> None:
    store = LibraryStore.from_texts(TEXTS[:1], model)
    assert store.add_texts(TEXTS[:1] * 2) == store.add_texts(TEXTS[:1]) * 2
    assert len(store.similarity_search(TEXTS[0], k=5)) == 1
    with pytest.raises(ValueError, match="as many"):
        store.add_texts(TEXTS, ids=["one"])


def test_the_stores_retriever_stands_in_a_chain(store: VectorStore) -> None:
    retriever = store.as_retriever(search_kwargs={"k": 1})
    assert isinstance(retriever, BaseRetriever)
    chain = retriever | RunnableLambda(lambda found: [one.id for one in found])
    assert chain.invoke("Does ibuprofen get into breast milk?") == ["ibuprofen"]


def test_the_librarys_retriever_gives_ids_and_no_texts(model: Embeddings) -> None:
    library = Library(None, model)
    LibraryStore(library, "en").add_texts(TEXTS, ids=["iron", "ibuprofen", "sleep"])
    found = LibraryRetriever(library=library, language="en", limit=1).invoke("Which foods contain iron?")
    assert [(one.id, one.page_content) for one in found] == [("iron", "")]


def test_any_model_of_langchain_makes_the_vectors_and_is_told_from_others() -> None:
    given = DeterministicFakeEmbedding(size=24)
    store = LibraryStore.from_texts(TEXTS, given, language="en")
    assert store.embeddings is given
    assert store.similarity_search(TEXTS[1], k=1)[0].page_content == TEXTS[1]


def test_a_text_whose_vectors_cannot_be_made_is_not_kept(model: Embeddings) -> None:
    class Failing(DeterministicFakeEmbedding):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            raise RuntimeError("the model is away")

    store = LibraryStore(Library(None, Failing(size=24)), "en")
    with pytest.raises(RuntimeError, match="away"):
        store.add_texts(TEXTS)
    assert store.similarity_search(TEXTS[0]) == []


@pytest.mark.parametrize("name", ["use", "auto"])
def test_our_models_are_langchains_embeddings_of_unit_length(name: str) -> None:
    found = embeddings.load(name)
    assert isinstance(found, Embeddings)
    asked, told = found.embed_query("Iron in food"), found.embed_documents(["Iron in food", "", "\ud800\0"])
    assert [len(one) for one in told] == [len(asked)] * 3
    assert np.allclose(np.linalg.norm(told, axis=1), 1, atol=1e-3)
