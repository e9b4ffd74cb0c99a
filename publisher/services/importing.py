"""Records from a file into the database in batches: idempotent, resumable, a bad line rejected by its number."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from publisher.domain.errors import Refusal
from publisher.intake.files import Line, read_records, require_utf8
from publisher.services.desk import Actor, Desk
from publisher.services.fields import Rejected
from publisher.storage import Transaction

BATCH = 500
Progress = Callable[[int, int], None]


@dataclass
class ImportResult:
    """How many records were new, changed, or already here, and which lines were not taken.

    `closed`: people whose account is closed; they were left as they are.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    closed: int = 0
    rejected: list[dict[str, Any]] = field(default_factory=list)


PutBatch = Callable[[Desk, Transaction, Actor, list[Line], ImportResult], None]
Look = Callable[[list[Line]], None]
Put = Callable[[Desk, Transaction, Actor, dict[str, Any]], str]


def run(
    desk: Desk, actor: Actor, file: Path, put: PutBatch, progress: Progress | None, look: Look | None = None
) -> ImportResult:
    """Each batch is one transaction: killed in between, the next run finds the done ones unchanged and goes on.

    `look`: what takes time is done for a batch before its transaction, so that nobody else waits.
    """
    require_utf8(file)
    with file.open("rb") as source:
        total = sum(1 for line in source if line.strip())
    result, done = ImportResult(), 0
    records = read_records(file)
    while batch := list(islice(records, BATCH)):
        if look is not None:
            look(batch)
        with desk.db.write() as tx:
            put(desk, tx, actor, batch, result)
        done += len(batch)
        if progress is not None:
            progress(done, max(total, done))
    return result


def one_by_one(put: Put) -> PutBatch:
    """A batch put from one that takes a single record and says which of the counts it belongs to."""

    def put_batch(desk: Desk, tx: Transaction, actor: Actor, batch: list[Line], result: ImportResult) -> None:
        for line in batch:
            if line.values is None:
                reject(result, line, line.error or "")
                continue
            try:
                outcome = put(desk, tx, actor, line.values)
            except (Rejected, Refusal) as reason:
                reject(result, line, str(reason))
                continue
            setattr(result, outcome, getattr(result, outcome) + 1)

    return put_batch


def reject(result: ImportResult, line: Line, reason: str) -> None:
    result.rejected.append({"line": line.number, "reason": reason})


def digest_of_record(values: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()
