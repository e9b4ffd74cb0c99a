"""A translation stands on the version it translates: when that falls it is due, not handed out, and called back."""

import pytest

from publisher.domain.communities import Community
from publisher.domain.entries import EntryStatus
from publisher.domain.errors import Refusal
from publisher.domain.handouts import Cause, Form
from publisher.domain.places import Language
from publisher.domain.publications import PublicationState
from publisher.services import (
    handing_out,
    library,
    recalling,
    rechecking,
    resolving,
    retrieval,
    scheduling,
    signing,
    translating,
    withdrawing,
)
from publisher.services.today import today
from publisher.services.views import EntryView
from tests.integration.test_handing_out import groups
from tests.integration.test_recall_of_corrections import CORRECTED, signed_again
from tests.support.clinic import BODY, Clinic

CHINESE = "孕期缺铁很常见。肉类、豆类和绿叶蔬菜含铁。是否需要补充由看过血液化验的医生决定。"


def translated(clinic: Clinic, source: EntryView) -> EntryView:
    assert source.revision is not None
    more = {"title": "孕期的铁", "language": "zh", "jurisdictions": ["INT"], "translation_of": source.revision.id}
    return clinic.signed(CHINESE, **more)


def handed_out(clinic: Clinic, entry: str) -> Community:
    (group,) = groups(clinic, "中文群", language=Language.ZH)
    handing_out.hand_out(clinic.desk, clinic.administrator, entry, Form.TEXT, [group.id])
    return group


def test_the_translation_of_a_withdrawn_text_is_due_called_back_and_not_handed_out(clinic: Clinic) -> None:
    desk, doctor = clinic.desk, clinic.doctor
    source = clinic.signed(title="Iron")
    chinese = translated(clinic, source).id
    group = handed_out(clinic, chinese)
    assert today(desk, doctor).counts[EntryStatus.DUE] == 0
    withdrawing.withdraw(desk, doctor, source.id, "The dose was ten times too high.")
    assert library.entry(desk, doctor, chinese).status is EntryStatus.DUE
    assert today(desk, doctor).counts[EntryStatus.DUE] == 1
    assert [row.id for row in library.entries(desk, doctor, status=EntryStatus.DUE).items] == [chinese]
    with pytest.raises(Refusal, match="ten times too high"):
        handing_out.hand_out(desk, clinic.administrator, chinese, Form.TEXT, [group.id])
    (item,) = recalling.waiting(desk, doctor)
    assert (item.entry, item.cause) == (chinese, Cause.DUE)
    assert "《孕期的铁》" in item.correction


def test_what_is_queued_of_a_translation_is_held_when_its_source_falls(clinic: Clinic) -> None:
    source = clinic.signed(title="Iron")
    chinese = translated(clinic, source).id
    queued = scheduling.schedule(clinic.desk, clinic.doctor, chinese, "site", "2026-12-24T09:00")
    withdrawing.withdraw(clinic.desk, clinic.doctor, source.id, "The dose was wrong.")
    rechecking.recheck(clinic.desk, lambda done, total: None)
    (row,) = library.publications(clinic.desk, clinic.doctor, entry=chinese).items
    assert row.publication.id == queued.id
    assert row.publication.state is PublicationState.HELD
    assert "The dose was wrong." in str(row.why)


def test_a_source_that_is_corrected_or_replaced_makes_its_translation_due_and_the_same_words_do_not(
    clinic: Clinic,
) -> None:
    desk, doctor = clinic.desk, clinic.doctor
    source = clinic.signed(title="Iron")
    chinese = translated(clinic, source).id
    signed_again(clinic, source.id, review_by="2028-11-01")
    assert library.entry(desk, doctor, chinese).status is EntryStatus.SIGNED
    signed_again(clinic, source.id, body=CORRECTED)
    assert library.entry(desk, doctor, chinese).status is EntryStatus.DUE
    signed_again(clinic, source.id, body=BODY)
    assert library.entry(desk, doctor, chinese).status is EntryStatus.SIGNED
    new = clinic.draft(title="Iron, anew", body="Iron is found in meat and beans. A clinician decides on supplements.")
    resolving.replace(desk, doctor, new.id, source.id)
    signing.sign(desk, doctor, new.id)
    assert library.entry(desk, doctor, chinese).status is EntryStatus.DUE


