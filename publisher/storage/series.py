"""Rows of series: what is published again and again, and how far it has been planned."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from publisher.domain.publications import PublicationState
from publisher.storage import tables
from publisher.storage.database import Transaction

_T = tables.series


def add(tx: Transaction, **values: Any) -> None:
    tx.execute(insert(_T).values(**values))


def by_id(tx: Transaction, series: str) -> Any:
    """The row, locked on PostgreSQL until the transaction ends: two workers do not plan the same series at once."""
    return tx.execute(select(_T).where(_T.c.id == series).with_for_update()).first()


def running(tx: Transaction) -> list[Any]:
    return list(tx.execute(select(_T).where(_T.c.ended_at.is_(None)).order_by(_T.c.id)))


def older_waits(tx: Transaction, series: str, revision: str, states: list[PublicationState]) -> bool:
    """Whether a publication of a series is in one of the states, of another version, and was never begun to be sent."""
    table = tables.publication
    of_it = table.c.series == series, table.c.state.in_(states)
    wanted = select(table.c.id).where(*of_it, table.c.revision != revision, table.c.sends_started == 0)
    return tx.execute(wanted.limit(1)).first() is not None


def listed(tx: Transaction) -> list[Any]:
    """All series that have not ended, with the names of their text and account."""
    statement = (
        select(_T, tables.entry.c.title, tables.entry.c.author, tables.account.c.name.label("account_name"))
        .join(tables.entry, tables.entry.c.id == _T.c.entry)
        .join(tables.account, tables.account.c.id == _T.c.account)
        .where(_T.c.ended_at.is_(None))
        .order_by(_T.c.made_at)
    )
    return list(tx.execute(statement))


def change(tx: Transaction, series: str, **values: Any) -> None:
    tx.execute(update(_T).where(_T.c.id == series).values(**values))


def end(tx: Transaction, series: str, at: datetime) -> None:
    change(tx, series, ended_at=at)
