"""What the moderators' desk does, from the shell: communities, handouts on record, a pack as text and file."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from publisher import bootstrap
from publisher.cli.app import app
from publisher.services.desk import Desk
from tests.support.clinic import Clinic, open_clinic

run = CliRunner()


@pytest.fixture
def at_the_shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clinic:
    clinic = open_clinic(tmp_path / "home", f"sqlite:///{tmp_path / 'clinic.db'}")

    def here() -> Desk:
        return clinic.desk

    monkeypatch.setattr(bootstrap, "desk", here)
    monkeypatch.setattr("publisher.cli.acting._require_owner", lambda _at: None)
    return clinic


def said(*words: str, code: int = 0) -> str:
    result = run.invoke(app, list(words))
    assert result.exit_code == code, result.output
    return result.stdout


def test_a_community_is_opened_handed_an_answer_and_a_pack(at_the_shell: Clinic, tmp_path: Path) -> None:
    entry = at_the_shell.signed().id
    admin = ("--as", "admin@example.org")
    made = json.loads(said("communities", "add", "Group 1", "--language", "en", "--capacity", "10", "--json"))
    assert (made["name"], made["room"]) == ("Group 1", "unknown")
    assert "Group 1" in said("communities", "list")
    text = said("handouts", "record", entry, "--community", "Group 1", *admin)
    assert "Iron deficiency is common" in text
    row = json.loads(said("handouts", "list", "--json"))
    assert (row["community"], row["form"]) == ("Group 1", "text")
    said("stages", "put", entry, "--stage", "weeks-0-20", "--community", "Group 1", *admin)
    place = ("--community", "Group 1")
    assert "1. Iron in pregnancy" in said("stages", "pack", "--stage", "pregnancy:19w6d", *place, *admin)
    said("stages", "pack", "--stage", "pregnancy:20w", *place, *admin, code=1)
    file = tmp_path / "pack.pdf"
    said("stages", "pack", "--stage", "weeks-0-20", *place, "--format", "pdf", "--out", str(file), *admin)
    assert file.read_bytes().startswith(b"%PDF")
    said("stages", "pack", "--stage", "weeks-0-20", *place, "--format", "pdf", *admin, code=2)


def test_a_community_is_closed_and_opened_again(at_the_shell: Clinic) -> None:
    said("communities", "add", "Group 1", "--language", "en")
    said("communities", "close", "Group 1")
    assert said("communities", "list") == ""
    said("communities", "close", "Group 1", code=1)
    said("communities", "reopen", "Group 1")
    assert "Group 1" in said("communities", "list")


def test_an_emergency_asked_at_the_shell_is_said_to_be_one_with_the_numbers(at_the_shell: Clinic) -> None:
    said("communities", "add", "Group 1", "--language", "en", "--jurisdiction", "UK")
    words = ("inbox", "ask", "--community", "Group 1", "--as", "admin@example.org")
    calm = run.invoke(app, [*words], input="Why is iron measured in pregnancy?")
    assert (calm.exit_code, calm.stderr) == (0, "")
    asked = run.invoke(app, [*words, "--json"], input="She is 12 weeks pregnant and has heavy bleeding")
    assert json.loads(asked.stdout)["route"] == "urgent"
    assert "no answer is promised" in asked.stderr
    assert "999" in asked.stderr
