"""Replacements that were chosen and have not happened: noted, read to be shown or carried out, and taken back."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, or_, select

from publisher.domain.ids import new_id
from publisher.storage import tables
from publisher.storage.database import Transaction

_S, _OLD = tables.supersession, tables.entry


def plan(tx: Transaction, entry: str, old: str, person: str, at: datetime) -> bool:
    """Note that `entry` replaces `old` as soon as it stands; False when that is noted already."""
    if tx.execute(select(_S.c.id).where(_S.c.entry == entry, _S.c.old == old)).first():
        return False
    tx.execute(insert(_S).values(id=new_id(), entry=entry, old=old, person=person, at=at))
    return True


def planned(tx: Transaction, entry: str) -> list[tuple[str, str]]:
    """The old answers that this one replaces, each with who chose it, the earliest chosen first."""
    rows = tx.execute(select(_S.c.old, _S.c.person).where(_S.c.entry == entry).order_by(_S.c.at, _S.c.id))
    return [(row.old, row.person) for row in rows]


def to_come(tx: Transaction, entry: str) -> list[Any]:
    """What this text is still going to replace (`old`, `title`) and who chose it (`person`), the earliest first."""
    wanted = (
        select(_S.c.old, _S.c.person, _OLD.c.title)
        .join(_OLD, _OLD.c.id == _S.c.old)
        .where(_S.c.entry == entry, _OLD.c.withdrawn_at.is_(None), _OLD.c.superseded_by.is_(None))
        .where(or_(_OLD.c.author.is_(None), _OLD.c.author == _S.c.person))
    )
    return list(tx.execute(wanted.order_by(_S.c.at, _S.c.id)))


def drop(tx: Transaction, entry: str, old: str) -> None:
    """Forget that `entry` was to replace `old`."""
    tx.execute(delete(_S).where(_S.c.entry == entry, _S.c.old == old))
