"""What a campaign stands on: a clinic with nine accounts, a network in its own process, workers that can be killed."""

import contextlib
import json
import os
import subprocess
import sys
import urllib.request
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from publisher.services import accounts, scheduling
from publisher.storage import publications
from tests.support.campaign.loopback_network import LoopbackNetwork
from tests.support.clinic import BODY, Clinic, open_clinic

HERE = Path(__file__).parent
KINDS = ("keyed", "readable", "blind")
SETTINGS = {
    "PUBLISHER_SEND_TIMEOUT_SECONDS": "3.2",
    "PUBLISHER_GRACE_SECONDS": "6",
    "PUBLISHER_FIRST_PAUSE_SECONDS": "0.5",
    "PUBLISHER_RELAY_SECONDS": "0.2",
    "PUBLISHER_SWEEP_SECONDS": "1",
}


def write_plugin(folder: Path) -> None:
    info = folder / "loopback_network-1.0.dist-info"
    info.mkdir(parents=True)
    (folder / "loopback_network.py").write_text((HERE / "loopback_network.py").read_text("utf-8"), "utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: loopback-network\nVersion: 1.0\n", "utf-8")
    points = "\n".join(f"{kind} = loopback_network:{kind}" for kind in KINDS)
    (info / "entry_points.txt").write_text(f"[publisher.channels]\n{points}\n", "utf-8")


@contextlib.contextmanager
def network(cut: float) -> Iterator[int]:
    server = subprocess.Popen([sys.executable, str(HERE / "ground.py"), str(cut)], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        yield int(server.stdout.readline())
    finally:
        server.kill()
        server.wait()


def clinic_of(home: Path, database_url: str, port: int, count: int, spread_seconds: float) -> Clinic:
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


def environment_of(folder: Path, database_url: str, control: bool) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("PUBLISHER_")},
        **SETTINGS,
        "PUBLISHER_HOME": str(folder / "home"),
        "PUBLISHER_DATABASE_URL": database_url,
        "PYTHONPATH": os.pathsep.join((str(folder / "plugin"), str(HERE.parents[2]))),
        "CAMPAIGN_CONTROL": "1" if control else "0",
    }


def start_worker(environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "publisher", "worker"]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def posts(port: int) -> Counter[str]:
    """What the network holds: how often each publication's key was posted."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/all", timeout=10) as answer:
        return Counter(post["key"] for post in json.load(answer)["posts"])
