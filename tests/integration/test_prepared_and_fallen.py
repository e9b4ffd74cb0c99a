"""What lies ready for a person's hand is not given out once it fell, is held or is stopped; it ends with its plan."""

import pytest

from publisher.domain.errors import Refusal
from publisher.domain.publications import PublicationState
from publisher.services import (
    accounts,
    campaigns,
    consents,
    controlling,
    handing_off,
    holding,
    library,
    recalling,
    replacing,
    scheduling,
    signing,
    stopping,
    withdrawing,
)
from publisher.services.delivering import deliver
from publisher.services.holding import Group
from publisher.services.placing import Options
from publisher.services.views import PublicationRow
from publisher.storage import tables
from tests.integration.test_consents import consent, story
from tests.integration.test_recall_of_corrections import CORRECTED, signed_again
from tests.support.clinic import Clinic

S = PublicationState


def prepared(clinic: Clinic, entry: str, **options: object) -> str:
    if not any(one.name == "Zhihu" for one in accounts.accounts(clinic.desk, clinic.administrator)):
        accounts.add_account(clinic.desk, clinic.administrator, "zhihu", "Zhihu", {}, {})
    chosen = Options(**options)  # type: ignore[arg-type]
    publication = scheduling.schedule(clinic.desk, clinic.doctor, entry, "Zhihu", options=chosen).id
    assert deliver(clinic.desk, publication, 1) == S.AWAITING_HAND_OFF
    assert handing_off.package(clinic.desk, clinic.doctor, publication).texts
    return publication


def shown(clinic: Clinic, publication: str) -> PublicationRow:
    rows = library.publications(clinic.desk, clinic.doctor).items
    return next(row for row in rows if row.publication.id == publication)


def state(clinic: Clinic, publication: str) -> S:
    return shown(clinic, publication).publication.state


def given_out(clinic: Clinic, publication: str) -> bool:
    try:
        return bool(handing_off.package(clinic.desk, clinic.doctor, publication))
    except Refusal:
        return False


def test_what_was_prepared_is_cancelled_when_its_text_is_withdrawn_and_stays_listed_for_its_recall(
    clinic: Clinic,
) -> None:
    entry = clinic.signed().id
    publication = prepared(clinic, entry)
    withdrawing.withdraw(clinic.desk, clinic.doctor, entry, "a wrong figure")
    assert state(clinic, publication) is S.CANCELLED
    assert not given_out(clinic, publication)
    assert [one.where for one in recalling.waiting(clinic.desk, clinic.doctor)] == ["Zhihu"], "she may have put it out"


def test_what_was_prepared_and_then_held_is_cancelled_too_when_its_text_is_withdrawn(clinic: Clinic) -> None:
    entry = clinic.signed().id
    publication = prepared(clinic, entry)
    controlling.hold(clinic.desk, clinic.doctor, publication, "a doubt")
    withdrawing.withdraw(clinic.desk, clinic.doctor, entry, "a wrong figure")
    assert state(clinic, publication) is S.CANCELLED


def test_what_was_prepared_goes_on_after_a_hold_and_is_given_out_again(clinic: Clinic) -> None:
    publication = prepared(clinic, clinic.signed().id)
    controlling.hold(clinic.desk, clinic.doctor, publication, "a doubt")
    assert not given_out(clinic, publication)
    controlling.resume(clinic.desk, clinic.doctor, publication)
    assert deliver(clinic.desk, publication, 2) == S.AWAITING_HAND_OFF
    assert given_out(clinic, publication)


