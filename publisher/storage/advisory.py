"""Locks that PostgreSQL holds for a session or a transaction; on SQLite a lock file does the same work."""

import psycopg
from sqlalchemy import text

from publisher.storage.database import Database, Transaction

_RELAY = 7_201_001
_WORKERS = 7_201_002  # first key of the pair that names a worker
_CHECKPOINTS = 7_201_003


def only_one_relays(tx: Transaction) -> bool:
    """Whether this transaction may hand over what is due; on PostgreSQL one worker at a time does."""
    if tx.dialect.name != "postgresql":
        return True
    return bool(tx.execute(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": _RELAY}).scalar_one())


def one_writes_checkpoints(tx: Transaction) -> None:
    """Wait until no other transaction writes one; on SQLite none can."""
    if tx.dialect.name == "postgresql":
        tx.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CHECKPOINTS})


class WorkerLock:
    """A living worker holds the lock of its name on a connection of its own; whoever can take it knows it died.

    The connection that took one's own name is the only one that counts: on another, made after an outage, the name is
    free, and peers would take one for dead. Only who holds its own name may take another's.
    """

    def __init__(self, db: Database, own: str) -> None:
        self._address, self._own = db.url.replace("postgresql+psycopg://", "postgresql://"), own
        self._connection: psycopg.Connection[tuple[bool]] | None = None  # one that holds the own name

    def hold(self) -> bool:
        """Whether this worker holds its name, taken anew where the server forgot it. False while it is away."""
        if self._connection is not None:
            try:
                self._connection.execute("SELECT 1")
            except psycopg.OperationalError:
                self.close()
            else:
                return True
        try:
            fresh: psycopg.Connection[tuple[bool]] = psycopg.connect(self._address, autocommit=True)
        except psycopg.OperationalError:
            return False
        if not _taken(fresh, self._own):
            fresh.close()
            return False
        self._connection = fresh
        return True

    def take(self, executor: str) -> bool:
        """Try to take another worker's name; True when it is dead and ours to take over from."""
        if self._connection is None:
            return False
        if _taken(self._connection, executor):
            return True
        if self._connection.closed:
            self.close()
        return False

    def release(self, executor: str) -> None:
        """Let another's name go. A connection that is gone let it go already."""
        if self._connection is not None:
            try:
                self._connection.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", (_WORKERS, executor))
            except psycopg.OperationalError:
                self.close()

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


def _taken(connection: "psycopg.Connection[tuple[bool]]", executor: str) -> bool:
    try:
        row = connection.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", (_WORKERS, executor)).fetchone()
    except psycopg.OperationalError:
        return False
    return bool(row and row[0])
