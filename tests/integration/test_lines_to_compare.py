"""Which lines are laid beside the earlier ones: a doctor's and a moderator's; nothing else is looked at to know it."""

from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from publisher.domain.triage import Route
from publisher.intake.messages import Message
from publisher.services import grouping, inbox, receiving, rerouting
from publisher.services.desk import SHELL
from publisher.storage import inbox as rows
from publisher.storage import tables
from tests.integration.test_schema import migration
from tests.support.clinic import Clinic, open_clinic
from tests.support.plans import plans, scans

ASKED = "Can women fly at 28 weeks of pregnancy?"
THANKS = "Thank you all!"
BLEEDS = "I am 30 weeks pregnant and bleeding heavily since this morning, what now?"


def bring(clinic: Clinic, *texts: str) -> list[str]:
    read = [receiving.read(clinic.desk, "x", Message(1, one, key=one, author=one)) for one in texts]
    with clinic.desk.db.write() as tx:
        return receiving.store(clinic.desk, tx, SHELL, "x", read).created


def route_of(clinic: Clinic, question: str) -> Route:
    return inbox.question(clinic.desk, clinic.doctor, question).route


def waiting(clinic: Clinic) -> list[str]:
    with clinic.desk.db.read() as tx:
        return [row.text for row in rows.groups_to_compare(tx, 100)]


def looked_at(clinic: Clinic) -> int:
    """How many lines the index offers, of which those that wait are found."""
    with clinic.desk.db.read() as tx:
        return tx.execute(select(func.count()).select_from(tables.question_group).where(tables.TO_COMPARE)).scalar_one()


def test_what_is_never_compared_is_not_looked_at_either(clinic: Clinic) -> None:
    thanks, bleeds, asked = bring(clinic, THANKS, BLEEDS, ASKED)
    assert [route_of(clinic, one) for one in (thanks, bleeds, asked)] == [
        Route.SET_ASIDE,
        Route.URGENT,
        Route.MODERATOR,
    ]
    assert (waiting(clinic), looked_at(clinic)) == ([ASKED], 1)
    assert grouping.group_new(clinic.desk) == 1
    assert (waiting(clinic), looked_at(clinic)) == ([], 0)


def test_a_line_is_found_in_the_order_it_was_made_by_one_small_index(tmp_path: Path) -> None:
    clinic = open_clinic(tmp_path / "home", f"sqlite:///{tmp_path / 'one.db'}")
    (steps,) = plans(clinic.desk.db, lambda tx: rows.groups_to_compare(tx, 1))
    assert any("INDEX ix_question_group_to_compare" in step for step in steps)
    assert not scans(steps, "question")
    assert not any("TEMP B-TREE" in step or "LIST SUBQUERY" in step for step in steps)


@pytest.mark.parametrize("words", [THANKS, BLEEDS])
def test_what_people_move_to_a_doctor_or_a_moderator_is_compared(clinic: Clinic, words: str) -> None:
    (question,) = bring(clinic, words)
    assert waiting(clinic) == []
    rerouting.reroute(clinic.desk, clinic.doctor, question, Route.MODERATOR)
    assert len(waiting(clinic)) == 1
    rerouting.reroute(clinic.desk, clinic.doctor, question, Route.SET_ASIDE)
    assert waiting(clinic) == []
    rerouting.describe(clinic.desk, clinic.doctor, question, "she asks whether she may fly")
    assert waiting(clinic) == []
    rerouting.reroute(clinic.desk, clinic.doctor, question, Route.DOCTOR)
    assert len(waiting(clinic)) == 1


def test_a_question_handed_to_the_doctor_brings_an_older_line_with_its_words_along(clinic: Clinic) -> None:
    bring(clinic, THANKS)
    rerouting.ask(clinic.desk, clinic.doctor, THANKS)
    assert waiting(clinic) == [THANKS]


def test_a_message_that_was_changed_into_a_question_is_compared(clinic: Clinic) -> None:
    bring(clinic, THANKS)
    changed = receiving.read(clinic.desk, "x", Message(1, ASKED, key=THANKS, author=THANKS))
    with clinic.desk.db.write() as tx:
        assert receiving.store(clinic.desk, tx, SHELL, "x", [changed]).updated
    assert waiting(clinic) == [ASKED]


def test_what_waited_before_the_migration_still_waits(clinic: Clinic) -> None:
    bring(clinic, THANKS, BLEEDS, ASKED)
    with clinic.desk.db.write() as tx:
        tx.execute(text("UPDATE question_group SET comparable = false"))
        migration("0018").mark(tx)
    assert (waiting(clinic), looked_at(clinic)) == ([ASKED], 1)
