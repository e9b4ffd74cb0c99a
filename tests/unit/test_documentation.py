"""What the documents say exists: files they link to, commands, settings."""

import re
import runpy
from itertools import takewhile
from pathlib import Path

import pytest
import typer

from publisher.cli.app import app
from publisher.settings import Settings
from tests.support.tree import ROOT

DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
# read by deploy/Caddyfile or by the home's own start, not by the settings
OTHER_VARIABLES = {"PUBLISHER_SITE", "PUBLISHER_UPSTREAM"}


def commands(group: typer.main.TyperGroup | object, path: str = "publisher") -> set[str]:
    """Every command and group of commands in full, as one types it."""
    found = {path}
    for name, command in getattr(group, "commands", {}).items():
        found |= commands(command, f"{path} {name}")
    return found


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_to_a_file_leads_to_one(document: Path) -> None:
    links = re.findall(r"!?\[[^\]]*\]\(([^)#\s]+)[^)]*\)", document.read_text(encoding="utf-8"))
    local = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in local if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_named_exists(document: Path) -> None:
    known = commands(typer.main.get_command(app))
    text = document.read_text(encoding="utf-8")
    named = re.findall(r"(?:^|`|\.venv/bin/)(publisher [^`\n]*)", text, re.MULTILINE)
    assert {words for words in named if not leads_to_a_command(words.split(), known)} == set()


def leads_to_a_command(words: list[str], known: set[str]) -> bool:
    """Whether the words begin with a command; a group alone (“publisher entries …”) is one too."""
    words = list(takewhile(lambda word: not word.startswith("-"), words))
    two, three = " ".join(words[:2]), " ".join(words[:3])
    is_group = any(one.startswith(f"{two} ") for one in known)
    return three in known or (two in known and not (is_group and re.fullmatch("[a-z-]+", "".join(words[2:3]))))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_setting_named_is_read(document: Path) -> None:
    known = {f"PUBLISHER_{name.upper()}" for name in Settings.model_fields} | OTHER_VARIABLES
    named = set(re.findall(r"PUBLISHER_[A-Z_]+", document.read_text(encoding="utf-8")))
    assert named - known == set()


def test_the_page_of_the_channels_says_what_the_connectors_say() -> None:
    written = runpy.run_path(str(ROOT / "scripts" / "channels_document.py"))["document"]()
    page = (ROOT / "docs" / "channels.md").read_text(encoding="utf-8")
    assert page == written, "run: python scripts/channels_document.py"
