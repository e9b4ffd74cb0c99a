"""What is published again and again: made ahead from the newest signed version, no further than its review date."""

from datetime import date

import pytest

from publisher.domain.errors import NotAllowed, Refusal
from publisher.domain.publications import PublicationState
from publisher.domain.recurrence import Every, Rule
from publisher.services import drafting, jobs, library, recurring, rezoning, scheduling, signing
from publisher.services.delivering import deliver
from publisher.services.views import PublicationRow
from publisher.storage import publications
from tests.support.clinic import Clinic

S = PublicationState
WEEKLY = Rule(Every.WEEK, "09:00", "Europe/Berlin", date(2026, 11, 23))


def planned(clinic: Clinic, state: str = "scheduled") -> list[PublicationRow]:
    return list(library.publications(clinic.desk, clinic.doctor, state=state).items)


def edited(clinic: Clinic, entry: str, body: str, **more: object) -> None:
    view = library.entry(clinic.desk, clinic.doctor, entry)
    assert view.revision is not None
    drafting.edit_entry(
        clinic.desk, clinic.doctor, entry, drafting.changed(view.revision.content, {"body": body} | more)
    )


def test_occurrences_are_made_five_weeks_ahead_and_each_leaves_as_a_post_of_its_own(clinic: Clinic) -> None:
    recurring.start(clinic.desk, clinic.doctor, clinic.signed().id, "site", WEEKLY)
    rows = planned(clinic)
    assert [row.publication.local_due for row in rows] == [
        f"2026-{day}T09:00" for day in ("11-23", "11-30", "12-07", "12-14", "12-21")
    ]
    clinic.clock.now = rows[0].publication.due_at
    assert deliver(clinic.desk, rows[0].publication.id, 1) == S.PUBLISHED
    assert recurring.plan_all(clinic.desk) == 1
    assert recurring.plan_all(clinic.desk) == 0


def test_nothing_is_planned_after_the_review_date(clinic: Clinic) -> None:
    recurring.start(clinic.desk, clinic.doctor, clinic.signed(review_by="2026-12-01").id, "site", WEEKLY)
    assert [row.publication.local_due[:10] for row in planned(clinic)] == ["2026-11-23", "2026-11-30"]
    clinic.clock.forward(days=15)
    assert recurring.plan_all(clinic.desk) == 0
    stands = recurring.all_series(clinic.desk, clinic.doctor)[0].stands
    assert "its review date, 2026-12-01, has passed" in str(stands[0])


def test_an_edit_stops_the_series_until_it_is_signed_and_then_the_new_words_go_out(clinic: Clinic) -> None:
    entry = clinic.signed().id
    recurring.start(clinic.desk, clinic.doctor, entry, "site", WEEKLY)
    edited(clinic, entry, "Beans contain iron, and so do lentils.")
    assert recurring.plan_all(clinic.desk) == 0
    assert recurring.all_series(clinic.desk, clinic.doctor)[0].stands
    signing.sign(clinic.desk, clinic.doctor, entry)
    assert recurring.plan_all(clinic.desk) == 5
    head = library.entry(clinic.desk, clinic.doctor, entry).revision
    assert {row.publication.revision for row in planned(clinic)} == {head.id if head else ""}
    assert not recurring.all_series(clinic.desk, clinic.doctor)[0].stands


def test_ending_a_series_cancels_what_has_not_left(clinic: Clinic) -> None:
    series = recurring.start(clinic.desk, clinic.doctor, clinic.signed().id, "site", WEEKLY)
    with pytest.raises(NotAllowed):
        recurring.end(clinic.desk, clinic.colleague, series)
    assert recurring.end(clinic.desk, clinic.doctor, series) == 5
    assert recurring.all_series(clinic.desk, clinic.doctor) == []
    assert recurring.plan_all(clinic.desk) == 0


def test_what_is_not_signed_makes_no_series(clinic: Clinic) -> None:
    with pytest.raises(Refusal, match="sign it first"):
        recurring.start(clinic.desk, clinic.doctor, clinic.draft().id, "site", WEEKLY)


def test_new_zone_data_moves_the_moment_and_keeps_the_wall_time(clinic: Clinic) -> None:
    made = scheduling.schedule(clinic.desk, clinic.doctor, clinic.signed().id, "site", "2027-03-08T09:00")
    with clinic.desk.db.write() as tx:  # as if it had been computed under other rules of that zone
        publications.retime(tx, made, due_at=made.due_at.replace(hour=5), next_at=made.due_at.replace(hour=5))
    assert not rezoning.ask_if_needed(clinic.desk, "the first version")
    assert rezoning.ask_if_needed(clinic.desk, "another version")
    assert not rezoning.ask_if_needed(clinic.desk, "another version")
    assert jobs.run_next(clinic.desk, "worker", lambda: False)
    one = planned(clinic)[0].publication
    assert (one.local_due, one.due_at) == ("2027-03-08T09:00", made.due_at)


def test_a_wall_time_that_new_zone_data_removes_is_held_with_the_question(clinic: Clinic) -> None:
    made = scheduling.schedule(
        clinic.desk, clinic.doctor, clinic.signed().id, "site", "2027-03-28T02:30", "Africa/Lagos"
    )
    with clinic.desk.db.write() as tx:  # as if that country began to change its clocks that night
        publications.retime(tx, made, zone="Europe/Berlin")
    assert rezoning.rezone(clinic.desk, lambda done, total: None)["held"] == 1
    assert "does not exist in Europe/Berlin" in str(planned(clinic, "held")[0].why)
