"""Whatever cuts a writer off, every page is whole and every link leads somewhere; a rerun ends what was begun."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import feedparser
import pytest

from publisher.channels.site import SiteChannel, build
from tests.support.html import outline
from tests.support.posts import (
    ADDRESS,
    changed_between,
    dead_links,
    entry_id,
    files,
    fill,
    post,
    send,
    site_in,
    withdraw,
)
from tests.support.tree import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9 on Windows")

KILLED_AT = """
import os, signal, sys
from pathlib import Path
from tests.support.posts import post, send, site_in, withdraw
from publisher.channels.site import build

real, left = os.replace, int(sys.argv[2])

def replace(source, target):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    real(source, target)

os.replace = replace
root = Path(sys.argv[1])
exec(sys.argv[3], globals())
"""


def run_until_killed(root: Path, writes: int, act: str) -> bool:
    """Run the act in a process of its own that is killed before write number `writes`; True if it was."""
    command = [sys.executable, "-c", KILLED_AT, str(root), str(writes), act]
    done = subprocess.run(command, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode != 0


def whole(root: Path) -> None:
    for name, content in files(root).items():
        if name.endswith(".html"):
            assert outline(content.decode()).errors == [], name
        elif name.endswith(".atom"):
            assert not feedparser.parse(content).bozo, name
        elif name.endswith(".json"):
            assert json.loads(content)["items"] is not None, name
    if (root / "index.html").is_file():  # written last: before it, nobody can come in
        assert dead_links(root) == []


def prepared(root: Path) -> SiteChannel:
    site = site_in(root)
    fill(site, 3)
    return site


SENDING = "send(site_in(root), post(7, 'ru', translations={'zh': post(0).entry}, stages=('newborn', 'postop')))"
TAKING_BACK = "withdraw(site_in(root), post(1, 'ru', stages=('newborn',)), 'why')"
FIRST = "send(site_in(root), post(1, stages=('newborn', 'postop')))"


@pytest.mark.parametrize(("act", "filled"), [(SENDING, True), (TAKING_BACK, True), (FIRST, False)])
def test_a_kill_between_any_two_writes_leaves_a_whole_site_that_a_rerun_completes(
    tmp_path: Path, act: str, filled: bool
) -> None:
    reference = tmp_path / "reference"
    for root in (reference, *(tmp_path / f"cut-{at}" for at in CUTS)):
        if filled:
            prepared(root)
    exec(act, {"root": reference, "send": send, "withdraw": withdraw, "post": post, "site_in": site_in})
    kills = 0
    for at in CUTS:
        root = tmp_path / f"cut-{at}"
        if not run_until_killed(root, at, act):
            break
        kills += 1
        whole(root)
        exec(act, {"root": root, "send": send, "withdraw": withdraw, "post": post, "site_in": site_in})
        assert changed_between(files(reference), files(root)) == set(), f"killed before write {at}"
    assert 5 <= kills < len(CUTS)


CUTS = range(40)
UNLINKING = "send(site_in(root), post(1, 'ru'))"


@pytest.mark.parametrize("act", [SENDING, TAKING_BACK, UNLINKING])
def test_what_a_killed_run_had_begun_is_ended_by_whoever_writes_next(tmp_path: Path, act: str) -> None:
    ended = 0
    for at in CUTS:
        site = site_in(tmp_path / f"cut-{at}")
        fill(site, 3)
        send(site, replace(post(1, "ru", stages=("newborn",)), translations={"zh": post(0).entry}))
        before = records(site.site_root)
        if not run_until_killed(site.site_root, at, act):
            break
        if records(site.site_root) != before:
            ended += 1
            send(site, post(5, "en"))
            assert build(site.site_root, site.site_root, ADDRESS) == 0, f"killed before write {at}"
    assert 3 <= ended < len(CUTS)


def records(root: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (root / ".data").glob("0*.json")}


def test_a_build_puts_right_whatever_was_left_or_lost(tmp_path: Path) -> None:
    site = prepared(tmp_path / "site")
    reference = files(site.site_root)
    run_until_killed(site.site_root, 1, TAKING_BACK)
    run_until_killed(site.site_root, 3, SENDING)
    (site.site_root / "zh" / "index.html").unlink()
    (site.site_root / "feed.ru.atom").write_text("<broken", encoding="utf-8")
    assert build(site.site_root, site.site_root, ADDRESS) > 0
    whole(site.site_root)
    assert build(site.site_root, site.site_root, ADDRESS) == 0
    assert not list(site.site_root.rglob("*.part"))
    kept = set(reference) - set(changed_between(reference, files(site.site_root)))
    assert f"en/{entry_id(2)}/index.html" in kept


def test_a_build_elsewhere_is_the_same_site_without_the_records(tmp_path: Path) -> None:
    site = prepared(tmp_path / "site")
    withdraw(site, post(2, "en"))
    build(site.site_root, tmp_path / "out", ADDRESS)
    assert files(tmp_path / "out", hidden=True) == files(site.site_root)


def test_a_build_leaves_alone_what_is_not_the_sites(tmp_path: Path) -> None:
    site = prepared(tmp_path / "site")
    foreign = [tmp_path / "out" / "zh" / "about" / "index.html", tmp_path / "out" / "CNAME"]
    for file in foreign:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("somebody else's", encoding="utf-8")
    build(site.site_root, tmp_path / "out", ADDRESS)
    assert [file.read_text(encoding="utf-8") for file in foreign] == ["somebody else's"] * 2


def test_a_build_clears_a_page_whose_record_is_gone(tmp_path: Path) -> None:
    site = prepared(tmp_path / "site")
    (site.site_root / ".data" / f"{entry_id(0)}.json").unlink()
    build(site.site_root, site.site_root, ADDRESS)
    assert not (site.site_root / "zh" / entry_id(0)).exists()
    whole(site.site_root)


def test_a_record_that_is_broken_stops_nothing(tmp_path: Path) -> None:
    site = prepared(tmp_path / "site")
    (site.site_root / ".data" / f"{entry_id(0)}.json").write_text('{"post": 1}', encoding="utf-8")
    send(site, post(8))
    whole(site.site_root)


WRITER = """
import sys
from pathlib import Path
from tests.support.posts import post, send, site_in, withdraw
site = site_in(Path(sys.argv[1]))
for number in range(int(sys.argv[2]), 24, 2):
    content = post(number, ("zh", "ru", "en")[number % 3])
    send(site, content)
    if number % 4 == 0:
        withdraw(site, content)
"""


def test_two_processes_at_once_write_one_site(tmp_path: Path) -> None:
    root = tmp_path / "site"
    for process in list(writers(root)):
        _, errors = process.communicate()
        assert process.returncode == 0, errors
    assert build(root, root, ADDRESS) == 0
    whole(root)
    standing = {entry_id(number) for number in range(24) if number % 4}
    found = files(root)
    assert {path.parent.name for path in root.glob("*/*/index.html") if "noindex" not in path.read_text()} == standing
    feeds = "".join(found[f"feed.{language}.atom"].decode() for language in ("zh", "ru", "en"))
    assert {entry for entry in map(entry_id, range(24)) if entry in feeds} == standing


def writers(root: Path) -> Iterator["subprocess.Popen[Any]"]:
    for first in (0, 1):
        yield subprocess.Popen(
            [sys.executable, "-c", WRITER, str(root), str(first)],
            cwd=ROOT,
            env={"PYTHONPATH": str(ROOT)},
            stderr=subprocess.PIPE,
            text=True,
        )
