"""Rows of consent records."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, or_, select, update

from publisher.storage import tables
from publisher.storage.database import Transaction

_T = tables.consent


def add(tx: Transaction, **values: Any) -> None:
    tx.execute(insert(_T).values(**values))


def by_id(tx: Transaction, consent: str) -> Any:
    return tx.execute(select(_T).where(_T.c.id == consent)).first()


def of_entry(tx: Transaction, entry: str) -> list[Any]:
    return list(tx.execute(select(_T).where(_T.c.entry == entry).order_by(_T.c.recorded_at)))


def withdraw(tx: Transaction, consent: str, at: datetime) -> bool:
    done = tx.execute(update(_T).where(_T.c.id == consent, _T.c.withdrawn_at.is_(None)).values(withdrawn_at=at))
    return done.rowcount == 1


def covers(tx: Transaction, entry: str, channel: str | None, day: date) -> bool:
    """Whether a consent for this entry holds on a day, for a kind of channel (None: for any at all)."""
    valid = tx.execute(
        select(_T.c.channels).where(_T.c.entry == entry, _T.c.until >= day, _T.c.withdrawn_at.is_(None))
    ).scalars()
    return any(channel is None or not channels or channel in channels for channels in valid)


def lapsed(tx: Transaction, day: date) -> list[str]:
    """Entries of which some consent holds no longer; another may cover them still."""
    ended = or_(_T.c.until < day, _T.c.withdrawn_at.is_not(None))
    return list(tx.execute(select(_T.c.entry).where(ended).distinct().order_by(_T.c.entry)).scalars())
