"""A text that contradicts what was signed is not signed before somebody edits, explains, replaces or decides."""

from pathlib import Path

import pytest

from publisher import bootstrap, resources
from publisher.domain.checking import EntryKind
from publisher.domain.entries import EntryStatus
from publisher.domain.errors import NotAllowed, Refusal
from publisher.services import audit, conflicts, drafting, library, resolving, samples, signing, withdrawing
from publisher.services.desk import Actor
from publisher.services.resolving import OpenConflict
from publisher.settings import Settings
from publisher.storage import consistency
from tests.support.clinic import Clinic, open_clinic

QUESTION = "How long should a baby get breast milk alone?"
SIX = "Breast milk alone is recommended for the first 6 months. Every family finds its own rhythm."
THREE = "Breast milk alone is recommended for the first 3 months. Ask the team that knows you."


@pytest.fixture
def clinic(tmp_path: Path, database_url: str) -> Clinic:
    return open_clinic(tmp_path / "home", database_url, reviewer=True)


def draft(clinic: Clinic, body: str, by: Actor | None = None, question: str = QUESTION) -> str:
    words = {"kind": EntryKind.ANSWER, "question": question, "body": body, "title": question}
    entry = clinic.draft(body).id if by is None else None
    if entry is not None:
        content = drafting.working_copy(clinic.desk, clinic.doctor, entry).content
        drafting.edit_entry(clinic.desk, clinic.doctor, entry, drafting.changed(content, words))
        return entry
    other = clinic.draft(body)
    content = drafting.changed(drafting.working_copy(clinic.desk, clinic.doctor, other.id).content, words)
    return drafting.add_entry(clinic.desk, by, content).id  # type: ignore[arg-type]


def signed(clinic: Clinic, body: str = SIX, by: Actor | None = None) -> str:
    entry = draft(clinic, body, by)
    signing.sign(clinic.desk, by or clinic.doctor, entry)
    approve(clinic, entry)
    return entry


def approve(clinic: Clinic, entry: str) -> None:
    assert clinic.reviewer is not None
    signing.approve(clinic.desk, clinic.reviewer, entry)


def only(clinic: Clinic, entry: str) -> OpenConflict:
    (found,) = resolving.of_entry(clinic.desk, clinic.doctor, entry)
    return found


def status(clinic: Clinic, entry: str) -> EntryStatus:
    return library.entry(clinic.desk, clinic.doctor, entry).status


def test_a_contradiction_of_ones_own_answer_refuses_the_signature_and_names_the_ways_out(clinic: Clinic) -> None:
    signed(clinic)
    new = draft(clinic, THREE)
    with pytest.raises(Refusal, match=r"first 6 months.*first 3 months.*Edit the text, say why.*replace"):
        signing.sign(clinic.desk, clinic.doctor, new)
    assert [str(one) for one in signing.why_not(clinic.desk, clinic.doctor, new)]


def test_an_edit_that_takes_the_contradiction_away_is_signed(clinic: Clinic) -> None:
    signed(clinic)
    new = draft(clinic, THREE)
    with pytest.raises(Refusal):
        signing.sign(clinic.desk, clinic.doctor, new)
    content = drafting.working_copy(clinic.desk, clinic.doctor, new).content
    drafting.edit_entry(
        clinic.desk, clinic.doctor, new, drafting.changed(content, {"body": THREE.replace("3 months", "6 months")})
    )
    signing.sign(clinic.desk, clinic.doctor, new)


def test_a_reason_of_its_author_lifts_the_refusal_and_stands_in_the_record(clinic: Clinic) -> None:
    signed(clinic)
    new = draft(clinic, THREE)
    signing.open_for_signing(clinic.desk, clinic.doctor, new)
    with pytest.raises(Refusal):
        resolving.let_stand(clinic.desk, clinic.doctor, only(clinic, new).id, "  ")
    resolving.let_stand(clinic.desk, clinic.doctor, only(clinic, new).id, "The first is about exclusive feeding")
    assert resolving.of_entry(clinic.desk, clinic.doctor, new) == []
    signing.sign(clinic.desk, clinic.doctor, new)
    assert "conflict_dismissed" in [one.action for one in library.history(clinic.desk, clinic.doctor, new)]
    assert audit.verify(clinic.desk).broken == ()


def test_replacing_ones_own_answer_supersedes_it_when_the_new_one_stands(clinic: Clinic) -> None:
    old, new = signed(clinic), draft(clinic, THREE)
    resolving.replace(clinic.desk, clinic.doctor, new, old)
    resolving.replace(clinic.desk, clinic.doctor, new, old)
    assert status(clinic, old) is EntryStatus.SIGNED
    signing.sign(clinic.desk, clinic.doctor, new)
    approve(clinic, new)
    assert status(clinic, old) is EntryStatus.SUPERSEDED
    assert library.history(clinic.desk, clinic.doctor, old)[-1].action == "superseded"
    with pytest.raises(Refusal, match="no longer stands"):
        resolving.replace(clinic.desk, clinic.doctor, new, old)


def test_a_colleagues_answer_is_neither_dismissed_nor_replaced_but_decided_by_a_reviewer(clinic: Clinic) -> None:
    old = signed(clinic, by=clinic.colleague)
    new = draft(clinic, THREE)
    with pytest.raises(Refusal, match=r"Dr Colleague.*ask a reviewer"):
        signing.sign(clinic.desk, clinic.doctor, new)
    waiting = only(clinic, new)
    with pytest.raises(NotAllowed, match="reviewer"):
        resolving.let_stand(clinic.desk, clinic.doctor, waiting.id, "I am right")
    with pytest.raises(NotAllowed):
        resolving.replace(clinic.desk, clinic.doctor, new, old)
    assert clinic.reviewer is not None
    for who in (clinic.doctor, clinic.colleague, clinic.reviewer):
        assert [one.id for one in resolving.unresolved(clinic.desk, who)] == [waiting.id]
    resolving.let_stand(clinic.desk, clinic.reviewer, waiting.id, "Two groups of children")
    assert resolving.unresolved(clinic.desk, clinic.reviewer) == []
    signing.sign(clinic.desk, clinic.doctor, new)


def test_a_conflict_with_an_answer_that_fell_refuses_nothing(clinic: Clinic) -> None:
    old, new = signed(clinic), draft(clinic, THREE)
    signing.open_for_signing(clinic.desk, clinic.doctor, new)
    assert only(clinic, new).refuses
    withdrawing.withdraw(clinic.desk, clinic.doctor, old, "A new guideline")
    assert resolving.of_entry(clinic.desk, clinic.doctor, new) == []
    signing.sign(clinic.desk, clinic.doctor, new)


def test_the_sample_texts_contradict_none_of_each_other(tmp_path: Path) -> None:
    desk = bootstrap.make_home(Settings(home=tmp_path / "home", approval="off"))
    samples.fill(desk, resources.content_folder() / "samples")
    assert conflicts.compare_library(desk, "", lambda done, total: None, lambda: False) is None
    with desk.db.read() as tx:
        assert [one.finding for one in consistency.unresolved(tx, None, 100)] == []
    desk.db.close()
