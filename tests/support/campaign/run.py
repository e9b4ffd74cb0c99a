"""Runs a campaign and counts: doubles, lost, stuck, asked. The network's own list is the truth."""

import contextlib
import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy.exc import OperationalError

from publisher.domain.publications import OPEN_STATES, PublicationState
from publisher.services import audit
from publisher.storage import Transaction, figures, publications
from tests.support.campaign.stage import SETTINGS, clinic_of, environment_of, network, posts, start_worker, write_plugin
from tests.support.clinic import Clinic

_FREEZES = 0.4
_FAR = 60 * 86400.0  # seconds
_S = PublicationState


@dataclass
class Result:
    """What a campaign came to. `asked`: publications that wait for a person's answer (blind accounts only).

    `asked_for_nothing`: those of them whose send nobody interrupted, neither a kill nor the network.
    """

    publications: int
    kills: int
    doubles: int
    lost: int
    stuck: int
    asked: int
    asked_for_nothing: int
    chain_broken: int
    freezes: int
    seconds: float
    states: dict[str, int] = field(default_factory=dict)

    @property
    def is_clean(self) -> bool:
        return not (self.doubles or self.lost or self.stuck or self.chain_broken or self.asked_for_nothing)


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
    pace: tuple[float, float] = (2.5, 6.0),
    due_by_kill: bool = False,
) -> Result:
    """Publish over nine accounts of three kinds while workers are killed at random; wait until nothing moves.

    `freezes`: how often one is stopped for longer than the grace and then let go on. `spread_seconds`: over how long
    the due times lie. `disturb` gets the home, and does something to the rest of the house at every so many kills.
    `pace`: the shortest and the longest time between two of them, in seconds. `due_by_kill`: each kill makes the next
    publications due, instead of the clock, so that something is under way at every one of many; it takes more
    publications than kills.
    """
    started = time.monotonic()
    write_plugin(folder / "plugin")
    # the control run is cut more often, so that the doubles it must show do not depend on luck
    with network(0.15 if control else 0.03) as port:
        clinic = clinic_of(folder / "home", database_url, port, publications, _FAR if due_by_kill else spread_seconds)
        environment = environment_of(folder, database_url, control)
        night = Night(clinic, environment, workers, kills, freezes, disturb, disturb_every, pace, random.Random(seed))
        night.released_at_a_time = publications // (kills + 3) if due_by_kill else 0
        night.pass_by()
        return _count(clinic, port, night, time.monotonic() - started)


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
    pace: tuple[float, float]
    chance: random.Random
    made: int = -1
    killed: int = 0
    frozen: int = 0
    released_at_a_time: int = 0  # 0: the clock alone makes them due
    interrupted: set[str] = field(default_factory=set)  # publications whose send was under way at a kill or a freeze

    def pass_by(self) -> None:
        running = [start_worker(self.environment) for _ in range(self.workers)]
        limit = time.monotonic() + 240 + 12 * (self.kills + self.freezes)
        self._release(3 * self.released_at_a_time)
        try:
            while time.monotonic() < limit and self._moving():
                if self.killed >= self.kills and self.frozen >= self.freezes:
                    self._release(100 * self.released_at_a_time)
                    time.sleep(0.5)
                    continue
                time.sleep(self.chance.uniform(*self.pace))
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
        self._note_interrupted()
        self._release(self.released_at_a_time)
        if self.disturb is not None and self.killed % self.disturb_every == 0:
            self.disturb(self.clinic.desk.home)
            self._note_interrupted()
        return start_worker(self.environment)

    def _release(self, count: int) -> None:
        """The next ones that are far away come due within the next seconds."""
        if not count:
            return
        now = datetime.now(UTC)
        with self.clinic.desk.db.write() as tx:
            far = [one for one in publications.in_states(tx, [_S.SCHEDULED]) if one.due_at > now + timedelta(hours=1)]
            for one in sorted(far, key=lambda one: one.due_at)[:count]:
                due = now + timedelta(seconds=self.chance.uniform(0, self.pace[1]))
                publications.retime(tx, one, due_at=due, next_at=due)

    def _freeze(self, worker: "subprocess.Popen[bytes]") -> None:
        """Long enough for its sends to time out and its peers to take its place; then it wakes and goes on."""
        worker.send_signal(signal.SIGSTOP)
        self._note_interrupted()
        time.sleep(float(SETTINGS["PUBLISHER_GRACE_SECONDS"]) + 2)
        worker.send_signal(signal.SIGCONT)
        self.frozen += 1

    def _note_interrupted(self) -> None:
        with contextlib.suppress(OperationalError), self.clinic.desk.db.read() as tx:
            self.interrupted |= {one.id for one in publications.in_states(tx, [_S.SENDING])}


def _states(clinic: Clinic) -> Counter[str]:
    with clinic.desk.db.read() as tx:
        return Counter(one.state.value for one in publications.in_states(tx, list(PublicationState)))


def _moving(clinic: Clinic) -> bool:
    resting = {
        _S.PUBLISHED,
        _S.NEEDS_REVIEW,
        _S.FAILED,
        _S.HELD,
    }
    return any(state not in resting for state in _states(clinic))


def _count(clinic: Clinic, port: int, night: Night, seconds: float) -> Result:
    posted = posts(port)
    with clinic.desk.db.read() as tx:
        rows = [publications.row(tx, one.id) for one in publications.in_states(tx, list(PublicationState))]
        asked = [row for row in rows if row.state == _S.NEEDS_REVIEW]
        # the network's answer to a send never came
        cut = {one.id for one in asked if _unanswered(tx, one.id)}
    published = [row for row in rows if row.state == _S.PUBLISHED]
    return Result(
        publications=len(rows),
        kills=night.killed,
        freezes=night.frozen,
        doubles=sum(count - 1 for count in posted.values()),
        lost=sum(1 for row in published if not posted[row.remote_key]),
        stuck=sum(1 for row in rows if row.state in OPEN_STATES - {_S.NEEDS_REVIEW}),
        asked=len(asked),
        asked_for_nothing=len({one.id for one in asked} - night.interrupted - cut),
        chain_broken=len(audit.verify(clinic.desk).broken),
        seconds=round(seconds, 1),
        states=dict(Counter(row.state for row in rows)),
    )


def _unanswered(tx: Transaction, publication: str) -> bool:
    made = publications.attempts(tx, publication)
    return any((attempt.call, attempt.outcome) == ("send", "unknown") for attempt in made)
