"""The library as a vector store and a retriever of LangChain; the models are in `vectorstore.embeddings`.

The store keeps texts beside the library, in memory, for chains and tests; the desk keeps its texts in its database.
"""

import hashlib
from collections.abc import Iterable
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from langchain_core.vectorstores import VectorStore
from pydantic import ConfigDict

from vectorstore.library import LANGUAGES, Item, Library

_OVERSAMPLED = 10  # for each wanted text, where a filter may take most away


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]


class LibraryRetriever(BaseRetriever):
    """Returns ids and scores only; the caller looks the texts up where it may see them."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Any
    language: str
    limit: int = 5
    across: bool = False

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        library: Library = self.library
        hits = library.search(query, self.language, self.limit, self.across)
        return [Document(page_content="", id=hit.id, metadata={"score": hit.score, "close": hit.close}) for hit in hits]


class LibraryStore(VectorStore):
    """Texts of one language, found by meaning and words together. A text is never kept without its vectors.

    A filter is a mapping of metadata that must be equal. `question` in a text's metadata is what it answers.
    """

    def __init__(self, library: Library, language: str) -> None:
        if language not in LANGUAGES:
            raise ValueError(f"a language is one of {', '.join(LANGUAGES)}, not “{language}”")
        self._library, self._language = library, language
        self._kept: dict[str, Document] = {}

    @property
    def embeddings(self) -> Embeddings | None:
        model = self._library.precise
        return model if isinstance(model, Embeddings) else model.model

    def add_texts(
        self, texts: Iterable[str], metadatas: list[dict[str, Any]] | None = None, **kwargs: Any
    ) -> list[str]:
        """Add these, or replace what an id had; without `ids` a text is named by its words."""
        bodies = list(texts)
        given = kwargs.get("ids") or [None] * len(bodies)
        about = metadatas or [{} for _ in bodies]
        if not len(bodies) == len(given) == len(about):
            raise ValueError("there must be as many ids and metadata as texts")
        names = [one or _digest(body) for one, body in zip(given, bodies, strict=True)]
        documents = {
            name: Document(page_content=body, metadata=dict(more), id=name)
            for name, body, more in zip(names, bodies, about, strict=True)
        }
        items = [self._item(one) for one in documents.values()]
        self._library.put(items)
        for space in self._library.spaces_to_fill:
            self._library.fill(space, items)
        self._kept |= documents
        return names

    def _item(self, document: Document) -> Item:
        question = str(document.metadata.get("question") or document.page_content)
        digest = _digest(f"{question}\0{document.page_content}")
        return Item(str(document.id), self._language, question, document.page_content, digest)

    def delete(self, ids: list[str] | None = None, **kwargs: Any) -> bool | None:
        """Forget these; without ids, all."""
        gone = list(self._kept) if ids is None else ids
        self._library.remove(gone)
        for one in gone:
            self._kept.pop(one, None)
        return True

    def similarity_search(self, query: str, k: int = 4, **kwargs: Any) -> list[Document]:
        return [document for document, _ in self.similarity_search_with_score(query, k, **kwargs)]

    def similarity_search_with_score(self, query: str, k: int = 4, **kwargs: Any) -> list[tuple[Document, float]]:
        """The nearest with their fused score, best first; higher is nearer."""
        wanted: dict[str, Any] = kwargs.get("filter") or {}
        if not query.strip() or not self._kept:
            return []
        hits = self._library.search(query, self._language, max(k, len(self._kept)) if wanted else k * _OVERSAMPLED)
        found = [(self._kept[hit.id], hit.score) for hit in hits if hit.id in self._kept]
        return [
            (document, score)
            for document, score in found
            if all(document.metadata.get(name) == value for name, value in wanted.items())
        ][:k]

    def get_by_ids(self, ids: Any, /) -> list[Document]:
        return [self._kept[one] for one in ids if one in self._kept]

    @classmethod
    def from_texts(
        cls, texts: list[str], embedding: Embeddings, metadatas: list[dict[str, Any]] | None = None, **kwargs: Any
    ) -> "LibraryStore":
        """A store in memory; `language` says whose words are counted (en unless given)."""
        store = cls(Library(None, embedding), kwargs.pop("language", "en"))
        store.add_texts(texts, metadatas, **kwargs)
        return store
