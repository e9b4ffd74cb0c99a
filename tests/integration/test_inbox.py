"""The inbox: the same question is one line, what differs stands beside it, and every decision is a person's event."""

import json
from pathlib import Path

import pytest

from publisher.domain.errors import NotAllowed, Refusal
from publisher.domain.people import Person, Role
from publisher.domain.places import Language
from publisher.domain.triage import Route
from publisher.services import crisis, grouping, inbox, people, rerouting
from publisher.services.desk import SHELL, Actor
from publisher.services.importing_questions import import_questions
from publisher.storage import events
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


def test_an_answered_line_is_linked_to_its_answer(clinic: Clinic, tmp_path: Path) -> None:
    bring(clinic, tmp_path, "What is a normal pulse?")
    (line,) = inbox.groups(clinic.desk, clinic.doctor, Route.MODERATOR).items
    entry = clinic.draft().id
    with clinic.desk.db.write() as tx:
        inbox.answered(tx, clinic.desk, clinic.doctor, line.id, entry)
    view = inbox.group(clinic.desk, clinic.doctor, line.id)
    assert (view.state, view.entry, view.members[0].state) == ("answered", entry, "answered")


def test_a_volunteer_reads_no_inbox(clinic: Clinic) -> None:
    person = Person("", "v@example.org", "Vera", frozenset({Role.VOLUNTEER}), (Language.EN,))
    volunteer = Actor(people.add_person(clinic.desk, SHELL, person), "session")
    with pytest.raises(NotAllowed):
        inbox.counts(clinic.desk, volunteer)
