"""A checkpoint reads what is new, not the whole record; whatever the clocks say, it misses no end of a chain."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from publisher.services import audit
from publisher.storage import events
from tests.integration.test_audit import as_before_heads_were_kept, sign_ins, without_triggers
from tests.support.clinic import Clinic, open_clinic


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[datetime | None]:
    """From when on each look at the ends was; None is a look at the whole record."""
    since: list[datetime | None] = []
    real = events.new_ends

    def look(tx: Any, begin: datetime | None = None) -> Any:
        since.append(begin)
        return real(tx, begin)

    monkeypatch.setattr(events, "new_ends", look)
    return since


def happens(clinic: Clinic, record: str, at: datetime) -> None:
    with clinic.desk.db.write() as tx:
        events.append(tx, record, "happened", "test", at)


def missed_when_cut_off(clinic: Clinic, record: str) -> bool:
    without_triggers(clinic, f"DELETE FROM event WHERE record = '{record}'")
    return any(f"{record} event" in place for place in audit.verify(clinic.desk).broken)


def test_only_records_of_late_are_looked_at(clinic: Clinic, looked: list[datetime | None]) -> None:
    entry = clinic.signed()
    audit.checkpoint(clinic.desk)
    assert looked == [None], "the first one sees everything"
    for _ in range(3):
        clinic.clock.forward(minutes=1)
        before = clinic.clock.now
        sign_ins(clinic, 1)
        assert audit.checkpoint(clinic.desk)
        since = looked[-1]
        assert since is not None
        assert before - timedelta(hours=2) < since < before
    assert audit.verify(clinic.desk).broken == ()
    assert missed_when_cut_off(clinic, f"entry:{entry.id}")


def test_that_nothing_is_new_is_seen_without_waiting_for_whoever_writes(clinic: Clinic) -> None:
    clinic.signed()
    audit.checkpoint(clinic.desk)

    def refuse() -> None:
        raise AssertionError("wrote")

    clinic.desk.db.write = refuse  # type: ignore[method-assign, assignment]
    assert not audit.checkpoint(clinic.desk)


@pytest.mark.parametrize("days", [-3, -400, 30])
def test_a_clock_that_was_set_keeps_no_end_from_the_checkpoint(
    clinic: Clinic, days: int, looked: list[datetime | None]
) -> None:
    clinic.signed()
    audit.checkpoint(clinic.desk)
    clinic.clock.forward(days=days)
    happens(clinic, "test:while-wrong", clinic.clock.now)
    assert audit.checkpoint(clinic.desk)
    clinic.clock.forward(days=-days, minutes=1)
    happens(clinic, "test:set-right", clinic.clock.now)
    assert audit.checkpoint(clinic.desk)
    assert not audit.checkpoint(clinic.desk)
    looked.clear()
    clinic.clock.forward(minutes=1)
    happens(clinic, "test:later", clinic.clock.now)
    assert audit.checkpoint(clinic.desk)
    assert None not in looked, "it has found its way back to short looks"
    assert audit.verify(clinic.desk).broken == ()
    for record in ("test:while-wrong", "test:set-right", "test:later"):
        assert missed_when_cut_off(clinic, record)


def test_an_event_of_a_worker_whose_clock_is_late_is_kept_beside_others(clinic: Clinic) -> None:
    clinic.signed()
    audit.checkpoint(clinic.desk)
    clinic.clock.forward(minutes=1)
    happens(clinic, "test:punctual", clinic.clock.now)
    happens(clinic, "test:late", clinic.clock.now - timedelta(hours=5))
    happens(clinic, "test:late", clinic.clock.now - timedelta(hours=5))
    assert audit.checkpoint(clinic.desk)
    result = audit.verify(clinic.desk)
    assert (result.broken, result.checkpoints) == ((), 2)
    assert missed_when_cut_off(clinic, "test:late")
    assert missed_when_cut_off(clinic, "test:punctual")


def test_a_late_event_on_a_record_of_now_hides_no_end(clinic: Clinic) -> None:
    clinic.signed()
    audit.checkpoint(clinic.desk)
    happens(clinic, "test:mixed", clinic.clock.now)
    happens(clinic, "test:mixed", clinic.clock.now - timedelta(days=5))
    assert audit.checkpoint(clinic.desk)
    last = "DELETE FROM event WHERE record = 'test:mixed' AND sequence = 2"
    without_triggers(clinic, last)
    (told,) = audit.verify(clinic.desk).broken[:1]
    assert "test:mixed event 2 is missing" in told


def test_an_event_taken_away_by_hand_costs_one_long_look_and_stays_missed(
    clinic: Clinic, looked: list[datetime | None]
) -> None:
    entry = clinic.signed()
    audit.checkpoint(clinic.desk)
    without_triggers(clinic, f"DELETE FROM event WHERE record = 'entry:{entry.id}' AND sequence = 2")
    sign_ins(clinic, 2)
    audit.checkpoint(clinic.desk)
    looked.clear()
    sign_ins(clinic, 1)
    audit.checkpoint(clinic.desk)
    assert None not in looked
    assert f"entry:{entry.id} event 3" in audit.verify(clinic.desk).broken


def test_what_happens_during_the_look_waits_for_the_next_checkpoint(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic.signed()
    audit.checkpoint(clinic.desk)
    happens(clinic, "test:before", clinic.clock.now)
    real, looks = events.new_ends, []

    def look(tx: Any, begin: datetime | None = None) -> Any:
        happens(clinic, "test:meanwhile", clinic.clock.now)
        looks.append(begin)
        return real(tx, begin)

    monkeypatch.setattr(events, "new_ends", look)
    assert audit.checkpoint(clinic.desk)
    assert None not in looks, "counted and looked at in one moment"
    assert len(looks) == 1
    monkeypatch.setattr(events, "new_ends", real)
    assert audit.checkpoint(clinic.desk)
    assert audit.verify(clinic.desk).broken == ()
    assert missed_when_cut_off(clinic, "test:meanwhile")


def test_another_worker_s_checkpoint_in_between_is_followed_by_a_true_one(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic.signed()
    audit.checkpoint(clinic.desk)
    happens(clinic, "test:one", clinic.clock.now)
    real, others = events.new_ends, []

    def look(tx: Any, begin: datetime | None = None) -> Any:
        found = real(tx, begin)
        if not others:
            others.append("another worker")
            happens(clinic, "test:two", clinic.clock.now)
            assert audit.checkpoint(clinic.desk)
            happens(clinic, "test:three", clinic.clock.now)
        return found

    monkeypatch.setattr(events, "new_ends", look)
    assert audit.checkpoint(clinic.desk)
    result = audit.verify(clinic.desk)
    assert (result.broken, result.checkpoints) == ((), 3)
    with clinic.desk.db.read() as tx:
        last = events.last_checkpoint(tx)
        assert (last.events, last.records) == (events.count(tx), events.records(tx))
    assert missed_when_cut_off(clinic, "test:three")


@pytest.mark.parametrize("older", [False, True])
def test_many_ends_are_several_checkpoints_and_one_cut_off_between_them_is_made_whole_by_the_next(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch, older: bool
) -> None:
    entry = clinic.signed()
    if older:
        as_before_heads_were_kept(clinic)
    monkeypatch.setattr(audit, "_MOST_ENDS", 2)
    real = events.add_checkpoint

    def killed(tx: Any, **values: Any) -> None:
        if values["sequence"] == 2 + older:
            raise SystemExit
        real(tx, **values)

    monkeypatch.setattr(events, "add_checkpoint", killed)
    with pytest.raises(SystemExit):
        audit.checkpoint(clinic.desk)
    assert audit.verify(clinic.desk).broken == ()
    monkeypatch.setattr(events, "add_checkpoint", real)
    assert audit.checkpoint(clinic.desk)
    assert not audit.checkpoint(clinic.desk)
    result = audit.verify(clinic.desk)
    assert result.broken == ()
    assert result.checkpoints >= result.records / 2
    assert missed_when_cut_off(clinic, f"entry:{entry.id}")
    assert missed_when_cut_off(clinic, f"person:{clinic.doctor.id}")


def test_a_short_look_goes_by_the_time_and_the_chain_alone(tmp_path: Path) -> None:
    clinic = open_clinic(tmp_path / "home", f"sqlite:///{tmp_path / 'one.db'}")
    clinic.signed()
    sent: list[tuple[str, Any]] = []
    with clinic.desk.db.read() as tx:
        event.listen(tx, "before_cursor_execute", lambda *said: sent.append((said[2], said[3])))
        events.new_ends(tx, clinic.clock.now)
        statement, given = sent[-1]
        steps = [step[3] for step in tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)]
    assert any("ix_event_at (at>" in step for step in steps), steps
    assert not any(step.startswith("SCAN event") for step in steps)
