"""What follows when a version of an entry stands: places of other words are listed, those of its own stand again.

A correction counts once it stands: while it waits for its approval, or when it is returned, nothing falls with it.
"""

from collections.abc import Sequence
from datetime import datetime

from publisher.domain.entries import Revision
from publisher.domain.handouts import Cause
from publisher.services import translated
from publisher.services.copies import words_of
from publisher.services.desk import Actor
from publisher.storage import Transaction, entries, events, recalls, showing, stood
from publisher.storage.showing import Place


def follow(tx: Transaction, actor: Actor, entry_id: str, now: datetime) -> None:
    """List every place of other words than those that stand now, and take off the list what shows these again."""
    row, newest = entries.row(tx, entry_id), stood.newest(tx, entry_id)
    if newest is None:
        return
    same, others = _beside(tx, entry_id, newest)
    list_places(tx, actor, entry_id, others, Cause.SUPERSEDED, now)
    if row.superseded_by is None:
        _lift(tx, actor, entry_id, same, Cause.SUPERSEDED, now)
    if translated.fell(tx, newest.content) is None:
        _lift(tx, actor, entry_id, same, Cause.DUE, now)
    look_at_translations(tx, actor, entry_id, now)


def follow_renewal(tx: Transaction, actor: Actor, entry_id: str, now: datetime) -> None:
    """An entry stands: what was handed out of its words has not expired. A publication keeps the date it bears."""
    newest = stood.newest(tx, entry_id)
    if newest is not None:
        handed = [one for one in _beside(tx, entry_id, newest)[0] if one.handout is not None]
        _lift(tx, actor, entry_id, handed, Cause.EXPIRED, now)


def _beside(tx: Transaction, entry_id: str, newest: Revision) -> tuple[list[Place], list[Place]]:
    """The places of an entry that show the words of its newest version that stands, and those that show others."""
    words, found = words_of(newest.content), showing.places(tx, entry_id)
    same = {name for name, one in _versions(tx, found).items() if words_of(one.content) == words}
    return [one for one in found if one.revision in same], [one for one in found if one.revision not in same]


def _versions(tx: Transaction, found: Sequence[Place]) -> dict[str, Revision]:
    """The versions that stand at these places, by their ids."""
    versions = (entries.revision(tx, name) for name in {one.revision for one in found})
    return {one.id: one for one in versions if one is not None}


def _lift(tx: Transaction, actor: Actor, entry_id: str, found: Sequence[Place], cause: Cause, now: datetime) -> None:
    for item in recalls.settle(tx, entry_id, found, cause):
        events.append(tx, f"entry:{entry_id}", "recall_lifted", actor.name, now, item=item, cause=cause)


def look_at_translations(tx: Transaction, actor: Actor, entry_id: str, now: datetime) -> None:
    """Each translation of an entry falls and stands again with the version it translates."""
    for row in entries.translating(tx, entry_id):
        look_at_source(tx, actor, row.id, now)


def look_at_source(tx: Transaction, actor: Actor, entry_id: str, now: datetime) -> None:
    """A translation is due from the moment its source falls; its own places are listed until somebody compared it,
    or until the version they translate stands again."""
    row = entries.lock(tx, entry_id)
    head = entries.revision(tx, row.head_revision)
    cause = translated.fell(tx, head.content) if head is not None else None
    if cause != row.source_fell:
        entries.set_facts(tx, entry_id, source_fell=cause)
        action = "source_fell" if cause else "source_stands"
        events.append(tx, f"entry:{entry_id}", action, actor.name, now, cause=cause, revision=row.translates)
    if row.withdrawn_at is not None or row.superseded_by is not None:
        return
    found = showing.places(tx, entry_id)
    fallen = {name for name, one in _versions(tx, found).items() if translated.fell(tx, one.content)}
    _lift(tx, actor, entry_id, [one for one in found if one.revision not in fallen], Cause.DUE, now)
    if cause is not None:
        list_places(tx, actor, entry_id, [one for one in found if one.revision in fallen], Cause.DUE, now)


def list_places(
    tx: Transaction, actor: Actor, entry_id: str, found: Sequence[Place], cause: Cause, now: datetime
) -> None:
    """Open an item for each place that is not listed for this or a graver cause."""
    opened = recalls.open_at(tx, entry_id, found, cause, now)
    if opened:
        events.append(tx, f"entry:{entry_id}", "recall_opened", actor.name, now, places=opened, cause=cause)
