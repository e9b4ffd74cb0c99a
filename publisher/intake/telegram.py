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
_AROUND = frozenset(
    (
        *("id", "type", "date", "date_unixtime", "edited", "edited_unixtime"),
        *("from", "from_id", "author", "text", "text_entities", "reactions"),
        *(
            "via_bot",
            "reply_to_message_id",
            "reply_to_peer_id",
            "inline_bot_buttons",
            "forwarded_from",
            "forwarded_from_id",
        ),
        *("saved_from",),
    )
)
"""What stands around a message and is no part of what it says."""


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
            if not isinstance(message, dict):
                yield Message(number, error="this is no message")
            elif message.get("type") != "service":
                yield from in_parts(_message(number, chat, message))


def _chats(data: Any) -> list[dict[str, Any]] | None:
    if not isinstance(data, dict):
        return None
    if isinstance(data.get("messages"), list):
        return [data]
    held = [data.get(name) for name in ("chats", "left_chats")]
    lists = [one["list"] for one in held if isinstance(one, dict) and isinstance(one.get("list"), list)]
    return [chat for found in lists for chat in found if isinstance(chat, dict)] if lists else None


def _message(number: int, chat: dict[str, Any], message: dict[str, Any]) -> Message:
    lists = (_list(message.get("poll"), "question"), _list(message.get("todo_list"), "title"))
    words = _text(message.get("text")).strip() or _text(message.get("text_entities")).strip()
    said = [part for part in (words, *lists, *_media(message)) if part]
    if not said and (message.get("type") != "message" or any(map(message.get, message.keys() - _AROUND))):
        said = [MEDIA["file"]]  # of a kind that came later than this reader
    if not said:
        return Message(number, error="the message is empty")
    sender = message.get("from_id") or message.get("from")
    name, chat_id = str(chat.get("name") or "Telegram")[:200], str(chat.get("id") or "")
    origin = {"chat": name, "chat_id": chat_id, "message": str(message.get("id", ""))}
    if message.get("from"):
        origin["author"] = str(message["from"])
    return Message(
        number,
        text=" ".join(said),
        key=f"telegram:{chat_id}:{message['id']}" if chat_id and message.get("id") is not None else "",
        asked_at=_moment(message),
        group=name if _has_members(chat) else None,
        author=str(sender)[:200] if sender else None,
        account=bool(message.get("from_id")),
        origin=origin,
    )


def _has_members(chat: dict[str, Any]) -> bool:
    """Whether the chat is a group: a chat with one person bears her name, which is nobody's community."""
    kind = str(chat.get("type") or "group")
    return "group" in kind or "channel" in kind


def _text(value: Any) -> str:
    """A text is a string, or pieces of which some are links and mentions."""
    if isinstance(value, list):
        return "".join(map(_text, value))
    if isinstance(value, dict):
        return _text(value.get("text"))
    return "" if value is None else str(value)


def _list(value: Any, head: str) -> str:
    """A poll's question and what may be answered, or a list of things to do: people ask that way too."""
    if not isinstance(value, dict):
        return ""
    answers = value.get("answers")
    given = [_text(one.get("text")) for one in answers if isinstance(one, dict)] if isinstance(answers, list) else []
    return " / ".join(part for part in (_text(value.get(head)), *given) if part)


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
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
