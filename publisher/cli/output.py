"""How commands speak: JSON on standard output, words for people elsewhere; every end has its exit code."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

import typer

from publisher.domain.errors import ConfigurationError, ImpossibleTransition, Refusal

REFUSED, WRONG = 1, 2


def plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, set | frozenset):
        return sorted(value)
    return str(value)


def print_json(value: Any) -> None:
    text = json.dumps(value, ensure_ascii=False, default=plain)
    # a lone surrogate cannot be written as UTF-8; JSON can still carry it escaped
    safe = (
        text
        if text.isascii() or not any("\ud800" <= char <= "\udfff" for char in text)
        else json.dumps(value, default=plain)
    )
    sys.stdout.write(safe + "\n")
    sys.stdout.flush()


def tell(words: str) -> None:
    """A line for a person, on standard error so that standard output stays data."""
    sys.stderr.write(words + "\n")


def show(words: str) -> None:
    sys.stdout.write(words + "\n")


@contextmanager
def refusals_told() -> Iterator[None]:
    """Every expected trouble becomes its sentences and its exit code; never a traceback."""
    try:
        yield
    except Refusal as refusal:
        for reason in refusal.reasons:
            tell(str(reason))
        raise typer.Exit(REFUSED) from None
    except ConfigurationError as error:
        tell(str(error))
        raise typer.Exit(WRONG) from None
    except ImpossibleTransition:
        tell("This has just moved on; look at it again and repeat the command.")
        raise typer.Exit(REFUSED) from None
    except BrokenPipeError:
        raise typer.Exit(REFUSED) from None
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        tell(f"{where}cannot be read or written: {error.strerror or type(error).__name__}.")
        raise typer.Exit(WRONG) from None
    except KeyboardInterrupt:
        tell("Stopped.")
        raise typer.Exit(130) from None


def progress_line(what: str) -> Callable[[int, int], None]:
    """A counting line on a terminal, a line per tenth elsewhere."""
    last = [-1]

    def said(done: int, total: int) -> None:
        tenth = done * 10 // max(total, 1)
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{what}: {done} of {total}" + ("\n" if done >= total else ""))
            sys.stderr.flush()
        elif tenth != last[0]:
            last[0] = tenth
            tell(f"{what}: {done} of {total}")

    return said
