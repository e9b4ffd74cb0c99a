"""VK writes whom a reply is for as an account's number and a name: of that only the name comes in."""

import json
from pathlib import Path

import pytest

from publisher.channels._received import from_vk
from publisher.intake import records

REPLIES = [
    ("[id12345678|Анна Петрова], а мне можно?", "Анна Петрова, а мне можно?"),
    ("[id1:bp-55_77|Анна], а мне можно?", "Анна, а мне можно?"),
    ("Спросите в [club1|нашей группе] или [public22|тут]", "Спросите в нашей группе или тут"),
    ("Гемоглобин [норма 110|120] у меня 98", "Гемоглобин [норма 110|120] у меня 98"),
]


@pytest.mark.parametrize(("written", "said"), REPLIES)
def test_of_a_reply_in_a_file_only_the_name_comes_in(tmp_path: Path, written: str, said: str) -> None:
    file = tmp_path / "vk.jsonl"
    file.write_text(json.dumps({"id": 5, "text": "", "copy_history": [{"text": written}]}) + "\n", "utf-8")
    assert [one.text for one in records.read_vk(file)] == [said]


@pytest.mark.parametrize(("written", "said"), REPLIES)
def test_of_a_reply_as_it_is_written_only_the_name_comes_in(written: str, said: str) -> None:
    held = {
        "id": 5,
        "from_id": 99,
        "post_id": 7,
        "date": 1795000000,
        "text": written,
        "fwd_messages": [{"text": written}],
    }
    heard = from_vk(
        lambda: {"server": "s", "key": "k", "ts": "1"},
        lambda _address, _asked: {"ts": "2", "updates": [{"type": "wall_reply_new", "object": held}]},
        "1",
        "1",
    )
    assert [one.text for one in heard.messages] == [f"{said}\n{said}"]
