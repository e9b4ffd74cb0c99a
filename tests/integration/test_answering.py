"""Answering: from a moderator's click to a signed answer she is told of, by the right doctor or her colleague."""

from dataclasses import replace

import pytest

from publisher.domain.errors import NotAllowed, NotFound, Refusal
from publisher.domain.people import Person, Role
from publisher.domain.triage import Route
from publisher.services import (
    answering,
    asking,
    communities,
    drafting,
    inbox,
    people,
    quoting,
    referring,
    rerouting,
    retrieval,
    signing,
)
from publisher.services.desk import SHELL, Actor
from publisher.storage import events
from tests.integration.test_communities import moderator
from tests.integration.test_handing_out import groups
from tests.support.clinic import BODY, Clinic, licence

ASKED = "Why is iron measured in pregnancy?"


@pytest.fixture
def mona(clinic: Clinic) -> Actor:
    (group,) = groups(clinic, "One")
    found = moderator(clinic)
    communities.set_moderators(clinic.desk, clinic.administrator, group.id, [found.id or ""])
    return found


def ask(clinic: Clinic, who: Actor, words: str = ASKED) -> str:
    (group,) = communities.mine(clinic.desk, who)
    return asking.ask(clinic.desk, who, words, group.id).id


def line_of(clinic: Clinic, question: str) -> str:
    return inbox.question(clinic.desk, clinic.doctor, question).group or ""


def test_a_question_sent_from_the_desk_is_masked_and_waits_on_the_doctors_route(clinic: Clinic, mona: Actor) -> None:
    question = ask(clinic, mona, "My name is Anna Smith, phone +44 7700 900123. Why is iron measured in pregnancy?")
    seen = inbox.question(clinic.desk, clinic.doctor, question)
    assert seen.route is Route.DOCTOR
    assert "7700" not in seen.text
    assert seen.community == "One"
    with pytest.raises(Refusal):
        ask(clinic, mona, "  ")


def test_the_asker_is_told_when_the_answer_is_signed_and_not_before(clinic: Clinic, mona: Actor) -> None:
    question = ask(clinic, mona)
    entry = answering.draft(clinic.desk, clinic.doctor, line_of(clinic, question), ASKED, "obstetrics")
    assert asking.answered(clinic.desk, mona) == []
    copy = drafting.working_copy(clinic.desk, clinic.doctor, entry)
    changes = {"body": BODY, "title": "Iron in pregnancy", "sources": ["NICE, 2024"], "review_by": "2027-11-01"}
    drafting.save_working_copy(clinic.desk, clinic.doctor, entry, changes, copy.version)
    drafting.keep_revision(clinic.desk, clinic.doctor, entry)
    for rule in drafting_rules(clinic, entry):
        raise AssertionError(f"the text needs a reviewer: {rule}")
    signing.sign(clinic.desk, clinic.doctor, entry)
    (told,) = asking.answered(clinic.desk, mona)
    assert (told.entry, told.community) == (entry, "One")
    assert inbox.question(clinic.desk, clinic.doctor, question).state == "answered"
    assert answering.questions_of(clinic.desk, clinic.doctor, entry) == [ASKED]
    asking.seen(clinic.desk, mona, told.id)
    assert asking.answered(clinic.desk, mona) == []
    with pytest.raises(NotFound):
        asking.seen(clinic.desk, clinic.doctor, told.id)


def drafting_rules(clinic: Clinic, entry: str) -> list[str]:
    from publisher.services import library

    return library.entry(clinic.desk, clinic.doctor, entry).to_accept


def test_a_signed_answer_is_offered_with_what_differs_and_a_doctor_decides(clinic: Clinic, mona: Actor) -> None:
    signed = clinic.signed(title="Why is iron measured at 12 weeks of pregnancy?")
    line = line_of(clinic, ask(clinic, mona, "Why is iron measured at 32 weeks of pregnancy?"))
    (offer,) = answering.offers(clinic.desk, clinic.doctor, line)
    assert not offer.same
    assert offer.differs
    with pytest.raises(NotAllowed):
        answering.use(clinic.desk, mona, line, signed.id)
    answering.use(clinic.desk, clinic.doctor, line, signed.id)
    assert [one.entry for one in asking.answered(clinic.desk, mona)] == [signed.id]
    with pytest.raises(Refusal):
        answering.use(clinic.desk, clinic.doctor, line, clinic.draft(title="Unsigned").id)


def test_answers_of_a_doctor_who_left_push_out_no_other_and_are_quoted_nowhere(clinic: Clinic, mona: Actor) -> None:
    other = "Why is iron measured twice in pregnancy?"
    free = clinic.signed("Iron carries oxygen.", title=other, question=other).id
    hers = replace(clinic, doctor=clinic.colleague)
    entries = [hers.signed(f"{BODY} {number}.", title=ASKED, question=ASKED).id for number in range(6)]
    line = line_of(clinic, ask(clinic, mona))
    assert len(answering.offers(clinic.desk, clinic.doctor, line)) == 5
    people.deactivate(clinic.desk, clinic.administrator, clinic.colleague.id or "")
    assert [one.entry for one in answering.offers(clinic.desk, clinic.doctor, line)] == [free]
    assert [one.answer for one in retrieval.closest_signed(clinic.desk, ASKED, "en")] == [free]
    with pytest.raises(NotFound, match="no longer stands"):
        quoting.quote(clinic.desk, clinic.doctor, clinic.draft().id, entries[0])


