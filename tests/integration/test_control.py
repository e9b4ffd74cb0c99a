"""A hand on what is under way: holds by doctor, topic and campaign, late policies, and the same words twice."""

from dataclasses import replace
from pathlib import Path

import pytest

from publisher.domain.errors import NotAllowed, Refusal
from publisher.domain.people import Role
from publisher.domain.publications import LatePolicy, PublicationState
from publisher.services import campaigns, controlling, holding, library, scheduling, stopping, withdrawing
from publisher.services.delivering import deliver
from publisher.services.desk import Actor
from publisher.services.holding import Group
from publisher.services.placing import Options
from publisher.services.views import PublicationRow
from publisher.storage import groups, publications
from tests.support.clinic import Clinic

S = PublicationState


def shown(clinic: Clinic, publication: str) -> PublicationRow:
    rows = library.publications(clinic.desk, clinic.doctor).items
    return next(row for row in rows if row.publication.id == publication)


def due(clinic: Clinic) -> list[str]:
    with clinic.desk.db.read() as tx:
        return [one.id for one in publications.due(tx, clinic.clock(), 100, held=groups.held(tx))]


def scheduled(clinic: Clinic, local: str | None = None, **options: object) -> str:
    chosen = Options(**options)  # type: ignore[arg-type]
    return scheduling.schedule(clinic.desk, clinic.doctor, clinic.signed().id, "site", local, options=chosen).id


def test_a_doctors_texts_wait_while_they_are_held_and_leave_when_resumed(clinic: Clinic) -> None:
    publication, doctor = scheduled(clinic), clinic.doctor.id or ""
    holding.hold_group(clinic.desk, clinic.doctor, Group.DOCTOR, doctor, "on leave")
    assert due(clinic) == []
    assert deliver(clinic.desk, publication, 1) == "waits"
    assert "the texts of Dr Doctor are held: on leave" in str(shown(clinic, publication).why)
    holding.resume_group(clinic.desk, clinic.doctor, Group.DOCTOR, doctor)
    clinic.clock.forward(minutes=1)
    assert due(clinic) == [publication]
    assert deliver(clinic.desk, publication, 1) == S.PUBLISHED


def test_a_doctor_holds_her_own_texts_and_an_administrator_those_of_others(clinic: Clinic) -> None:
    with pytest.raises(NotAllowed):
        holding.hold_group(clinic.desk, clinic.colleague, Group.DOCTOR, clinic.doctor.id or "", "no")
    holding.hold_group(clinic.desk, clinic.administrator, Group.DOCTOR, clinic.doctor.id or "", "yes")


@pytest.mark.parametrize("group", [Group.DOCTOR, Group.TOPIC])
def test_what_another_person_held_no_doctor_lets_go_on_not_even_by_holding_it_herself(
    clinic: Clinic, group: Group
) -> None:
    subject = (clinic.doctor.id or "") if group is Group.DOCTOR else "iron"
    holding.hold_group(clinic.desk, clinic.administrator, group, subject, "under investigation")
    with pytest.raises(NotAllowed, match=r"Ada Administrator holds this\."):
        holding.resume_group(clinic.desk, clinic.doctor, group, subject)
    with pytest.raises(NotAllowed, match="an editor or an administrator lifts"):
        holding.hold_group(clinic.desk, clinic.doctor, group, subject, "mine")
    assert [one.hers_to_lift for one in holding.group_holds(clinic.desk, clinic.doctor)] == [False]
    assert [one.hers_to_lift for one in holding.group_holds(clinic.desk, clinic.administrator)] == [True]
    holding.resume_group(clinic.desk, clinic.administrator, group, subject)
    assert holding.group_holds(clinic.desk, clinic.doctor) == []


def test_a_doctor_who_is_an_editor_too_lifts_others_holds_but_none_on_her_own_texts(clinic: Clinic) -> None:
    both = replace(clinic.doctor.person, roles=frozenset({Role.DOCTOR, Role.EDITOR}))  # type: ignore[type-var]
    actor, herself, other = Actor(both, "session"), clinic.doctor.id or "", clinic.colleague.id or ""
    for doctor in (herself, other):
        holding.hold_group(clinic.desk, clinic.administrator, Group.DOCTOR, doctor, "under investigation")
    with pytest.raises(NotAllowed, match="a hold on one's own texts, an administrator"):
        holding.resume_group(clinic.desk, actor, Group.DOCTOR, herself)
    holding.resume_group(clinic.desk, actor, Group.DOCTOR, other)


