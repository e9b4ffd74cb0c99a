"""`publisher run`: one command, two processes, and neither outlives the other however it ends."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.support.processes import answers, free_port, wait_until

PUBLISHER = Path(sys.executable).parent / "publisher"
PATIENCE = 60


class Running:
    def __init__(self, home: Path) -> None:
        self.port = free_port()
        self.log = home.parent / "run.log"
        environment = {**os.environ, "PUBLISHER_HOME": str(home)}
        command = [PUBLISHER, "run", "--no-browser", "--port", str(self.port)]
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(command, env=environment, stdout=out, stderr=out)
        wait_until(lambda: "/auth/link?token=" in self.said(), PATIENCE, "a link to the workspace")
        self.worker = next(
            child for child in psutil.Process(self.process.pid).children() if "worker" in child.cmdline()
        )

    def said(self) -> str:
        return self.log.read_text("utf-8")


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    one = Running(tmp_path / "home")
    yield one
    for process in (one.process.pid, one.worker.pid):
        if psutil.pid_exists(process):
            psutil.Process(process).kill()
    one.process.wait()


def gone(worker: psutil.Process) -> bool:
    return not worker.is_running() or worker.status() == psutil.STATUS_ZOMBIE


def test_it_serves_until_it_is_asked_to_stop_and_then_ends_its_worker(running: Running) -> None:
    assert answers(f"http://127.0.0.1:{running.port}/healthz")
    running.process.terminate()
    assert running.process.wait(PATIENCE) == 0
    assert gone(running.worker)
    assert "Traceback" not in running.said()


def test_a_killed_workspace_takes_its_worker_with_it(running: Running) -> None:
    running.process.kill()
    wait_until(lambda: gone(running.worker), PATIENCE, "the worker is gone")


def test_a_killed_worker_ends_the_workspace_with_a_sentence(running: Running) -> None:
    running.worker.send_signal(signal.SIGKILL)
    assert running.process.wait(PATIENCE) != 0
    assert "The worker ended; the workspace is stopped too." in running.said()
    assert "Traceback" not in running.said()
