"""Rows of the open lines that others are laid beside: all of them page by page, what changed, and what still stands."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select

from publisher.storage import tables
from publisher.storage.database import Transaction

_G = tables.question_group
_LAID_BESIDE = and_(_G.c.compared.is_(True), _G.c.state == "open", _G.c.text != "")  # where somebody is left
_LINES = select(_G.c.id, _G.c.language, _G.c.text).where(_LAID_BESIDE)
Change = tuple[str, datetime, str]


def page(tx: Transaction, after: str, limit: int) -> list[Any]:
    """Lines in the order of their ids, after one of them."""
    return list(tx.execute(_LINES.where(_G.c.id > after).order_by(_G.c.id).limit(limit)))


def among(tx: Transaction, ids: Sequence[str]) -> list[Any]:
    """Those of these that others are laid beside now."""
    return list(tx.execute(_LINES.where(_G.c.id.in_(ids)))) if ids else []


def changed(tx: Transaction, since: datetime) -> list[Change]:
    """(line, when, its state) of what anything happened to from a time on, open or not."""
    wanted = select(_G.c.id, _G.c.updated_at, _G.c.state).where(_G.c.updated_at >= since)
    return [(row.id, row.updated_at, row.state) for row in tx.execute(wanted)]
