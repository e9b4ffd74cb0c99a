"""Tables and lists of questions and comments as programs export them: no reply, no picture and no line is lost."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from publisher.domain.errors import ConfigurationError
from publisher.intake import records
from publisher.intake.messages import Message

CRY = "I want to die"
TEN = datetime(2026, 11, 28, 10, tzinfo=UTC)


def table(folder: Path, words: str, letters: str = "utf-8") -> list[Message]:
    file = folder / "table.csv"
    file.write_bytes(words.encode(letters))
    return list(records.read(file))


def vk(folder: Path, *comments: Any) -> list[Message]:
    file = folder / "vk.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in comments), "utf-8")
    return list(records.read_vk(file))


@pytest.mark.parametrize(
    "head",
    [
        *(
            "id;text;group",
            'id;text;"group, or place"',
            "\ufeffid;text;group",
            "sep=;\nid;text;group",
            "ID;Text ;Group",
        ),
        *("id\ttext\tgroup", "id\ttext\ta,b;c"),
    ],
)
def test_the_mark_between_columns_and_their_names_are_found(head: str, tmp_path: Path) -> None:
    mark = "\t" if "\t" in head else ";"
    (found,) = table(tmp_path, f"{head}\n1{mark}hi, you{mark}g\n")
    assert (found.key, found.text) == ("1", "hi, you")


@pytest.mark.parametrize("letters", ["gb18030", "utf-16"])
def test_a_table_in_other_letters_is_refused_before_anything_is_written(letters: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="not UTF-8"):
        table(tmp_path, "id,text\n1,我不想活了\n", letters)


def test_of_two_columns_of_one_name_none_is_lost_unsaid(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="two columns"):
        table(tmp_path, f"id,text,Text\n1,hi,{CRY}\n")


def test_a_long_cell_is_read_and_so_is_the_line_after_it(tmp_path: Path) -> None:
    found = table(tmp_path, f"id,text\n1,{'x ' * 70_000}{CRY}\n2,fish\n")
    assert found[-2].text.endswith(CRY)
    assert (found[-1].key, found[-1].text) == ("2", "fish")


def test_a_question_beside_an_empty_text_and_one_with_a_stray_character_are_read(tmp_path: Path) -> None:
    first, second = table(tmp_path, f"id,text,question\n1,,{CRY}\n2,\x00{CRY},\n")
    assert (first.text, second.text.strip()) == (CRY, CRY)


def test_replies_are_messages_of_the_same_community(tmp_path: Path) -> None:
    deep = {"id": 3, "from_id": 8, "text": CRY}
    reply = {"id": 2, "from_id": 6, "text": "Me too", "thread": {"count": 1, "items": [deep]}}
    found = vk(tmp_path, {"id": 1, "owner_id": -7, "text": "Can I eat fish?", "thread": {"count": 2, "items": [reply]}})
    assert [one.text for one in found] == ["Can I eat fish?", "Me too", CRY]
    assert {one.group for one in found} == {"-7"}
    assert [one.key for one in found] == ["vk:-7:1", "vk:-7:2", "vk:-7:3"]


def test_a_list_as_the_network_answers_it_is_read(tmp_path: Path) -> None:
    found = vk(tmp_path, {"response": {"count": 1, "items": [{"id": 2, "text": CRY}]}}, {"items": [{"id": 3}]})
    assert [one.text or one.error for one in found] == [CRY, "“text” is missing"]


@pytest.mark.parametrize(
    ("attached", "words"),
    [
        ([{"type": "photo"}, {"type": "link"}], "[photo] [file]"),
        ({"type": "video"}, "[video]"),
        ("photo5_123", "[photo]"),
        ("video1_1, audio_message3_4;doc5_6", "[video] [voice] [file]"),
        ("https://vk.com/photo1_2", "[photo]"),
        ('[{"type": "sticker"}]', "[sticker]"),
        ('[{"type": ', "[file]"),
        ([{"type": "poll", "poll": {"question": CRY}}], f"[file] {CRY}"),
        ([5], "[file]"),
    ],
)
def test_every_attachment_has_its_word_however_it_is_written(attached: object, words: str, tmp_path: Path) -> None:
    (found,) = vk(tmp_path, {"id": 1, "text": "", "attachments": attached})
    assert found.text == words


def test_the_words_of_a_post_that_was_passed_on_are_read(tmp_path: Path) -> None:
    (found,) = vk(tmp_path, {"id": 1, "text": "see", "copy_history": [{"text": CRY}]})
    assert found.text == f"see {CRY}"


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        *(("28.11.2026 10:00", TEN), ("28.11.2026 в 10:00:05", TEN), ("2026-11-28 10:00", TEN)),
        *(("yesterday", None), ([1], None), ("31.02.2026", None), ("0001-01-01T00:00:00+10:00", None)),
    ],
)
def test_a_comment_is_heard_whatever_its_time_looks_like(
    written: object, moment: datetime | None, tmp_path: Path
) -> None:
    (found,) = vk(tmp_path, {"id": 1, "text": CRY, "date": written})
    assert (found.text, found.asked_at) == (CRY, moment)
