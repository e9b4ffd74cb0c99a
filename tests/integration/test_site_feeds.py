"""Feeds that readers can rely on: well formed, newest first, ids that never change; and the map for search engines."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest

from publisher.channels.site import SiteChannel
from publisher.domain.places import Language
from tests.support.posts import ADDRESS, SIGNED, WITHDRAWN, entry_id, fill, post, send, site_in, withdraw

ATTACK = "a]]> <script>alert(1)</script> & \x00\x0b\x1f \ud800 \ufffe"
XMLNS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture
def site(tmp_path: Path) -> SiteChannel:
    return site_in(tmp_path / "site")


def atom(site: SiteChannel, language: str = "zh") -> Any:
    parsed = feedparser.parse((site.site_root / f"feed.{language}.atom").read_bytes())
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert parsed.version == "atom10"
    return parsed


def json_feed(site: SiteChannel, language: str = "zh") -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((site.site_root / f"feed.{language}.json").read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize("language", list(Language))
def test_a_feed_reader_reads_every_feed_even_an_empty_one(site: SiteChannel, language: Language) -> None:
    send(site, post(1, "zh"))
    feed = atom(site, language)
    assert len(feed.entries) == (1 if language is Language.ZH else 0)
    assert feed.feed.id == f"tag:answers.example,2026:feed:{language}"
    assert feed.feed.title
    assert feed.feed.updated_parsed
    assert {link.rel: link.href for link in feed.feed.links} == {
        "self": f"{ADDRESS}/feed.{language}.atom",
        "alternate": f"{ADDRESS}/{language}/",
    }


def test_an_entry_carries_the_whole_text_with_its_disclaimers_and_its_doctor(site: SiteChannel) -> None:
    content = post(1)
    send(site, content)
    (entry,) = atom(site).entries
    assert entry.title == content.title
    assert entry.link == f"{ADDRESS}/zh/{content.entry}/"
    assert entry.author == content.byline.doctor
    (html,) = [part.value for part in entry.content]
    for words in (*content.heads, *content.footers, "不要自行加量", content.question):
        assert str(words) in html
    assert html.index(content.heads[0]) < html.index("不要自行加量") < html.index(content.footers[0])


def test_entries_come_newest_first_and_at_most_fifty(site: SiteChannel) -> None:
    for number in reversed(range(52)):
        send(site, post(number))
    ids = [f"tag:answers.example,2026:{entry_id(number)}" for number in range(50)]
    assert [entry.id for entry in atom(site).entries] == ids
    assert [item["id"] for item in json_feed(site)["items"]] == ids


def test_an_id_outlives_corrections_and_a_correction_is_newer(site: SiteChannel) -> None:
    send(site, post(5))
    (before,) = atom(site).entries
    send(site, post(5, body="更正。", signed_at=SIGNED, published_at=None))
    (after,) = atom(site).entries
    assert after.id == before.id
    assert after.published == before.published
    assert after.updated_parsed > before.updated_parsed


def test_a_withdrawal_leaves_the_feed_and_moves_its_stamp(site: SiteChannel) -> None:
    send(site, post(1))
    send(site, post(2))
    before = atom(site)
    withdraw(site, post(1))
    after = atom(site)
    assert [entry.id for entry in after.entries] == [f"tag:answers.example,2026:{entry_id(2)}"]
    assert after.feed.updated_parsed > before.feed.updated_parsed
    assert after.feed.updated == WITHDRAWN.isoformat().replace("+00:00", "Z")


def test_a_loopback_address_gives_way_to_the_public_one_once(tmp_path: Path) -> None:
    local = site_in(tmp_path / "site", "http://127.0.0.1:8501/site")
    send(local, post(1))
    assert atom(local).feed.id == "tag:127.0.0.1,2026:feed:zh"
    public = replace(local, public_url=ADDRESS)
    send(public, post(2))
    send(replace(local, public_url="https://moved.example"), post(3))
    assert {entry.id.split(",")[0] for entry in atom(local).entries} == {"tag:answers.example"}
    assert {entry.link.split("/zh/")[0] for entry in atom(local).entries} == {"https://moved.example"}


def test_no_sign_in_a_text_breaks_a_feed(site: SiteChannel) -> None:
    byline = replace(post(1).byline, doctor=ATTACK)
    content = post(1, title=ATTACK, body=ATTACK, question=ATTACK, sources=(ATTACK,), heads=(ATTACK,), stages=(ATTACK,))
    send(site, replace(content, byline=byline))
    (entry,) = atom(site).entries
    assert "script" in entry.title
    assert "<script" not in entry.content[0].value
    assert json_feed(site)["items"]
    ElementTree.fromstring((site.site_root / "sitemap.xml").read_bytes())


@pytest.mark.parametrize("language", list(Language))
def test_the_json_feed_is_version_1_1(site: SiteChannel, language: Language) -> None:
    fill(site, 6)
    feed = json_feed(site, language)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"{ADDRESS}/feed.{language}.json"
    assert feed["title"]
    assert feed["language"].startswith(language)
    assert len(feed["items"]) == 2
    for item in feed["items"]:
        assert item.keys() <= {
            *("id", "url", "title", "content_html", "date_published", "date_modified", "authors", "tags", "language")
        }
        assert item["id"].startswith("tag:answers.example,2026:")
        assert item["content_html"]
        assert all(author["name"] for author in item["authors"])
        published, modified = (datetime.fromisoformat(item[name]) for name in ("date_published", "date_modified"))
        assert published <= modified
        assert published.utcoffset() == timedelta(0)


def test_the_map_names_each_page_with_its_languages(site: SiteChannel) -> None:
    zh, ru = post(1), post(2, "ru", translations={Language.ZH: entry_id(1)})
    gone = post(3)
    for content in (zh, ru, gone):
        send(site, content)
    withdraw(site, gone)
    root = ElementTree.fromstring((site.site_root / "sitemap.xml").read_bytes())
    pages = {
        url.findtext("s:loc", "", XMLNS): {
            link.get("hreflang"): link.get("href") for link in url.findall("x:link", XMLNS)
        }
        for url in root.findall("s:url", XMLNS)
    }
    both = {"zh": f"{ADDRESS}/zh/{zh.entry}/", "ru": f"{ADDRESS}/ru/{ru.entry}/"}
    indexes = {language.value: f"{ADDRESS}/{language}/" for language in Language}
    assert pages == {both["zh"]: both, both["ru"]: both} | dict.fromkeys(indexes.values(), indexes)


def test_a_map_beyond_the_protocols_limit_is_split(site: SiteChannel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publisher.channels.site.maps.MOST_ADDRESSES", 4)
    fill(site, 6)
    root = ElementTree.fromstring((site.site_root / "sitemap.xml").read_bytes())
    parts = [part.text or "" for part in root.findall("s:sitemap/s:loc", XMLNS)]
    assert parts == [f"{ADDRESS}/sitemap-{number}.xml" for number in (1, 2, 3)]
    found = []
    for part in parts:
        file = site.site_root / part.removeprefix(f"{ADDRESS}/")
        found += ElementTree.fromstring(file.read_bytes()).findall("s:url", XMLNS)
    assert len(found) == 9


def test_robots_are_shown_the_map(site: SiteChannel) -> None:
    send(site, post(1))
    assert f"Sitemap: {ADDRESS}/sitemap.xml" in (site.site_root / "robots.txt").read_text(encoding="utf-8")
