"""The search index kept true to the database: what is new is taken in when somebody asks, the rest when there is time.

The index can be deleted at any moment; it is made again from the texts. One process writes at a time, under its lock.
"""

import functools
import hashlib
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from publisher.domain.errors import ConfigurationError
from publisher.services.desk import Desk
from publisher.storage import home
from publisher.storage import retrieval as rows
from vectorstore.embeddings import ModelMissing
from vectorstore.library import Item, Library, Nearest, WrongModel

Progress = Callable[[str, int, int], None]
_PAGE, _STEP = 256, 64
_OVERLAP = timedelta(minutes=2)  # a transaction may commit after a later one's time was seen
_CURSOR, _STAMP = "cursor", "stamp"
_WAIT_SECONDS = 1.5


class Index:
    """The library of one home and what this process has seen of the database."""

    def __init__(self, folder: Path, model: str, chroma: str = "", clinic: str = "") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.lock = FileLock(folder / "index.lock")
        self.library = Library(folder, model, _chroma(chroma, clinic) if chroma else None)
        self.seen: set[tuple[str, int]] = set()
        self.thread = threading.RLock()


@functools.lru_cache(maxsize=8)
def _index(folder: Path, model: str, chroma: str = "", clinic: str = "") -> Index:
    try:
        return Index(folder, model, chroma, clinic)
    except ModelMissing as error:
        raise ConfigurationError(f"{error}; set PUBLISHER_EMBEDDING_MODEL to “use” or to a model you have.") from None
    except WrongModel as error:
        raise ConfigurationError(f"{error}; run `publisher index rebuild`.") from None


def index_of(desk: Desk) -> Index:
    """This home's index. ConfigurationError when another model made it."""
    model, clinic = desk.settings.embedding_model, ""
    if desk.settings.chroma_url:
        with desk.db.read() as tx:
            clinic = str(home.get(tx, "installation") or "clinic")[-12:].lower()
    return _index(desk.home / "index", model, desk.settings.chroma_url, clinic)


def _chroma(address: str, clinic: str) -> Nearest:
    # imported here: only an installation that names a server pays for the client's half second
    from vectorstore.chroma import ChromaIndex

    try:
        return ChromaIndex.at(address, clinic)
    except (ValueError, OSError) as error:
        reason = f"the search server at {address} does not answer ({type(error).__name__})"
        raise ConfigurationError(f"{reason}; start it, or remove PUBLISHER_CHROMA_URL.") from None


def content_of(row: Any) -> dict[str, Any]:
    """What stands: the kept revision, else (imported, not yet opened) the working copy."""
    content: dict[str, Any] = row.kept or row.working or {}
    return content


def catch_up(desk: Desk, *, seconds: float = 0.0, progress: Progress | None = None) -> None:
    """Take in what is new in the database: words and quick vectors always, precise ones for this many seconds.

    While another process does the same, a search waits a moment for it and then takes what is there.
    """
    index = index_of(desk)
    with index.thread:
        if index.library.reopen_if_gone():
            index.folder.mkdir(parents=True, exist_ok=True)
            index.seen.clear()
        if not _behind(desk, index) and seconds <= 0:
            return
        try:
            with index.lock.acquire(timeout=_WAIT_SECONDS if seconds <= 0 else -1):
                _scan(desk, index, progress)
                _follow(desk, index)
                _fill(desk, index, seconds, progress)
        except Timeout:
            return


def _behind(desk: Desk, index: Index) -> bool:
    stamp = index.library.vectors.note(_STAMP)
    if stamp is None:
        return True
    with desk.db.read() as tx:
        changed = rows.changes(tx, datetime.fromisoformat(stamp) - _OVERLAP)
    return any((entry, number) not in index.seen for entry, number, _ in changed)


