"""Delivery in figures, as JSON: due to accepted at 20 a second among 100,000 scheduled, a burst, an idle worker.

python -m benchmarks.delivery --scheduled 100000 --burst 5000 --accounts 2000 --workers 1
"""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psutil
from sqlalchemy import insert, select

from publisher.channels.contract import Account
from publisher.domain.ids import new_id
from publisher.services import accounts, scheduling
from publisher.storage import home, tables
from tests.support.campaign import loopback_network
from tests.support.campaign.stage import write_plugin
from tests.support.clinic import BODY, Clinic, open_clinic
from tests.support.processes import wait_until

ENTRIES = 100
GROUND = Path(__file__).parent / "ground.py"
_P, _A = tables.publication, tables.account


@dataclass
class Bench:
    """A clinic with many rows, a network in its own process, and workers."""

    clinic: Clinic
    port: int
    environment: dict[str, str]
    template: list[dict[str, Any]]

    def add(self, count: int, accounts_: list[str], due: list[datetime]) -> None:
        """Insert publications as scheduling makes them, many at once."""
        rows = []
        for number in range(count):
            like = self.template[number % len(self.template)]
            changes = {"id": new_id(), "remote_key": new_id(), "occurrence": _number(), "due_at": due[number]}
            rows.append(like | changes | {"next_at": due[number], "account": accounts_[number % len(accounts_)]})
        with self.clinic.desk.db.write() as tx:
            for start in range(0, count, 5000):
                tx.execute(insert(_P), rows[start : start + 5000])

    def accepted(self) -> dict[str, float]:
        """Remote key → when the network took it."""
        _, body = loopback_network._call(_account(self.port), "GET", "/all")
        return dict(body["accepted"])

    def has_work(self) -> bool:
        with self.clinic.desk.db.read() as tx:
            return home.has_work(tx)

    @contextlib.contextmanager
    def workers(self, count: int) -> Iterator[list[psutil.Process]]:
        command = [sys.executable, "-m", "publisher", "worker"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        started = [subprocess.Popen(command, env=self.environment, **quiet) for _ in range(count)]  # type: ignore[call-overload]
        try:
            time.sleep(6)  # past its start and its first checks
            yield [psutil.Process(one.pid) for one in started]
        finally:
            for one in started:
                one.terminate()
            for one in started:
                one.wait(30)


_numbers = iter(range(1000, 10_000_000))


def _number() -> int:
    return next(_numbers)


def _account(port: int) -> Account:
    return Account("-", "-", "keyed", {"port": str(port)})


def _make(folder: Path, database_url: str, port: int, count: int) -> tuple[Bench, list[str]]:
    write_plugin(folder / "plugin")
    clinic = open_clinic(folder / "home", database_url, extra={"keyed": loopback_network.LoopbackNetwork("keyed")})
    clinic.clock.now = datetime.now(UTC)
    accounts.add_account(clinic.desk, clinic.administrator, "keyed", "first", {"port": str(port)}, {})
    for number in range(ENTRIES):
        entry = clinic.signed(f"{BODY}\n\nText {number}", title=f"Post number {number}")
        scheduling.schedule(clinic.desk, clinic.doctor, entry.id, "first", "2027-06-01T09:00")
    with clinic.desk.db.write() as tx:
        template = [dict(row) for row in tx.execute(select(_P)).mappings()]
        like = dict(tx.execute(select(_A).where(_A.c.name == "first")).mappings().one())
        more = [like | {"id": new_id(), "name": f"account {number}"} for number in range(count)]
        tx.execute(insert(_A), more)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PUBLISHER_")},
        "PUBLISHER_HOME": str(folder / "home"),
        "PUBLISHER_DATABASE_URL": database_url,
        "PYTHONPATH": os.pathsep.join((str(folder / "plugin"), str(Path(__file__).parents[1]))),
    }
    return Bench(clinic, port, environment, template), [one["id"] for one in more]


