"""A question that comes in while its line is merged into another: it stands where people look, and nobody waits long.

On PostgreSQL alone: on SQLite the two wait for one another from their first word.
"""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from publisher.domain.triage import Route
from publisher.intake.messages import Message
from publisher.services import inbox, receiving
from publisher.services.desk import SHELL
from publisher.storage import Transaction, lines
from publisher.storage import inbox as rows
from tests.support.clinic import Clinic, open_clinic
from tests.support.postgres import Postgres
from tests.support.processes import wait_until

pytestmark = pytest.mark.postgres
FIRST, LATER = "Can I eat fish in pregnancy?", "Is fish safe while pregnant?"


@pytest.fixture
def clinic(tmp_path: Path, postgres: Postgres) -> Iterator[Clinic]:
    with postgres.database() as address:
        made = open_clinic(tmp_path / "home", address)
        yield made
        made.desk.db.close()


@pytest.fixture
def lines_there(clinic: Clinic) -> tuple[str, str]:
    """The ids of two lines of one question each, the second to be merged into the first."""
    first, later = (line_of(clinic, bring(clinic, words, f"first to ask {words}")) for words in (FIRST, LATER))
    return first, later


def store(clinic: Clinic, tx: Transaction, words: str, key: str) -> str:
    read = receiving.read(clinic.desk, "x", Message(1, words, key=key, author=key))
    (own,) = receiving.store(clinic.desk, tx, SHELL, "x", [read]).created
    return own


def bring(clinic: Clinic, words: str, key: str) -> str:
    with clinic.desk.db.write() as tx:
        return store(clinic, tx, words, key)


def merge(clinic: Clinic, tx: Transaction, source: str, target: str) -> None:
    rows.merge(tx, source, target, None, clinic.desk.clock())


def line_of(clinic: Clinic, question: str) -> str:
    line = inbox.question(clinic.desk, clinic.doctor, question).group
    assert line is not None
    return line


def members(clinic: Clinic, line: str) -> set[str]:
    return {one.id for one in inbox.group(clinic.desk, clinic.doctor, line).members}


def meanwhile(clinic: Clinic, step: Callable[[Transaction], object]) -> threading.Thread:
    """The step in a transaction of its own, begun: it is through, or waits for somebody else's."""

    def run() -> None:
        with clinic.desk.db.write() as tx:
            step(tx)

    begun = threading.Thread(target=run)
    begun.start()
    wait_until(lambda: not begun.is_alive() or somebody_waits(clinic), 20, "the other is through or waits")
    return begun


def somebody_waits(clinic: Clinic) -> bool:
    asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with clinic.desk.db.read() as tx:
        return bool(tx.exec_driver_sql(asked).scalar_one())


def test_a_question_that_is_stored_while_its_line_is_merged_moves_with_it(
    clinic: Clinic, lines_there: tuple[str, str]
) -> None:
    first, later = lines_there
    with clinic.desk.db.write() as tx:
        own = store(clinic, tx, LATER, "somebody else")
        other = meanwhile(clinic, lambda tx: merge(clinic, tx, later, first))
    other.join()
    assert line_of(clinic, own) == first
    assert own in members(clinic, later)
    inbox.take(clinic.desk, clinic.doctor, later)
    assert inbox.question(clinic.desk, clinic.doctor, own).state == "taken"


def test_a_question_that_comes_while_the_merging_is_not_over_stands_in_the_other_line(
    clinic: Clinic, lines_there: tuple[str, str]
) -> None:
    first, later = lines_there
    came: list[str] = []
    with clinic.desk.db.write() as tx:
        merge(clinic, tx, later, first)
        other = meanwhile(clinic, lambda tx: came.append(store(clinic, tx, LATER, "somebody else")))
        assert came == []
    other.join()
    assert line_of(clinic, came[0]) == first
    assert came[0] in members(clinic, later)


def test_whoever_decides_a_line_while_it_is_merged_is_not_at_odds_with_it(
    clinic: Clinic, lines_there: tuple[str, str]
) -> None:
    first, later = lines_there
    with clinic.desk.db.write() as tx:
        lines.decide(tx, later, [Route.DOCTOR, Route.MODERATOR], [], None, state="set_aside")
        other = meanwhile(clinic, lambda tx: merge(clinic, tx, later, first))
        rows.change_group(tx, later, state="set_aside", updated_at=clinic.desk.clock())
    other.join()
    assert len(members(clinic, later)) == 2


def test_two_who_bring_in_the_same_do_not_wait_for_each_other(clinic: Clinic, lines_there: tuple[str, str]) -> None:
    with clinic.desk.db.write() as tx:
        one = store(clinic, tx, LATER, "somebody else")
        came: list[str] = []
        meanwhile(clinic, lambda tx: came.append(store(clinic, tx, LATER, "and another"))).join(20)
        assert len(came) == 1
    assert {one, *came} <= members(clinic, lines_there[1])