def test_outside_her_specialty_a_doctor_hands_it_to_a_colleague_with_a_brief_and_a_deadline(
    clinic: Clinic, mona: Actor
) -> None:
    question = ask(clinic, mona)
    line = line_of(clinic, question)
    with pytest.raises(NotAllowed, match="outside your specialties"):
        answering.draft(clinic.desk, clinic.doctor, line, ASKED, "cardiology")
    colleague = clinic.colleague.id or ""
    with pytest.raises(Refusal, match="deadline"):
        referring.refer(clinic.desk, clinic.doctor, question, colleague, "obstetrics", "Please take it.", 0)
    referral = referring.refer(clinic.desk, clinic.doctor, question, colleague, "obstetrics", "Please take it.", 3)
    (waiting,) = referring.waiting(clinic.desk, clinic.colleague)
    assert waiting.mine
    assert [one.text for one in waiting.thread] == ["Please take it."]
    referring.reply(clinic.desk, clinic.colleague, referral, "Tomorrow.")
    with pytest.raises(NotAllowed):
        referring.reply(clinic.desk, clinic.administrator, referral, "Me too.")
    clinic.clock.forward(days=4)
    assert referring.waiting(clinic.desk, clinic.doctor)[0].late
    answering.draft(clinic.desk, clinic.colleague, line, ASKED, "obstetrics")
    assert referring.waiting(clinic.desk, clinic.doctor) == []


def test_what_is_given_back_waits_for_a_doctor_again(clinic: Clinic, mona: Actor) -> None:
    question = ask(clinic, mona)
    colleague = clinic.colleague.id or ""
    referral = referring.refer(clinic.desk, clinic.doctor, question, colleague, "obstetrics", "Please take it.", 3)
    referring.give_back(clinic.desk, clinic.colleague, referral, "I am away.")
    assert referring.waiting(clinic.desk, clinic.doctor) == []
    referring.refer(clinic.desk, clinic.doctor, question, colleague, "obstetrics", "Again, please.", 3)


def refer(clinic: Clinic, question: str) -> str:
    to = clinic.colleague.id or ""
    return referring.refer(clinic.desk, clinic.doctor, question, to, "obstetrics", "Please take it.", 3)


def nobody_waits(clinic: Clinic) -> bool:
    return not any(referring.waiting(clinic.desk, who) for who in (clinic.doctor, clinic.colleague))


def test_a_colleague_is_asked_no_longer_once_somebody_else_answered(clinic: Clinic, mona: Actor) -> None:
    question, entry = ask(clinic, mona), clinic.signed().id
    refer(clinic, question)
    answering.use(clinic.desk, clinic.doctor, line_of(clinic, question), entry)
    assert nobody_waits(clinic)
    with clinic.desk.db.read() as tx:
        assert "referral_ended" in [one.action for one in events.of_record(tx, f"question:{question}")]


def test_a_colleague_is_asked_no_longer_once_the_line_is_set_aside(clinic: Clinic, mona: Actor) -> None:
    question = ask(clinic, mona)
    refer(clinic, question)
    inbox.take(clinic.desk, clinic.doctor, line_of(clinic, question))
    assert not nobody_waits(clinic)
    inbox.set_aside(clinic.desk, clinic.doctor, line_of(clinic, question), "It needs no answer.")
    assert nobody_waits(clinic)


def test_a_colleague_is_asked_no_longer_once_it_is_no_doctors_question(clinic: Clinic, mona: Actor) -> None:
    question = ask(clinic, mona)
    refer(clinic, question)
    rerouting.reroute(clinic.desk, clinic.doctor, question, Route.DOCTOR)
    assert not nobody_waits(clinic)
    rerouting.reroute(clinic.desk, clinic.doctor, question, Route.MODERATOR)
    assert nobody_waits(clinic)


def test_whoever_asked_a_colleague_takes_it_back_without_a_word(clinic: Clinic, mona: Actor) -> None:
    question = ask(clinic, mona)
    referral = refer(clinic, question)
    with pytest.raises(Refusal, match="no text"):
        referring.give_back(clinic.desk, clinic.colleague, referral, " ")
    with pytest.raises(Refusal, match="already"):
        refer(clinic, question)
    people.deactivate(clinic.desk, clinic.administrator, clinic.colleague.id or "")
    referring.give_back(clinic.desk, clinic.doctor, referral, "")
    assert nobody_waits(clinic)


def test_what_waits_for_a_colleague_who_cannot_answer_any_more_goes_to_another(clinic: Clinic, mona: Actor) -> None:
    question = ask(clinic, mona)
    refer(clinic, question)
    third = Person("", "third@example.org", "Dr Third", frozenset({Role.DOCTOR}), licences=(licence(number="T-3"),))
    other = people.add_person(clinic.desk, SHELL, third).id
    people.deactivate(clinic.desk, clinic.administrator, clinic.colleague.id or "")
    referring.refer(clinic.desk, clinic.doctor, question, other, "obstetrics", "Please take it.", 3)
    (waiting,) = referring.waiting(clinic.desk, clinic.doctor)
    assert waiting.receiver == "Dr Third"


def test_a_general_question_names_nobody(clinic: Clinic, mona: Actor) -> None:
    line = line_of(clinic, ask(clinic, mona))
    for words in ("", "Why does Anna Smith, phone +44 7700 900123, need iron?", "Why does [name] need iron?"):
        with pytest.raises(Refusal):
            answering.draft(clinic.desk, clinic.doctor, line, words, "obstetrics")
