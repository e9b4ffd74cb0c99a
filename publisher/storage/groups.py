"""Rows of what is held together: holds by doctor, topic and campaign, and the campaigns themselves."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from publisher.storage import tables
from publisher.storage.database import Transaction

_H, _C, _P = tables.hold, tables.campaign, tables.publication

Held = dict[str, dict[str, str]]  # kind → subject → reason


def held(tx: Transaction) -> Held:
    found: Held = {}
    for row in tx.execute(select(_H.c.kind, _H.c.subject, _H.c.reason)):
        found.setdefault(row.kind, {})[row.subject] = row.reason
    return found


def holds(tx: Transaction) -> list[Any]:
    statement = select(_H, tables.person.c.name.label("by_name")).outerjoin(
        tables.person, tables.person.c.id == _H.c.made_by
    )
    return list(tx.execute(statement.order_by(_H.c.made_at)))


def add_hold(tx: Transaction, **values: Any) -> None:
    tx.execute(delete(_H).where(_H.c.kind == values["kind"], _H.c.subject == values["subject"]))
    tx.execute(insert(_H).values(**values))


def remove_hold(tx: Transaction, kind: str, subject: str) -> bool:
    return tx.execute(delete(_H).where(_H.c.kind == kind, _H.c.subject == subject)).rowcount == 1


def add_campaign(tx: Transaction, **values: Any) -> None:
    tx.execute(insert(_C).values(**values))


def campaign(tx: Transaction, campaign_id: str) -> Any:
    return tx.execute(select(_C).where(_C.c.id == campaign_id)).first()


def campaign_by_name(tx: Transaction, name: str) -> Any:
    return tx.execute(select(_C).where(_C.c.name == name)).first()


def campaigns(tx: Transaction) -> list[Any]:
    return list(tx.execute(select(_C).order_by(_C.c.made_at.desc())))


def cancel_campaign(tx: Transaction, campaign_id: str, at: datetime) -> None:
    tx.execute(update(_C).where(_C.c.id == campaign_id).values(cancelled_at=at))


def campaign_states(tx: Transaction) -> list[Any]:
    """Per campaign and state: how many publications, and the first and the last due time."""
    statement = (
        select(
            _P.c.campaign,
            _P.c.state,
            func.count().label("count"),
            func.min(_P.c.due_at).label("first"),
            func.max(_P.c.due_at).label("last"),
        )
        .where(_P.c.campaign.is_not(None))
        .group_by(_P.c.campaign, _P.c.state)
    )
    return list(tx.execute(statement))
