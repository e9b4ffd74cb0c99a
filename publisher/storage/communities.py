"""Rows of communities, of who works in them, and of the ordered lists their newcomers get."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, insert, select, update

from publisher.domain.communities import Community
from publisher.domain.ids import new_id
from publisher.domain.places import Jurisdiction, Language
from publisher.storage import tables
from publisher.storage.database import Transaction

_C, _M, _S = tables.community, tables.moderation, tables.stage_item


def _community(row: Any) -> Community:
    return Community(
        row.id,
        row.name,
        Language(row.language),
        Jurisdiction(row.jurisdiction),
        row.hint,
        tuple(row.stages),
        row.capacity,
        row.members,
        row.closed_at,
    )


def _columns(community: Community) -> dict[str, Any]:
    plain = {name: getattr(community, name) for name in ("name", "hint", "capacity", "members", "closed_at")}
    return plain | {
        "language": community.language,
        "jurisdiction": community.jurisdiction,
        "stages": list(community.stages),
    }


def lock(tx: Transaction, community: str) -> None:
    """Lock a community's row on PostgreSQL until the transaction ends (SQLite holds its write lock anyway).

    What only names it, as a handout does, does not wait.
    """
    tx.execute(select(_C.c.id).where(_C.c.id == community).with_for_update(key_share=True))


def add(tx: Transaction, community: Community, at: datetime) -> None:
    tx.execute(insert(_C).values(id=community.id, made_at=at, **_columns(community)))


def change(tx: Transaction, community: Community) -> None:
    tx.execute(update(_C).where(_C.c.id == community.id).values(**_columns(community)))


def by_id(tx: Transaction, community: str) -> Community | None:
    row = tx.execute(select(_C).where(_C.c.id == community)).first()
    return _community(row) if row else None


def by_name(tx: Transaction, name: str) -> Community | None:
    row = tx.execute(select(_C).where(_C.c.name == name)).first()
    return _community(row) if row else None


def all_of(tx: Transaction, person: str | None = None) -> list[Community]:
    """Open communities by name; with `person`, those she works in."""
    wanted = select(_C).where(_C.c.closed_at.is_(None)).order_by(_C.c.name)
    if person is not None:
        wanted = wanted.where(_C.c.id.in_(select(_M.c.community).where(_M.c.person == person)))
    return [_community(row) for row in tx.execute(wanted)]


def closed(tx: Transaction) -> list[Community]:
    """Closed communities by name."""
    return [_community(row) for row in tx.execute(select(_C).where(_C.c.closed_at.is_not(None)).order_by(_C.c.name))]


def moderated(tx: Transaction, person: str) -> list[str]:
    """Ids of every community a person works in, the closed ones too."""
    return list(tx.execute(select(_M.c.community).where(_M.c.person == person)).scalars())


def moderators(tx: Transaction, community: str) -> list[str]:
    return list(tx.execute(select(_M.c.person).where(_M.c.community == community)).scalars())


def set_moderators(tx: Transaction, community: str, people: Sequence[str], at: datetime) -> None:
    held = set(moderators(tx, community))
    tx.execute(delete(_M).where(_M.c.community == community, _M.c.person.not_in(people)))
    for person in sorted(set(people) - held):
        tx.execute(insert(_M).values(id=new_id(), community=community, person=person, at=at))


def stage_list(tx: Transaction, community: str, stage: str) -> list[str]:
    """The entries of one list, in their order."""
    wanted = select(_S.c.entry).where(_S.c.community == community, _S.c.stage == stage)
    return list(tx.execute(wanted.order_by(_S.c.position, _S.c.id)).scalars())


def set_stage_list(
    tx: Transaction, community: str, stage: str, entries: Sequence[str], person: str | None, at: datetime
) -> None:
    """Give a list these entries in this order. `person` and `at` are for what is new in it.

    What stays is moved, not written anew: a row that names an entry waits for whoever holds that entry's lock.
    """
    here = and_(_S.c.community == community, _S.c.stage == stage)
    held = stage_list(tx, community, stage)
    tx.execute(delete(_S).where(here, _S.c.entry.not_in(entries)))
    for position, entry in enumerate(entries):
        if entry in held:
            tx.execute(update(_S).where(here, _S.c.entry == entry).values(position=position))
            continue
        tx.execute(
            insert(_S).values(
                id=new_id(), community=community, stage=stage, entry=entry, position=position, person=person, at=at
            )
        )


def lists_with(tx: Transaction, entry: str) -> list[tuple[str, str]]:
    """Community and stage of every list that holds an entry, in one order for everybody who locks them."""
    wanted = select(_S.c.community, _S.c.stage).where(_S.c.entry == entry).order_by(_S.c.community, _S.c.stage)
    return [(row.community, row.stage) for row in tx.execute(wanted)]


def inherit_lists(tx: Transaction, heir: str, source: str, person: str | None, at: datetime) -> int:
    """Copy every list of one community to another; returns how many entries stand in them."""
    rows = list(tx.execute(select(_S.c.stage, _S.c.entry, _S.c.position).where(_S.c.community == source)))
    for row in rows:
        tx.execute(insert(_S).values(id=new_id(), community=heir, person=person, at=at, **row._mapping))
    return len(rows)
