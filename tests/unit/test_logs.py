"""Log lines are JSON on standard error, from the level of the settings on."""

import json
from collections.abc import Iterator

import pytest

from publisher import logs


@pytest.fixture(autouse=True)
def _the_level_of_before() -> Iterator[None]:
    yield
    logs.set_level("info")


def test_a_line_names_its_event_level_and_fields(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_level("info")
    logs.Logger("test").info("recorded", publication="P1")
    line = json.loads(capsys.readouterr().err)
    assert (line["event"], line["level"], line["publication"]) == ("recorded", "info", "P1")


def test_what_is_lighter_than_the_level_is_not_written(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_level("warning")
    logs.Logger("test").info("recorded")
    assert capsys.readouterr().err == ""
    logs.set_level("debug")
    logs.Logger("test").debug("recorded")
    assert json.loads(capsys.readouterr().err)["level"] == "debug"
