"""One database, opened the right way: WAL and immediate writes on SQLite, pooled connections on PostgreSQL.

An error names the statement and never its values, which are people's words.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DatabaseError, OperationalError

from publisher.domain.errors import ConfigurationError

Transaction = Connection

BUSY_MILLISECONDS = 10_000


class Database:
    """Hands out transactions. `write()` takes SQLite's write lock at its beginning, so it can never fail half-way."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @property
    def on_sqlite(self) -> bool:
        return self._engine.dialect.name == "sqlite"

    @property
    def url(self) -> str:
        return self._engine.url.render_as_string(hide_password=False)

    @property
    def engine(self) -> Engine:
        return self._engine

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        options = {"immediate": True} if self.on_sqlite else {}
        with self._engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection

    def leave_nothing_behind(self) -> bool:
        """Empty SQLite's log, in which erased rows still stand; whether that is done. PostgreSQL does it by itself."""
        if not self.on_sqlite:
            return True
        with self.read() as tx:
            return not tx.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]

    def close(self) -> None:
        self._engine.dispose()


def open_database(url: str) -> Database:
    """Open an SQLAlchemy address. ConfigurationError when it cannot be used."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return Database(_open_sqlite(url, parsed.database))
    if parsed.get_backend_name() == "postgresql":
        return Database(_open_postgresql(url))
    raise ConfigurationError(f"PUBLISHER_DATABASE_URL names {parsed.get_backend_name()}; use sqlite or postgresql.")


def _open_postgresql(url: str) -> Engine:
    engine = create_engine(url, pool_size=10, max_overflow=20, pool_pre_ping=True, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _prepare(raw: Any, _record: Any) -> None:
        # an intent to send that a crash of the server could forget would be sent twice; a stricter setting stays
        raw.autocommit = True
        raw.execute(
            "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
        )
        raw.autocommit = False

    return engine


def make_private(file: Path) -> None:
    """Make a file that is not there yet for its owner alone; SQLite gives what it lays beside it the same mode.

    One that is there keeps its mode: an installation may let a group read it.
    """
    with suppress(OSError):  # a folder that cannot be written is told by whoever opens the file
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _open_sqlite(url: str, file: str | None) -> Engine:
    if file and not Path(file).parent.is_dir():
        raise ConfigurationError(f"the folder {Path(file).parent} does not exist; run `publisher init` first.")
    # isolation_level None: the driver must not begin by itself, or the immediate lock below would come too late
    arguments = {"timeout": BUSY_MILLISECONDS / 1000, "isolation_level": None, "check_same_thread": False}
    engine = create_engine(url, pool_size=30, max_overflow=30, connect_args=arguments, hide_parameters=True)

    @event.listens_for(engine, "do_connect")
    def _make(*_: Any) -> None:
        if file and file != ":memory:":
            make_private(Path(file))

    @event.listens_for(engine, "connect")
    def _prepare(raw: Any, _record: Any) -> None:
        cursor = raw.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "secure_delete=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get("immediate")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def is_outage(error: Exception) -> bool:
    """Whether the database itself could not be reached or could not write (down, disk full), not a wrong statement."""
    if isinstance(error, OperationalError):
        code = getattr(error.orig, "sqlite_errorcode", None)  # SQLite calls a wrong statement operational, too
        return code is None or code & 0xFF != sqlite3.SQLITE_ERROR
    return isinstance(error, DatabaseError) and error.connection_invalidated
