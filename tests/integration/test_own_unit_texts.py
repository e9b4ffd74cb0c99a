"""What is being written in one unit is neither replaced, judged, drafted on nor shown by its assistant in another."""

from pathlib import Path

import pytest

from publisher.cli.resolving import _found
from publisher.domain.assisting import Task
from publisher.domain.checking import EntryKind
from publisher.domain.errors import NotAllowed
from publisher.domain.people import Role
from publisher.services import (
    assistant_claims,
    assisted,
    assisting,
    conflicts,
    drafting,
    jobs,
    replacing,
    resolving,
    scheduling,
    signing,
)
from publisher.services.delivering import deliver
from publisher.storage import home
from tests.support.clinic import Clinic, open_clinic
from tests.support.units import somebody, works_in

QUESTION = "How long should a baby get breast milk alone?"
SIX = "Breast milk alone is recommended for the first 6 months. Every family finds its own rhythm."
THREE = "Breast milk alone is recommended for the first 3 months. Ask the team that knows you."


@pytest.fixture
def clinic(tmp_path: Path, database_url: str) -> Clinic:
    """Dr Doctor works in Maternity, Dr Colleague in Surgery."""
    made = open_clinic(tmp_path / "home", database_url, reviewer=True, approval="off")
    made.doctor = works_in(made, made.doctor, "Maternity")
    made.colleague = works_in(made, made.colleague, "Surgery")
    return made


def test_a_corrected_text_is_put_in_the_place_of_the_old_one_in_its_own_unit(clinic: Clinic) -> None:
    entry = clinic.signed()
    deliver(clinic.desk, scheduling.schedule(clinic.desk, clinic.doctor, entry.id, "site").id, 1)
    content = drafting.working_copy(clinic.desk, clinic.doctor, entry.id).content
    drafting.edit_entry(clinic.desk, clinic.doctor, entry.id, drafting.changed(content, {"title": "Iron, corrected"}))
    signing.sign(clinic.desk, clinic.doctor, entry.id)
    with pytest.raises(NotAllowed, match="belongs to Maternity"):
        replacing.replace_everywhere(clinic.desk, somebody(clinic, Role.EDITOR, "Surgery"), entry.id)
    here = somebody(clinic, Role.EDITOR, "Maternity")
    assert len(replacing.replace_everywhere(clinic.desk, here, entry.id).made) == 1


def test_a_possible_conflict_is_shown_to_and_decided_by_a_reviewer_of_the_text_s_unit(clinic: Clinic) -> None:
    words = {"kind": EntryKind.ANSWER, "question": QUESTION, "title": QUESTION}
    clinic.signed(SIX, **words)
    new = clinic.draft(THREE, **words).id
    conflicts.find(clinic.desk, new)
    (found,) = resolving.of_entry(clinic.desk, clinic.doctor, new)
    elsewhere = works_in(clinic, clinic.reviewer, "Surgery")
    assert resolving.unresolved(clinic.desk, elsewhere) == []
    with pytest.raises(NotAllowed, match="belongs to Maternity"):
        resolving.of_entry(clinic.desk, elsewhere, new)
    with pytest.raises(NotAllowed, match="belongs to Maternity"):
        resolving.let_stand(clinic.desk, elsewhere, found.id, "Two groups of children")
    here = works_in(clinic, clinic.reviewer, "Surgery", "Maternity")
    editor, content = somebody(clinic, Role.EDITOR, "Maternity"), drafting.working_copy(clinic.desk, here, new).content
    first, second = (drafting.add_entry(clinic.desk, editor, content).id for _ in range(2))
    with pytest.raises(NotAllowed, match="belongs to Maternity"):
        resolving.replace(clinic.desk, clinic.colleague, first, second)
    assert [one.id for one in resolving.unresolved(clinic.desk, here)] == [found.id]
    resolving.let_stand(clinic.desk, here, found.id, "Two groups of children")


def test_who_may_not_read_a_draft_has_nothing_compared_and_kept_of_it(clinic: Clinic) -> None:
    words = {"kind": EntryKind.ANSWER, "question": QUESTION, "title": QUESTION}
    clinic.signed(SIX, **words)
    new = clinic.draft(THREE, **words).id
    with pytest.raises(NotAllowed, match="belongs to Maternity"):
        _found(clinic.desk, clinic.colleague, new)
    assert resolving.of_entry(clinic.desk, clinic.doctor, new) == []
    assert _found(clinic.desk, clinic.doctor, new)


def test_the_assistant_writes_for_and_reads_out_texts_of_ones_own_unit_only(clinic: Clinic) -> None:
    clinic.signed()
    entry, editor = clinic.draft().id, somebody(clinic, Role.EDITOR, "Surgery")
    with pytest.raises(NotAllowed, match="belongs to Maternity"):
        assisting.ask(clinic.desk, editor, entry, Task.OUTLINE)
    own = drafting.add_entry(clinic.desk, editor, clinic.draft().working.content).id  # type: ignore[union-attr]
    with pytest.raises(NotAllowed, match="belongs to Maternity"):
        assisting.ask(clinic.desk, editor, own, Task.OUTLINE, {"from_entry": entry})
    draft = assisting.ask(clinic.desk, clinic.doctor, entry, Task.OUTLINE)
    for read, subject in ((assisted.draft, draft), (assisted.drafts, entry)):
        with pytest.raises(NotAllowed, match="belongs to Maternity"):
            read(clinic.desk, editor, subject)
    with pytest.raises(NotAllowed, match="belongs to Maternity"):
        assistant_claims.confirm(clinic.desk, clinic.colleague, draft, [0])
    assert assistant_claims.waiting(clinic.desk, editor, entry) is None
    assert assisted.draft(clinic.desk, clinic.doctor, draft).entry == entry


def test_long_work_is_stopped_by_who_asked_for_it_and_the_worker_s_own_by_an_administrator(clinic: Clinic) -> None:
    with clinic.desk.db.write() as tx:
        for job, person in (("asked", clinic.doctor.id), ("own", None)):
            home.add_job(tx, id=job, kind="recheck", arguments={}, made_by=person, made_at=clinic.clock())
    editor, volunteer = somebody(clinic, Role.EDITOR), somebody(clinic, Role.VOLUNTEER)
    for who, job in ((volunteer, "asked"), (clinic.colleague, "asked"), (editor, "own"), (clinic.doctor, "own")):
        with pytest.raises(NotAllowed):
            jobs.cancel(clinic.desk, who, job)
    jobs.cancel(clinic.desk, clinic.doctor, "asked")
    jobs.cancel(clinic.desk, editor, "asked")
    jobs.cancel(clinic.desk, clinic.administrator, "own")
    with clinic.desk.db.read() as tx:
        assert home.job(tx, "own").cancel_asked
