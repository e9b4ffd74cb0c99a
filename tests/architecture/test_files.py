"""What every file keeps to: a readable size, nothing half done, nothing of the machine it was made on."""

from pathlib import Path

import pytest

from tests.support.tree import ROOT, lines_with, project_files, text_files

CODE = {".py", ".sh", ".js"}
# a migration is a record of what was done to the tables, not a text to be worked on
MIGRATIONS = ROOT / "publisher" / "storage" / "migrations" / "versions"
PAGES = ROOT / "publisher" / "ui" / "pages"

# put together here, so that this file does not contain what it looks for
REGISTRIES = "|".join(
    name + r"\." + top
    for name, top in [
        ("py" + "pi", "org"),
        ("python" + "hosted", "org"),
        ("registry\\.npm" + "js", "org"),
        ("deb\\.debian", "org"),
        ("pypi\\.tuna", "tsinghua"),
    ]
)
OF_ONE_MACHINE = "|".join(
    [r"(?<![\w.])/(?:work|root|Users)/(?=\w)", "/opt/(?:py" + "pi|wheels)", r"index-url\s*=", "find-" + r"links\s*="]
)
UNFINISHED = r"\b(?:TO" + r"DO|FIX" + r"ME|HA" + r"CK|X" + r"XX)\b|raise NotImplemented" + "Error"


def test_no_code_file_has_250_lines_or_more() -> None:
    code = [path for path in project_files() if path.suffix in CODE and path.parent != MIGRATIONS]
    lengths = {str(path.relative_to(ROOT)): length(path) for path in code}
    assert lengths
    assert {name: lines for name, lines in lengths.items() if lines >= 250} == {}


def test_no_page_has_150_lines_or_more() -> None:
    lengths = {path.name: length(path) for path in PAGES.rglob("*.py")}
    assert {name: lines for name, lines in lengths.items() if lines >= 150} == {}


def length(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize(
    ("what", "pattern"),
    [("a package registry", REGISTRIES), ("one machine's paths", OF_ONE_MACHINE), ("unfinished work", UNFINISHED)],
)
def test_no_file_names(what: str, pattern: str) -> None:
    assert lines_with(pattern, text_files()) == [], f"these lines name {what}"


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (REGISTRIES, "https://py" + "pi.org/simple"),
        (OF_ONE_MACHINE, "open('/ro" + "ot/home')"),
        (OF_ONE_MACHINE, "PIP_FIND=--find-" + "links=/x"),
        (UNFINISHED, "# TO" + "DO later"),
    ],
)
def test_what_must_not_be_named_is_recognised(
    pattern: str, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.support.tree.ROOT", tmp_path)
    file = tmp_path / "planted.py"
    file.write_text(line, encoding="utf-8")
    assert len(lines_with(pattern, [file])) == 1


def test_every_python_file_says_what_it_decides() -> None:
    """A module's docstring is its first line; an empty `__init__.py` has nothing to say."""
    silent = [
        str(path.relative_to(ROOT))
        for path in project_files()
        if path.suffix == ".py"
        and (text := path.read_text(encoding="utf-8").removeprefix("#!/usr/bin/env python3\n")).strip()
        and not text.lstrip().startswith(('"""', 'r"""'))
    ]
    assert silent == []


def test_only_journeys_open_a_browser() -> None:
    """It leaves an event loop in the process of the tests, and there the engine of the worker refuses to start."""
    files = [file for folder in ("unit", "integration") for file in (ROOT / "tests" / folder).rglob("*.py")]
    assert len(files) > 150
    opened = [file.name for file in files if "playwright.sync_api" in file.read_text(encoding="utf-8")]
    assert opened == []
