"""Series that stay as they are cost neither the write lock nor the packs, and one that fell is noticed all the same."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from publisher.domain.recurrence import Every, Rule
from publisher.services import checking, library, people, recurring, signing, withdrawing
from publisher.services.desk import Desk
from publisher.storage import series
from tests.integration.test_consequences import StricterGate, stricter
from tests.integration.test_recurring import WEEKLY, edited, planned
from tests.support.clinic import Clinic, licence


@pytest.fixture(autouse=True)
def long_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """A turn is as long as it needs, however busy the machine is."""
    monkeypatch.setattr(recurring, "TURN_SECONDS", 600.0)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each text that the packs were asked about."""
    found: list[str] = []
    real = checking.report_of

    def report(gate: Any, text: str, context: Any) -> Any:
        found.append(text)
        return real(gate, text, context)

    monkeypatch.setattr(checking, "report_of", report)
    return found


@contextmanager
def no_writing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def refuse() -> None:
        raise AssertionError("wrote")

    with monkeypatch.context() as patched:
        patched.setattr(desk.db, "write", refuse)
        yield


def repeated(clinic: Clinic, title: str = "Iron", rule: Rule = WEEKLY) -> str:
    entry = clinic.signed(title=title).id
    recurring.start(clinic.desk, clinic.doctor, entry, "site", rule)
    return entry


def stands(desk: Desk, clinic: Clinic) -> list[str]:
    return [str(reason) for one in recurring.all_series(desk, clinic.doctor) for reason in one.stands]


