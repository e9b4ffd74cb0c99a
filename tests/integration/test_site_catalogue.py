"""Lists are written from slim rows: no body is read for them, and rows that are lost or wrong are made anew."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from publisher.channels.site import SiteChannel, build, store
from publisher.domain.places import Language
from tests.support.posts import ADDRESS, changed_between, entry_id, files, fill, page_of, post, send, site_in, withdraw

CATALOGUE = Path(".data") / "_catalogue.jsonl"
DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda content: b"",
    "torn": lambda content: content[: len(content) // 2],
    "a title changed": lambda content: content.replace("孕期".encode(), "产后".encode()),
    "foreign": lambda content: b"\x00\xff" * 100,
}


@pytest.fixture
def site(tmp_path: Path) -> SiteChannel:
    return site_in(tmp_path / "site")


@pytest.mark.parametrize("act", [send, withdraw])
def test_lists_are_written_without_reading_the_records_of_all_texts(
    site: SiteChannel, monkeypatch: pytest.MonkeyPatch, act: Callable[..., object]
) -> None:
    monkeypatch.setattr("publisher.channels.site.publishing.NEWEST", 3)
    fill(site, 30)
    real, read = store._read, set()

    def counted(file: Path) -> object:
        read.add(file.stem)
        return real(file)

    monkeypatch.setattr(store, "_read", counted)
    act(site, post(12, "zh", body="x"))
    assert read <= {entry_id(number) for number in (0, 3, 6, 12)}
    monkeypatch.undo()


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_catalogue_changes_nothing_that_a_reader_sees(
    site: SiteChannel, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    whole = site_in(tmp_path / "whole")
    for one in (whole, site):
        fill(one, 6)
    file = site.site_root / CATALOGUE
    file.write_bytes(damage(file.read_bytes()))
    for one in (whole, site):
        send(one, post(7, "ru"))
        withdraw(one, post(0))
    assert changed_between(files(whole.site_root), files(site.site_root)) == set()
    assert build(site.site_root, site.site_root, ADDRESS) == 0


def test_a_record_that_came_without_the_catalogue_stands_in_the_lists_of_the_next_send(
    site: SiteChannel, tmp_path: Path
) -> None:
    elsewhere = site_in(tmp_path / "elsewhere")
    send(elsewhere, post(4, "ru"))
    fill(site, 3)
    name = f"{entry_id(4)}.json"
    (site.site_root / ".data" / name).write_bytes((elsewhere.site_root / ".data" / name).read_bytes())
    (site.site_root / ".data" / f"{entry_id(2)}.json").unlink()
    send(site, post(5))
    listed = {language: (site.site_root / language / "index.html").read_text(encoding="utf-8") for language in Language}
    assert entry_id(4) in listed[Language.RU]
    assert entry_id(2) not in listed[Language.EN]
    assert page_of(site.site_root, post(4, "ru"))


def test_a_translation_that_a_correction_no_longer_names_points_back_no_more(site: SiteChannel) -> None:
    zh = post(1)
    send(site, zh)
    send(site, post(2, "ru", translations={Language.ZH: zh.entry}))
    assert entry_id(2) in page_of(site.site_root, zh)
    send(site, post(2, "ru"))
    assert entry_id(2) not in page_of(site.site_root, zh)


def test_a_text_taken_back_leaves_no_word_in_the_catalogue(site: SiteChannel) -> None:
    content = post(1, title="The title to be forgotten", body="to be forgotten", question="To be forgotten?")
    send(site, content)
    withdraw(site, content)
    kept = (site.site_root / CATALOGUE).read_text(encoding="utf-8")
    assert "forgotten" not in kept
    assert content.byline.doctor not in kept
    assert [json.loads(line)[1] for line in kept.splitlines()[1:]] == [content.entry]


def test_a_build_into_another_folder_leaves_to_the_next_send_what_changed_here(
    site: SiteChannel, tmp_path: Path
) -> None:
    fill(site, 3)
    kept = (site.site_root / CATALOGUE).read_bytes()
    (site.site_root / ".data" / f"{entry_id(1)}.json").unlink()
    build(site.site_root, tmp_path / "out", ADDRESS)
    assert (site.site_root / CATALOGUE).read_bytes() == kept
