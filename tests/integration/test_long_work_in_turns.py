"""Long work of the worker's own goes in turns: what somebody waits for comes in between, and no work is lost."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from publisher.domain.handouts import Form
from publisher.domain.publications import Publication
from publisher.services import comparing, falling, handing_out, jobs, recalling, rechecking, rezoning, scheduling
from publisher.services.desk import Desk
from publisher.storage import home
from tests.integration.test_consequences import states, stricter
from tests.integration.test_handing_out import groups
from tests.integration.test_recall_of_translations import translated
from tests.support.clinic import Clinic


@pytest.fixture
def asked(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The publications that were asked whether they stand, each of which takes a second; one is a batch of its own."""
    found: list[str] = []
    real = rechecking._stands

    def stands(desk: Desk, tx: Any, publication: str, known: Any) -> bool:
        found.append(publication)
        clinic.clock.forward(seconds=1)
        return real(desk, tx, publication, known)

    monkeypatch.setattr(rechecking, "_stands", stands)
    monkeypatch.setattr(rechecking, "_BATCH", 1)
    return found


@pytest.fixture
def short_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "TURN_SECONDS", 0.0)


def queued(clinic: Clinic, count: int) -> list[Publication]:
    return [
        scheduling.schedule(
            clinic.desk, clinic.doctor, clinic.signed(title=f"Text {number}").id, "site", f"2026-12-{24 - number}T09:00"
        )
        for number in range(count)
    ]


def one_turn(desk: Desk, stopping: Callable[[], bool] = lambda: False, by: str = "helper") -> jobs.Job:
    assert jobs.run_next(desk, by, stopping)
    return jobs.jobs(desk)[0]


def turns(desk: Desk) -> int:
    taken = 0
    while jobs.run_next(desk, "helper", lambda: False):
        taken += 1
    return taken


@pytest.mark.usefixtures("short_turns")
def test_a_recheck_is_cut_into_turns_and_asks_everything_once(clinic: Clinic, asked: list[str]) -> None:
    waiting = queued(clinic, 3)
    rechecking.ask_if_needed(clinic.desk)
    first = one_turn(clinic.desk)
    assert (first.state, first.done, first.total) == ("waiting", 1, 3)
    assert turns(clinic.desk) == 3
    (done,) = jobs.jobs(clinic.desk)
    assert (done.state, done.done, done.total) == ("done", 3, 3)
    assert done.progress == {"checked": 3, "held": 0, "taken_back": 0}
    assert sorted(asked) == sorted(one.id for one in waiting)


@pytest.mark.usefixtures("short_turns")
def test_what_fails_is_counted_over_all_turns(clinic: Clinic, asked: list[str]) -> None:
    waiting = queued(clinic, 3)
    desk = stricter(clinic)
    rechecking.ask_if_needed(desk)
    turns(desk)
    assert jobs.jobs(desk)[0].progress == {"checked": 3, "held": 3, "taken_back": 0}
    assert {states(clinic)[one.id][0].value for one in waiting} == {"held"}
    assert len(asked) == 3


def test_a_recheck_without_an_end_of_its_turn_is_done_in_one(clinic: Clinic, asked: list[str]) -> None:
    queued(clinic, 3)
    rechecking.ask_if_needed(clinic.desk)
    assert turns(clinic.desk) == 1
    assert len(asked) == 3


