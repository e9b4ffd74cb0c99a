"""`publisher assistant …`: set up, test in words, draft, never show a key; a new secret key keeps what is sealed."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from publisher import bootstrap
from publisher.cli.app import app
from publisher.services import assistant_settings, rotating
from publisher.services.desk import SHELL
from tests.support.chat_server import chat_server
from tests.support.clinic import Clinic, open_clinic

KEY = "sk-planted-secret"


@pytest.fixture
def clinic(home: Path) -> Iterator[Clinic]:
    bootstrap.desk.cache_clear()
    found = open_clinic(home, "", approval="off")
    yield found
    bootstrap.desk.cache_clear()


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["assistant", *words])
    return result.exit_code, result.output


def test_a_model_is_set_up_tested_switched_and_shown_without_its_key(clinic: Clinic, tmp_path: Path) -> None:
    file = tmp_path / "key.txt"
    file.write_text(KEY)
    with chat_server() as server:
        code, said = run(
            "set", "compatible", "small", "--address", server.address, "--private", "--key-file", str(file)
        )
        assert code == 0, said
        assert run("test")[1].startswith("compatible:small  works: It answered in")
        assert KEY in server.everything
    code, said = run("test")
    assert code == 1
    assert "does not work: The model's server cannot be reached." in said
    shown = json.loads(run("show", "--json")[1])
    assert shown["on"] is True
    assert shown["models"][0]["key"] is True
    assert KEY not in json.dumps(shown)
    assert run("off")[0] == 0
    assert "without a model" in run("show")[1]


def test_what_is_missing_is_said_at_once(clinic: Clinic) -> None:
    code, said = run("set", "nobody", "x")
    assert code == 1
    assert "is no provider that is known; known are deepseek" in said
    code, said = run("set", "compatible", "x")
    assert "Give the address" in said
    assert run("on")[1].startswith("No model is set up yet")


def test_a_draft_is_made_at_the_shell_and_changes_nothing(clinic: Clinic) -> None:
    entry = clinic.draft().id
    code, said = run("draft", entry, "--as", "doctor@example.org", "--json")
    assert code == 0, said
    assert json.loads(said)["how"] in ("extract", "outline")
    code, said = run("draft", entry, "--task", "shorten", "--as", "doctor@example.org")
    assert code == 1
    assert "needs a language model" in said


def test_a_new_secret_key_keeps_the_keys_of_models(clinic: Clinic, tmp_path: Path) -> None:
    file = tmp_path / "key.txt"
    file.write_text(KEY)
    run("set", "compatible", "small", "--address", "https://models.example.org/v1", "--key-file", str(file))
    desk = bootstrap.desk()
    assert rotating.change_key(desk, SHELL) == 1
    assert assistant_settings.chosen(desk).models[0].key == KEY
