"""Questions as .jsonl or .csv: the import format, and comments as VK and its exporters name the columns."""

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from publisher.intake.files import Line, read_records, require_utf8
from publisher.intake.messages import LONGEST, MEDIA, Message, in_parts

_VK = {
    "text": ("text", "message", "comment", "body"),
    "id": ("id", "comment_id", "cid", "post_id"),
    "author": ("from_id", "user_id", "author", "author_id", "from", "name", "user"),
    "date": ("date", "time", "created", "created_at", "datetime"),
    "group": ("group", "owner_id", "community", "group_id", "owner"),
    "link": ("link", "url", "permalink"),
}
_SECONDS = re.compile(r"\s*\d+(?:\.\d+)?\s*", re.ASCII)
_ATTACHED = {
    "photo": "photo",
    "audio_message": "voice",
    "audio": "audio",
    "video": "video",
    "doc": "file",
    "sticker": "sticker",
}


def read(file: Path) -> Iterator[Message]:
    """`{"external_id"|"id","text"|"question","language"?,"asked_at"?,"group"?,"author"?}` per line."""
    require_utf8(file)
    for line in read_records(file):
        yield _message(line)


def _message(line: Line) -> Message:
    values = line.values
    if values is None:
        return Message(line.number, error=line.error)
    try:
        return Message(
            line.number,
            text=_words(values, "text" if "text" in values else "question", LONGEST),
            key=_words(values, "external_id" if "external_id" in values else "id", 200),
            language=values.get("language"),
            asked_at=_moment(values.get("asked_at")),
            group=_optional(values, "group", 200),
            author=_optional(values, "author", 200),
            origin={name: str(values[name])[:500] for name in ("link", "url") if values.get(name)},
            raw_digest=digest(values),
        )
    except ValueError as reason:
        return Message(line.number, error=str(reason))


def read_vk(file: Path) -> Iterator[Message]:
    """Comments of a community: seconds since 1970 or ISO times, attachments named by kind."""
    require_utf8(file)
    for line in read_records(file):
        values = line.values
        if values is None:
            yield Message(line.number, error=line.error)
            continue
        try:
            yield from in_parts(_vk_message(line.number, values))
        except ValueError as reason:
            yield Message(line.number, error=str(reason))


def _vk_message(number: int, values: dict[str, Any]) -> Message:
    found = {name: next((values[key] for key in keys if values.get(key)), None) for name, keys in _VK.items()}
    attached = " ".join(_attachments(values.get("attachments")))
    text = " ".join(part for part in (str(found["text"] or "").strip(), attached) if part)
    if not text:
        raise ValueError("“text” is missing")
    key = f"vk:{found['group'] or ''}:{found['id']}" if found["id"] else ""
    origin = {name: str(found[name])[:500] for name in ("author", "link", "group") if found[name]}
    group = str(found["group"])[:200] if found["group"] else None
    author = str(found["author"])[:200] if found["author"] else None
    return Message(number, text, key, None, _vk_moment(found["date"]), group, author, origin, raw_digest=digest(values))


def _attachments(value: Any) -> Iterator[str]:
    for one in value if isinstance(value, list) else []:
        kind = one.get("type") if isinstance(one, dict) else one
        yield MEDIA[_ATTACHED.get(str(kind), "file")]


def _vk_moment(value: Any) -> datetime | None:
    if isinstance(value, int | float) or (isinstance(value, str) and _SECONDS.fullmatch(value)):
        try:
            return datetime.fromtimestamp(float(value), UTC)
        except (ValueError, OverflowError, OSError):
            return None  # a message with an impossible time is still heard
    return _moment(value, UTC)


def _moment(value: Any, zone: Any = None) -> datetime | None:
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"“asked_at” is “{value}”, no time; write it like 2027-03-08T09:00:00+08:00") from None
    if moment.tzinfo is None:
        if zone is None:
            raise ValueError("“asked_at” needs an offset, like +08:00")
        moment = moment.replace(tzinfo=zone)
    return moment


def _words(values: dict[str, Any], name: str, longest: int) -> str:
    value = values.get(name)
    if isinstance(value, int) and not isinstance(value, bool) and name == "id":
        value = str(value)
    if value is None or (isinstance(value, str) and not value.strip()):
        raise ValueError(f"“{name}” is missing")
    if not isinstance(value, str):
        raise ValueError(f"“{name}” must be text")
    if len(value) > longest:
        raise ValueError(f"“{name}” has {len(value)} characters; at most {longest} are taken")
    return value


def _optional(values: dict[str, Any], name: str, longest: int) -> str | None:
    return _words(values, name, longest) if values.get(name) else None


def digest(values: dict[str, Any]) -> str:
    plain = json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()
