"""Expiry is that of the signed words: of every handout, each time anew, and whatever is being written meanwhile."""

from datetime import date
from pathlib import Path

import pytest

from publisher.domain.handouts import Cause, Form
from publisher.services import communities, falling, handing_out, recalling, rechecking, signing, withdrawing
from publisher.storage import recalls, showing
from tests.integration.test_handing_out import groups
from tests.integration.test_recall_of_corrections import CORRECTED, edited, signed_again
from tests.support.clinic import Clinic, open_clinic


def handed_out(clinic: Clinic, review_by: date) -> str:
    (group,) = groups(clinic, "One")
    entry = clinic.signed(review_by=review_by).id
    handing_out.hand_out(clinic.desk, clinic.administrator, entry, Form.TEXT, [group.id])
    return entry


def days_later(clinic: Clinic, days: int) -> None:
    clinic.clock.forward(days=days)
    rechecking.recheck(clinic.desk, lambda done, total: None)


def test_what_was_renewed_and_handed_out_again_is_called_back_when_it_expires_again(clinic: Clinic) -> None:
    desk, admin = clinic.desk, clinic.administrator
    entry = handed_out(clinic, date(2026, 11, 30))
    days_later(clinic, 9)
    (first,) = recalling.waiting(desk, admin)
    recalling.done(desk, admin, first.id)
    signed_again(clinic, entry, review_by="2026-12-20")
    handing_out.hand_out(desk, admin, entry, Form.TEXT, [one.id for one in communities.mine(desk, admin)])
    days_later(clinic, 20)
    both = recalling.waiting(desk, admin)  # what was handed out first stood again meanwhile
    assert [one.cause for one in both] == [Cause.EXPIRED, Cause.EXPIRED]
    assert first.id not in {one.id for one in both}


def test_a_new_date_that_nobody_signed_does_not_hide_that_the_signed_text_expired(clinic: Clinic) -> None:
    entry = handed_out(clinic, date(2026, 11, 30))
    edited(clinic, entry, review_by="2028-01-10")
    days_later(clinic, 9)
    assert [one.cause for one in recalling.waiting(clinic.desk, clinic.administrator)] == [Cause.EXPIRED]


def test_the_same_words_signed_again_with_a_later_date_do_not_expire(clinic: Clinic) -> None:
    entry = handed_out(clinic, date(2026, 11, 30))
    signed_again(clinic, entry, review_by="2028-01-10")
    edited(clinic, entry, review_by="2026-11-25")
    days_later(clinic, 9)
    assert recalling.count(clinic.desk, clinic.administrator) == 0


def test_an_expired_text_that_is_withdrawn_after_all_says_why_and_is_to_be_seen_to_again(clinic: Clinic) -> None:
    desk, admin = clinic.desk, clinic.administrator
    entry = handed_out(clinic, date(2026, 11, 30))
    days_later(clinic, 9)
    (item,) = recalling.waiting(desk, admin)
    recalling.done(desk, admin, item.id)
    withdrawing.withdraw(desk, clinic.doctor, entry, "The dose was ten times too high.")
    (item,) = recalling.waiting(desk, admin)
    assert item.cause is Cause.WITHDRAWN
    assert "ten times too high" in item.correction


def test_the_same_words_renewed_after_they_expired_are_called_back_no_longer_until_they_expire_again(
    clinic: Clinic,
) -> None:
    desk, admin = clinic.desk, clinic.administrator
    entry = handed_out(clinic, date(2026, 11, 30))
    days_later(clinic, 9)
    assert recalling.count(desk, admin) == 1
    signed_again(clinic, entry, review_by="2027-11-20")
    assert recalling.count(desk, admin) == 0
    assert [row.fallen for row in handing_out.listed(desk, admin)] == [False]
    days_later(clinic, 400)
    assert [one.cause for one in recalling.waiting(desk, admin)] == [Cause.EXPIRED]


def test_a_place_that_was_seen_to_when_it_expired_is_listed_when_its_renewed_words_expire_again(clinic: Clinic) -> None:
    desk, admin = clinic.desk, clinic.administrator
    entry = handed_out(clinic, date(2026, 11, 30))
    days_later(clinic, 9)
    recalling.impossible(desk, admin, recalling.waiting(desk, admin)[0].id, "The group is archived.")
    signed_again(clinic, entry, review_by="2027-11-20")
    assert [row.fallen for row in handing_out.listed(desk, admin)] == [False]
    days_later(clinic, 400)
    assert [one.cause for one in recalling.waiting(desk, admin)] == [Cause.EXPIRED]


def test_a_renewal_in_other_words_calls_the_old_ones_back_and_lifts_nothing(clinic: Clinic) -> None:
    desk, admin = clinic.desk, clinic.administrator
    entry = handed_out(clinic, date(2026, 11, 30))
    days_later(clinic, 9)
    signed_again(clinic, entry, review_by="2027-11-20", body=CORRECTED)
    days_later(clinic, 1)
    assert [one.cause for one in recalling.waiting(desk, admin)] == [Cause.SUPERSEDED]


def test_a_renewal_counts_as_soon_as_it_is_approved_and_not_before(tmp_path: Path, database_url: str) -> None:
    clinic = open_clinic(tmp_path / "home", database_url, reviewer=True)
    desk, admin = clinic.desk, clinic.administrator
    assert clinic.reviewer is not None
    entry = clinic.signed(review_by=date(2026, 11, 30)).id
    signing.approve(desk, clinic.reviewer, entry)
    (group,) = groups(clinic, "One")
    handing_out.hand_out(desk, admin, entry, Form.TEXT, [group.id])
    days_later(clinic, 9)
    signed_again(clinic, entry, review_by="2027-11-20")
    days_later(clinic, 1)
    assert [one.cause for one in recalling.waiting(desk, admin)] == [Cause.EXPIRED]
    signing.approve(desk, clinic.reviewer, entry)
    assert recalling.count(desk, admin) == 0


def test_what_was_renewed_while_its_recall_stayed_on_the_list_is_lifted_when_the_day_changes(clinic: Clinic) -> None:
    desk, admin = clinic.desk, clinic.administrator
    entry = handed_out(clinic, date(2026, 11, 30))
    days_later(clinic, 9)
    with desk.db.read() as tx:
        (place,) = showing.places(tx, entry)
    signed_again(clinic, entry, review_by="2027-11-20")
    with desk.db.write() as tx:  # as a home was left by a version that did not lift it
        recalls.open_at(tx, entry, [place], Cause.EXPIRED, desk.clock())
    days_later(clinic, 1)
    assert recalling.count(desk, admin) == 0


def test_what_is_renewed_while_the_look_runs_is_not_called_back(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, admin = clinic.desk, clinic.administrator
    (group,) = groups(clinic, "One")
    entries = sorted(clinic.signed(review_by=date(2026, 11, 30)).id for _ in range(2))
    for entry in entries:
        handing_out.hand_out(desk, admin, entry, Form.TEXT, [group.id])
    clinic.clock.forward(days=9)
    monkeypatch.setattr(falling, "_BATCH", 1)
    turns: list[int] = []

    def renew_the_second() -> None:
        turns.append(1)
        if len(turns) == 1:
            signed_again(clinic, entries[1], review_by="2028-01-10")

    falling.look_again(desk, renew_the_second)
    assert [one.entry for one in recalling.waiting(desk, admin)] == entries[:1]
