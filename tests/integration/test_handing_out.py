"""Handing out: only what a doctor signed and what stands at that second, word for word, each copy on record."""

from datetime import date

import pytest

from publisher.domain.communities import Community
from publisher.domain.errors import NotAllowed, NotFound, Refusal
from publisher.domain.handouts import Form
from publisher.domain.places import Jurisdiction, Language
from publisher.services import communities, finding, handing_out, withdrawing
from publisher.services.communities import Described
from publisher.storage import events
from tests.integration.test_communities import moderator
from tests.support.clinic import BODY, Clinic


def groups(clinic: Clinic, *names: str, language: Language = Language.EN) -> list[Community]:
    return [
        communities.add(clinic.desk, clinic.administrator, Described(name, language, Jurisdiction.INT))
        for name in names
    ]


def test_a_copy_holds_the_signed_words_and_every_disclaimer_and_is_recorded_for_each_community(clinic: Clinic) -> None:
    signed = clinic.signed()
    first, second = groups(clinic, "One", "Two")
    mona = moderator(clinic)
    for group in (first, second):
        communities.set_moderators(clinic.desk, clinic.administrator, group.id, [mona.id or ""])
    copied = handing_out.hand_out(clinic.desk, mona, signed.id, Form.TEXT, [first.id, second.id])
    assert BODY in copied.text
    assert signed.report is not None
    assert signed.report.disclaimers
    assert all(one.text in copied.text for one in signed.report.disclaimers)
    assert "Dr Doctor" in copied.text
    rows = handing_out.listed(clinic.desk, mona)
    assert {row.community for row in rows} == {"One", "Two"}
    assert handing_out.listed(clinic.desk, moderator(clinic, "other@example.org")) == []
    with clinic.desk.db.read() as tx:
        happened = [event for event in events.of_record(tx, f"entry:{signed.id}") if event.action == "handed_out"]
    assert [event.actor for event in happened] == ["session:mod@example.org"] * 2


def test_a_moderator_hands_out_in_her_own_communities_only(clinic: Clinic) -> None:
    (group,) = groups(clinic, "One")
    with pytest.raises(NotFound):
        handing_out.hand_out(clinic.desk, moderator(clinic), clinic.signed().id, Form.TEXT, [group.id])
    with pytest.raises(Refusal, match="Choose the community"):
        handing_out.hand_out(clinic.desk, clinic.administrator, clinic.signed(title="Two").id, Form.TEXT, [])


def test_nothing_unsigned_withdrawn_expired_or_in_another_language_is_handed_out(clinic: Clinic) -> None:
    (group,) = groups(clinic, "One")
    (russian,) = groups(clinic, "Группа", language=Language.RU)
    admin, desk = clinic.administrator, clinic.desk
    with pytest.raises(Refusal):
        handing_out.hand_out(desk, admin, clinic.draft().id, Form.TEXT, [group.id])
    gone = clinic.signed(title="Gone").id
    withdrawing.withdraw(desk, clinic.doctor, gone, "A figure was wrong.")
    with pytest.raises(Refusal, match="withdrawn"):
        handing_out.hand_out(desk, admin, gone, Form.TEXT, [group.id])
    old = clinic.signed(title="Old", review_by=date(2026, 11, 30)).id
    with pytest.raises(Refusal, match="another language"):
        handing_out.hand_out(desk, admin, old, Form.TEXT, [russian.id])
    handing_out.hand_out(desk, admin, old, Form.TEXT, [group.id])
    clinic.clock.forward(days=9)
    with pytest.raises(Refusal, match="review date"):
        handing_out.hand_out(desk, admin, old, Form.TEXT, [group.id])


def test_a_picture_holds_the_text_and_a_link_needs_the_public_page(clinic: Clinic) -> None:
    (group,) = groups(clinic, "One")
    signed = clinic.signed()
    card = handing_out.hand_out(clinic.desk, clinic.administrator, signed.id, Form.CARD, [group.id])
    assert card.picture is not None
    assert card.picture.startswith(b"\x89PNG")
    with pytest.raises(Refusal, match="not on the public site"):
        handing_out.hand_out(clinic.desk, clinic.administrator, signed.id, Form.LINK, [group.id])


def test_the_box_finds_signed_answers_of_the_communitys_language_and_says_what_differs(clinic: Clinic) -> None:
    (group,) = groups(clinic, "One")
    signed = clinic.signed(title="Why is iron measured at 12 weeks of pregnancy?")
    clinic.draft(title="Iron, unsigned")
    found = finding.find(
        clinic.desk, clinic.administrator, "Why is iron measured at 12 weeks of pregnancy?", [group.id]
    )
    assert [one.entry for one in found.results] == [signed.id]
    assert found.results[0].same
    assert not found.abstained
    near = finding.find(clinic.desk, clinic.administrator, "Why is iron measured at 32 weeks of pregnancy?", [group.id])
    assert near.abstained
    assert near.results[0].differs
    withdrawing.withdraw(clinic.desk, clinic.doctor, signed.id, "A figure was wrong.")
    assert (
        finding.find(
            clinic.desk, clinic.administrator, "Why is iron measured at 12 weeks of pregnancy?", [group.id]
        ).results
        == ()
    )


def test_a_reviewer_hands_nothing_out(clinic: Clinic) -> None:
    from publisher.domain.people import Person, Role
    from publisher.services import people
    from publisher.services.desk import SHELL, Actor

    rita = Actor(
        people.add_person(clinic.desk, SHELL, Person("", "r@example.org", "Rita", frozenset({Role.REVIEWER}))),
        "session",
    )
    with pytest.raises(NotAllowed):
        handing_out.hand_out(clinic.desk, rita, clinic.signed().id, Form.TEXT, ["x"])


def test_a_copy_names_the_emergency_number_of_the_groups_country_and_no_other(clinic: Clinic) -> None:
    desk, admin = clinic.desk, clinic.administrator
    british, american, indian = (
        communities.add(desk, admin, Described(place.value, Language.EN, place)).id
        for place in (Jurisdiction.UK, Jurisdiction.US, Jurisdiction.IN)
    )
    signed = clinic.signed(title="Chest pain", body=f"{BODY} Chest pain that does not pass needs an ambulance.").id
    for group, number in ((british, "999"), (american, "911"), (indian, "112")):
        copied = handing_out.hand_out(desk, admin, signed, Form.TEXT, [group])
        assert f"In an emergency call {number}." in copied.text
    with pytest.raises(Refusal, match="one country at a time"):
        handing_out.hand_out(desk, admin, signed, Form.TEXT, [british, american])
