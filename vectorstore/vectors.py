"""Vectors by id in one SQLite file that several processes share, searched in an in-process copy.

The file can be deleted: everything in it is made again from the texts. `seq` tells readers what is new to them.
"""

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np

from vectorstore.embeddings import Vectors
from vectorstore.nearest import Neighbours
from vectorstore.trouble import WrongModel

_SCHEMA = """
CREATE TABLE IF NOT EXISTS model (space TEXT PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS vector (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, space TEXT NOT NULL, language TEXT NOT NULL,
    digest TEXT NOT NULL, data BLOB NOT NULL, UNIQUE (id, space));
CREATE TABLE IF NOT EXISTS item (id TEXT PRIMARY KEY, language TEXT NOT NULL, digest TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS note (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS vector_text ON vector (space, id, digest);
"""
_READ_AT_ONCE = 8_192


def _inode(file: Path | None) -> int | None:
    try:
        return file.stat().st_ino if file is not None else None
    except FileNotFoundError:
        return None


class VectorFile:
    """One file of vectors. Every process opens its own; writers queue at SQLite's lock."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._lock = threading.RLock()
        self._opened: int | None = None
        self._db = self._open()
        self._seen = 0
        self._copies: dict[tuple[str, str], Neighbours] = {}
        self._models: dict[str, str] = {}
        self._writes, self._whole = 0, dict[str, tuple[int, int]]()  # how the file stood when a space lacked nothing

    def _open(self) -> sqlite3.Connection:
        if self._file is None:
            db = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        else:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            db = sqlite3.connect(self._file, timeout=20, check_same_thread=False, isolation_level=None)
            try:
                db.execute("PRAGMA journal_mode=WAL")
                db.execute("PRAGMA synchronous=NORMAL")
                db.execute("SELECT count(*) FROM sqlite_master").fetchone()
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):
                    raise
                # a damaged file is only a copy: begin again
                db.close()
                for left in self._file.parent.glob(self._file.name + "*"):
                    left.unlink()
                return self._open()
        db.executescript(_SCHEMA)
        self._opened = _inode(self._file)
        return db

    def gone(self) -> bool:
        """Whether somebody deleted the file under us, even if another stands there now."""
        return self._file is not None and _inode(self._file) != self._opened

    def close(self) -> None:
        with self._lock:
            self._db.close()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """All of it or nothing; what was known of the file before is asked anew."""
        with self._lock, self._db:
            self._writes += 1
            self._db.execute("BEGIN IMMEDIATE")
            yield

    def _stands(self) -> tuple[int, int]:
        """Equal: neither another process nor this one wrote, but for notes of this one."""
        return int(self._db.execute("PRAGMA data_version").fetchone()[0]), self._writes

    def require_model(self, space: str, name: str) -> None:
        """Mark an empty space with its model; WrongModel when another made what is there, now or later."""
        with self._lock:
            self._db.execute("INSERT OR IGNORE INTO model VALUES (?, ?)", (space, name))
            self._models[space] = name
            self._still_ours()

    def _still_ours(self) -> None:
        """Another process may have made the file again with another model since it was opened."""
        for space, made_by in self._db.execute("SELECT space, name FROM model").fetchall():
            if (own := self._models.get(space, made_by)) != made_by:
                raise WrongModel(space, made_by, own)

    def forget(self) -> None:
        """Empty the whole file, or nothing of it."""
        with self._writing():
            for table in ("vector", "item", "note", "model"):
                self._db.execute(f"DELETE FROM {table}")  # noqa: S608 - our own four names
            self._copies.clear()
            self._models.clear()

    def note(self, key: str) -> str | None:
        with self._lock:
            found = self._db.execute("SELECT value FROM note WHERE key = ?", (key,)).fetchone()
        return str(found[0]) if found else None

    def set_note(self, key: str, value: str) -> None:
        with self._lock:
            self._db.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (key, value))

    def drop_note(self, key: str) -> None:
        with self._lock:
            self._db.execute("DELETE FROM note WHERE key = ?", (key,))

    def items(self, ids: Sequence[str] | None = None) -> dict[str, str]:
        """Digest of the text each item was indexed with."""
        with self._lock:
            if ids is None:
                return dict(self._db.execute("SELECT id, digest FROM item"))
            found: dict[str, str] = {}
            for place in range(0, len(ids), 500):
                part = ids[place : place + 500]
                marks = ",".join("?" * len(part))
                found |= dict(self._db.execute(f"SELECT id, digest FROM item WHERE id IN ({marks})", part))  # noqa: S608
            return found

    def count_items(self, language: str | None = None) -> int:
        with self._lock:
            wanted = "SELECT count(*) FROM item WHERE ?1 IS NULL OR language = ?1"
            return int(self._db.execute(wanted, (language,)).fetchone()[0])

    def distrust(self, *, language: str = "", ids: Sequence[str] = ()) -> None:
        """Take texts of a language, or by id, for not yet indexed; notes of how far somebody looked go with them."""
        with self._writing():
            self._db.execute("DELETE FROM item WHERE language = ?", (language,))
            self._db.executemany("DELETE FROM item WHERE id = ?", [(one,) for one in ids])
            self._db.execute("DELETE FROM note")

    def put_items(self, rows: Iterable[tuple[str, str, str]]) -> None:
        with self._writing():
            self._db.executemany("INSERT OR REPLACE INTO item VALUES (?, ?, ?)", rows)

    def missing(self, space: str, limit: int) -> list[str]:
        """Items that have no vector in this space, or one of an older text; the newest ids first, -1 for all.
        To look reads the whole file: that there are none is remembered until somebody writes."""
        statement = (
            "SELECT item.id FROM item LEFT JOIN vector ON vector.id = item.id AND vector.space = ? "
            "WHERE vector.id IS NULL OR vector.digest != item.digest ORDER BY item.id DESC LIMIT ?"
        )
        with self._lock:
            stands = self._stands()  # before the look: what is written during it is noticed
            if self._whole.get(space) == stands:
                return []
            found = [str(row[0]) for row in self._db.execute(statement, (space, limit))]
            if not found:
                self._whole[space] = stands
            return found

    def count(self, space: str) -> int:
        with self._lock:
            return int(self._db.execute("SELECT count(*) FROM vector WHERE space = ?", (space,)).fetchone()[0])

    def counts(self) -> dict[tuple[str, str], int]:
        """How many vectors there are, by space and language."""
        wanted = "SELECT space, language, count(*) FROM vector GROUP BY space, language"
        with self._lock:
            return {(space, language): int(count) for space, language, count in self._db.execute(wanted)}

    def put(self, space: str, rows: Sequence[tuple[str, str, str]], vectors: Vectors) -> None:
        """Store (id, language, digest) with their vectors; a newer vector of an id replaces the older one."""
        values = [(*row[:1], space, *row[1:], vector.tobytes()) for row, vector in zip(rows, vectors, strict=True)]
        with self._writing():
            self._still_ours()
            self._db.executemany(
                "INSERT OR REPLACE INTO vector (id, space, language, digest, data) VALUES (?, ?, ?, ?, ?)", values
            )

    def remove(self, ids: Sequence[str]) -> None:
        with self._writing():
            self._db.executemany("DELETE FROM item WHERE id = ?", [(one,) for one in ids])
            self._db.executemany("DELETE FROM vector WHERE id = ?", [(one,) for one in ids])
            for copy in self._copies.values():
                for one in ids:
                    copy.drop(one)

    def after(self, seq: int, limit: int) -> list[tuple[int, str, str, str, bytes]]:
        """(seq, id, space, language, vector) of what was written after a number, in order."""
        query = "SELECT seq, id, space, language, data FROM vector WHERE seq > ? ORDER BY seq LIMIT ?"
        with self._lock:
            return list(self._db.execute(query, (seq, limit)))

    def search(self, space: str, language: str, vector: Vectors, limit: int) -> dict[str, float]:
        """The nearest ids with their cosine, best first."""
        with self._lock:
            self._follow()
            copy = self._copies.get((space, language))
            return copy.search(vector, limit) if copy is not None else {}

    def search_among(self, space: str, language: str, vector: Vectors, ids: Sequence[str], limit: int) -> list[str]:
        """Of these ids the nearest, best first."""
        with self._lock:
            self._follow()
            copy = self._copies.get((space, language))
            return copy.search_among(vector, ids, limit) if copy is not None else []

    def held(self, space: str, language: str, ids: Sequence[str]) -> dict[str, Vectors]:
        """The vectors of these ids from the copy in memory, as it was at the last search."""
        with self._lock:
            copy = self._copies.get((space, language))
            return copy.vectors(ids) if copy is not None else {}

    def vectors_of(self, space: str, ids: Sequence[str]) -> dict[str, Vectors]:
        """The vectors of these ids, straight from the file."""
        found: dict[str, Vectors] = {}
        with self._lock:
            for place in range(0, len(ids), 500):
                part = ids[place : place + 500]
                marks = ",".join("?" * len(part))
                query = f"SELECT id, data FROM vector WHERE space = ? AND id IN ({marks})"  # noqa: S608
                found |= {one: np.frombuffer(data, np.float32) for one, data in self._db.execute(query, (space, *part))}
        return found

    def _follow(self) -> None:
        """Take in what any process wrote since the last look; WrongModel when another model made it."""
        self._still_ours()
        query = "SELECT seq, id, space, language, data FROM vector WHERE seq > ? ORDER BY seq"
        with closing(self._db.execute(query, (self._seen,))) as rows:
            while part := rows.fetchmany(_READ_AT_ONCE):
                groups: dict[tuple[str, str], tuple[list[str], list[bytes]]] = {}
                for _, item, space, language, data in part:
                    ids, found = groups.setdefault((space, language), ([], []))
                    ids.append(item)
                    found.append(data)
                for key, (ids, found) in groups.items():
                    vectors = np.frombuffer(b"".join(found), np.float32).reshape(len(ids), -1)
                    self._copies.setdefault(key, Neighbours(vectors.shape[1])).put(ids, vectors)
                self._seen = part[-1][0]
