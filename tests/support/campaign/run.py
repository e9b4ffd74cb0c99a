"""Runs a campaign and counts: doubles, lost, stuck, asked. The network's own list is the truth."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy.exc import OperationalError

from publisher.domain.publications import OPEN_STATES, PublicationState
from publisher.services import accounts, audit, scheduling
from publisher.storage import figures, publications
from tests.support.campaign.loopback_network import LoopbackNetwork
from tests.support.clinic import BODY, Clinic, open_clinic

HERE = Path(__file__).parent
_FREEZES = 0.4
KINDS = ("keyed", "readable", "blind")
_SETTINGS = {
    "PUBLISHER_SEND_TIMEOUT_SECONDS": "3.5",
    "PUBLISHER_GRACE_SECONDS": "4",
    "PUBLISHER_FIRST_PAUSE_SECONDS": "0.5",
    "PUBLISHER_RELAY_SECONDS": "0.2",
    "PUBLISHER_SWEEP_SECONDS": "1",
}


@dataclass
class Result:
    """What a campaign came to. `asked`: publications that wait for a person's answer (blind accounts only)."""

    publications: int
    kills: int
    doubles: int
    lost: int
    stuck: int
    asked: int
    chain_broken: int
    freezes: int
    seconds: float
    states: dict[str, int] = field(default_factory=dict)


def campaign(
    folder: Path,
    database_url: str,
    *,
    publications: int,
    kills: int,
    workers: int,
    control: bool = False,
    seed: int = 1,
    freezes: int = 0,
    spread_seconds: float = 0.0,
    disturb: Callable[[Path], None] | None = None,
    disturb_every: int = 4,
) -> Result:
    """Publish over nine accounts of three kinds while workers are killed at random; wait until nothing moves.

    `freezes`: how often one is stopped for longer than the grace and then let go on. `spread_seconds`: over how long
    the due times lie. `disturb` gets the home, and does something to the rest of the house at every so many kills.
    """
    started = time.monotonic()
    write_plugin(folder / "plugin")
    # the control run is cut more often, so that the doubles it must show do not depend on luck
    with _network(0.15 if control else 0.03) as port:
        clinic = _clinic(folder / "home", database_url, port, publications, spread_seconds)
        environment = _environment(folder, database_url, control)
        night = Night(clinic, environment, workers, kills, freezes, disturb, disturb_every, random.Random(seed))
        night.pass_by()
        return _count(clinic, port, night, time.monotonic() - started)


def write_plugin(folder: Path) -> None:
    info = folder / "loopback_network-1.0.dist-info"
    info.mkdir(parents=True)
    (folder / "loopback_network.py").write_text((HERE / "loopback_network.py").read_text("utf-8"), "utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: loopback-network\nVersion: 1.0\n", "utf-8")
    points = "\n".join(f"{kind} = loopback_network:{kind}" for kind in KINDS)
    (info / "entry_points.txt").write_text(f"[publisher.channels]\n{points}\n", "utf-8")


@contextlib.contextmanager
def _network(cut: float) -> Iterator[int]:
    server = subprocess.Popen([sys.executable, str(HERE / "ground.py"), str(cut)], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        yield int(server.stdout.readline())
    finally:
        server.kill()
        server.wait()


def _clinic(home: Path, database_url: str, port: int, count: int, spread_seconds: float) -> Clinic:
    networks = {kind: LoopbackNetwork(kind) for kind in KINDS}
    clinic = open_clinic(home, database_url, extra=networks)
    clinic.clock.now = datetime.now(UTC)
    names = [f"{kind}-{number}" for kind in KINDS for number in range(3)]
    for name in names:
        accounts.add_account(
            clinic.desk, clinic.administrator, name.split("-", maxsplit=1)[0], name, {"port": str(port)}, {}
        )
    for number in range(count):
        entry = clinic.signed(f"{BODY}\n\nText {number}", title=f"Post number {number}")
        made = scheduling.schedule(clinic.desk, clinic.doctor, entry.id, names[number % len(names)])
        due = datetime.now(UTC) + timedelta(seconds=number / count * spread_seconds)
        with clinic.desk.db.write() as tx:
            publications.retime(tx, made, due_at=due, next_at=due)
    return clinic


def _environment(folder: Path, database_url: str, control: bool) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("PUBLISHER_")},
        **_SETTINGS,
        "PUBLISHER_HOME": str(folder / "home"),
        "PUBLISHER_DATABASE_URL": database_url,
        "PYTHONPATH": os.pathsep.join((str(folder / "plugin"), str(HERE.parents[2]))),
        "CAMPAIGN_CONTROL": "1" if control else "0",
    }


