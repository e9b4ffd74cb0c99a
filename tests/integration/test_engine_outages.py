"""The database goes away at the worst moments: while a worker starts, and between the claim of a run and its start."""

import sqlite3
import sys
import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from publisher.channels.contract import Lookup
from publisher.domain.publications import PublicationState
from publisher.services import accounts, library, scheduling
from publisher.services.delivering import deliver
from publisher.storage import open_database, publications
from publisher.storage.advisory import WorkerLock
from publisher.storage.database import is_outage
from publisher.worker import steps
from publisher.worker.engine import Engine, workflow_id
from tests.support.campaign.stage import clinic_of, environment_of, network, write_plugin
from tests.support.clinic import open_clinic
from tests.support.networks import Network
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


@pytest.mark.postgres
def test_a_worker_holds_its_name_again_after_an_outage_that_it_saw(tmp_path: Path) -> None:
    with postgres_server() as server, server.database() as address:
        db = open_database(address)
        mine, peers = WorkerLock(db, "mine"), WorkerLock(db, "peer")
        assert mine.hold()
        assert peers.hold()
        assert not peers.take("mine")
        server.stop_at_once()
        assert not mine.hold()
        assert not mine.take("peer")
        server.start_again()
        assert peers.hold()
        assert mine.hold()
        assert not peers.take("mine"), "a living worker was taken for dead"
        mine.close()
        wait_until(lambda: peers.take("mine"), 30, "a worker that is gone can be taken over from")
        peers.release("mine")
        assert mine.hold()
        peers.close()
        mine.close()
        db.close()


def test_what_was_moved_to_a_later_time_does_not_leave_at_the_old_one(tmp_path: Path) -> None:
    network = Network(Lookup.READABLE)
    clinic = open_clinic(tmp_path / "home", f"sqlite:///{tmp_path / 'publisher.db'}", extra={"network": network})
    accounts.add_account(clinic.desk, clinic.administrator, "network", "net", {}, {"token": "t"})
    publication = scheduling.schedule(clinic.desk, clinic.doctor, clinic.signed().id, "net")
    with clinic.desk.db.write() as tx:
        publications.hand_over(tx, publication, clinic.clock(), clinic.clock())
    later = clinic.clock() + timedelta(days=1)
    scheduling.reschedule(clinic.desk, clinic.doctor, publication.id, later.strftime("%Y-%m-%d %H:%M"), "UTC")
    assert deliver(clinic.desk, publication.id, 1) == "skipped"
    assert network.accepted == 0
    clinic.clock.forward(days=1, minutes=1)
    assert deliver(clinic.desk, publication.id, 2) == PublicationState.PUBLISHED
    assert network.accepted == 1


def test_a_wrong_statement_is_no_outage(tmp_path: Path) -> None:
    db = open_database(f"sqlite:///{tmp_path / 'publisher.db'}")
    with pytest.raises(OperationalError) as caught, db.read() as tx:
        tx.exec_driver_sql("SELECT nothing FROM nowhere")
    assert not is_outage(caught.value)
    db.close()
