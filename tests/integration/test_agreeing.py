"""What an answer is kept for and the asker is not: then it is near, with the reason, and never *the* answer."""

import pytest

from publisher.domain.communities import Community
from publisher.domain.places import Jurisdiction, Language
from publisher.services import answering, asking, beside, communities, drafting, finding, inbox
from publisher.services.communities import Described
from tests.support.clinic import Clinic

FLY = "Can I fly with a cold?"


def community(clinic: Clinic, where: Jurisdiction, *stages: str) -> Community:
    said = Described(f"{where} {stages}", Language.EN, where, stages=stages)
    return communities.add(clinic.desk, clinic.administrator, said)


def found(clinic: Clinic, asked: str, *places: Community) -> tuple[bool | None, tuple[str, ...]]:
    """Whether the one answer is *the* answer, and what is said against it."""
    (one,) = finding.find(clinic.desk, clinic.administrator, asked, [place.id for place in places]).results
    return one.same, one.differs


def test_an_answer_that_holds_in_one_country_is_only_near_in_another(clinic: Clinic) -> None:
    clinic.signed(title=FLY, question=FLY, jurisdictions=[Jurisdiction.UK])
    here, there = community(clinic, Jurisdiction.UK), community(clinic, Jurisdiction.US)
    assert found(clinic, FLY, here) == (True, ())
    assert found(clinic, FLY, there) == (False, ("country: US / UK",))
    assert found(clinic, FLY, here, there) == (False, ("country: UK, US / UK",))


def test_an_international_answer_is_the_answer_everywhere(clinic: Clinic) -> None:
    clinic.signed(title=FLY, question=FLY, jurisdictions=[Jurisdiction.INT])
    assert found(clinic, FLY, community(clinic, Jurisdiction.US)) == (True, ())


@pytest.mark.parametrize(
    ("audience", "asked", "stages", "same"),
    [
        ("parents of newborns", FLY, (), False),
        ("parents of newborns", FLY, ("newborn",), True),
        ("pregnant women", FLY, ("newborn",), False),
        ("pregnant women", FLY, ("weeks-20-40",), True),
        ("men after 50", FLY, ("weeks-20-40",), True),  # nobody said she is none; a sex counts where both name one
        ("adults", FLY, (), True),
        ("patients of the clinic", FLY, (), True),
        ("nurses and colleagues", FLY, (), False),
    ],
)
def test_whom_an_answer_is_written_for_counts_unless_its_question_says_it(
    clinic: Clinic, audience: str, asked: str, stages: tuple[str, ...], same: bool
) -> None:
    clinic.signed(title=FLY, question=FLY, jurisdictions=[Jurisdiction.INT], audience=audience)
    told, differs = found(clinic, asked, community(clinic, Jurisdiction.UK, *stages))
    assert told is same
    assert differs == (() if same else (f"readers: — / {audience}",))


def test_an_answer_of_other_weeks_is_not_the_answer(clinic: Clinic) -> None:
    asked = "Can I fly when I am 30 weeks pregnant?"
    question = "Can I fly when I am pregnant?"
    clinic.signed(title=question, question=question, jurisdictions=[Jurisdiction.INT], stages=["weeks-0-20"])
    same, differs = found(clinic, asked, community(clinic, Jurisdiction.UK))
    assert same is False
    assert "time: 30 weeks / weeks-0-20" in differs


def test_a_doctor_is_offered_it_with_the_reason_and_a_new_answer_is_kept_for_where_it_was_asked(
    clinic: Clinic,
) -> None:
    signed = clinic.signed(title=FLY, question=FLY, jurisdictions=[Jurisdiction.UK])
    there = community(clinic, Jurisdiction.US)
    question = asking.ask(clinic.desk, clinic.administrator, FLY, there.id).id
    line = inbox.question(clinic.desk, clinic.doctor, question).group or ""
    (offer,) = answering.offers(clinic.desk, clinic.doctor, line)
    assert (offer.entry, offer.same, offer.differs) == (signed.id, False, ("country: US / UK",))
    entry = answering.draft(clinic.desk, clinic.doctor, line, FLY, "obstetrics")
    content = drafting.working_copy(clinic.desk, clinic.doctor, entry).content
    assert content.jurisdictions == (Jurisdiction.US,)
    ((_near, decision),) = beside.look(clinic.desk, content, but=entry).closest
    assert decision.differs == ("country: US / UK",)


def test_how_long_something_has_lasted_is_no_age(clinic: Clinic) -> None:
    asked = "My 2 year old child has had a fever for 3 days, when should we see a doctor?"
    clinic.signed(title=asked, question=asked, jurisdictions=[Jurisdiction.INT], stages=["one-year-on"])
    assert found(clinic, asked, community(clinic, Jurisdiction.UK)) == (True, ())


def test_a_baby_of_six_months_stands_in_the_stage_that_begins_then(clinic: Clinic) -> None:
    asked = "Can a 6 month old baby have water?"
    clinic.signed(title=asked, question=asked, jurisdictions=[Jurisdiction.INT], stages=["infant-6-12-months"])
    assert found(clinic, asked, community(clinic, Jurisdiction.UK)) == (True, ())
