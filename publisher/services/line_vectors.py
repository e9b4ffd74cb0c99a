"""The open lines of the inbox by their vectors, kept on disk so that a new process embeds none of them again.

Holds ids, digests and vectors, never a word. The database is the truth: what is near is asked there whether it still
stands, and a file that is gone, damaged or of another model is made again.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from publisher.services.desk import Desk
from publisher.storage import open_lines
from vectorstore import embeddings
from vectorstore.trouble import WrongModel
from vectorstore.vectors import VectorFile

_SPACE, _FILE = "line", "lines.db"
_NEAREST = 4
_NEAR = 0.55  # cosine from which the gate is asked at all
_PAGE = 500
_OVERLAP = timedelta(minutes=2)  # a transaction may commit after a later one's time was seen
_CURSOR, _BEGUN, _LOOKED = "cursor", "begun", "looked"


def model() -> embeddings.Model:
    return embeddings.load("use")


class Lines:
    """The lines of one home. One process at a time writes; one that was killed left nothing that looks whole."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open()

    def _open(self) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._vectors = VectorFile(self._folder / _FILE)
        self._seen: set[open_lines.Change] = set()
        try:
            self._vectors.require_model(_SPACE, model().name)
        except WrongModel:  # the texts are in the database
            self._vectors.forget()
            self._vectors.require_model(_SPACE, model().name)

    def close(self) -> None:
        self._vectors.close()

    def follow(self, desk: Desk) -> bool:
        """Take in what changed since the last look; a page of a first look, which is not over while this is False."""
        if self._vectors.gone():
            self.close()
            self._open()
        looked = self._looked(desk)
        if looked is None:
            looked = self._first_look(desk)
        if looked is not None:
            self._take_changes(desk, looked)
        return looked is not None

    def nearest(self, desk: Desk, language: str, vector: embeddings.Vectors) -> list[Any]:
        """The nearest lines as the database has them now, nearest first; what fell meanwhile is dropped."""
        while True:
            found = self._vectors.search(_SPACE, language, vector, _NEAREST)
            near = [one for one, cosine in found.items() if cosine >= _NEAR]
            with desk.db.read() as tx:
                standing = {row.id: row for row in open_lines.among(tx, near)}
            if len(standing) == len(near):
                return [standing[one] for one in near]
            self._vectors.remove([one for one in near if one not in standing])

    def put(self, rows: Sequence[Any], vectors: embeddings.Vectors) -> None:
        """Keep these lines with their vectors."""
        entries = [(row.id, row.language, _digest(row)) for row in rows]
        self._vectors.put(_SPACE, entries, vectors)
        self._vectors.put_items(entries)  # last: killed before it, the same is done again

    def _looked(self, desk: Desk) -> datetime | None:
        """When somebody last looked at all that changed; None before the first look, and after a clock was ahead."""
        note = self._vectors.note(_LOOKED)
        looked = datetime.fromisoformat(note) if note else None
        if looked is None or looked <= desk.clock():
            return looked
        for name in (_LOOKED, _BEGUN, _CURSOR):
            self._vectors.drop_note(name)
        self._seen.clear()
        return None

    def _first_look(self, desk: Desk) -> datetime | None:
        """One page of all lines, on from where a killed one stopped; when it began, once it is over."""
        begun = self._vectors.note(_BEGUN) or desk.clock().isoformat()
        self._vectors.set_note(_BEGUN, begun)
        with desk.db.read() as tx:
            page = open_lines.page(tx, self._vectors.note(_CURSOR) or "", _PAGE)
        self._take(page)
        if len(page) == _PAGE:
            self._vectors.set_note(_CURSOR, page[-1].id)
            return None
        self._vectors.set_note(_LOOKED, begun)
        return datetime.fromisoformat(begun)

    def _take_changes(self, desk: Desk, looked: datetime) -> None:
        with desk.db.read() as tx:
            changes = open_lines.changed(tx, looked - _OVERLAP)
        self._seen.intersection_update(changes)
        new = [one for one in changes if one not in self._seen]
        for place in range(0, len(new), _PAGE):
            part = new[place : place + _PAGE]
            ids = [one for one, *_ in part]
            with desk.db.read() as tx:
                rows = open_lines.among(tx, ids)
            self._take(rows)
            self._drop(set(ids) - {row.id for row in rows})
            self._seen.update(part)
        newest = min(max((at for _, at, _ in new), default=looked), desk.clock())
        if newest > looked:
            self._vectors.set_note(_LOOKED, newest.isoformat())

    def _take(self, rows: Sequence[Any]) -> None:
        known = self._vectors.items([row.id for row in rows])
        new = [row for row in rows if known.get(row.id) != _digest(row)]
        if new:
            self.put(new, model().questions([row.text for row in new]))

    def _drop(self, ids: Iterable[str]) -> None:
        if held := list(self._vectors.items(list(ids))):
            self._vectors.remove(held)


_OPENED: dict[Path, Lines] = {}


def lines_of(desk: Desk) -> Lines:
    """This home's lines, opened once by each process. sqlite3.DatabaseError when the file is damaged."""
    folder = desk.home / "index"
    if folder not in _OPENED:
        _OPENED[folder] = Lines(folder)
    return _OPENED[folder]


def throw_away(desk: Desk) -> None:
    """Delete a damaged file; it is made again at the next look."""
    folder = desk.home / "index"
    if found := _OPENED.pop(folder, None):
        found.close()
    for left in folder.glob(_FILE + "*"):
        left.unlink(missing_ok=True)


def _digest(row: Any) -> str:
    return hashlib.sha256(f"{row.language}\0{row.text}".encode("utf-8", "replace")).hexdigest()
