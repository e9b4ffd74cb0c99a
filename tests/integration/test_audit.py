"""The record notices what was changed behind its back."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from publisher.services import audit, identity
from publisher.storage import events
from publisher.storage.types import stamp
from tests.support.clinic import Clinic

TABLES = ("event", "checkpoint", "checkpoint_head")
LAST_OF = "SELECT max(sequence) FROM event WHERE record = 'entry:{entry}'"


def without_triggers(clinic: Clinic, statement: str) -> None:
    with clinic.desk.db.write() as tx:
        if clinic.desk.db.on_sqlite:
            for table in TABLES:
                tx.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_update"))
                tx.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_delete"))
        else:
            for table in TABLES:
                tx.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
        assert tx.execute(text(statement)).rowcount > 0


def sign_ins(clinic: Clinic, count: int) -> None:
    """Each is two more events on the record of the doctor."""
    assert clinic.doctor.person is not None
    for _ in range(count):
        identity.redeem_link(clinic.desk, identity.open_link(clinic.desk, clinic.doctor.person))


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


def test_an_event_cut_off_the_end_is_missed_whatever_is_written_afterwards(clinic: Clinic) -> None:
    entry = clinic.signed()
    audit.checkpoint(clinic.desk)
    cut = f"DELETE FROM event WHERE record = 'entry:{entry.id}' AND sequence = ({LAST_OF.format(entry=entry.id)})"
    without_triggers(clinic, cut)
    for _ in range(3):
        sign_ins(clinic, 2)
        audit.checkpoint(clinic.desk)
        (told,) = audit.verify(clinic.desk).broken
        assert f"entry:{entry.id} event" in told
        assert "missing or another than checkpoint 1 saw" in told


def test_a_whole_record_that_is_gone_is_missed_whatever_is_written_afterwards(clinic: Clinic) -> None:
    entry = clinic.signed()
    audit.checkpoint(clinic.desk)
    without_triggers(clinic, f"DELETE FROM event WHERE record = 'entry:{entry.id}'")
    sign_ins(clinic, 10)
    audit.checkpoint(clinic.desk)
    assert any(f"entry:{entry.id}" in place for place in audit.verify(clinic.desk).broken)


def test_an_end_cannot_be_taken_out_of_a_checkpoint_either(clinic: Clinic) -> None:
    entry = clinic.signed()
    audit.checkpoint(clinic.desk)
    without_triggers(clinic, f"DELETE FROM checkpoint_head WHERE record = 'entry:{entry.id}'")
    sign_ins(clinic, 1)
    audit.checkpoint(clinic.desk)
    assert "checkpoint 1 wrote down other ends of records" in audit.verify(clinic.desk).broken


@pytest.mark.parametrize("statement", ["UPDATE checkpoint_head SET sequence = 0", "DELETE FROM checkpoint_head"])
def test_the_database_itself_keeps_what_a_checkpoint_saw(clinic: Clinic, statement: str) -> None:
    audit.checkpoint(clinic.desk)
    with pytest.raises(DatabaseError, match="append-only"), clinic.desk.db.write() as tx:
        tx.execute(text(statement))


def as_before_heads_were_kept(clinic: Clinic) -> None:
    """The one checkpoint, as a version wrote it that kept no ends."""
    audit.checkpoint(clinic.desk)
    with clinic.desk.db.read() as tx:
        row = events.last_checkpoint(tx)
        heads = audit._all_heads(tx)
    own = audit._checkpoint_hash(row.sequence, stamp(row.at), row.events, heads, row.previous, None)
    without_triggers(clinic, "DELETE FROM checkpoint_head")
    without_triggers(clinic, f"UPDATE checkpoint SET heads = '{heads}', hash = '{own}', changed = NULL")


def test_checkpoints_of_an_older_version_stay_verifiable_and_the_next_one_holds_every_end(clinic: Clinic) -> None:
    entry = clinic.signed()
    as_before_heads_were_kept(clinic)
    assert audit.verify(clinic.desk).broken == ()
    assert audit.checkpoint(clinic.desk), "nothing happened, but no end is kept yet"
    assert not audit.checkpoint(clinic.desk)
    result = audit.verify(clinic.desk)
    assert (result.broken, result.checkpoints) == ((), 2)
    without_triggers(clinic, f"DELETE FROM event WHERE record = 'entry:{entry.id}' AND sequence > 1")
    sign_ins(clinic, 10)
    audit.checkpoint(clinic.desk)
    assert any("checkpoint 2 saw" in place for place in audit.verify(clinic.desk).broken)