def test_a_recheck_that_was_killed_goes_on_where_it_was(
    clinic: Clinic, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = queued(clinic, 4)
    rechecking.ask_if_needed(clinic.desk)
    counted = rechecking._stands

    def killed(desk: Desk, tx: Any, publication: str, known: Any) -> bool:
        if len(asked) == 2:
            raise SystemExit
        return counted(desk, tx, publication, known)

    monkeypatch.setattr(rechecking, "_stands", killed)
    with pytest.raises(SystemExit):
        jobs.run_next(clinic.desk, "killed", lambda: False)
    monkeypatch.setattr(rechecking, "_stands", counted)
    assert not jobs.run_next(clinic.desk, "helper", lambda: False), "its lease still holds"
    clinic.clock.forward(seconds=61)
    done = one_turn(clinic.desk)
    assert (done.state, done.progress["checked"]) == ("done", 4)
    assert sorted(asked) == sorted(one.id for one in waiting)


def test_a_helper_that_is_asked_to_stop_leaves_the_rest_to_the_next(clinic: Clinic, asked: list[str]) -> None:
    waiting = queued(clinic, 3)
    rechecking.ask_if_needed(clinic.desk)
    assert one_turn(clinic.desk, lambda: bool(asked)).state == "waiting"
    assert len(asked) == 1
    assert one_turn(clinic.desk, by="another").state == "done"
    assert sorted(asked) == sorted(one.id for one in waiting)


@pytest.mark.usefixtures("short_turns")
def test_what_is_moved_to_another_day_between_two_turns_is_asked_too(clinic: Clinic, asked: list[str]) -> None:
    waiting = queued(clinic, 4)
    rechecking.ask_if_needed(clinic.desk)
    one_turn(clinic.desk)
    for number, one in enumerate(one for one in waiting if one.id not in asked):
        scheduling.reschedule(clinic.desk, clinic.doctor, one.id, f"2026-11-{25 + number}T09:00")
    turns(clinic.desk)
    assert sorted(asked) == sorted(one.id for one in waiting)


@pytest.mark.usefixtures("short_turns", "asked")
def test_a_file_that_is_imported_meanwhile_waits_for_one_turn_alone(clinic: Clinic) -> None:
    queued(clinic, 3)
    rechecking.ask_if_needed(clinic.desk)
    one_turn(clinic.desk)
    file = Path(clinic.desk.home) / "questions.csv"
    file.write_text("text\nHow much water should I drink?\n", "utf-8")
    jobs.request_import(clinic.desk, clinic.doctor, "questions", file)
    assert [(one.kind, one.state) for one in jobs.jobs(clinic.desk)] == [
        ("import_questions", "waiting"),
        ("recheck", "waiting"),
    ]
    jobs.run_next(clinic.desk, "helper", lambda: False)
    assert [(one.kind, one.state) for one in jobs.jobs(clinic.desk)] == [
        ("import_questions", "done"),
        ("recheck", "waiting"),
    ]


@pytest.mark.usefixtures("short_turns", "asked")
def test_a_recheck_is_cancelled_between_two_turns(clinic: Clinic) -> None:
    queued(clinic, 3)
    rechecking.ask_if_needed(clinic.desk)
    job = one_turn(clinic.desk)
    jobs.cancel(clinic.desk, clinic.administrator, job.id)
    assert one_turn(clinic.desk).state == "cancelled"


def test_what_people_wait_for_is_claimed_first_and_the_moments_before_the_long_looks(clinic: Clinic) -> None:
    kinds = [comparing.KIND, rechecking.KIND, rezoning.KIND, "import_answers", jobs.ASSIST, "import_people"]
    with clinic.desk.db.write() as tx:
        for number, kind in enumerate(kinds):
            clinic.clock.forward(seconds=1)
            home.add_job(tx, id=f"{number}", kind=kind, arguments={}, made_at=clinic.clock.now)
        now = clinic.clock.now
        claimed = []
        while row := home.claim_job(tx, "helper", now, now + jobs.LEASE, last=jobs.LAST):
            claimed.append(row.kind)
    assert claimed == ["import_answers", jobs.ASSIST, "import_people", rezoning.KIND, rechecking.KIND, comparing.KIND]


def test_what_stands_is_remembered_in_few_bytes_and_asked_once_for_all_of_one_version(clinic: Clinic) -> None:
    one = queued(clinic, 1)[0]
    with clinic.desk.db.read() as tx:
        known: set[bytes] = set()
        assert rechecking._stands(clinic.desk, tx, one.id, known)
    assert [len(key) for key in known] == [32]


@pytest.mark.usefixtures("short_turns")
def test_what_fell_is_listed_in_turns_too_and_each_text_is_looked_at_once(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, admin = clinic.desk, clinic.administrator
    looked: list[str] = []
    real = falling._differs

    def differs(tx: Any, row: Any) -> bool:
        looked.append(row.id)
        return real(tx, row)

    monkeypatch.setattr(falling, "_differs", differs)
    monkeypatch.setattr(falling, "_BATCH", 1)
    (group,) = groups(clinic, "One")
    source = clinic.signed()
    translations = [translated(clinic, source).id for _ in range(3)]
    for number in range(2):
        expiring = clinic.signed(title=f"Text {number}", review_by=date(2026, 11, 30)).id
        handing_out.hand_out(desk, admin, expiring, Form.TEXT, [group.id])
    clinic.clock.forward(days=9)
    rechecking.ask_if_needed(desk)
    assert one_turn(desk).state == "waiting"
    assert recalling.count(desk, admin) == 1
    assert turns(desk) == 5
    assert jobs.jobs(desk)[0].state == "done"
    assert recalling.count(desk, admin) == 2
    assert sorted(looked) == sorted(translations)
