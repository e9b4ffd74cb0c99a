"""Names under which messages and their groups are kept, and digests of what was imported: by page, changed in place."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, func, or_, select, update

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


DIGESTED = {
    "question": (_Q, _Q.c.import_digest.is_not(None)),
    "entry": (tables.entry, tables.entry.c.imported),  # a text kept here in clear has a digest that hides nothing
}
_PLAIN = 64  # characters of a plain digest


def plain_digests(tx: Transaction, kind: str, after: str, size: int) -> list[Any]:
    """The next rows (id, import_digest) whose digest is not keyed, by id."""
    table, counts = DIGESTED[kind]
    wanted = select(table.c.id, table.c.import_digest).where(counts, table.c.id > after)
    return list(tx.execute(wanted.where(func.length(table.c.import_digest) == _PLAIN).order_by(table.c.id).limit(size)))


def put_digests(tx: Transaction, kind: str, digests: dict[str, str]) -> None:
    """`digests`: id → the new one."""
    if digests:
        table = DIGESTED[kind][0]
        statement = update(table).where(table.c.id == bindparam("row")).values(import_digest=bindparam("digest"))
        tx.execute(statement, [{"row": row, "digest": digest} for row, digest in digests.items()])


def groups(tx: Transaction) -> set[str]:
    """The groups in which anything was asked."""
    found = (tx.execute(select(one.c.community).distinct()) for one in (_Q, tables.crisis_case))
    return {row.community for rows in found for row in rows if row.community}


def is_ours(tx: Transaction, group: str) -> bool:
    """Whether a community or an account here bears this name, open or closed."""
    ours = select(_C.c.id).where(or_(_C.c.name == group, _C.c.id == group))
    accounts = select(_A.c.id).where(_A.c.name == group)
    return any(tx.execute(one.limit(1)).first() is not None for one in (ours, accounts))
