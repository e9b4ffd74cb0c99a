"""What every loop of the worker and its helper does with a step that fails: say it, wait, go on."""

import threading
from collections.abc import Callable

from publisher.logs import Logger
from publisher.storage.database import is_outage

_OUTAGE_PAUSE = 1.0


def survive(stop: threading.Event, log: Logger, step: Callable[[], object]) -> object:
    """The step's result, or None after a fault: a database that is away or full ends no process. What was due stays."""
    try:
        return step()
    except Exception as error:  # noqa: BLE001 - reported by type; the next round does what this one missed
        log.error("step_failed", kind=type(error).__name__, outage=is_outage(error))
        stop.wait(_OUTAGE_PAUSE)
        return None
