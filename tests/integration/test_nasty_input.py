"""Files nobody should send: each command ends with a sentence and its exit code, never with a traceback."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from publisher import bootstrap
from publisher.cli.app import app

HEAD = "kind: post\ntitle: T\nlanguage: en\n"
RECORD = {
    "external_id": "x1",
    "question": "Q?",
    "answer": "A.",
    "language": "en",
    "email": "a@example.org",
    "name": "A",
    "roles": ["doctor"],
    "title": "T",
    "body": "B",
    "id": "1",
    "text": "hello",
    "a": "x",
    "b": "y",
    "query": "q",
}
VALUES = (None, 1, 10**400, "", "a\x00b", "\ud800", "../../x", "😀", [], [[1]], {"a": 1}, "2026-02-30", "%")
LINES = (
    *(json.dumps({**RECORD, name: value}) for name in (*RECORD, "licences", "review_by") for value in VALUES),
    "[1, 2]",
    "null",
    "{",
    '{"a":' + "[" * 3000,
    '{"a": 1, "a": 2}',
    '{"id": NaN}',
    '{"id": ' + "9" * 5000 + "}",
)
FRONTS = (
    "a: &a [x, x]\nb: &b [*a, *a]\ntitle: *b\nlanguage: en",
    '!!python/object/apply:os.system ["ls"]',
    "- a\n- b",
    "title: T\nlanguage: en\nx: " + "[" * 3000,
    HEAD + "review_by: 2026-02-30",
    HEAD + "review_by: yesterday",
    HEAD + "? [a, b]\n: c",
    HEAD + "1: 2",
    "title: 12:30:45\nlanguage: en",
    "title: 1e9999\nlanguage: en",
    'title: "a\\0b"\nlanguage: en',
    "title: {a: b}\nlanguage: en",
)
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(home: Path) -> Run:
    bootstrap.desk.cache_clear()
    assert CliRunner().invoke(app, ["init"]).exit_code == 0

    def command(*words: str | Path) -> tuple[int, str]:
        result = CliRunner().invoke(app, [str(word) for word in words])
        assert result.exception is None or isinstance(result.exception, SystemExit), (words, result.exception)
        return result.exit_code, result.output

    return command


COMMANDS = (
    ("import", "answers"),
    ("import", "questions"),
    ("import", "entries"),
    ("import", "people"),
    ("check", "--batch"),
    ("triage",),
    ("compare", "--batch"),
    ("duplicates", "--batch"),
    ("search", "--batch"),
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_lines_of_every_wrong_kind_are_told_one_by_one(run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    file = tmp_path / "nasty.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(LINES).encode("utf-8", "surrogatepass"))
    code, _ = run(*command, file, "--json")
    assert code in (1, 2)


@pytest.mark.parametrize("front", FRONTS)
def test_a_front_matter_of_every_wrong_kind_is_told_with_its_file(run: Run, tmp_path: Path, front: str) -> None:
    file = tmp_path / "nasty.md"
    file.write_text(f"---\n{front}\n---\nB.\n")
    for command in (("import", "entries"), ("entries", "add")):
        code, said = run(*command, file, "--json")
        assert code in (1, 2)
        assert "nasty.md" in said or "needs a person" in said


def test_a_folder_a_dangling_link_and_a_name_too_long_are_no_files(run: Run, tmp_path: Path) -> None:
    (tmp_path / "folder.jsonl").mkdir()
    (tmp_path / "link.jsonl").symlink_to(tmp_path / "nowhere")
    for file in (tmp_path / "folder.jsonl", tmp_path / "link.jsonl", Path("x" * 300 + ".jsonl")):
        for command in COMMANDS:
            assert run(*command, file)[0] == 2, (command, file)


def test_a_table_from_a_spreadsheet_says_what_is_missing(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "semicolons.csv"
    file.write_bytes("\ufeffexternal_id;question;answer;language\r\n1;Q?;A.;en\r\n".encode())
    code, said = run("import", "answers", file, "--json")
    assert code == 0, said
    assert json.loads(said[: said.index("}") + 1])["created"] == 1
