"""Exports of Telegram chats: every kind of message is read, and a chat with one person gives nobody's name away."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from publisher.intake import telegram
from publisher.intake.messages import Message

CRY = "I want to die"


def exported(folder: Path, *messages: Any, **chat: Any) -> list[Message]:
    file = folder / "result.json"
    around = {"id": 1, "type": "message", "from": "A", "from_id": "user1"}
    held = [around | one if isinstance(one, dict) else one for one in messages]
    file.write_text(json.dumps({"name": "Group", "id": 7} | chat | {"messages": held}), "utf-8")
    return list(telegram.read(file))


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ({"text": "", "poll": {"question": "Who else?", "answers": [{"text": "me"}]}}, "Who else? / me"),
        ({"text": "", "todo_list": {"title": [CRY], "answers": [{"text": "now"}]}}, f"{CRY} / now"),
        ({"text": ["a", {"type": "bold", "text": "b"}, 3, {"text": None}, ["c"]]}, "ab3c"),
        ({"text": {"type": "bold", "text": CRY}}, CRY),
        ({"text_entities": [{"type": "plain", "text": CRY}]}, CRY),
        ({"text": "", "location_information": {"latitude": 1}}, "[file]"),
        ({"text": "", "contact_vcard": "a.vcf"}, "[file]"),
        ({"text": "", "giveaway_information": {"quantity": 1}}, "[file]"),
        ({"text": "", "type": "unsupported"}, "[file]"),
        ({"text": "hi", "date_unixtime": "9" * 20}, "hi"),
        ({"text": "hi", "date": "0001-01-01T00:00:00+10:00"}, "hi"),
        ({"text": f"\ud83d{CRY}\x00", "from_id": "u\ud800"}, CRY),
    ],
)
def test_every_kind_of_exported_message_is_read(tmp_path: Path, message: dict[str, Any], text: str) -> None:
    (found,) = exported(tmp_path, message)
    assert found.text.strip() == text


def test_an_export_without_seconds_keeps_its_wall_time_and_one_without_messages_is_empty(tmp_path: Path) -> None:
    (found,) = exported(tmp_path, {"text": "hi", "date": "2026-11-28T10:00:00"})
    assert found.asked_at == datetime(2026, 11, 28, 10, tzinfo=UTC)
    file = tmp_path / "all.json"
    file.write_text('{"chats": {"list": [{"name": "a", "messages": null}]}}', "utf-8")
    assert list(telegram.read(file)) == []


@pytest.mark.parametrize("kind", ["personal_chat", "bot_chat", "saved_messages", "replies", 5])
def test_a_chat_with_one_person_is_no_community(kind: object, tmp_path: Path) -> None:
    (found,) = exported(tmp_path, {"text": CRY}, name="Anna Kowalska", type=kind)
    assert (found.group, found.origin["chat"]) == (None, "Anna Kowalska")
    for group in ("private_group", "public_supergroup", "private_channel", None):
        (found,) = exported(tmp_path, {"text": CRY}, name="Mothers", type=group)
        assert found.group == "Mothers"


def test_what_was_written_in_chats_that_were_left_is_read(tmp_path: Path) -> None:
    file = tmp_path / "all.json"
    chat = {"name": "Mothers", "id": 7, "messages": [{"id": 1, "type": "message", "text": CRY}]}
    file.write_text(json.dumps({"chats": {"list": []}, "left_chats": {"list": [chat]}}), "utf-8")
    assert [one.text for one in telegram.read(file)] == [CRY]


def test_what_is_no_message_is_a_reject_and_a_chat_without_a_number_names_none(tmp_path: Path) -> None:
    first, second = exported(tmp_path, "x", {"text": CRY}, id=None)
    assert (first.error, second.text, second.key) == ("this is no message", CRY, "")
