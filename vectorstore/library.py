"""A searchable library of questions with answers: words at once, quick vectors at once, precise vectors as they come.

The caller's database is the truth; everything here can be made again from the texts.
"""

import functools
import sqlite3
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from vectorstore import embeddings
from vectorstore.fusion import Evidence, Hit, across_languages, fused
from vectorstore.lexical import LexicalIndex
from vectorstore.trouble import CANNOT_WRITE, DamagedIndex, WrongModel
from vectorstore.vectors import VectorFile

QUESTION, ANSWER, QUICK = "question", "answer", "quick"
LANGUAGES = ("zh", "ru", "en")
ANSWER_LETTERS = {"zh": 350}  # what of an answer is embedded: its beginning, about 250 tokens; elsewhere 1,000
_CANDIDATES, _ACROSS = 60, 200
LONGEST_QUERY = 2_000  # characters of a question; the models read less
_STEP = 64


@dataclass(frozen=True)
class Item:
    """One text of the library. `digest` names the words, so that an unchanged text is not embedded again."""

    id: str
    language: str
    question: str
    answer: str
    digest: str


class Nearest(Protocol):
    """A nearest-neighbour index beside the vector file, such as `vectorstore.chroma.ChromaIndex`."""

    def follow(self, vectors: VectorFile, models: dict[str, str]) -> int: ...

    def search(
        self, space: str, language: str, model: str, vector: embeddings.Vectors, limit: int
    ) -> dict[str, float]: ...

    def forget(self) -> None: ...


