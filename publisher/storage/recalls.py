"""Rows of recalls: each place that shows a text which fell, until somebody corrected it or recorded why not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Text,
    and_,
    cast,
    exists,
    func,
    insert,
    null,
    or_,
    select,
    update,
)

from publisher.domain.handouts import Cause
from publisher.domain.ids import new_id
from publisher.domain.publications import PublicationState
from publisher.storage import tables
from publisher.storage.database import Transaction

_R, _H, _C, _V = tables.recall_item, tables.handout, tables.community, tables.revision
_E, _P, _A, _N = tables.entry, tables.publication, tables.account, tables.person
_S = tables.signature
OPEN, DONE, IMPOSSIBLE = "open", "done", "impossible"
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
_GONE = [str(PublicationState.REMOVED)]  # a cancelled hand-off may have been put out by hand all the same


@dataclass(frozen=True)
class Place:
    """Where a revision stands or may stand: on a channel, or in a community that was handed it."""

    revision: str
    publication: str | None = None
    handout: str | None = None


def places(tx: Transaction, entry: str) -> list[Place]:
    """Every publication of an entry that is or may be on its channel, and every handout."""
    listed = and_(_P.c.id.in_(select(_R.c.publication).where(_R.c.entry == entry)), _P.c.state.not_in(_GONE))
    shown = select(_P.c.revision, _P.c.id).where(_P.c.entry == entry, or_(_shows(), listed))
    given = select(_H.c.revision, _H.c.id).where(_H.c.entry == entry).order_by(_H.c.at)
    return [
        *(Place(row.revision, publication=row.id) for row in tx.execute(shown)),
        *(Place(row.revision, handout=row.id) for row in tx.execute(given)),
    ]


def _shows() -> ColumnElement[bool]:
    begun = or_(_P.c.sends_started > 0, _P.c.doubted_since.is_not(None))
    half = and_(_P.c.state.in_(_ENDED), cast(_P.c.confirmed, Text).like('["%'))  # the first parts of a thread are there
    return or_(_P.c.state.in_(_SHOWS), and_(begun, _P.c.state.in_(_WAITS)), half)


def open_at(tx: Transaction, entry: str, found: Iterable[Place], cause: Cause, at: datetime) -> int:
    """An open item for each place; returns for how many this is news.

    A graver cause takes the place of a milder one and opens again what was closed: what was said there said too little.
    """
    had = {(row.publication, row.handout): row for row in tx.execute(select(_R).where(_R.c.entry == entry))}
    news = 0
    for one in found:
        held = had.get((one.publication, one.handout))
        opened = {"cause": cause, "state": OPEN, "made_at": at}
        if held is None:
            values = {"id": new_id(), "entry": entry, "publication": one.publication, "handout": one.handout}
            tx.execute(insert(_R).values(**values, **opened))
        elif cause.graver_than(Cause(held.cause)):
            closed = {"note": None, "person": None, "closed_at": None}
            tx.execute(update(_R).where(_R.c.id == held.id).values(**opened, **closed))
        else:
            continue
        news += 1
    return news


def settle_removed(tx: Transaction, at: datetime) -> list[Any]:
    """Close the items of publications that are proven gone from their channel; returns them."""
    gone = select(_P.c.id).where(_P.c.state.in_(_GONE))
    wanted = and_(_R.c.state == OPEN, _R.c.publication.in_(gone))
    rows = list(tx.execute(select(_R.c.id, _R.c.entry).where(wanted)))
    for row in rows:
        tx.execute(update(_R).where(_R.c.id == row.id).values(state=DONE, closed_at=at))
    return rows


def settle(tx: Transaction, entry: str, found: Iterable[Place], cause: Cause, at: datetime) -> list[str]:
    """Close what is open for this cause at these places, which stand again; returns the items."""
    known = {(one.publication, one.handout) for one in found}
    rows = tx.execute(select(_R).where(_R.c.entry == entry, _R.c.cause == cause, _R.c.state == OPEN))
    again = [row.id for row in rows if (row.publication, row.handout) in known]
    for one in again:
        tx.execute(update(_R).where(_R.c.id == one).values(state=DONE, closed_at=at))
    return again


def _listed(communities: list[str] | None, author: str | None) -> Select[Any]:
    """Open items; for a moderator those of her communities, for a doctor those of her texts."""
    wanted = (
        select(
            _R,
            _V.c.id.label("revision"),
            _V.c.content["title"].as_string().label("title"),  # the words that stand there, not those written since
            _V.c.content["language"].as_string().label("language"),
            _E.c.author,
            _E.c.withdrawn_reason,
            _E.c.superseded_by,
            _E.c.review_by,
            _H.c.at.label("given_at"),
            _H.c.form,
            _H.c.copy,
            _C.c.name.label("community_name"),
            _C.c.id.label("community"),
            _C.c.language.label("community_language"),
            _A.c.name.label("account_name"),
            _A.c.kind.label("account_kind"),
            _P.c.url,
            _P.c.state.label("publication_state"),
            _P.c.due_at,
            _N.c.name.label("giver"),
        )
        .join(_E, _E.c.id == _R.c.entry)
        .outerjoin(_H, _H.c.id == _R.c.handout)
        .outerjoin(_C, _C.c.id == _H.c.community)
        .outerjoin(_N, _N.c.id == _H.c.person)
        .outerjoin(_P, _P.c.id == _R.c.publication)
        .outerjoin(_A, _A.c.id == _P.c.account)
        .join(_V, _V.c.id == func.coalesce(_H.c.revision, _P.c.revision))
    )
    if communities is not None:
        own = _C.c.id.in_(communities)
        wanted = wanted.where(or_(own, _E.c.author == author) if author else own)
    return wanted


def waiting(
    tx: Transaction, communities: list[str] | None, author: str | None, entry: str | None = None, limit: int = 200
) -> list[Any]:
    wanted = _listed(communities, author).where(_R.c.state == OPEN)
    if entry is not None:
        wanted = wanted.where(_R.c.entry == entry)
    return list(tx.execute(wanted.order_by(_R.c.made_at.desc(), _R.c.id).limit(limit)))


def count(tx: Transaction, communities: list[str] | None, author: str | None) -> int:
    wanted = _listed(communities, author).where(_R.c.state == OPEN).with_only_columns(_R.c.id).subquery()
    return tx.execute(select(func.count()).select_from(wanted)).scalar_one()


def item(tx: Transaction, item_id: str) -> Any:
    return tx.execute(_listed(None, None).where(_R.c.id == item_id)).first()


def close(tx: Transaction, item_id: str, state: str, note: str | None, person: str, at: datetime) -> bool:
    done = tx.execute(
        update(_R)
        .where(_R.c.id == item_id, _R.c.state == OPEN)
        .values(state=state, note=note, person=person, closed_at=at)
    )
    return done.rowcount == 1


def expired(tx: Transaction, today: date) -> dict[str, list[Place]]:
    """By entry every place without an item whose text passed its review date.

    A handout lives as long as the newest signed version of its words, a publication as long as its own.
    """
    given, newest = _given()
    shown = (
        select(_P.c.entry, _P.c.revision, _P.c.id.label("publication"), null().label("handout"))
        .join(_E, _E.c.id == _P.c.entry)
        .join(_V, _V.c.id == _P.c.revision)
        .where(_shows(), _NOT_FALLEN, ~exists().where(_R.c.entry == _P.c.entry, _R.c.publication == _P.c.id))
    )
    found: dict[str, list[Place]] = {}
    for wanted, content in ((given, newest.c.content), (shown, _V.c.content)):
        for row in tx.execute(wanted.where(content["review_by"].as_string() < today.isoformat())):
            found.setdefault(row.entry, []).append(Place(row.revision, row.publication, row.handout))
    return found


def outdated(tx: Transaction) -> list[Any]:
    """(entry, revision, newest): older versions than the newest signed one that were handed out and have no item."""
    given, newest = _given()
    named = given.with_only_columns(_H.c.entry, _H.c.revision, newest.c.id.label("newest"))
    return list(tx.execute(named.where(_H.c.revision != newest.c.id).distinct()))


def _given() -> tuple[Select[Any], FromClause]:
    """Handouts without an item of what was not taken back, each beside the newest signed version of its entry."""
    newest = _V.alias("newest")
    waits = and_(_E.c.approval_missing, _E.c.head_revision == _V.c.id)
    last = (
        select(_V.c.id)
        .join(_S, _S.c.revision == _V.c.id)
        .where(_V.c.entry == _E.c.id, ~waits)
        .order_by(_V.c.number.desc())
        .limit(1)
        .correlate(_E)
        .scalar_subquery()
    )
    wanted = (
        select(_H.c.entry, _H.c.revision, null().label("publication"), _H.c.id.label("handout"))
        .join(_E, _E.c.id == _H.c.entry)
        .join(newest, newest.c.id == last)
        .where(_NOT_FALLEN, ~exists().where(_R.c.entry == _H.c.entry, _R.c.handout == _H.c.id))
    )
    return wanted, newest
