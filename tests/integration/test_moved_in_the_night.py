"""A clinic is restored from an older backup, or moves to PostgreSQL, in the middle of its sends: nothing leaves twice.

Real workers, killed before the move; afterwards a person goes through what is held and answers truthfully.
"""

import contextlib
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from publisher import bootstrap
from publisher.domain.publications import PublicationState
from publisher.services import audit, controlling
from publisher.services.desk import Desk
from publisher.services.today import worker_alive
from publisher.settings import Settings
from publisher.storage import publications
from tests.support.campaign.loopback_network import LoopbackNetwork
from tests.support.campaign.stage import KINDS, clinic_of, environment_of, network, posts, start_worker, write_plugin
from tests.support.clinic import Clinic
from tests.support.postgres import postgres_server
from tests.support.processes import wait_until

S = PublicationState
COUNT, SPREAD = 60, 15.0
LATER, TOMORROW = 18, timedelta(days=1)
_RESTING = {S.PUBLISHED, S.NEEDS_REVIEW, S.FAILED, S.HELD}


@dataclass
class Night:
    """A clinic whose publications fall due one after the other, and the network that takes them."""

    folder: Path
    clinic: Clinic
    port: int
    environment: dict[str, str]

    @contextlib.contextmanager
    def working(self, environment: dict[str, str], count: int = 1) -> Iterator[None]:
        running = [start_worker(environment) for _ in range(count)]
        try:
            yield
        finally:
            for one in running:
                one.kill()
                one.wait()

    def works_until(self, posted: int) -> None:
        """One worker sends until the network holds so many posts, and is killed in the middle of the next."""
        with self.working(self.environment):
            wait_until(lambda: len(posts(self.port)) >= posted, 120, f"{posted} posts are out")
            wait_until(lambda: bool(in_the_middle(self.clinic.desk)), 60, "a send is under way")

    def command(self, *arguments: str, **changed: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "publisher", *arguments],
            env=self.environment | changed,
            capture_output=True,
            text=True,
            timeout=120,
        )


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Night]:
    write_plugin(tmp_path / "plugin")
    address = f"sqlite:///{tmp_path / 'home' / 'publisher.db'}"
    with network(0.03) as port:
        bootstrap.make_home(Settings(home=tmp_path / "home", database_url=address)).db.close()
        clinic = clinic_of(tmp_path / "home", address, port, COUNT, SPREAD)
        yield Night(tmp_path, clinic, port, environment_of(tmp_path, address, control=False))


@pytest.fixture
def night_of_later_posts(tmp_path: Path) -> Iterator[Night]:
    write_plugin(tmp_path / "plugin")
    address = f"sqlite:///{tmp_path / 'home' / 'publisher.db'}"
    with network(0.03) as port:
        bootstrap.make_home(Settings(home=tmp_path / "home", database_url=address)).db.close()
        clinic = clinic_of(tmp_path / "home", address, port, LATER, 0)
        with clinic.desk.db.write() as tx:
            for one in publications.in_states(tx, [S.SCHEDULED]):
                publications.retime(tx, one, due_at=one.due_at + TOMORROW, next_at=one.due_at + TOMORROW)
        yield Night(tmp_path, clinic, port, environment_of(tmp_path, address, control=False))


def by_key(desk: Desk, state: S = S.SCHEDULED) -> dict[str, str]:
    with desk.db.read() as tx:
        return {one.remote_key: one.id for one in publications.in_states(tx, [state])}


def now_due(desk: Desk, ids: list[str]) -> None:
    with desk.db.write() as tx:
        for one in publications.in_states(tx, [S.SCHEDULED]):
            if one.id in ids:
                publications.retime(tx, one, due_at=datetime.now(UTC), next_at=datetime.now(UTC))


def states(desk: Desk) -> Counter[S]:
    with desk.db.read() as tx:
        return Counter(one.state for one in publications.in_states(tx, list(S)))


def in_the_middle(desk: Desk) -> list[str]:
    with desk.db.read() as tx:
        return [one.id for one in publications.in_states(tx, [S.QUEUED, S.SENDING])]


def rests(desk: Desk) -> bool:
    return set(states(desk)) <= _RESTING


def goes_through_what_is_held(clinic: Clinic, desk: Desk) -> None:
    with desk.db.read() as tx:
        held = [one.id for one in publications.in_states(tx, [S.HELD])]
    for publication in held:
        controlling.resume(desk, clinic.doctor, publication)


def answers_truthfully(clinic: Clinic, desk: Desk, port: int) -> None:
    there = posts(port)
    with desk.db.read() as tx:
        asked = publications.in_states(tx, [S.NEEDS_REVIEW])
    for one in asked:
        controlling.answer_is_it_there(desk, clinic.doctor, one.id, there=there[one.remote_key] > 0)


