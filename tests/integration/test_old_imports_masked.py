"""What was imported when less was masked is masked once, as it would be today; a doctor's words are hers."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from publisher.domain.checking import EntryKind
from publisher.domain.places import Language
from publisher.policy.gate import Gate
from publisher.services import comparing, conflicts, imported_words, masking_imports, retrieval, signing
from publisher.services.desk import SHELL
from publisher.services.importing_answers import import_answers
from tests.integration.test_schema import migration
from tests.support.clinic import Clinic, open_clinic

NAMED = {
    "external_id": "1",
    "language": "en",
    "question": "My name is Anna Petrova, may I fly?",
    "answer": "Dear Karen Miller, yes. Warfarin is another matter.",
}
MILK = "How long should a baby get breast milk alone?"
THREE = {
    "external_id": "4",
    "language": "en",
    "question": MILK,
    "answer": "Breast milk alone is recommended for the first 3 months, Karen Miller.",
}
SIX = "Breast milk alone is recommended for the first 6 months."
GENERAL = {"external_id": "2", "language": "en", "question": "What is gout?", "answer": "A disease of joints."}


@pytest.fixture
def clinic(tmp_path: Path, database_url: str) -> Clinic:
    return open_clinic(tmp_path / "home", database_url)


def bring(clinic: Clinic, *lines: dict[str, str]) -> Any:
    file = clinic.desk.home / "in.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return import_answers(clinic.desk, SHELL, file)


def as_it_was(_: Gate, asked: str, answered: str, __: Language) -> tuple[str, str]:
    return asked, answered


def more_masked(_: Gate, asked: str, answered: str, __: Language) -> tuple[str, str]:
    """Knows this name without a greeting before it, as today's masking does not."""
    return asked, answered.replace("Karen Miller", "Person 1")


def kept(clinic: Clinic, *tables: str) -> str:
    with clinic.desk.db.read() as tx:
        return str([[tuple(row) for row in tx.execute(text(f"SELECT * FROM {table}"))] for table in tables])


def test_an_old_import_is_masked_once_and_killed_anywhere_it_goes_on(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(imported_words, "both", as_it_was)
        bring(clinic, NAMED, GENERAL, NAMED | {"external_id": "3"})
    assert "Petrova" in kept(clinic, "entry")
    monkeypatch.setattr(masking_imports, "_STEP", 1)
    with monkeypatch.context() as patched:
        patched.setattr(masking_imports.home, "put", killed)
        with pytest.raises(KeyboardInterrupt):
            masking_imports.mask_old(clinic.desk)
    masking_imports.mask_old(clinic.desk)
    found = kept(clinic, "entry", "working_copy", "entry_text", "event")
    assert not [one for one in ("Petrova", "Karen", "Miller") if one in found]
    assert "Dear Person 2, yes. Warfarin is another matter." in found
    assert found.count("masked_again") == 2
    assert masking_imports.mask_old(clinic.desk) == 0
    assert bring(clinic, NAMED, GENERAL).unchanged == 2
    assert kept(clinic, "entry", "working_copy", "entry_text", "event") == found


def killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_search_finds_the_masked_words_and_no_name(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as before:
        before.setattr(imported_words, "both", as_it_was)
        bring(clinic, NAMED)
    retrieval.search(clinic.desk, "may I fly", language="en")
    clinic.clock.forward(hours=1)
    assert masking_imports.mask_old(clinic.desk) == 1
    (found,) = retrieval.search(clinic.desk, "may I fly", language="en").results
    assert (found.question, found.text) == (
        "My name is Person 1, may I fly?",
        NAMED["answer"].replace("Karen Miller", "Person 2"),
    )


def test_what_a_doctor_opened_stays_as_she_saw_it(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as before:
        before.setattr(imported_words, "both", as_it_was)
        bring(clinic, NAMED)
    (item,) = signing.signing_queue(clinic.desk, clinic.doctor)
    signing.open_for_signing(clinic.desk, clinic.doctor, item.entry)
    assert masking_imports.mask_old(clinic.desk) == 0
    assert "Petrova" in kept(clinic, "revision")


@pytest.fixture
def found(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> str:
    """A signed answer and an import that says otherwise and names somebody, each compared with the other."""
    signed = clinic.signed(SIX, kind=EntryKind.ANSWER, question=MILK, title=MILK).id
    bring(clinic, THREE)
    imported = next(item.entry for item in signing.signing_queue(clinic.desk, clinic.doctor) if item.entry != signed)
    for one in (signed, imported):
        conflicts.find(clinic.desk, one)
    assert kept(clinic, "conflict").count("Karen Miller") == 2
    monkeypatch.setattr(imported_words, "both", more_masked)
    return signed


@pytest.mark.parametrize("how", ["masked", "imported again"])
def test_what_was_found_in_words_that_are_others_now_is_kept_no_longer(clinic: Clinic, found: str, how: str) -> None:
    if how == "masked":
        assert masking_imports.mask_old(clinic.desk) == 1
    else:
        assert bring(clinic, THREE | {"answer": THREE["answer"].replace("3", "2")}).updated == 1
    assert "months" not in kept(clinic, "conflict")
    conflicts.find(clinic.desk, found)
    again = kept(clinic, "conflict")
    assert "months" in again
    assert "Karen" not in again


@pytest.mark.parametrize("compared", ["the signed answer", "the import"])
def test_a_comparison_that_began_before_the_masking_keeps_no_name(
    clinic: Clinic, found: str, compared: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = conflicts._of_content
    (imported,) = {one["answer"] for one in conflicts.find(clinic.desk, found)}

    def masked_meanwhile(*what: Any) -> list[conflicts.Conflict]:
        those = plain(*what)
        masking_imports.mask_old(clinic.desk)
        return those

    monkeypatch.setattr(conflicts, "_of_content", masked_meanwhile)
    conflicts.find(clinic.desk, imported if compared == "the import" else found)
    assert "Karen" not in kept(clinic, "conflict")
    assert "the first 3 months, Person 1" in kept(clinic, "conflict")


def test_a_home_masked_before_keeps_nothing_of_imports_and_compares_again(clinic: Clinic, found: str) -> None:
    own = clinic.draft(SIX.replace("6", "3"), kind=EntryKind.ANSWER, question=MILK, title=MILK).id
    conflicts.find(clinic.desk, own)
    comparing.ask_if_needed(clinic.desk)
    comparing.run(clinic.desk, lambda done, total: None)
    with clinic.desk.db.write() as tx:
        migration("0020").forget(tx)
    left = kept(clinic, "conflict")
    assert "6 months" in left
    assert "Karen" not in left
    assert comparing.ask_if_needed(clinic.desk)
    comparing.run(clinic.desk, lambda done, total: None)
    assert "3 months, Karen" in kept(clinic, "conflict")
