"""Locks that PostgreSQL holds for a session or a transaction; on SQLite a lock file does the same work."""

import psycopg
from sqlalchemy import text

from publisher.storage.database import Database, Transaction

_RELAY = 7_201_001
_WORKERS = 7_201_002  # first key of the pair that names a worker


def only_one_relays(tx: Transaction) -> bool:
    """Whether this transaction may hand over what is due; on PostgreSQL one worker at a time does."""
    if tx.dialect.name != "postgresql":
        return True
    return bool(tx.execute(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": _RELAY}).scalar_one())


class WorkerLock:
    """A living worker holds the lock of its name on a connection of its own; whoever can take it knows it died."""

    def __init__(self, db: Database) -> None:
        self._address = db.url.replace("postgresql+psycopg://", "postgresql://")
        self._connection: psycopg.Connection[tuple[bool]] | None = None

    def _connected(self) -> "psycopg.Connection[tuple[bool]]":
        if self._connection is None or self._connection.closed:
            self._connection = psycopg.connect(self._address, autocommit=True)
        return self._connection

    def take(self, executor: str) -> bool:
        """Try to hold a worker's lock; True when it is ours now. Taken again after the server came back."""
        try:
            row = (
                self._connected()
                .execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", (_WORKERS, executor))
                .fetchone()
            )
        except psycopg.OperationalError:
            self.close()
            return False
        return bool(row and row[0])

    def release(self, executor: str) -> None:
        self._connected().execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", (_WORKERS, executor))

    def alive(self) -> bool:
        try:
            self._connected().execute("SELECT 1")
        except psycopg.OperationalError:
            self.close()
            return False
        return True

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None
