"""The audit record: append with the chain's hash, read, recompute. Rows are never changed (a trigger refuses it)."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import exists, func, insert, select, text

from publisher.domain.events import GENESIS, Event, canonical, event_hash
from publisher.storage import tables
from publisher.storage.database import Transaction
from publisher.storage.types import stamp

_T, _H = tables.event, tables.checkpoint_head
_BATCH = 2000


def append(tx: Transaction, record: str, action: str, actor: str, at: datetime, **detail: Any) -> None:
    """Add one event to a record's chain. Must run in the transaction of the change it tells of."""
    if tx.dialect.name == "postgresql":
        tx.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:record, 0))"), {"record": record})
    last = tx.execute(
        select(_T.c.sequence, _T.c.hash).where(_T.c.record == record).order_by(_T.c.sequence.desc()).limit(1)
    ).first()
    sequence, previous = (last.sequence + 1, last.hash) if last else (1, GENESIS)
    words = canonical(detail)
    digest = event_hash(record, sequence, stamp(at), actor, action, words, previous)
    tx.execute(
        insert(_T).values(
            record=record,
            sequence=sequence,
            at=at,
            actor=actor,
            action=action,
            detail=words,
            previous=previous,
            hash=digest,
        )
    )


def of_record(tx: Transaction, record: str) -> list[Event]:
    rows = tx.execute(select(_T).where(_T.c.record == record).order_by(_T.c.sequence))
    return [
        Event(row.record, row.sequence, row.at, row.actor, row.action, json.loads(row.detail), row.previous, row.hash)
        for row in rows
    ]


def all_rows(tx: Transaction) -> Iterator[Any]:
    """Every event in chain order, streamed."""
    statement = select(_T).order_by(_T.c.record, _T.c.sequence).execution_options(yield_per=_BATCH)
    yield from tx.execute(statement)


def heads(tx: Transaction) -> Iterator[tuple[str, int, str]]:
    """Record, last sequence and last hash of every chain, by record."""
    last = select(_T.c.record, func.max(_T.c.sequence).label("sequence")).group_by(_T.c.record).subquery()
    ends = select(_T.c.record, _T.c.sequence, _T.c.hash).join(
        last, (last.c.record == _T.c.record) & (last.c.sequence == _T.c.sequence)
    )
    for row in tx.execute(ends.order_by(_T.c.record).execution_options(yield_per=_BATCH)):
        yield row.record, row.sequence, row.hash


def of_one_moment(tx: Transaction) -> None:
    """Let all that this transaction reads be of one moment, as it is on SQLite. Must be the first it does."""
    if tx.dialect.name == "postgresql":
        tx.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))


def new_ends(tx: Transaction, since: datetime | None = None) -> list[Any]:
    """Every chain's end that no checkpoint has seen; `kept`: the last of its events that one saw, 0 without any.

    `since`: only of records with an event from then on, found by the times and the keys alone.
    """
    late = select(_T.c.record).distinct()
    if since is not None:  # a record joined to nothing: SQLite would go through all of them for their order
        late = select((_T.c.record + "").label("record")).where(_T.c.at >= since).distinct()
    records, one = late.subquery("records"), _T.alias("one")
    last = select(func.max(one.c.sequence)).where(one.c.record == records.c.record).scalar_subquery()
    kept = select(func.max(_H.c.sequence)).where(_H.c.record == records.c.record).scalar_subquery()
    seen = exists().where(_H.c.record == _T.c.record, _H.c.sequence == _T.c.sequence)
    statement = (
        select(_T.c.record, _T.c.sequence, _T.c.hash, func.coalesce(kept, 0).label("kept"))
        .select_from(records.join(_T, (_T.c.record == records.c.record) & (_T.c.sequence == last)))
        .where(~seen)
    )
    return list(tx.execute(statement))


def keep_ends(tx: Transaction, ends: Iterable[Any], checkpoint: int) -> None:
    """Write down for a checkpoint what it saw first."""
    remaining = iter(ends)
    while batch := list(islice(remaining, _BATCH)):
        values = [{"record": one.record, "sequence": one.sequence, "hash": one.hash} for one in batch]
        tx.execute(insert(_H).values(checkpoint=checkpoint), values)


def kept_heads(tx: Transaction) -> Iterator[Any]:
    """What checkpoints wrote down, each in the order of the hashes, which every database sorts alike."""
    yield from tx.execute(select(_H).order_by(_H.c.checkpoint, _H.c.hash).execution_options(yield_per=_BATCH))


def lost_heads(tx: Transaction) -> Iterator[Any]:
    """Events that a checkpoint saw and that are gone or others by now."""
    there = exists().where(_T.c.record == _H.c.record, _T.c.sequence == _H.c.sequence, _T.c.hash == _H.c.hash)
    statement = select(_H).where(~there).order_by(_H.c.checkpoint, _H.c.record, _H.c.sequence)
    yield from tx.execute(statement.execution_options(yield_per=_BATCH))


def records(tx: Transaction) -> int:
    return tx.execute(select(func.count(func.distinct(_T.c.record)))).scalar_one()


def count(tx: Transaction) -> int:
    return tx.execute(select(func.count()).select_from(_T)).scalar_one()


def last_checkpoint(tx: Transaction) -> Any:
    return tx.execute(select(tables.checkpoint).order_by(tables.checkpoint.c.sequence.desc()).limit(1)).first()


def checkpoints(tx: Transaction) -> list[Any]:
    return list(tx.execute(select(tables.checkpoint).order_by(tables.checkpoint.c.sequence)))


def add_checkpoint(tx: Transaction, **values: Any) -> None:
    tx.execute(insert(tables.checkpoint).values(**values))
