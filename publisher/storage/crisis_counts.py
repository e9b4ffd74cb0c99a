"""How many crisis cases there are, and how they ended; without any name or word of them."""

from datetime import datetime

from sqlalchemy import and_, func, select

from publisher.domain.crises import CaseState
from publisher.storage import tables
from publisher.storage.crises import LIVE, awaits_somebody
from publisher.storage.database import Transaction

_C = tables.crisis_case


def count_waiting(tx: Transaction, since: datetime) -> int:
    """Cases that wait for somebody, and did so at that moment already."""
    begun = func.coalesce(_C.c.spoke_at, _C.c.opened_at)
    return tx.execute(select(func.count()).select_from(_C).where(awaits_somebody(), begun <= since)).scalar_one()


def count_open(tx: Transaction) -> int:
    return tx.execute(select(func.count()).select_from(_C).where(_C.c.state.in_(LIVE))).scalar_one()


def count_follow_ups(tx: Transaction) -> int:
    """Cases of old messages that nobody has taken and for which nobody is called."""
    untaken = and_(_C.c.state == CaseState.OPEN, _C.c.follow_up.is_(True))
    return tx.execute(select(func.count()).select_from(_C).where(untaken)).scalar_one()


def outcomes_between(tx: Transaction, start: datetime, end: datetime) -> list[tuple[str | None, datetime]]:
    """How the pager's cases of a time ended, and when they were opened; without any name."""
    statement = select(_C.c.outcome, _C.c.opened_at).where(
        _C.c.opened_at >= start, _C.c.opened_at < end, _C.c.follow_up.is_(False)
    )
    return [(row.outcome, row.opened_at) for row in tx.execute(statement)]
