"""All rows of all tables out of one database and into another, whichever kind each is."""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Date, func, insert, select
from sqlalchemy.exc import CompileError, StatementError

from publisher.storage import tables
from publisher.storage.database import Database, Transaction, make_private
from publisher.storage.types import UtcTime, stamp

_NUMBERED_HERE = {"entry_text": {"id"}}  # given anew by the database that receives the rows
_LEFT_BEHIND = {"worker", "session", "link"}  # living state of one installation
BATCH = 500


def rows(tx: Transaction) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every row as (table, plain JSON values), parents before children."""
    for table in tables.metadata.sorted_tables:
        if table.name in _LEFT_BEHIND:
            continue
        left_out = _NUMBERED_HERE.get(table.name, set())
        for row in tx.execute(select(table).execution_options(yield_per=BATCH)).mappings():
            yield table.name, {name: _plain(value) for name, value in row.items() if name not in left_out}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return stamp(value)
    return value.isoformat() if isinstance(value, date) else value


def counts(tx: Transaction) -> dict[str, int]:
    """Rows per table, of the tables that are copied and hold any."""
    found = {}
    for table in tables.metadata.sorted_tables:
        if table.name not in _LEFT_BEHIND:
            count = tx.execute(select(func.count()).select_from(table)).scalar_one()
            if count:
                found[table.name] = count
    return found


def fill(tx: Transaction, records: Iterable[tuple[str, dict[str, Any]]]) -> dict[str, int]:
    """Insert rows as `rows` gave them; returns how many per table. KeyError or ValueError for what fits no table."""
    counts: dict[str, int] = {}
    remaining = iter(records)
    while batch := list(islice(remaining, BATCH)):
        for name, values in _grouped(batch):
            table = tables.metadata.tables[name]
            try:
                tx.execute(insert(table), [_typed(table, one) for one in values])
            except (StatementError, CompileError) as error:
                raise ValueError(f"rows of {name} do not fit") from error
            counts[name] = counts.get(name, 0) + len(values)
    return counts


def _grouped(batch: list[tuple[str, dict[str, Any]]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    current = batch[0][0]
    values: list[dict[str, Any]] = []
    for name, one in batch:
        if name != current:
            yield current, values
            current, values = name, []
        values.append(one)
    yield current, values


def _typed(table: Any, values: dict[str, Any]) -> dict[str, Any]:
    typed = {}
    for name, value in values.items():
        kind = table.c[name].type
        if value is not None and isinstance(kind, UtcTime):
            value = datetime.fromisoformat(value)
        elif value is not None and isinstance(kind, Date):
            value = date.fromisoformat(value)
        typed[name] = value
    return typed


def copy_before(home: Path, version: str) -> Path:
    """Where a copy is kept before the tables become those of a version."""
    return home / f"before-{version}.db"


def forget_copies(home: Path, older: datetime) -> None:
    """Delete the copies that were kept before migrations, once what is sealed in them should be erased."""
    for file in home.glob(copy_before(home, "*").name):
        if file.stat().st_mtime < older.timestamp():
            file.unlink(missing_ok=True)


def keep_copy(db: Database, file: Path) -> None:
    """A whole copy of an SQLite database, consistent even while others write."""
    raw = db.engine.raw_connection()
    try:
        make_private(file)
        target = sqlite3.connect(file)
        try:
            raw.driver_connection.backup(target)  # type: ignore[union-attr]
        finally:
            target.close()
    finally:
        raw.close()
