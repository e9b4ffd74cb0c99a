"""A corrected answer calls its older words back from every group that holds them, once it is signed."""

from publisher.domain.handouts import Cause, Form
from publisher.services import (
    drafting,
    handing_out,
    newcomers,
    recalling,
    rechecking,
    resolving,
    signing,
    withdrawing,
)
from publisher.storage import entries
from tests.integration.test_handing_out import groups
from tests.integration.test_newcomers import EARLY
from tests.support.clinic import BODY, Clinic

CORRECTED = BODY.replace("Meat, beans", "Meat, fish, beans")


def signed_again(clinic: Clinic, entry: str, **changes: object) -> None:
    edited(clinic, entry, **changes)
    drafting.keep_revision(clinic.desk, clinic.doctor, entry)
    signing.sign(clinic.desk, clinic.doctor, entry)


def edited(clinic: Clinic, entry: str, **changes: object) -> None:
    working = drafting.working_copy(clinic.desk, clinic.doctor, entry)
    drafting.save_working_copy(clinic.desk, clinic.doctor, entry, changes, working.version)


def test_a_corrected_answer_is_called_back_from_each_group_that_holds_the_old_words(clinic: Clinic) -> None:
    desk, admin = clinic.desk, clinic.administrator
    first, second = groups(clinic, "One", "Two")
    entry = clinic.signed(title="Iron").id
    handing_out.hand_out(desk, admin, entry, Form.TEXT, [first.id, second.id])
    clinic.clock.forward(days=2)
    signed_again(clinic, entry, body=CORRECTED)
    handing_out.hand_out(desk, admin, entry, Form.TEXT, [second.id])
    items = recalling.waiting(desk, admin)
    assert sorted((one.where, one.cause) for one in items) == [("One", Cause.SUPERSEDED), ("Two", Cause.SUPERSEDED)]
    assert all("“Iron”, signed on 24 November 2026" in one.correction for one in items)
    assert sorted(row.fallen for row in handing_out.listed(desk, admin)) == [False, True, True]


def test_a_correction_calls_back_what_went_out_in_a_newcomers_pack(clinic: Clinic) -> None:
    desk, admin = clinic.desk, clinic.administrator
    (group,) = groups(clinic, "One")
    entry = clinic.signed().id
    newcomers.set_list(desk, admin, group.id, EARLY, [entry])
    newcomers.take(desk, admin, group.id, EARLY, Form.PDF)
    signed_again(clinic, entry, body=CORRECTED)
    assert [one.form for one in recalling.waiting(desk, admin)] == [Form.PDF]


def test_a_new_review_date_or_other_marks_for_the_same_words_call_nothing_back(clinic: Clinic) -> None:
    (group,) = groups(clinic, "One")
    entry = clinic.signed().id
    handing_out.hand_out(clinic.desk, clinic.administrator, entry, Form.TEXT, [group.id])
    signed_again(clinic, entry, review_by="2028-11-01", body=BODY.replace("contain iron", "**contain** iron"))
    rechecking.recheck(clinic.desk, lambda done, total: None)
    assert recalling.count(clinic.desk, clinic.administrator) == 0
    assert [row.fallen for row in handing_out.listed(clinic.desk, clinic.administrator)] == [False]


def test_a_correction_that_is_withdrawn_in_its_turn_opens_again_what_was_seen_to(clinic: Clinic) -> None:
    desk, admin = clinic.desk, clinic.administrator
    (group,) = groups(clinic, "One")
    entry = clinic.signed().id
    handing_out.hand_out(desk, admin, entry, Form.TEXT, [group.id])
    signed_again(clinic, entry, body=CORRECTED)
    (item,) = recalling.waiting(desk, admin)
    recalling.done(desk, admin, item.id)
    withdrawing.withdraw(desk, clinic.doctor, entry, "The dose was wrong.")
    (again,) = recalling.waiting(desk, admin)
    assert again.cause is Cause.WITHDRAWN
    assert "The dose was wrong." in again.correction


def test_a_correction_bears_the_title_that_was_handed_out_not_one_written_since(clinic: Clinic) -> None:
    (group,) = groups(clinic, "One")
    entry = clinic.signed(title="Iron at 12 weeks").id
    handing_out.hand_out(clinic.desk, clinic.administrator, entry, Form.TEXT, [group.id])
    edited(clinic, entry, title="Never signed")
    withdrawing.withdraw(clinic.desk, clinic.doctor, entry, "A figure was wrong.")
    (item,) = recalling.waiting(clinic.desk, clinic.administrator)
    assert item.title == "Iron at 12 weeks"
    assert "“Iron at 12 weeks”" in item.correction
    assert "Never signed" not in item.correction


def test_a_correction_names_the_answer_that_stands_at_the_end_of_a_line_of_replacements(clinic: Clinic) -> None:
    (group,) = groups(clinic, "One")
    first = clinic.signed(title="First").id
    handing_out.hand_out(clinic.desk, clinic.administrator, first, Form.TEXT, [group.id])
    second = replaced(clinic, first, "Second", "Iron is found in meat and beans. A clinician decides on supplements.")
    third = replaced(clinic, second, "Third", "Iron is found in fish. A clinician decides on supplements.")
    (item,) = recalling.waiting(clinic.desk, clinic.administrator)
    assert "“Third”" in item.correction
    assert "“Second”" not in item.correction
    withdrawing.withdraw(clinic.desk, clinic.doctor, third, "A figure was wrong.")
    (item,) = recalling.waiting(clinic.desk, clinic.administrator)
    assert "holds now" not in item.correction


def replaced(clinic: Clinic, old: str, title: str, body: str) -> str:
    new = clinic.draft(title=title, body=body)
    resolving.replace(clinic.desk, clinic.doctor, new.id, old)
    return signing.sign(clinic.desk, clinic.doctor, new.id).id


def test_old_words_that_no_act_listed_are_found_when_the_day_changes(clinic: Clinic) -> None:
    desk, admin = clinic.desk, clinic.administrator
    (group,) = groups(clinic, "One")
    entry = clinic.signed().id
    signed_again(clinic, entry, body=CORRECTED)
    with desk.db.write() as tx:  # as a home was left by a version that did not call corrections back
        first = entries.revisions(tx, entry)[0]
        handing_out.record(desk, tx, admin.person, admin, [(entry, first.id)], [group], Form.TEXT)  # type: ignore[arg-type]
    assert recalling.count(desk, admin) == 0
    rechecking.recheck(desk, lambda done, total: None)
    assert [one.cause for one in recalling.waiting(desk, admin)] == [Cause.SUPERSEDED]
