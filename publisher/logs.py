"""Structured logs as JSON lines on standard error. The library is imported with the first line: few commands log."""

import functools
import logging
import sys
from typing import Any

_level = logging.INFO


def set_level(name: str) -> None:
    """From now on, this level and heavier ones: debug, info, warning or error."""
    global _level  # noqa: PLW0603 - one process has one log
    _level = logging.getLevelNamesMapping()[name.upper()]
    _configured.cache_clear()


class Logger:
    """A named logger that costs nothing until it is used. Fields carry ids and kinds, never a text or a secret."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, method: str) -> Any:
        return getattr(_configured(self._name), method)


@functools.cache
def _configured(name: str) -> Any:
    import structlog

    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(_level),
    )
    return structlog.get_logger(name)
