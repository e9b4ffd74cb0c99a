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


@pytest.mark.parametrize(
    ("asked", "stages", "same"),
    [
        (FLY, ["newborn"], False),
        (FLY, ["weeks-20-40"], False),
        (FLY, ["weeks-0-20"], True),
        (FLY, ["newborn", "weeks-0-20"], True),
        (FLY, [], True),  # nobody said for whom it is
    ],
)
def test_an_answer_kept_for_other_stages_than_the_groups_is_not_the_answer(
    clinic: Clinic, asked: str, stages: list[str], same: bool
) -> None:
    clinic.signed(title=FLY, question=FLY, jurisdictions=[Jurisdiction.INT], stages=["weeks-0-20"])
    differs = () if same else (f"stage: {', '.join(stages)} / weeks-0-20",)
    assert found(clinic, asked, community(clinic, Jurisdiction.UK, *stages)) == (same, differs)


def test_of_several_groups_the_stage_of_each_counts(clinic: Clinic) -> None:
    clinic.signed(title=FLY, question=FLY, jurisdictions=[Jurisdiction.INT], stages=["weeks-0-20"])
    early, newborn = community(clinic, Jurisdiction.UK, "weeks-0-20"), community(clinic, Jurisdiction.UK, "newborn")
    assert found(clinic, FLY, early, newborn) == (False, ("stage: newborn / weeks-0-20",))
    assert found(clinic, FLY, early, community(clinic, Jurisdiction.UK)) == (True, ())


def test_who_says_her_week_herself_is_asked_for_no_other_stage(clinic: Clinic) -> None:
    asked = "Can I fly with a cold when I am 30 weeks pregnant?"
    clinic.signed(title=asked, question=asked, jurisdictions=[Jurisdiction.INT], stages=["weeks-20-40"])
    assert found(clinic, asked, community(clinic, Jurisdiction.UK, "newborn")) == (True, ())


def test_a_doctor_is_told_that_an_answer_is_kept_for_another_stage_than_where_it_was_asked(clinic: Clinic) -> None:
    clinic.signed(title=FLY, question=FLY, jurisdictions=[Jurisdiction.INT], stages=["weeks-0-20"])
    place = community(clinic, Jurisdiction.UK, "newborn")
    question = asking.ask(clinic.desk, clinic.administrator, FLY, place.id).id
    line = inbox.question(clinic.desk, clinic.doctor, question).group or ""
    (offer,) = answering.offers(clinic.desk, clinic.doctor, line)
    assert (offer.same, offer.differs) == (False, ("stage: newborn / weeks-0-20",))


def test_beside_a_draft_an_answer_for_another_stage_is_only_near(clinic: Clinic) -> None:
    clinic.signed(title=FLY, question=FLY, jurisdictions=[Jurisdiction.INT], stages=["weeks-0-20"])
    drafted = clinic.draft(title=FLY, question=FLY, stages=["newborn"])
    content = drafting.working_copy(clinic.desk, clinic.doctor, drafted.id).content
    ((_near, decision),) = beside.look(clinic.desk, content, but=drafted.id).closest
    assert (decision.same, decision.differs) == (False, ("stage: newborn / weeks-0-20",))
