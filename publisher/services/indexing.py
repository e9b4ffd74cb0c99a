"""The search index kept true to the database: what is new is taken in when somebody asks, the rest when there is time.

The index can be deleted at any moment; it is made again from the texts. One process writes at a time, under its lock.
"""

import hashlib
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from filelock import Timeout

from publisher.domain.errors import ConfigurationError
from publisher.services.desk import Desk
from publisher.services.index_opening import Index, index_of, opened
from publisher.storage import retrieval as rows
from vectorstore.library import CANNOT_WRITE, Item

Progress = Callable[[str, int, int], None]
_log = structlog.get_logger("index")
_PAGE, _STEP = 256, 16
_OVERLAP = timedelta(minutes=2)  # a transaction may commit after a later one's time was seen
_CURSOR, _STAMP, _BEGUN = "cursor", "stamp", "begun"
_WAIT_SECONDS = 1.5
_FIRST_LOOK_SECONDS = 1.0  # what a search gives to an index that is not whole yet
_PATIENT_SECONDS = 5.0  # whoever has less to give does not wait for another process that embeds


def content_of(row: Any) -> dict[str, Any]:
    """What stands: the kept revision, else (imported, not yet opened) the working copy."""
    content: dict[str, Any] = row.kept or row.working or {}
    return content


def catch_up(desk: Desk, *, seconds: float | None = 0.0, progress: Progress | None = None) -> None:
    """Take in what is new in the database: words and quick vectors always, precise ones for this many seconds.

    0: precise vectors of a few; None: none. While another process does the same, a search waits a moment for it and
    then takes what is there; what just changed comes before what was never looked at. Where the index cannot be
    written a search goes on with what it holds; whoever gave it time is told (ConfigurationError).
    """
    try:
        index = index_of(desk)
        if _take_in(desk, index, seconds, progress) and seconds is not None:
            _fill(desk, index, seconds, progress)
    except CANNOT_WRITE as error:
        _log.error("index_not_written", kind=type(error).__name__)
        if seconds:
            raise ConfigurationError(
                f"the search index in {desk.home / 'index'} cannot be written ({error}); make room on the disk. "
                "No answer is lost: the index is made again from the database."
            ) from None


def _take_in(desk: Desk, index: Index, seconds: float | None, progress: Progress | None) -> bool:
    """Words and quick vectors of what is new. False when there is nothing more to do now."""
    with index.thread:
        if index.library.reopen_if_gone():
            index.folder.mkdir(parents=True, exist_ok=True)
            index.seen.clear()
            index.mark = index.filled = None
        if not _behind(desk, index):
            return bool(seconds)
        until = time.monotonic() + (seconds or _FIRST_LOOK_SECONDS)
        try:
            with index.lock.acquire(timeout=_WAIT_SECONDS if not seconds else -1):
                _follow(desk, index)
                _scan(desk, index, until, progress)
        except Timeout:
            return False
    return True


def _since(index: Index) -> datetime | None:
    """From when on changes are looked at; None before the first look."""
    vectors = index.library.vectors
    stamp = vectors.note(_STAMP) or vectors.note(_BEGUN)
    return datetime.fromisoformat(stamp) - _OVERLAP if stamp else None


def _behind(desk: Desk, index: Index) -> bool:
    since = _since(index)
    if since is None or index.library.vectors.note(_STAMP) is None:
        return True
    with desk.db.read() as tx:
        return index.mark != (since, *rows.change_mark(tx, since))


def _scan(desk: Desk, index: Index, until: float, progress: Progress | None) -> None:
    """The first look at everything, in pages, as far as time allows; it goes on where a killed one stopped."""
    vectors = index.library.vectors
    if vectors.note(_STAMP) is not None:
        return
    begun = vectors.note(_BEGUN) or desk.clock().isoformat()
    vectors.set_note(_BEGUN, begun)
    cursor, done = vectors.note(_CURSOR) or "", len(vectors.items())
    with desk.db.read() as tx:
        total = rows.count(tx)
    while time.monotonic() < until:
        with desk.db.read() as tx:
            page = rows.page(tx, cursor, _PAGE)
        if not page:
            vectors.set_note(_STAMP, begun)
            break
        index.library.put(_items(page))
        cursor, done = page[-1].id, done + len(page)
        vectors.set_note(_CURSOR, cursor)
        if progress is not None:
            progress("texts", min(done, total), total)


