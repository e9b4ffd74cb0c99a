"""What else goes wrong: the disk is full, the clock is set back, a second worker starts, a worker freezes."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from publisher import bootstrap
from publisher.channels.contract import Lookup, Outcome, Unknown
from publisher.domain.publications import PublicationState
from publisher.services import accounts, library, scheduling
from publisher.services.delivering import deliver
from publisher.settings import Settings
from publisher.storage import events
from publisher.storage.database import Database, is_outage
from tests.support.campaign.run import campaign
from tests.support.clinic import Clinic, open_clinic
from tests.support.networks import Network
from tests.support.postgres import postgres_server
from tests.support.processes import running, wait_until

S = PublicationState


class Disk:
    """SQLite's own limit on a file's pages: past it every write fails as it does on a full disk."""

    def __init__(self, db: Database) -> None:
        self.full = False
        event.listen(db.engine, "begin", self._limit)

    def _limit(self, connection: Any) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar() if self.full else 1_073_741_823
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    @contextlib.contextmanager
    def is_full(self) -> Iterator[None]:
        self.full = True
        try:
            yield
        finally:
            self.full = False


@pytest.fixture
def network() -> Network:
    return Network(Lookup.READABLE)


@pytest.fixture
def clinic(tmp_path: Path, network: Network) -> Clinic:
    made = open_clinic(tmp_path / "home", f"sqlite:///{tmp_path / 'publisher.db'}", extra={"network": network})
    accounts.add_account(made.desk, made.administrator, "network", "net", {}, {"token": "t"})
    return made


def state(clinic: Clinic) -> S:
    return library.publications(clinic.desk, clinic.doctor).items[0].publication.state


def attempt(clinic: Clinic, publication: str, number: int) -> str:
    return deliver(clinic.desk, publication, number, wait=lambda seconds: clinic.clock.forward(seconds=seconds))


def _fill_up(clinic: Clinic) -> None:
    """Write smaller and smaller events until not even a small one fits any more."""
    for size in (3000, 300, 10):
        with contextlib.suppress(OperationalError):
            for number in range(500):
                with clinic.desk.db.write() as tx:
                    events.append(tx, f"filling:{size}-{number}", "f", "f", clinic.clock(), words="x" * size)


def test_on_a_full_disk_nothing_is_sent_that_could_not_be_written_down(clinic: Clinic, network: Network) -> None:
    publication = scheduling.schedule(clinic.desk, clinic.doctor, clinic.signed().id, "net").id
    disk = Disk(clinic.desk.db)
    with disk.is_full():
        _fill_up(clinic)
        with pytest.raises(OperationalError, match="full") as caught:
            attempt(clinic, publication, 1)
    assert is_outage(caught.value)
    assert network.accepted == 0
    assert attempt(clinic, publication, 1) == S.PUBLISHED
    assert network.accepted == 1


def test_a_disk_that_fills_up_while_sending_is_looked_up_afterwards(clinic: Clinic, network: Network) -> None:
    publication = scheduling.schedule(clinic.desk, clinic.doctor, clinic.signed().id, "net").id
    disk = Disk(clinic.desk.db)

    def fills_up() -> None:
        disk.full = True
        _fill_up(clinic)

    network.script = [fills_up]
    with pytest.raises(OperationalError, match="full"):
        attempt(clinic, publication, 1)
    disk.full = False
    assert (state(clinic), network.accepted) == (S.SENDING, 1)
    assert attempt(clinic, publication, 1) == S.PUBLISHED
    assert network.accepted == 1


def test_a_clock_set_back_an_hour_neither_doubles_nor_waits_an_hour(clinic: Clinic, network: Network) -> None:
    def accepted_then_cut() -> Outcome:
        with clinic.desk.db.read() as tx:
            key = tx.exec_driver_sql("SELECT remote_key FROM publication").scalar()
        network.posts[str(key)] = "there"
        network.accepted += 1
        return Unknown("cut")

    publication = scheduling.schedule(clinic.desk, clinic.doctor, clinic.signed().id, "net").id
    network.script = [accepted_then_cut]
    assert attempt(clinic, publication, 1) == S.UNKNOWN
    clinic.clock.forward(hours=-1)
    before = clinic.clock()
    assert attempt(clinic, publication, 2) == S.PUBLISHED
    assert clinic.clock() - before <= timedelta(seconds=clinic.desk.settings.grace_seconds)
    assert network.accepted == 1


def test_a_second_worker_on_one_sqlite_home_is_refused_in_a_sentence(tmp_path: Path) -> None:
    home = tmp_path / "home"
    bootstrap.make_home(Settings(home=home)).db.close()
    environment = {**os.environ, "PUBLISHER_HOME": str(home)}
    command = [sys.executable, "-m", "publisher", "worker"]
    with running(command, tmp_path / "worker.log", environment=environment):
        wait_until((home / "worker.lock").exists, 60, "the first worker holds the home")
        second = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert second.returncode == 2
    assert "another worker already serves this home" in second.stderr


def test_workers_that_freeze_and_wake_up_double_and_lose_nothing(tmp_path: Path, database_url: str) -> None:
    workers = 1 if database_url.startswith("sqlite") else 2
    result = campaign(tmp_path, database_url, publications=60, kills=0, freezes=2, workers=workers, spread_seconds=12)
    assert result.is_clean, result
    assert result.freezes >= 1, result


def test_the_engines_own_database_may_be_deleted_at_any_time(tmp_path: Path) -> None:
    def delete(home: Path) -> None:
        for file in home.glob("engine.db*"):
            file.unlink()

    database = f"sqlite:///{tmp_path / 'publisher.db'}"
    result = campaign(
        tmp_path, database, publications=60, kills=2, workers=1, spread_seconds=10, disturb=delete, disturb_every=1
    )
    assert result.is_clean, result


@pytest.mark.postgres
def test_postgresql_stopped_at_once_and_started_again_doubles_and_loses_nothing(tmp_path: Path) -> None:
    with postgres_server() as server, server.database() as address:

        def crash(_: Path) -> None:
            server.stop_at_once()
            server.start_again()

        result = campaign(
            tmp_path, address, publications=60, kills=2, workers=2, spread_seconds=10, disturb=crash, disturb_every=1
        )
    assert result.is_clean, result
