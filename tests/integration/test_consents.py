"""A patient's story needs a recorded consent; without it, after its end or its withdrawal nothing of it stands."""

from datetime import date

import pytest

from publisher.domain.checking import Verdict
from publisher.domain.entries import EntryStatus
from publisher.domain.errors import Refusal
from publisher.domain.handouts import Cause, Form
from publisher.domain.publications import PublicationState
from publisher.services import (
    checking,
    consents,
    drafting,
    handing_out,
    library,
    recalling,
    rechecking,
    scheduling,
    signing,
)
from publisher.services.consents import GivenBy
from publisher.services.delivering import deliver
from tests.integration.test_handing_out import groups
from tests.support.clinic import Clinic

S = PublicationState
STORY = "A woman tells how she was treated for anaemia after birth and how she found her strength again."


def story(clinic: Clinic) -> str:
    return clinic.draft(STORY, title="A way back", flags=["patient_material"]).id


def consent(clinic: Clinic, entry: str, **more: object) -> str:
    values = {
        "scope": "this story, without name",
        "until": date(2027, 6, 30),
        "given_by": GivenBy.PATIENT,
        "document": "file 7",
    }
    return consents.record(clinic.desk, clinic.doctor, entry, **(values | more))  # type: ignore[arg-type]


def state(clinic: Clinic, publication: str) -> S:
    rows = library.publications(clinic.desk, clinic.doctor).items
    return next(row.publication.state for row in rows if row.publication.id == publication)


def test_without_a_record_it_is_blocked_and_a_flag_in_the_text_counts_for_nothing(clinic: Clinic) -> None:
    flags = ["patient_material", "consent_recorded"]
    entry = clinic.draft(STORY, title="A way back", flags=flags)
    assert entry.status is EntryStatus.BLOCKED


def test_with_a_record_it_may_be_signed_and_published(clinic: Clinic) -> None:
    entry = story(clinic)
    consent(clinic, entry)
    signing.sign(clinic.desk, clinic.doctor, entry)
    publication = scheduling.schedule(clinic.desk, clinic.doctor, entry, "site")
    assert deliver(clinic.desk, publication.id, 1) == S.PUBLISHED


def test_a_consent_for_another_channel_does_not_cover_this_one(clinic: Clinic) -> None:
    entry = story(clinic)
    with pytest.raises(Refusal, match="no channel of the kind"):
        consent(clinic, entry, channels=("leaflet",))
    assert library.entry(clinic.desk, clinic.doctor, entry).status is EntryStatus.BLOCKED


def test_withdrawing_holds_what_is_queued_and_takes_back_what_is_live(clinic: Clinic) -> None:
    entry = story(clinic)
    record = consent(clinic, entry)
    signing.sign(clinic.desk, clinic.doctor, entry)
    live = scheduling.schedule(clinic.desk, clinic.doctor, entry, "site")
    deliver(clinic.desk, live.id, 1)
    queued = scheduling.schedule(clinic.desk, clinic.doctor, entry, "site", "2026-12-24T09:00")
    consents.withdraw(clinic.desk, clinic.doctor, record)
    assert (state(clinic, queued.id), state(clinic, live.id)) == (S.HELD, S.REMOVING)
    assert deliver(clinic.desk, live.id, 2) == S.REMOVED
    with pytest.raises(Refusal):
        scheduling.schedule(clinic.desk, clinic.doctor, entry, "site", "2027-01-24T09:00")


def test_a_consent_that_ended_holds_what_is_queued(clinic: Clinic) -> None:
    entry = story(clinic)
    consent(clinic, entry, until=date(2026, 12, 1))
    signing.sign(clinic.desk, clinic.doctor, entry)
    queued = scheduling.schedule(clinic.desk, clinic.doctor, entry, "site", "2026-12-24T09:00")
    clinic.clock.forward(days=12)
    rechecking.recheck(clinic.desk, lambda done, total: None)
    assert state(clinic, queued.id) is S.HELD


def test_the_live_check_knows_the_entry_s_consent(clinic: Clinic) -> None:
    entry = story(clinic)
    content = drafting.working_copy(clinic.desk, clinic.doctor, entry).content
    before = checking.check_words(clinic.desk, content, author=clinic.doctor.person, entry=entry)
    consent(clinic, entry)
    after = checking.check_words(clinic.desk, content, author=clinic.doctor.person, entry=entry)
    assert before.verdict is Verdict.BLOCK
    assert after.verdict is not Verdict.BLOCK


@pytest.mark.parametrize("wrong", [{"scope": " "}, {"document": ""}, {"until": date(2026, 11, 21)}])
def test_an_incomplete_record_is_refused(clinic: Clinic, wrong: dict[str, object]) -> None:
    with pytest.raises(Refusal):
        consent(clinic, story(clinic), **wrong)


def test_withdrawing_calls_back_what_groups_were_handed(clinic: Clinic) -> None:
    (group,) = groups(clinic, "One")
    entry = story(clinic)
    record = consent(clinic, entry)
    signing.sign(clinic.desk, clinic.doctor, entry)
    handing_out.hand_out(clinic.desk, clinic.administrator, entry, Form.TEXT, [group.id])
    consents.withdraw(clinic.desk, clinic.doctor, record)
    (item,) = recalling.waiting(clinic.desk, clinic.administrator)
    assert (item.where, item.cause) == ("One", Cause.WITHDRAWN)
    assert "consent" not in item.correction
    assert [row.fallen for row in handing_out.listed(clinic.desk, clinic.administrator)] == [True]


@pytest.mark.parametrize("field", ["scope", "document"])
@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Form of Anna Petrova, b. 3.5.1991", "“Anna Petrova” points to a person"),
        ("张丽的同意书", "张丽"),
        ("medical record 123456", "123456"),
        ("file\x007", "characters that are no text"),
        ("a shelf in the archive, " * 11, "at most 200 characters"),
    ],
)
def test_a_record_that_points_to_a_patient_or_that_no_database_takes_is_refused(
    clinic: Clinic, field: str, words: str, told: str
) -> None:
    entry = story(clinic)
    with pytest.raises(Refusal, match=told):
        consent(clinic, entry, **{field: words})
    assert consents.consents(clinic.desk, clinic.doctor, entry) == []


def test_where_a_form_is_kept_may_be_as_long_as_its_field(clinic: Clinic) -> None:
    entry, place = story(clinic), "z" * 200
    consent(clinic, entry, document=f" {place} ")
    assert [one.document for one in consents.consents(clinic.desk, clinic.doctor, entry)] == [place]
