"""What belongs to another unit is neither repeated, cancelled, consented to, signed, paced nor let go on from here."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from publisher.domain.entries import EntryStatus
from publisher.domain.errors import NotAllowed, Refusal
from publisher.domain.pacing import Pace
from publisher.domain.people import Role
from publisher.domain.recurrence import Every, Rule
from publisher.services import (
    accounts,
    campaigns,
    consents,
    drafting,
    library,
    pacing,
    recurring,
    reports,
    scheduling,
    signing,
    units,
)
from publisher.services.consents import GivenBy
from publisher.services.desk import Actor
from publisher.services.holding import Group, hold_group
from publisher.services.placing import Options
from tests.support.clinic import BODY, Clinic, licence, open_clinic
from tests.support.units import somebody, works_in


@pytest.fixture
def clinic(tmp_path: Path, database_url: str) -> Clinic:
    """Dr Doctor works in Maternity, Dr Colleague in Surgery."""
    made = open_clinic(tmp_path / "home", database_url, reviewer=True, approval="off")
    made.doctor = works_in(made, made.doctor, "Maternity")
    made.colleague = works_in(made, made.colleague, "Surgery")
    return made


def weekly(clinic: Clinic) -> Rule:
    return Rule(Every.WEEK, "09:00", "Europe/Berlin", (clinic.clock() + timedelta(days=1)).date(), 1, (0,), None)


def test_a_series_is_started_on_ones_own_account_with_ones_own_text(clinic: Clinic) -> None:
    entry = clinic.signed().id
    editor = somebody(clinic, Role.EDITOR, "Surgery")
    with pytest.raises(NotAllowed, match="belongs to Maternity"):
        recurring.start(clinic.desk, editor, entry, "site", weekly(clinic))
    units.set_account_unit(clinic.desk, clinic.administrator, "site", "Surgery")
    with pytest.raises(NotAllowed, match="belongs to Surgery"):
        recurring.start(clinic.desk, clinic.doctor, entry, "site", weekly(clinic))
    assert library.publications(clinic.desk, clinic.administrator).items == ()


def test_a_series_of_another_unit_is_not_ended_and_ones_own_is_wherever_it_runs(clinic: Clinic) -> None:
    series = recurring.start(clinic.desk, clinic.doctor, clinic.signed().id, "site", weekly(clinic))
    editor = somebody(clinic, Role.EDITOR, "Surgery")
    with pytest.raises(NotAllowed, match="belongs to Maternity"):
        recurring.end(clinic.desk, editor, series)
    units.set_account_unit(clinic.desk, clinic.administrator, "site", "Surgery")
    assert recurring.end(clinic.desk, clinic.doctor, series) > 0


def story(clinic: Clinic) -> str:
    told = "A woman tells how she was treated for anaemia after birth and how she found her strength again."
    return clinic.draft(told, title="A way back", flags=["patient_material"]).id


def consent(clinic: Clinic, actor: Actor, entry: str) -> str:
    until, given_by = date(2027, 6, 30), GivenBy.PATIENT
    return consents.record(
        clinic.desk, actor, entry, scope="this story", until=until, given_by=given_by, document="file 7"
    )


def test_a_consent_is_kept_by_doctors_and_editors_of_the_text_s_own_unit(clinic: Clinic) -> None:
    entry, colleague = story(clinic), somebody(clinic, Role.DOCTOR, "Maternity", licence=licence(number="TEST-3"))
    with pytest.raises(NotAllowed, match="belongs to Maternity"):
        consent(clinic, clinic.colleague, entry)
    assert library.entry(clinic.desk, clinic.doctor, entry).status is EntryStatus.BLOCKED
    record = consent(clinic, colleague, entry)
    for other in (clinic.colleague, somebody(clinic, Role.VOLUNTEER, "Maternity"), somebody(clinic, Role.MODERATOR)):
        with pytest.raises(NotAllowed):
            consents.withdraw(clinic.desk, other, record)
    with pytest.raises(NotAllowed, match="belongs to Maternity"):
        consents.consents(clinic.desk, clinic.colleague, entry)
    assert consents.consents(clinic.desk, clinic.doctor, entry)[0].withdrawn_at is None
    consents.withdraw(clinic.desk, colleague, record)
    assert consents.consents(clinic.desk, clinic.doctor, entry)[0].withdrawn_at is not None


def editors_draft(clinic: Clinic) -> str:
    editor = somebody(clinic, Role.EDITOR, "Maternity")
    content = drafting.working_copy(clinic.desk, clinic.doctor, clinic.draft().id).content
    return drafting.add_entry(clinic.desk, editor, content).id


def test_a_draft_is_signed_in_its_own_unit_only(clinic: Clinic) -> None:
    entry = editors_draft(clinic)
    for act in (signing.open_for_signing, signing.sign):
        with pytest.raises(Refusal, match="belongs to Maternity"):
            act(clinic.desk, clinic.colleague, entry)
    assert "belongs to Maternity" in " ".join(map(str, signing.why_not(clinic.desk, clinic.colleague, entry)))
    assert signing.sign(clinic.desk, clinic.doctor, entry).status is EntryStatus.SIGNED
    assert signing.open_for_signing(clinic.desk, clinic.colleague, entry).signature is not None


def test_a_draft_is_read_in_its_own_unit_and_what_is_signed_everywhere(clinic: Clinic) -> None:
    entry = clinic.draft()
    editor, volunteer = somebody(clinic, Role.EDITOR, "Surgery"), somebody(clinic, Role.VOLUNTEER, "Surgery")
    for read in (library.entry, library.history, drafting.working_copy, reports.as_markdown):
        with pytest.raises(NotAllowed, match="belongs to Maternity"):
            read(clinic.desk, editor, entry.id)
    with pytest.raises(NotAllowed, match="belongs to Maternity"):
        library.entry(clinic.desk, volunteer, entry.id)
    assert library.entry(clinic.desk, somebody(clinic, Role.VOLUNTEER, "Maternity"), entry.id).working is not None
    signing.sign(clinic.desk, clinic.doctor, entry.id)
    assert library.entry(clinic.desk, volunteer, entry.id).signature is not None


def test_of_a_signed_text_that_is_being_changed_another_unit_reads_what_is_signed(clinic: Clinic) -> None:
    entry = clinic.signed()
    assert entry.working is not None
    drafting.save_working_copy(clinic.desk, clinic.doctor, entry.id, {"body": "Half a thou"}, entry.working.version)
    seen = library.entry(clinic.desk, clinic.colleague, entry.id)
    assert seen.working is None
    assert seen.revision is not None
    assert seen.revision.content.body == BODY
    with pytest.raises(NotAllowed, match="belongs to Maternity"):
        drafting.working_copy(clinic.desk, clinic.colleague, entry.id)


def test_an_account_of_another_unit_is_neither_paced_nor_tried(clinic: Clinic) -> None:
    units.set_account_unit(clinic.desk, clinic.administrator, "site", "Surgery")
    accounts.hold_account(clinic.desk, clinic.administrator, "site", "a leak")
    editor = somebody(clinic, Role.EDITOR, "Maternity")
    with pytest.raises(NotAllowed, match="belongs to Surgery"):
        pacing.pace(clinic.desk, editor, "site")
    with pytest.raises(NotAllowed, match="belongs to Surgery"):
        pacing.set_pace(clinic.desk, editor, "site", Pace(zone="UTC", most_a_day=1))
    with pytest.raises(NotAllowed, match="belongs to Surgery"):
        accounts.test_account(clinic.desk, editor, "site")
    assert accounts.why_held(clinic.desk, editor) == {}
    here = somebody(clinic, Role.EDITOR, "Surgery")
    assert pacing.set_pace(clinic.desk, here, "site", Pace(zone="UTC", most_a_day=1)).most_a_day == 1


def test_a_campaign_is_held_and_cancelled_in_its_own_unit(clinic: Clinic) -> None:
    maker, elsewhere = somebody(clinic, Role.EDITOR, "Surgery"), somebody(clinic, Role.EDITOR, "Maternity")
    campaign = campaigns.make(clinic.desk, maker, "Surgery week")
    with pytest.raises(NotAllowed, match="belongs to Surgery"):
        campaigns.hold(clinic.desk, elsewhere, campaign, "mine")
    with pytest.raises(NotAllowed, match="belongs to Surgery"):
        campaigns.cancel(clinic.desk, elsewhere, campaign)
    options = Options(campaign=campaign)
    entry = clinic.signed().id
    scheduling.schedule(clinic.desk, clinic.doctor, entry, "site", "2026-12-24T09:00", options=options)
    here = Actor(replace(elsewhere.person, units=("Surgery",)), "session")  # type: ignore[type-var]
    with pytest.raises(NotAllowed, match="belongs to Maternity"):
        campaigns.cancel(clinic.desk, here, campaign)
    assert campaigns.cancel(clinic.desk, maker, campaign) == 1


def test_the_texts_of_a_doctor_are_held_where_she_works(clinic: Clinic) -> None:
    doctor = clinic.doctor.id or ""
    with pytest.raises(NotAllowed, match="belongs to Maternity"):
        hold_group(clinic.desk, somebody(clinic, Role.EDITOR, "Surgery"), Group.DOCTOR, doctor, "no")
    works_in(clinic, clinic.doctor, "Maternity", "Surgery")
    hold_group(clinic.desk, somebody(clinic, Role.EDITOR, "Oncology", "Surgery"), Group.DOCTOR, doctor, "yes")
