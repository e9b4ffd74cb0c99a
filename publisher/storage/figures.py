"""Counts over publications and attempts: how delivery goes, read from the rows themselves."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from publisher.domain.publications import PublicationState
from publisher.storage import tables
from publisher.storage.database import Transaction

_P, _A, _W, _J = tables.publication, tables.attempt, tables.worker, tables.job
_S = PublicationState


def by_state(tx: Transaction) -> dict[str, int]:
    rows = tx.execute(select(_P.c.state, func.count().label("count")).group_by(_P.c.state))
    return {state: int(count) for state, count in rows}


def by_outcome(tx: Transaction) -> list[Any]:
    """How many attempts of each call had each outcome, ever."""
    return list(
        tx.execute(select(_A.c.call, _A.c.outcome, func.count().label("count")).group_by(*_A.c["call", "outcome"]))
    )


def attempts_since(tx: Transaction, since: datetime, most: int) -> list[Any]:
    """Attempts from a time on, the newest first: when, call, outcome, and what was due when."""
    statement = (
        select(_A.c.at, _A.c.call, _A.c.outcome, _P.c.due_at, tables.account.c.name.label("account_name"))
        .join(_P, _P.c.id == _A.c.publication)
        .join(tables.account, tables.account.c.id == _P.c.account)
        .where(_A.c.at >= since)
        .order_by(_A.c.at.desc())
        .limit(most)
    )
    return list(tx.execute(statement))


def oldest_due(tx: Transaction, now: datetime) -> datetime | None:
    """Since when the longest waiting publication is due; None when nothing is overdue."""
    waiting = (_S.SCHEDULED, _S.QUEUED, _S.UNKNOWN)
    return tx.execute(select(func.min(_P.c.due_at)).where(_P.c.state.in_(waiting), _P.c.due_at <= now)).scalar_one()


def beats(tx: Transaction) -> list[Any]:
    return list(tx.execute(select(_W.c.executor, _W.c.started_at, _W.c.beat_at).order_by(_W.c.executor)))


def jobs_by_state(tx: Transaction) -> dict[str, int]:
    rows = tx.execute(select(_J.c.state, func.count().label("count")).group_by(_J.c.state))
    return {state: int(count) for state, count in rows}


def held_accounts(tx: Transaction) -> int:
    statement = select(func.count()).select_from(tables.account).where(tables.account.c.held_reason.is_not(None))
    return int(tx.execute(statement).scalar_one())
