"""Every value that is sealed with the secret key, whatever table it lies in: for changing the key."""

from collections.abc import Iterator

from sqlalchemy import select, update

from publisher.storage.database import Transaction
from publisher.storage.tables.base import metadata


def values(tx: Transaction) -> Iterator[tuple[str, str, str]]:
    """(table, id, sealed value); the place that is bound into a value is `table:id`."""
    for table in metadata.sorted_tables:
        if "sealed" in table.c:
            found = tx.execute(select(table.c.id, table.c.sealed).where(table.c.sealed.is_not(None))).all()
            yield from ((table.name, row.id, row.sealed) for row in found)


def put(tx: Transaction, table: str, row: str, sealed: str) -> None:
    chosen = metadata.tables[table]
    tx.execute(update(chosen).where(chosen.c.id == row).values(sealed=sealed))
