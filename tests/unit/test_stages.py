"""The file of stages: its own is sound, and a gap, an overlap or an open end is refused with file and line."""

from pathlib import Path

import pytest

from publisher.domain.errors import ConfigurationError
from publisher.domain.stages import day_of
from publisher.services.stages import load, stages

HEAD = """clocks:
  child:
    day_0: {en: birth, zh: 出生, ru: рождение}
stages:
"""


def stage(name: str, begin: int, end: str) -> str:
    names = "{en: a, zh: b, ru: c}"
    return f"  - id: {name}\n    clock: child\n    from_day: {begin}\n    until_day: {end}\n    names: {names}\n"


def written(folder: Path, *parts: str) -> Path:
    file = folder / "stages.yaml"
    file.write_text(HEAD + "".join(parts), encoding="utf-8")
    return file


def test_the_stages_that_come_with_the_software_have_neither_gap_nor_overlap() -> None:
    assert {one.clock for one in stages().stages} == {"pregnancy", "postpartum", "child", "postop"}


@pytest.mark.parametrize(
    ("parts", "line", "words"),
    [
        ((stage("a", 0, "28"), stage("b", 30, "null")), 12, "days 28 to 29 are in no stage"),
        ((stage("a", 0, "28"), stage("b", 20, "null")), 12, "overlap"),
        ((stage("a", 0, "null"), stage("b", 20, "null")), 12, "overlap"),
        ((stage("a", 0, "28"),), 2, "nothing holds day 28"),
        ((stage("a", 3, "null"),), 7, "days 0 to 2"),
        ((stage("a", 0, "0"),), 8, "before it begins"),
        ((stage("a", 0, "2"), stage("a", 2, "null")), 10, "stands twice"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(tmp_path: Path, parts: tuple[str, ...], line: int, words: str) -> None:
    with pytest.raises(ConfigurationError, match=words) as refused:
        load(written(tmp_path, *parts))
    assert refused.value.line == line


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("19w6d", 139),
        ("19+6", 139),
        ("20w", 140),
        ("45", 45),
        ("20周3天", 143),
        ("20 нед 3 дн", 143),
        ("1y", 365),
        ("3m", 91),
        ("5 мес", 152),
        ("6个月", 183),
        ("1m", 30),
        ("18m", 548),
    ],
)
def test_a_time_is_read_as_people_write_it(said: str, days: int) -> None:
    assert day_of(said) == days


@pytest.mark.parametrize("said", ["", "soon", "w", "-3", "19+7"])
def test_what_is_no_time_is_none(said: str) -> None:
    assert day_of(said) is None
