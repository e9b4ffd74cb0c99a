"""`publisher check` and `publisher packs`: the contract of their output, their exit codes, and inputs nobody wants."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from publisher.cli import check, packs

app = typer.Typer()
check.register(app)
packs.register(app)
runner = CliRunner()


def test_a_block_ends_with_one_and_says_why_in_the_contracts_form() -> None:
    result = runner.invoke(
        app,
        ["check", "-", "--language", "zh", "--jurisdiction", "CN", "--json"],
        input="你先吃阿莫西林，每次0.5克，一天三次。",
    )
    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    assert (answer["verdict"], answer["language"]) == ("block", "zh")
    finding = next(one for one in answer["findings"] if one["rule"] == "CN-RX-02")
    assert set(finding) >= {"rule", "level", "start", "end", "text", "message", "fix", "source"}
    assert set(finding["source"]) >= {"title", "article", "url"}
    assert {one["id"] for one in answer["packs"]} == {"CN", "INT"}
    assert all(one["status"] == "unreviewed" for one in answer["packs"])
    assert "DL-EDU-zh" in [one["id"] for one in answer["disclaimers"]]


def test_harmless_education_ends_with_zero_and_is_told_in_words(tmp_path: Path) -> None:
    file = tmp_path / "post.md"
    file.write_text("Wash your hands for twenty seconds.", encoding="utf-8")
    result = runner.invoke(app, ["check", str(file)])
    assert result.exit_code == 0
    assert result.stdout.startswith("PASS")


def test_a_batch_keeps_ids_and_order_and_never_stops_at_a_bad_line() -> None:
    lines = [
        '{"id": 1, "text": "Rest helps."}',
        "not json",
        '{"id": 3}',
        '{"id": 4, "text": "Rest.", "language": "xx"}',
        '{"id": 5, "text": "\\ud800 lone", "context": ["is_reply"]}',
        '{"id": 6, "text": "Take amoxicillin 500 mg twice a day.", "jurisdictions": ["US"]}',
        "[1]",
        json.dumps({"id": 8, "text": "a" * 1_000_001}),
        '{"id": 9, "text": "Rest.", "jurisdictions": "US"}',
    ]
    result = runner.invoke(app, ["check", "--batch", "-", "--json"], input="\n".join(lines))
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 1
    assert [answer["id"] for answer in answers] == [1, None, 3, 4, 5, 6, None, 8, 9]
    assert [("error" in answer) for answer in answers] == [False, True, True, True, False, False, True, True, True]
    assert answers[5]["verdict"] == "block"


@pytest.mark.parametrize(
    ("raw", "arguments", "words"),
    [
        (b"Rest.\n\xff\xfe", [], ":2: the file is not UTF-8"),
        (b"a" * 1_000_001, [], "longer than 1,000,000 bytes"),
        (b"Rest.", ["--jurisdiction", "XX"], "one of: CN RU US UK EU IN INT"),
        (b"Rest.", ["--context", "is_replie"], "is_reply"),
    ],
)
def test_a_wrong_input_ends_with_two_and_one_sentence(
    tmp_path: Path, raw: bytes, arguments: list[str], words: str
) -> None:
    file = tmp_path / "post.md"
    file.write_bytes(raw)
    result = runner.invoke(app, ["check", str(file), *arguments])
    assert result.exit_code == 2
    assert words in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_missing_file_is_told_in_one_sentence() -> None:
    result = runner.invoke(app, ["check", "no-such-file.md"])
    assert result.exit_code == 2
    assert "cannot be read" in result.stderr


def test_packs_prints_version_status_and_every_article_by_its_state() -> None:
    result = runner.invoke(app, ["packs", "--json"])
    assert result.exit_code == 0
    listed = {one["id"]: one for one in json.loads(result.stdout)["packs"]}
    assert set(listed) == {"CN", "RU", "US", "UK", "EU", "IN", "INT"}
    assert all(one["status"] == "unreviewed" for one in listed.values())
    assert all(one["coverage"]["covered"] and one["coverage"]["not_checkable"] for one in listed.values())
    assert sum(one["rules"] for one in listed.values()) >= 79
    assert "unreviewed" in runner.invoke(app, ["packs"]).stdout
