"""Telegram Desktop's export (result.json, one chat or all): messages of people, a word for each picture or voice."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from publisher.domain.errors import ConfigurationError
from publisher.intake.files import require_utf8
from publisher.intake.messages import MEDIA, Message, in_parts

LARGEST = 1 << 30
_KINDS = {
    "voice_message": "voice",
    "video_message": "video",
    "video_file": "video",
    "audio_file": "audio",
    "sticker": "sticker",
    "animation": "video",
}


def read(file: Path) -> Iterator[Message]:
    """Every message of every chat in the file, in its order."""
    require_utf8(file)
    if file.stat().st_size > LARGEST:
        raise ConfigurationError("the export is larger than 1 GiB; export it in parts.", file=str(file))
    try:
        with file.open(encoding="utf-8-sig") as source:
            data = json.load(source)
    except (
        ValueError,
        RecursionError,
    ) as error:  # bytes that are no UTF-8 behind a very long line are a ValueError too
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        raise ConfigurationError("is no Telegram export: not valid JSON.", file=str(file), line=line) from None
    chats = _chats(data)
    if chats is None:
        raise ConfigurationError("is no Telegram export: there is no list of messages in it.", file=str(file))
    number = 0
    for chat in chats:
        for message in chat["messages"] if isinstance(chat.get("messages"), list) else ():
            number += 1
            if isinstance(message, dict) and message.get("type") == "message":
                yield from in_parts(_message(number, chat, message))


def _chats(data: Any) -> list[dict[str, Any]] | None:
    if not isinstance(data, dict):
        return None
    if isinstance(data.get("messages"), list):
        return [data]
    held = data.get("chats")
    found = held.get("list") if isinstance(held, dict) else None
    return [chat for chat in found if isinstance(chat, dict)] if isinstance(found, list) else None


def _message(number: int, chat: dict[str, Any], message: dict[str, Any]) -> Message:
    said = (_text(message.get("text")).strip(), _poll(message.get("poll")), *_media(message))
    text = " ".join(part for part in said if part)
    if not text:
        return Message(number, error="the message is empty")
    sender = message.get("from_id") or message.get("from")
    name, chat_id = str(chat.get("name") or "Telegram")[:200], str(chat.get("id") or "")
    origin = {"chat": name, "chat_id": chat_id, "message": str(message.get("id", ""))}
    if message.get("from"):
        origin["author"] = str(message["from"])
    return Message(
        number,
        text=text,
        key=f"telegram:{chat_id}:{message['id']}" if message.get("id") is not None else "",
        asked_at=_moment(message),
        group=name,
        author=str(sender)[:200] if sender else None,
        origin=origin,
    )


def _text(value: Any) -> str:
    """A text is a string, or pieces of which some are links and mentions."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "".join(str(one.get("text", "")) if isinstance(one, dict) else str(one) for one in value if one)
    return ""


def _poll(value: Any) -> str:
    """A poll's question and what may be answered: people ask that way too."""
    if not isinstance(value, dict):
        return ""
    answers = value.get("answers")
    given = [_text(one.get("text")) for one in answers if isinstance(one, dict)] if isinstance(answers, list) else []
    return " / ".join(part for part in (_text(value.get("question")), *given) if part)


def _media(message: dict[str, Any]) -> Iterator[str]:
    if message.get("photo"):
        yield MEDIA["photo"]
    kind = message.get("media_type")
    if kind or any(message.get(name) for name in ("file", "contact_information", "location_information")):
        yield MEDIA[_KINDS.get(str(kind), "file")]


def _moment(message: dict[str, Any]) -> datetime | None:
    """When it was written. Older exports name only a wall time, without its zone: read as UTC, hours off at most."""
    try:
        return datetime.fromtimestamp(int(str(message["date_unixtime"])), UTC)
    except (KeyError, ValueError, OverflowError, OSError):
        pass
    try:
        moment = datetime.fromisoformat(str(message.get("date")))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
