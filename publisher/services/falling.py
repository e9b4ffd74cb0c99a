"""A text falls: every place that shows it is listed for its recall, in the transaction in which it falls."""

from collections.abc import Sequence
from datetime import datetime

from publisher.domain.handouts import Cause
from publisher.services.copies import words_of
from publisher.services.desk import WORKER, Actor, Desk
from publisher.storage import Transaction, entries, events, recalls
from publisher.storage.recalls import Place


def open_recall(tx: Transaction, actor: Actor, entry_id: str, now: datetime) -> None:
    """List every place of an entry that was just withdrawn or superseded."""
    cause = Cause.WITHDRAWN if entries.row(tx, entry_id).withdrawn_at else Cause.SUPERSEDED
    _list(tx, actor, entry_id, recalls.places(tx, entry_id), cause, now)


def open_corrected(tx: Transaction, actor: Actor, entry_id: str, now: datetime) -> None:
    """List every handout of older words than those that were just signed. Words that stayed the same stand."""
    newest = entries.newest_signed(tx, entry_id)
    given = [one for one in recalls.places(tx, entry_id) if one.handout is not None]
    if newest is None or not given:
        return
    revisions = {name: entries.revision(tx, name) for name in {one.revision for one in given}}
    held = {name for name, one in revisions.items() if one and words_of(one.content) == words_of(newest.content)}
    _list(tx, actor, entry_id, [one for one in given if one.revision not in held], Cause.SUPERSEDED, now)


def _list(tx: Transaction, actor: Actor, entry_id: str, found: Sequence[Place], cause: Cause, now: datetime) -> None:
    opened = recalls.open_at(tx, entry_id, found, cause, now)
    if opened:
        events.append(tx, f"entry:{entry_id}", "recall_opened", actor.name, now, places=opened, cause=cause)


def look_again(desk: Desk) -> None:
    """What fell without an act: by its date, or corrected at the moment it was handed out. Asked as the day changes."""
    with desk.db.read() as tx:
        expired, outdated = recalls.expired(tx, desk.today()), recalls.outdated(tx)
    for entry, found in expired.items():
        with desk.db.write() as tx:
            entries.lock(tx, entry)
            _list(tx, WORKER, entry, found, Cause.EXPIRED, desk.clock())
    for entry in outdated:
        with desk.db.write() as tx:
            entries.lock(tx, entry)
            open_corrected(tx, WORKER, entry, desk.clock())
