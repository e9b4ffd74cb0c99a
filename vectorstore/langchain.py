"""The library as a LangChain retriever, for chains that quote what was said before."""

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from vectorstore.library import Library


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
