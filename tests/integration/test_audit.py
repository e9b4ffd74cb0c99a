"""The record notices what was changed behind its back."""

from sqlalchemy import text

from publisher.services import audit
from tests.support.clinic import Clinic


def without_triggers(clinic: Clinic, statement: str) -> None:
    with clinic.desk.db.write() as tx:
        if clinic.desk.db.on_sqlite:
            for name in ("event_no_update", "event_no_delete", "checkpoint_no_update"):
                tx.execute(text(f"DROP TRIGGER {name}"))
        else:
            tx.execute(text("ALTER TABLE event DISABLE TRIGGER ALL"))
            tx.execute(text("ALTER TABLE checkpoint DISABLE TRIGGER ALL"))
        tx.execute(text(statement))


def test_an_untouched_record_is_whole_and_a_checkpoint_is_made_only_when_something_happened(clinic: Clinic) -> None:
    clinic.signed()
    assert audit.checkpoint(clinic.desk)
    assert not audit.checkpoint(clinic.desk)
    result = audit.verify(clinic.desk)
    assert result.broken == ()
    assert (result.checkpoints, result.events > 5) == (1, True)


def test_a_changed_actor_is_found(clinic: Clinic) -> None:
    entry = clinic.signed()
    without_triggers(
        clinic, f"UPDATE event SET actor = 'somebody else' WHERE record = 'entry:{entry.id}' AND sequence = 2"
    )
    assert f"entry:{entry.id} event 2" in audit.verify(clinic.desk).broken


def test_an_event_missing_in_the_middle_is_found(clinic: Clinic) -> None:
    entry = clinic.signed()
    without_triggers(clinic, f"DELETE FROM event WHERE record = 'entry:{entry.id}' AND sequence = 2")
    assert audit.verify(clinic.desk).broken


def test_events_cut_off_at_the_end_are_found_by_the_checkpoint(clinic: Clinic) -> None:
    entry = clinic.signed()
    audit.checkpoint(clinic.desk)
    without_triggers(clinic, f"DELETE FROM event WHERE record = 'entry:{entry.id}'")
    assert any("missing" in place for place in audit.verify(clinic.desk).broken)


def test_a_changed_checkpoint_is_found(clinic: Clinic) -> None:
    clinic.signed()
    audit.checkpoint(clinic.desk)
    without_triggers(clinic, "UPDATE checkpoint SET events = 1")
    assert audit.verify(clinic.desk).broken == ("checkpoint 1",)
