"""The lexical index: one tantivy index per language over our own words. One writer at a time; readers follow."""

import shutil
from collections.abc import Iterable
from pathlib import Path

import tantivy

from vectorstore.trouble import DamagedIndex
from vectorstore.words import words

_MEMORY = 50_000_000
_MOST_QUERY_WORDS = 64
FIELDS = ("question", "answer")


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    for field in FIELDS:
        builder.add_text_field(field, stored=False, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


class LexicalIndex:
    """BM25 over questions and answers of one language; in memory when no folder is given."""

    def __init__(self, folder: Path | None, language: str) -> None:
        self._language, self._schema = language, _schema()
        self._index = _open(folder, self._schema)

    def put(self, items: Iterable[tuple[str, str, str]]) -> None:
        """Replace these (id, question, answer) and make them findable."""
        writer = self._index.writer(heap_size=_MEMORY, num_threads=1)
        try:
            for item, question, answer in items:
                writer.delete_documents_by_term("id", item)
                document = tantivy.Document()
                document.add_text("id", item)
                document.add_text("question", " ".join(words(question, self._language)))
                document.add_text("answer", " ".join(words(answer, self._language)))
                writer.add_document(document)
            writer.commit()
        finally:
            writer.wait_merging_threads()
        self._index.reload()

    def remove(self, ids: Iterable[str]) -> None:
        writer = self._index.writer(heap_size=_MEMORY, num_threads=1)
        try:
            for item in ids:
                writer.delete_documents_by_term("id", item)
            writer.commit()
        finally:
            writer.wait_merging_threads()
        self._index.reload()

    def clear(self) -> None:
        writer = self._index.writer(heap_size=_MEMORY, num_threads=1)
        writer.delete_all_documents()
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def search(self, text: str, field: str, limit: int) -> dict[str, float]:
        """Ids with their BM25 score, best first; empty when no word is known. DamagedIndex when it cannot be read."""
        found = list(dict.fromkeys(words(text, self._language)))[:_MOST_QUERY_WORDS]
        if not found:
            return {}
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self._schema, field, word, index_option="freq"))
            for word in found
        ]
        try:
            self._index.reload()
            searcher = self._index.searcher()
            hits = searcher.search(tantivy.Query.boolean_query(terms), limit, count=False).hits
            return {searcher.doc(address)["id"][0]: float(score) for score, address in hits}
        except (ValueError, OSError) as error:
            raise DamagedIndex(str(error)) from None

    def __len__(self) -> int:
        self._index.reload()
        return int(self._index.searcher().num_docs)


def _open(folder: Path | None, schema: tantivy.Schema) -> tantivy.Index:
    if folder is None:
        return _with_words(tantivy.Index(schema))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        return _with_words(tantivy.Index(schema, path=str(folder)))
    except ValueError:
        # a damaged index is only a copy: begin again, the check at start fills it from the texts
        shutil.rmtree(folder)
        folder.mkdir(parents=True)
        return _with_words(tantivy.Index(schema, path=str(folder)))


def _with_words(index: tantivy.Index) -> tantivy.Index:
    index.register_tokenizer("whitespace", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index
