"""The inbox: the same question is one line, what differs stands beside it, and every decision is a person's event."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from publisher.domain.errors import NotAllowed, Refusal
from publisher.domain.people import Person, Role
from publisher.domain.places import Language
from publisher.domain.triage import Route
from publisher.intake.messages import Message
from publisher.services import crisis, grouping, inbox, people, receiving, rerouting
from publisher.services.desk import SHELL, Actor, Desk
from publisher.services.importing_questions import import_questions
from publisher.storage import events
from publisher.storage import inbox as rows
from tests.support.clinic import Clinic, open_clinic


@pytest.fixture
def clinic(tmp_path: Path, database_url: str) -> Clinic:
    return open_clinic(tmp_path / "home", database_url)


def bring(clinic: Clinic, tmp_path: Path, *texts: str) -> None:
    file = tmp_path / "in.jsonl"
    lines = [{"id": text, "text": text, "author": text, "group": f"g{n % 2}"} for n, text in enumerate(texts)]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    import_questions(clinic.desk, SHELL, file)
    while grouping.group_new(clinic.desk):
        pass


def test_the_same_question_is_one_line_and_another_week_stands_beside_it(clinic: Clinic, tmp_path: Path) -> None:
    bring(
        clinic,
        tmp_path,
        "Can women fly at 28 weeks of pregnancy?",
        "can women fly at 28 weeks of pregnancy",
        "At 28 weeks of pregnancy, can women fly?",
        "Can women fly at 37 weeks of pregnancy?",
        "Can people with gout eat fish?",
    )
    found = inbox.groups(clinic.desk, clinic.doctor, Route.MODERATOR)
    (first,) = [line for line in found.items if "fly" in line.text]
    assert (first.count, first.apart, first.communities) == (4, 1, ("g0", "g1"))
    assert found.total == 2
    view = inbox.group(clinic.desk, clinic.doctor, first.id)
    assert [one.text for one in view.apart] == ["Can women fly at 37 weeks of pregnancy?"]
    assert view.apart[0].differs
    inbox.take(clinic.desk, clinic.doctor, first.id)
    states = {one.text: one.state for one in inbox.group(clinic.desk, clinic.doctor, first.id).members}
    assert set(states.values()) == {"taken"}
    assert inbox.group(clinic.desk, clinic.doctor, first.id).apart[0].state == "waiting"


def test_a_page_of_lines_is_the_most_asked_then_the_newest(clinic: Clinic, tmp_path: Path) -> None:
    bring(clinic, tmp_path, "What is a normal pulse?", "Can people with gout eat fish?", "Is it safe to swim?")
    bring(clinic, tmp_path, "is it safe to swim")
    lines = inbox.groups(clinic.desk, clinic.doctor, Route.MODERATOR, size=2)
    assert (lines.items[0].text, lines.items[0].count, len(lines.items), lines.total) == (
        "Is it safe to swim?",
        2,
        2,
        3,
    )
    second = inbox.groups(clinic.desk, clinic.doctor, Route.MODERATOR, page=2, size=2)
    assert len({line.id for line in (*lines.items, *second.items)}) == 3
    inbox.take(clinic.desk, clinic.doctor, second.items[0].id)
    assert [line.taken for line in inbox.groups(clinic.desk, clinic.doctor, Route.MODERATOR).items].count(True) == 1


def test_a_page_of_lines_is_read_from_one_index_however_many_wait(tmp_path: Path) -> None:
    clinic = open_clinic(tmp_path / "home", f"sqlite:///{tmp_path / 'one.db'}")
    sent: list[tuple[str, Any]] = []
    with clinic.desk.db.read() as tx:
        event.listen(tx, "before_cursor_execute", lambda *said: sent.append((said[2], said[3])))
        rows.group_lines(tx, Route.MODERATOR, 1, 50)
        asked = [one for one in sent if one[0].startswith("SELECT")]
        plans = [[step[3] for step in tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given)] for sql, given in asked]
    assert len(plans) == 2
    assert any("COVERING INDEX ix_question_line" in step for step in plans[1])
    assert not any(step.startswith("SCAN question") for plan in plans for step in plan)


def test_a_line_is_set_aside_with_a_reason_and_comes_back_when_it_is_asked_again(
    clinic: Clinic, tmp_path: Path
) -> None:
    bring(clinic, tmp_path, "What is a normal pulse?")
    (line,) = inbox.groups(clinic.desk, clinic.doctor, Route.MODERATOR).items
    with pytest.raises(Refusal, match="why"):
        inbox.set_aside(clinic.desk, clinic.doctor, line.id, " ")
    inbox.set_aside(clinic.desk, clinic.doctor, line.id, "answered in the group")
    assert inbox.counts(clinic.desk, clinic.doctor)[Route.MODERATOR] == 0
    with clinic.desk.db.read() as tx:
        assert events.of_record(tx, f"group:{line.id}")[-1].detail["reason"] == "answered in the group"
    bring(clinic, tmp_path, "what is a normal pulse")
    assert inbox.counts(clinic.desk, clinic.doctor)[Route.MODERATOR] == 1


def test_a_question_moved_to_the_crisis_lane_opens_a_case(clinic: Clinic, tmp_path: Path) -> None:
    bring(clinic, tmp_path, "I feel strange since the birth, what can I do?")
    line = inbox.groups(clinic.desk, clinic.doctor, Route.DOCTOR).items[0]
    question = inbox.group(clinic.desk, clinic.doctor, line.id).members[0]
    rerouting.reroute(clinic.desk, clinic.doctor, question.id, Route.CRISIS, "sounds like danger")
    (case,) = crisis.cases(clinic.desk, clinic.administrator)
    assert case.messages[0].text == question.text
    assert case.messages[0].sealed
    assert inbox.counts(clinic.desk, clinic.doctor)[Route.DOCTOR] == 0


def test_a_moderators_question_goes_to_the_doctor_and_a_picture_may_be_described(clinic: Clinic) -> None:
    own = rerouting.ask(clinic.desk, clinic.doctor, "[photo]", community="Mothers")
    assert inbox.question(clinic.desk, clinic.doctor, own).route is Route.DOCTOR
    rerouting.describe(clinic.desk, clinic.doctor, own, "a red rash on the arm of Maria Petrova, phone 212-555-0187")
    text = inbox.question(clinic.desk, clinic.doctor, own).text
    assert "red rash" in text
    assert "555-0187" not in text
    general = rerouting.ask(clinic.desk, clinic.doctor, "Can pregnant women drink coffee?", Language.EN)
    assert inbox.question(clinic.desk, clinic.doctor, general).route is Route.DOCTOR


def test_a_volunteer_reads_no_inbox(clinic: Clinic) -> None:
    person = Person("", "v@example.org", "Vera", frozenset({Role.VOLUNTEER}), (Language.EN,))
    volunteer = Actor(people.add_person(clinic.desk, SHELL, person), "session")
    with pytest.raises(NotAllowed):
        inbox.counts(clinic.desk, volunteer)


@pytest.mark.parametrize("meanwhile", [False, True])
def test_others_write_while_a_description_is_read_and_changed_words_are_described_anew(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch, meanwhile: bool
) -> None:
    own = rerouting.ask(clinic.desk, clinic.doctor, "[photo]", community="Mothers")
    reading, read = receiving.read, []

    def slowly(desk: Desk, source: str, message: Message) -> receiving.Read:
        with clinic.desk.db.write() as tx:
            tx.execute(text("UPDATE question SET labels = labels WHERE id = :own"), {"own": own})
            if meanwhile:
                rows.change(tx, own, text="[photo] what is this?")
        read.append(message.text)
        return reading(desk, source, message)

    monkeypatch.setattr(receiving, "read", slowly)
    if meanwhile:
        with pytest.raises(Refusal, match="moved on"):
            rerouting.describe(clinic.desk, clinic.doctor, own, "a red rash")
        assert inbox.question(clinic.desk, clinic.doctor, own).text == "[photo] what is this?"
    else:
        rerouting.describe(clinic.desk, clinic.doctor, own, "a red rash")
        assert inbox.question(clinic.desk, clinic.doctor, own).text == "[photo] (a red rash)"
    assert len(read) == 2
