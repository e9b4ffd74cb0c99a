"""Roles hold in one's own unit: what belongs to another is neither listed, approved, edited nor scheduled."""

from pathlib import Path

import pytest

from publisher.domain.entries import EntryStatus
from publisher.domain.errors import NotAllowed, Refusal
from publisher.domain.handouts import Form
from publisher.domain.people import Role
from publisher.domain.publications import PublicationState
from publisher.services import (
    accounts,
    drafting,
    handing_out,
    library,
    recalling,
    scheduling,
    signing,
    today,
    units,
    withdrawing,
)
from publisher.services.delivering import deliver
from tests.integration.test_handing_out import groups
from tests.support.clinic import Clinic, open_clinic
from tests.support.units import somebody, works_in


@pytest.fixture
def clinic(tmp_path: Path, database_url: str) -> Clinic:
    made = open_clinic(tmp_path / "home", database_url, reviewer=True)
    made.doctor = works_in(made, made.doctor, "Maternity")
    return made


def test_a_reviewer_of_another_unit_neither_sees_nor_approves_it(clinic: Clinic) -> None:
    entry = clinic.signed().id
    elsewhere = works_in(clinic, clinic.reviewer, "Surgery")
    with pytest.raises(NotAllowed, match=r"This belongs to Maternity; Rita Reviewer works in Surgery\."):
        signing.approve(clinic.desk, elsewhere, entry)
    here = works_in(clinic, clinic.reviewer, "Surgery", "Maternity")
    assert signing.approve(clinic.desk, here, entry).status is EntryStatus.SIGNED


def test_what_is_not_signed_is_listed_in_its_own_unit_only(clinic: Clinic) -> None:
    draft = clinic.draft("Call me on WeChat for a consultation about iron.", title="Held back").id
    elsewhere, here = works_in(clinic, clinic.reviewer, "Surgery"), works_in(clinic, clinic.administrator, "Surgery")
    assert draft not in {row.id for row in library.entries(clinic.desk, elsewhere).items}
    assert draft in {row.id for row in library.entries(clinic.desk, here).items}, "an administrator is everywhere"
    assert today.today(clinic.desk, elsewhere).to_review == 0


def test_an_editor_of_another_unit_cannot_edit_schedule_or_take_back(clinic: Clinic) -> None:
    entry = clinic.signed()
    editor = somebody(clinic, Role.EDITOR, "Surgery")
    assert entry.working is not None
    with pytest.raises(NotAllowed, match="belongs to Maternity"):
        drafting.save_working_copy(clinic.desk, editor, entry.id, {"title": "Other"}, entry.working.version)
    with pytest.raises(NotAllowed, match="belongs to Maternity"):
        scheduling.schedule(clinic.desk, editor, entry.id, "site")
    with pytest.raises(NotAllowed, match="belongs to Maternity"):
        withdrawing.withdraw(clinic.desk, works_in(clinic, clinic.reviewer, "Surgery"), entry.id, "wrong")


def test_an_account_of_another_unit_is_neither_offered_nor_used_nor_held(clinic: Clinic) -> None:
    units.set_account_unit(clinic.desk, clinic.administrator, "site", "Surgery")
    assert accounts.accounts(clinic.desk, clinic.doctor) == []
    with pytest.raises(NotAllowed, match="belongs to Surgery"):
        scheduling.schedule(clinic.desk, clinic.doctor, clinic.signed().id, "site")
    with pytest.raises(NotAllowed, match="belongs to Surgery"):
        accounts.hold_account(clinic.desk, clinic.doctor, "site", "mine")


def test_only_an_administrator_says_who_works_where(clinic: Clinic) -> None:
    assert clinic.doctor.id is not None
    with pytest.raises(NotAllowed):
        units.set_units(clinic.desk, clinic.doctor, clinic.doctor.id, [])
    with pytest.raises(NotAllowed):
        units.set_account_unit(clinic.desk, clinic.doctor, "site", "Maternity")
    with pytest.raises(Refusal, match="at most 80 characters"):
        units.set_units(clinic.desk, clinic.administrator, clinic.doctor.id, ["x" * 81])
    assert units.units(clinic.desk) == ["Maternity"]


def test_a_post_is_called_back_by_its_own_unit_and_its_author_alone(clinic: Clinic) -> None:
    desk, entry = clinic.desk, clinic.signed().id
    signing.approve(desk, works_in(clinic, clinic.reviewer, "Maternity"), entry)
    publication = scheduling.schedule(desk, clinic.doctor, entry, "site").id
    assert deliver(desk, publication, 1) == PublicationState.PUBLISHED
    withdrawing.withdraw(desk, clinic.doctor, entry, "a wrong figure")
    elsewhere = somebody(clinic, Role.EDITOR, "Surgery")
    (item,) = recalling.waiting(desk, clinic.doctor)
    assert (recalling.waiting(desk, elsewhere), recalling.count(desk, elsewhere)) == ([], 0)
    with pytest.raises(NotAllowed, match="belongs to Maternity"):
        recalling.done(desk, elsewhere, item.id)
    with pytest.raises(NotAllowed, match="belongs to Maternity"):
        recalling.impossible(desk, works_in(clinic, clinic.reviewer, "Surgery"), item.id, "gone")
    everybody = [somebody(clinic, Role.EDITOR, "Maternity"), somebody(clinic, Role.EDITOR), clinic.administrator]
    assert [recalling.count(desk, one) for one in everybody] == [1, 1, 1]
    clinic.doctor = works_in(clinic, clinic.doctor, "Surgery")
    assert recalling.count(desk, clinic.doctor) == 1, "its author wherever she works now"
    recalling.done(desk, clinic.doctor, item.id)
    assert recalling.count(desk, everybody[0]) == 0


def test_what_a_group_was_handed_is_called_back_whatever_unit_wrote_it(clinic: Clinic) -> None:
    desk, entry = clinic.desk, clinic.signed().id
    signing.approve(desk, works_in(clinic, clinic.reviewer, "Maternity"), entry)
    (group,) = groups(clinic, "One")
    handing_out.hand_out(desk, clinic.administrator, entry, Form.TEXT, [group.id])
    withdrawing.withdraw(desk, clinic.doctor, entry, "a wrong figure")
    elsewhere = somebody(clinic, Role.EDITOR, "Surgery")
    (item,) = recalling.waiting(desk, elsewhere)
    recalling.done(desk, elsewhere, item.id)
    assert recalling.count(desk, clinic.administrator) == 0
