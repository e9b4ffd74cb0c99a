"""The audit record's proof: recompute every chain, and the checkpoints over all heads."""

import hashlib
from dataclasses import dataclass

from publisher.domain.events import GENESIS, event_hash
from publisher.services.desk import Desk
from publisher.storage import Transaction, events
from publisher.storage.types import stamp


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
    previous, count = GENESIS, 0
    last = None
    for row in events.checkpoints(tx):
        count += 1
        if row.previous != previous or row.hash != _checkpoint_hash(
            row.sequence, stamp(row.at), row.events, row.heads, previous
        ):
            broken.append(f"checkpoint {row.sequence}")
        previous, last = row.hash, row
    if last is not None and events.count(tx) < last.events:
        broken.append(f"checkpoint {last.sequence} counted {last.events} events; some are missing")
    elif last is not None and events.count(tx) == last.events and _heads(tx)[0] != last.heads:
        broken.append(f"checkpoint {last.sequence} saw other events at the ends of the records")
    return count


def checkpoint(desk: Desk) -> bool:
    """Write down the heads of all chains, if anything happened since the last time. True when it did."""
    now = desk.clock()
    with desk.db.write() as tx:
        last = events.last_checkpoint(tx)
        count = events.count(tx)
        if last is not None and last.events == count:
            return False
        heads, records = _heads(tx)
        sequence, previous = (last.sequence + 1, last.hash) if last else (1, GENESIS)
        own = _checkpoint_hash(sequence, stamp(now), count, heads, previous)
        events.add_checkpoint(
            tx, sequence=sequence, at=now, records=records, events=count, heads=heads, previous=previous, hash=own
        )
    return True


def _heads(tx: Transaction) -> tuple[str, int]:
    """A digest over the last event of every record, and how many records there are."""
    digest, records = hashlib.sha256(), 0
    for record, sequence, head in events.heads(tx):
        digest.update(f"{record}\x1f{sequence}\x1f{head}\n".encode())
        records += 1
    return digest.hexdigest(), records


def _checkpoint_hash(sequence: int, at: str, count: int, heads: str, previous: str) -> str:
    return hashlib.sha256(f"{sequence}\x1f{at}\x1f{count}\x1f{heads}\x1f{previous}".encode()).hexdigest()
