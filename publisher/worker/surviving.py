"""What every loop of the worker and its helper does with a step that fails: say it, wait, go on."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from publisher.logs import Logger
from publisher.storage.database import is_outage

_OUTAGE_PAUSE = 1.0
PATIENCE_SECONDS = 120.0  # a database that was restarted is back by then; a wrong address must be said
T = TypeVar("T")


def survive(stop: threading.Event, log: Logger, step: Callable[[], object]) -> object:
    """The step's result, or None after a fault: a database that is away or full ends no process. What was due stays."""
    try:
        return step()
    except Exception as error:  # noqa: BLE001 - reported by type; the next round does what this one missed
        log.error("step_failed", kind=type(error).__name__, outage=is_outage(error))
        stop.wait(_OUTAGE_PAUSE)
        return None


def when_reachable(step: Callable[[], T], log: Logger, stop: threading.Event | None = None) -> T:
    """The step's result; while the database is away it is tried again. After the patience its own error is raised."""
    stop = stop or threading.Event()
    ends = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return step()
        except Exception as error:  # survives an outage alone, reported as `database_away`; all else is raised
            if not is_outage(error) or stop.is_set() or time.monotonic() > ends:
                raise
            log.warning("database_away", kind=type(error).__name__)
            stop.wait(_OUTAGE_PAUSE)
