"""The desk's box shows what may be handed out in these communities at this second, and what is next instead."""

import pytest

from publisher.domain.communities import Community
from publisher.domain.places import Jurisdiction, Language
from publisher.services import communities, consents, finding, retrieval, signing
from publisher.services.communities import Described
from publisher.services.desk import Desk
from tests.integration.test_consents import consent, story
from tests.integration.test_consequences import stricter
from tests.integration.test_handing_out import groups
from tests.support.clinic import Clinic

ASKED = "Why is iron measured in pregnancy?"
SEX = "Some people ask for help with non-medical fetal sex determination. The scan at twenty weeks looks at much else."


def found(clinic: Clinic, desk: Desk, asked: str, *places: Community) -> list[str]:
    wanted = [one.id for one in places]
    return [one.entry for one in finding.find(desk, clinic.administrator, asked, wanted).results]


def test_a_story_whose_consent_was_withdrawn_is_no_answer_any_more(clinic: Clinic) -> None:
    (group,) = groups(clinic, "One")
    told = story(clinic)
    record = consent(clinic, told)
    signing.sign(clinic.desk, clinic.doctor, told)
    assert found(clinic, clinic.desk, "A way back", group) == [told]
    consents.withdraw(clinic.desk, clinic.doctor, record)
    assert found(clinic, clinic.desk, "A way back", group) == []


def test_what_a_new_pack_forbids_makes_room_for_the_next_answer(clinic: Clinic) -> None:
    (group,) = groups(clinic, "One")
    forbidden = [clinic.signed(title=ASKED, question=ASKED).id for _ in range(finding.SHOWN)]
    free = clinic.signed("Iron carries oxygen in the blood.", title=ASKED, question=ASKED).id
    before = found(clinic, clinic.desk, ASKED, group)
    assert len(before) == finding.SHOWN
    assert set(before) & set(forbidden)
    assert found(clinic, stricter(clinic), ASKED, group) == [free]


def test_what_may_not_go_pushes_out_nothing_that_may_however_much_of_it_is_nearer(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retrieval, "_CANDIDATES", (10, 40))
    (group,) = groups(clinic, "One")
    for _ in range(11):
        clinic.signed(title=ASKED, question=ASKED)
    farther = "Why is iron measured twice in pregnancy?"
    free = clinic.signed("Iron carries oxygen in the blood.", title=farther, question=farther).id
    assert found(clinic, stricter(clinic), ASKED, group) == [free]


def test_the_law_of_every_chosen_communitys_country_is_asked(clinic: Clinic) -> None:
    (here,) = groups(clinic, "One")
    there = communities.add(
        clinic.desk, clinic.administrator, Described("Shanghai, in English", Language.EN, Jurisdiction.CN)
    )
    both = clinic.signed(title=ASKED, question=ASKED).id
    one = clinic.signed(SEX, title="What does the scan look at?", question="What does the scan look at?").id
    assert one in found(clinic, clinic.desk, "What does the scan look at?", here)
    assert one not in found(clinic, clinic.desk, "What does the scan look at?", there)
    assert one not in found(clinic, clinic.desk, "What does the scan look at?", here, there)
    assert both in found(clinic, clinic.desk, ASKED, here, there)
