"""`publisher compare` and `search` on files as people have them."""

import json
from pathlib import Path

import pytest

from publisher import bootstrap
from publisher.services import index_following
from publisher.services.index_opening import index_of
from tests.integration.test_commands import DOCTOR, Run, run

__all__ = ["run"]
HEAD = "---\nquestion: How long does a cold last?\nlanguage: en\n---\n"


def an_answer(run: Run, home: Path) -> None:
    answers = home / "answers.jsonl"
    said = {
        "external_id": "a1", "language": "en", "question": "How long does a cold last?",
        "answer": "A cold lasts about 5 days.",
    }  # fmt: skip
    answers.write_text(json.dumps(said) + "\n", "utf-8")
    run("import", "answers", answers, "--as", DOCTOR)


def test_a_draft_with_front_matter_is_compared_by_its_words_and_its_question(
    run: Run, tmp_path: Path, home: Path
) -> None:
    draft = tmp_path / "draft.md"
    an_answer(run, home)
    draft.write_text(f"{HEAD}A cold lasts about 10 days.\n", "utf-8")
    told = json.loads(run("compare", draft, "--json").stdout)
    assert [one["external_id"] for one in told["findings"]] == ["a1"]
    assert told["findings"][0]["a"]["text"] == "A cold lasts about 10 days."
    draft.write_text("---\nlanguage: de\n---\nA cold lasts about 10 days.\n", "utf-8")
    assert "none of zh, ru, en" in run("compare", draft, code=2).output


def test_a_draft_is_compared_with_what_no_worker_took_in_yet_and_told_of_what_the_index_lacks(
    run: Run, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_following, "_FIRST_LOOK_SECONDS", 0.0)
    an_answer(run, home)
    draft = tmp_path / "draft.md"
    draft.write_text(f"{HEAD}A cold lasts about 10 days.\n", "utf-8")
    told = json.loads(run("compare", draft, "--json").stdout)
    assert (told["conflict"], told["lacking"]) == (True, 0)
    assert "search index holds" not in run("compare", draft).output
    library = index_of(bootstrap.desk()).library
    library.remove(library.vectors.items())
    assert json.loads(run("compare", draft, "--json").stdout)["lacking"] == 1
    assert "holds 0 of 1 texts" in run("compare", draft).output


def test_a_stage_that_is_none_is_refused_with_those_there_are(run: Run, home: Path) -> None:
    told = run("search", "Can I fly?", "--stage", "weeks-0-21", code=1).output
    assert "There is no stage “weeks-0-21”" in told
    assert "weeks-0-20" in told


def test_conflicts_of_an_entry_that_is_not_there_are_no_all_clear(run: Run) -> None:
    missing = "0" * 26
    for words in (("conflicts", missing), ("conflicts", missing, "--json")):
        assert f"There is no entry {missing}." in run("entries", *words, "--as", DOCTOR, code=1).output
