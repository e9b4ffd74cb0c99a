"""What was imported when less was masked is masked once, as it would be today; a doctor's words are hers."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from publisher.domain.places import Language
from publisher.policy.gate import Gate
from publisher.services import imported_words, masking_imports, retrieval, signing
from publisher.services.desk import SHELL
from publisher.services.importing_answers import import_answers
from tests.support.clinic import Clinic, open_clinic

NAMED = {
    "external_id": "1",
    "language": "en",
    "question": "My name is Anna Petrova, may I fly?",
    "answer": "Dear Karen Miller, yes. Warfarin is another matter.",
}
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
