"""Reads for the search index: which texts there are, which changed, and what of the found may still be shown."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from publisher.storage import stood, tables
from publisher.storage.database import Transaction
from publisher.storage.listing import status_expression

_E, _R, _W, _S, _H = tables.entry, tables.revision, tables.working_copy, tables.signature, tables.person
_PART = 500
_IMPORTS = ("imported", "imported_again", "masked_again")
_SIGNED = stood.compared_id()
_FINDABLE = and_(or_(_E.c.imported, _SIGNED.is_not(None)), _E.c.withdrawn_at.is_(None), _E.c.superseded_by.is_(None))
_COMPARED = func.coalesce(_SIGNED, _E.c.head_revision)


def _texts() -> Select[Any]:
    return (
        select(_E.c.id, _E.c.language, _R.c.content.label("kept"), _W.c.content.label("working"))
        .select_from(_E)
        .outerjoin(_R, _R.c.id == _COMPARED)
        .outerjoin(_W, _W.c.entry == _E.c.id)
        .where(_FINDABLE)
    )


def page(tx: Transaction, after: str, limit: int) -> list[Any]:
    """Findable texts in the order of their ids, after one of them."""
    return list(tx.execute(_texts().where(_E.c.id > after).order_by(_E.c.id).limit(limit)))


def ids(tx: Transaction, after: str, language: str | None = None) -> list[str]:
    """Ids of findable texts after one of them, in order; with `language`, those of one."""
    wanted = select(_E.c.id).where(_FINDABLE, _E.c.id > after).order_by(_E.c.id)
    return list(tx.execute(wanted if language is None else wanted.where(_E.c.language == language)).scalars())


def texts(tx: Transaction, ids: Sequence[str]) -> list[Any]:
    found: list[Any] = []
    for place in range(0, len(ids), _PART):
        found += tx.execute(_texts().where(_E.c.id.in_(ids[place : place + _PART])))
    return found


def count(tx: Transaction, until: str | None = None) -> int:
    """How many texts are findable; with `until`, those whose id comes no later."""
    wanted = select(func.count()).select_from(_E).where(_FINDABLE)
    return tx.execute(wanted if until is None else wanted.where(_E.c.id <= until)).scalar_one()


def changes(
    tx: Transaction, since: datetime | None, *, most: int | None = None, acts_only: bool = False
) -> list[tuple[str, int, datetime]]:
    """(entry, number of the event, time) of what happened to entries from a time on: people's acts before imports,
    the newest first."""
    event = tables.event
    imported = event.c.action.in_(_IMPORTS)
    wanted = select(event.c.record, event.c.sequence, event.c.at).where(event.c.record.like("entry:%"))
    if since is not None:
        wanted = wanted.where(event.c.at >= since)
    if acts_only:
        wanted = wanted.where(~imported)
    rows = tx.execute(wanted.order_by(case((imported, 1), else_=0), event.c.at.desc()).limit(most))
    return [(row.record.removeprefix("entry:"), row.sequence, row.at) for row in rows]


def change_mark(tx: Transaction, since: datetime) -> tuple[int, datetime | None]:
    """How many events there are from a time on, and the newest one's time: equal marks, nothing happened."""
    event = tables.event
    row = tx.execute(select(func.count(), func.max(event.c.at)).where(event.c.at >= since)).one()
    return row[0], row[1]


def entries_changed(tx: Transaction, since: datetime) -> bool:
    """Whether anything happened to an entry from a time on."""
    event = tables.event
    wanted = select(event.c.record).where(event.c.at >= since, event.c.record.like("entry:%")).limit(1)
    return tx.execute(wanted).first() is not None


def found(tx: Transaction, ids: Sequence[str], today: date) -> Iterator[Any]:
    """The rows behind found ids, with today's status, who signed and when. Nothing past its review date, and no words
    that are written in place of signed ones: signed once, an import is no import any more."""
    as_signed = or_(and_(_E.c.signed, ~_E.c.edited), _SIGNED.is_(None))
    wanted = _rows(_E.c.head_revision, _E.c.title, today).where(_fresh(today), as_signed)
    return _among(tx, wanted, ids)


def compared(tx: Transaction, ids: Sequence[str], today: date) -> Iterator[Any]:
    """As `found`, with the words that a doctor signed last in place of those that were kept unsigned since."""
    title = func.coalesce(_R.c.content["title"].as_string(), _E.c.title).label("title")
    unsigned = and_(_SIGNED.is_(None), _fresh(today))
    return _among(tx, _rows(_COMPARED, title, today).where(or_(stood.compared_until(today), unsigned)), ids)


def _fresh(today: date) -> ColumnElement[bool]:
    return or_(_E.c.review_by.is_(None), _E.c.review_by >= today)


def _among(tx: Transaction, wanted: Select[Any], ids: Sequence[str]) -> Iterator[Any]:
    for place in range(0, len(ids), _PART):
        yield from tx.execute(wanted.where(_E.c.id.in_(ids[place : place + _PART])))


def _rows(version: ColumnElement[Any], title: ColumnElement[Any], today: date) -> Select[Any]:
    return (
        select(
            _E.c.id,
            _E.c.external_id,
            title,
            _E.c.language,
            _E.c.review_by,
            _E.c.author,
            _E.c.kind,
            status_expression(today).label("status"),
            _R.c.content.label("kept"),
            _W.c.content.label("working"),
            _E.c.source_fell,
            _S.c.signed_at,
            _S.c.person.label("signer"),
            _H.c.name.label("signer_name"),
        )
        .select_from(_E)
        .outerjoin(_R, _R.c.id == version)
        .outerjoin(_W, _W.c.entry == _E.c.id)
        .outerjoin(_S, _S.c.revision == version)
        .outerjoin(_H, _H.c.id == _S.c.person)
        .where(_FINDABLE)
    )