def _idle(bench: Bench, seconds: float = 20.0) -> dict[str, float]:
    with bench.workers(1) as (worker,):
        wait_until(lambda: not bench.has_work(), 600, "the first checks are done")
        time.sleep(10)
        before, began = sum(worker.cpu_times()[:2]), time.monotonic()
        time.sleep(seconds)
        used = sum(worker.cpu_times()[:2]) - before
        return {
            "core_percent": round(100 * used / (time.monotonic() - began), 1),
            "megabytes": round(worker.memory_info().rss / 1e6),
        }


def _steady(bench: Bench, workers: int, names: list[str], rate: int, lasts: int) -> dict[str, float]:
    count = rate * lasts
    with bench.workers(workers):
        known = set(bench.accepted())
        begin = datetime.now(UTC) + timedelta(seconds=5)
        due = [begin + timedelta(seconds=number / rate) for number in range(count)]
        bench.add(count, names, due)
        wait_until(lambda: len(bench.accepted()) >= len(known) + count, lasts * 6, "all were accepted")
    taken = bench.accepted()
    with bench.clinic.desk.db.read() as tx:
        rows = tx.execute(select(_P.c.remote_key, _P.c.due_at).where(_P.c.remote_key.in_(set(taken) - known))).all()
    delays = sorted(taken[row.remote_key] - row.due_at.timestamp() for row in rows)
    half, most = delays[len(delays) // 2], delays[int(len(delays) * 0.95)]
    return {"count": count, "p50": round(half, 2), "p95": round(most, 2), "most": round(delays[-1], 2)}


def _burst(bench: Bench, workers: int, count: int, names: list[str]) -> dict[str, float]:
    known = len(bench.accepted())
    with bench.workers(workers):
        bench.add(count, names, [datetime.now(UTC)] * count)
        began = time.time()
        wait_until(lambda: len(bench.accepted()) >= known + count, 900, "the burst has drained")
    last = max(bench.accepted().values())
    return {"count": count, "seconds": round(last - began, 1), "per_second": round(count / (last - began), 1)}


def _bare(bench: Bench, count: int) -> float:
    """The same posts, eight at a time as a worker has threads, and nothing else."""

    def post(number: int) -> None:
        body = {"key": f"bare-{number}", "kind": "keyed", "text": BODY}
        loopback_network._call(_account(bench.port), "POST", "/post", body)

    began = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(post, range(count)))
    return round(count / (time.monotonic() - began), 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scheduled", type=int, default=100_000)
    parser.add_argument("--rate", type=int, default=20, help="due per second")
    parser.add_argument("--lasts", type=int, default=60, help="seconds of that rate")
    parser.add_argument("--burst", type=int, default=5000)
    parser.add_argument("--accounts", type=int, default=2000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--database-url", default="", help="SQLite in a temporary folder by default")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        network = subprocess.Popen([sys.executable, str(GROUND)], stdout=subprocess.PIPE, text=True)
        try:
            assert network.stdout is not None
            port = int(network.stdout.readline())
            address = chosen.database_url or f"sqlite:///{folder}/publisher.db"
            bench, names = _make(folder, address, port, chosen.accounts)
            later = [datetime.now(UTC) + timedelta(days=2, seconds=number) for number in range(chosen.scheduled)]
            began = time.monotonic()
            bench.add(chosen.scheduled, names, later)
            _say("scheduled", chosen.scheduled, seconds=round(time.monotonic() - began, 1))
            _say("idle", _idle(bench))
            _say("due to accepted, seconds", _steady(bench, chosen.workers, names[:50], chosen.rate, chosen.lasts))
            _say("burst", _burst(bench, chosen.workers, chosen.burst, names))
            _say("bare posts per second", _bare(bench, min(chosen.burst, 2000)))
        finally:
            network.kill()
            network.wait()


def _say(what: str, figures: Any, **more: Any) -> None:
    print(json.dumps({"what": what, "figures": figures, "load": round(os.getloadavg()[0], 1)} | more), flush=True)


if __name__ == "__main__":
    main()
