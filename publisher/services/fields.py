"""Plain values from a file into typed ones; a wrong one is rejected in one sentence that names its field, never the
value: it may be a patient's."""

import re
from datetime import date, datetime
from typing import Any

NO_TEXT = re.compile("[\x00\ud800-\udfff]")
"""A NUL or half of a surrogate pair: no database stores it."""


class Rejected(ValueError):
    """Why one line was not taken; its text is shown beside the line's number."""


def text_of(values: dict[str, Any], name: str, *, required: bool = True, longest: int = 200_000) -> str:
    value = values.get(name)
    if value is None or (isinstance(value, str) and not value.strip()):
        if required:
            raise Rejected(f"“{name}” is missing")
        return ""
    if not isinstance(value, str):
        raise Rejected(f"“{name}” must be text")
    if len(value) > longest:
        raise Rejected(f"“{name}” has {len(value)} characters; at most {longest} are taken")
    if NO_TEXT.search(value):
        raise Rejected(f"“{name}” contains characters that are no text")
    return value


def choice(values: dict[str, Any], name: str, kind: Any, default: Any = None) -> Any:
    value = values.get(name)
    if value is None and default is not None:
        return default
    try:
        return kind(value)
    except ValueError:
        allowed = ", ".join(item.value for item in kind)
        raise Rejected(f"“{name}” is none that is known; use one of {allowed}") from None


def day(values: dict[str, Any], name: str) -> date | None:
    value = values.get(name)
    if value in (None, ""):
        return None
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise Rejected(f"“{name}” is no date; write it like 2027-03-08") from None


def texts(values: dict[str, Any], name: str) -> tuple[str, ...]:
    value = values.get(name) or []
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise Rejected(f"“{name}” must be a list of texts")
    return tuple(item.strip() for item in value if item.strip())
