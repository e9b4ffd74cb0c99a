"""The audit record's proof: recompute every chain, and the checkpoints over their ends."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any

from publisher.domain.events import GENESIS, event_hash
from publisher.services.desk import Desk
from publisher.storage import Transaction, advisory, events
from publisher.storage.types import stamp

_LATEST = timedelta(hours=1)  # after its time an event may still be written down: a long transaction, a clock that lags
_MOST_ENDS = 5000  # under one checkpoint; more of them, as after a large import, are several


@dataclass(frozen=True)
class AuditResult:
    """How much was recomputed, and every place where the record is not what was written."""

    records: int
    events: int
    checkpoints: int
    broken: tuple[str, ...]


def verify(desk: Desk) -> AuditResult:
    """Recompute all hashes. Streams; memory does not grow with the number of events."""
    broken: list[str] = []
    records = count = 0
    record, sequence, previous = "", 0, GENESIS
    with desk.db.read() as tx:
        for row in events.all_rows(tx):
            if row.record != record:
                record, sequence, previous = row.record, 0, GENESIS
                records += 1
            count += 1
            sequence += 1
            digest = event_hash(
                row.record, row.sequence, stamp(row.at), row.actor, row.action, row.detail, row.previous
            )
            if row.sequence != sequence or row.previous != previous or row.hash != digest:
                broken.append(f"{row.record} event {row.sequence}")
            sequence, previous = row.sequence, row.hash
        checkpoints = _verify_checkpoints(tx, broken)
    return AuditResult(records, count, checkpoints, tuple(broken))


def _verify_checkpoints(tx: Transaction, broken: list[str]) -> int:
    checkpoints = events.checkpoints(tx)
    seen = _seen(tx)  # after them: a worker may write the next one, with its ends, in between
    previous, count = GENESIS, 0
    last = None
    for row in checkpoints:
        count += 1
        own = _checkpoint_hash(row.sequence, stamp(row.at), row.events, row.heads, previous, row.changed)
        if row.previous != previous or row.hash != own:
            broken.append(f"checkpoint {row.sequence}")
        if row.changed is not None and seen.get(row.sequence, _NOTHING) != (row.heads, row.changed):
            broken.append(f"checkpoint {row.sequence} wrote down other ends of records")
        previous, last = row.hash, row
    broken.extend(
        f"{row.record} event {row.sequence} is missing or another than checkpoint {row.checkpoint} saw"
        for row in events.lost_heads(tx)
    )
    if last is not None and events.count(tx) < last.events:
        broken.append(f"checkpoint {last.sequence} counted {last.events} events; some are missing")
    elif last is not None and last.changed is None and events.count(tx) == last.events and _all_heads(tx) != last.heads:
        broken.append(f"checkpoint {last.sequence} saw other events at the ends of the records")
    return count


def checkpoint(desk: Desk) -> bool:
    """Write down the ends of the chains that grew, if anything happened since the last time. True when it did.

    A chain that loses its end later is missed however many events follow elsewhere: its end stands in a checkpoint.
    Everything is looked up in a read, of one moment; who writes waits only while some of the ends are written down.
    """
    now = desk.clock()
    with desk.db.read() as tx:
        events.of_one_moment(tx)
        last, count = events.last_checkpoint(tx), events.count(tx)
        known = 0 if last is None or last.changed is None else last.events
        if last is not None and last.changed is not None and known == count:
            return False
        ends, records = _new_ends(tx, last, count - known)
    sequence, previous = (last.sequence, last.hash) if last else (0, GENESIS)
    for start in range(0, max(len(ends), 1), _MOST_ENDS):
        some, sequence = ends[start : start + _MOST_ENDS], sequence + 1
        counted = count if start + _MOST_ENDS >= len(ends) else known  # cut off here, the next one finds the rest
        heads, changed = _digest(sorted(some, key=attrgetter("hash")))
        own = _checkpoint_hash(sequence, stamp(now), counted, heads, previous, changed)
        with desk.db.write() as tx:
            advisory.one_writes_checkpoints(tx)
            newest = events.last_checkpoint(tx)
            if newest is not None and newest.sequence >= sequence:
                break
            events.keep_ends(tx, some, sequence)
            events.add_checkpoint(
                tx,
                sequence=sequence,
                at=now,
                records=records,
                events=counted,
                heads=heads,
                previous=previous,
                hash=own,
                changed=changed,
            )
        previous = own
    else:
        return True
    return checkpoint(desk)  # another worker's came in between: what it did not see goes into the next


def _new_ends(tx: Transaction, last: Any, new: int) -> tuple[list[Any], int]:
    """The ends no checkpoint has seen, and how many records there are. `new`: how many events the last did not count.

    Looked for among the records of late alone. Chains are numbered without a gap: where they grew by fewer or more
    events than are new, a clock was wrong or somebody's hand in it, and the whole record is looked at.
    """
    if last is not None and last.changed is not None:
        ends = events.new_ends(tx, last.at - _LATEST)
        if sum(one.sequence - one.kept for one in ends) == new:
            return ends, last.records + sum(not one.kept for one in ends)
    return events.new_ends(tx), events.records(tx)


def _seen(tx: Transaction) -> dict[int, tuple[str, int]]:
    """Of every checkpoint: the digest over the ends it wrote down, and how many they are."""
    return {sequence: _digest(rows) for sequence, rows in groupby(events.kept_heads(tx), attrgetter("checkpoint"))}


def _digest(rows: Iterable[Any]) -> tuple[str, int]:
    digest, count = hashlib.sha256(), 0
    for row in rows:
        digest.update(f"{row.record}\x1f{row.sequence}\x1f{row.hash}\n".encode())
        count += 1
    return digest.hexdigest(), count


_NOTHING = _digest(())


def _all_heads(tx: Transaction) -> str:
    """What checkpoints of older versions hold: a digest over the last event of every record."""
    digest = hashlib.sha256()
    for record, sequence, head in events.heads(tx):
        digest.update(f"{record}\x1f{sequence}\x1f{head}\n".encode())
    return digest.hexdigest()


def _checkpoint_hash(sequence: int, at: str, count: int, heads: str, previous: str, changed: int | None) -> str:
    parts = [sequence, at, count, heads, previous, *([] if changed is None else [changed])]
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()
