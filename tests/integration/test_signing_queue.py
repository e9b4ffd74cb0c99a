"""What a doctor is shown to sign next: her own texts, then the imported ones, each once, behind what was put off."""

import json
from pathlib import Path

import pytest

from publisher.services import drafting, signing
from publisher.services.importing_answers import import_answers
from tests.support.clinic import Clinic, open_clinic


@pytest.fixture
def clinic(tmp_path: Path, database_url: str) -> Clinic:
    return open_clinic(tmp_path / "home", database_url)


def test_own_texts_come_before_imported_ones_and_what_is_put_off_stays_behind(clinic: Clinic, tmp_path: Path) -> None:
    answers = tmp_path / "answers.jsonl"
    common = {"answer": "Blood.", "language": "en", "signed_at": "2020"}
    lines = [{"external_id": str(one), "question": f"What is iron number {one} for?"} | common for one in range(3)]
    answers.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    import_answers(clinic.desk, clinic.doctor, answers)
    own = [clinic.draft(title=f"Own {number}").id for number in range(2)]
    for entry in own:
        drafting.keep_revision(clinic.desk, clinic.doctor, entry)

    whole = [item.entry for item in signing.signing_queue(clinic.desk, clinic.doctor)]
    assert whole[:2] == own
    assert len(set(whole)) == 5
    assert [item.entry for item in signing.signing_queue(clinic.desk, clinic.doctor, limit=3)] == whole[:3]
    for place, entry in enumerate(whole):
        behind = signing.signing_queue(clinic.desk, clinic.doctor, after=entry)
        assert [item.entry for item in behind] == whole[place + 1 :]
