"""A text falls: every place that shows it is listed for its recall, in the transaction in which it falls."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from publisher.domain.handouts import Cause
from publisher.services import checking, corrected, translated
from publisher.services.copies import words_of
from publisher.services.desk import WORKER, Actor, Desk
from publisher.storage import Transaction, consents, entries, recalls, showing
from publisher.storage.showing import Place

_Asked = Callable[[Transaction, str], bool]
_Act = Callable[[Transaction, str], None]
_BATCH = 50


def _nothing() -> None:
    """What a look outside a job tells of where it got to."""


def open_recall(tx: Transaction, actor: Actor, entry_id: str, now: datetime) -> None:
    """List every place of an entry that was just withdrawn or superseded."""
    cause = Cause.WITHDRAWN if entries.row(tx, entry_id).withdrawn_at else Cause.SUPERSEDED
    corrected.list_places(tx, actor, entry_id, showing.places(tx, entry_id), cause, now)
    corrected.look_at_translations(tx, actor, entry_id, now)


def open_for_consent(desk: Desk, tx: Transaction, actor: Actor, entry_id: str, now: datetime) -> None:
    """List every place of a patient's material without a consent; groups read that it was withdrawn, not by whom."""
    corrected.list_places(
        tx, actor, entry_id, without_consent(desk, tx, entry_id, showing.places(tx, entry_id)), Cause.WITHDRAWN, now
    )


def without_consent(desk: Desk, tx: Transaction, entry_id: str, found: Sequence[Place]) -> list[Place]:
    """Those of an entry's places that fall with a consent just withdrawn: all, or those that no other one covers."""
    covered = consents.covers(tx, entry_id, None, desk.today())
    return _resting(desk, tx, entry_id, found) if covered else list(found)


def look_again(desk: Desk, progress: Callable[[], None] = _nothing, place: dict[str, Any] | None = None) -> None:
    """What fell without an act: by its date, or while another version could not know it. Asked as the day changes.

    Repeatable. `place`, where it got to, is brought up to date before each call of `progress`, which may end the turn.
    """
    now, today, place = desk.clock(), desk.today(), {} if place is None else place
    with desk.db.read() as tx:
        expired, renewed, lapsed = showing.expired(tx, today), showing.renewed(tx, today), consents.lapsed(tx, today)
        translating, outdated = [row.id for row in entries.translating(tx)], showing.outdated(tx)
    versions: dict[str, list[tuple[str, str]]] = {}
    for entry, older, newer in outdated:
        versions.setdefault(entry, []).append((older, newer))
    steps: tuple[tuple[Iterable[str], _Asked, _Act], ...] = (
        (
            expired,
            lambda _tx, _one: True,
            lambda tx, one: _list_expired(tx, one, today, now),
        ),
        (
            lapsed,
            lambda tx, one: bool(_uncovered(desk, tx, one)),
            lambda tx, one: corrected.list_places(tx, WORKER, one, _uncovered(desk, tx, one), Cause.WITHDRAWN, now),
        ),
        (renewed, lambda _tx, _one: True, lambda tx, one: corrected.follow_renewal(tx, WORKER, one, now)),
        (
            versions,
            lambda tx, one: any(_reworded(tx, *pair) for pair in versions[one]),
            lambda tx, one: corrected.follow(tx, WORKER, one, now),
        ),
        (
            translating,
            lambda tx, one: _differs(tx, entries.row(tx, one)),
            lambda tx, one: corrected.look_at_source(tx, WORKER, one, now),
        ),
    )
    after = tuple(place.get("fell") or (0, ""))
    for number, (found, asked, act) in enumerate(steps):
        left = [one for one in sorted(found) if (number, one) > after]
        for start in range(0, len(left), _BATCH):
            batch = left[start : start + _BATCH]
            with desk.db.read() as tx:
                fell = [one for one in batch if asked(tx, one)]
            for entry in fell:
                with desk.db.write() as tx:
                    entries.lock(tx, entry)
                    act(tx, entry)
            place["fell"] = [number, batch[-1]]
            progress()


def _list_expired(tx: Transaction, entry: str, today: date, now: datetime) -> None:
    """What expired is asked anew under the lock: it may have been renewed since the look began."""
    corrected.list_places(tx, WORKER, entry, showing.expired(tx, today, entry).get(entry, []), Cause.EXPIRED, now)


def _differs(tx: Transaction, row: Any) -> bool:
    head = entries.revision(tx, row.head_revision)
    return head is not None and translated.fell(tx, head.content) != row.source_fell


def _reworded(tx: Transaction, older: str, newer: str) -> bool:
    before, after = entries.revision(tx, older), entries.revision(tx, newer)
    return before is not None and after is not None and words_of(before.content) != words_of(after.content)


def _uncovered(desk: Desk, tx: Transaction, entry: str) -> list[Place]:
    """Where patient material stands that no consent covers any more; read there as withdrawn, not by whom."""
    return _resting(desk, tx, entry, recalls.news(tx, entry, showing.places(tx, entry), Cause.WITHDRAWN))


def _resting(desk: Desk, tx: Transaction, entry: str, found: Sequence[Place]) -> list[Place]:
    """Those of these places that no consent covers and whose words rest on one."""
    left = [one for one in found if not consents.covers(tx, entry, one.channel, desk.today())]
    revisions = {name: entries.revision(tx, name) for name in {one.revision for one in left}}
    rest = {name for name, one in revisions.items() if one is not None and checking.rests_on_consent(desk, tx, one)}
    return [one for one in left if one.revision in rest]
