"""Questions as .jsonl or .csv: the import format, and comments as VK and its exporters name the columns."""

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from publisher.intake.files import Line, read_records, require_utf8
from publisher.intake.messages import MEDIA, Message, in_parts
from publisher.rendering.mentions import as_shown

_VK = {
    "text": ("text", "message", "comment", "body"),
    "id": ("id", "comment_id", "cid", "post_id"),
    "author": ("from_id", "user_id", "author", "author_id", "from", "name", "user"),
    "date": ("date", "time", "created", "created_at", "datetime"),
    "group": ("group", "owner_id", "community", "group_id", "owner"),
    "link": ("link", "url", "permalink"),
}
_SECONDS = re.compile(r"\s*\d+(?:\.\d+)?\s*", re.ASCII)
_WRITTEN = re.compile(r"\s*(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[\s,в]+(\d{1,2}):(\d{2}))?")
_HOLDING = ("thread", "comments", "replies", "response", "items")
_ATTACHED = {
    "photo": "photo",
    "audio_message": "voice",
    "audio": "audio",
    "video": "video",
    "doc": "file",
    "sticker": "sticker",
}
_NAMED = re.compile("|".join(sorted(_ATTACHED, key=len, reverse=True)))


def read(file: Path) -> Iterator[Message]:
    """`{"external_id"|"id","text"|"question","language"?,"asked_at"?,"group"?,"author"?}` per line."""
    require_utf8(file)
    for line in read_records(file):
        yield from in_parts(_message(line))


def _message(line: Line) -> Message:
    values = line.values
    if values is None:
        return Message(line.number, error=line.error)
    try:
        return Message(
            line.number,
            text=_words(values, "question" if "question" in values and not values.get("text") else "text"),
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
    """Comments of a community with their replies: seconds since 1970 or written times, attachments named by kind."""
    require_utf8(file)
    for line in read_records(file):
        if line.values is None:
            yield Message(line.number, error=line.error)
            continue
        for values in _with_replies(line.values):
            try:
                yield from in_parts(_vk_message(line.number, values))
            except ValueError as reason:
                yield Message(line.number, error=str(reason))


def _with_replies(values: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A comment and the answers that hang on it, which are of the same community; a mere list is no comment."""
    own = {name: value for name, value in values.items() if name not in _HOLDING}
    held = [value.get("items") if isinstance(value, dict) else value for value in map(values.get, _HOLDING)]
    replies = [one for found in held if isinstance(found, list) for one in found if isinstance(one, dict)]
    if not replies or _found(own, "text") or own.get("attachments") or own.get("copy_history"):
        yield own
    around = {name: own[name] for name in (*_VK["group"], *_VK["link"]) if own.get(name)}
    for reply in replies:
        yield from _with_replies(around | reply)


def _found(values: dict[str, Any], name: str) -> Any:
    return next((values[key] for key in _VK[name] if values.get(key)), None)


def _vk_message(number: int, values: dict[str, Any]) -> Message:
    found = {name: _found(values, name) for name in _VK}
    reposts = [one.get("text") for one in _listed(values.get("copy_history")) if isinstance(one, dict)]
    said = [as_shown(str(one)).strip() for one in (found["text"], *reposts) if one]
    text = " ".join(part for part in (*said, *_attachments(values.get("attachments"))) if part)
    if not text:
        raise ValueError("“text” is missing")
    group, author = found["group"], found["author"]
    return Message(
        number,
        text=text,
        key=f"vk:{group or ''}:{found['id']}" if found["id"] else "",
        asked_at=_vk_moment(found["date"]),
        group=str(group)[:200] if group else None,
        author=str(author)[:200] if author else None,
        origin={name: str(found[name])[:500] for name in ("author", "link", "group") if found[name]},
        raw_digest=digest(values),
        account=str(author).removeprefix("-").isdecimal(),
    )


def _attachments(value: Any) -> Iterator[str]:
    """A word for each attachment: a record, a name (“photo5_123”), or a list of names in the cell of a table."""
    for one in _listed(value):
        held = one if isinstance(one, dict) else {}
        named = _NAMED.search(str(held.get("type") or one))
        yield MEDIA[_ATTACHED[named[0]] if named else "file"]
        if isinstance(asked := held.get("poll"), dict) and asked.get("question"):
            yield str(asked["question"])


def _listed(value: Any) -> list[Any]:
    if isinstance(value, str) and value.strip()[:1] in ("[", "{"):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return [value]
    if isinstance(value, str):
        return re.split(r"[\s,;|]+", value.strip()) if value.strip() else []
    return value if isinstance(value, list) else [value] if value else []


def _vk_moment(value: Any) -> datetime | None:
    """A message with an impossible time is still heard."""
    try:
        if isinstance(value, int | float) or (isinstance(value, str) and _SECONDS.fullmatch(value)):
            return datetime.fromtimestamp(float(value), UTC)
        if isinstance(value, str) and (written := _WRITTEN.match(value)):
            day, month, year, hour, minute = (int(one or 0) for one in written.groups())
            return datetime(year, month, day, hour, minute, tzinfo=UTC)
        return _moment(value, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _moment(value: Any, zone: Any = None) -> datetime | None:
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(str(value))
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("“asked_at” is no time; write it like 2027-03-08T09:00:00+08:00") from None
    if zone is None:
        raise ValueError("“asked_at” needs an offset, like +08:00")
    return moment.replace(tzinfo=zone)


def _words(values: dict[str, Any], name: str, longest: int | None = None) -> str:
    value = values.get(name)
    if isinstance(value, int) and not isinstance(value, bool) and name == "id":
        value = str(value)
    if value is None or (isinstance(value, str) and not value.strip()):
        raise ValueError(f"“{name}” is missing")
    if not isinstance(value, str):
        raise ValueError(f"“{name}” must be text")
    if longest is not None and len(value) > longest:
        raise ValueError(f"“{name}” has {len(value)} characters; at most {longest} are taken")
    return value


def _optional(values: dict[str, Any], name: str, longest: int) -> str | None:
    return _words(values, name, longest) if values.get(name) else None


def digest(values: dict[str, Any]) -> str:
    plain = json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()
