"""Events: every change of state, append-only, chained by hash per record."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

GENESIS = "0" * 64


@dataclass(frozen=True)
class Event:
    """Who did what to which record, when; `detail` never holds a patient's words or a secret."""

    record: str  # "entry:…", "publication:…", "person:…", "account:…"
    sequence: int  # from 1 within the record
    at: datetime
    actor: str
    action: str
    detail: dict[str, Any]
    previous: str
    hash: str


def event_hash(record: str, sequence: int, at: str, actor: str, action: str, detail: str, previous: str) -> str:
    """SHA-256 over the fields, separated by a unit separator; `detail` is canonical JSON, `at` ISO 8601 in UTC."""
    parts = (record, str(sequence), at, actor, action, detail, previous)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def canonical(detail: dict[str, Any]) -> str:
    return json.dumps(detail, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
