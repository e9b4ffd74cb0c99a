"""What waits in a restored backup may have been moved forward and sent since: the channel is asked before it leaves."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from publisher.channels.contract import Absent, Account, Delivery, Found, Lookup, Sent, Unknown
from publisher.domain.publications import Publication, PublicationState
from publisher.services import accounts, controlling, recalling, scheduling, states, withdrawing
from publisher.services.delivering import deliver
from publisher.services.placing import Options
from publisher.storage import claims, publications
from tests.support.clinic import Clinic, open_clinic
from tests.support.networks import Network

S = PublicationState


@pytest.fixture
def network() -> Network:
    return Network()


@pytest.fixture
def clinic(tmp_path: Path, database_url: str, network: Network) -> Clinic:
    clinic = open_clinic(tmp_path / "home", database_url, extra={"network": network})
    accounts.add_account(clinic.desk, clinic.administrator, "network", "net", {}, {"token": "t"})
    return clinic


def doubted(clinic: Clinic) -> Publication:
    """A publication for tomorrow of which a restored backup cannot know whether it left since."""
    made = scheduling.schedule(clinic.desk, clinic.doctor, clinic.signed().id, "net", tomorrow(clinic))
    with clinic.desk.db.write() as tx:
        claims.doubt_later(tx, made, clinic.clock.now - timedelta(hours=1))
    return now(clinic, made.id)


def tomorrow(clinic: Clinic) -> str:
    return f"{clinic.clock.now + timedelta(days=1):%Y-%m-%dT09:00}"


def now(clinic: Clinic, publication: str) -> Publication:
    with clinic.desk.db.read() as tx:
        return publications.publication_of(publications.row(tx, publication))


def was_sent_elsewhere(network: Network, one: Publication) -> None:
    network.posts[one.remote_key] = "moved forward and sent by the old installation"


def test_what_is_there_already_is_not_sent(clinic: Clinic, network: Network) -> None:
    one = doubted(clinic)
    assert "unless the channel says that it is there already" in str(states.why(one, clinic.clock.now))
    was_sent_elsewhere(network, one)
    clinic.clock.forward(days=2)
    assert deliver(clinic.desk, one.id, 1, wait=lambda _: None) == S.PUBLISHED
    assert network.accepted == 0


def test_what_is_not_there_is_sent_once_and_dated_then(clinic: Clinic, network: Network) -> None:
    one = doubted(clinic)
    clinic.clock.now = datetime.fromisoformat(one.due_at.isoformat()).astimezone(UTC)
    seen: list[datetime | None] = []
    accept = network.accept
    network.accept = lambda delivery: (seen.append(delivery.first_tried_at), accept(delivery))[1]  # type: ignore[method-assign]
    assert deliver(clinic.desk, one.id, 1, wait=lambda _: None) == S.PUBLISHED
    assert (network.accepted, seen) == (1, [clinic.clock.now])


def test_a_channel_that_does_not_answer_is_asked_again_before_anything_leaves(clinic: Clinic, network: Network) -> None:
    one = doubted(clinic)
    clinic.clock.now = one.due_at
    network.find = lambda account, delivery: Unknown("no answer")  # type: ignore[method-assign]
    assert deliver(clinic.desk, one.id, 1, wait=lambda _: None) == S.UNKNOWN
    del network.find
    was_sent_elsewhere(network, one)
    assert deliver(clinic.desk, one.id, 2, wait=lambda _: None) == S.PUBLISHED
    assert network.accepted == 0


def test_where_nobody_can_be_asked_a_person_is(clinic: Clinic, network: Network) -> None:
    network.lookup = Lookup.BLIND
    one = doubted(clinic)
    clinic.clock.now = one.due_at
    assert deliver(clinic.desk, one.id, 1, wait=lambda _: None) == S.NEEDS_REVIEW
    controlling.answer_is_it_there(clinic.desk, clinic.doctor, one.id, there=False)
    assert deliver(clinic.desk, one.id, 2, wait=lambda _: None) == S.PUBLISHED
    assert network.accepted == 1


def test_a_repetition_is_not_taken_for_the_one_before_it(clinic: Clinic, network: Network) -> None:
    one = doubted(clinic)
    day_after = f"{clinic.clock.now + timedelta(days=2):%Y-%m-%dT09:00}"
    two = scheduling.schedule(clinic.desk, clinic.doctor, one.entry, "net", day_after, options=Options(again=True))
    with clinic.desk.db.write() as tx:
        claims.doubt_later(tx, two, clinic.clock.now - timedelta(hours=1))
    network.find = by_words(network)  # type: ignore[method-assign]
    for number, publication in enumerate((one.id, two.id), 1):
        clinic.clock.forward(days=1)
        assert deliver(clinic.desk, publication, 1, wait=lambda _: None) == S.PUBLISHED
        assert network.accepted == number


def by_words(network: Network) -> Callable[[Account, Delivery], Found]:
    """As a network that knows no key of ours is read back."""

    def find(account: Account, delivery: Delivery) -> Found:
        words = delivery.rendered.parts[0].text
        found = [key for key, text in network.posts.items() if text == words and key not in delivery.taken]
        return Sent(found[0], None) if found else Absent()

    return find


def test_a_withdrawn_text_is_asked_about_at_once_and_taken_back_where_it_is(clinic: Clinic, network: Network) -> None:
    one = doubted(clinic)
    was_sent_elsewhere(network, one)
    withdrawing.withdraw(clinic.desk, clinic.doctor, one.entry, "A mistake in the second sentence.")
    waits = now(clinic, one.id)
    assert (waits.state, waits.next_at) == (S.SCHEDULED, clinic.clock.now)
    assert [item.where for item in recalling.waiting(clinic.desk, clinic.doctor, one.entry)] == ["net"]
    assert deliver(clinic.desk, one.id, 1, wait=lambda _: None) == S.PUBLISHED
    assert now(clinic, one.id).state is S.REMOVING