def test_a_translation_that_was_compared_and_signed_again_stands_and_its_recall_ends(clinic: Clinic) -> None:
    desk, doctor = clinic.desk, clinic.doctor
    source = clinic.signed(title="Iron")
    chinese = translated(clinic, source).id
    group = handed_out(clinic, chinese)
    signed_again(clinic, source.id, body=CORRECTED)
    with pytest.raises(Refusal, match="Compare"):
        signed_again(clinic, chinese, review_by="2028-11-01")
    translating.compared(desk, doctor, chinese)
    view = signing.sign(desk, doctor, chinese)
    newest = library.entry(desk, doctor, source.id).revision
    assert view.revision is not None
    assert newest is not None
    assert view.revision.content.translation_of == newest.id
    assert view.status is EntryStatus.SIGNED
    assert recalling.count(desk, doctor) == 0
    assert CHINESE in handing_out.hand_out(desk, clinic.administrator, chinese, Form.TEXT, [group.id]).text


def test_a_translation_of_what_fell_before_it_was_signed_is_not_signed_as_if_nothing_were(clinic: Clinic) -> None:
    desk, doctor = clinic.desk, clinic.doctor
    source = clinic.signed(title="Iron")
    assert source.revision is not None
    more = {"title": "孕期的铁", "language": "zh", "jurisdictions": ["INT"], "translation_of": source.revision.id}
    chinese = clinic.draft(CHINESE, **more).id
    withdrawing.withdraw(desk, doctor, source.id, "The dose was wrong.")
    with pytest.raises(Refusal, match="The dose was wrong"):
        signing.sign(desk, doctor, chinese)
    translating.compared(desk, doctor, chinese)
    assert signing.sign(desk, doctor, chinese).status is EntryStatus.SIGNED


def test_nothing_is_compared_with_a_source_that_stands(clinic: Clinic) -> None:
    with pytest.raises(Refusal, match="stands as it was translated"):
        translating.compared(clinic.desk, clinic.doctor, translated(clinic, clinic.signed(title="Iron")).id)


def test_the_translation_of_a_withdrawn_text_is_no_source_of_another(clinic: Clinic) -> None:
    source = clinic.signed(title="Iron")
    chinese = translated(clinic, source).id
    assert retrieval.standing(clinic.desk, chinese) is not None
    withdrawing.withdraw(clinic.desk, clinic.doctor, source.id, "The dose was ten times too high.")
    assert retrieval.standing(clinic.desk, chinese) is None
    assert not retrieval.closest_signed(clinic.desk, "孕期的铁", "zh")


def compared_again(clinic: Clinic) -> tuple[str, str]:
    """A handed-out translation whose source was corrected, signed again in the same words: the source, and itself."""
    source = clinic.signed(title="Iron")
    chinese = translated(clinic, source).id
    handed_out(clinic, chinese)
    signed_again(clinic, source.id, body=CORRECTED)
    translating.compared(clinic.desk, clinic.doctor, chinese)
    signing.sign(clinic.desk, clinic.doctor, chinese)
    return source.id, chinese


def test_a_handout_that_stands_again_is_shown_as_standing_and_falls_again_with_its_source(clinic: Clinic) -> None:
    desk, doctor = clinic.desk, clinic.doctor
    source, chinese = compared_again(clinic)
    assert [row.fallen for row in handing_out.listed(desk, clinic.administrator, entry=chinese)] == [False]
    assert recalling.count(desk, doctor) == 0
    withdrawing.withdraw(desk, doctor, source, "The dose was ten times too high.")
    assert [(one.entry, one.cause) for one in recalling.waiting(desk, doctor)] == [(chinese, Cause.DUE)]
    assert [row.fallen for row in handing_out.listed(desk, clinic.administrator, entry=chinese)] == [True]


def test_a_handout_that_stands_again_is_called_back_when_its_review_date_passes(clinic: Clinic) -> None:
    _, chinese = compared_again(clinic)
    clinic.clock.forward(days=400)
    rechecking.recheck(clinic.desk, lambda done, total: None)
    assert [(one.entry, one.cause) for one in recalling.waiting(clinic.desk, clinic.doctor)] == [
        (chinese, Cause.EXPIRED)
    ]
