"""Rows of peers' notes; nothing that searches answers reads them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, insert, select, update

from publisher.domain.ids import new_id
from publisher.storage import tables
from publisher.storage.database import Transaction

_N, _P = tables.peer_note, tables.person


def add(tx: Transaction, language: str, title: str, text: str, person: str, at: datetime) -> str:
    note = new_id()
    tx.execute(insert(_N).values(id=note, language=language, title=title, text=text, person=person, at=at))
    return note


def listed(tx: Transaction, languages: Sequence[str], page: int, size: int) -> tuple[list[Any], int]:
    """Those of a page (from 1; the last one where there are fewer), the newest first, and how many there are."""
    stands = and_(_N.c.removed_at.is_(None), _N.c.language.in_(languages))
    total = tx.execute(select(func.count()).select_from(_N).where(stands)).scalar_one()
    page = max(1, min(page, -(-total // size)))
    wanted = select(_N, _P.c.name).join(_P, _P.c.id == _N.c.person).where(stands)
    ordered = wanted.order_by(_N.c.at.desc(), _N.c.id.desc())
    return list(tx.execute(ordered.limit(size).offset((page - 1) * size))), total


def keeper(tx: Transaction, note: str) -> str | None:
    """Who kept a note that stands; None when there is none."""
    found = tx.execute(select(_N.c.person).where(_N.c.id == note, _N.c.removed_at.is_(None))).scalar_one_or_none()
    return str(found) if found is not None else None


def remove(tx: Transaction, note: str, at: datetime) -> bool:
    """Her words go with it: whoever told it has asked for that."""
    gone = {"removed_at": at, "title": "", "text": ""}
    done = tx.execute(update(_N).where(_N.c.id == note, _N.c.removed_at.is_(None)).values(**gone))
    return done.rowcount == 1
