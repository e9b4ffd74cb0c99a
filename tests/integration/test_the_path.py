"""From a draft to a post that is out, through the services, on both databases."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text, update

from publisher.domain.entries import EntryStatus
from publisher.domain.errors import EditConflict, NotAllowed, Refusal
from publisher.domain.publications import PublicationState
from publisher.services import controlling, drafting, library, people, scheduling, signing, stopping, withdrawing
from publisher.services.delivering import deliver
from publisher.storage import tables
from tests.support.clinic import BODY, Clinic, licence, open_clinic


def state_of(clinic: Clinic, publication: str) -> PublicationState:
    found = library.publications(clinic.desk, clinic.doctor).items
    return next(row.publication.state for row in found if row.publication.id == publication)


def reason_of(clinic: Clinic, publication: str) -> str:
    found = library.publications(clinic.desk, clinic.doctor).items
    return next(row.publication.reason or "" for row in found if row.publication.id == publication)


def test_a_draft_is_signed_scheduled_and_out_with_its_disclaimer(clinic: Clinic) -> None:
    entry = clinic.signed()
    assert entry.status is EntryStatus.SIGNED
    publication = scheduling.schedule(clinic.desk, clinic.doctor, entry.id, "site")
    assert deliver(clinic.desk, publication.id, 1) == PublicationState.PUBLISHED
    shown = library.entry(clinic.desk, clinic.doctor, entry.id)
    assert shown.status is EntryStatus.LIVE
    page = (clinic.desk.settings.site_root / "en" / entry.id / "index.html").read_text("utf-8")
    assert "Iron deficiency is common" in page
    assert "Not medical advice" in page


def test_delivering_the_same_attempt_again_does_nothing(clinic: Clinic) -> None:
    publication = scheduling.schedule(clinic.desk, clinic.doctor, clinic.signed().id, "site")
    deliver(clinic.desk, publication.id, 1)
    assert deliver(clinic.desk, publication.id, 1) == "skipped"
    assert deliver(clinic.desk, publication.id, 2) == "skipped"


def test_signing_twice_leaves_one_signature(clinic: Clinic) -> None:
    entry = clinic.signed()
    again = signing.sign(clinic.desk, clinic.doctor, entry.id)
    assert again.signature == entry.signature


def test_a_text_that_prescribes_is_refused_with_the_rule(clinic: Clinic) -> None:
    entry = clinic.draft("In your case take 200 mg of progesterone every night for two weeks.")
    assert entry.status is EntryStatus.BLOCKED
    with pytest.raises(Refusal, match="INT-REL-01"):
        signing.sign(clinic.desk, clinic.doctor, entry.id)


def test_every_reason_is_given_at_once(clinic: Clinic) -> None:
    people.add_licence(clinic.desk, clinic.administrator, clinic.doctor.id or "", licence(date(2026, 11, 21)))
    clinic.doctor = replace(clinic.doctor, person=people.person_by_email(clinic.desk, "doctor@example.org"))
    entry = clinic.draft(
        "Take 200 mg of progesterone tonight, you have a threatened miscarriage.", review_by="2026-11-01"
    )
    with pytest.raises(Refusal) as refused:
        signing.sign(clinic.desk, clinic.doctor, entry.id)
    said = str(refused.value)
    assert "ended on 2026-11-21" in said
    assert "review date" in said
    assert "INT-REL-01" in said


def test_an_edit_after_signing_is_a_new_unsigned_revision_and_cannot_be_scheduled(clinic: Clinic) -> None:
    entry = clinic.signed()
    working = drafting.working_copy(clinic.desk, clinic.doctor, entry.id)
    drafting.save_working_copy(clinic.desk, clinic.doctor, entry.id, {"body": BODY + " "}, working.version)
    with pytest.raises(Refusal, match="edited after it was signed"):
        scheduling.schedule(clinic.desk, clinic.doctor, entry.id, "site")
    kept = drafting.keep_revision(clinic.desk, clinic.doctor, entry.id)
    assert kept.signature is None
    assert kept.status is EntryStatus.READY


def test_a_stale_save_is_a_conflict_and_overwrites_nothing(clinic: Clinic) -> None:
    entry = clinic.draft()
    working = drafting.working_copy(clinic.desk, clinic.doctor, entry.id)
    drafting.save_working_copy(clinic.desk, clinic.doctor, entry.id, {"body": "first"}, working.version)
    with pytest.raises(EditConflict):
        drafting.save_working_copy(clinic.desk, clinic.doctor, entry.id, {"body": "second"}, working.version)
    assert drafting.working_copy(clinic.desk, clinic.doctor, entry.id).content.body == "first"


def test_only_the_author_signs_and_an_administrator_never_does(clinic: Clinic) -> None:
    entry = clinic.draft()
    with pytest.raises(Refusal, match="another doctor's"):
        signing.sign(clinic.desk, clinic.colleague, entry.id)
    with pytest.raises(NotAllowed):
        signing.sign(clinic.desk, clinic.administrator, entry.id)


def test_a_revision_changed_in_the_database_is_not_sent(clinic: Clinic) -> None:
    publication = scheduling.schedule(clinic.desk, clinic.doctor, clinic.signed().id, "site")
    with clinic.desk.db.write() as tx:
        row = tx.execute(tables.revision.select()).one()
        tx.execute(update(tables.revision).values(content={**row.content, "body": row.content["body"] + "!"}))
    assert deliver(clinic.desk, publication.id, 1) == PublicationState.HELD
    assert "signature does not fit" in reason_of(clinic, publication.id)


def test_a_licence_that_ended_meanwhile_holds_the_publication_with_the_reason(clinic: Clinic) -> None:
    publication = scheduling.schedule(clinic.desk, clinic.doctor, clinic.signed().id, "site", "2026-12-24T09:00")
    people.add_licence(clinic.desk, clinic.administrator, clinic.doctor.id or "", licence(date(2026, 12, 23)))
    clinic.clock.now = publication.due_at
    assert deliver(clinic.desk, publication.id, 1) == PublicationState.HELD
    assert "ended on 2026-12-23" in reason_of(clinic, publication.id)
    assert not (clinic.desk.settings.site_root / "en" / publication.entry).exists()


def test_a_renewed_licence_holds_a_post_that_would_look_different_until_somebody_resumes_it(clinic: Clinic) -> None:
    publication = scheduling.schedule(clinic.desk, clinic.doctor, clinic.signed().id, "site", "2026-12-24T09:00")
    people.add_licence(clinic.desk, clinic.administrator, clinic.doctor.id or "", licence(date(2030, 1, 1)))
    clinic.clock.now = publication.due_at
    assert deliver(clinic.desk, publication.id, 1) == PublicationState.HELD
    controlling.resume(clinic.desk, clinic.doctor, publication.id)
    assert deliver(clinic.desk, publication.id, 2) == PublicationState.PUBLISHED


def test_what_is_long_past_its_time_is_asked_about_and_not_sent(clinic: Clinic) -> None:
    publication = scheduling.schedule(clinic.desk, clinic.doctor, clinic.signed().id, "site", "2026-11-23T09:00")
    clinic.clock.now = publication.due_at
    clinic.clock.forward(hours=12)
    assert deliver(clinic.desk, publication.id, 1) == PublicationState.HELD
    controlling.resume(clinic.desk, clinic.doctor, publication.id)
    assert deliver(clinic.desk, publication.id, 2) == PublicationState.PUBLISHED


def test_the_stop_switch_stops_what_is_queued_and_lets_it_go_on_afterwards(clinic: Clinic) -> None:
    publication = scheduling.schedule(clinic.desk, clinic.doctor, clinic.signed().id, "site")
    stopping.hold_all(clinic.desk, clinic.doctor, "wrong leaflet")
    assert deliver(clinic.desk, publication.id, 1) == "waits"
    stopping.resume_all(clinic.desk, clinic.doctor)
    assert deliver(clinic.desk, publication.id, 1) == PublicationState.PUBLISHED


def test_a_withdrawn_entry_leaves_a_tombstone_and_cancels_what_waits(clinic: Clinic) -> None:
    entry = clinic.signed()
    live = scheduling.schedule(clinic.desk, clinic.doctor, entry.id, "site")
    deliver(clinic.desk, live.id, 1)
    later = scheduling.schedule(clinic.desk, clinic.doctor, entry.id, "site", "2026-12-24T09:00")
    withdrawing.withdraw(clinic.desk, clinic.doctor, entry.id, "The advice on tea was wrong.")
    assert state_of(clinic, later.id) is PublicationState.CANCELLED
    assert state_of(clinic, live.id) is PublicationState.REMOVING
    assert deliver(clinic.desk, live.id, 2) == PublicationState.REMOVED
    page = (clinic.desk.settings.site_root / "en" / entry.id / "index.html").read_text("utf-8")
    assert "The advice on tea was wrong." in page
    assert "Iron deficiency is common" not in page


def test_a_new_version_takes_the_place_of_the_old_one_on_the_same_account(clinic: Clinic) -> None:
    entry = clinic.signed()
    old = scheduling.schedule(clinic.desk, clinic.doctor, entry.id, "site")
    deliver(clinic.desk, old.id, 1)
    content = drafting.working_copy(clinic.desk, clinic.doctor, entry.id).content
    drafting.edit_entry(clinic.desk, clinic.doctor, entry.id, replace(content, body=BODY + " Tea hinders it."))
    signing.sign(clinic.desk, clinic.doctor, entry.id)
    new = scheduling.schedule(clinic.desk, clinic.doctor, entry.id, "site")
    assert deliver(clinic.desk, new.id, 1) == PublicationState.PUBLISHED
    assert state_of(clinic, old.id) is PublicationState.REMOVED
    assert "Tea hinders it" in (clinic.desk.settings.site_root / "en" / entry.id / "index.html").read_text("utf-8")


def test_the_same_text_on_the_same_account_and_day_is_asked_about(clinic: Clinic) -> None:
    entry = clinic.signed()
    scheduling.schedule(clinic.desk, clinic.doctor, entry.id, "site", "2026-12-24T09:00")
    with pytest.raises(Refusal, match="on “site” that day already"):
        scheduling.schedule(clinic.desk, clinic.doctor, entry.id, "site", "2026-12-24T18:00")
    scheduling.schedule(clinic.desk, clinic.doctor, entry.id, "site", "2026-12-25T09:00")


@pytest.mark.parametrize("moment", ["2026-11-21T09:00", "2027-03-28T02:30", "2027-10-31T02:30", "soon"])
def test_an_impossible_time_is_refused_and_leaves_nothing(clinic: Clinic, moment: str) -> None:
    entry = clinic.signed()
    with pytest.raises(Refusal):
        scheduling.schedule(clinic.desk, clinic.doctor, entry.id, "site", moment, "Europe/Berlin")
    assert library.publications(clinic.desk, clinic.doctor).total == 0


def test_where_there_is_a_reviewer_nothing_leaves_before_her_yes(tmp_path: Path, database_url: str) -> None:
    clinic = open_clinic(tmp_path / "home", database_url, reviewer=True)
    entry = clinic.signed()
    assert entry.status is EntryStatus.AWAITING_REVIEW
    with pytest.raises(Refusal, match="not approved"):
        scheduling.schedule(clinic.desk, clinic.doctor, entry.id, "site")
    assert clinic.reviewer is not None
    signing.approve(clinic.desk, clinic.reviewer, entry.id)
    assert scheduling.schedule(clinic.desk, clinic.doctor, entry.id, "site").state is PublicationState.SCHEDULED


def test_the_status_in_lists_is_the_status_of_the_entry(clinic: Clinic) -> None:
    clinic.draft()
    clinic.draft("In your case take 200 mg of progesterone every night.", title="Blocked")
    entry = clinic.signed(title="Signed")
    live = scheduling.schedule(clinic.desk, clinic.doctor, clinic.signed(title="Live").id, "site")
    deliver(clinic.desk, live.id, 1)
    scheduling.schedule(clinic.desk, clinic.doctor, entry.id, "site", "2026-12-24T09:00")
    rows = library.entries(clinic.desk, clinic.doctor).items
    assert {row.status for row in rows} == {
        EntryStatus.READY,
        EntryStatus.BLOCKED,
        EntryStatus.SCHEDULED,
        EntryStatus.LIVE,
    }
    for row in rows:
        assert library.entry(clinic.desk, clinic.doctor, row.id).status is row.status


def test_words_are_found_in_three_languages(clinic: Clinic) -> None:
    clinic.draft("孕期缺铁很常见。", title="孕期补铁", language="zh")
    clinic.draft("Дефицит железа встречается часто.", title="Железо", language="ru")
    clinic.draft()
    for words, title in (
        ("缺铁很", "孕期补铁"),
        ("补铁", "孕期补铁"),
        ("ДЕФИЦИТ желе", "Железо"),
        ("leafy gre", "Iron in pregnancy"),
    ):
        found = library.entries(clinic.desk, clinic.doctor, words=words).items
        assert [row.title for row in found] == [title]
    assert library.entries(clinic.desk, clinic.doctor, words='100% "x_').items == ()


def test_the_audit_record_cannot_be_changed(clinic: Clinic) -> None:
    clinic.draft()
    for statement in ("UPDATE event SET actor = 'x'", "DELETE FROM event"):
        with pytest.raises(Exception, match="append-only"), clinic.desk.db.write() as tx:
            tx.execute(text(statement))


@pytest.mark.parametrize("words", ["half a pair \ud800", "a nul \x00"])
def test_what_no_database_can_store_is_refused_in_a_sentence(clinic: Clinic, words: str) -> None:
    entry = clinic.draft()
    working = drafting.working_copy(clinic.desk, clinic.doctor, entry.id)
    with pytest.raises(Refusal, match="no text"):
        drafting.save_working_copy(clinic.desk, clinic.doctor, entry.id, {"body": words}, working.version)
    with pytest.raises(Refusal, match="no text"):
        clinic.draft(words)
