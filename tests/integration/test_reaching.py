"""The way back to whoever asked something urgent: opened on duty, with a reason, on record, until its days are over."""

from pathlib import Path

import pytest

from publisher.domain.crises import Outcome
from publisher.domain.errors import NotAllowed, NotFound, Refusal
from publisher.domain.triage import Route
from publisher.services import alarms, crisis, inbox, reaching, rerouting
from publisher.services.desk import Actor
from publisher.services.inbox import QuestionView
from publisher.storage import events
from tests.integration.test_handing_out import groups
from tests.support.clinic import Clinic
from tests.support.crises import inserted, on_duty

URGENT = {
    "id": "u1",
    "text": "I am 30 weeks pregnant and bleeding heavily since this morning, what should I do?",
    "url": "https://chat.example/m/1",
    "group": "One",
}


@pytest.fixture
def asked(clinic: Clinic, tmp_path: Path) -> QuestionView:
    groups(clinic, "One")
    inserted(clinic, tmp_path, **URGENT)
    (line,) = inbox.groups(clinic.desk, clinic.administrator, Route.URGENT).items
    (one,) = inbox.group(clinic.desk, clinic.administrator, line.id).members
    return one


def opened(clinic: Clinic, question: str) -> list[tuple[str, str]]:
    with clinic.desk.db.read() as tx:
        found = events.of_record(tx, f"question:{question}")
    return [(one.actor, one.detail["reason"]) for one in found if one.action == "origin_opened"]


def test_whoever_is_on_duty_opens_it_with_a_reason_on_record(clinic: Clinic, asked: QuestionView) -> None:
    ann: Actor = on_duty(clinic, "ann", 1)
    assert asked.sealed
    assert reaching.may_open(clinic.desk, ann)
    with pytest.raises(Refusal, match="Say why"):
        reaching.open_origin(clinic.desk, ann, asked.id, " ")
    assert opened(clinic, asked.id) == []
    found = reaching.open_origin(clinic.desk, ann, asked.id, "to send an ambulance")
    assert found["url"] == URGENT["url"]
    assert opened(clinic, asked.id) == [(ann.name, "to send an ambulance")]


def test_nobody_else_does_not_even_an_administrator(clinic: Clinic, asked: QuestionView) -> None:
    for who in (clinic.administrator, clinic.doctor):
        assert not reaching.may_open(clinic.desk, who)
        with pytest.raises(NotAllowed):
            reaching.open_origin(clinic.desk, who, asked.id, "curious")
    ann = on_duty(clinic, "ann", 1)
    with pytest.raises(NotFound):
        reaching.open_origin(clinic.desk, ann, "no-such-question", "to look")


def test_it_is_gone_when_its_days_are_over_erased_or_not(clinic: Clinic, asked: QuestionView) -> None:
    clinic.clock.forward(days=clinic.desk.settings.origin_days)
    ann = on_duty(clinic, "ann", 1)
    with pytest.raises(Refusal, match="erased"):
        reaching.open_origin(clinic.desk, ann, asked.id, "too late")
    assert not inbox.question(clinic.desk, clinic.administrator, asked.id).sealed
    clinic.clock.forward(seconds=1)
    alarms.erase(clinic.desk)
    with clinic.desk.db.read() as tx:
        assert inbox.existing(tx, asked.id).sealed is None


def test_that_of_a_crisis_is_opened_with_its_case_alone(clinic: Clinic, asked: QuestionView) -> None:
    ann = on_duty(clinic, "ann", 1)
    rerouting.reroute(clinic.desk, ann, asked.id, Route.CRISIS)
    with pytest.raises(Refusal, match="crisis case"):
        reaching.open_origin(clinic.desk, ann, asked.id, "to look")
    (case,) = crisis.cases(clinic.desk, ann)
    assert crisis.open_origin(clinic.desk, ann, case.messages[0].id, "to reach her")["url"] == URGENT["url"]


@pytest.mark.parametrize("calm", [Route.MODERATOR, Route.URGENT])
def test_that_of_a_closed_case_stays_shut_wherever_its_question_is_moved(
    clinic: Clinic, asked: QuestionView, calm: Route
) -> None:
    ann = on_duty(clinic, "ann", 1)
    rerouting.reroute(clinic.desk, ann, asked.id, Route.CRISIS)
    (case,) = crisis.cases(clinic.desk, ann)
    crisis.take(clinic.desk, ann, case.case.id)
    rerouting.reroute(clinic.desk, ann, asked.id, calm, "no danger")
    assert inbox.question(clinic.desk, ann, asked.id).sealed
    crisis.close(clinic.desk, ann, case.case.id, Outcome.FALSE_ALARM)
    with pytest.raises(Refusal, match="case is closed"):
        reaching.open_origin(clinic.desk, ann, asked.id, "why")
    assert not inbox.question(clinic.desk, ann, asked.id).sealed
    assert opened(clinic, asked.id) == []
