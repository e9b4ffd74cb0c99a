"""The site as a channel: sends once however often it is asked, finds, corrects, takes back, says what went wrong."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from publisher.channels.contract import Absent, Account, Rejected, Rendered, RetryLater, Sent, Unknown
from publisher.channels.site import SiteChannel
from tests.support.posts import ACCOUNT, ADDRESS, delivery, files, page_of, post, send, site_in, sure, withdraw


@pytest.fixture
def site(tmp_path: Path) -> SiteChannel:
    return site_in(tmp_path / "site")


def stamps(root: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file() and path.name != ".lock"}


def test_a_sent_post_has_an_address_and_is_found_by_its_key_and_digest(site: SiteChannel) -> None:
    content = post(1)
    assert site.find(ACCOUNT, delivery(site, content)) == Absent()
    sent = send(site, content)
    assert sent == Sent(f"zh/{content.entry}", f"{ADDRESS}/zh/{content.entry}/")
    assert site.find(ACCOUNT, delivery(site, content)) == sent
    assert site.find(ACCOUNT, delivery(site, content, key="another")) == Absent()
    assert site.find(ACCOUNT, delivery(site, replace(content, revision_digest="0" * 64))) == Absent()


def test_sending_again_touches_no_file(site: SiteChannel) -> None:
    for number in (1, 2):
        send(site, post(number))
    before = stamps(site.site_root)
    for number in (1, 2):
        send(site, post(number))
    assert stamps(site.site_root) == before


def test_a_page_that_was_lost_is_absent_and_comes_back_with_the_next_send(site: SiteChannel) -> None:
    content = post(1)
    send(site, content)
    reference = files(site.site_root)
    (site.site_root / "zh" / content.entry / "index.html").unlink()
    assert site.find(ACCOUNT, delivery(site, content)) == Absent()
    send(site, content)
    assert files(site.site_root) == reference


def test_lists_that_were_lost_come_back_when_the_post_is_looked_up(site: SiteChannel) -> None:
    content = post(1)
    send(site, content)
    reference = files(site.site_root)
    for name in ("zh/index.html", "feed.zh.atom", "feed.zh.json", "sitemap.xml"):
        (site.site_root / name).write_bytes(b"")
    assert isinstance(site.find(ACCOUNT, delivery(site, content)), Sent)
    assert files(site.site_root) == reference


def test_taking_an_older_revision_back_leaves_the_one_that_stands_in_its_place(site: SiteChannel) -> None:
    older, newer = post(1), replace(post(1), revision_digest="1" * 64)
    sent = send(site, older)
    sure(site.send(ACCOUNT, delivery(site, newer, key="the next occurrence")))
    before = files(site.site_root)
    work = delivery(site, replace(older, status="expired"))
    assert sure(site.remove(ACCOUNT, sent.remote_id, work)) == sent
    assert files(site.site_root) == before
    withdraw(site, newer)
    assert files(site.site_root) != before


def test_a_correction_replaces_the_text_at_the_same_address(site: SiteChannel) -> None:
    content = post(1)
    sent = send(site, content)
    better = post(1, body="更正后的正文。")
    assert sure(site.correct(ACCOUNT, sent.remote_id, delivery(site, better))) == sent
    assert "更正后的正文。" in page_of(site.site_root, content)
    assert "不要自行加量" not in page_of(site.site_root, content)


def test_a_correction_or_removal_for_another_address_is_refused(site: SiteChannel) -> None:
    content = post(1)
    send(site, content)
    before = files(site.site_root, hidden=True)
    for act in (site.correct, site.remove):
        assert isinstance(act(ACCOUNT, f"ru/{content.entry}", delivery(site, content)), Rejected)
    assert files(site.site_root, hidden=True) == before


def test_removing_twice_keeps_the_first_date(site: SiteChannel) -> None:
    content = post(1)
    send(site, content)
    withdraw(site, content, "旧指南")
    before = files(site.site_root, hidden=True)
    later = replace(site, clock=lambda: post(1).signed_at)
    withdraw(later, content, "旧指南")
    assert files(site.site_root, hidden=True) == before


def test_a_late_repeat_does_not_revive_what_was_taken_back(site: SiteChannel) -> None:
    content = post(1)
    send(site, content)
    withdraw(site, content)
    assert isinstance(site.send(ACCOUNT, delivery(site, content)), Rejected)
    assert "不要自行加量" not in page_of(site.site_root, content)
    assert isinstance(site.find(ACCOUNT, delivery(site, content)), Absent)


def test_a_newly_signed_revision_may_stand_where_one_was_taken_back(site: SiteChannel) -> None:
    content = post(1)
    send(site, content)
    withdraw(site, content, status="expired")
    send(site, post(1, body="重新签发。"))
    assert "重新签发。" in page_of(site.site_root, content)


def test_a_text_that_no_longer_stands_is_not_published(site: SiteChannel) -> None:
    assert isinstance(site.send(ACCOUNT, delivery(site, post(1, status="withdrawn"))), Rejected)
    assert not (site.site_root / "zh").exists()


def test_what_was_previewed_is_what_stands_on_the_page(site: SiteChannel) -> None:
    content = post(1)
    send(site, content)
    (part,) = site.render(content).parts
    assert part.text in page_of(site.site_root, content)
    assert (part.format, part.limit, part.length) == ("html", None, len(part.text))


def test_a_page_that_differs_from_its_preview_is_refused(site: SiteChannel) -> None:
    shown = site.render(post(1, body="另一篇"))
    assert isinstance(site.send(ACCOUNT, replace(delivery(site, post(1)), rendered=shown)), Rejected)
    assert not site.site_root.exists()


def test_the_renderer_states_its_version(site: SiteChannel) -> None:
    assert site.renderer_version == replace(site, public_url="https://moved.example").renderer_version
    assert len(site.renderer_version) == 16


def test_a_delivery_without_a_preview_is_rendered_when_sent(site: SiteChannel) -> None:
    assert sure(site.send(ACCOUNT, replace(delivery(site, post(1)), rendered=Rendered("site", ()))))


@pytest.mark.parametrize(
    "entry",
    ["../../etc", "", "A" * 26, "a/b", "..", ".data", "page", "stage", "x" * 200, "-a", "a\x00", "a\n", "ы", "C:"],
)
def test_no_entry_id_leads_out_of_the_site(site: SiteChannel, entry: str) -> None:
    content = replace(post(1), entry=entry)
    work = delivery(site, content)
    assert isinstance(site.send(ACCOUNT, work), Rejected)
    assert isinstance(site.correct(ACCOUNT, f"zh/{entry}", work), Rejected)
    assert isinstance(site.remove(ACCOUNT, f"zh/{entry}", work), Rejected)
    assert site.find(ACCOUNT, work) == Absent()
    assert files(site.site_root) == {}
    assert {path.name for path in site.site_root.parent.iterdir()} <= {"site"}


@pytest.mark.parametrize("stage", ["../../../x", "产后", "a/b", "Weeks 0 20", "..", "x" * 300])
def test_no_stage_leads_out_of_the_site(site: SiteChannel, stage: str) -> None:
    send(site, post(1, stages=(stage,)))
    assert {path.name for path in site.site_root.parent.iterdir()} == {"site"}
    assert len(list((site.site_root / "zh" / "stage").rglob("index.html"))) == 1


def test_while_another_process_writes_the_post_waits(site: SiteChannel) -> None:
    site = replace(site, patience=0.05)
    site.site_root.mkdir(parents=True)
    with FileLock(site.site_root / ".lock"):
        assert isinstance(site.send(ACCOUNT, delivery(site, post(1))), RetryLater)
        assert isinstance(site.find(ACCOUNT, delivery(site, post(1))), RetryLater)
        assert site.test(ACCOUNT)
    assert site.test(ACCOUNT) is None


def test_a_full_disk_leaves_the_outcome_open_and_a_repeat_ends_it(
    site: SiteChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, left = os.replace, 4

    def no_space(source: Path, target: Path) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise OSError(28, "No space left on device")
        real(source, target)

    monkeypatch.setattr(os, "replace", no_space)
    outcome = site.send(ACCOUNT, delivery(site, post(1)))
    assert isinstance(outcome, Unknown)
    assert "No space left on device" in str(outcome.reason)
    monkeypatch.undo()
    assert site.find(ACCOUNT, delivery(site, post(1))) == Absent()
    send(site, post(1))


def test_the_name_of_the_site_comes_from_its_account_and_reaches_every_page(site: SiteChannel) -> None:
    first, second = post(1), post(2, "ru")
    send(site, first)
    named = Account("account", "site", "site", {"site_name": "Клиника <Образец>"})
    sure(site.send(named, delivery(site, second)))
    for content in (first, second):
        assert "Клиника &lt;Образец&gt;" in page_of(site.site_root, content)


def test_a_new_public_address_reaches_every_page_and_keeps_the_ids(site: SiteChannel) -> None:
    first, second = post(1), post(2)
    send(site, first)
    moved = replace(site, public_url="https://moved.example")
    send(moved, second)
    assert "https://answers.example" not in page_of(site.site_root, first)
    assert "tag:answers.example,2026:" in (site.site_root / "feed.zh.atom").read_text(encoding="utf-8")


def test_the_site_counts_no_readers(site: SiteChannel) -> None:
    sent = send(site, post(1))
    assert site.measure(ACCOUNT, sent.remote_id) == {}


def test_an_unwritable_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, no folder", encoding="utf-8")
    complaint = site_in(tmp_path / "taken").test(ACCOUNT)
    assert complaint is not None
    assert "taken" in str(complaint)
