"""Chats as people paste them: heads of every kind, sentences that look like heads, days that are not certain."""

from datetime import datetime
from pathlib import Path

import pytest

from publisher.intake import wechat
from publisher.intake.messages import Message
from publisher.intake.wechat_heads import CHINA

CRY = "我不想活了"
NOW = datetime(2026, 11, 30, 18, tzinfo=CHINA)


def pasted(*lines: str, now: datetime = NOW) -> list[Message]:
    return list(wechat.read_text("\n".join(lines), now=now))


@pytest.mark.parametrize(
    "time",
    [
        *("11月28日 晚上11:05", "2026年11月28日 晚上11:05", "11月28日晚上11:05", "2026-11-28 23:05:59"),
        *("2026/11/28 下午11:05", "11/28/2026 11:05 PM", "2026年11月28日 星期六 23:05", "28/11/2026 23:05:"),
    ],
)
def test_every_way_of_wechat_to_write_a_time_begins_a_message(time: str) -> None:
    first, second = pasted("小明 2026-11-28 10:00", "在吗", f"小红 {time}", CRY)
    assert (first.text, second.text, second.author) == ("在吗", CRY, "小红")
    assert second.asked_at == datetime(2026, 11, 28, 23, 5, tzinfo=CHINA)


@pytest.mark.parametrize(
    "time",
    [
        *("16:20", "下午4:20", "昨天 16:20", "星期三 16:20", "4:20 PM", "Yesterday 4:20 PM", "Вчера 16:20"),
        *("4/5/2026 16:20", "Nov 28 16:20", "2026-11-31 16:20", "2026-11-28 晚上12:05", "2026-11-28 25:00"),
    ],
)
@pytest.mark.parametrize("name", ["小红", "Anna Li", "Bob Wang"])
def test_a_head_without_a_certain_day_gives_no_time(name: str, time: str) -> None:
    first, second = pasted("小明 2026年11月17日 10:00", "大家好", f"{name} {time}", CRY)
    assert first.asked_at == datetime(2026, 11, 17, 10, tzinfo=CHINA)
    assert (second.author, second.text, second.asked_at) == (name, CRY, None)


@pytest.mark.parametrize(
    ("time", "hour"),
    [("凌晨12:05", 0), ("中午1:05", 13), ("中午12:05", 12), ("上午12:05", 0), ("下午12:05", 12), ("夜里1:05", 1)],
)
def test_the_hours_of_half_a_day_are_told_apart(time: str, hour: int) -> None:
    (found,) = pasted(f"小红 2026-11-28 {time}", CRY)
    assert found.asked_at == datetime(2026, 11, 28, hour, 5, tzinfo=CHINA)


def test_a_day_without_a_year_is_of_the_only_year_that_fits() -> None:
    chat = ("小明 2026年12月31日 20:00", "新年快乐", "小兰 1月1日 16:20", CRY)
    assert pasted(*chat, now=datetime(2027, 1, 1, 17, tzinfo=CHINA))[1].asked_at == datetime(
        2027, 1, 1, 16, 20, tzinfo=CHINA
    )
    assert pasted(*chat, now=NOW)[1].asked_at is None
    assert pasted("小明 2024年11月17日 20:00", "好", "小兰 11月28日 16:20", CRY)[1].asked_at is None
    assert pasted("小兰 11月28日 16:20", CRY)[0].asked_at is None


def test_the_hours_under_a_rule_are_of_its_day_until_they_go_back() -> None:
    first = ("小红 09:12", "早", "小明 21:00", "晚安")
    found = pasted("—— 2026年11月17日 ——", *first, "小红 08:00", CRY, "小明 09:00", "在")
    assert [one.asked_at and one.asked_at.hour for one in found] == [9, 21, None, None]


@pytest.mark.parametrize(
    "sentence",
    ["昨晚吃了一整瓶安眠药 23:30", "我不想活了 23:30", "I took all pills at 23:30", "я выпила всё в 23:30", "16:20"],
)
def test_a_sentence_that_ends_in_a_time_is_heard_today(sentence: str) -> None:
    first, second = pasted("小红 2026-11-17 10:00", sentence, "小明 2026-11-28 10:05", "在")
    assert (first.author, first.text, first.asked_at) == ("小红", sentence, None)
    assert second.text == "在"
    (alone,) = pasted("大家好", sentence)
    assert alone.text == f"大家好\n{sentence}"


def test_a_name_that_comes_again_is_a_name_whatever_it_says() -> None:
    first, second = pasted("想想 10:00", "在吗", "想想 10:05", CRY)
    assert (first.author, first.text, second.text) == ("想想", "在吗", CRY)


def test_what_follows_a_line_is_its_writers_until_another_speaks() -> None:
    first, second, third = pasted("小王：大家好", "今天真的撑不下去了", CRY, "小李：怎么了", "小王：没事")
    assert (first.author, first.text) == ("小王", f"大家好\n今天真的撑不下去了\n{CRY}")
    assert (second.author, third.text) == ("小李", "没事")


@pytest.mark.parametrize("line", ["我不想活了：药都吃了", "http://x.example/1", "自杀念头：有", "10:00 药都吃了"])
def test_a_sentence_with_a_colon_keeps_all_its_words(line: str) -> None:
    (found,) = pasted(line)
    assert (found.author, found.text) == (None, line)
    assert line in pasted("小王：大家好", line, "小王：在")[0].text


def test_a_long_line_is_read_in_the_time_of_its_length() -> None:
    assert pasted("小红" + " " * 18_000 + CRY)[0].text.endswith(CRY)


def test_a_paste_that_begins_inside_a_message_keeps_its_first_line() -> None:
    first, second = pasted("我不想活了，药都吃了", "小李 2026-11-28 10:01", "你在哪")
    assert (first.author, first.text, first.asked_at) == (None, "我不想活了，药都吃了", None)
    assert second.author == "小李"


def test_a_head_with_nothing_under_it_is_told() -> None:
    assert pasted("跑步 2026-11-28 10:00")[0].text == "跑步 2026-11-28 10:00"
    first, second, third = pasted("小红 10:00", "小红 10:05", "在", "小明 10:06")
    assert (first.error, second.text, third.text) == ("the message is empty", "在", "小明 10:06")


def test_a_date_in_an_answer_is_an_answer_and_a_time_below_it_is_not_certain() -> None:
    first, second = pasted("小红 2026-11-17 10:00", "末次月经", "2026-10-01", CRY, "小明 2026-11-17 10:01", "好")
    assert (first.text, first.asked_at) == (f"末次月经\n2026-10-01\n{CRY}", None)
    assert second.asked_at is not None


def test_the_files_name_is_no_community(tmp_path: Path) -> None:
    file = tmp_path / "王丽华 13812345678.txt"
    file.write_text("\ufeff小红 2026-11-22 10:00\r\n宝宝发烧怎么办\r\n", "utf-8")
    (found,) = wechat.read(file)
    assert (found.group, found.text, found.origin["file"]) == (None, "宝宝发烧怎么办", file.stem)


def test_the_same_words_of_another_hour_are_another_message() -> None:
    chats = [pasted(f"小红 {time}", CRY) for time in ("16:20", "09:10", "16:20")]
    first, second, again = (one.key for (one,) in chats)
    assert first == again != second
