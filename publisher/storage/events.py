"""The audit record: append with the chain's hash, read, recompute. Rows are never changed (a trigger refuses it)."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, func, insert, literal, select, text

from publisher.domain.events import GENESIS, Event, canonical, event_hash
from publisher.storage import tables
from publisher.storage.database import Transaction
from publisher.storage.types import stamp

_T, _H = tables.event, tables.checkpoint_head


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
    statement = select(_T).order_by(_T.c.record, _T.c.sequence).execution_options(yield_per=2000)
    yield from tx.execute(statement)


def heads(tx: Transaction) -> Iterator[tuple[str, int, str]]:
    """Record, last sequence and last hash of every chain, by record."""
    rows = tx.execute(_heads().order_by(_T.c.record).execution_options(yield_per=2000))
    for row in rows:
        yield row.record, row.sequence, row.hash


def _heads() -> Select[Any]:
    last = select(_T.c.record, func.max(_T.c.sequence).label("sequence")).group_by(_T.c.record).subquery()
    return select(_T.c.record, _T.c.sequence, _T.c.hash).join(
        last, (last.c.record == _T.c.record) & (last.c.sequence == _T.c.sequence)
    )


def keep_heads(tx: Transaction, checkpoint: int) -> None:
    """Write down for a checkpoint every chain's end that no earlier one has seen."""
    seen = exists().where(_H.c.record == _T.c.record, _H.c.sequence == _T.c.sequence)
    new = _heads().add_columns(literal(checkpoint)).where(~seen)
    tx.execute(insert(_H).from_select(["record", "sequence", "hash", "checkpoint"], new))


def kept_heads(tx: Transaction, checkpoint: int | None = None) -> Iterator[Any]:
    """What checkpoints wrote down, or one of them. In the order of the hashes, which every database sorts alike."""
    statement = select(_H).order_by(_H.c.checkpoint, _H.c.hash).execution_options(yield_per=2000)
    yield from tx.execute(statement if checkpoint is None else statement.where(_H.c.checkpoint == checkpoint))


def lost_heads(tx: Transaction) -> Iterator[Any]:
    """Events that a checkpoint saw and that are gone or others by now."""
    there = exists().where(_T.c.record == _H.c.record, _T.c.sequence == _H.c.sequence, _T.c.hash == _H.c.hash)
    statement = select(_H).where(~there).order_by(_H.c.checkpoint, _H.c.record, _H.c.sequence)
    yield from tx.execute(statement.execution_options(yield_per=2000))


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