def _scan(desk: Desk, index: Index, progress: Progress | None) -> None:
    """The first look at everything, in pages; it goes on where a killed one stopped."""
    vectors = index.library.vectors
    if vectors.note(_STAMP) is not None:
        return
    begun = vectors.note("begun") or desk.clock().isoformat()
    vectors.set_note("begun", begun)
    cursor, done = vectors.note(_CURSOR) or "", len(vectors.items())
    with desk.db.read() as tx:
        total = rows.count(tx)
    while True:
        with desk.db.read() as tx:
            page = rows.page(tx, cursor, _PAGE)
        if not page:
            break
        index.library.put(_items(page))
        cursor, done = page[-1].id, done + len(page)
        vectors.set_note(_CURSOR, cursor)
        if progress is not None:
            progress("texts", min(done, total), total)
    vectors.set_note(_STAMP, begun)


def _follow(desk: Desk, index: Index) -> None:
    stamp = datetime.fromisoformat(index.library.vectors.note(_STAMP) or desk.clock().isoformat())
    with desk.db.read() as tx:
        changed = [one for one in rows.changes(tx, stamp - _OVERLAP) if one[:2] not in index.seen]
        texts = rows.texts(tx, sorted({entry for entry, _, _ in changed}))
    index.library.put(_items(texts))
    index.seen.update(one[:2] for one in changed)
    newest = max((at for _, _, at in changed), default=stamp)
    if newest > stamp:
        index.library.vectors.set_note(_STAMP, newest.isoformat())


def _items(found: Sequence[Any]) -> list[Item]:
    items = []
    for row in found:
        content = content_of(row)
        question, body = content.get("question") or content.get("title", ""), content.get("body", "")
        digest = hashlib.sha256(f"{row.language}\0{question}\0{body}".encode("utf-8", "replace")).hexdigest()
        items.append(Item(row.id, row.language, question, body, digest))
    return items


def _fill(desk: Desk, index: Index, seconds: float, progress: Progress | None, few: int = 16) -> None:
    """Precise vectors: a few at once, so that what was just signed ranks like the rest; more in the time given."""
    library, until = index.library, time.monotonic() + seconds
    for space in library.spaces_to_fill:
        total = len(library.vectors.items())
        while missing := library.missing(space, few if seconds <= 0 else _STEP):
            left = total - library.vectors.count(space)
            if seconds <= 0 and (left > few or (space == "answer" and left > few // 4)):
                break
            if seconds > 0 and time.monotonic() >= until:
                return
            with desk.db.read() as tx:
                items = _items(rows.texts(tx, missing))
            gone = set(missing) - {one.id for one in items}
            if gone:
                library.remove(gone)
            library.put(items)
            library.fill(space, items)
            if progress is not None:
                progress(space, total - left + len(items), total)


def rebuild(desk: Desk, progress: Progress | None = None) -> int:
    """Throw the index away and make it again from the database; also the way out of another model's index."""
    folder = desk.home / "index"
    _index.cache_clear()
    try:
        index = index_of(desk)
    except ConfigurationError:
        for left in folder.glob("vectors.db*"):
            left.unlink()
        index = index_of(desk)
    with index.lock:
        index.library.forget()
        index.seen.clear()
    return complete(desk, progress)


def complete(desk: Desk, progress: Progress | None = None) -> int:
    """Everything that is still missing, precise vectors included; goes on where a killed run stopped."""
    catch_up(desk, seconds=float("inf"), progress=progress)
    return len(index_of(desk).library.vectors.items())


@dataclass(frozen=True)
class Check:
    """What a comparison of index and database found and mended."""

    texts: int
    missing: int
    changed: int
    surplus: int


def check(desk: Desk) -> Check:
    """Compare the index with the database, text by text, and mend what differs."""
    index = index_of(desk)
    with index.thread, index.lock:
        known, cursor, seen = index.library.vectors.items(), "", set[str]()
        missing = changed = 0
        while True:
            with desk.db.read() as tx:
                page = rows.page(tx, cursor, _PAGE)
            if not page:
                break
            cursor, items = page[-1].id, _items(page)
            missing += sum(one.id not in known for one in items)
            changed += sum(one.id in known and known[one.id] != one.digest for one in items)
            seen |= {one.id for one in items}
            index.library.put(items)
        surplus = sorted(set(known) - seen)
        if surplus:
            index.library.remove(surplus)
    return Check(len(seen), missing, changed, len(surplus))