def test_what_is_planned_and_stays_as_it_is_is_only_looked_at(
    clinic: Clinic, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        repeated(clinic, f"Iron {number}")
    answers = recurring.Answers()
    clinic.clock.forward(days=1)
    assert recurring.plan_all(clinic.desk, answers) == 3
    read.clear()
    with no_writing(clinic.desk, monkeypatch):
        assert recurring.plan_all(clinic.desk, answers) == 0
        assert read == []
        clinic.clock.forward(days=1)  # the horizon moves, and no week begins
        assert recurring.plan_all(clinic.desk, answers) == 0
    clinic.clock.forward(days=6)
    assert recurring.plan_all(clinic.desk, answers) == 3
    assert recurring.plan_all(clinic.desk, answers) == 0
    with clinic.desk.db.read() as tx:
        assert {row.planned_until for row in series.running(tx)} == {"2027-01-04"}


def withdrawn(clinic: Clinic, entry: str) -> Desk:
    withdrawing.withdraw(clinic.desk, clinic.doctor, entry, "outdated")
    return clinic.desk


def unsigned(clinic: Clinic, entry: str) -> Desk:
    edited(clinic, entry, "Beans contain iron, and so do lentils.")
    return clinic.desk


def unlicensed(clinic: Clinic, entry: str) -> Desk:
    people.add_licence(clinic.desk, clinic.administrator, clinic.doctor.id or "", licence(date(2026, 11, 21)))
    return clinic.desk


def overdue(clinic: Clinic, entry: str) -> Desk:
    clinic.clock.now = clinic.clock.now.replace(year=2028)
    return clinic.desk


def forbidden(clinic: Clinic, entry: str) -> Desk:
    return stricter(clinic)


@pytest.mark.parametrize(
    ("fall", "why"),
    [
        (withdrawn, "the entry was withdrawn"),
        (unsigned, "sign"),
        (unlicensed, "ended on 2026-11-21"),
        (overdue, "has passed"),
        (forbidden, "INT-NEW-01"),
    ],
)
def test_a_series_whose_text_fell_is_noticed_at_the_next_turn_and_said_once(
    clinic: Clinic, fall: Callable[[Clinic, str], Desk], why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry, answers = repeated(clinic), recurring.Answers()
    recurring.plan_all(clinic.desk, answers)
    desk = fall(clinic, entry)
    assert recurring.plan_all(desk, answers) == 0
    assert why in " ".join(stands(desk, clinic))
    with no_writing(desk, monkeypatch):
        assert recurring.plan_all(desk, answers) == 0


def test_a_series_goes_on_when_its_packs_allow_it_again(clinic: Clinic) -> None:
    repeated(clinic)
    answers, desk = recurring.Answers(), stricter(clinic)
    recurring.plan_all(desk, answers)
    assert stands(desk, clinic)
    recurring.plan_all(clinic.desk, answers)
    assert not stands(clinic.desk, clinic)


def test_a_new_version_takes_the_place_of_what_waits_whoever_planned_before(clinic: Clinic) -> None:
    entry, answers = repeated(clinic), recurring.Answers()
    recurring.plan_all(clinic.desk, answers)
    edited(clinic, entry, "Beans contain iron, and so do lentils.")
    signing.sign(clinic.desk, clinic.doctor, entry)
    assert recurring.plan_all(clinic.desk, answers) == 5
    head = library.entry(clinic.desk, clinic.doctor, entry).revision
    assert {row.publication.revision for row in planned(clinic)} == {head.id if head else ""}


def test_a_version_that_held_for_no_day_of_the_series_leaves_its_days_to_the_next(clinic: Clinic) -> None:
    entry = repeated(clinic)
    edited(clinic, entry, "Beans contain iron.", review_by="2026-11-22")
    signing.sign(clinic.desk, clinic.doctor, entry)
    assert recurring.plan_all(clinic.desk) == 0
    assert planned(clinic) == []
    edited(clinic, entry, "Beans contain iron, and so do lentils.", review_by="2027-11-01")
    signing.sign(clinic.desk, clinic.doctor, entry)
    assert recurring.plan_all(clinic.desk) == 5


def test_the_packs_are_not_run_while_others_wait_to_write(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    repeated(clinic)
    clinic.clock.forward(days=7)
    writing: list[bool] = []
    real, run = clinic.desk.db.write, []

    @contextmanager
    def write() -> Iterator[Any]:
        with real() as tx:
            writing.append(True)
            yield tx
            writing.clear()

    class Watched(StricterGate):
        def check(self, text: str, context: Any) -> Any:
            run.append(bool(writing))
            return self._gate.check(text, context)

    monkeypatch.setattr(clinic.desk.db, "write", write)
    assert recurring.plan_all(replace(clinic.desk, gate=Watched(clinic.desk.gate))) == 1  # type: ignore[arg-type]
    assert run == [False]


def test_a_turn_that_takes_too_long_is_gone_on_with_by_whoever_is_next(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        repeated(clinic, f"Iron {number}")
    clinic.clock.forward(days=7)
    monkeypatch.setattr(recurring, "TURN_SECONDS", 0.0)
    assert [recurring.plan_all(clinic.desk) for _ in range(5)] == [1, 1, 1, 0, 0]
    monkeypatch.setattr(recurring, "TURN_SECONDS", 600.0)
    clinic.clock.forward(days=7)
    assert [recurring.plan_all(clinic.desk) for _ in range(2)] == [3, 0]


def test_one_that_cannot_be_planned_does_not_keep_the_others_waiting(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        repeated(clinic, f"Iron {number}")
    clinic.clock.forward(days=7)
    with clinic.desk.db.read() as tx:
        broken = series.running(tx)[0].id
    real = recurring.plan

    def plan(desk: Desk, one: str, *more: Any) -> int:
        if one == broken:
            raise ArithmeticError
        return real(desk, one, *more)

    monkeypatch.setattr(recurring, "plan", plan)
    with pytest.raises(ArithmeticError):
        recurring.plan_all(clinic.desk)
    with pytest.raises(ArithmeticError):
        recurring.plan_all(clinic.desk)
    assert len(planned(clinic)) == 17


def test_a_series_past_its_last_day_ends(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    repeated(clinic, rule=Rule(Every.DAY, "09:00", "Europe/Berlin", date(2026, 11, 23), last_day=date(2026, 11, 25)))
    clinic.clock.forward(days=3)
    with no_writing(clinic.desk, monkeypatch):
        recurring.plan_all(clinic.desk)
    clinic.clock.forward(days=1)
    recurring.plan_all(clinic.desk)
    assert recurring.all_series(clinic.desk, clinic.doctor) == []
