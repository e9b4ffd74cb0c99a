"""DBOS in a lean role: durable dispatch, one send at a time per account. Its database may be deleted without loss."""

import os
import secrets
import socket
import sqlite3
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from dbos import DBOS, DBOSConfig

from publisher.domain.errors import ConfigurationError
from publisher.services.desk import Desk
from publisher.storage.database import make_private

QUEUE = "publish"
_POLL_SECONDS = 0.15
_ALIVE = ("ENQUEUED", "PENDING", "DELAYED")
Deliver = Callable[[str, int], str]


class Engine:
    """Launched once per worker process. `enqueue` twice with the same attempt runs once."""

    def __init__(self, desk: Desk, deliver: Deliver) -> None:
        self.executor = f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(3)}"
        self._desk = desk
        self._running: Counter[str] = Counter()
        self._counting = threading.Lock()
        self._deliver = deliver
        self._missed: dict[str, float] = {}  # run -> since when this worker owns it and does not run it, monotonic s

    def _config(self) -> DBOSConfig:
        settings = self._desk.settings
        config: DBOSConfig = {
            "name": "doctor-publisher",
            "executor_id": self.executor,
            # fixed: jobs of an older release must still run after an upgrade
            "application_version": "publish-v1",
            "log_level": "ERROR",
            "db_engine_kwargs": {"hide_parameters": True},
        }
        if settings.on_sqlite:
            require_sqlite(sys.version_info[:2], sqlite3.sqlite_version_info)
            # a file of its own: sharing one with our tables made sends wait for each other
            file = settings.home / "engine.db"
            make_private(file)
            config["system_database_url"] = f"sqlite:///{file}"
        else:
            config["system_database_url"] = settings.database
            config["dbos_system_schema"] = "engine"
        return config

    def launch(self) -> None:
        """Begin to run what is queued. May be called again after an outage of the database stopped it half-way."""
        DBOS(config=self._config())

        @DBOS.workflow(name="publish")
        def publish(publication: str, attempt: int) -> str:
            return self._publish(publication, attempt)

        with ExitStack() as undone:
            undone.callback(DBOS.destroy, workflow_completion_timeout_sec=round(self._desk.settings.grace_seconds))
            DBOS.launch()
            DBOS.register_queue(
                QUEUE,
                partition_concurrency=1,
                worker_concurrency=self._desk.settings.worker_threads,
                # a poll starts no more runs than there are threads, so the pace is their number by this
                polling_interval_sec=min(_POLL_SECONDS, self._desk.settings.relay_seconds),
                on_conflict="always_update",
            )
            undone.pop_all()

    def _publish(self, publication: str, attempt: int) -> str:
        run = workflow_id(publication, attempt)
        with self._counting:
            self._running[run] += 1
        try:
            return self._deliver(publication, attempt)
        finally:
            with self._counting:
                self._running -= Counter({run: 1})

    def enqueue(self, publication: str, attempt: int, account: str, priority: int) -> None:
        DBOS.enqueue_workflow_with_options(
            {
                "workflow_name": "publish",
                "queue_name": QUEUE,
                "workflow_id": workflow_id(publication, attempt),
                "queue_partition_key": account,
                "priority": priority,
            },
            publication,
            attempt,
        )

    def runs(self, publication: str, attempt: int) -> bool:
        """Whether the engine still has this attempt waiting or running."""
        status = DBOS.get_workflow_status(workflow_id(publication, attempt))
        return status is not None and status.status in _ALIVE

    def dead_executors(self) -> set[str]:
        """Executors other than this one that own unfinished runs; whether they live, the guard finds out."""
        rows = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False, limit=1000)
        return {row.executor_id for row in rows if row.executor_id and row.executor_id != self.executor}

    def take_over(self, executor: str) -> int:
        """Give the unfinished runs of a dead executor back to the queue; returns how many."""
        ids = self._unfinished(executor)
        if ids:
            DBOS.resume_workflows(ids, queue_name=QUEUE)
        return len(ids)

    def _unfinished(self, executor: str) -> list[str]:
        rows = DBOS.list_workflows(
            status="PENDING", executor_id=executor, load_input=False, load_output=False, limit=1000
        )
        return [row.workflow_id for row in rows]

    def take_back(self, after_seconds: float) -> int:
        """Give back to the queue what this worker owns and has not run for so long; returns how many.

        A database that dies between the claim of a run and its start leaves such runs, and each keeps its account
        waiting: one send at a time. A run given back too early starts a second time, as after any take-over: `deliver`
        lets the grace pass and asks the channel first.
        """
        now = time.monotonic()
        owned = {run for run in self._unfinished(self.executor) if run not in self._running}
        self._missed = {run: self._missed.get(run, now) for run in owned}
        ids = [run for run, since in self._missed.items() if now - since >= after_seconds]
        if ids:
            DBOS.resume_workflows(ids, queue_name=QUEUE)
        self._missed = {run: since for run, since in self._missed.items() if run not in ids}
        return len(ids)

    def busy(self) -> bool:
        rows = DBOS.list_workflows(status=list(_ALIVE), load_input=False, load_output=False, limit=1)
        return bool(rows)

    def forget_finished(self, completed_before: str) -> int:
        """Delete the rows of runs that ended before a time (ISO); our own record keeps what they did."""
        rows: list[Any] = DBOS.list_workflows(
            status=["SUCCESS", "ERROR", "CANCELLED"],
            completed_before=completed_before,
            load_input=False,
            load_output=False,
            limit=1000,
        )
        if rows:
            DBOS.delete_workflows([row.workflow_id for row in rows])
        return len(rows)

    def close(self) -> None:
        DBOS.destroy(workflow_completion_timeout_sec=5)


def workflow_id(publication: str, attempt: int) -> str:
    return f"pub-{publication}-{attempt}"


def require_sqlite(python: tuple[int, int], sqlite: tuple[int, int, int]) -> None:
    """From Python 3.12 on the engine writes times in a form that SQLite knows since 3.42. ConfigurationError else."""
    if python >= (3, 12) and sqlite < (3, 42):
        raise ConfigurationError(
            f"this Python was built with SQLite {'.'.join(map(str, sqlite))}, and from Python 3.12 on the worker needs "
            "3.42: use Python 3.11, a newer SQLite, or PostgreSQL (PUBLISHER_DATABASE_URL)."
        )
