"""Chats, exports and mail as they really come: odd times, odd letters, long texts. Whoever asks for help is read."""

import base64
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from publisher.intake import files, mailbox, records, telegram, wechat
from publisher.intake.messages import LONGEST

CRY = "我不想活了"
HEAD = b"From: a@example.org\nSubject: help\nDate: Sat, 28 Nov 2026 10:00:00 +0000\nMIME-Version: 1.0\n"
ENCODED = b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64"


def mailed(folder: Path, head: bytes, body: bytes) -> str:
    file = folder / "box.mbox"
    file.write_bytes(b"From a@example.org Sat Nov 28 10:00:00 2026\n" + head + b"\n\n" + body + b"\n")
    (found,) = mailbox.read(file)
    return found.text


@pytest.mark.parametrize(
    "line",
    ["我撤回了一条消息，" + CRY, "她加入了群聊就走了，" + CRY, "我拍了拍桌子，" + CRY, "以上是打招呼，" + CRY],
)
def test_a_sentence_with_the_words_of_a_notice_is_no_notice(line: str) -> None:
    (found,) = wechat.read_text(f"小红 2026-11-28 10:00\n{line}\n")
    assert found.text == line


@pytest.mark.parametrize(
    "notice",
    [
        '"小红" 撤回了一条消息',
        "小红撤回了一条消息",
        '"小红"邀请"小明"加入了群聊',
        '"小红" 拍了拍 "小明"',
        "—— 以下为新消息 ——",
    ],
)
def test_a_notice_of_the_program_is_nobodys_message(notice: str) -> None:
    (found,) = wechat.read_text(f"小红 2026-11-28 10:00\n{CRY}\n{notice}\n")
    assert found.text == CRY


def test_what_stands_at_the_end_of_a_very_long_text_is_read(tmp_path: Path) -> None:
    long = "x " * LONGEST + CRY
    vk = tmp_path / "vk.jsonl"
    vk.write_text(json.dumps({"id": 1, "text": long}), "utf-8")
    export = tmp_path / "result.json"
    export.write_text(json.dumps({"id": 7, "messages": [{"id": 1, "type": "message", "text": long}]}), "utf-8")
    for found in (list(telegram.read(export)), list(records.read_vk(vk))):
        assert all(len(one.text) <= LONGEST for one in found)
        assert found[-1].text.endswith(CRY)
        assert len({one.key for one in found}) == len(found)


@pytest.mark.parametrize(
    ("head", "body", "words"),
    [
        (HEAD + b"Content-Type: text/plain; charset=gb2312\nContent-Transfer-Encoding: 8bit", CRY.encode("gbk"), CRY),
        (HEAD + b"Content-Type: text/plain; charset=x-unknown", b"I want to die", "I want to die"),
        (HEAD.replace(b"MIME-Version: 1.0\n", b""), CRY.encode(), CRY),
        (HEAD.replace(b"MIME-Version: 1.0\n", b""), "не хочу больше жить".encode("cp1251"), "не хочу больше жить"),
        (HEAD.replace(b"MIME-Version: 1.0\n", b""), CRY.encode("gb18030"), CRY),
        (HEAD + b"Content-Type: text/plain; charset=utf-8", CRY.encode() + b"\xff\xfe end", CRY + "\ufffd\ufffd end"),
        (HEAD + ENCODED, base64.b64encode(b"I want to die. " + CRY.encode() + b"!")[:-3], CRY),
        (HEAD + b"Content-Type: image/png\nContent-Transfer-Encoding: base64", b"AAAA", "help\n[photo]"),
        (HEAD + b"Content-Type: text/html; charset=utf-8", b"<p>I want &amp; wish</p>", "I want & wish"),
    ],
)
def test_a_letter_in_any_letters_is_read(tmp_path: Path, head: bytes, body: bytes, words: str) -> None:
    assert mailed(tmp_path, head, body).endswith(words)


def test_a_line_without_an_end_is_one_reject_and_fills_no_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_LONGEST_RAW", 3_000_000)
    file = tmp_path / "lines.jsonl"
    file.write_bytes(b'{"id": "1", "text": "a"}\n' + "é".encode() * 5_000_000 + b'\n{"id": "3", "text": "c"}\n')
    held: list[int] = []
    bounded: Callable[..., bytes] = files._bounded_line
    monkeypatch.setattr(files, "_bounded_line", lambda source: held.append(len(raw := bounded(source))) or raw)
    first, long, last = records.read(file)
    assert (first.text, last.text) == ("a", "c")
    assert "at most" in str(long.error)
    assert max(held) <= 3_000_000
