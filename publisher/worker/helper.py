"""The worker's helper process: long jobs and the search index, with the models and the packs they need in memory.

The worker starts it when there is something to do, and it ends when there was nothing for a while. It sends nothing.
"""

import os
import sys
import threading
import time
from datetime import timedelta
from functools import partial

from publisher import bootstrap
from publisher.logs import Logger
from publisher.services import comparing, grouping, jobs
from publisher.services.desk import Desk
from publisher.worker import steps
from publisher.worker.helping import LINGER_SECONDS
from publisher.worker.surviving import survive

_log = Logger("helper")
_LINGER_AT_START = 15.0
_INDEX_SECONDS = 1.0
_KINDER = 5  # to every other process: people's searches and an import under way come first
_PAUSE_SECONDS, _BREATH_SECONDS = 0.5, 0.1  # between two looks at a whole index, and at one that still fills


def main() -> None:
    """Work until nothing came for a while, until the worker is gone, or until it asks for the end."""
    if sys.platform != "win32":
        os.nice(_KINDER)
    _Helper(bootstrap.desk()).run()


class _Helper:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._stop = threading.Event()
        self._survive = partial(survive, self._stop, _log)
        self._ends = time.monotonic() + _LINGER_AT_START
        self._name = f"helper-{os.getpid()}"
        self._whole = threading.Event()  # nothing is left to embed
        self._at_job = threading.Event()

    def run(self) -> None:
        threading.Thread(target=self._end_with_the_worker, name="worker", daemon=True).start()
        working = threading.Thread(target=self._run_jobs, name="jobs", daemon=True)
        working.start()
        self._keep_index()
        self._stop.set()
        working.join(timeout=10)

    def _worked(self) -> None:
        self._ends = time.monotonic() + LINGER_SECONDS

    def _end_with_the_worker(self) -> None:
        """The worker holds the other end: it is gone, or asks for an end in order, when nothing more can come."""
        asked = sys.stdin.buffer.read()
        if not asked:
            os._exit(0)
        self._stop.set()

    def _keep_index(self) -> None:
        """Compare the index with the database once, then follow it until there was nothing to do for a while."""
        self._survive(lambda: steps.check_index(self._desk))
        self._ends = max(self._ends, time.monotonic() + _LINGER_AT_START)
        while not self._stop.wait(self._pause) and (self._at_job.is_set() or time.monotonic() < self._ends):
            since = self._desk.clock() - timedelta(seconds=_INDEX_SECONDS * 2)
            if self._survive(lambda since=since: steps.texts_changed(self._desk, since)):  # type: ignore[misc]
                self._worked()
            if self._survive(lambda: steps.keep_index(self._desk, _INDEX_SECONDS)):
                self._whole.set()
            else:
                self._whole.clear()
                self._worked()
            if self._survive(lambda: grouping.group_new(self._desk)):
                self._worked()

    @property
    def _pause(self) -> float:
        return _PAUSE_SECONDS if self._whole.is_set() else _BREATH_SECONDS

    def _run_jobs(self) -> None:
        while not self._stop.is_set():
            # answers are compared by their nearest: while the index fills, that would find less and take its time
            later = "" if self._whole.is_set() else comparing.KIND
            self._at_job.set()  # one that takes longer than the helper lingers is not cut off and begun again
            did = self._survive(lambda but=later: jobs.run_next(self._desk, self._name, self._stop.is_set, but=but))  # type: ignore[misc]
            if did:
                self._worked()
            self._at_job.clear()
            if not did:
                self._stop.wait(0.3)


if __name__ == "__main__":
    main()
