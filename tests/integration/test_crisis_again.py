"""A writer who has a case and writes again, and cases whose holder's shift is over: somebody knows, and may act."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from publisher.domain.crises import CaseState, Outcome
from publisher.domain.errors import ImpossibleTransition, Refusal
from publisher.domain.triage import Route
from publisher.services import alarms, audit, crisis, inbox, people, rerouting
from publisher.services.desk import Actor
from publisher.storage import events
from tests.support.clinic import Clinic
from tests.support.crises import crisis_clinic, inserted, minutes, on_duty
from tests.support.mail import Inbox, mail_server


@pytest.fixture
def mail() -> Iterator[Inbox]:
    with mail_server() as server:
        yield server


@pytest.fixture
def clinic(tmp_path: Path, database_url: str, mail: Inbox) -> Clinic:
    return crisis_clinic(tmp_path, database_url, mail.port)


def again(clinic: Clinic, tmp_path: Path, number: int = 2, text: str = "I took all my pills") -> str:
    return inserted(clinic, tmp_path, id=f"c{number}", text=text, asked_at=clinic.clock.now.isoformat())


def taken(clinic: Clinic, tmp_path: Path, who: Actor, mail: Inbox) -> str:
    case_id = inserted(clinic, tmp_path)
    alarms.tick(clinic.desk)
    crisis.take(clinic.desk, who, case_id)
    clinic.clock.forward(hours=1)
    mail.messages.clear()
    return case_id


def test_whoever_holds_a_case_is_called_at_once_when_its_writer_writes_again(
    clinic: Clinic, mail: Inbox, tmp_path: Path
) -> None:
    first = on_duty(clinic, "first", 1)
    on_duty(clinic, "second", 2)
    case_id = taken(clinic, tmp_path, first, mail)
    assert again(clinic, tmp_path) == case_id
    alarms.tick(clinic.desk)
    assert mail.receivers == ["first@example.org"]
    with pytest.raises(Refusal, match="written again"):
        crisis.close(clinic.desk, first, case_id, Outcome.REACHED)
    with pytest.raises(ImpossibleTransition):  # she was shown one message, and there are two
        crisis.read_again(clinic.desk, first, case_id, 1)
    crisis.read_again(clinic.desk, first, case_id, 2)
    minutes(clinic, 3)
    assert mail.receivers == ["first@example.org"]
    crisis.close(clinic.desk, first, case_id, Outcome.REACHED)
    with clinic.desk.db.read() as tx:
        actions = [event.action for event in events.of_record(tx, f"crisis:{case_id}")]
    assert actions == ["opened", "called", "taken", "message_added", "spoke_again", "called", "read", "closed"]
    assert audit.verify(clinic.desk).broken == ()


def test_when_the_holder_does_not_come_the_roster_is_called_as_for_a_new_case(
    clinic: Clinic, mail: Inbox, tmp_path: Path
) -> None:
    holder = on_duty(clinic, "holder", 1, hours=0.5)
    case_id = taken(clinic, tmp_path, holder, mail)
    on_duty(clinic, "first", 1)
    second = on_duty(clinic, "second", 2)
    again(clinic, tmp_path)
    minutes(clinic, 2)
    assert mail.receivers[:3] == ["holder@example.org", "first@example.org", "second@example.org"]
    crisis.take_over(clinic.desk, second, case_id)
    case = crisis.case(clinic.desk, second, case_id).case
    assert (case.state, case.taken_by, case.spoke_at) == (CaseState.TAKEN, second.id, None)
    called = len(mail.messages)
    minutes(clinic, 6)
    assert len(mail.messages) == called
    again(clinic, tmp_path, 3, "goodbye, I am on the bridge and will jump")
    alarms.tick(clinic.desk)
    assert mail.receivers[called:] == ["second@example.org"]


def test_a_further_message_of_somebody_for_whom_nobody_came_ends_the_pause_between_calls(
    clinic: Clinic, mail: Inbox, tmp_path: Path
) -> None:
    on_duty(clinic, "only", 1)
    inserted(clinic, tmp_path)
    minutes(clinic, 3)
    called = len(mail.messages)
    minutes(clinic, 1)
    assert len(mail.messages) == called  # everybody was called, and is left in peace for some minutes
    again(clinic, tmp_path)
    minutes(clinic, 1)
    assert set(mail.receivers[called:]) == {"only@example.org", "admin@example.org"}


def test_a_taken_follow_up_and_a_question_moved_into_a_taken_case_call_its_holder(
    clinic: Clinic, mail: Inbox, tmp_path: Path
) -> None:
    first = on_duty(clinic, "first", 1)
    old = (clinic.clock.now - timedelta(hours=49)).isoformat()
    case_id = inserted(clinic, tmp_path, asked_at=old)
    crisis.take(clinic.desk, first, case_id)
    again(clinic, tmp_path)
    alarms.tick(clinic.desk)
    assert mail.receivers == ["first@example.org"]
    crisis.read_again(clinic.desk, first, case_id, 2)
    inserted(clinic, tmp_path, id="q", text="Can people with gout eat fish?")
    (line,) = inbox.groups(clinic.desk, clinic.doctor, Route.MODERATOR).items
    own = inbox.group(clinic.desk, clinic.doctor, line.id).members[0].id
    rerouting.reroute(clinic.desk, clinic.doctor, own, Route.CRISIS, "she means something else")
    alarms.tick(clinic.desk)
    assert mail.receivers == ["first@example.org"] * 2
    assert crisis.case(clinic.desk, first, case_id).case.spoke_at is not None


def test_an_old_question_in_which_a_person_sees_danger_today_calls_at_once(
    clinic: Clinic, mail: Inbox, tmp_path: Path
) -> None:
    on_duty(clinic, "first", 1)
    written = clinic.clock.now - timedelta(hours=72)
    inserted(clinic, tmp_path, text="Can people with gout eat fish?", asked_at=written.isoformat())
    (line,) = inbox.groups(clinic.desk, clinic.doctor, Route.MODERATOR).items
    own = inbox.group(clinic.desk, clinic.doctor, line.id).members[0].id
    rerouting.reroute(clinic.desk, clinic.doctor, own, Route.CRISIS, "she means something else")
    alarms.tick(clinic.desk)
    assert mail.receivers == ["first@example.org"]
    (found,) = crisis.cases(clinic.desk, clinic.administrator)
    (message,) = crisis.case(clinic.desk, clinic.administrator, found.case.id).messages
    assert message.written_at == written


def test_two_reports_with_the_group_s_link_are_two_cases(clinic: Clinic, mail: Inbox) -> None:
    first = on_duty(clinic, "first", 1)
    link = "https://t.me/mothers"
    one = crisis.report_danger(clinic.desk, clinic.doctor, "a member wrote: I want to die", link=link)
    crisis.take(clinic.desk, first, one)
    other = crisis.report_danger(clinic.desk, clinic.doctor, "another wrote: I took forty tablets", link=link)
    assert other != one
    alarms.tick(clinic.desk)
    assert mail.receivers == ["first@example.org"]
    (message,) = crisis.case(clinic.desk, first, other).messages
    assert crisis.open_origin(clinic.desk, first, message.id, "to find her")["link"] == link


@pytest.mark.parametrize("no_text", ["\x00", "\ud83d"])
def test_a_paste_with_a_character_that_is_no_text_is_a_case_all_the_same(
    clinic: Clinic, mail: Inbox, no_text: str
) -> None:
    first = on_duty(clinic, "first", 1)
    case = crisis.report_danger(
        clinic.desk,
        clinic.doctor,
        f"I want to die{no_text} tonight{no_text}",
        community=f"Mothers{no_text}",
        link=f"https://t.me/{no_text}mothers",
    )
    (message,) = crisis.case(clinic.desk, first, case).messages
    assert message.text == "I want to die  tonight"
    origin = crisis.open_origin(clinic.desk, first, message.id, "to find her")
    assert (origin["link"], origin["group"]) == ("https://t.me/ mothers", "Mothers")
    with pytest.raises(Refusal, match="Paste the message"):
        crisis.report_danger(clinic.desk, clinic.doctor, no_text)


def test_a_case_whose_holder_left_the_house_waits_for_somebody_again(
    clinic: Clinic, mail: Inbox, tmp_path: Path
) -> None:
    first = on_duty(clinic, "first", 1)
    second = on_duty(clinic, "second", 2)
    case_id = taken(clinic, tmp_path, first, mail)
    people.deactivate(clinic.desk, clinic.administrator, first.id or "")
    minutes(clinic, 1)
    assert "second@example.org" in mail.receivers
    crisis.take_over(clinic.desk, second, case_id)


def test_whose_holder_has_left_the_house_the_roster_is_called_at_once(
    clinic: Clinic, mail: Inbox, tmp_path: Path
) -> None:
    holder = on_duty(clinic, "holder", 1, hours=0.5)
    on_duty(clinic, "second", 2)
    taken(clinic, tmp_path, holder, mail)
    people.deactivate(clinic.desk, clinic.administrator, holder.id or "")
    again(clinic, tmp_path)
    alarms.tick(clinic.desk)
    assert mail.receivers == ["second@example.org"]
