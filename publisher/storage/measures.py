"""Rows of readings, and which publication is to be read next."""

from datetime import datetime
from typing import Any

from sqlalchemy import Integer, and_, cast, func, insert, select, update

from publisher.domain.ids import new_id
from publisher.domain.publications import PublicationState
from publisher.storage import tables
from publisher.storage.database import Transaction

_R, _P = tables.reading, tables.publication
_GROUPS = {"publication": _P.c.id, "entry": _P.c.entry, "campaign": _P.c.campaign, "channel": tables.account.c.name}
WAYS = tuple(_GROUPS)


def next_to_read(tx: Transaction, read_before: datetime, fresh_after: datetime, fresh_before: datetime) -> Any:
    """A live publication that was never read, else one not read since `read_before`, else, of those that went out
    after `fresh_after`, one not read since `fresh_before`, which is the later time; the one longest unread first. None
    when there is none."""
    last = _P.c.measured_at
    # found by when it went out, not in the order of reading: that would go through everything that is not fresh
    fresh = select(_P.c.id).where(_P.c.moved_at > fresh_after, last < fresh_before)
    ways = (
        select(_P.c.id).where(last.is_(None)),
        select(_P.c.id).where(last < read_before).order_by(last),
        fresh.order_by(func.coalesce(last, _P.c.moved_at)),
    )
    for way in ways:
        there = and_(_P.c.state == PublicationState.PUBLISHED, _P.c.remote_id.is_not(None))
        found = way.where(there).limit(1).scalar_subquery()
        columns = (_P.c.id, _P.c.account, _P.c.remote_id, _P.c.moved_at)
        if row := tx.execute(select(*columns).where(_P.c.id == found)).first():
            return row
    return None


def add(tx: Transaction, publication: str, readings: dict[str, int], at: datetime) -> None:
    for name, value in sorted(readings.items()):
        tx.execute(insert(_R).values(id=new_id(), publication=publication, at=at, name=name[:20], value=value))
    tx.execute(update(_P).where(_P.c.id == publication).values(measured_at=at))


def of_publication(tx: Transaction, publication: str) -> list[Any]:
    return list(tx.execute(select(_R).where(_R.c.publication == publication).order_by(_R.c.at, _R.c.name)))


def changes(tx: Transaction, by: str, name: str) -> list[Any]:
    """By how much each name changed over all publications of one entry, campaign or channel account (its name): one
    row a quarter of an hour, oldest first, with a time in it. A day of any zone is whole quarters.

    Added up in the database: a channel's single readings are without end.
    """
    before = func.lag(_R.c.value).over(partition_by=(_R.c.publication, _R.c.name), order_by=_R.c.at)
    step = (
        select(_R.c.at, _R.c.name, (_R.c.value - func.coalesce(before, 0)).label("change"))
        .join(_P, _P.c.id == _R.c.publication)
        .join(tables.account, tables.account.c.id == _P.c.account)
        .where(_GROUPS[by] == name)
        .subquery()
    )
    hour, minute = func.substr(step.c.at, 1, 14), cast(func.substr(step.c.at, 15, 2), Integer)
    at = func.min(step.c.at).label("at")
    return list(
        tx.execute(
            select(at, step.c.name, func.sum(step.c.change).label("change"))
            .group_by(hour, minute // 15, step.c.name)
            .order_by(at, step.c.name)
        )
    )


def newest(tx: Transaction, by: str) -> list[Any]:
    """The newest value of each name of each publication, added up over what belongs together (`group`)."""
    last = select(_R.c.publication, _R.c.name, func.max(_R.c.at).label("at")).group_by(_R.c.publication, _R.c.name)
    latest, group = last.subquery(), _GROUPS[by]
    same = (latest.c.publication == _R.c.publication) & (latest.c.name == _R.c.name) & (latest.c.at == _R.c.at)
    return list(
        tx.execute(
            select(group.label("group"), _R.c.name, func.sum(_R.c.value).label("value"))
            .join(latest, same)
            .join(_P, _P.c.id == _R.c.publication)
            .join(tables.account, tables.account.c.id == _P.c.account)
            .where(group.is_not(None))
            .group_by(group, _R.c.name)
        )
    )
