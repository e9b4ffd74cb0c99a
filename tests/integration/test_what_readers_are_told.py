"""Why a text was taken back is read by everybody: it names no patient, says nothing forbidden, tells of no consent."""

from datetime import date

import pytest

from publisher.domain.errors import Refusal
from publisher.domain.handouts import Form
from publisher.domain.places import Language
from publisher.domain.publications import PublicationState
from publisher.services import consents, handing_out, library, recalling, rechecking, scheduling, signing, withdrawing
from publisher.services.delivering import deliver
from tests.integration.test_consents import consent, story
from tests.integration.test_handing_out import groups
from tests.support.clinic import Clinic


def shown(clinic: Clinic, entry: str) -> str:
    return (clinic.desk.settings.site_root / "en" / entry / "index.html").read_text("utf-8")


def live(clinic: Clinic, entry: str) -> str:
    publication = scheduling.schedule(clinic.desk, clinic.doctor, entry, "site")
    assert deliver(clinic.desk, publication.id, 1) == PublicationState.PUBLISHED
    return publication.id


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("Anna Petrova (born 03.05.1991) bled after following it.", "Anna Petrova"),
        ("A reader wrote from +7 916 123-45-67 that it is wrong.", "916 123-45-67"),
        ("Пациентка Анна Петрова пострадала.", "Анна Петрова"),
        ("张丽的电话是13812345678。", "13812345678"),
        ("In your case take 200 mg of progesterone every night for two weeks.", "INT-REL-01"),
    ],
)
def test_a_reason_that_points_to_a_person_or_may_not_be_said_is_refused(
    clinic: Clinic, reason: str, words: str
) -> None:
    entry = clinic.signed()
    with pytest.raises(Refusal) as refused:
        withdrawing.withdraw(clinic.desk, clinic.doctor, entry.id, reason)
    assert "Everybody reads this reason" in str(refused.value)
    assert words in str(refused.value)
    assert library.entry(clinic.desk, clinic.doctor, entry.id).withdrawn_reason is None


@pytest.mark.parametrize(
    "reason",
    [
        "Replaced by NICE NG201 of 12 March 2026.",
        "Вышли рекомендации от 12.03.2026.",
        "新版指南已发布。",
        "wrong",
    ],
)
def test_a_plain_reason_stands_on_the_page_and_in_the_correction(clinic: Clinic, reason: str) -> None:
    (group,) = groups(clinic, "One")
    entry = clinic.signed()
    handing_out.hand_out(clinic.desk, clinic.administrator, entry.id, Form.TEXT, [group.id])
    publication = live(clinic, entry.id)
    withdrawing.withdraw(clinic.desk, clinic.doctor, entry.id, reason)
    assert deliver(clinic.desk, publication, 2) == PublicationState.REMOVED
    assert reason in shown(clinic, entry.id)
    assert all(reason in one.correction for one in recalling.waiting(clinic.desk, clinic.administrator))


def test_a_story_without_consent_is_withdrawn_with_a_plain_reason(clinic: Clinic) -> None:
    entry = story(clinic)
    withdrawing.withdraw(clinic.desk, clinic.doctor, entry, "A figure was wrong.")
    assert library.entry(clinic.desk, clinic.doctor, entry).withdrawn_reason == "A figure was wrong."


def test_after_the_end_of_a_consent_readers_are_told_no_reason_and_no_false_date(clinic: Clinic) -> None:
    entry = story(clinic)
    record = consent(clinic, entry)
    signing.sign(clinic.desk, clinic.doctor, entry)
    publication = live(clinic, entry)
    consents.withdraw(clinic.desk, clinic.doctor, record)
    assert deliver(clinic.desk, publication, 2) == PublicationState.REMOVED
    page = shown(clinic, entry)
    for told in ("consent", "patient", "Reason", "1 November 2027", "2027-11-01"):
        assert told not in page
    assert "withdrawn" in page


def test_what_passed_its_review_date_says_so_and_gives_no_words_of_ours(clinic: Clinic) -> None:
    entry = clinic.signed(review_by=date(2026, 11, 30))
    publication = live(clinic, entry.id)
    clinic.clock.forward(days=9)
    rechecking.recheck(clinic.desk, lambda done, total: None)
    assert deliver(clinic.desk, publication, 2) == PublicationState.REMOVED
    page = shown(clinic, entry.id)
    assert "30 November 2026" in page
    assert "Reason" not in page
    assert Language.EN in page[:200]
