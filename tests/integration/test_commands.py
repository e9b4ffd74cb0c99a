"""The command line's contract: JSON, exit codes, one clear sentence for bad input, nothing half-written."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from publisher import bootstrap
from publisher.cli.app import app

DOCTOR, REVIEWER = "doctor@example.org", "reviewer@example.org"
POST = """---
kind: post
title: Iron in pregnancy
language: en
jurisdiction: INT
sources:
- Iron deficiency anaemia. NICE, 2024
---
Iron deficiency is common in pregnancy. Whether a supplement is needed is decided by a clinician.
"""
Run = Callable[..., Result]


@pytest.fixture
def run(home: Path) -> Iterator[Run]:
    """Runs a command in an initialised home with one doctor and checks its exit code (0 unless told)."""
    runner = CliRunner()

    def call(*words: str | Path, code: int = 0, stdin: str | None = None) -> Result:
        result = runner.invoke(app, [str(word) for word in words], input=stdin)
        assert result.exit_code == code, f"{words} → {result.exit_code}\n{result.output}\n{result.exception!r}"
        assert "Traceback" not in result.output
        return result

    bootstrap.desk.cache_clear()
    call("init")
    people = home / "people.jsonl"
    people.write_text(json.dumps(person(DOCTOR, ["doctor"], "2028-12-31")) + "\n", "utf-8")
    call("import", "people", people)
    yield call
    bootstrap.desk().db.close()
    bootstrap.desk.cache_clear()


def person(email: str, roles: list[str], until: str) -> dict[str, Any]:
    licence = {"number": f"N-{email}", "authority": "Test register", "jurisdiction": "INT", "valid_until": until}
    return {"email": email, "name": email.split("@", maxsplit=1)[0], "roles": roles, "licences": [licence]}


def added(run: Run, tmp_path: Path, text: str = POST) -> str:
    file = tmp_path / "post.md"
    file.write_text(text, "utf-8")
    return str(json.loads(run("entries", "add", file, "--as", DOCTOR, "--json").stdout)["entry"])


def test_the_whole_path_from_a_file_to_a_published_page(run: Run, tmp_path: Path, home: Path) -> None:
    entry = added(run, tmp_path)
    assert json.loads(run("entries", "sign", entry, "--as", DOCTOR, "--json").stdout)["status"] == "signed"
    scheduled = json.loads(run("schedule", entry, "--channel", "site", "--as", DOCTOR, "--json").stdout)
    assert scheduled["state"] == "scheduled"
    lines = run("publications", "--json").stdout.splitlines()
    assert [json.loads(line)["id"] for line in lines] == [scheduled["id"]]
    assert {"id", "entry", "revision", "channel", "due_at", "state", "attempts", "remote_id", "url", "reason"} == set(
        json.loads(lines[0])
    )


def test_signing_a_text_that_prescribes_ends_with_1_and_names_every_rule(run: Run, tmp_path: Path) -> None:
    entry = added(run, tmp_path, POST + "\nIn your case take 200 mg of progesterone every night.\n")
    refused = run("entries", "sign", entry, "--as", DOCTOR, code=1)
    assert "INT-REL-01" in refused.output


def test_a_licence_that_ended_yesterday_cannot_sign(run: Run, tmp_path: Path, home: Path) -> None:
    entry = added(run, tmp_path)
    (home / "ended.jsonl").write_text(json.dumps(person(DOCTOR, ["doctor"], "2026-11-21")), "utf-8")
    run("import", "people", home / "ended.jsonl")
    assert "ended on 2026-11-21" in run("entries", "sign", entry, "--as", DOCTOR, code=1).output


@pytest.mark.parametrize(
    ("broken", "line", "words"),
    [
        (POST.replace("language: en", "language: xx"), 4, "use one of zh, ru, en"),
        (POST.replace("kind: post", "kind: post\nreview_by: 2027-02-30"), 3, ""),
        (POST.replace("kind: post", "kind: post\nreview_by: next year"), 3, "no date"),
        (POST.replace("title: Iron in pregnancy\n", ""), 1, "“title” is missing"),
        (POST.replace("kind: post", "kind: post\ncolour: red"), 3, "“colour” is not known"),
        (POST.replace("title: Iron", "title: [Iron"), None, "not valid YAML"),
        ("no front matter", 1, "must begin with front matter"),
        ("---\ntitle: x\n", 1, "no closing"),
    ],
)
def test_a_wrong_front_matter_is_told_with_file_and_line(
    run: Run, tmp_path: Path, broken: str, line: int | None, words: str
) -> None:
    file = tmp_path / "post.md"
    file.write_text(broken, "utf-8")
    said = run("entries", "add", file, "--as", DOCTOR, code=2).output
    assert f"{file}:{line}:" in said if line else str(file) in said
    assert words in said
    assert json.loads(run("entries", "list", "--json").stdout)["total"] == 0


def test_a_file_that_is_not_utf_8_stops_before_anything_is_written(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "answers.jsonl"
    good = json.dumps({"external_id": "a", "question": "Q?", "answer": "A.", "language": "en"})
    file.write_bytes(good.encode() + b"\n" + "«вопрос»".encode("cp1251") + b"\n")
    said = run("import", "answers", file, code=2).output
    assert f"{file}:2: not UTF-8" in said
    assert json.loads(run("entries", "list", "--json").stdout)["total"] == 0


def test_a_10_megabyte_post_is_refused_in_a_sentence(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "post.md"
    file.write_text(POST + "word " * 2_000_000, "utf-8")
    assert "at most 200000 can be kept" in run("entries", "add", file, "--as", DOCTOR, code=1).output
    assert json.loads(run("entries", "list", "--json").stdout)["total"] == 0


def test_ten_thousand_lines_with_every_third_broken_give_the_rest_and_the_lines(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "answers.jsonl"
    broken = [
        "{",
        '{"external_id": "x"}',
        '["list"]',
        '{"external_id": "y", "question": "Q", "answer": "A", "language": "de"}',
    ]
    with file.open("w", encoding="utf-8") as out:
        for number in range(1, 10_001):
            record = {"external_id": f"a{number}", "question": f"Question {number}?", "answer": "A.", "language": "en"}
            out.write((broken[number % 4] if number % 3 == 0 else json.dumps(record)) + "\n")
    result = json.loads(run("import", "answers", file, "--json", code=1).stdout)
    assert (result["created"], len(result["rejected"])) == (6667, 3333)
    assert [reject["line"] for reject in result["rejected"]] == list(range(3, 10_001, 3))
    again = json.loads(run("import", "answers", file, "--json", code=1).stdout)
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 6667)


def test_imported_answers_are_unsigned_and_cannot_be_scheduled(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "answers.jsonl"
    record = {
        "external_id": "a",
        "question": "What is iron for?",
        "answer": "Blood.",
        "language": "en",
        "signed_at": "2020",
    }
    file.write_text(json.dumps(record), "utf-8")
    run("import", "answers", file)
    row = json.loads(run("entries", "list", "--json").stdout)["entries"][0]
    assert row["status"] == "imported"
    run("schedule", row["entry"], "--channel", "site", "--as", DOCTOR, code=1)
    run("entries", "sign", row["entry"], "--as", DOCTOR)
    assert json.loads(run("entries", "show", row["entry"], "--json").stdout)["author"] == DOCTOR


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("entries", "add", "missing.md", "--as", DOCTOR), 2, "no such file"),
        (("entries", "show", "nothing"), 1, "no entry nothing"),
        (("entries", "sign", "nothing", "--as", "nobody@example.org"), 1, "Nobody here has the address"),
        (("schedule", "nothing", "--channel", "site"), 1, "--as EMAIL"),
        (("channels", "test", "nothing"), 1, "no channel account"),
        (("channels", "add", "carrier-pigeon", "--name", "x"), 1, "no channel of the kind"),
        (("verify", "missing.txt"), 2, "no such file"),
    ],
)
def test_what_does_not_exist_is_said_plainly(run: Run, words: tuple[str, ...], code: int, says: str) -> None:
    assert says in run(*words, code=code).output


def test_a_changed_character_is_no_longer_what_was_signed(run: Run, tmp_path: Path) -> None:
    entry = added(run, tmp_path)
    run("entries", "sign", entry, "--as", DOCTOR)
    words = POST.split("---\n", 2)[2]
    assert "unchanged, and it stands" in run("verify", "-", stdin=words, code=0).output
    assert "Nobody here signed" in run("verify", "-", stdin=words.replace("common", "comm0n"), code=1).output


def test_a_backup_restores_everything_into_a_new_home_and_holds_what_was_due(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = added(run, tmp_path)
    run("entries", "sign", entry, "--as", DOCTOR)
    run("schedule", entry, "--channel", "site", "--as", DOCTOR)
    later = datetime.now(UTC) + timedelta(days=200)
    run("schedule", entry, "--channel", "site", "--at", f"{later:%Y-%m-%dT09:00}", "--as", DOCTOR)
    file = tmp_path / "clinic.zip"
    run("backup", file)
    assert "exists already" in run("backup", file, code=2).output
    bootstrap.desk().db.close()
    monkeypatch.setenv("PUBLISHER_HOME", str(tmp_path / "new"))
    bootstrap.desk.cache_clear()
    told = run("restore", file).output
    assert "1 publications" in told
    assert "1 are scheduled for later; each channel is asked" in told
    bootstrap.desk.cache_clear()
    held = [json.loads(line) for line in run("publications", "--state", "held", "--json").stdout.splitlines()]
    assert [one["entry"] for one in held] == [entry]
    assert "may have been sent" in held[0]["reason"]
    run("audit", "verify")
    assert json.loads(run("entries", "show", entry, "--json").stdout)["status"] == "scheduled"
    assert "has content already" in run("restore", file, code=2).output


def test_render_shows_the_disclaimer_in_place(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "post.md"
    file.write_text(POST, "utf-8")
    rendered = json.loads(run("render", file, "--channel", "site", "--json").stdout)
    assert rendered["channel"] == "site"
    assert rendered["truncated"] is False
    assert any("Not medical advice" in part["text"] for part in rendered["parts"])
    assert {"text", "format", "length", "limit", "unit"} == set(rendered["parts"][0])


def test_the_report_for_an_inspector_names_packs_findings_signature_and_record(run: Run, tmp_path: Path) -> None:
    entry = added(run, tmp_path)
    run("entries", "sign", entry, "--as", DOCTOR)
    text = run("entries", "report", entry).stdout
    for words in (
        "# Check report: Iron in pregnancy",
        "| INT | ",
        "unreviewed",
        "## Findings",
        "signed by | doctor",
        "| signed |",
    ):
        assert words in text


def test_the_report_for_an_inspector_is_written_as_pdf_or_markdown(run: Run, tmp_path: Path) -> None:
    entry = added(run, tmp_path)
    run("entries", "report", entry, "--out", tmp_path / "report.pdf")
    run("entries", "report", entry, "--out", tmp_path / "report.md")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")
    assert "## Findings" in (tmp_path / "report.md").read_text("utf-8")
    assert "cannot be written" in run("entries", "report", entry, "--out", tmp_path / "none" / "x.pdf", code=2).output