def test_a_topic_holds_every_text_that_speaks_of_it_whatever_the_case(clinic: Clinic) -> None:
    publication = scheduled(clinic)
    holding.hold_group(clinic.desk, clinic.doctor, Group.TOPIC, "LEAFY greens", "a recall")
    assert "the topic “LEAFY greens” is held: a recall" in str(shown(clinic, publication).why)
    assert deliver(clinic.desk, publication, 1) == "waits"
    other = clinic.signed("Beans contain iron.", title="Beans")
    free = scheduling.schedule(clinic.desk, clinic.doctor, other.id, "site").id
    assert deliver(clinic.desk, free, 1) == S.PUBLISHED


def test_what_is_withdrawn_is_taken_back_even_while_everything_is_stopped(clinic: Clinic) -> None:
    publication = scheduled(clinic)
    deliver(clinic.desk, publication, 1)
    stopping.hold_all(clinic.desk, clinic.doctor, "wrong dose")
    withdrawing.withdraw(clinic.desk, clinic.doctor, shown(clinic, publication).publication.entry, "wrong dose")
    with clinic.desk.db.read() as tx:
        found = publications.due(tx, clinic.clock(), 10, only_removals=True)
    assert [one.priority for one in found] == [1]
    assert deliver(clinic.desk, publication, 2) == S.REMOVED


def test_a_campaign_is_planned_held_resumed_and_cancelled_as_one(clinic: Clinic) -> None:
    desk, doctor = clinic.desk, clinic.doctor
    campaign = campaigns.make(desk, doctor, "  Spring   of walking ", "three texts")
    texts = [clinic.signed(f"Walking, part {number}.", title=f"Part {number}").id for number in range(3)]
    planned = campaigns.plan(desk, doctor, campaign, [*texts, "nobody"], ["site"], "2026-11-23T09:00", 2)
    assert len(planned.made) == 3
    assert [reasons[0].template for _, _, reasons in planned.refused] == ["There is no entry {id}."]
    listed = library.publications(desk, doctor, campaign=campaign).items
    assert [row.publication.local_due for row in listed] == [f"2026-11-{day}T09:00" for day in (23, 25, 27)]
    assert {row.campaign_name for row in listed} == {"Spring of walking"}
    campaigns.hold(desk, doctor, campaign, "wait for the midwife")
    clinic.clock.forward(days=1)
    assert due(clinic) == []
    assert campaigns.campaigns(desk, doctor)[0].held == "wait for the midwife"
    campaigns.resume(desk, doctor, campaign)
    assert due(clinic) == [planned.made[0]]
    deliver(desk, planned.made[0], 1)
    assert campaigns.cancel(desk, doctor, campaign) == 2
    told = campaigns.campaigns(desk, doctor)[0]
    assert (told.cancelled, told.states) == (True, {S.PUBLISHED: 1, S.CANCELLED: 2})
    with pytest.raises(Refusal, match="was cancelled"):
        scheduled(clinic, campaign=campaign)


def test_the_same_words_on_the_same_account_that_day_are_asked_about(clinic: Clinic) -> None:
    scheduled(clinic)
    again = clinic.signed("  " + clinic.draft().working.content.body.upper(), title="Another title")  # type: ignore[union-attr]
    with pytest.raises(Refusal, match="on “site” that day already"):
        scheduling.schedule(clinic.desk, clinic.doctor, again.id, "site")
    meant = scheduling.schedule(clinic.desk, clinic.doctor, again.id, "site", options=Options(again=True))
    assert shown(clinic, meant.id).publication.state is S.SCHEDULED
    scheduling.schedule(clinic.desk, clinic.doctor, again.id, "site", "2026-11-25T09:00")


@pytest.mark.parametrize(
    ("late", "left", "said"),
    [
        (LatePolicy.SEND, S.PUBLISHED, "Published"),
        (LatePolicy.ASK, S.HELD, "resume it to send it now"),
        (LatePolicy.DROP, S.CANCELLED, "was to be dropped"),
    ],
)
def test_after_an_outage_each_publication_does_what_was_chosen_for_it(
    clinic: Clinic, late: LatePolicy, left: S, said: str
) -> None:
    publication = scheduled(clinic, late=late)
    clinic.clock.forward(hours=7)
    assert deliver(clinic.desk, publication, 1) == left
    assert said in str(shown(clinic, publication).why)


def test_every_state_has_its_sentence(clinic: Clinic, tmp_path: Path) -> None:
    from publisher.services.states import why
    from publisher.ui import i18n

    publication = scheduled(clinic)
    one = shown(clinic, publication).publication
    for state in S:
        told = why(replace(one, state=state), clinic.clock())
        english = str(told)
        for language in (i18n.Language.ZH, i18n.Language.RU):
            assert i18n.spoken(told, language) != english
    controlling.unschedule(clinic.desk, clinic.doctor, publication)
