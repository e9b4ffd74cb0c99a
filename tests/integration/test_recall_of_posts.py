"""A correction lists each post of the older words, with what puts the new ones there, until none of them stands."""

from publisher.domain.handouts import Cause
from publisher.domain.publications import Publication, PublicationState
from publisher.services import accounts, library, recalling, rechecking, replacing, resolving, scheduling, signing
from publisher.services.delivering import deliver
from tests.integration.test_recall_of_corrections import CORRECTED, signed_again
from tests.integration.test_replacing import KINDS, clinic, run_all
from tests.support.clinic import BODY, Clinic

__all__ = ["clinic"]
S = PublicationState


def published(clinic: Clinic, *kinds: str) -> str:
    entry = clinic.signed(title="Iron").id
    for kind in kinds:
        scheduling.schedule(clinic.desk, clinic.doctor, entry, kind)
    run_all(clinic)
    clinic.clock.forward(minutes=1)
    return entry


def listed(clinic: Clinic) -> dict[str, str]:
    """Where something is to be called back, and how it ends without a person's hand."""
    return {one.where: str(one.way or "") for one in recalling.waiting(clinic.desk, clinic.doctor)}


def test_a_signed_correction_lists_every_post_of_the_older_words_and_how_to_replace_it(clinic: Clinic) -> None:
    entry = published(clinic, *KINDS)
    signed_again(clinic, entry, body=CORRECTED)
    items = recalling.waiting(clinic.desk, clinic.doctor)
    assert {one.where: one.cause for one in items} == dict.fromkeys(KINDS, Cause.SUPERSEDED)
    assert all("“Iron”, signed on 22 November 2026" in one.correction and one.url for one in items)
    ways = listed(clinic)
    assert all("Replace it everywhere" in way for way in ways.values())
    assert [kind for kind, way in ways.items() if "only a person" in way] == ["stone"]


def test_what_the_one_act_corrected_or_took_back_leaves_the_list_and_what_it_cannot_stays(clinic: Clinic) -> None:
    desk, doctor = clinic.desk, clinic.doctor
    entry = published(clinic, *KINDS)
    signed_again(clinic, entry, body=CORRECTED)
    replacing.replace_everywhere(desk, doctor, entry)
    under_way = listed(clinic)
    assert {kind for kind, way in under_way.items() if way == "A newer version is replacing it on the channel."} == {
        "wiki",
        "board",
    }
    run_all(clinic)
    assert recalling.count(desk, doctor) == 1
    assert listed(clinic) == {"stone": ""}
    rechecking.recheck(desk, lambda done, total: None)
    (item,) = recalling.waiting(desk, doctor)
    recalling.done(desk, doctor, item.id)
    rechecking.recheck(desk, lambda done, total: None)
    assert recalling.count(desk, doctor) == 0


def test_a_post_that_is_corrected_in_place_without_the_one_act_leaves_the_list(clinic: Clinic) -> None:
    entry = published(clinic, "wiki")
    signed_again(clinic, entry, body=CORRECTED)
    assert list(listed(clinic)) == ["wiki"]
    scheduling.schedule(clinic.desk, clinic.doctor, entry, "wiki")
    run_all(clinic)
    assert listed(clinic) == {}
    rechecking.recheck(clinic.desk, lambda done, total: None)
    assert recalling.count(clinic.desk, clinic.doctor) == 0


def test_a_new_review_date_for_the_same_words_lists_no_post(clinic: Clinic) -> None:
    entry = published(clinic, "stone")
    signed_again(clinic, entry, review_by="2028-11-01", body=BODY.replace("contain iron", "**contain** iron"))
    rechecking.recheck(clinic.desk, lambda done, total: None)
    assert recalling.count(clinic.desk, clinic.doctor) == 0


def test_older_words_that_left_after_the_correction_are_found_when_the_day_changes(clinic: Clinic) -> None:
    entry = published(clinic)
    late = scheduling.schedule(clinic.desk, clinic.doctor, entry, "stone", "2026-11-24T09:00")
    signed_again(clinic, entry, body=CORRECTED)
    clinic.clock.forward(days=1, hours=23)
    assert recalling.count(clinic.desk, clinic.doctor) == 0
    assert deliver(clinic.desk, late.id, 1) == S.PUBLISHED
    rechecking.recheck(clinic.desk, lambda done, total: None)
    assert list(listed(clinic)) == ["stone"]


def test_a_second_correction_is_posted_once_beside_posts_that_nobody_can_remove(clinic: Clinic) -> None:
    entry = published(clinic, "stone")
    for words in (CORRECTED, CORRECTED.replace("fish", "lentils")):
        signed_again(clinic, entry, body=words)
        assert [one.account for one in replacing.replace_everywhere(clinic.desk, clinic.doctor, entry).made]
        run_all(clinic)
        clinic.clock.forward(minutes=1)
    assert len(KINDS["stone"].posts) == 3
    assert [one.where for one in recalling.waiting(clinic.desk, clinic.doctor)] == ["stone", "stone"]


def by_state(clinic: Clinic, state: S) -> list[Publication]:
    return [row.publication for row in library.publications(clinic.desk, clinic.doctor, state=state.value).items]


def test_what_waits_to_be_put_out_by_hand_is_listed_when_its_words_are_corrected(clinic: Clinic) -> None:
    accounts.add_account(clinic.desk, clinic.administrator, "zhihu", "Zhihu", {}, {})
    entry = published(clinic, "Zhihu")
    assert [one.entry for one in by_state(clinic, S.AWAITING_HAND_OFF)] == [entry]
    signed_again(clinic, entry, body=CORRECTED)
    assert list(listed(clinic)) == ["Zhihu"]


def test_a_correction_for_a_post_names_no_answer_in_another_language(clinic: Clinic) -> None:
    desk, doctor = clinic.desk, clinic.doctor
    entry = published(clinic, "stone")
    other = clinic.draft("Чечевица и шпинат содержат железо.", title="Железо", language="ru").id
    resolving.replace(desk, doctor, other, entry)
    signing.sign(desk, doctor, other)
    (item,) = recalling.waiting(desk, doctor)
    assert item.cause is Cause.SUPERSEDED
    assert item.correction.endswith("do not pass it on.")
