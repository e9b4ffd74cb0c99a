"""A thread of several parts that is cut in its middle goes on after the last part that is known to be there."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest

from publisher.channels.contract import (
    Absent,
    Account,
    Delivery,
    Found,
    Outcome,
    Rejected,
    RetryLater,
    Sent,
    Unknown,
)
from publisher.domain.publications import PublicationState
from publisher.services import accounts, library, people, recalling, scheduling, withdrawing
from publisher.services.delivering import deliver
from tests.support.clinic import Clinic, licence, open_clinic
from tests.support.networks import Network, ProcessKilled

S = PublicationState
PARTS = 3


@dataclass
class Threaded(Network):
    """Posts three parts one after the other; `ends` is what happens instead of a part, once."""

    put_out: list[str] = field(default_factory=list)
    ends: dict[int, Callable[[], Outcome]] = field(default_factory=dict)

    def send(self, account: Account, delivery: Delivery) -> Outcome:
        for number in range(len(delivery.confirmed), PARTS):
            if number in self.ends:
                return self.ends.pop(number)()
            self.put_out.append(f"part {number}")
            delivery.confirm(f"part {number}")
        return Sent(self.put_out[0], None)

    def find(self, account: Account, delivery: Delivery) -> Found:
        return Sent(self.put_out[0], None) if len(self.put_out) == PARTS else Absent()


def killed() -> Outcome:
    raise ProcessKilled


@pytest.fixture
def network() -> Threaded:
    return Threaded()


@pytest.fixture
def clinic(tmp_path: Path, database_url: str, network: Threaded) -> Clinic:
    made = open_clinic(tmp_path / "home", database_url, extra={"network": network})
    accounts.add_account(made.desk, made.administrator, "network", "net", {}, {"token": "t"})
    return made


def scheduled(clinic: Clinic) -> str:
    return scheduling.schedule(clinic.desk, clinic.doctor, clinic.signed().id, "net").id


def attempt(clinic: Clinic, publication: str, number: int) -> str:
    return deliver(clinic.desk, publication, number, wait=lambda seconds: clinic.clock.forward(seconds=seconds))


@pytest.mark.parametrize("end", [lambda: RetryLater("busy"), lambda: Unknown("cut")])
def test_a_thread_goes_on_after_the_last_confirmed_part(
    clinic: Clinic, network: Threaded, end: Callable[[], Outcome]
) -> None:
    network.ends = {2: end}
    publication = scheduled(clinic)
    attempt(clinic, publication, 1)
    assert network.put_out == ["part 0", "part 1"]
    assert attempt(clinic, publication, 2) == S.PUBLISHED
    assert network.put_out == ["part 0", "part 1", "part 2"]


def test_a_worker_killed_between_two_parts_doubles_none(clinic: Clinic, network: Threaded) -> None:
    network.ends = {1: killed}
    publication = scheduled(clinic)
    with pytest.raises(ProcessKilled):
        attempt(clinic, publication, 1)
    assert attempt(clinic, publication, 1) == S.PUBLISHED
    assert network.put_out == ["part 0", "part 1", "part 2"]


def test_a_thread_that_is_refused_in_its_middle_says_that_it_stands_half(clinic: Clinic, network: Threaded) -> None:
    network.ends = {1: lambda: Rejected("too long.")}
    publication = scheduled(clinic)
    assert attempt(clinic, publication, 1) == S.FAILED
    assert "Parts that are there already: 1" in str(library.publications(clinic.desk, clinic.doctor).items[0].why)


def test_the_first_half_of_a_refused_thread_is_called_back_with_its_text(clinic: Clinic, network: Threaded) -> None:
    network.ends = {1: lambda: Rejected("too long.")}
    publication = scheduled(clinic)
    attempt(clinic, publication, 1)
    entry = library.publications(clinic.desk, clinic.doctor).items[0].publication.entry
    withdrawing.withdraw(clinic.desk, clinic.doctor, entry, "A figure was wrong.")
    assert [one.where for one in recalling.waiting(clinic.desk, clinic.doctor)] == ["net"]


def test_a_thread_of_which_nothing_is_there_is_not_called_back(clinic: Clinic, network: Threaded) -> None:
    network.ends = {0: lambda: Rejected("too long.")}
    publication = scheduled(clinic)
    assert attempt(clinic, publication, 1) == S.FAILED
    entry = library.publications(clinic.desk, clinic.doctor).items[0].publication.entry
    withdrawing.withdraw(clinic.desk, clinic.doctor, entry, "A figure was wrong.")
    assert recalling.waiting(clinic.desk, clinic.doctor) == []


def test_what_is_proven_absent_is_not_sent_again_once_the_licence_has_ended(clinic: Clinic, network: Threaded) -> None:
    network.ends = {0: lambda: Unknown("cut")}
    publication = scheduled(clinic)
    assert attempt(clinic, publication, 1) == S.UNKNOWN
    ended = replace(licence(date(2026, 11, 21)))
    people.add_licence(clinic.desk, clinic.administrator, clinic.doctor.id or "", ended)
    assert attempt(clinic, publication, 2) == S.HELD
    assert network.put_out == []
    assert "ended on 2026-11-21" in str(library.publications(clinic.desk, clinic.doctor).items[0].why)
