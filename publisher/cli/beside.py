"""The worker as the child of `run`: both import at the same time, then the child waits until the home is there.

Neither outlives the other. Imports nothing that takes long, for `run` starts the child before it imports the rest.
"""

import _thread
import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import typer

from publisher.cli.output import tell

LOG = "worker.log"
_STOP_SECONDS, _PARENT_SECONDS = 15, 1.0
_WORD = b"the home stands\n"


@contextlib.contextmanager
def worker() -> Iterator[Callable[[Path], None]]:
    """A worker for as long as the block runs, which works from the moment the block calls what it is given.

    When the worker ends by itself the block is interrupted, and the program ends.
    """
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: sys.exit(0))
    command = [sys.executable, "-m", "publisher", "worker", "--parent", str(os.getpid())]
    child = subprocess.Popen(command, stdin=subprocess.PIPE)
    leaving = threading.Event()
    threading.Thread(target=_watch, args=(child, leaving), name="watch", daemon=True).start()
    log: list[Path] = []

    def begin(home: Path) -> None:
        log.append(home / LOG)
        if child.stdin is not None:
            with contextlib.suppress(BrokenPipeError):  # it has ended, and whoever watches it says so
                child.stdin.write(_WORD)
                child.stdin.close()

    try:
        yield begin
    finally:
        ended_by_itself = child.poll()
        leaving.set()
        _end(child)
        if ended_by_itself is not None:
            said = f" What the worker said: {log[0]}" if log else ""
            tell(f"The worker ended; the workspace is stopped too.{said}")
            raise typer.Exit(ended_by_itself or 1)


def wait_for_home() -> None:
    """In the child: until the other says that the home stands. Ends here when that one failed or is gone."""
    if sys.stdin.buffer.readline() != _WORD:
        raise typer.Exit


def log_into(home: Path) -> None:
    """In the child: from now on what is said goes to the home's file, not to the terminal of `run`."""
    with (home / LOG).open("ab") as out:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
            os.dup2(out.fileno(), stream.fileno())


def end_with(parent: int) -> None:
    """Ask this process to end in order as soon as the one that started it is gone, however that one went."""

    def follow() -> None:
        while True:
            if os.getppid() != parent:
                # nothing happens as long as nobody handles the signal yet, so it is given again
                _thread.interrupt_main(signal.SIGTERM)
            time.sleep(_PARENT_SECONDS)

    threading.Thread(target=follow, name="parent", daemon=True).start()


def _watch(child: "subprocess.Popen[bytes]", leaving: threading.Event) -> None:
    child.wait()
    if not leaving.is_set():
        _thread.interrupt_main(signal.SIGTERM)


def _end(child: "subprocess.Popen[bytes]") -> None:
    if child.poll() is None:
        child.terminate()
    try:
        child.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
