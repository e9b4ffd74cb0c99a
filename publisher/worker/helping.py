"""The worker's side of its helper: started when long work waits or texts changed, ended with the worker.

So the process that delivers stays small, and nobody's import or embedding takes time from what leaves on the minute.
"""

import os
import subprocess
import sys
import time
from datetime import datetime, timedelta

from publisher.logs import Logger
from publisher.services.desk import Desk
from publisher.worker import steps

_log = Logger("worker")
LINGER_SECONDS = 300.0  # an evening of drafting waits only once for the models, which the helper alone imports
_AFTER_START, _FIRST_PAUSE, _LONGEST_PAUSE = 5.0, 1.0, 60.0
_END_SECONDS = 10.0
_OVERLAP = timedelta(seconds=LINGER_SECONDS / 3)  # a transaction may commit after a later one's time was seen


class Helper:
    """At most one helper process. `tend` is called every second or so and never waits."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._since: datetime | None = None  # texts that changed from then on; None: whatever there is
        self._process: subprocess.Popen[bytes] | None = None
        self._pause = _FIRST_PAUSE
        self._not_before = time.monotonic() + _AFTER_START

    def tend(self) -> None:
        if self._process is not None and self._process.poll() is None:
            return
        if self._process is not None:
            self._note_end(self._process)
        if self._may_start() and self._is_wanted():
            self._process = self._started()

    def close(self) -> None:
        """Ask it to end after the batch it is in, and end it if it does not."""
        if self._process is None:
            return
        try:
            self._process.communicate(b"end", timeout=_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _may_start(self) -> bool:
        """Not before a pause is over. At the start what is due leaves first, unless somebody waits for a job."""
        return time.monotonic() >= self._not_before or (self._since is None and steps.long_work_waits(self._desk))

    def _is_wanted(self) -> bool:
        if self._since is None or steps.long_work_waits(self._desk):
            return True
        now = self._desk.clock()
        if steps.texts_changed(self._desk, self._since):
            return True
        self._since = max(self._since, now - _OVERLAP)
        return False

    def _started(self) -> "subprocess.Popen[bytes]":
        settings = self._desk.settings
        home = {"PUBLISHER_HOME": str(settings.home), "PUBLISHER_DATABASE_URL": settings.database}
        command = [sys.executable, "-m", "publisher.worker.helper"]
        # a session of its own: Ctrl-C is for the worker, which ends it in order
        return subprocess.Popen(command, stdin=subprocess.PIPE, env=os.environ | home, start_new_session=True)

    def _note_end(self, ended: "subprocess.Popen[bytes]") -> None:
        """One that died is tried again after a growing pause; one that ended had seen no change for a while."""
        ended.communicate()
        self._process = None
        if ended.returncode == 0:
            self._since, self._pause = self._desk.clock() - _OVERLAP, _FIRST_PAUSE
            return
        _log.error("helper_died", code=ended.returncode)
        self._not_before = time.monotonic() + self._pause
        self._pause = min(self._pause * 2, _LONGEST_PAUSE)
