"""The worker process: one engine, a loop of short steps, a helper for long work. Exactly one per SQLite home."""

import signal
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout

from publisher.domain.errors import ConfigurationError
from publisher.logs import Logger
from publisher.services import (
    alarms,
    comparing,
    duty_room,
    hiding_names,
    listening,
    masking_imports,
    measuring,
    rechecking,
    recurring,
    rezoning,
)
from publisher.services.delivering import deliver
from publisher.services.desk import Desk
from publisher.storage import advisory
from publisher.worker import steps
from publisher.worker.engine import Engine
from publisher.worker.helping import Helper
from publisher.worker.surviving import survive, when_reachable

_log = Logger("worker")
_GUARD_SECONDS, _BEAT_SECONDS, _CHECKPOINT_SECONDS, _RETAIN_SECONDS = 2.0, 2.0, 60.0, 600.0
_RECHECK_SECONDS, _PLAN_SECONDS, _ZONE_SECONDS = 5.0, 30.0, 3600.0
_ALARM_SECONDS, _LISTEN_SECONDS = 2.0, 2.0
_MAIL_PATIENCE_SECONDS = 2.0  # then the next round begins: a new case is not kept waiting by a slow mail server
_COMPARE_SECONDS, _HELP_SECONDS = 10.0, 0.5
_MEASURE_SECONDS, _BETWEEN_MEASURES = 1.0, 0.2


def run(desk: Desk, *, until_idle: bool = False) -> None:
    """Work until asked to stop, or until nothing is left. ConfigurationError when another worker holds the home."""
    lock = _only_worker(desk.home) if desk.settings.on_sqlite else None
    try:
        _Worker(desk).run(until_idle)
    finally:
        if lock is not None:
            lock.release()


def _only_worker(home: Path) -> FileLock:
    lock = FileLock(home / "worker.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise ConfigurationError(
            "another worker already serves this home; several workers need PostgreSQL (PUBLISHER_DATABASE_URL)."
        ) from None
    return lock


class _Worker:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._stop = threading.Event()
        self._survive = partial(survive, self._stop, _log)
        self._engine = Engine(desk, lambda publication, attempt: deliver(desk, publication, attempt))
        self._helper = Helper(desk)
        self._lock = None if desk.settings.on_sqlite else advisory.WorkerLock(desk.db, self._engine.executor)

    def run(self, until_idle: bool) -> None:
        if threading.current_thread() is threading.main_thread():
            for name in (signal.SIGTERM, signal.SIGINT):
                signal.signal(name, lambda *_: self._stop.set())
        if self._lock is not None:
            self._lock.hold()  # where the database is away, the guard does it
        when_reachable(self._engine.launch, _log, self._stop)
        measurer = threading.Thread(target=self._measure, name="measures", daemon=True)
        measurer.start()
        # aside: whoever is on duty is called even while a mail server keeps the call waiting, or an import runs
        mail = partial(alarms.tick, patience=_MAIL_PATIENCE_SECONDS)
        for call in (mail, duty_room.tick):  # and no network that is slow keeps a mail waiting
            threading.Thread(target=self._call_for_help, args=(call,), name="alarms", daemon=True).start()
        threading.Thread(target=self._listen, name="listening", daemon=True).start()
        threading.Thread(target=self._hide, name="hiding", daemon=True).start()
        try:
            self._loop(until_idle)
        finally:
            self._stop.set()
            self._helper.close()
            measurer.join(timeout=10)
            self._engine.close()
            if self._lock is not None:
                self._lock.close()

    def _loop(self, until_idle: bool) -> None:
        desk, engine, answers = self._desk, self._engine, recurring.Answers()
        regular: list[tuple[float, Callable[[], object]]] = [
            (_BEAT_SECONDS, lambda: steps.beat(desk, engine)),
            (_GUARD_SECONDS, lambda: steps.guard(desk, engine, self._lock)),
            (desk.settings.relay_seconds, lambda: steps.relay(desk, engine)),
            (_HELP_SECONDS, self._helper.tend),
            (desk.settings.sweep_seconds, lambda: steps.sweep(desk, engine)),
            (_CHECKPOINT_SECONDS, lambda: steps.checkpoint(desk)),
            (_RECHECK_SECONDS, lambda: rechecking.ask_if_needed(desk)),
            (_COMPARE_SECONDS, lambda: comparing.ask_if_needed(desk)),
            (_PLAN_SECONDS, lambda: recurring.plan_all(desk, answers)),
            (_ZONE_SECONDS, lambda: rezoning.ask_if_needed(desk)),
            (_RETAIN_SECONDS, lambda: steps.retain(desk, engine)),
            (_RETAIN_SECONDS, lambda: alarms.erase(desk)),
        ]
        due = [0.0] * len(regular)
        while not self._stop.is_set():
            for place, (seconds, step) in enumerate(regular):
                if time.monotonic() >= due[place]:
                    self._survive(step)
                    due[place] = time.monotonic() + seconds
            if until_idle and self._survive(lambda: steps.idle(desk, engine)):
                return
            self._stop.wait(max(0.05, min(due) - time.monotonic()))

    def _call_for_help(self, call: Callable[[Desk], int]) -> None:
        while not self._stop.wait(_ALARM_SECONDS):
            self._survive(lambda: call(self._desk))

    def _hide(self) -> None:
        """Once for a home from before, which may take minutes."""
        while not self._stop.is_set():
            self._survive(lambda: hiding_names.hide(self._desk))
            self._survive(lambda: masking_imports.mask_old(self._desk))
            self._stop.wait(_RETAIN_SECONDS)

    def _listen(self) -> None:
        while not self._stop.wait(_LISTEN_SECONDS):
            self._survive(self._ask_accounts)

    def _ask_accounts(self) -> None:
        """Each account in its own thread: a network that does not answer keeps no other's cry for help waiting."""
        for account in listening.due(self._desk):
            step = partial(listening.hear, self._desk, account)
            threading.Thread(target=self._survive, args=(step,), name="hearing", daemon=True).start()

    def _measure(self) -> None:
        while not self._stop.is_set():
            measured = self._survive(lambda: measuring.measure_next(self._desk))
            self._stop.wait(_BETWEEN_MEASURES if measured else _MEASURE_SECONDS)
