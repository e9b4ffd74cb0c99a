"""Patient material falls with its last consent, by an act or by its date, and is not recommended in its own place."""

from datetime import date

from publisher.domain.handouts import Cause, Form
from publisher.services import consents, handing_out, recalling, signing
from tests.integration.test_consents import consent, story
from tests.integration.test_handing_out import groups
from tests.integration.test_recall_of_corrections import signed_again
from tests.support.clinic import Clinic

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