def test_a_story_whose_consent_was_withdrawn_is_not_resumed_and_not_prepared_again(clinic: Clinic) -> None:
    entry = story(clinic)
    record = consent(clinic, entry)
    signing.sign(clinic.desk, clinic.doctor, entry)
    publication = prepared(clinic, entry)
    consents.withdraw(clinic.desk, clinic.doctor, record)
    with pytest.raises(Refusal, match="consent"):
        controlling.resume(clinic.desk, clinic.doctor, publication)
    deliver(clinic.desk, publication, 2)
    assert state(clinic, publication) is S.HELD
    assert not given_out(clinic, publication)
    consent(clinic, entry)
    controlling.resume(clinic.desk, clinic.doctor, publication)
    assert deliver(clinic.desk, publication, 2) == S.AWAITING_HAND_OFF


def test_what_is_found_ready_after_a_crash_is_held_while_something_is_against_it(clinic: Clinic) -> None:
    publication = prepared(clinic, clinic.signed().id)
    with clinic.desk.db.write() as tx:  # as a worker leaves it that was killed before it wrote the outcome down
        row = tables.publication.update().where(tables.publication.c.id == publication)
        tx.execute(row.values(state=S.UNKNOWN, next_at=clinic.clock()))
    clinic.clock.forward(days=400)  # past the day of its review
    assert deliver(clinic.desk, publication, 2, wait=lambda seconds: None) == S.HELD
    assert "review date" in str(shown(clinic, publication).why)


def test_nothing_is_given_out_while_everything_is_stopped(clinic: Clinic) -> None:
    publication = prepared(clinic, clinic.signed().id)
    stopping.hold_all(clinic.desk, clinic.doctor, "a wrong dose")
    with pytest.raises(Refusal, match="Everything is stopped"):
        handing_off.package(clinic.desk, clinic.doctor, publication)
    stopping.resume_all(clinic.desk, clinic.doctor)
    assert given_out(clinic, publication)


def test_nothing_is_given_out_of_a_held_account_doctor_campaign_or_topic(clinic: Clinic) -> None:
    desk, admin = clinic.desk, clinic.administrator
    campaign = campaigns.make(desk, clinic.doctor, "Spring")
    publication = prepared(clinic, clinic.signed().id, campaign=campaign)
    subjects = {Group.DOCTOR: str(clinic.doctor.id), Group.CAMPAIGN: campaign, Group.TOPIC: "leafy greens"}
    for group, subject in subjects.items():
        holding.hold_group(desk, admin, group, subject, "a recall")
        with pytest.raises(Refusal, match="held: a recall"):
            handing_off.package(desk, clinic.doctor, publication)
        assert "held: a recall" in str(shown(clinic, publication).why)
        holding.resume_group(desk, admin, group, subject)
    accounts.hold_account(desk, admin, "Zhihu", "a new owner")
    with pytest.raises(Refusal, match="the channel account is held: a new owner"):
        handing_off.package(desk, clinic.doctor, publication)


def test_nothing_is_given_out_after_its_review_date(clinic: Clinic) -> None:
    publication = prepared(clinic, clinic.signed().id)
    clinic.clock.forward(days=400)
    with pytest.raises(Refusal, match="review date"):
        handing_off.package(clinic.desk, clinic.doctor, publication)


def test_cancelling_a_campaign_cancels_what_was_prepared(clinic: Clinic) -> None:
    campaign = campaigns.make(clinic.desk, clinic.doctor, "Spring")
    publication = prepared(clinic, clinic.signed().id, campaign=campaign)
    assert campaigns.cancel(clinic.desk, clinic.doctor, campaign) == 1
    assert state(clinic, publication) is S.CANCELLED


def test_a_corrected_version_takes_the_place_of_what_was_prepared(clinic: Clinic) -> None:
    entry = clinic.signed(title="Iron").id
    publication = prepared(clinic, entry)
    signed_again(clinic, entry, body=CORRECTED)
    (made,) = replacing.replace_everywhere(clinic.desk, clinic.doctor, entry).made
    assert state(clinic, publication) is S.CANCELLED
    assert deliver(clinic.desk, made.id, 1) == S.AWAITING_HAND_OFF
    assert "fish" in handing_off.package(clinic.desk, clinic.doctor, made.id).texts[0]
