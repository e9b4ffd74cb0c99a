"""Entries of feeds as sites really write them: each with a name of its own, whole, and with what it shows."""

from pathlib import Path

import pytest

from publisher.domain.errors import Refusal
from publisher.intake import feeds
from publisher.intake.messages import LONGEST, Message

CRY = "I want to die"
SPACES = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"'


def rss(*items: str) -> bytes:
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0" {SPACES}><channel><title>Forum</title>{inside}</channel></rss>'.encode()


def read(*items: str, url: str = "https://a.example/feed") -> list[Message]:
    return list(feeds.messages(rss(*items), url))


def test_a_feed_that_answers_with_a_path_reads_no_file(tmp_path: Path) -> None:
    file = tmp_path / "local.xml"
    file.write_bytes(rss("<description>from the disk</description>"))
    for answer in (str(file), file.as_uri(), ""):
        with pytest.raises(Refusal, match="no RSS"):
            list(feeds.messages(answer.encode(), "https://a.example/feed"))


def test_entries_of_one_number_in_two_feeds_are_two_messages() -> None:
    entry = "<guid>101</guid><description>Can I eat fish?</description>"
    (one,) = read(entry)
    (other,) = read(entry, url="https://b.example/feed")
    assert one.key != other.key != ""
    assert read(entry)[0].key == one.key


def test_entries_whose_addresses_differ_at_their_end_are_told_apart() -> None:
    base = "https://a.example/" + "%D0%BF%D1%80%D0%B8" * 20
    found = read(*(f"<guid>{base}#{n}</guid><description>{n}?</description>" for n in range(3)))
    assert len({one.key for one in found}) == 3


def test_a_name_that_several_entries_share_is_no_name() -> None:
    shared = read(*(f"<guid>7</guid><description>{n}?</description>" for n in range(2)))
    linked = read("<link>https://a.example/article</link><description>1?</description>")
    assert [one.key for one in shared + linked] == ["", "", ""]


def test_a_long_entry_and_the_last_of_many_are_read() -> None:
    parts = read(f"<guid>1</guid><description>{'x ' * LONGEST} {CRY}</description>")
    assert len(parts) == len({one.key for one in parts}) > 1
    assert parts[-1].text.endswith(CRY)
    many = read(*(f"<guid>{n}</guid><description>{n}?</description>" for n in range(1100)))
    assert many[-1].text == "1099?"


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ('<enclosure url="a.mp3" type="audio/mpeg" length="1"/>', "[voice]"),
        ('<media:content url="a.mp4" medium="video"/>', "[video]"),
        ('<description>&lt;video src="a"&gt;&lt;/video&gt;</description>', "[video]"),
        ('<description>Hm</description><enclosure url="a.png" type="image/png"/>', "Hm [photo]"),
        (f"<description>&lt;p&gt;Hello&lt;/p&gt;&lt;p&gt;{CRY}&lt;/p&gt;Ann</description>", f"Hello\n{CRY}\nAnn"),
        (f"<description>39 &amp;lt; 40 &amp;amp; {CRY}</description>", f"39 < 40 & {CRY}"),
        (f"<title>{CRY}</title><description>Please help</description>", f"{CRY}\nPlease help"),
        (f"<title>By: Ann</title><dc:creator>Ann</dc:creator><description>{CRY}</description>", CRY),
        (f"<title>I want…</title><description>{CRY}</description>", f"I want…\n{CRY}"),
        (f"<title>{CRY}</title><description>{CRY} tonight</description>", f"{CRY} tonight"),
        (f"<pubDate>Mon, 99 Jan 99999999 00:00:00 GMT</pubDate><description>{CRY}</description>", CRY),
    ],
)
def test_what_an_entry_says_and_shows_is_read(entry: str, text: str) -> None:
    (found,) = read(f"<guid>1</guid>{entry}")
    assert found.text == text


def test_a_title_that_stands_over_every_comment_is_no_words_of_theirs() -> None:
    found = read(*(f"<title>{CRY}?</title><description>Comment {n}</description>" for n in range(2)))
    assert [one.text for one in found] == ["Comment 0", "Comment 1"]


@pytest.mark.parametrize("letters", ["utf-8", "gb18030", "utf-16"])
def test_a_feed_is_read_in_whatever_letters_it_is_written(letters: str) -> None:
    body = rss("<description>我不想活了</description>").decode().encode(letters)
    assert [one.text for one in feeds.messages(body, "https://a.example/feed")] == ["我不想活了"]
    said = '<?xml version="1.0" encoding="windows-1251"?>' + rss("<description>хочу умереть</description>").decode()
    assert [one.text for one in feeds.messages(said.encode("cp1251"), "https://a.example")] == ["хочу умереть"]
