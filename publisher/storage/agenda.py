"""What an account has had and will have on a day: for pauses, best times and the same words twice."""

from datetime import datetime

from sqlalchemy import and_, exists, func, or_, select

from publisher.domain.publications import PublicationState
from publisher.storage import tables
from publisher.storage.database import Transaction

_T = tables.publication


def put_out_between(tx: Transaction, account: str, since: datetime, until: datetime) -> int:
    """How many posts of an account began to be sent in that time (what failed for good or was not sent aside)."""
    none = (PublicationState.CANCELLED, PublicationState.FAILED, PublicationState.SCHEDULED, PublicationState.QUEUED)
    statement = select(func.count()).where(
        _T.c.account == account,
        _T.c.send_started_at >= since,
        _T.c.send_started_at < until,
        _T.c.state.not_in(none),
    )
    return int(tx.execute(statement).scalar_one())


def planned_between(tx: Transaction, account: str, since: datetime, until: datetime) -> list[datetime]:
    """The due times of what an account has or had in that time."""
    gone = (PublicationState.CANCELLED, PublicationState.FAILED)
    statement = select(_T.c.due_at).where(
        _T.c.account == account, _T.c.due_at >= since, _T.c.due_at < until, _T.c.state.not_in(gone)
    )
    return [row.due_at for row in tx.execute(statement)]


def same_day(
    tx: Transaction, text_digest: str, revision: str, account: str, day_from: datetime, day_until: datetime
) -> bool:
    """Whether these words already have a publication on this account in that day that was not cancelled."""
    gone = (PublicationState.CANCELLED, PublicationState.FAILED, PublicationState.REMOVED)
    condition = and_(
        or_(_T.c.text_digest == text_digest, _T.c.revision == revision),
        _T.c.account == account,
        _T.c.due_at >= day_from,
        _T.c.due_at < day_until,
        _T.c.state.not_in(gone),
    )
    return bool(tx.execute(select(exists().where(condition))).scalar_one())