class Library:
    """Open one per process and folder; without a folder it lives in memory. Many threads may search."""

    def __init__(
        self, folder: Path | None, model: str | embeddings.Embeddings = "auto", remote: Nearest | None = None
    ) -> None:
        self._folder, self._remote = folder, remote
        self.precise = embeddings.load(model) if isinstance(model, str) else embeddings.as_model(model)
        self.quick = embeddings.load("use")
        self.one_model = self.precise is self.quick
        self._lock = threading.RLock()
        self._asked = functools.lru_cache(maxsize=8)(self._vectors_of_query)
        self._open()

    def _open(self) -> None:
        self.vectors = VectorFile(self._folder / "vectors.db" if self._folder else None)
        self._words: dict[str, LexicalIndex] = {}
        self.require_model()

    def require_model(self) -> None:
        """WrongModel when another model made this index."""
        for space, name in self._models().items():
            self.vectors.require_model(space, name)

    def _models(self) -> dict[str, str]:
        names = {QUICK: self.quick.name, ANSWER: self.precise.name}
        return names if self.one_model else {**names, QUESTION: self.precise.name}

    def reopen_if_gone(self) -> bool:
        """Begin again when somebody deleted the folder; True when that was so."""
        with self._lock:
            if not self.vectors.gone():
                return False
            self.vectors.close()
            self._open()
            return True

    def forget(self) -> None:
        """Empty the index; also the way out of WrongModel. Ended in its middle, it leaves nothing that looks whole."""
        with self._lock:
            self.vectors.forget()
            for language in LANGUAGES:
                self.words(language).clear()
            if self._remote is not None:
                self._remote.forget()
            self.require_model()

    def words(self, language: str) -> LexicalIndex:
        with self._lock:
            if language not in self._words:
                place = self._folder / "words" / language if self._folder else None
                self._words[language] = LexicalIndex(place, language)
                if not len(self._words[language]) and self.vectors.count_items(language):
                    self.vectors.distrust(language=language)  # it was damaged, and has begun again
            return self._words[language]

    def distrust(self) -> bool:
        """Take for not yet indexed whatever has no words or no quick vector; whether there was anything."""
        count = self.vectors.count_items()
        for language in LANGUAGES:
            if len(self.words(language)) < self.vectors.count_items(language):
                self.vectors.distrust(language=language)
        if lost := self.vectors.missing(QUICK, -1):
            self.vectors.distrust(ids=lost)
        return self.vectors.count_items() < count

    @property
    def is_whole(self) -> bool:
        """Whether every text has its precise vectors."""
        return not any(self.missing(space, 1) for space in self.spaces_to_fill)

    def put(self, items: Sequence[Item]) -> int:
        """Make these findable by their words and their quick vectors; what is unchanged is left. Returns how many."""
        known = self.vectors.items([one.id for one in items])
        new = [one for one in items if known.get(one.id) != one.digest]
        if not new:
            return 0
        vectors = self.quick.questions([one.question[:LONGEST_QUERY] for one in new])
        for language in sorted({one.language for one in new}):
            self.words(language).put((one.id, one.question, one.answer) for one in new if one.language == language)
        self.vectors.put(QUICK, [(one.id, one.language, one.digest) for one in new], vectors)
        # the item's row comes last: a crash before it only means that the same is done again
        self.vectors.put_items((one.id, one.language, one.digest) for one in new)
        return len(new)

    def missing(self, space: str, limit: int = _STEP) -> list[str]:
        return self.vectors.missing(space, limit)

    def fill(self, space: str, items: Sequence[Item]) -> None:
        """Add the precise vectors of one space."""
        if space == QUESTION:
            found = self.precise.questions([one.question[:LONGEST_QUERY] for one in items])
        else:
            found = self.precise.passages([one.answer[: ANSWER_LETTERS.get(one.language, 1000)] for one in items])
        self.vectors.put(space, [(one.id, one.language, one.digest) for one in items], found)

    @property
    def spaces_to_fill(self) -> tuple[str, ...]:
        return (ANSWER,) if self.one_model else (QUESTION, ANSWER)

    def search(
        self, query: str, language: str, limit: int = _CANDIDATES, across: bool = False, candidates: int = _CANDIDATES
    ) -> list[Hit]:
        """Hits best first, in the query's language, or in every language; DamagedIndex, WrongModel.

        `candidates`: how many of each kind of evidence are looked at.
        """
        try:
            return self._search(query[:LONGEST_QUERY], language, across, candidates)[:limit]
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError as error:
            raise DamagedIndex(str(error)) from None

    def _vectors_of_query(self, query: str) -> tuple[embeddings.Vectors, embeddings.Vectors]:
        """Quick and precise."""
        quick = self.quick.questions([query])[0]
        return quick, quick if self.one_model else self.precise.questions([query])[0]

    def _search(self, query: str, language: str, across: bool, candidates: int) -> list[Hit]:
        quick, precise = self._asked(query)
        if across:
            return self._search_across(quick, precise, language, max(_ACROSS, candidates))
        space = QUICK if self.one_model else QUESTION
        words = self.words(language)
        evidence = Evidence(
            precise=self._near(space, language, precise, candidates),
            quick=self._near(QUICK, language, quick, candidates),
            words=words.search(query, "question", candidates),
            answer=self._near(ANSWER, language, precise, candidates),
            answer_words=words.search(query, "answer", candidates),
        )
        ids = sorted(evidence.ids)
        for known, name, vector in (
            (evidence.precise, space, precise),
            (evidence.quick, QUICK, quick),
            (evidence.answer, ANSWER, precise),
        ):
            rest = [one for one in ids if one not in known]
            known |= {one: float(found @ vector) for one, found in self._vectors_of(name, language, rest).items()}
        return fused(evidence, language)

    def _near(self, space: str, language: str, vector: embeddings.Vectors, limit: int) -> dict[str, float]:
        """The nearest: from this process's copy, or from Chroma where the installation names one."""
        if self._remote is None:
            return self.vectors.search(space, language, vector, limit)
        models = self._models()
        self._remote.follow(self.vectors, models)
        return self._remote.search(space, language, models[space], vector, limit)

    def _vectors_of(self, space: str, language: str, ids: list[str]) -> dict[str, embeddings.Vectors]:
        if self._remote is None:
            return self.vectors.held(space, language, ids)
        return self.vectors.vectors_of(space, ids)

    def _spaces_of(self, query: str) -> list[tuple[str, embeddings.Vectors]]:
        quick, precise = self._asked(query[:LONGEST_QUERY])
        return [(QUICK, quick)] if self.one_model else [(QUICK, quick), (QUESTION, precise)]

    def nearest(self, query: str, language: str, limit: int) -> list[dict[str, float]]:
        """The nearest questions with their cosine, by the quick vector and by the precise one."""
        return [self._near(space, language, vector, limit) for space, vector in self._spaces_of(query)]

    def nearest_among(self, query: str, language: str, ids: Sequence[str], limit: int) -> list[str]:
        """Of these the nearest by each kind: what has no precise vector yet is not pushed behind what has one."""
        found: list[str] = []
        for space, vector in self._spaces_of(query):
            if self._remote is None:
                found += self.vectors.search_among(space, language, vector, ids, limit)
            else:
                held = self.vectors.vectors_of(space, list(ids))
                found += sorted(held, key=lambda one: -float(held[one] @ vector))[:limit]
        return list(dict.fromkeys(found))

    def _search_across(
        self, quick: embeddings.Vectors, precise: embeddings.Vectors, language: str, candidates: int
    ) -> list[Hit]:
        hits: list[Hit] = []
        for target in LANGUAGES:
            near = {} if self.one_model else self._near(QUESTION, target, precise, candidates)
            near |= dict.fromkeys(self._near(QUICK, target, quick, candidates), 0.0)
            ids = list(near)
            hits += across_languages(
                {} if self.one_model else self._vectors_of(QUESTION, target, ids),
                self._vectors_of(QUICK, target, ids),
                precise,
                quick,
                (language, target),
            )
        return sorted(hits, key=lambda hit: -hit.score)

    def remove(self, ids: Iterable[str]) -> None:
        gone = list(ids)
        for language in LANGUAGES:
            self.words(language).remove(gone)
        self.vectors.remove(gone)


__all__ = ["ANSWER", "CANNOT_WRITE", "LANGUAGES", "QUESTION", "QUICK", "DamagedIndex", "Item", "Library", "WrongModel"]
