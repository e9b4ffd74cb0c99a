"""What each kind of file brings in: words, times, writers, a word for each picture, and nothing of the page around."""

import json
import mailbox
from email.message import EmailMessage
from pathlib import Path

import pytest

from publisher.domain.errors import ConfigurationError
from publisher.intake import mailbox as mail
from publisher.intake import records, telegram, wechat
from publisher.intake.furniture import without_furniture
from publisher.intake.messages import reader_of


def test_a_telegram_export_gives_text_time_writer_and_a_word_for_a_voice(tmp_path: Path) -> None:
    file = tmp_path / "result.json"
    chat = {
        "name": "Мамы",
        "id": 5,
        "messages": [
            {"id": 1, "type": "service", "action": "join"},
            {
                "id": 2,
                "type": "message",
                "date_unixtime": "1764000000",
                "from": "Анна",
                "from_id": "user7",
                "text": ["Можно ли ", {"type": "bold", "text": "рыбу"}, "?"],
            },
            {"id": 3, "type": "message", "from_id": "user8", "media_type": "voice_message", "text": ""},
            {"id": 4, "type": "message", "from_id": "user8", "text": ""},
        ],
    }
    file.write_text(json.dumps(chat, ensure_ascii=False), encoding="utf-8")
    first, voice, empty = telegram.read(file)
    assert first.text == "Можно ли рыбу?"
    assert first.key == "telegram:5:2"
    assert first.group == "Мамы"
    assert first.asked_at is not None
    assert voice.text == "[voice]"
    assert empty.error == "the message is empty"


def test_a_file_that_is_no_export_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "result.json"
    file.write_text('{"a": [1,\n', encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"result\.json:2"):
        list(telegram.read(file))
    file.write_text("[1, 2]", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="no list of messages"):
        list(telegram.read(file))


def test_a_pasted_wechat_chat_is_cut_into_messages(tmp_path: Path) -> None:
    pasted = (
        "—— 2026年11月20日 ——\n小雨妈妈 09:12\n宝宝发烧38度\n怎么办\n"
        "“李雷”加入了群聊\n豆豆爸 下午 3:05\n[图片]\n群主 2026-11-21 08:00:01\n大家早上好\n"
    )
    first, second, third = wechat.read_text(pasted, "三群")
    assert (first.author, first.text) == ("小雨妈妈", "宝宝发烧38度\n怎么办")
    assert first.asked_at is not None
    assert first.asked_at.isoformat() == "2026-11-20T09:12:00+08:00"
    assert second.text == "[图片]"
    assert third.asked_at is not None
    assert (third.author, third.asked_at.isoformat()) == ("群主", "2026-11-21T08:00:00+08:00")
    one, two = wechat.read_text("小王：喉咙痛吃什么药\n小李：看医生\n")
    assert [one.author, two.author] == ["小王", "小李"]


@pytest.mark.parametrize("written", [1796000000.5, 1796000000, "1796000000.5", " 1796000000 "])
def test_a_vk_time_may_have_a_fraction(written: object, tmp_path: Path) -> None:
    file = tmp_path / "vk.jsonl"
    file.write_text(json.dumps({"id": 1, "text": "болит голова", "date": written}), "utf-8")
    (message,) = records.read_vk(file)
    assert message.error is None
    assert message.asked_at is not None
    assert int(message.asked_at.timestamp()) == 1796000000


@pytest.mark.parametrize("impossible", [float("1e400"), float("nan"), -1e30, True])
def test_a_message_with_an_impossible_vk_time_is_still_heard(impossible: object, tmp_path: Path) -> None:
    file = tmp_path / "vk.jsonl"
    file.write_text(json.dumps({"id": 1, "text": "болит голова", "date": impossible}), "utf-8")
    (message,) = records.read_vk(file)
    assert (message.error, message.text) == (None, "болит голова")


def test_vk_comments_keep_their_pictures_as_words(tmp_path: Path) -> None:
    file = tmp_path / "comments.jsonl"
    file.write_text(
        json.dumps({"id": 3, "from_id": 44, "date": 1764000000, "text": "Что это?", "attachments": [{"type": "photo"}]})
        + "\n",
        encoding="utf-8",
    )
    (message,) = records.read_vk(file)
    assert message.text == "Что это? [photo]"
    assert message.author == "44"


def test_an_mbox_gives_the_writers_own_lines(tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "in.mbox")
    letter = EmailMessage()
    letter["From"], letter["Subject"], letter["Message-ID"] = "Ann <a@example.org>", "Question", "<1@example.org>"
    letter["Date"] = "Tue, 24 Nov 2026 10:00:00 +0300"
    letter.set_content("Can I eat fish?\n\nOn Mon someone wrote:\n> old words\n")
    letter.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="a.png")
    box.add(letter)
    box.close()
    (message,) = mail.read(tmp_path / "in.mbox")
    assert "Can I eat fish?" in message.text
    assert "[photo]" in message.text
    assert message.key == "mail:<1@example.org>"
    assert "a@example.org" not in message.text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("宝宝发烧怎么办\n回复 · 点赞\n展开全文", "宝宝发烧怎么办"),
        ("Можно ли рыбу?\nОтветить\nНравится · 3 ч", "Можно ли рыбу?"),
        ("Is fish safe?\nLike · Reply · 3h\nSent from my iPhone", "Is fish safe?"),
        ("> quoted\nmy own words", "my own words"),
        ("reply", "reply"),
        ("On Mon, 2 Mar 2026, Clinic wrote:\n\n> Как дела?\n\nМожно но-шпу?", "Можно но-шпу?"),
        (
            "Добрый день!\nВрач пишет:\nпредлежание\nМожно летать?",
            "Добрый день!\nВрач пишет:\nпредлежание\nМожно летать?",
        ),
        ("Можно летать?\n-----Original Message-----\nFrom: Clinic", "Можно летать?"),
    ],
)
def test_what_a_page_puts_around_a_text_is_cut(text: str, kept: str) -> None:
    assert without_furniture(text) == kept


def test_the_reader_is_told_from_the_files_name_or_named(tmp_path: Path) -> None:
    assert reader_of(Path("a.jsonl"), None)[0] == "records"
    assert reader_of(Path("a.csv"), "vk")[0] == "vk"
    with pytest.raises(ConfigurationError, match="--format"):
        reader_of(Path("a.pdf"), None)
    with pytest.raises(ConfigurationError, match="not known"):
        reader_of(Path("a.csv"), "fax")