def _follow(desk: Desk, index: Index) -> None:
    """Take in what changed. While the first look is not done, only the newest changes: the rest is met there."""
    since, vectors = _since(index), index.library.vectors
    if since is None:
        return
    scanned = vectors.note(_STAMP) is not None
    with desk.db.read() as tx:
        count, newest = rows.change_mark(tx, since)
        changed = [one for one in rows.changes(tx, since) if one[:2] not in index.seen]
    for place in range(0, len(changed), _PAGE) if scanned else (max(0, len(changed) - _PAGE),):
        entries = sorted({entry for entry, _, _ in changed[place : place + _PAGE]})
        with desk.db.read() as tx:
            texts = rows.texts(tx, entries)
        index.library.put(_items(texts))
    if not scanned:
        return
    index.seen.update(one[:2] for one in changed)
    if newest is not None and newest - _OVERLAP > since:
        vectors.set_note(_STAMP, newest.isoformat())
    index.mark = (since, count, newest)


def _items(found: Sequence[Any]) -> list[Item]:
    items = []
    for row in found:
        content = content_of(row)
        question, body = content.get("question") or content.get("title", ""), content.get("body", "")
        digest = hashlib.sha256(f"{row.language}\0{question}\0{body}".encode("utf-8", "replace")).hexdigest()
        items.append(Item(row.id, row.language, question, body, digest))
    return items


def _fill(desk: Desk, index: Index, seconds: float, progress: Progress | None, few: int = 16) -> None:
    """Precise vectors: a few at once, so that what was just signed ranks like the rest; more in the time given.

    Needs no lock of the index: a vector names the text it was made of, and the newest texts come first.
    """
    library, until = index.library, time.monotonic() + seconds
    with ExitStack() as held:
        if seconds > 0:
            try:
                held.enter_context(index.filling.acquire(timeout=0 if seconds < _PATIENT_SECONDS else -1))
            except Timeout:
                return  # another process is at it
        if seconds > 0 and index.mark is not None and index.filled == index.mark:
            return
        mark = index.mark
        for space in library.spaces_to_fill:
            total = len(library.vectors.items())
            while missing := library.missing(space, few if seconds <= 0 else _PAGE):
                left = total - library.vectors.count(space)
                if seconds <= 0 and (left > few or (space == "answer" and left > few // 4)):
                    break
                for place in range(0, len(missing), _STEP):
                    if seconds > 0 and time.monotonic() >= until:
                        return
                    _embed(desk, index, space, missing[place : place + _STEP])
                    if progress is not None:
                        progress(space, min(total, total - left + place + _STEP), total)
        if seconds > 0:
            index.filled = mark


def _embed(desk: Desk, index: Index, space: str, ids: list[str]) -> None:
    library = index.library
    with desk.db.read() as tx:
        items = _items(rows.texts(tx, ids))
    gone, known = set(ids) - {one.id for one in items}, library.vectors.items(ids)
    if gone or any(known.get(one.id) != one.digest for one in items):
        with index.lock:
            library.remove(gone)
            library.put(items)
    library.fill(space, items)


def rebuild(desk: Desk, progress: Progress | None = None) -> int:
    """Throw the index away and make it again from the database; also the way out of another model's index."""
    folder = desk.home / "index"
    opened.cache_clear()
    try:
        index = index_of(desk)
    except ConfigurationError:
        for left in folder.glob("vectors.db*"):
            left.unlink()
        index = index_of(desk)
    with index.lock:
        index.library.forget()
        index.seen.clear()
        index.mark = index.filled = None
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
    """Compare the index with the database, text by text, and mend what differs; others search meanwhile."""
    index, cursor, seen = index_of(desk), "", set[str]()
    vectors, missing, changed = index.library.vectors, 0, 0
    while True:
        with desk.db.read() as tx:
            page = rows.page(tx, cursor, _PAGE)
        if not page:
            break
        cursor, items = page[-1].id, _items(page)
        known = vectors.items([one.id for one in items])
        wrong = [one for one in items if known.get(one.id) != one.digest]
        missing += sum(one.id not in known for one in wrong)
        changed += sum(one.id in known for one in wrong)
        seen |= {one.id for one in items}
        if wrong:
            with index.thread, index.lock:
                index.library.put(wrong)
    surplus = set(vectors.items()) - seen
    with desk.db.read() as tx:
        surplus -= {row.id for row in rows.texts(tx, sorted(surplus))}
    if surplus:
        with index.thread, index.lock:
            index.library.remove(sorted(surplus))
    return Check(len(seen), missing, changed, len(surplus))
