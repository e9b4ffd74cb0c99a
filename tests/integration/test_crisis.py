"""The crisis lane on a real SMTP server: somebody is told within a minute, and nobody writes to the writer."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from publisher.domain.crises import CaseState, Outcome
from publisher.domain.errors import ImpossibleTransition, NotAllowed, Refusal
from publisher.domain.places import Jurisdiction, Language
from publisher.services import alarms, audit, crisis, duty, replies
from publisher.storage import events
from tests.support.clinic import Clinic, open_clinic
from tests.support.crises import crisis_clinic, inserted, minutes, on_duty
from tests.support.mail import Inbox, mail_server


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    with mail_server() as server:
        yield server


@pytest.fixture
def clinic(tmp_path: Path, database_url: str, inbox: Inbox) -> Clinic:
    return crisis_clinic(tmp_path, database_url, inbox.port)


def test_while_the_person_on_duty_is_away_the_next_is_called_within_a_minute_and_nobody_writes_to_the_writer(
    clinic: Clinic, inbox: Inbox, tmp_path: Path
) -> None:
    on_duty(clinic, "absent", 1)
    second = on_duty(clinic, "second", 2)
    case_id = inserted(clinic, tmp_path)
    alarms.tick(clinic.desk)
    assert inbox.receivers == ["absent@example.org"]
    minutes(clinic, 1)
    assert inbox.receivers[:2] == ["absent@example.org", "second@example.org"]
    seen = crisis.case(clinic.desk, second, case_id)
    assert seen.case.escalated_at is not None
    assert seen.case.escalated_at - seen.case.opened_at <= timedelta(minutes=1)
    crisis.take(clinic.desk, second, case_id)
    called = len(inbox.messages)
    clinic.clock.forward(minutes=30)
    alarms.tick(clinic.desk)
    assert len(inbox.messages) == called
    for receivers, message in inbox.messages:
        assert all(one.endswith("@example.org") for one in receivers)
        assert "want to die" not in message.as_string()
        assert "writer" not in message.as_string()
    assert audit.verify(clinic.desk).broken == ()


def test_when_everybody_was_called_and_nobody_came_everybody_is_called_again(
    clinic: Clinic, inbox: Inbox, tmp_path: Path
) -> None:
    on_duty(clinic, "only", 1)
    inserted(clinic, tmp_path)
    for _ in range(8):
        alarms.tick(clinic.desk)
        clinic.clock.forward(minutes=2)
    assert inbox.receivers.count("only@example.org") > 1
    assert "admin@example.org" in inbox.receivers


def test_a_mail_server_that_is_away_is_tried_again_and_the_next_person_is_called_all_the_same(
    tmp_path: Path, database_url: str, inbox: Inbox
) -> None:
    clinic = crisis_clinic(tmp_path, database_url, 1)
    on_duty(clinic, "first", 1)
    case_id = inserted(clinic, tmp_path)
    alarms.tick(clinic.desk)
    (called,) = crisis.case(clinic.desk, clinic.administrator, case_id).called
    assert called.error == "ConnectionRefusedError"
    object.__setattr__(clinic.desk.settings, "mail_port", inbox.port)
    clinic.clock.forward(seconds=50)
    alarms.tick(clinic.desk)
    assert sorted(inbox.receivers) == ["admin@example.org", "first@example.org"]


def test_an_old_message_is_a_follow_up_until_its_writer_speaks_again(
    clinic: Clinic, inbox: Inbox, tmp_path: Path
) -> None:
    old = (clinic.clock.now - timedelta(hours=49)).isoformat()
    case_id = inserted(clinic, tmp_path, asked_at=old)
    alarms.tick(clinic.desk)
    assert inbox.messages == []
    assert crisis.case(clinic.desk, clinic.administrator, case_id).case.follow_up
    assert (
        inserted(clinic, tmp_path, id="c2", text="I took all my pills", asked_at=clinic.clock.now.isoformat())
        == case_id
    )
    view = crisis.case(clinic.desk, clinic.administrator, case_id)
    assert not view.case.follow_up
    assert len(view.messages) == 2
    alarms.tick(clinic.desk)
    assert inbox.receivers == ["admin@example.org"]


def test_a_case_is_taken_handed_over_and_closed_by_people_and_every_step_is_an_event(
    clinic: Clinic, inbox: Inbox
) -> None:
    first, second = on_duty(clinic, "first", 1), on_duty(clinic, "second", 2)
    case_id = crisis.report_danger(clinic.desk, clinic.doctor, "she wrote that she will not be here tomorrow")
    with pytest.raises(NotAllowed, match="Take the case first"):
        crisis.close(clinic.desk, first, case_id, Outcome.REACHED)
    crisis.take(clinic.desk, first, case_id)
    with pytest.raises(ImpossibleTransition):
        crisis.take(clinic.desk, second, case_id)
    assert second.person is not None
    crisis.hand_over(clinic.desk, first, case_id, second.person.id)
    alarms.tick(clinic.desk)
    assert inbox.receivers == ["second@example.org"]
    crisis.take(clinic.desk, second, case_id)
    crisis.close(clinic.desk, second, case_id, Outcome.FALSE_ALARM)
    assert crisis.case(clinic.desk, first, case_id).case.state is CaseState.CLOSED
    with clinic.desk.db.read() as tx:
        actions = [event.action for event in events.of_record(tx, f"crisis:{case_id}")]
    assert actions == ["opened", "reported", "taken", "handed_over", "called", "taken", "closed"]
    today = crisis.days_of_duty(clinic.desk, first)[-1]
    assert (today.cases, today.false_alarms) == (1, 1)


def test_the_way_back_is_opened_by_the_person_on_duty_with_a_reason_and_erased_after_its_days(
    clinic: Clinic, tmp_path: Path
) -> None:
    first = on_duty(clinic, "first", 1)
    case_id = inserted(clinic, tmp_path)
    message = crisis.case(clinic.desk, first, case_id).messages[0].id
    with pytest.raises(NotAllowed):
        crisis.open_origin(clinic.desk, clinic.administrator, message, "to look")
    with pytest.raises(Refusal, match="why"):
        crisis.open_origin(clinic.desk, first, message, " ")
    assert crisis.open_origin(clinic.desk, first, message, "to call her")["url"] == "https://x.example/w"
    with clinic.desk.db.read() as tx:
        opened = events.of_record(tx, f"crisis:{case_id}")[-1]
    assert (opened.action, opened.detail["reason"]) == ("origin_opened", "to call her")
    clinic.clock.forward(days=31)
    assert alarms.erase(clinic.desk) == 2
    duty.add_duty(
        clinic.desk, clinic.administrator, first.id or "", clinic.clock.now, clinic.clock.now + timedelta(hours=1)
    )
    with pytest.raises(Refusal, match="erased"):
        crisis.open_origin(clinic.desk, first, message, "again")


def test_whoever_is_not_on_duty_sees_no_case(clinic: Clinic) -> None:
    crisis.report_danger(clinic.desk, clinic.doctor, "help")
    with pytest.raises(NotAllowed):
        crisis.cases(clinic.desk, clinic.doctor)
    assert not crisis.may_see(clinic.desk, clinic.doctor)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("place", list(Jurisdiction))
def test_the_fixed_texts_have_local_numbers_and_no_empty_place(
    tmp_path: Path, language: Language, place: Jurisdiction
) -> None:
    clinic = open_clinic(tmp_path / "home", "")
    flags = tuple(f"RF-{number:02}" for number in range(1, 29))
    found = [*replies.texts(clinic.desk, language, place=place), *replies.texts(clinic.desk, language, flags, place)]
    assert all(one.status == "unreviewed" and "{" not in one.text for one in found)
    way = replies.way_to_care(clinic.desk, language, place)
    assert way.emergency
    assert any("Dr Doctor" in one for one in way.doctors)
