"""The table of commands says what the modules say, and every command shows an example."""

import subprocess
import sys

import pytest
import typer

from publisher.cli import app as table
from tests.support.tree import ROOT


@pytest.mark.parametrize("group", list(table.GROUPS))
def test_a_group_answers_to_the_words_of_the_table(group: str) -> None:
    commands = typer.main.get_command(table.of_groups((group,))).commands  # type: ignore[attr-defined]
    purposes = {name: " ".join((command.help or "").split()) for name, command in commands.items()}
    assert set(purposes) == set(table.GROUPS[group])
    for name, purpose in table.GROUPS[group].items():
        assert purposes[name].startswith(purpose), name


def every_command(group: object, path: str = "publisher") -> dict[str, object]:
    inner = getattr(group, "commands", None)
    if inner is None:
        return {path: group}
    return {
        name: one for key, command in inner.items() for name, one in every_command(command, f"{path} {key}").items()
    }


def test_every_command_has_an_example_in_its_help() -> None:
    commands = every_command(typer.main.get_command(table.app))
    assert len(commands) > 60
    epilogs = {name: getattr(one, "epilog", None) or "" for name, one in commands.items()}
    without = [name for name, words in epilogs.items() if not words.startswith("Example") or name not in words]
    assert without == []


def test_asking_what_there_is_imports_no_command() -> None:
    told = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "publisher", "--help"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert "assistant" in told.stdout
    assert "sqlalchemy" not in told.stderr
