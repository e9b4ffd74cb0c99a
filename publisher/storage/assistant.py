"""Rows of the assistant: drafts and calls."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update

from publisher.storage import tables
from publisher.storage.database import Transaction

_D, _C = tables.assistant_draft, tables.assistant_call
DRILL = "drill"
"""The task of rows that are drills: never a draft for an entry."""


def add_draft(tx: Transaction, **values: Any) -> None:
    empty: dict[str, Any] = {"said": [], "origins": [], "sentences": [], "left_out": [], "accepted": [], "ticked": []}
    tx.execute(insert(_D).values(**(empty | values)))


def draft(tx: Transaction, draft_id: str) -> Any:
    return tx.execute(select(_D).where(_D.c.id == draft_id)).first()


def lock_draft(tx: Transaction, draft_id: str) -> Any:
    return tx.execute(select(_D).where(_D.c.id == draft_id).with_for_update()).first()


def change_draft(tx: Transaction, draft_id: str, **values: Any) -> None:
    tx.execute(update(_D).where(_D.c.id == draft_id).values(**values))


def of_entry(tx: Transaction, entry: str, limit: int = 20) -> list[Any]:
    """The drafts for an entry, newest first."""
    own = select(_D).where(_D.c.entry == entry, _D.c.task != DRILL)
    return list(tx.execute(own.order_by(_D.c.made_at.desc(), _D.c.id.desc()).limit(limit)))


def drills(tx: Transaction) -> list[Any]:
    """Every drill that was answered."""
    return list(tx.execute(select(_D).where(_D.c.task == DRILL, _D.c.state == "done")))


def used(tx: Transaction, entry: str) -> bool:
    """Whether anything a model wrote was taken into this entry; that stays true."""
    rows = tx.execute(select(_D.c.accepted).where(_D.c.entry == entry, _D.c.how == "model")).scalars()
    return any(rows)


def add_call(tx: Transaction, **values: Any) -> None:
    tx.execute(insert(_C).values(**values))


def spent(tx: Transaction, since: datetime) -> tuple[int, float]:
    """Tokens and cost of all calls since a time."""
    tokens = func.coalesce(func.sum(_C.c.tokens_in + _C.c.tokens_out), 0)
    row = tx.execute(select(tokens, func.coalesce(func.sum(_C.c.cost), 0.0)).where(_C.c.at >= since)).one()
    return int(row[0]), float(row[1])


def calls(tx: Transaction, limit: int = 50) -> list[Any]:
    return list(tx.execute(select(_C).order_by(_C.c.at.desc(), _C.c.id.desc()).limit(limit)))
