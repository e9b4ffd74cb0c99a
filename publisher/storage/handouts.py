"""Rows of handouts: who gave which revision to which community, in which form, when."""

from datetime import datetime
from typing import Any

from sqlalchemy import exists, insert, select

from publisher.domain.ids import new_id
from publisher.storage import tables
from publisher.storage.database import Transaction

_H, _C, _E, _P = tables.handout, tables.community, tables.entry, tables.person
_R = tables.recall_item


def add(
    tx: Transaction,
    *,
    copy: str,
    community: str,
    entry: str,
    revision: str,
    person: str,
    form: str,
    stage: str | None,
    at: datetime,
) -> str:
    handout = new_id()
    tx.execute(
        insert(_H).values(
            id=handout,
            copy=copy,
            community=community,
            entry=entry,
            revision=revision,
            person=person,
            form=form,
            stage=stage,
            at=at,
        )
    )
    return handout


def listed(
    tx: Transaction,
    *,
    person: str | None = None,
    communities: list[str] | None = None,
    entry: str | None = None,
    limit: int = 50,
) -> list[Any]:
    """Handouts newest first, with the names a person reads."""
    wanted = (
        select(
            _H,
            _C.c.name.label("community_name"),
            _C.c.language,
            _E.c.title,
            _E.c.withdrawn_at,
            _E.c.superseded_by,
            _P.c.name.label("person_name"),
            exists().where(_R.c.entry == _H.c.entry, _R.c.handout == _H.c.id).label("called_back"),
        )
        .join(_C, _C.c.id == _H.c.community)
        .join(_E, _E.c.id == _H.c.entry)
        .join(_P, _P.c.id == _H.c.person)
    )
    for column, value in ((_H.c.person, person), (_H.c.entry, entry)):
        if value is not None:
            wanted = wanted.where(column == value)
    if communities is not None:
        wanted = wanted.where(_H.c.community.in_(communities))
    return list(tx.execute(wanted.order_by(_H.c.at.desc(), _H.c.id.desc()).limit(limit)))
