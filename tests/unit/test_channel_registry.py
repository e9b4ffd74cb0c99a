"""A channel is added by one file or by an installed package; the registry says what is wrong with one."""

from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

import publisher.channels
from publisher.channels import registry
from publisher.channels.contract import Channel
from publisher.channels.registry import channels
from publisher.channels.site import SiteChannel
from publisher.domain.errors import ConfigurationError

ADDED = """
from dataclasses import dataclass
from publisher.channels.site import SiteChannel

@dataclass(frozen=True)
class Board(SiteChannel):
    kind = "{kind}"

def channel(site_root, public_url):
    return {returned}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose modules count as the package's own, as if a file had been added there."""
    monkeypatch.setattr(publisher.channels, "__path__", [*publisher.channels.__path__, str(tmp_path)])
    return tmp_path


def add(folder: Path, name: str, kind: str, returned: str = "Board(site_root, public_url)") -> None:
    (folder / f"{name}.py").write_text(ADDED.format(kind=kind, returned=returned), encoding="utf-8")


def test_every_home_has_the_site(tmp_path: Path) -> None:
    found = channels(tmp_path, "https://answers.example")
    assert isinstance(found["site"], SiteChannel)
    assert all(isinstance(channel, Channel) and channel.kind == kind for kind, channel in found.items())
    assert all(channel.label.keys() == {"en", "zh", "ru"} for channel in found.values())
    assert all(field.help.keys() == {"en", "zh", "ru"} for channel in found.values() for field in channel.fields)


def test_a_channel_is_added_by_one_file(folder: Path, tmp_path: Path) -> None:
    add(folder, "board_added", "board")
    (folder / "_helper_added.py").write_text("channel = None", encoding="utf-8")
    (folder / "words_added.py").write_text("", encoding="utf-8")
    assert channels(tmp_path, "https://answers.example").keys() >= {"site", "board"}


def test_a_kind_that_is_there_twice_is_refused(folder: Path, tmp_path: Path) -> None:
    add(folder, "site_again", "site")
    with pytest.raises(ConfigurationError, match=r"“site” is defined twice.*site_again"):
        channels(tmp_path, "https://answers.example")


def test_what_is_no_channel_is_refused(folder: Path, tmp_path: Path) -> None:
    add(folder, "half_added", "half", returned="object()")
    with pytest.raises(ConfigurationError, match="half_added"):
        channels(tmp_path, "https://answers.example")


def test_an_installed_package_adds_a_channel(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(folder, "_plugged_in", "plugged")
    installed = EntryPoint("plugged", "publisher.channels._plugged_in:channel", registry.GROUP)
    monkeypatch.setattr(registry, "entry_points", lambda group: [installed])
    assert "plugged" in channels(tmp_path, "https://answers.example")


def test_a_package_that_cannot_be_loaded_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = EntryPoint("broken", "nowhere.at.all:channel", registry.GROUP)
    monkeypatch.setattr(registry, "entry_points", lambda group: [broken])
    with pytest.raises(ConfigurationError, match="broken"):
        channels(tmp_path, "https://answers.example")
