"""Rows of readings, and which publication is to be read next."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, or_, select, update

from publisher.domain.ids import new_id
from publisher.domain.publications import PublicationState
from publisher.storage import tables
from publisher.storage.database import Transaction

_R, _P = tables.reading, tables.publication


def next_to_read(tx: Transaction, read_before: datetime, fresh_after: datetime, fresh_before: datetime) -> Any:
    """A live publication that was not read since `read_before`, or, when it went out after `fresh_after`, since
    `fresh_before`; the one longest unread first. None when there is none."""
    return tx.execute(
        select(_P.c.id, _P.c.account, _P.c.remote_id, _P.c.moved_at)
        .where(
            _P.c.state == PublicationState.PUBLISHED,
            _P.c.remote_id.is_not(None),
            or_(
                _P.c.measured_at.is_(None),
                _P.c.measured_at < read_before,
                (_P.c.moved_at > fresh_after) & (_P.c.measured_at < fresh_before),
            ),
        )
        .order_by(_P.c.measured_at.is_not(None), _P.c.measured_at)
        .limit(1)
    ).first()


def add(tx: Transaction, publication: str, readings: dict[str, int], at: datetime) -> None:
    for name, value in sorted(readings.items()):
        tx.execute(insert(_R).values(id=new_id(), publication=publication, at=at, name=name[:20], value=value))
    tx.execute(update(_P).where(_P.c.id == publication).values(measured_at=at))


def of_publication(tx: Transaction, publication: str) -> list[Any]:
    return list(tx.execute(select(_R).where(_R.c.publication == publication).order_by(_R.c.at, _R.c.name)))


def of_group(tx: Transaction, by: str, name: str) -> list[Any]:
    """Every reading of the publications of one entry, campaign or channel account (its name), oldest first."""
    group = {"publication": _P.c.id, "entry": _P.c.entry, "campaign": _P.c.campaign, "channel": tables.account.c.name}
    return list(
        tx.execute(
            select(_R.c.publication, _R.c.at, _R.c.name, _R.c.value)
            .join(_P, _P.c.id == _R.c.publication)
            .join(tables.account, tables.account.c.id == _P.c.account)
            .where(group[by] == name)
            .order_by(_R.c.at, _R.c.name)
        )
    )


def newest(tx: Transaction) -> list[Any]:
    """The newest value of each name of each publication, with where it stands."""
    last = select(_R.c.publication, _R.c.name, func.max(_R.c.at).label("at")).group_by(_R.c.publication, _R.c.name)
    latest = last.subquery()
    account = tables.account
    return list(
        tx.execute(
            select(_P.c.id, _P.c.entry, _P.c.campaign, account.c.name.label("account"), _R.c.name, _R.c.value, _R.c.at)
            .join(latest, (latest.c.publication == _R.c.publication) & (latest.c.name == _R.c.name))
            .where(_R.c.at == latest.c.at)
            .join(_P, _P.c.id == _R.c.publication)
            .join(account, account.c.id == _P.c.account)
            .order_by(account.c.name, _P.c.id, _R.c.name)
        )
    )
