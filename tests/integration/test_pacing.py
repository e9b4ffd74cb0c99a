"""How an account is used: pauses between posts, so many a day, quiet hours, the network's own limits, best times."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from publisher.channels.contract import RetryLater
from publisher.domain.errors import NotAllowed, Refusal
from publisher.domain.pacing import Pace
from publisher.domain.publications import Publication, PublicationState
from publisher.services import accounts, library, pacing, scheduling, withdrawing
from publisher.services.delivering import deliver
from publisher.storage import publications
from tests.support.clinic import Clinic, open_clinic
from tests.support.networks import Network

S = PublicationState


@pytest.fixture
def network() -> Network:
    return Network()


@pytest.fixture
def clinic(tmp_path: Path, database_url: str, network: Network) -> Clinic:
    made = open_clinic(tmp_path / "home", database_url, extra={"network": network})
    accounts.add_account(made.desk, made.administrator, "network", "net", {}, {"token": "t"})
    return made


def pace(clinic: Clinic, **wanted: object) -> None:
    pacing.set_pace(clinic.desk, clinic.administrator, "net", Pace(**wanted))  # type: ignore[arg-type]


def scheduled(clinic: Clinic, number: int, local: str | None = None) -> str:
    entry = clinic.signed(f"Text number {number}.", title=f"Number {number}")
    return scheduling.schedule(clinic.desk, clinic.doctor, entry.id, "net", local).id


def row(clinic: Clinic, publication: str) -> Publication:
    with clinic.desk.db.read() as tx:
        return publications.publication_of(publications.row(tx, publication))


def due(clinic: Clinic) -> list[str]:
    with clinic.desk.db.read() as tx:
        return [one.id for one in publications.due(tx, clinic.clock(), 100)]


def test_two_posts_of_an_account_keep_their_pause(clinic: Clinic) -> None:
    pace(clinic, spacing_minutes=30)
    first, second = scheduled(clinic, 1), scheduled(clinic, 2)
    assert deliver(clinic.desk, first, 1) == S.PUBLISHED
    assert due(clinic) == []
    assert deliver(clinic.desk, second, 1) == "waits"
    assert row(clinic, second).next_at == clinic.clock() + timedelta(minutes=30)
    clinic.clock.forward(minutes=30)
    assert due(clinic) == [second]
    assert deliver(clinic.desk, second, 1) == S.PUBLISHED


def test_of_many_workers_at_once_only_one_takes_the_turn(clinic: Clinic, network: Network) -> None:
    pace(clinic, spacing_minutes=30)
    waiting = [scheduled(clinic, number) for number in range(6)]
    with ThreadPoolExecutor(6) as workers:
        left = list(workers.map(lambda one: deliver(clinic.desk, one, 1), waiting))
    assert sorted(left) == [S.PUBLISHED, *["waits"] * 5]
    assert network.accepted == 1


def test_what_was_proven_not_sent_gives_its_turn_back(clinic: Clinic, network: Network) -> None:
    pace(clinic, spacing_minutes=30)
    network.script = [lambda: RetryLater("busy")]
    first, second = scheduled(clinic, 1), scheduled(clinic, 2)
    assert deliver(clinic.desk, first, 1) == S.SCHEDULED
    assert deliver(clinic.desk, second, 1) == S.PUBLISHED


def test_a_network_that_names_a_time_is_left_alone_until_then_by_every_post(clinic: Clinic, network: Network) -> None:
    until = clinic.clock() + timedelta(hours=6)
    network.script = [lambda: RetryLater("too many posts", until)]
    first, second = scheduled(clinic, 1), scheduled(clinic, 2)
    assert deliver(clinic.desk, first, 1) == S.SCHEDULED
    assert due(clinic) == []
    assert deliver(clinic.desk, second, 1) == "waits"
    assert network.accepted == 0
    clinic.clock.forward(hours=6, minutes=5)
    assert set(due(clinic)) == {first, second}
    assert deliver(clinic.desk, second, row(clinic, second).attempt + 1) == S.PUBLISHED


def test_quiet_hours_are_the_accounts_own_and_may_cross_midnight(clinic: Clinic) -> None:
    pace(clinic, zone="Asia/Shanghai", quiet_from="22:00", quiet_until="07:30")
    clinic.clock.now = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)  # 23:00 in Shanghai
    publication = scheduled(clinic, 1)
    assert deliver(clinic.desk, publication, 1) == "waits"
    assert row(clinic, publication).next_at == datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    clinic.clock.now = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert deliver(clinic.desk, publication, 1) == S.PUBLISHED


def test_an_account_has_at_most_so_many_posts_a_day(clinic: Clinic) -> None:
    pace(clinic, most_a_day=2, zone="Europe/Berlin")
    numbers = [scheduled(clinic, number) for number in range(3)]
    assert [deliver(clinic.desk, one, 1) for one in numbers] == [S.PUBLISHED, S.PUBLISHED, "waits"]
    assert row(clinic, numbers[2]).next_at == datetime(2026, 11, 22, 23, 0, tzinfo=UTC)
    shown = library.publications(clinic.desk, clinic.doctor, state="scheduled").items
    assert shown[0].publication.state is S.SCHEDULED


def test_taking_wrong_words_back_waits_for_no_quiet_hours(clinic: Clinic) -> None:
    publication = scheduled(clinic, 1)
    deliver(clinic.desk, publication, 1)
    pace(clinic, quiet_from="00:00", quiet_until="23:59", spacing_minutes=600)
    withdrawing.withdraw(clinic.desk, clinic.doctor, row(clinic, publication).entry, "wrong")
    assert due(clinic) == [publication]
    assert deliver(clinic.desk, publication, 2) == S.REMOVED


def test_best_times_are_filled_one_after_the_other(clinic: Clinic) -> None:
    with pytest.raises(Refusal, match="no best times"):
        scheduled(clinic, 0, "best")
    pace(clinic, zone="Europe/Berlin", best_times=("18:30", "09:00"), spacing_minutes=60)
    chosen = [row(clinic, scheduled(clinic, number, "best")).local_due for number in range(1, 4)]
    assert chosen == ["2026-11-22T18:30", "2026-11-23T09:00", "2026-11-23T18:30"]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Pace(quiet_from="25:00", quiet_until="07:00"),
        lambda: Pace(quiet_from="22:00"),
        lambda: Pace(zone="Moon/Sea"),
        lambda: Pace(spacing_minutes=-1),
        lambda: Pace(best_times=("noon",)),
    ],
)
def test_a_pace_that_cannot_be_is_refused(clinic: Clinic, wrong: Callable[[], Pace]) -> None:
    with pytest.raises(Refusal):
        pacing.set_pace(clinic.desk, clinic.administrator, "net", wrong())
    with pytest.raises(NotAllowed):
        pacing.set_pace(clinic.desk, clinic.doctor, "net", Pace())
