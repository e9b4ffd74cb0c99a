"""A hand-off from package to pasted link; what no program takes back is left for a person; numbers are appended."""

from pathlib import Path

import pytest

from publisher.channels.contract import Rejected
from publisher.domain.errors import Refusal
from publisher.domain.publications import PublicationState
from publisher.services import accounts, controlling, handing_off, library, measuring, scheduling, withdrawing
from publisher.services.delivering import deliver
from publisher.services.today import today
from tests.support.clinic import BODY, Clinic, open_clinic
from tests.support.networks import Network

S = PublicationState


class Counting(Network):
    """A network that counts, and lets no program take a post back."""

    views = 0

    def measure(self, account: object, remote_id: str) -> dict[str, int]:
        self.views += 5
        return {"views": self.views}

    def remove(self, account: object, remote_id: str, delivery: object) -> Rejected:  # type: ignore[override]
        return Rejected("Only a person can delete it there.")


def handed(clinic: Clinic, kind: str) -> str:
    accounts.add_account(clinic.desk, clinic.administrator, kind, kind, {}, {})
    publication = scheduling.schedule(clinic.desk, clinic.doctor, clinic.signed().id, kind).id
    assert deliver(clinic.desk, publication, 1) == S.AWAITING_HAND_OFF
    return publication


@pytest.mark.parametrize("kind", ["xiaohongshu", "zhihu", "douyin", "wechat_groups", "youtube"])
def test_the_package_holds_the_frozen_words_pictures_and_a_code(kind: str, tmp_path: Path) -> None:
    clinic = open_clinic(tmp_path / "home", f"sqlite:///{tmp_path / 'a.db'}")
    publication = handed(clinic, kind)
    found = handing_off.package(clinic.desk, clinic.doctor, publication)
    assert "Iron deficiency is common" in found.texts[0]
    assert "See your own clinician." in found.texts[0]
    assert found.declare
    assert "<svg" in found.code
    names = handing_off.write(found, tmp_path / "out", "zh")
    assert {"card-01.png", "long.png", "cover.png", "code.svg", "declare.txt", "text-1.txt"} <= set(names)
    assert (tmp_path / "out" / "text-1.txt").read_text("utf-8") == found.texts[0]
    controlling.confirm_hand_off(clinic.desk, clinic.doctor, publication, "https://example.org/note/1")
    with pytest.raises(Refusal, match="published"):
        handing_off.package(clinic.desk, clinic.doctor, publication)


def test_what_a_person_put_out_is_left_for_a_person_with_its_link_when_withdrawn(clinic: Clinic) -> None:
    publication = handed(clinic, "zhihu")
    controlling.confirm_hand_off(clinic.desk, clinic.doctor, publication, "https://example.org/p/1")
    row = library.publications(clinic.desk, clinic.doctor).items[0]
    withdrawing.withdraw(clinic.desk, clinic.doctor, row.publication.entry, "a wrong figure")
    assert deliver(clinic.desk, publication, 2) == S.REMOVING
    (left,) = withdrawing.left_for_a_person(clinic.desk, clinic.doctor)
    assert left.publication.url == "https://example.org/p/1"
    assert "Take it down by hand" in str(left.why)
    controlling.confirm_taken_down(clinic.desk, clinic.doctor, publication)
    assert withdrawing.left_for_a_person(clinic.desk, clinic.doctor) == []
    with pytest.raises(Refusal, match="removed"):
        controlling.confirm_taken_down(clinic.desk, clinic.doctor, publication)


def test_what_a_network_refuses_to_delete_is_left_for_a_person_and_not_tried_for_ever(
    tmp_path: Path, database_url: str
) -> None:
    clinic = open_clinic(tmp_path / "home", database_url, extra={"network": Counting()})
    accounts.add_account(clinic.desk, clinic.administrator, "network", "net", {}, {"token": "t"})
    entry = clinic.signed().id
    publication = scheduling.schedule(clinic.desk, clinic.doctor, entry, "net").id
    deliver(clinic.desk, publication, 1)
    withdrawing.withdraw(clinic.desk, clinic.doctor, entry, "a wrong figure")
    deliver(clinic.desk, publication, 2)
    (left,) = withdrawing.left_for_a_person(clinic.desk, clinic.doctor)
    assert left.publication.url == f"https://network.example.org/{left.publication.remote_id}"
    assert "Only a person can delete it there." in str(left.why)
    assert today(clinic.desk, clinic.doctor).take_down == (left,)


def test_numbers_are_appended_with_their_time_and_added_up(tmp_path: Path, database_url: str) -> None:
    clinic = open_clinic(tmp_path / "home", database_url, extra={"network": Counting()})
    accounts.add_account(clinic.desk, clinic.administrator, "network", "net", {}, {"token": "t"})
    publication = scheduling.schedule(clinic.desk, clinic.doctor, clinic.signed().id, "net").id
    deliver(clinic.desk, publication, 1)
    assert measuring.measure_next(clinic.desk)
    assert not measuring.measure_next(clinic.desk)
    clinic.clock.forward(hours=2)
    assert measuring.measure_next(clinic.desk)
    clinic.clock.forward(days=4)
    assert measuring.measure_next(clinic.desk)
    clinic.clock.forward(hours=2)
    assert not measuring.measure_next(clinic.desk)
    found = measuring.readings(clinic.desk, clinic.doctor, publication)
    assert [(one.name, one.value) for one in found] == [("views", 5), ("views", 10), ("views", 15)]
    assert len({one.at for one in found}) == 3
    for way in ("publication", "entry", "channel"):
        assert [one.numbers for one in measuring.measured(clinic.desk, clinic.doctor, way)] == [{"views": 15}]


def test_the_numbers_of_an_account_are_added_up_day_by_day(tmp_path: Path, database_url: str) -> None:
    clinic = open_clinic(tmp_path / "home", database_url, extra={"network": Counting()})
    accounts.add_account(clinic.desk, clinic.administrator, "network", "net", {}, {"token": "t"})
    bodies = [f"{BODY}\n\n{more}" for more in ("A walk is a beginning.", "Water is the best drink on a hot day.")]
    entries = [clinic.signed(body).id for body in bodies]
    for entry in entries:
        deliver(clinic.desk, scheduling.schedule(clinic.desk, clinic.doctor, entry, "net").id, 1)
    begun = clinic.desk.today()
    assert measuring.measure_next(clinic.desk)
    assert measuring.measure_next(clinic.desk)
    clinic.clock.forward(days=3)
    assert measuring.measure_next(clinic.desk)
    found = measuring.over_days(clinic.desk, clinic.doctor, "channel", "net", "UTC")
    assert [(day - begun).days for day in found] == [0, 3]
    first, later = (numbers["views"] for numbers in found.values())
    of_entries = [measuring.over_days(clinic.desk, clinic.doctor, "entry", one, "UTC") for one in entries]
    assert first == sum(next(iter(days.values()))["views"] for days in of_entries)
    assert later == sum(list(days.values())[-1]["views"] for days in of_entries), "the one not read again still counts"
    assert later > first
    assert measuring.over_days(clinic.desk, clinic.doctor, "campaign", "none", "UTC") == {}
