"""Many imported entries at once: what is known already, and new ones with their first event, in few statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from publisher.domain.entries import Content
from publisher.domain.events import GENESIS, canonical, event_hash
from publisher.storage import entries, search, tables
from publisher.storage.database import Transaction
from publisher.storage.mapping import content_to_json
from publisher.storage.types import stamp

_E = tables.entry


@dataclass(frozen=True)
class NewEntry:
    """An entry to add: its words, further columns, and the detail of its first event."""

    id: str
    content: Content
    columns: dict[str, Any]
    detail: dict[str, Any]


def known(tx: Transaction, external_ids: Sequence[str]) -> dict[str, Any]:
    """The rows (id, import_digest, head_revision, imported) of those that are here already, by external id."""
    rows = tx.execute(
        select(_E.c.id, _E.c.external_id, _E.c.import_digest, _E.c.head_revision, _E.c.imported).where(
            _E.c.external_id.in_(external_ids)
        )
    )
    return {row.external_id: row for row in rows}


def add_many(tx: Transaction, new: Sequence[NewEntry], at: datetime, person: str | None, actor: str) -> None:
    """Add imported entries with their working copies, search words and first events."""
    if not new:
        return
    tx.execute(insert(_E), [_row(one, at) for one in new])
    copies = [
        {"entry": one.id, "content": content_to_json(one.content), "version": 1, "saved_by": person, "saved_at": at}
        for one in new
    ]
    tx.execute(insert(tables.working_copy), copies)
    tx.execute(insert(tables.entry_text), [{"entry": one.id, "words": search.words_of(one.content)} for one in new])
    tx.execute(insert(tables.event), [_first_event(one, at, actor) for one in new])


def _row(one: NewEntry, at: datetime) -> dict[str, Any]:
    return {
        "id": one.id,
        "made_at": at,
        "updated_at": at,
        **entries.UNTOUCHED,
        **entries.shown(one.content),
        "imported": True,
        **one.columns,
    }


def _first_event(one: NewEntry, at: datetime, actor: str) -> dict[str, Any]:
    record, detail = f"entry:{one.id}", canonical(one.detail)
    return {
        "record": record,
        "sequence": 1,
        "at": at,
        "actor": actor,
        "action": "imported",
        "detail": detail,
        "previous": GENESIS,
        "hash": event_hash(record, 1, stamp(at), actor, "imported", detail, GENESIS),
    }


def unopened(tx: Transaction, after: str, size: int) -> list[Any]:
    """The next imported answers of which nothing was kept here (id, content as JSON, version), by id."""
    copy = tables.working_copy
    wanted = select(_E.c.id, copy.c.content, copy.c.version).join(copy, copy.c.entry == _E.c.id)
    here = wanted.where(_E.c.imported, _E.c.head_revision.is_(None), _E.c.id > after)
    return list(tx.execute(here.order_by(_E.c.id).limit(size)))
