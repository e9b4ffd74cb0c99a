"""Nothing is signed or approved before it was compared with every answer that is signed, whatever state that is in."""

import json
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from publisher.domain.checking import EntryKind
from publisher.domain.entries import EntryStatus
from publisher.domain.errors import Refusal
from publisher.services import conflicts, drafting, importing_answers, indexing, library, resolving, signing
from publisher.services.desk import SHELL, Actor
from publisher.services.index_opening import index_of
from tests.support.clinic import Clinic, open_clinic

QUESTION = "How long should a baby get breast milk alone?"
SIX = "Breast milk alone is recommended for the first 6 months. Every family finds its own rhythm."
THREE = "Breast milk alone is recommended for the first 3 months. Ask the team that knows you."


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    return open_clinic(tmp_path / "home", f"sqlite:///{tmp_path / 'publisher.db'}", reviewer=True)


def draft(clinic: Clinic, body: str, by: Actor | None = None, question: str = QUESTION) -> str:
    content = drafting.working_copy(clinic.desk, clinic.doctor, clinic.draft(body).id).content
    words = {"kind": EntryKind.ANSWER, "question": question, "title": question}
    return drafting.add_entry(clinic.desk, by or clinic.doctor, drafting.changed(content, words)).id


def reviewer(clinic: Clinic) -> Actor:
    assert clinic.reviewer is not None
    return clinic.reviewer


def test_a_signed_answer_that_awaits_approval_refuses_the_signature_of_its_contradiction(clinic: Clinic) -> None:
    old, new = draft(clinic, SIX, clinic.colleague), draft(clinic, THREE)
    assert signing.sign(clinic.desk, clinic.colleague, old).status is EntryStatus.AWAITING_REVIEW
    with pytest.raises(Refusal, match=r"Dr Colleague.*ask a reviewer"):
        signing.sign(clinic.desk, clinic.doctor, new)


def test_a_signed_answer_that_is_being_edited_is_still_compared(clinic: Clinic) -> None:
    old, new = draft(clinic, SIX, clinic.colleague), draft(clinic, THREE)
    signing.sign(clinic.desk, clinic.colleague, old)
    copy = drafting.working_copy(clinic.desk, clinic.colleague, old)
    drafting.save_working_copy(clinic.desk, clinic.colleague, old, {"body": SIX + " "}, copy.version)
    with pytest.raises(Refusal, match="Dr Colleague"):
        signing.sign(clinic.desk, clinic.doctor, new)


def test_what_contradicts_a_signed_answer_is_not_approved_before_somebody_decides(clinic: Clinic) -> None:
    old, new = draft(clinic, SIX, clinic.colleague), draft(clinic, THREE)
    for who, entry in ((clinic.colleague, old), (clinic.doctor, new)):
        signing.sign(clinic.desk, who, entry, compared=True)
    with pytest.raises(Refusal, match="Possible conflict"):
        signing.approve(clinic.desk, reviewer(clinic), old)
    assert library.entry(clinic.desk, clinic.doctor, old).status is EntryStatus.AWAITING_REVIEW
    (waiting,) = resolving.of_entry(clinic.desk, reviewer(clinic), old)
    resolving.let_stand(clinic.desk, reviewer(clinic), waiting.id, "Two groups of children")
    assert signing.approve(clinic.desk, reviewer(clinic), old).status is EntryStatus.SIGNED


def test_what_a_colleague_signs_during_the_comparison_is_compared_too(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic
) -> None:
    first, second = draft(clinic, SIX, clinic.colleague), draft(clinic, THREE)
    plain, told = conflicts.find, list[str]()

    def find(desk: object, entry: str) -> list[dict[str, Any]]:
        found = plain(clinic.desk, entry)
        told.append(entry)
        if told == [first]:
            signing.sign(clinic.desk, clinic.doctor, second)
        return found

    monkeypatch.setattr(conflicts, "find", find)
    with pytest.raises(Refusal, match="Possible conflict"):
        signing.sign(clinic.desk, clinic.colleague, first)
    assert told == [first, second, first]


def test_nothing_is_signed_while_the_index_lacks_a_signed_answer(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic
) -> None:
    monkeypatch.setattr(conflicts, "_PATIENT_SECONDS", 0.0)
    old, new = draft(clinic, SIX, clinic.colleague), draft(clinic, THREE)
    signing.sign(clinic.desk, clinic.colleague, old, compared=True)
    with (
        FileLock(index_of(clinic.desk).folder / "index.lock"),
        pytest.raises(Refusal, match="0 of 1 signed texts"),
    ):
        signing.sign(clinic.desk, clinic.doctor, new)
    with pytest.raises(Refusal, match="Dr Colleague"):
        signing.sign(clinic.desk, clinic.doctor, new)


def test_however_many_imported_answers_stand_nearer_they_hide_no_signed_one(clinic: Clinic) -> None:
    asked = "Until which month should a baby get only mother's milk?"
    old = draft(clinic, SIX, clinic.colleague, question=asked)
    signing.sign(clinic.desk, clinic.colleague, old, compared=True)
    ways = (
        "How long should I breastfeed my {} exclusively?",
        "For how long should I exclusively breastfeed my {}?",
        "How long should exclusive breastfeeding of my {} last?",
        "How many months to breastfeed my {} alone?",
    )
    who = "baby,first baby,second baby,son,daughter,newborn,little baby,baby girl,baby boy,new baby,twin babies,child"
    who += ",little one,infant,boy,girl,toddler,grandson"
    rows = [
        {
            "external_id": f"{way}-{one}",
            "language": "en",
            "question": ways[way].format(one),
            "answer": "Ask us.",
        }
        for way in range(len(ways))
        for one in who.split(",")
    ]
    file = clinic.desk.home / "answers.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    importing_answers.import_answers(clinic.desk, SHELL, file)
    indexing.catch_up(clinic.desk, seconds=60)
    found = conflicts.conflicts_of_draft(
        clinic.desk,
        "Breast milk alone is recommended for the first 3 months.",
        "en",
        question="How long should I breastfeed my baby exclusively?",
    )
    assert [one.answer.answer for one in found] == [old]


def test_a_version_that_was_read_before_a_newer_one_was_signed_is_refused_as_old(clinic: Clinic) -> None:
    entry = draft(clinic, SIX)
    old = drafting.keep_revision(clinic.desk, clinic.doctor, entry).revision
    assert old is not None
    copy = drafting.working_copy(clinic.desk, clinic.doctor, entry)
    drafting.save_working_copy(clinic.desk, clinic.doctor, entry, {"body": SIX + " Ask us."}, copy.version)
    drafting.keep_revision(clinic.desk, clinic.doctor, entry)
    signing.sign(clinic.desk, clinic.doctor, entry)
    with pytest.raises(Refusal, match="A newer version exists"):
        signing.sign(clinic.desk, clinic.doctor, entry, old.id)
