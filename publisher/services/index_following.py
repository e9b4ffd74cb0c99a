"""Words and quick vectors of what is new: a search takes in what people just did and a little more, a worker the rest.

Whoever works through much lets go of the index's lock after each page, so that no search waits for the whole.
"""

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from filelock import Timeout

from publisher.services.desk import Desk
from publisher.services.index_opening import Index
from publisher.storage import retrieval as rows

if TYPE_CHECKING:
    from vectorstore.library import Item

Progress = Callable[[str, int, int], None]
Change = tuple[str, int, datetime]
_PAGE, _FEW = 64, 16
_NEWEST = 2_048  # how many changes a search reads; a backlog is longer
_OVERLAP = timedelta(minutes=2)  # a transaction may commit after a later one's time was seen
_STRIDE = timedelta(seconds=30)  # the stamp moves no oftener: each move is a write, after which others look anew
_CURSOR, _STAMP, _BEGUN = "cursor", "stamp", "begun"
_FIRST_LOOK_SECONDS = 1.0  # what a search gives to an index that is not whole yet
_SEARCH_SECONDS = 0.3  # and to what changed since
_WAIT_SECONDS = 0.6  # longer than a page takes whoever works through a backlog
_POLL_SECONDS, _GAP_SECONDS = 0.005, 0.02  # who waits looks more often than who works pauses


def content_of(row: Any) -> dict[str, Any]:
    """What stands: the kept revision, else (imported, not yet opened) the working copy."""
    content: dict[str, Any] = row.kept or row.working or {}
    return content


def items_of(found: Sequence[Any]) -> "list[Item]":
    """The library's items of rows of the database."""
    from vectorstore.library import Item

    items = []
    for row in found:
        content = content_of(row)
        question, body = content.get("question") or content.get("title", ""), content.get("body", "")
        digest = hashlib.sha256(f"{row.language}\0{question}\0{body}".encode("utf-8", "replace")).hexdigest()
        items.append(Item(row.id, row.language, question, body, digest))
    return items


def take_newest(desk: Desk, index: Index) -> bool:
    """What a search does: people's acts first, and no longer than it may. False when there is nothing more to do."""
    if not behind(desk, index):
        return False
    scanned = index.library.vectors.note(_STAMP) is not None
    another = _another_is_at_it(index)
    try:
        with _held(index, _WAIT_SECONDS):
            _follow(desk, index, time.monotonic() + _SEARCH_SECONDS, acts_only=another)
            until = time.monotonic() + _FIRST_LOOK_SECONDS
            while not scanned and not another and time.monotonic() < until and _scan_page(desk, index, None):
                pass
    except Timeout:
        return False
    return True


def take_all(desk: Desk, index: Index, until: float, progress: Progress | None) -> None:
    """What a worker or a command does: everything that is new, as far as time allows."""
    if not behind(desk, index):
        return
    _follow(desk, index, until, patient=True)
    while index.library.vectors.note(_STAMP) is None and time.monotonic() < until:
        with _held(index):
            _scan_page(desk, index, progress)
        time.sleep(_GAP_SECONDS)


@contextmanager
def _held(index: Index, seconds: float = -1) -> Iterator[None]:
    with index.thread, index.lock.acquire(timeout=seconds, poll_interval=_POLL_SECONDS):
        yield


def _another_is_at_it(index: Index) -> bool:
    try:
        with index.filling.acquire(timeout=0):
            return False
    except Timeout:
        return True


def _since(index: Index) -> datetime | None:
    """From when on changes are looked at; None before the first look."""
    vectors = index.library.vectors
    stamp = vectors.note(_STAMP) or vectors.note(_BEGUN)
    return datetime.fromisoformat(stamp) - _OVERLAP if stamp else None


def behind(desk: Desk, index: Index) -> bool:
    """Whether something happened that this process has not taken in, or nobody has looked at everything yet."""
    with index.thread:
        if index.library.reopen_if_gone():
            index.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            index.forget_seen()
    _forget_the_future(desk, index)
    since = _since(index)
    if since is None or index.library.vectors.note(_STAMP) is None:
        return True
    with desk.db.read() as tx:
        return index.mark != (since, *rows.change_mark(tx, since))


def _forget_the_future(desk: Desk, index: Index) -> None:
    """A clock was ahead: looking from that time on would find nothing until it comes, so everything is looked at."""
    since = _since(index)
    if since is not None and since + _OVERLAP > desk.clock() + _OVERLAP:
        for note in (_STAMP, _BEGUN, _CURSOR):
            index.library.vectors.drop_note(note)
        index.forget_seen()


def _scan_page(desk: Desk, index: Index, progress: Progress | None) -> bool:
    """One page of the first look at everything; it goes on where a killed one stopped. False at its end."""
    vectors = index.library.vectors
    if vectors.note(_STAMP) is not None:
        return False
    begun = vectors.note(_BEGUN) or desk.clock().isoformat()
    vectors.set_note(_BEGUN, begun)
    with desk.db.read() as tx:
        page = rows.page(tx, vectors.note(_CURSOR) or "", _PAGE)
    if not page:
        vectors.set_note(_STAMP, begun)
        return False
    index.library.put(items_of(page))
    vectors.set_note(_CURSOR, page[-1].id)
    if progress is not None:
        with desk.db.read() as tx:
            progress("texts", rows.count(tx, until=page[-1].id), rows.count(tx))
    return True


def _follow(desk: Desk, index: Index, until: float, *, acts_only: bool = False, patient: bool = False) -> None:
    """Take in what changed, people's acts and the newest first, at least one page of it.

    The stamp, from which everybody goes on, moves only when nothing is left.
    """
    since, vectors = _since(index), index.library.vectors
    if since is None:
        return
    with desk.db.read() as tx:
        count, newest = rows.change_mark(tx, since)
        then = _moved(since, newest, desk.clock())
        mark = (then, *(rows.change_mark(tx, then) if then > since else (count, newest)))
        changed, whole = _unseen(tx, index, since, None if patient else _NEWEST, acts_only)
    page = _PAGE if patient else _FEW
    for place in range(0, len(changed), page):
        if place and time.monotonic() >= until:
            return
        part = changed[place : place + page]
        with _held(index):
            _put(desk, index, sorted({entry for entry, *_ in part}))
        index.seen.update(one[:2] for one in part)
        if patient and place + page < len(changed):
            time.sleep(_GAP_SECONDS)
    if not whole or vectors.note(_STAMP) is None:
        return
    if then > since:
        vectors.set_note(_STAMP, (then + _OVERLAP).isoformat())
    index.mark = mark


def _moved(since: datetime, newest: datetime | None, now: datetime) -> datetime:
    """From when on changes are looked at once all these are taken in."""
    then = min(newest, now) - _OVERLAP if newest is not None else since
    return then if then >= since + _STRIDE else since


def _unseen(tx: Any, index: Index, since: datetime, most: int | None, acts_only: bool) -> tuple[list[Change], bool]:
    """Changes this process has not taken in, and whether these are all there are."""
    found = rows.changes(tx, since, most=most, acts_only=acts_only)
    whole = not acts_only and (most is None or len(found) < most)
    if whole:  # what is looked at no more need not be remembered
        index.seen.intersection_update(one[:2] for one in found)
    unseen = [one for one in found if one[:2] not in index.seen]
    if not unseen and not whole and not acts_only:
        return _unseen(tx, index, since, None, False)
    return unseen, whole


def _put(desk: Desk, index: Index, entries: list[str]) -> None:
    with desk.db.read() as tx:
        texts = rows.texts(tx, entries)
    index.library.put(items_of(texts))
