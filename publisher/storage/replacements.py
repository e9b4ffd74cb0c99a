"""Replacements that were chosen and have not happened: read to be shown, and taken back."""

from typing import Any

from sqlalchemy import delete, or_, select

from publisher.storage import tables
from publisher.storage.database import Transaction

_S, _OLD = tables.supersession, tables.entry


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
