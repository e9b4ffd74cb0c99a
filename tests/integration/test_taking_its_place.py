"""A new answer stands where the old one stood: in each newcomers' list, and before whoever asked and has not looked."""

import pytest

from publisher.domain.errors import Refusal
from publisher.domain.handouts import Form
from publisher.domain.places import Language
from publisher.services import answering, asking, communities, newcomers, resolving, signing, withdrawing
from publisher.services.communities import Described
from publisher.services.desk import SHELL, Actor
from publisher.storage import communities as rows
from publisher.storage import events
from tests.integration.test_answering import ask, line_of
from tests.integration.test_answering import mona as mona
from tests.integration.test_handing_out import groups
from tests.integration.test_newcomers import EARLY, LATE
from tests.support.clinic import Clinic

NEW = "Iron is found in meat and beans. A clinician decides on supplements."


def replaced(clinic: Clinic, old: str, title: str = "Iron, 2026", body: str = NEW, **more: object) -> str:
    new = clinic.draft(body, title, **more).id
    resolving.replace(clinic.desk, clinic.doctor, new, old)
    signing.sign(clinic.desk, clinic.doctor, new)
    return new


def held(clinic: Clinic, group: str, stage: str) -> list[str]:
    return [line.entry for line in newcomers.pack(clinic.desk, clinic.administrator, group, stage).lines]


def test_a_new_answer_takes_the_old_ones_place_in_every_list_and_keeps_the_order(clinic: Clinic) -> None:
    desk, admin = clinic.desk, clinic.administrator
    one, two = groups(clinic, "One", "Two")
    first, old, last = (clinic.signed(title=title).id for title in ("First", "Iron, 2025", "Last"))
    for group, stage in ((one, EARLY), (one, LATE), (two, EARLY)):
        newcomers.set_list(desk, admin, group.id, stage, [first, old, last])
    newcomers.set_list(desk, admin, two.id, LATE, [last, first])
    new = replaced(clinic, old)
    for group, stage in ((one, EARLY), (one, LATE), (two, EARLY)):
        assert newcomers.pack(desk, admin, group.id, stage).standing == held(clinic, group.id, stage)
        assert held(clinic, group.id, stage) == [first, new, last]
    assert held(clinic, two.id, LATE) == [last, first]
    assert "2. Iron, 2026" in newcomers.take(desk, admin, one.id, EARLY, Form.TEXT).copied.text
    with desk.db.read() as tx:
        last_event = events.of_record(tx, f"community:{two.id}")[-1]
    assert (last_event.action, last_event.actor) == ("stage_list_set", clinic.doctor.name)
    assert last_event.detail == {"stage": EARLY, "entries": [first, new, last]}


def test_where_the_new_answer_stands_already_the_list_stays_as_it_is(clinic: Clinic) -> None:
    desk, admin = clinic.desk, clinic.administrator
    (group,) = groups(clinic, "One")
    old, new = clinic.signed(title="Iron, 2025").id, clinic.signed(NEW, title="Iron, 2026").id
    newcomers.set_list(desk, admin, group.id, EARLY, [new, old])
    resolving.replace(desk, clinic.doctor, new, old)
    assert held(clinic, group.id, EARLY) == [new, old]
    assert newcomers.pack(desk, admin, group.id, EARLY).standing == [new]


def test_an_answer_in_another_language_is_shown_to_who_keeps_the_list_and_is_in_no_pack(clinic: Clinic) -> None:
    desk, admin = clinic.desk, clinic.administrator
    (group,) = groups(clinic, "One")
    old = clinic.signed(title="Iron, 2025").id
    newcomers.set_list(desk, admin, group.id, EARLY, [old])
    body = "Железо есть в мясе и бобовых. О препаратах решает врач."
    new = replaced(clinic, old, "Железо", body=body, language="ru", sources=("Минздрав, 2024",))
    (line,) = newcomers.pack(desk, admin, group.id, EARLY).lines
    assert line.entry == new
    assert "another language" in str(line.fallen[0])
    with pytest.raises(Refusal, match="Nothing in this list"):
        newcomers.take(desk, admin, group.id, EARLY, Form.TEXT)


def test_the_list_of_a_closed_group_is_followed_too_for_whoever_inherits_it(clinic: Clinic) -> None:
    desk, admin = clinic.desk, clinic.administrator
    (group,) = groups(clinic, "One")
    old = clinic.signed(title="Iron, 2025").id
    newcomers.set_list(desk, admin, group.id, EARLY, [old])
    communities.close(desk, admin, group.id)
    new = replaced(clinic, old)
    heir = communities.add(desk, SHELL, Described("Heir", Language.EN), like=group.id)
    with desk.db.read() as tx:
        assert rows.stage_list(tx, heir.id, EARLY) == [new]


def answered_with(clinic: Clinic, mona: Actor, entry: str) -> None:
    line = line_of(clinic, ask(clinic, mona))
    answering.use(clinic.desk, clinic.doctor, line, entry)


def test_who_asked_is_told_of_the_answer_that_took_the_place_of_hers_before_she_looked(
    clinic: Clinic, mona: Actor
) -> None:
    old = clinic.signed(title="Iron, 2025").id
    answered_with(clinic, mona, old)
    second = replaced(clinic, old)
    third = replaced(clinic, second, "Iron, 2027")
    (told,) = asking.answered(clinic.desk, mona)
    assert (told.entry, told.title) == (third, "Iron, 2027")
    asking.seen(clinic.desk, mona, told.id)
    assert asking.answered(clinic.desk, mona) == []


def test_who_asked_is_told_once_and_nothing_of_a_line_that_ends_with_what_was_withdrawn(
    clinic: Clinic, mona: Actor
) -> None:
    old = clinic.signed(title="Iron, 2025").id
    new = clinic.signed(NEW, title="Iron, 2026").id
    question = ask(clinic, mona)
    answering.use(clinic.desk, clinic.doctor, line_of(clinic, question), old)
    answered_with_both(clinic, question, new)
    resolving.replace(clinic.desk, clinic.doctor, new, old)
    assert [one.entry for one in asking.answered(clinic.desk, mona)] == [new]
    withdrawing.withdraw(clinic.desk, clinic.doctor, new, "A figure was wrong.")
    assert asking.answered(clinic.desk, mona) == []


def answered_with_both(clinic: Clinic, question: str, entry: str) -> None:
    from publisher.storage import answers

    with clinic.desk.db.write() as tx:
        answers.link(tx, [question], entry, clinic.doctor.id or "", clinic.clock())
