"""Workspace and worker on one machine: this process serves the workspace, the worker is its child; neither outlives
the other. The worker starts first, so that both import at the same time."""

import _thread
import contextlib
import ipaddress
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Callable, Iterator

import typer

from publisher.cli.output import tell
from publisher.domain.people import Person
from publisher.services import identity
from publisher.services.desk import Desk

LOOPBACK = "127.0.0.1"
_START_SECONDS, _STOP_SECONDS, _PARENT_SECONDS = 60, 15, 1.0


def is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@contextlib.contextmanager
def worker_beside(desk: Desk) -> Iterator[None]:
    """A worker for as long as the block runs; when it ends by itself the block is interrupted, and the program ends."""
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: sys.exit(0))
    log = desk.home / "worker.log"
    command = [sys.executable, "-m", "publisher", "worker", "--parent", str(os.getpid())]
    with log.open("ab") as out:
        worker = subprocess.Popen(command, stdout=out, stderr=out)
    leaving = threading.Event()
    threading.Thread(target=_watch, args=(worker, leaving), name="watch", daemon=True).start()
    try:
        yield
    finally:
        ended_by_itself = worker.poll()
        leaving.set()
        _end(worker)
        if ended_by_itself is not None:
            tell(f"The worker ended; the workspace is stopped too. What the worker said: {log}")
            raise typer.Exit(ended_by_itself or 1)


def serve(desk: Desk, entrants: Callable[[], list[Person]], port: int, host: str, browser: bool) -> None:
    """Serve the workspace until stopped; once it answers, say the one-time links of those who may enter."""
    address = f"http://{host if is_loopback(host) else LOOPBACK}:{port}"
    threading.Thread(target=_say_links, args=(desk, address, entrants, browser), name="links", daemon=True).start()
    from publisher.ui.server import run as serve_workspace  # Streamlit takes a second; no other command needs it

    serve_workspace(host, port)


def end_with(parent: int) -> None:
    """Ask this process to end in order as soon as the one that started it is gone, however that one went."""

    def follow() -> None:
        while True:
            if os.getppid() != parent:
                # nothing happens as long as nobody handles the signal yet, so it is given again
                _thread.interrupt_main(signal.SIGTERM)
            time.sleep(_PARENT_SECONDS)

    threading.Thread(target=follow, name="parent", daemon=True).start()


def _watch(worker: "subprocess.Popen[bytes]", leaving: threading.Event) -> None:
    worker.wait()
    if not leaving.is_set():
        _thread.interrupt_main(signal.SIGTERM)


def _say_links(desk: Desk, address: str, entrants: Callable[[], list[Person]], browser: bool) -> None:
    if not _answers(address):
        tell(f"The workspace does not answer at {address} after {_START_SECONDS} seconds; stop it and look above.")
        return
    links = [(one.name, f"{address}/auth/link?token={identity.open_link(desk, one)}") for one in entrants()]
    for name, link in links:
        tell(f"Workspace of {name} (opens once, within 15 minutes): {link}")
    tell(f"Public answers site: {address}/site/   Stop with Ctrl+C.")
    if browser:
        webbrowser.open(links[0][1])


def _answers(address: str) -> bool:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2):  # noqa: S310 - our own loopback address
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    return False


def _end(worker: "subprocess.Popen[bytes]") -> None:
    if worker.poll() is None:
        worker.terminate()
    try:
        worker.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()
