"""The words of somebody in danger reach whoever may see her case, and by no other door anybody else."""

from datetime import timedelta

import pytest

from publisher.domain.errors import NotAllowed, Refusal
from publisher.domain.people import Role
from publisher.domain.triage import Route
from publisher.intake.messages import Message
from publisher.services import answering, communities, crisis, duty, inbox, receiving, referring, rerouting
from publisher.services.desk import SHELL, Actor
from publisher.storage import answers, events
from tests.integration.test_communities import moderator
from tests.integration.test_moderators_inbox import community
from tests.support.clinic import Clinic, _person

LEG = "I am 30 weeks pregnant and my leg is swollen, what should I do in my case?"
CRY = "I want to die, I have the pills ready and I will take them tonight"


def write(clinic: Clinic, words: str, key: str = "m", group: str | None = None) -> str:
    """A message, or the edit of it; the id of its question."""
    read = receiving.read(clinic.desk, "x", Message(1, words, key=key, author=key, group=group))
    with clinic.desk.db.write() as tx:
        stored = receiving.store(clinic.desk, tx, SHELL, "x", [read])
    return (stored.created + stored.updated)[0]


def referred(clinic: Clinic, question: str) -> str:
    to = clinic.colleague.id or ""
    return referring.refer(clinic.desk, clinic.doctor, question, to, "obstetrics", "Please look.", 3)


def state_of(clinic: Clinic, referral: str) -> str:
    with clinic.desk.db.read() as tx:
        return str(answers.referral(tx, referral).state)


def edited(clinic: Clinic, question: str) -> None:
    assert write(clinic, CRY) == question


def moved(clinic: Clinic, question: str) -> None:
    rerouting.reroute(clinic.desk, clinic.doctor, question, Route.CRISIS)


def described(clinic: Clinic, question: str) -> None:
    rerouting.describe(clinic.desk, clinic.doctor, question, CRY)


@pytest.mark.parametrize("become", [edited, moved, described])
def test_what_becomes_a_crisis_waits_for_no_colleague_any_more(clinic: Clinic, become: object) -> None:
    question = write(clinic, LEG)
    referral = referred(clinic, question)
    assert [one.question for one in referring.waiting(clinic.desk, clinic.colleague)] == [LEG]
    become(clinic, question)  # type: ignore[operator]
    assert state_of(clinic, referral) == "ended"
    for who in (clinic.doctor, clinic.colleague):
        assert referring.waiting(clinic.desk, who) == []
        assert not crisis.may_see(clinic.desk, who)
    with clinic.desk.db.read() as tx:
        assert "referral_ended" in [one.action for one in events.of_record(tx, f"question:{question}")]


def test_a_crisis_is_handed_to_no_colleague(clinic: Clinic) -> None:
    question = write(clinic, CRY)
    with pytest.raises(NotAllowed):
        referred(clinic, question)
    both = _person(clinic.desk, "both@example.org", "Dr Both", {Role.DOCTOR, Role.DUTY})
    with pytest.raises(Refusal, match="answered by a person"):
        referring.refer(clinic.desk, both, question, clinic.colleague.id or "", "obstetrics", "Please look.", 3)
    with clinic.desk.db.write() as tx:  # as when the edit came in at the very moment
        now = clinic.clock()
        answers.refer(tx, question, both.id or "", clinic.colleague.id or "", "obstetrics", now, now)
    assert referring.waiting(clinic.desk, clinic.colleague) == []


def test_a_crisis_message_is_read_by_whoever_may_see_its_case(clinic: Clinic) -> None:
    first = community(clinic, "Group one")
    own, other = write(clinic, CRY, group="Group one"), write(clinic, f"{CRY}!!", "n")
    mona = moderator(clinic)
    communities.set_moderators(clinic.desk, clinic.administrator, first.id, [mona.id or ""])
    editor = _person(clinic.desk, "editor@example.org", "Ed", {Role.EDITOR})
    for who in (clinic.doctor, mona, editor):
        for question in (own, other):
            refused(clinic, who, question)
    for role in (Role.DUTY, Role.ADMINISTRATOR):
        sees = _person(clinic.desk, f"{role}@example.org", role.title(), {role})
        assert inbox.question(clinic.desk, sees, own).route is Route.CRISIS
    now = clinic.clock()
    duty.add_duty(clinic.desk, clinic.administrator, mona.id or "", now, now + timedelta(hours=1))
    (case,) = [
        one.case.id for one in crisis.cases(clinic.desk, mona) if any(message.text == CRY for message in one.messages)
    ]
    crisis.take(clinic.desk, mona, case)
    clinic.clock.forward(hours=2)
    assert inbox.question(clinic.desk, mona, own).text == CRY
    refused(clinic, mona, other)


def refused(clinic: Clinic, who: Actor, question: str) -> None:
    for act in (
        lambda: inbox.question(clinic.desk, who, question),
        lambda: rerouting.reroute(clinic.desk, who, question, Route.SET_ASIDE),
        lambda: rerouting.describe(clinic.desk, who, question, "a rash"),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_an_edit_does_not_show_what_became_a_crisis_since(clinic: Clinic) -> None:
    first = write(clinic, "Can people with gout eat fish?")
    inbox.take(clinic.desk, clinic.doctor, inbox.question(clinic.desk, clinic.doctor, first).group or "")
    later = write(clinic, "Can people with gout eat herring?")
    assert inbox.question(clinic.desk, clinic.doctor, later).before == "Can people with gout eat fish?"
    moved(clinic, first)
    assert inbox.question(clinic.desk, clinic.doctor, later).before is None


def test_the_questions_of_an_answer_are_told_to_readers_of_the_inbox_by_community(clinic: Clinic) -> None:
    mona = moderator(clinic)
    first, _second = (community(clinic, name) for name in ("Group one", "Group two"))
    communities.set_moderators(clinic.desk, clinic.administrator, first.id, [mona.id or ""])
    words = "Why is iron measured in pregnancy?"
    own = write(clinic, words, group="Group one")
    write(clinic, f"{words}!", "n", "Group two")
    line = inbox.question(clinic.desk, clinic.doctor, own).group or ""
    entry = answering.draft(clinic.desk, clinic.doctor, line, words, "obstetrics")
    assert answering.questions_of(clinic.desk, clinic.doctor, entry) == [words, f"{words}!"]
    assert answering.questions_of(clinic.desk, mona, entry) == [words]
    volunteer = _person(clinic.desk, "v@example.org", "Vera", {Role.VOLUNTEER})
    with pytest.raises(NotAllowed):
        answering.questions_of(clinic.desk, volunteer, entry)
