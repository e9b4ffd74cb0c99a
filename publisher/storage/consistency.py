"""Rows of possible conflicts and planned replacements. A row counts only while both texts are the ones compared."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, insert, or_, select

from publisher.domain.ids import new_id
from publisher.storage import tables
from publisher.storage.database import Transaction

_C, _S, _V = tables.conflict, tables.supersession, tables.event
_E, _A = tables.entry.alias("draft"), tables.entry.alias("answer")
_P, _W = tables.person.alias("answers_author"), tables.person.alias("drafts_author")
RESOLVED = ("dismissed", "decided")
"""Actions on a pair's audit record after which it is not shown again."""


def _stands(side: Any) -> ColumnElement[bool]:
    return and_(side.c.withdrawn_at.is_(None), side.c.superseded_by.is_(None))


def _same(one: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[bool]:
    return or_(one == other, and_(one.is_(None), other.is_(None)))


def _open() -> Select[Any]:
    resolved = exists().where(_V.c.record == _C.c.record, _V.c.action.in_(RESOLVED))
    planned = exists().where(_S.c.entry == _C.c.entry, _S.c.old == _C.c.answer)
    return (
        select(
            _C,
            _E.c.title.label("entry_title"),
            _E.c.author.label("entry_author"),
            _E.c.language,
            _W.c.name.label("entry_author_name"),
            _A.c.title.label("answer_title"),
            _A.c.author.label("answer_author"),
            _A.c.signed.label("answer_signed"),
            _P.c.name.label("answer_author_name"),
        )
        .join(_E, _E.c.id == _C.c.entry)
        .join(_A, _A.c.id == _C.c.answer)
        .outerjoin(_P, _P.c.id == _A.c.author)
        .outerjoin(_W, _W.c.id == _E.c.author)
        .where(_stands(_E), _stands(_A), or_(_A.c.signed, _A.c.imported), ~resolved, ~planned)
        .where(_same(_E.c.head_revision, _C.c.revision), _same(_A.c.head_revision, _C.c.answer_revision))
    )


def by_id(tx: Transaction, conflict: str) -> Any:
    """An unresolved conflict whose two texts still stand as they were compared."""
    return tx.execute(_open().where(_C.c.id == conflict)).first()


def of_entry(tx: Transaction, entry: str) -> list[Any]:
    """Unresolved conflicts found in this entry, those with signed answers first."""
    return list(tx.execute(_open().where(_C.c.entry == entry).order_by(_A.c.signed.desc(), _C.c.id)))


def unresolved(tx: Transaction, person: str | None, limit: int) -> list[Any]:
    """Unresolved conflicts of everybody, or those in which a text of one person stands, newest first."""
    statement = _open()
    if person is not None:
        statement = statement.where(or_(_E.c.author == person, _A.c.author == person))
    return list(tx.execute(statement.order_by(_C.c.found_at.desc(), _C.c.id).limit(limit)))


def keep(tx: Transaction, entry: str, found: Sequence[dict[str, Any]], at: datetime) -> bool:
    """Make these the conflicts of an entry; False when they already are."""
    names = ("answer", "record", "revision", "answer_revision")
    held = {tuple(row) for row in tx.execute(select(*(_C.c[name] for name in names)).where(_C.c.entry == entry))}
    wanted = {tuple(one[name] for name in names) for one in found}
    if held == wanted:
        return False
    tx.execute(delete(_C).where(_C.c.entry == entry))
    for one in {(one["answer"], one["record"]): one for one in found}.values():
        tx.execute(insert(_C).values(id=new_id(), entry=entry, found_at=at, **one))
    return True


def heads(tx: Transaction, entries: Sequence[str]) -> dict[str, str | None]:
    """The newest revision of each of these entries."""
    table = tables.entry
    return {
        row.id: row.head_revision
        for row in tx.execute(select(table.c.id, table.c.head_revision).where(table.c.id.in_(entries)))
    }


def anything_to_compare(tx: Transaction, entry: str, language: str) -> bool:
    """Whether any other text of this language stands."""
    table = tables.entry
    wanted = select(table.c.id).where(table.c.id != entry, table.c.language == language, _stands(table))
    return tx.execute(wanted.where(or_(table.c.signed, table.c.imported)).limit(1)).first() is not None


def plan(tx: Transaction, entry: str, old: str, person: str, at: datetime) -> bool:
    """Note that `entry` replaces `old` when it is signed; False when that stands already."""
    if tx.execute(select(_S.c.id).where(_S.c.entry == entry, _S.c.old == old)).first():
        return False
    tx.execute(insert(_S).values(id=new_id(), entry=entry, old=old, person=person, at=at))
    return True


def planned(tx: Transaction, entry: str) -> list[str]:
    """The old answers that this one replaces, the earliest chosen first."""
    return list(tx.execute(select(_S.c.old).where(_S.c.entry == entry).order_by(_S.c.at, _S.c.id)).scalars())


def standing_texts(tx: Transaction, most: int) -> int:
    """How many signed or imported texts stand, counted up to a limit."""
    table = tables.entry
    wanted = select(table.c.id).where(_stands(table), or_(table.c.signed, table.c.imported)).limit(most)
    return len(list(tx.execute(wanted)))


def imported_texts(tx: Transaction) -> int:
    table = tables.entry
    return tx.execute(select(func.count()).select_from(table).where(table.c.imported)).scalar_one()
