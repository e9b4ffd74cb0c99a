"""Structured logs as JSON lines on standard error. The library is imported with the first line: few commands log.

An exception is told by its kind and the places it came through: its message may hold what a patient wrote.
"""

import functools
import logging
import sys
import traceback
from typing import Any

_level = logging.INFO
_MOST_PLACES = 30


def set_level(name: str) -> None:
    """From now on, this level and heavier ones: debug, info, warning or error."""
    global _level  # noqa: PLW0603 - one process has one log
    _level = logging.getLevelNamesMapping()[name.upper()]
    _configured.cache_clear()


def keep_words_out() -> None:
    """From now on, the libraries' own loggers tell an exception without its message, too."""
    logging.setLogRecordFactory(_Record)


def kinds(error: BaseException) -> str:
    """The exception's type and those it came from, the first cause last."""
    names: list[str] = []
    told: BaseException | None = error
    while told is not None and len(names) < _MOST_PLACES:
        names.append(type(told).__name__)
        told = told.__cause__ or told.__context__
    return " from ".join(names)


def places(error: BaseException) -> list[str]:
    """Where it went through, the innermost last: module, line and function; no line of code and no value."""
    steps = list(traceback.walk_tb(error.__traceback__))[-_MOST_PLACES:]
    return [f"{frame.f_globals.get('__name__', '?')}:{line} {frame.f_code.co_name}" for frame, line in steps]


class _Record(logging.LogRecord):
    """A line of the standard library's logging, with an exception in it told as ours are."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        error = self.exc_info[1] if self.exc_info else None
        if error is not None:
            self.msg, self.args = f"{self.getMessage()} {kinds(error)}: {' > '.join(places(error))}", ()
        self.exc_info = None


def _without_words(_logger: Any, _method: str, line: Any) -> Any:
    error = line.pop("exc_info", None)
    if isinstance(error, BaseException):
        line |= {"kind": kinds(error), "places": places(error)}
    return line


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
            _without_words,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(_level),
    )
    return structlog.get_logger(name)
