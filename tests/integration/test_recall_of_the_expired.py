"""Expiry is that of the signed words: of every handout, each time anew, and whatever is being written meanwhile."""

from datetime import date

from publisher.domain.handouts import Cause, Form
from publisher.services import communities, handing_out, recalling, rechecking, withdrawing
from tests.integration.test_handing_out import groups
from tests.integration.test_recall_of_corrections import edited, signed_again
from tests.support.clinic import Clinic


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
    (second,) = recalling.waiting(desk, admin)
    assert second.cause is Cause.EXPIRED
    assert second.id != first.id


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
