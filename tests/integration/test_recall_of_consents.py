"""Patient material falls with its last consent, by an act or by its date, and is not recommended in its own place."""

from datetime import date

from publisher.domain.handouts import Cause, Form
from publisher.domain.publications import PublicationState
from publisher.services import consents, handing_out, recalling, rechecking, scheduling, signing
from publisher.services.delivering import deliver
from publisher.services.placing import Options
from tests.integration.test_consents import consent, state, story
from tests.integration.test_handing_out import groups
from tests.integration.test_recall_of_corrections import signed_again
from tests.support.clinic import BODY, Clinic

S = PublicationState
UNTIL = date(2026, 12, 31)
AFTER = 41  # days from the clinic's first day, 22 November 2026


def handed_out(clinic: Clinic, **more: object) -> tuple[str, str]:
    """A signed story in one group, and its consent."""
    (group,) = groups(clinic, "One")
    entry = story(clinic)
    record = consent(clinic, entry, **({"until": UNTIL} | more))
    signing.sign(clinic.desk, clinic.doctor, entry)
    handing_out.hand_out(clinic.desk, clinic.administrator, entry, Form.TEXT, [group.id])
    return entry, record


def later(clinic: Clinic, days: int = AFTER) -> None:
    clinic.clock.forward(days=days)
    rechecking.recheck(clinic.desk, lambda done, total: None)


def test_a_correction_never_recommends_the_story_whose_consent_was_withdrawn(clinic: Clinic) -> None:
    entry, record = handed_out(clinic)
    clinic.clock.forward(days=1)
    signed_again(clinic, entry, title="A way back, told again")
    consents.withdraw(clinic.desk, clinic.doctor, record)
    (item,) = recalling.waiting(clinic.desk, clinic.administrator)
    assert item.cause is Cause.WITHDRAWN
    assert "holds now" not in item.correction
    consent(clinic, entry)  # even when somebody consents again: that place was told that it is withdrawn
    (item,) = recalling.waiting(clinic.desk, clinic.administrator)
    assert "holds now" not in item.correction


def test_a_correction_recommends_nothing_that_the_law_of_its_group_forbids_now(clinic: Clinic) -> None:
    entry, _ = handed_out(clinic)
    signed_again(clinic, entry, title="A way back, told again")
    (item,) = recalling.waiting(clinic.desk, clinic.administrator)
    assert "holds now: “A way back, told again”" in item.correction
    clinic.clock.forward(days=AFTER)
    (item,) = recalling.waiting(clinic.desk, clinic.administrator)
    assert item.cause is Cause.SUPERSEDED
    assert "holds now" not in item.correction


def test_a_consent_that_ends_by_its_date_calls_back_what_groups_were_handed(clinic: Clinic) -> None:
    desk, admin = clinic.desk, clinic.administrator
    handed_out(clinic)
    later(clinic, AFTER - 2)
    assert recalling.count(desk, admin) == 0
    later(clinic, 2)
    (item,) = recalling.waiting(desk, admin)
    assert (item.where, item.cause) == ("One", Cause.WITHDRAWN)
    assert "consent" not in item.correction
    recalling.done(desk, admin, item.id)
    later(clinic, 1)
    assert recalling.count(desk, admin) == 0


def test_a_live_post_is_taken_back_when_its_consent_ends_and_leaves_the_list_once_it_is_gone(clinic: Clinic) -> None:
    entry, _ = handed_out(clinic)
    live = scheduling.schedule(clinic.desk, clinic.doctor, entry, "site")
    deliver(clinic.desk, live.id, 1)
    later(clinic)
    assert state(clinic, live.id) is S.REMOVING
    assert len(recalling.waiting(clinic.desk, clinic.administrator)) == 2
    assert deliver(clinic.desk, live.id, 2) == S.REMOVED
    assert [one.where for one in recalling.waiting(clinic.desk, clinic.administrator)] == ["One"]


def test_another_consent_that_still_covers_it_keeps_it(clinic: Clinic) -> None:
    entry, _ = handed_out(clinic)
    live = scheduling.schedule(clinic.desk, clinic.doctor, entry, "site")
    deliver(clinic.desk, live.id, 1)
    consent(clinic, entry, until=date(2027, 6, 30))
    later(clinic)
    assert recalling.count(clinic.desk, clinic.administrator) == 0
    assert state(clinic, live.id) is S.PUBLISHED


def test_words_without_patient_material_stand_although_an_earlier_version_rested_on_a_consent(clinic: Clinic) -> None:
    desk, admin = clinic.desk, clinic.administrator
    entry, _ = handed_out(clinic)
    signed_again(clinic, entry, title="Iron", body=BODY, flags=[])
    (group,) = groups(clinic, "Two")
    handing_out.hand_out(desk, admin, entry, Form.TEXT, [group.id])
    live = scheduling.schedule(desk, clinic.doctor, entry, "site")
    deliver(desk, live.id, 1)
    later(clinic)
    assert [(one.where, one.cause) for one in recalling.waiting(desk, admin)] == [("One", Cause.WITHDRAWN)]
    assert state(clinic, live.id) is S.PUBLISHED


def test_a_consent_withdrawn_for_one_channel_takes_the_story_back_there_at_once_and_nowhere_else(
    clinic: Clinic,
) -> None:
    desk, admin = clinic.desk, clinic.administrator
    entry, record = handed_out(clinic, channels=("site",))
    other = consent(clinic, entry, channels=("email",))
    live = scheduling.schedule(desk, clinic.doctor, entry, "site")
    deliver(desk, live.id, 1)
    queued = scheduling.schedule(desk, clinic.doctor, entry, "site", "2026-12-24T09:00", options=Options(again=True))
    consents.withdraw(desk, clinic.doctor, record)
    assert (state(clinic, live.id), state(clinic, queued.id)) == (S.REMOVING, S.HELD)
    items = recalling.waiting(desk, admin)
    assert [(one.form, one.cause) for one in items] == [(None, Cause.WITHDRAWN)]
    assert handing_out.listed(desk, admin)[0].fallen is False
    consents.withdraw(desk, clinic.doctor, other)
    assert len(recalling.waiting(desk, admin)) == 2


def test_a_consent_withdrawn_for_another_channel_leaves_the_story_where_it_is(clinic: Clinic) -> None:
    entry, _ = handed_out(clinic, channels=("site",))
    other = consent(clinic, entry, channels=("email",))
    live = scheduling.schedule(clinic.desk, clinic.doctor, entry, "site")
    deliver(clinic.desk, live.id, 1)
    consents.withdraw(clinic.desk, clinic.doctor, other)
    assert state(clinic, live.id) is S.PUBLISHED
    assert recalling.count(clinic.desk, clinic.administrator) == 0


def test_words_without_patient_material_stand_on_a_channel_of_which_the_consent_was_withdrawn(clinic: Clinic) -> None:
    entry, record = handed_out(clinic, channels=("site",))
    consent(clinic, entry, channels=("email",))
    signed_again(clinic, entry, title="Iron", body=BODY, flags=[])
    live = scheduling.schedule(clinic.desk, clinic.doctor, entry, "site")
    deliver(clinic.desk, live.id, 1)
    consents.withdraw(clinic.desk, clinic.doctor, record)
    assert state(clinic, live.id) is S.PUBLISHED
