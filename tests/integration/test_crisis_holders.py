"""Who was called for a case, or holds it, sees it and acts on it until it is closed, on the roster or not."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from publisher.domain.crises import Outcome
from publisher.domain.errors import ImpossibleTransition, NotAllowed, Refusal
from publisher.domain.triage import Route
from publisher.services import alarms, crisis, duty, inbox, people, rerouting
from tests.support.clinic import Clinic
from tests.support.crises import crisis_clinic, inserted, minutes, on_duty
from tests.support.mail import Inbox, mail_server


@pytest.fixture
def mail() -> Iterator[Inbox]:
    with mail_server() as server:
        yield server


@pytest.fixture
def clinic(tmp_path: Path, mail: Inbox) -> Clinic:
    return crisis_clinic(tmp_path, "", mail.port)


def test_a_holder_whose_shift_is_over_sees_her_case_alone_and_hands_it_over(clinic: Clinic, tmp_path: Path) -> None:
    first = on_duty(clinic, "first", 1, hours=1)
    own = inserted(clinic, tmp_path)
    crisis.take(clinic.desk, first, own)
    clinic.clock.forward(hours=2)
    crisis.report_danger(clinic.desk, clinic.colleague, "she wrote that she will not be here tomorrow")
    assert crisis.may_see(clinic.desk, first)
    assert [view.case.id for view in crisis.cases(clinic.desk, first)] == [own]
    assert crisis.cases(clinic.desk, first, closed=True) == []
    assert not crisis.has_duty(clinic.desk, first)
    with pytest.raises(NotAllowed):
        crisis.days_of_duty(clinic.desk, first)
    crisis.hand_over(clinic.desk, first, own, clinic.doctor.id or "")
    assert [view.case.id for view in crisis.cases(clinic.desk, clinic.doctor)] == [own]
    crisis.take(clinic.desk, clinic.doctor, own)
    message = crisis.case(clinic.desk, clinic.doctor, own).messages[0].id
    assert crisis.open_origin(clinic.desk, clinic.doctor, message, "to reach her")
    crisis.close(clinic.desk, clinic.doctor, own, Outcome.REACHED)
    assert not crisis.may_see(clinic.desk, clinic.doctor)
    with pytest.raises(NotAllowed):
        crisis.case(clinic.desk, clinic.doctor, own)


def test_a_person_called_just_before_her_shift_ended_can_still_come(
    clinic: Clinic, mail: Inbox, tmp_path: Path
) -> None:
    late = on_duty(clinic, "late", 1, hours=1)
    clinic.clock.forward(minutes=59.9)
    case_id = inserted(clinic, tmp_path)
    alarms.tick(clinic.desk)
    clinic.clock.forward(minutes=5)
    assert mail.receivers == ["late@example.org"]
    assert [view.case.id for view in crisis.cases(clinic.desk, late)] == [case_id]
    crisis.take(clinic.desk, late, case_id)


def test_whoever_is_on_duty_takes_a_case_over_and_its_steps_say_so(clinic: Clinic, tmp_path: Path) -> None:
    first = on_duty(clinic, "first", 1, hours=1)
    case_id = inserted(clinic, tmp_path)
    alarms.tick(clinic.desk)
    crisis.take(clinic.desk, first, case_id)
    with pytest.raises(ImpossibleTransition):
        crisis.take_over(clinic.desk, first, case_id)  # it is hers
    with pytest.raises(NotAllowed):
        crisis.take_over(clinic.desk, clinic.doctor, case_id)
    clinic.clock.forward(hours=2)
    night = on_duty(clinic, "night", 1)
    crisis.take_over(clinic.desk, night, case_id)
    seen = crisis.case(clinic.desk, first, case_id)  # she was called for it, and learns what became of it
    assert seen.taken_by_name == "Night"
    assert [(one.action, one.name) for one in seen.steps] == [("taken", "First"), ("taken_over", "Night")]
    with pytest.raises(NotAllowed, match="Take the case first"):
        crisis.close(clinic.desk, first, case_id, Outcome.REACHED)
    crisis.close(clinic.desk, night, case_id, Outcome.REACHED)


def test_the_way_back_ends_on_its_day_whether_it_was_erased_or_not(clinic: Clinic, tmp_path: Path) -> None:
    first = on_duty(clinic, "first", 1, hours=24 * 40)
    case_id = inserted(clinic, tmp_path)
    (message,) = crisis.case(clinic.desk, first, case_id).messages
    clinic.clock.forward(days=29)
    assert crisis.open_origin(clinic.desk, first, message.id, "to reach her")
    clinic.clock.forward(days=1)
    with pytest.raises(Refusal, match="erased"):
        crisis.open_origin(clinic.desk, first, message.id, "again")
    assert not crisis.case(clinic.desk, first, case_id).messages[0].sealed


@pytest.mark.parametrize(("moved_after", "opens"), [(20, True), (31, False)])
def test_a_question_moved_to_the_crisis_lane_takes_the_days_of_its_way_back_with_it(
    clinic: Clinic, tmp_path: Path, moved_after: int, opens: bool
) -> None:
    first = on_duty(clinic, "first", 1, hours=24 * 60)
    file_line = {"id": "q", "text": "My blood pressure is 150/95, should I take enalapril 5 mg twice a day?"}
    inserted(clinic, tmp_path, **file_line)
    (line,) = inbox.groups(clinic.desk, clinic.doctor, Route.DOCTOR).items
    own = inbox.group(clinic.desk, clinic.doctor, line.id).members[0].id
    clinic.clock.forward(days=moved_after)
    rerouting.reroute(clinic.desk, clinic.doctor, own, Route.CRISIS)
    (view,) = crisis.cases(clinic.desk, first)
    assert view.messages[0].sealed is opens
    clinic.clock.now += timedelta(days=max(0, 30 - moved_after))
    with pytest.raises(Refusal, match="erased"):
        crisis.open_origin(clinic.desk, first, view.messages[0].id, "to reach her")


def test_the_way_back_is_open_to_its_holder_while_she_holds_the_case_and_to_nobody_once_it_is_closed(
    clinic: Clinic, tmp_path: Path
) -> None:
    first = on_duty(clinic, "first", 1, hours=1)
    case_id = inserted(clinic, tmp_path)
    (message,) = crisis.case(clinic.desk, first, case_id).messages
    crisis.take(clinic.desk, first, case_id)
    clinic.clock.forward(hours=2)
    assert crisis.open_origin(clinic.desk, first, message.id, "to reach her")
    crisis.hand_over(clinic.desk, first, case_id, clinic.doctor.id or "")
    with pytest.raises(NotAllowed):
        crisis.open_origin(clinic.desk, first, message.id, "once more")
    night = on_duty(clinic, "night", 1)
    assert crisis.open_origin(clinic.desk, night, message.id, "to reach her")
    crisis.take(clinic.desk, clinic.doctor, case_id)
    crisis.close(clinic.desk, clinic.doctor, case_id, Outcome.REACHED)
    with pytest.raises(NotAllowed):
        crisis.open_origin(clinic.desk, clinic.doctor, message.id, "curious")
    with pytest.raises(Refusal, match="closed"):
        crisis.open_origin(clinic.desk, night, message.id, "to ask how she is")


@pytest.fixture
def follow_up(clinic: Clinic, tmp_path: Path) -> str:
    """A case of an old message: nobody was called for it."""
    return inserted(clinic, tmp_path, asked_at=(clinic.clock.now - timedelta(hours=49)).isoformat())


def test_whoever_does_not_come_for_a_follow_up_handed_to_her_leaves_it_to_the_roster(
    clinic: Clinic, mail: Inbox, follow_up: str
) -> None:
    first = on_duty(clinic, "first", 1)
    on_duty(clinic, "second", 2)
    crisis.take(clinic.desk, first, follow_up)
    assert crisis.case(clinic.desk, first, follow_up).later
    crisis.hand_over(clinic.desk, first, follow_up, clinic.doctor.id or "")
    assert not crisis.case(clinic.desk, first, follow_up).later
    minutes(clinic, 2)
    assert mail.receivers[0] == clinic.doctor.person.email if clinic.doctor.person else None
    assert {"first@example.org", "second@example.org"} <= set(mail.receivers)
    assert duty.waiting_too_long(clinic.desk) == 1
    crisis.take(clinic.desk, clinic.doctor, follow_up)
    assert duty.waiting_too_long(clinic.desk) == 0
    called = len(mail.receivers)
    minutes(clinic, 6)
    assert len(mail.receivers) == called


def test_a_follow_up_whose_holder_has_left_the_house_calls_whoever_is_on_duty(
    clinic: Clinic, mail: Inbox, follow_up: str
) -> None:
    gone = on_duty(clinic, "gone", 1)
    crisis.take(clinic.desk, gone, follow_up)
    minutes(clinic, 2)
    assert mail.receivers == []
    people.deactivate(clinic.desk, clinic.administrator, gone.id or "")
    minutes(clinic, 1)
    assert "admin@example.org" in mail.receivers
