"""The search index kept true to the database: what is new is taken in when somebody asks, the rest when there is time.

The index can be deleted at any moment; it is made again from the texts. One process writes at a time, under its lock.
"""

import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace

from filelock import Timeout

from publisher.domain.errors import ConfigurationError
from publisher.logs import Logger
from publisher.services.desk import Desk
from publisher.services.index_following import Progress, items_of, take_all, take_newest
from publisher.services.index_opening import Index, MustBeRebuilt, index_of, opened, usable
from publisher.storage import retrieval as rows
from vectorstore.trouble import CANNOT_WRITE

_log = Logger("index")
_PAGE, _STEP = 256, 16
_PATIENT_SECONDS = 5.0  # whoever has less to give does not wait for another process that embeds


def catch_up(desk: Desk, *, seconds: float | None = 0.0, progress: Progress | None = None) -> None:
    """Take in what is new in the database: words and quick vectors, then precise ones, for this many seconds.

    0 and None are for searches: what people just did and as much of a backlog as fits into a third of a second; with
    0 also the precise vectors of a few. Where the index cannot be written a search goes on with what it holds; whoever
    gave it time is told (ConfigurationError).
    """
    try:
        with usable(desk):
            _catch_up(desk, index_of(desk), seconds, progress)
    except CANNOT_WRITE as error:
        _log.error("index_not_written", kind=type(error).__name__)
        if seconds:
            raise ConfigurationError(
                f"the search index in {desk.home / 'index'} cannot be written ({error}); make room on the disk. "
                "No answer is lost: the index is made again from the database."
            ) from None


def _catch_up(desk: Desk, index: Index, seconds: float | None, progress: Progress | None) -> None:
    if not seconds:
        if take_newest(desk, index) and seconds is not None:
            _fill(desk, index, seconds, progress)
        return
    until = time.monotonic() + seconds
    with ExitStack() as held:
        with suppress(Timeout):  # held, it tells searches that somebody takes in the rest
            held.enter_context(index.filling.acquire(timeout=0))
        take_all(desk, index, until, progress)
    if time.monotonic() < until:  # else there is more to be found by its words, which comes first
        _fill(desk, index, seconds, progress)


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
            while missing := library.missing(space, few if seconds <= 0 else _PAGE):
                total = library.vectors.count_items()
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
        items = items_of(rows.texts(tx, ids))
    gone, known = set(ids) - {one.id for one in items}, library.vectors.items(ids)
    if gone or any(known.get(one.id) != one.digest for one in items):
        with index.lock:
            library.remove(gone)
            library.put(items)
    library.fill(space, items)


def rebuild(desk: Desk, progress: Progress | None = None) -> int:
    """Throw the index away and make it again from the database; also the way out of another model's index."""
    opened.cache_clear()
    try:
        with usable(desk):
            _empty(index_of(desk))
    except MustBeRebuilt:
        opened.cache_clear()
        for left in (desk.home / "index").glob("vectors.db*"):
            left.unlink()
        with usable(desk):
            _empty(index_of(desk))
    return complete(desk, progress)


def _empty(index: Index) -> None:
    with index.lock:
        index.library.forget()
        index.forget_seen()


def complete(desk: Desk, progress: Progress | None = None) -> int:
    """Everything that is still missing, precise vectors included; goes on where a killed run stopped."""
    catch_up(desk, seconds=float("inf"), progress=progress)
    return index_of(desk).library.vectors.count_items()


@dataclass(frozen=True)
class Check:
    """What a comparison of index and database found and mended."""

    texts: int
    missing: int
    changed: int
    surplus: int


def check(desk: Desk) -> Check:
    """Compare the index with the database, text by text, and mend what differs; others search meanwhile."""
    index = index_of(desk)
    found = _compare(desk, index)
    with index.thread, index.lock:
        lost = index.library.distrust()
    return replace(found, missing=found.missing + _compare(desk, index).missing) if lost else found


def _compare(desk: Desk, index: Index) -> Check:
    cursor, seen = "", set[str]()
    vectors, missing, changed = index.library.vectors, 0, 0
    while True:
        with desk.db.read() as tx:
            page = rows.page(tx, cursor, _PAGE)
        if not page:
            break
        cursor, items = page[-1].id, items_of(page)
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
