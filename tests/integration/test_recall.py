"""Recall: whatever fell is listed with each place that shows it and a correction to paste, until somebody saw to it."""

from datetime import date

import pytest

from publisher.domain.errors import NotFound, Refusal
from publisher.domain.handouts import Cause, Form
from publisher.domain.places import Language
from publisher.services import communities, handing_out, recalling, rechecking, resolving, signing, withdrawing
from tests.integration.test_communities import moderator
from tests.integration.test_handing_out import groups
from tests.support.clinic import Clinic


def test_a_withdrawn_answer_lists_each_handout_until_it_is_done_or_impossible(clinic: Clinic) -> None:
    desk, mona = clinic.desk, moderator(clinic)
    first, second = groups(clinic, "One", "Two")
    for group in (first, second):
        communities.set_moderators(desk, clinic.administrator, group.id, [mona.id or ""])
    signed = clinic.signed(title="Iron")
    handing_out.hand_out(desk, mona, signed.id, Form.TEXT, [first.id, second.id])
    withdrawing.withdraw(desk, clinic.doctor, signed.id, "A figure was wrong.")
    items = recalling.waiting(desk, mona)
    assert [(one.where, one.cause) for one in sorted(items, key=lambda one: one.where)] == [
        ("One", Cause.WITHDRAWN),
        ("Two", Cause.WITHDRAWN),
    ]
    assert all("“Iron”" in one.correction and "A figure was wrong." in one.correction for one in items)
    assert recalling.waiting(desk, moderator(clinic, "other@example.org")) == []
    with pytest.raises(NotFound):
        recalling.done(desk, moderator(clinic, "third@example.org"), items[0].id)
    recalling.done(desk, mona, items[0].id)
    with pytest.raises(Refusal):
        recalling.impossible(desk, mona, items[1].id, " ")
    recalling.impossible(desk, mona, items[1].id, "The group was dissolved.")
    assert recalling.count(desk, mona) == 0


def test_a_replaced_answer_is_called_back_with_the_name_of_the_new_one(clinic: Clinic) -> None:
    (group,) = groups(clinic, "One")
    old = clinic.signed(title="Iron, 2025")
    handing_out.hand_out(clinic.desk, clinic.administrator, old.id, Form.TEXT, [group.id])
    new = clinic.draft(title="Iron, 2026", body="Iron is found in meat and beans. A clinician decides on supplements.")
    resolving.replace(clinic.desk, clinic.doctor, new.id, old.id)
    signing.sign(clinic.desk, clinic.doctor, new.id)
    (item,) = recalling.waiting(clinic.desk, clinic.doctor)
    assert item.cause is Cause.SUPERSEDED
    assert "“Iron, 2026”" in item.correction


def test_an_expired_answer_is_called_back_when_the_day_changes(clinic: Clinic) -> None:
    (group,) = groups(clinic, "One")
    signed = clinic.signed(review_by=date(2026, 11, 30))
    handing_out.hand_out(clinic.desk, clinic.administrator, signed.id, Form.TEXT, [group.id])
    clinic.clock.forward(days=9)
    rechecking.recheck(clinic.desk, lambda done, total: None)
    (item,) = recalling.waiting(clinic.desk, clinic.administrator)
    assert item.cause is Cause.EXPIRED
    rechecking.recheck(clinic.desk, lambda done, total: None)
    assert recalling.count(clinic.desk, clinic.administrator) == 1


def test_corrections_are_ready_in_three_languages() -> None:
    assert {cause for words in recalling._CORRECTIONS.values() for cause in words} >= set(Cause)
    assert set(recalling._CORRECTIONS) == set(Language)