@dataclass
class Night:
    """What happens to the workers until nothing moves any more."""

    clinic: Clinic
    environment: dict[str, str]
    workers: int
    kills: int
    freezes: int
    disturb: Callable[[Path], None] | None
    disturb_every: int
    chance: random.Random
    made: int = -1
    killed: int = 0
    frozen: int = 0

    def pass_by(self) -> None:
        running = [_worker(self.environment) for _ in range(self.workers)]
        limit = time.monotonic() + 240 + 12 * (self.kills + self.freezes)
        try:
            while time.monotonic() < limit and self._moving():
                if self.killed >= self.kills and self.frozen >= self.freezes:
                    time.sleep(0.5)
                    continue
                time.sleep(self.chance.uniform(2.5, 6.0))
                if not self._went_on():
                    continue
                victim = self.chance.randrange(self.workers)
                if self.frozen < self.freezes and (self.killed >= self.kills or self.chance.random() < _FREEZES):
                    self._freeze(running[victim])
                elif self.killed < self.kills:
                    running[victim] = self._kill(running[victim])
        finally:
            for worker in running:
                worker.kill()
                worker.wait()

    def _moving(self) -> bool:
        try:
            return _moving(self.clinic)
        except OperationalError:
            return True  # the database is away just now

    def _went_on(self) -> bool:
        """Whether a call was made since the last kill: a worker that is killed while it starts proves nothing."""
        try:
            with self.clinic.desk.db.read() as tx:
                made = sum(row.count for row in figures.by_outcome(tx))
        except OperationalError:
            return True
        went_on, self.made = made > self.made, made
        return went_on

    def _kill(self, worker: "subprocess.Popen[bytes]") -> "subprocess.Popen[bytes]":
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        self.killed += 1
        if self.disturb is not None and self.killed % self.disturb_every == 0:
            self.disturb(self.clinic.desk.home)
        return _worker(self.environment)

    def _freeze(self, worker: "subprocess.Popen[bytes]") -> None:
        """Long enough for its sends to time out and its peers to take its place; then it wakes and goes on."""
        worker.send_signal(signal.SIGSTOP)
        time.sleep(float(_SETTINGS["PUBLISHER_GRACE_SECONDS"]) + 2)
        worker.send_signal(signal.SIGCONT)
        self.frozen += 1


def _worker(environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "publisher", "worker"]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _states(clinic: Clinic) -> Counter[str]:
    with clinic.desk.db.read() as tx:
        return Counter(one.state.value for one in publications.in_states(tx, list(PublicationState)))


def _moving(clinic: Clinic) -> bool:
    resting = {
        PublicationState.PUBLISHED,
        PublicationState.NEEDS_REVIEW,
        PublicationState.FAILED,
        PublicationState.HELD,
    }
    return any(state not in resting for state in _states(clinic))


def _count(clinic: Clinic, port: int, night: Night, seconds: float) -> Result:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/all", timeout=10) as answer:
        posted = Counter(post["key"] for post in json.load(answer)["posts"])
    with clinic.desk.db.read() as tx:
        rows = [publications.row(tx, one.id) for one in publications.in_states(tx, list(PublicationState))]
    published = [row for row in rows if row.state == PublicationState.PUBLISHED]
    asked = [row for row in rows if row.state == PublicationState.NEEDS_REVIEW]
    return Result(
        publications=len(rows),
        kills=night.killed,
        freezes=night.frozen,
        doubles=sum(count - 1 for count in posted.values()),
        lost=sum(1 for row in published if not posted[row.remote_key]),
        stuck=sum(1 for row in rows if row.state in OPEN_STATES - {PublicationState.NEEDS_REVIEW}),
        asked=len(asked),
        chain_broken=len(audit.verify(clinic.desk).broken),
        seconds=round(seconds, 1),
        states=dict(Counter(row.state for row in rows)),
    )
