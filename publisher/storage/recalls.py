"""Rows of recalls: each place that shows a text which fell, until somebody corrected it or recorded why not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, delete, func, insert, or_, select, update

from publisher.domain.handouts import Cause
from publisher.domain.ids import new_id
from publisher.storage import tables
from publisher.storage.database import Transaction
from publisher.storage.showing import GONE, Place

_R, _H, _C, _V = tables.recall_item, tables.handout, tables.community, tables.revision
_E, _P, _A, _N = tables.entry, tables.publication, tables.account, tables.person
OPEN, DONE, IMPOSSIBLE = "open", "done", "impossible"


@dataclass(frozen=True)
class Scope:
    """Whose items: of her own texts and these communities (None: of all), of posts in these units (empty: of all)."""

    person: str | None = None
    communities: list[str] | None = None
    units: tuple[str, ...] = ()


def news(tx: Transaction, entry: str, found: Iterable[Place], cause: Cause) -> list[Place]:
    """Those of these places that are not listed yet, or for a milder cause."""
    held = {(row.publication, row.handout): Cause(row.cause) for row in _held(tx, entry)}
    known = [(one, held.get((one.publication, one.handout))) for one in found]
    return [one for one, listed in known if listed is None or cause.graver_than(listed)]


def open_at(tx: Transaction, entry: str, found: Iterable[Place], cause: Cause, at: datetime) -> int:
    """An open item for each place; returns for how many this is news.

    A graver cause takes the place of a milder one and opens again what was closed: what was said there said too little.
    """
    had = {(row.publication, row.handout): row.id for row in _held(tx, entry)}
    wanted = news(tx, entry, found, cause)
    for one in wanted:
        opened = {"cause": cause, "state": OPEN, "made_at": at}
        if item := had.get((one.publication, one.handout)):
            closed = {"note": None, "person": None, "closed_at": None}
            tx.execute(update(_R).where(_R.c.id == item).values(**opened, **closed))
        else:
            values = {"id": new_id(), "entry": entry, "publication": one.publication, "handout": one.handout}
            tx.execute(insert(_R).values(**values, **opened))
    return len(wanted)


def _held(tx: Transaction, entry: str) -> list[Any]:
    return list(tx.execute(select(_R).where(_R.c.entry == entry)))


def settle_removed(tx: Transaction, at: datetime) -> list[Any]:
    """Close the items of publications that are proven gone from their channel; returns them."""
    gone = select(_P.c.id).where(_P.c.state.in_(GONE))
    wanted = and_(_R.c.state == OPEN, _R.c.publication.in_(gone))
    rows = list(tx.execute(select(_R.c.id, _R.c.entry).where(wanted)))
    for row in rows:
        tx.execute(update(_R).where(_R.c.id == row.id).values(state=DONE, closed_at=at))
    return rows


def settle(tx: Transaction, entry: str, found: Iterable[Place], cause: Cause) -> list[str]:
    """Take off the list what is held for this cause at these places, which stand again; returns the items.

    A closed item too: it would hide the place when its text falls once more. The events keep what was said there.
    """
    known = {(one.publication, one.handout) for one in found}
    rows = tx.execute(select(_R).where(_R.c.entry == entry, _R.c.cause == cause))
    again = [row.id for row in rows if (row.publication, row.handout) in known]
    tx.execute(delete(_R).where(_R.c.id.in_(again)))
    return again


def _listed(scope: Scope) -> Select[Any]:
    """Open items; for a moderator those of her communities, for a doctor those of her texts.

    A post is taken down by the unit that it belongs to, or its author; what a group was given, by whoever keeps all.
    """
    wanted = (
        select(
            _R,
            _V.c.id.label("revision"),
            _V.c.content["title"].as_string().label("title"),  # the words that stand there, not those written since
            _V.c.content["language"].as_string().label("language"),
            _E.c.author,
            _E.c.unit,
            _E.c.withdrawn_reason,
            _E.c.superseded_by,
            _E.c.review_by,
            _H.c.at.label("given_at"),
            _H.c.form,
            _H.c.copy,
            _C.c.name.label("community_name"),
            _C.c.id.label("community"),
            _C.c.language.label("community_language"),
            _C.c.jurisdiction,
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
    hers = _E.c.author == scope.person
    if scope.communities is not None:
        wanted = wanted.where(or_(_C.c.id.in_(scope.communities), hers))
    if scope.units:
        wanted = wanted.where(or_(_R.c.publication.is_(None), _E.c.unit.is_(None), _E.c.unit.in_(scope.units), hers))
    return wanted


def waiting(tx: Transaction, scope: Scope, entry: str | None = None, limit: int = 200) -> list[Any]:
    wanted = _listed(scope).where(_R.c.state == OPEN)
    if entry is not None:
        wanted = wanted.where(_R.c.entry == entry)
    return list(tx.execute(wanted.order_by(_R.c.made_at.desc(), _R.c.id).limit(limit)))


def count(tx: Transaction, scope: Scope) -> int:
    shown = or_(_P.c.state.is_(None), _P.c.state.not_in(GONE))  # what is gone is closed when the list is read
    wanted = _listed(scope).where(_R.c.state == OPEN, shown).with_only_columns(_R.c.id).subquery()
    return tx.execute(select(func.count()).select_from(wanted)).scalar_one()


def item(tx: Transaction, item_id: str) -> Any:
    return tx.execute(_listed(Scope()).where(_R.c.id == item_id)).first()


def close(tx: Transaction, item_id: str, state: str, note: str | None, person: str, at: datetime) -> bool:
    done = tx.execute(
        update(_R)
        .where(_R.c.id == item_id, _R.c.state == OPEN)
        .values(state=state, note=note, person=person, closed_at=at)
    )
    return done.rowcount == 1
