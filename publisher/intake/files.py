"""Reads .jsonl, .csv and Markdown with front matter. A wrong file stops with its line; a wrong line is one reject."""

import csv
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import IO, Any

import yaml

from publisher.domain.errors import ConfigurationError

LARGEST_LINE = 1_000_000
LARGEST_FILE = 2_000_000_000
_LONGEST_RAW = 16_000_000  # bytes of a line; more than a whole Markdown file may have
_TOLD = re.compile(r"sep=([,;\t])\r?\n?")
_LIST_FIELDS = ("roles", "languages", "stages", "sources", "licences")

csv.field_size_limit(_LONGEST_RAW)  # one long cell is one reject and no end of the file


@dataclass(frozen=True)
class Line:
    """One record of a file: its line (from 1) and either its values or the reason why it has none."""

    number: int
    values: dict[str, Any] | None
    error: str | None = None


def size_of(file: Path) -> int:
    """Bytes of the file. ConfigurationError when it cannot be read."""
    try:
        size = file.stat().st_size
    except OSError:
        raise ConfigurationError("there is no such file; check the path.", file=str(file)) from None
    if file.is_dir():
        raise ConfigurationError("this is a folder; name a file.", file=str(file))
    if size > LARGEST_FILE:
        raise ConfigurationError("the file is larger than 2 GB; split it.", file=str(file))
    return size


def read_records(file: Path) -> Iterator[Line]:
    """Records of a .jsonl or .csv file, one at a time; memory does not grow with the file."""
    size_of(file)
    suffix = file.suffix.lower()
    if suffix == ".csv":
        yield from _read_csv(file)
    elif suffix in (".jsonl", ".ndjson"):
        yield from _read_jsonl(file)
    else:
        raise ConfigurationError(f"cannot read “{suffix or 'no ending'}”; use .jsonl or .csv.", file=str(file))


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    """Lines with their numbers; of one that is longer than anything that is taken only the beginning is held."""
    with file.open("rb") as source:
        for number, raw in enumerate(iter(lambda: _bounded_line(source), b""), start=1):
            try:
                text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                raise ConfigurationError(
                    f"not UTF-8 text (byte {error.start + 1} of the line); save the file as UTF-8.",
                    file=str(file),
                    line=number,
                ) from None
            yield number, text


def _bounded_line(source: IO[bytes]) -> bytes:
    raw = source.readline(_LONGEST_RAW)
    if len(raw) < _LONGEST_RAW or raw.endswith(b"\n"):
        return raw
    while (more := source.readline(_LONGEST_RAW)) and not more.endswith(b"\n"):
        continue
    return raw.decode("utf-8", "ignore").encode()


def require_utf8(file: Path) -> None:
    """Read the whole file once, so that a wrong encoding stops an import before anything is written."""
    size_of(file)
    for _ in _lines(file):
        pass


def _read_jsonl(file: Path) -> Iterator[Line]:
    for number, text in _lines(file):
        if not text.strip():
            continue
        if len(text) > LARGEST_LINE:
            yield Line(number, None, f"the line has {len(text)} characters; at most {LARGEST_LINE} are read")
            continue
        try:
            values = json.loads(text)
        except (ValueError, RecursionError) as error:
            yield Line(number, None, f"not valid JSON: {why_not_json(error)}")
            continue
        if not isinstance(values, dict):
            yield Line(number, None, "not a JSON object")
            continue
        yield Line(number, values)


def why_not_json(error: Exception) -> str:
    """What `json.loads` could not read, in words for people; a number of thousands of digits is a ValueError too."""
    if isinstance(error, json.JSONDecodeError):
        return error.msg
    return "nested too deeply" if isinstance(error, RecursionError) else "a number has too many digits"


def _read_csv(file: Path) -> Iterator[Line]:
    require_utf8(file)
    with file.open(encoding="utf-8-sig", newline="") as source:
        head = source.readline()
        told = _TOLD.fullmatch(head)  # spreadsheets may name the mark before the columns
        if told is None:
            source.seek(0)
        reader = csv.DictReader(source, delimiter=told[1] if told else _delimiter(head))
        try:
            reader.fieldnames = _columns(file, reader.fieldnames or ())
            for row in reader:
                number = reader.line_num
                if None in row:
                    yield Line(number, None, "has more columns than the first line names")
                    continue
                yield Line(
                    number, {key: _csv_value(key, value) for key, value in row.items() if value not in (None, "")}
                )
        except csv.Error as error:
            raise ConfigurationError(f"not valid CSV: {error}.", file=str(file), line=reader.line_num) from None


def _delimiter(head: str) -> str:
    """Spreadsheets in half of Europe part columns by semicolons; some part them by tabs."""
    return max((",", ";", "\t"), key=head.count)


def _columns(file: Path, names: Sequence[str]) -> list[str]:
    """The names of the columns in small letters. ConfigurationError when one of two would be lost."""
    plain = [name.strip().lower() for name in names]
    twice = next((name for name in plain if name and plain.count(name) > 1), None)
    if twice is not None:
        raise ConfigurationError(f"two columns are called “{twice}”; rename one.", file=str(file), line=1)
    return plain


def _csv_value(name: str, value: str) -> Any:
    if name in _LIST_FIELDS:
        return [item.strip() for item in value.split(";") if item.strip()]
    return value


def read_markdown(file: Path) -> tuple[dict[str, Any], str]:
    """Front matter and body of a Markdown file. ConfigurationError with file and line when either is wrong."""
    if size_of(file) > LARGEST_LINE * 12:
        raise ConfigurationError("the file is too large for one entry.", file=str(file))
    text = "".join(line for _, line in _lines(file)).replace("\r\n", "\n")
    if not text.startswith("---\n"):
        raise ConfigurationError("must begin with front matter between two lines of “---”.", file=str(file), line=1)
    end = text.find("\n---", 3)
    if end < 0:
        raise ConfigurationError("the front matter has no closing “---”.", file=str(file), line=1)
    head, body = text[4:end], text[end + 4 :].lstrip("\n")
    try:
        values = yaml.safe_load(StringIO(head)) or {}
    except RecursionError:
        raise ConfigurationError("the front matter is nested too deeply.", file=str(file), line=2) from None
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else _line_of_wrong_date(head)
        reason = getattr(error, "problem", None) or str(error)
        raise ConfigurationError(f"the front matter is not valid YAML: {reason}.", file=str(file), line=line) from None
    if not isinstance(values, dict):
        raise ConfigurationError("the front matter must be lines of “name: value”.", file=str(file), line=2)
    return values, body


def _line_of_wrong_date(head: str) -> int:
    """YAML builds dates itself and forgets the line when one does not exist (2027-02-30)."""
    for number, line in enumerate(head.splitlines(), start=2):
        try:
            yaml.safe_load(line)
        except ValueError:
            return number
        except yaml.YAMLError:
            continue
    return 1


def line_of(file: Path, name: str) -> int | None:
    """The line of the front matter that sets a name."""
    for number, text in _lines(file):
        if text.startswith(f"{name}:"):
            return number
    return None
