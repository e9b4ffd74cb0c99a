"""The database goes away at the worst moments: while a worker starts, and between the claim of a run and its start."""

import sqlite3
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from publisher.domain.publications import PublicationState
from publisher.services import library
from publisher.worker import steps
from publisher.worker.engine import Engine, workflow_id
from tests.support.campaign.stage import clinic_of, environment_of, network, write_plugin
from tests.support.clinic import open_clinic
from tests.support.postgres import postgres_server
from tests.support.processes import running, wait_until


@pytest.mark.postgres
def test_a_worker_that_starts_while_postgresql_is_away_waits_for_it_and_delivers(tmp_path: Path) -> None:
    write_plugin(tmp_path / "plugin")
    log = tmp_path / "worker.log"
    with postgres_server() as server, server.database() as address, network(0.0) as port:
        clinic = clinic_of(tmp_path / "home", address, port, 3, 0)
        clinic.desk.db.close()
        server.stop_at_once()
        environment = environment_of(tmp_path, address, control=False)
        with running([sys.executable, "-m", "publisher", "worker"], log, environment=environment):
            wait_until(lambda: "database_away" in log.read_text("utf-8"), 60, "the worker has seen that it is away")
            server.start_again()

            def all_out() -> bool:
                rows = library.publications(clinic.desk, clinic.doctor).items
                return {row.publication.state for row in rows} == {PublicationState.PUBLISHED}

            wait_until(all_out, 60, "the three are published")
        clinic.desk.db.close()


def test_a_run_that_was_claimed_and_never_started_goes_back_and_no_longer_blocks_its_account(tmp_path: Path) -> None:
    """What a database that dies between the claim and the start leaves is written into the engine's own file."""
    clinic = open_clinic(
        tmp_path / "home", f"sqlite:///{tmp_path / 'publisher.db'}", send_timeout_seconds=0.5, grace_seconds=1.0
    )
    started, go_on = threading.Event(), threading.Event()
    ran: list[str] = []

    def deliver(publication: str, attempt: int) -> str:
        ran.append(publication)
        started.set()
        go_on.wait(60)
        return "published"

    engine = Engine(clinic.desk, deliver)
    engine.launch()
    try:
        for name in ("first", "second", "third"):
            engine.enqueue(name, 1, "one account", 1)
        assert started.wait(60)
        with closing(sqlite3.connect(tmp_path / "home" / "engine.db")) as file, file:
            file.execute(
                "UPDATE workflow_status SET status = 'PENDING', executor_id = ? WHERE workflow_uuid = ?",
                (engine.executor, workflow_id("second", 1)),
            )
        go_on.set()

        def all_ran() -> bool:
            steps.guard(clinic.desk, engine, None)
            return ran == ["first", "second", "third"]

        wait_until(all_ran, 60, "the account's other two have run")
        assert not engine.runs("first", 1)
    finally:
        engine.close()
