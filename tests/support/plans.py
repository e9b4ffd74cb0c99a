"""How SQLite means to answer what is asked of it: the same for ten rows and for a million, so no clock is needed."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import event

from publisher.storage import Transaction
from publisher.storage.database import Database


def plans(db: Database, asked: Callable[[Transaction], Any]) -> list[list[str]]:
    """The steps of each statement that reads, in the order in which they were sent."""
    sent: list[tuple[str, Any]] = []
    with db.read() as tx:
        event.listen(tx, "before_cursor_execute", lambda *said: sent.append((said[2], said[3])))
        asked(tx)
        reads = [one for one in sent if one[0].startswith(("SELECT", "WITH"))]
        return [[step[3] for step in tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given)] for sql, given in reads]


def scans(steps: list[str], table: str) -> list[str]:
    """The steps that go through a whole table, or through an index over all of it."""
    return [step for step in steps if step.startswith(f"SCAN {table}") and step.split()[1] == table]
