"""Recall: whatever fell is listed with each place that shows it and a correction to paste, until somebody saw to it."""

import inspect
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from threading import Thread

import pytest

from publisher.domain.errors import NotFound, Refusal
from publisher.domain.handouts import Cause, Form
from publisher.domain.places import Language
from publisher.services import (
    communities,
    handing_out,
    newcomers,
    recalling,
    rechecking,
    resolving,
    signing,
    withdrawing,
)
from publisher.services.desk import Actor, Desk
from tests.integration.test_communities import moderator
from tests.integration.test_handing_out import groups
from tests.integration.test_newcomers import EARLY
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


def test_what_a_group_was_given_before_it_was_closed_is_on_its_moderators_list(clinic: Clinic) -> None:
    desk, mona = clinic.desk, moderator(clinic)
    (group,) = groups(clinic, "One")
    communities.set_moderators(desk, clinic.administrator, group.id, [mona.id or ""])
    signed = clinic.signed()
    handing_out.hand_out(desk, mona, signed.id, Form.TEXT, [group.id])
    communities.close(desk, clinic.administrator, group.id)
    withdrawing.withdraw(desk, clinic.doctor, signed.id, "A figure was wrong.")
    (item,) = recalling.waiting(desk, mona)
    recalling.done(desk, mona, item.id)
    assert recalling.count(desk, mona) == 0


def _copy(desk: Desk, actor: Actor, entry: str, group: str) -> None:
    handing_out.hand_out(desk, actor, entry, Form.TEXT, [group])


def _take_pack(desk: Desk, actor: Actor, _entry: str, group: str) -> None:
    newcomers.take(desk, actor, group, EARLY, Form.TEXT)


@pytest.mark.parametrize("take_away", [_copy, _take_pack])
def test_what_is_withdrawn_while_it_is_being_copied_is_called_back(
    clinic: Clinic, take_away: Callable[[Desk, Actor, str, str], None]
) -> None:
    (group,) = groups(clinic, "One")
    entry = clinic.signed().id
    newcomers.set_list(clinic.desk, clinic.administrator, group.id, EARLY, [entry])
    withdrawal = Thread(target=withdrawing.withdraw, args=(clinic.desk, clinic.doctor, entry, "A figure was wrong."))

    def clock() -> datetime:
        if inspect.stack()[1].function == "record":  # the text was found to stand, and no copy is written yet
            withdrawal.start()
            withdrawal.join(timeout=2)
        return clinic.clock()

    take_away(replace(clinic.desk, clock=clock), clinic.administrator, entry, group.id)
    withdrawal.join()
    assert recalling.count(clinic.desk, clinic.administrator) == 1


def test_corrections_are_ready_in_three_languages() -> None:
    assert {cause for words in recalling._CORRECTIONS.values() for cause in words} >= set(Cause)
    assert set(recalling._CORRECTIONS) == set(Language)
