"""What two comparisons of one text find at once: both are kept, and none that is older is what a signature rests on."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from sqlalchemy import text

from publisher.domain.checking import EntryKind
from publisher.domain.errors import Refusal
from publisher.services import conflicts, drafting, resolving, signing
from publisher.services.desk import Actor
from publisher.storage import consistency
from tests.support.clinic import Clinic, open_clinic
from tests.support.postgres import Postgres
from tests.support.processes import wait_until

QUESTION = "How long should a baby get breast milk alone?"
SIX = "Breast milk alone is recommended for the first 6 months. Every family finds its own rhythm."
THREE = "Breast milk alone is recommended for the first 3 months. Ask the team that knows you."


def draft(clinic: Clinic, body: str, by: Actor) -> str:
    content = drafting.working_copy(clinic.desk, clinic.doctor, clinic.draft(body).id).content
    words = {"kind": EntryKind.ANSWER, "question": QUESTION, "title": QUESTION}
    return drafting.add_entry(clinic.desk, by, drafting.changed(content, words)).id


def test_what_an_older_comparison_keeps_last_lets_no_contradiction_be_signed(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = draft(clinic, SIX, clinic.colleague), draft(clinic, THREE, clinic.doctor)
    signing.sign(clinic.desk, clinic.colleague, old)
    plain = signing._still_true

    def as_another_ends_first(tx: Any, found: Any, row: Any) -> bool:
        consistency.keep(tx, new, [], clinic.clock())
        return plain(tx, found, row)

    monkeypatch.setattr(signing, "_still_true", as_another_ends_first)
    with pytest.raises(Refusal, match="Dr Colleague"):
        signing.sign(clinic.desk, clinic.doctor, new)


@pytest.mark.parametrize("meanwhile", ["signed", "edited"])
def test_a_comparison_that_began_before_a_signature_or_an_edit_is_made_again(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch, meanwhile: str
) -> None:
    old, new = draft(clinic, SIX, clinic.colleague), draft(clinic, SIX, clinic.doctor)
    signing.sign(clinic.desk, clinic.colleague, old)
    plain, begun = conflicts._of_content, list[str]()

    def slow(desk: Any, content: Any, entry: str) -> Any:
        found = plain(desk, content, entry)
        begun.append(entry)
        if begun == [new] and meanwhile == "edited":
            drafting.edit_entry(clinic.desk, clinic.doctor, new, drafting.changed(content, {"body": THREE}))
        elif begun == [new]:
            drafting.edit_entry(clinic.desk, clinic.colleague, old, drafting.changed(content, {"body": THREE}))
            signing.sign(clinic.desk, clinic.colleague, old, compared=True)
        return found

    monkeypatch.setattr(conflicts, "_of_content", slow)
    conflicts.find(clinic.desk, new)
    assert begun == [new, new]
    assert [one.answer for one in resolving.of_entry(clinic.desk, clinic.doctor, new)] == [old]


@pytest.mark.postgres
def test_two_who_find_the_same_at_once_both_end_well(
    tmp_path: Path, postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    with postgres.database() as address:
        clinic = open_clinic(tmp_path / "home", address)
        old, new = draft(clinic, SIX, clinic.colleague), draft(clinic, THREE, clinic.doctor)
        signing.sign(clinic.desk, clinic.colleague, old)
        plain, kept, goes_on = consistency.keep, Event(), Event()

        def keep(*what: Any) -> bool:
            done = plain(*what)
            kept.set()
            assert goes_on.wait(60)
            return done

        def one_waits() -> bool:
            waiting = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            with clinic.desk.db.read() as tx:
                return tx.execute(text(waiting)).first() is not None

        monkeypatch.setattr(consistency, "keep", keep)
        with ThreadPoolExecutor(2) as threads:
            first = threads.submit(conflicts.find, clinic.desk, new)
            assert kept.wait(60)
            second = threads.submit(conflicts.find, clinic.desk, new)
            wait_until(one_waits, 60, "the second waits for the first")
            goes_on.set()
            assert [one["answer"] for one in first.result(60)] == [one["answer"] for one in second.result(60)] == [old]
        assert [one.answer for one in resolving.of_entry(clinic.desk, clinic.doctor, new)] == [old]
        clinic.desk.db.close()
