"""The names under which messages and their groups are kept: page by page, and changed in place."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, or_, select, update

from publisher.storage import tables
from publisher.storage.database import Transaction

_Q, _C, _A = tables.question, tables.community, tables.account


def page(tx: Transaction, after: str, size: int) -> list[Any]:
    """The next questions that have a name, by id."""
    columns = (_Q.c.id, _Q.c.external_id, _Q.c.source, _Q.c.edit_of)
    named = select(*columns).where(_Q.c.external_id.is_not(None), _Q.c.id > after)
    return list(tx.execute(named.order_by(_Q.c.id).limit(size)))


def by_id(tx: Transaction, ids: Sequence[str]) -> dict[str, Any]:
    rows = tx.execute(select(_Q.c.id, _Q.c.external_id, _Q.c.source).where(_Q.c.id.in_(ids)))
    return {row.id: row for row in rows}


def rename(tx: Transaction, names: dict[str, str]) -> None:
    """`names`: a question's id → its new name."""
    if names:
        statement = update(_Q).where(_Q.c.id == bindparam("row")).values(external_id=bindparam("name"))
        tx.execute(statement, [{"row": row, "name": name} for row, name in names.items()])


def groups(tx: Transaction) -> set[str]:
    """The groups in which anything was asked."""
    found = (tx.execute(select(one.c.community).distinct()) for one in (_Q, tables.crisis_case))
    return {row.community for rows in found for row in rows if row.community}


def is_ours(tx: Transaction, group: str) -> bool:
    """Whether a community or an account here bears this name, open or closed."""
    ours = select(_C.c.id).where(or_(_C.c.name == group, _C.c.id == group))
    accounts = select(_A.c.id).where(_A.c.name == group)
    return any(tx.execute(one.limit(1)).first() is not None for one in (ours, accounts))
