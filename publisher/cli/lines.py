"""JSON Lines in, one JSON object out per line, in order; a bad line is told by its id and never stops the rest."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from publisher.cli.output import REFUSED, print_json
from publisher.domain.errors import ConfigurationError
from publisher.intake.files import why_not_json

_LONGEST_LINE = 4_000_000


class BadLine(Exception):
    """One sentence on what is wrong with a line."""


def each_line(
    file: Path,
    work: Callable[[dict[str, Any]], dict[str, Any]],
    told: Callable[[dict[str, Any]], None] = print_json,
) -> int:
    """Do the work for each line of a file, or of standard input for -. Returns the exit code."""
    worst = 0
    try:
        stream = nullcontext(sys.stdin.buffer) if str(file) == "-" else file.open("rb")
    except OSError as error:
        raise ConfigurationError(f"cannot be read: {error.strerror}.", file=str(file)) from None
    with stream as source:
        for raw in _lines(source):
            line: dict[str, Any] = {}
            try:
                line = _parsed(raw)
                told({"id": line.get("id"), **work(line)})
            except BadLine as error:
                worst = REFUSED
                told({"id": line.get("id"), "error": str(error)})
    return worst


def _lines(source: Any) -> Iterator[bytes]:
    while raw := source.readline(_LONGEST_LINE + 1):
        if raw.strip():
            yield raw


def _parsed(raw: bytes) -> dict[str, Any]:
    try:
        line = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadLine(f"the line is not UTF-8 (byte {error.start})") from None
    except (ValueError, RecursionError) as error:
        raise BadLine(f"the line is not JSON: {why_not_json(error)}") from None
    if not isinstance(line, dict):
        raise BadLine("the line is not a JSON object")
    return line
