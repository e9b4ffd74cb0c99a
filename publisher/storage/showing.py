"""Where a revision stands or may stand: on a channel, in a community; and what fell there without anybody's act."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, cast, exists, null, or_, select

from publisher.domain.handouts import Cause
from publisher.domain.publications import PublicationState
from publisher.storage import stood, tables
from publisher.storage.database import Transaction

_R, _H, _V = tables.recall_item, tables.handout, tables.revision
_E, _P, _A = tables.entry, tables.publication, tables.account
_NEWEST = _V.alias("newest")
_SHOWS = [
    str(one)
    for one in (
        PublicationState.PUBLISHED,
        PublicationState.CORRECTING,
        PublicationState.REMOVING,
        PublicationState.SENDING,
        PublicationState.UNKNOWN,
        PublicationState.NEEDS_REVIEW,
        PublicationState.AWAITING_HAND_OFF,
    )
]
_WAITS = [str(one) for one in (PublicationState.SCHEDULED, PublicationState.QUEUED, PublicationState.HELD)]
_ENDED = [str(one) for one in (PublicationState.FAILED, PublicationState.CANCELLED)]
_NOT_FALLEN = and_(_E.c.withdrawn_at.is_(None), _E.c.superseded_by.is_(None))
GONE = [str(PublicationState.REMOVED)]  # a cancelled hand-off may have been put out by hand all the same


@dataclass(frozen=True)
class Place:
    """Where a revision stands or may stand: on a channel of a kind, or in a community that was handed it."""

    revision: str
    publication: str | None = None
    handout: str | None = None
    channel: str | None = None


def places(tx: Transaction, entry: str) -> list[Place]:
    """Every publication of an entry that is or may be on its channel, and every handout."""
    listed = and_(_P.c.id.in_(select(_R.c.publication).where(_R.c.entry == entry)), _P.c.state.not_in(GONE))
    posts = _posts().where(_P.c.entry == entry, or_(_shows(), listed))
    given = _handouts().where(_H.c.entry == entry).order_by(_H.c.at)
    return [_place(row) for wanted in (posts, given) for row in tx.execute(wanted)]


def _posts() -> Select[Any]:
    named = (_P.c.entry, _P.c.revision, _P.c.id.label("publication"), null().label("handout"), _A.c.kind)
    return select(*named).join(_A, _A.c.id == _P.c.account)


def _handouts() -> Select[Any]:
    return select(
        _H.c.entry, _H.c.revision, null().label("publication"), _H.c.id.label("handout"), null().label("kind")
    )


def _place(row: Any) -> Place:
    return Place(row.revision, row.publication, row.handout, row.kind)


def _shows() -> ColumnElement[bool]:
    begun = or_(_P.c.sends_started > 0, _P.c.doubted_since.is_not(None))
    half = and_(_P.c.state.in_(_ENDED), cast(_P.c.confirmed, Text).like('["%'))  # the first parts of a thread are there
    return or_(_P.c.state.in_(_SHOWS), and_(begun, _P.c.state.in_(_WAITS)), half)


def expired(tx: Transaction, today: date, entry: str | None = None) -> dict[str, list[Place]]:
    """By entry, or of one, every place without an item whose text passed its review date.

    A handout lives as long as the newest signed version of its words, a publication as long as its own.
    """
    own = _unlisted_posts().join(_V, _V.c.id == _P.c.revision)
    found: dict[str, list[Place]] = {}
    for wanted, content in ((_beside_newest(_unlisted_handouts()), _NEWEST.c.content), (own, _V.c.content)):
        wanted = wanted.where(content["review_by"].as_string() < today.isoformat())
        for row in tx.execute(wanted.where(_E.c.id == entry) if entry else wanted):
            found.setdefault(row.entry, []).append(_place(row))
    return found


def renewed(tx: Transaction, today: date) -> set[str]:
    """Entries of which a handout is listed as expired though their newest signed version has not."""
    listed = and_(_R.c.entry == _H.c.entry, _R.c.handout == _H.c.id, _R.c.cause == Cause.EXPIRED)
    wanted = _beside_newest(_handouts().join(_E, _E.c.id == _H.c.entry).join(_R, listed).where(_NOT_FALLEN))
    until = _NEWEST.c.content["review_by"].as_string()
    holds = or_(until.is_(None), until >= today.isoformat())
    return set(tx.execute(wanted.with_only_columns(_H.c.entry).where(holds).distinct()).scalars())


def outdated(tx: Transaction) -> set[tuple[str, str, str]]:
    """(entry, revision, newest): older versions than the newest signed one that show somewhere without an item."""
    found = set()
    for wanted, shown in ((_unlisted_handouts(), _H), (_unlisted_posts(), _P)):
        named = _beside_newest(wanted).with_only_columns(shown.c.entry, shown.c.revision, _NEWEST.c.id)
        found |= {tuple(row) for row in tx.execute(named.where(shown.c.revision != _NEWEST.c.id).distinct())}
    return found


def _unlisted_handouts() -> Select[Any]:
    """Handouts without an item of what was not taken back."""
    listed = exists().where(_R.c.entry == _H.c.entry, _R.c.handout == _H.c.id)
    return _handouts().join(_E, _E.c.id == _H.c.entry).where(_NOT_FALLEN, ~listed)


def _unlisted_posts() -> Select[Any]:
    """Publications without an item of what was not taken back."""
    listed = exists().where(_R.c.entry == _P.c.entry, _R.c.publication == _P.c.id)
    return _posts().join(_E, _E.c.id == _P.c.entry).where(_shows(), _NOT_FALLEN, ~listed)


def _beside_newest(wanted: Select[Any]) -> Select[Any]:
    """Each beside the newest version of its entry that stands; one that waits for its approval is not yet it."""
    return wanted.join(_NEWEST, _NEWEST.c.id == stood.newest_id())
