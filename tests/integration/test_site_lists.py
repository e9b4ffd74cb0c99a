"""How a reader finds a text: index pages, stages, and links that all lead somewhere."""

import re
from pathlib import Path

import pytest

from publisher.channels.site import SiteChannel
from tests.support.posts import changed_between, dead_links, entry_id, files, fill, post, send, site_in, withdraw


@pytest.fixture
def site(tmp_path: Path) -> SiteChannel:
    return site_in(tmp_path / "site")


def test_every_link_within_the_site_leads_somewhere(site: SiteChannel) -> None:
    fill(site, 12)
    assert dead_links(site.site_root) == []


def test_an_index_lists_the_newest_first_fifty_to_a_page(site: SiteChannel) -> None:
    for number in range(53):
        send(site, post(number))
    first, second = listed(site, "zh/"), listed(site, "zh/page/2/")
    assert first + second == [entry_id(number) for number in range(53)]
    assert len(first) == 50
    for number in range(4):
        withdraw(site, post(number))
    assert listed(site, "zh/") == [entry_id(number) for number in range(4, 53)]
    assert not (site.site_root / "zh" / "page").exists() or not list((site.site_root / "zh" / "page").rglob("*.html"))


def listed(site: SiteChannel, path: str) -> list[str]:
    document = (site.site_root / path / "index.html").read_text(encoding="utf-8")
    return re.findall(r"<h3><a href=\"[./]*/zh/([0-9a-z]{26})/\"", document)


def test_the_stage_filter_is_plain_links_in_the_readers_language(site: SiteChannel) -> None:
    send(site, post(1, stages=("weeks-0-20",)))
    send(site, post(2, stages=("newborn", "weeks-0-20")))
    assert listed(site, "zh/stage/newborn/") == [entry_id(2)]
    assert listed(site, "zh/stage/weeks-0-20/") == [entry_id(1), entry_id(2)]
    assert "孕期：0至20周" in (site.site_root / "zh/index.html").read_text(encoding="utf-8")
    withdraw(site, post(2, stages=("newborn", "weeks-0-20")))
    assert not (site.site_root / "zh/stage/newborn").exists()
    assert dead_links(site.site_root) == []


def test_a_new_post_changes_only_its_own_page_and_the_lists_of_its_language(site: SiteChannel) -> None:
    fill(site, 6)
    before = files(site.site_root)
    content = post(20, "ru", stages=("newborn",))
    send(site, content)
    changed = changed_between(before, files(site.site_root))
    assert f"ru/{content.entry}/index.html" in changed
    assert {name.split("/")[0] for name in changed} <= {"ru", "feed.ru.atom", "feed.ru.json", "sitemap.xml"}
    assert not [name for name in changed if re.match(r"ru/\d{26}/", name) and content.entry not in name]


def test_a_record_that_leads_nowhere_hides_no_other_text(site: SiteChannel) -> None:
    for number in range(3):
        send(site, post(number))
    (site.site_root / ".data" / f"{entry_id(9)}.json").symlink_to(site.site_root / "gone.json")
    send(site, post(3))
    assert listed(site, "zh/") == [entry_id(number) for number in range(4)]
