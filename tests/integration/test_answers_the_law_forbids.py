"""Whoever asks is never given an answer that the law forbids where she asks: not offered, not used, not told of."""

import pytest

from publisher.domain.errors import Refusal
from publisher.domain.places import Jurisdiction, Language
from publisher.services import answering, asking, communities, drafting, inbox, law_held, signing
from publisher.services.communities import Described
from publisher.storage import answers
from publisher.storage import inbox as questions
from tests.integration.test_finding_what_may_go import SEX
from tests.support.clinic import Clinic

ASKED = "What does the scan look at?"


def asked_in(clinic: Clinic, where: Jurisdiction, words: str = ASKED, language: Language = Language.EN) -> str:
    place = communities.add(clinic.desk, clinic.administrator, Described(f"Group in {where}", language, where))
    return asking.ask(clinic.desk, clinic.administrator, words, place.id).id


def line_of(clinic: Clinic, question: str) -> str:
    return inbox.question(clinic.desk, clinic.doctor, question).group or ""


def offered(clinic: Clinic, question: str) -> list[str]:
    found = answering.offers(clinic.desk, clinic.doctor, line_of(clinic, question))
    return [one.entry for one in found]


def test_a_doctor_is_not_offered_it_and_cannot_close_a_question_with_it(clinic: Clinic) -> None:
    answer = clinic.signed(SEX, title=ASKED, question=ASKED, jurisdictions=[Jurisdiction.INT]).id
    there = asked_in(clinic, Jurisdiction.CN)
    assert offered(clinic, there) == []
    with pytest.raises(Refusal, match="country forbid it"):
        answering.use(clinic.desk, clinic.doctor, line_of(clinic, there), answer)
    assert inbox.question(clinic.desk, clinic.doctor, there).state == "waiting"
    assert asking.answered(clinic.desk, clinic.administrator) == []


def test_however_many_near_ones_are_forbidden_there_what_is_allowed_is_offered(clinic: Clinic) -> None:
    for number in range(6):
        clinic.signed(f"{SEX} {number}.", title=ASKED, question=ASKED, jurisdictions=[Jurisdiction.INT])
    farther = "What does the scan at twenty weeks look at?"
    free = clinic.signed("It looks at the heart.", title=farther, question=farther).id
    assert offered(clinic, asked_in(clinic, Jurisdiction.CN)) == [free]


def test_of_a_line_that_is_asked_in_two_countries_both_laws_are_asked(clinic: Clinic) -> None:
    answer = clinic.signed(SEX, title=ASKED, question=ASKED, jurisdictions=[Jurisdiction.INT]).id
    here = asked_in(clinic, Jurisdiction.UK)
    assert offered(clinic, here) == [answer]
    there = asked_in(clinic, Jurisdiction.CN)
    assert line_of(clinic, there) == line_of(clinic, here)
    assert offered(clinic, here) == []


def test_an_answer_written_for_two_countries_leaves_those_waiting_where_it_is_forbidden(clinic: Clinic) -> None:
    here, there = asked_in(clinic, Jurisdiction.UK), asked_in(clinic, Jurisdiction.CN)
    entry = answering.draft(clinic.desk, clinic.doctor, line_of(clinic, here), ASKED, "obstetrics")
    content = drafting.working_copy(clinic.desk, clinic.doctor, entry).content
    changes = {"body": SEX, "sources": ["NICE, 2024"], "review_by": "2027-11-01", "jurisdictions": ["INT"]}
    drafting.edit_entry(clinic.desk, clinic.doctor, entry, drafting.changed(content, changes))
    signing.sign(clinic.desk, clinic.doctor, entry)
    assert [inbox.question(clinic.desk, clinic.doctor, one).state for one in (here, there)] == ["answered", "waiting"]
    assert inbox.group(clinic.desk, clinic.doctor, line_of(clinic, there)).state == "open"
    (told,) = asking.answered(clinic.desk, clinic.administrator)
    assert told.community == "Group in UK"
    (held,) = law_held.of_line(clinic.desk, clinic.doctor, line_of(clinic, there))
    assert (held.entry, held.community) == (entry, "Group in CN")
    assert "country forbid it" in str(held.reasons[0])
    assert "CN-" in str(held.reasons[1])


def test_what_waits_and_is_tied_to_nothing_that_stands_is_held_back_by_no_law(clinic: Clinic) -> None:
    there = asked_in(clinic, Jurisdiction.CN)
    assert law_held.of_line(clinic.desk, clinic.doctor, line_of(clinic, there)) == []
    answering.draft(clinic.desk, clinic.doctor, line_of(clinic, there), ASKED, "obstetrics")
    assert law_held.of_line(clinic.desk, clinic.doctor, line_of(clinic, there)) == []


def test_whoever_asked_is_not_told_of_what_she_may_not_hand_out(clinic: Clinic) -> None:
    answer = clinic.signed(SEX, title=ASKED, question=ASKED, jurisdictions=[Jurisdiction.INT]).id
    there = asked_in(clinic, Jurisdiction.CN)
    with clinic.desk.db.write() as tx:  # closed with it before its law forbade it
        answers.link(tx, [there], answer, clinic.doctor.id or "", clinic.desk.clock())
        questions.change(tx, there, state="answered")
    assert asking.answered(clinic.desk, clinic.administrator) == []


def test_who_writes_in_another_language_than_her_group_is_answered_in_her_own(clinic: Clinic) -> None:
    answer = clinic.signed().id
    question = asked_in(clinic, Jurisdiction.CN, "Why is iron measured in pregnancy?", Language.ZH)
    answering.use(clinic.desk, clinic.doctor, line_of(clinic, question), answer)
    assert [one.entry for one in asking.answered(clinic.desk, clinic.administrator)] == [answer]
