"""Rows about the installation itself: settings kept in the database, jobs, workers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import case, delete, func, insert, or_, select, update

from publisher.storage import tables
from publisher.storage.database import Transaction

_J, _W = tables.job, tables.worker


def get(tx: Transaction, key: str) -> Any:
    return tx.execute(select(tables.setting.c.value).where(tables.setting.c.key == key)).scalar_one_or_none()


def put(tx: Transaction, key: str, value: Any, at: datetime) -> None:
    tx.execute(delete(tables.setting).where(tables.setting.c.key == key))
    if value is not None:
        tx.execute(insert(tables.setting).values(key=key, value=value, changed_at=at))


def beat(tx: Transaction, executor: str, at: datetime) -> None:
    done = tx.execute(update(_W).where(_W.c.executor == executor).values(beat_at=at))
    if done.rowcount == 0:
        tx.execute(insert(_W).values(executor=executor, started_at=at, beat_at=at))


def forget_workers(tx: Transaction, before: datetime) -> None:
    tx.execute(delete(_W).where(_W.c.beat_at < before))


def last_beat(tx: Transaction) -> datetime | None:
    return tx.execute(select(func.max(_W.c.beat_at))).scalar_one()


def add_job(tx: Transaction, **values: Any) -> None:
    defaults = {"state": "waiting", "done": 0, "total": 0, "progress": {}, "cancel_asked": False}
    tx.execute(insert(_J).values(**(defaults | values)))


def job(tx: Transaction, job_id: str) -> Any:
    return tx.execute(select(_J).where(_J.c.id == job_id)).first()


def jobs(tx: Transaction, limit: int = 50) -> list[Any]:
    return list(tx.execute(select(_J).order_by(_J.c.made_at.desc()).limit(limit)))


def claim_job(
    tx: Transaction, by: str, now: datetime, until: datetime, *, but: str = "", last: Sequence[str] = ()
) -> Any:
    """Take the oldest job of another kind than `but` that waits, or whose holder's lease ran out; None without one.

    Kinds in `last` are taken when no other waits, in that order.
    """
    free = or_(_J.c.state == "waiting", (_J.c.state == "running") & (_J.c.lease_until < now))
    turn = case({kind: place for place, kind in enumerate(last)}, value=_J.c.kind, else_=-1)
    wanted = select(_J.c.id).where(free, _J.c.kind != but).order_by(turn, _J.c.made_at)
    found = tx.execute(wanted.limit(1).with_for_update(skip_locked=True)).first()
    if found is None:
        return None
    done = tx.execute(
        update(_J).where(_J.c.id == found.id, free).values(state="running", lease_by=by, lease_until=until)
    )
    return job(tx, found.id) if done.rowcount == 1 else None


def change_job(tx: Transaction, job_id: str, *, by: str | None = None, **values: Any) -> bool:
    statement = update(_J).where(_J.c.id == job_id)
    if by is not None:
        statement = statement.where(_J.c.lease_by == by, _J.c.state == "running")
    return tx.execute(statement.values(**values)).rowcount == 1


def has_work(tx: Transaction, *, but: str = "") -> bool:
    """Whether a job of another kind than `but` waits or runs."""
    wanted = select(_J.c.id).where(_J.c.state.in_(("waiting", "running")), _J.c.kind != but)
    return tx.execute(wanted.limit(1)).first() is not None


def is_new(tx: Transaction) -> bool:
    """Whether nobody and nothing has come into this home yet."""
    return all(
        tx.execute(select(table).limit(1)).first() is None for table in (tables.person, tables.entry, tables.event)
    )