def ends_well(night: Night, desk: Desk, environment: dict[str, str], workers: int = 1) -> None:
    with night.working(environment, workers):
        wait_until(lambda: rests(desk), 120, "what was not due yet has left")
        goes_through_what_is_held(night.clinic, desk)
        wait_until(lambda: rests(desk), 120, "what was held has been looked up")
        answers_truthfully(night.clinic, desk, night.port)
        wait_until(lambda: rests(desk), 120, "what was not there has left")
        answers_truthfully(night.clinic, desk, night.port)
        wait_until(lambda: set(states(desk)) == {S.PUBLISHED}, 120, "everything is out")
    there = posts(night.port)
    assert (len(there), sum(there.values())) == (COUNT, COUNT)
    assert audit.verify(desk).broken == ()


def opened(night: Night, home: Path, address: str) -> Desk:
    desk = bootstrap.open_desk(Settings(home=home, database_url=address))
    channels = {**desk.channels, **{kind: LoopbackNetwork(kind) for kind in KINDS}}
    return Desk(desk.db, desk.gate, channels, desk.sealer, desk.settings, desk.clock)


def test_an_older_backup_sends_nothing_again_that_left_since(night: Night) -> None:
    night.works_until(COUNT // 6)
    made = night.command("backup", str(night.folder / "evening.zip"))
    assert made.returncode == 0, made.stderr
    night.works_until(COUNT // 2)
    home = night.folder / "restored"
    address = f"sqlite:///{home / 'publisher.db'}"
    moved = {"PUBLISHER_HOME": str(home), "PUBLISHER_DATABASE_URL": address}
    restored = night.command("restore", str(night.folder / "evening.zip"), **moved)
    assert restored.returncode == 0, restored.stderr
    assert "publications due since the backup are held" in restored.stdout + restored.stderr
    (home / "secret.key").write_bytes((night.folder / "home" / "secret.key").read_bytes())
    desk = opened(night, home, address)
    assert states(desk)[S.HELD] > 0, "what may have left since the backup is held"
    ends_well(night, desk, night.environment | moved)


def test_what_was_moved_forward_and_sent_since_the_backup_is_not_sent_again(night_of_later_posts: Night) -> None:
    night = night_of_later_posts
    made = night.command("backup", str(night.folder / "evening.zip"))
    assert made.returncode == 0, made.stderr
    first = by_key(night.clinic.desk)
    moved_forward = list(first)[::2]
    now_due(night.clinic.desk, [first[key] for key in moved_forward])
    with night.working(night.environment):
        wait_until(lambda: set(posts(night.port)) == set(moved_forward), 120, "what was moved forward is out")
    home = night.folder / "restored"
    address = f"sqlite:///{home / 'publisher.db'}"
    moved = {"PUBLISHER_HOME": str(home), "PUBLISHER_DATABASE_URL": address}
    restored = night.command("restore", str(night.folder / "evening.zip"), **moved)
    assert restored.returncode == 0, restored.stderr
    (home / "secret.key").write_bytes((night.folder / "home" / "secret.key").read_bytes())
    desk = opened(night, home, address)
    assert states(desk) == {S.SCHEDULED: LATER // 3 * 2, S.HELD: LATER // 3}, "what cannot be asked about is held"
    for key, publication in by_key(desk, S.HELD).items():
        (controlling.unschedule if key in moved_forward else controlling.resume)(desk, night.clinic.doctor, publication)
    now_due(desk, list(by_key(desk).values()))
    with night.working(night.environment | moved):
        wait_until(lambda: set(states(desk)) <= {S.PUBLISHED, S.CANCELLED, S.NEEDS_REVIEW}, 120, "everything rests")
        answers_truthfully(night.clinic, desk, night.port)
        wait_until(lambda: set(states(desk)) <= {S.PUBLISHED, S.CANCELLED}, 120, "everything is out")
    assert posts(night.port) == dict.fromkeys(first, 1)


@pytest.mark.postgres
def test_a_move_to_postgresql_sends_nothing_again_and_the_old_home_sends_nothing_more(night: Night) -> None:
    night.works_until(COUNT // 3)
    with postgres_server() as server, server.database() as address:
        too_early = night.command("db", "copy", address)
        assert "still running" in too_early.stderr
        old = opened(night, night.folder / "home", f"sqlite:///{night.folder / 'home' / 'publisher.db'}")
        wait_until(lambda: not worker_alive(old), 60, "the killed worker counts as gone")
        under_way = in_the_middle(old)
        copied = night.command("db", "copy", address)
        assert copied.returncode == 0, copied.stderr
        refused = night.command("worker", "--until-idle")
        assert refused.returncode == 2
        assert "sends nothing any more" in refused.stderr
        desk = opened(night, night.folder / "home", address)
        assert states(desk)[S.HELD] == len(under_way), "what was under way is held, and nothing else"
        ends_well(night, desk, night.environment | {"PUBLISHER_DATABASE_URL": address}, workers=3)
        desk.db.close()
