"""Two workers at one publication: whoever lost the claim, or was held up for too long, sends nothing any more."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from publisher import net
from publisher.channels.contract import Account, Delivery, Found, Lookup, Sent, Unknown
from publisher.domain.publications import PublicationState
from publisher.services import accounts, claiming, library, scheduling
from publisher.services.delivering import deliver
from publisher.services.desk import Desk
from publisher.services.intent import Overtaken
from publisher.storage import publications
from publisher.storage.database import open_database
from tests.support.clinic import Clinic, open_clinic
from tests.support.networks import Network
from tests.support.postgres import postgres_server

S = PublicationState


@dataclass
class Asked(Network):
    """After it has answered a look-up, and before the answer is acted upon, `meanwhile` happens once."""

    meanwhile: Callable[[], object] | None = None

    def find(self, account: Account, delivery: Delivery) -> Found:
        answer = super().find(account, delivery)
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            meanwhile()
        return answer


@pytest.fixture
def network() -> Asked:
    return Asked(Lookup.READABLE)


@pytest.fixture
def clinic(tmp_path: Path, database_url: str, network: Asked) -> Clinic:
    made = open_clinic(tmp_path / "home", database_url, extra={"network": network})
    accounts.add_account(made.desk, made.administrator, "network", "net", {}, {"token": "t"})
    return made


@pytest.fixture
def publication(clinic: Clinic) -> str:
    return scheduling.schedule(clinic.desk, clinic.doctor, clinic.signed().id, "net").id


def attempt(clinic: Clinic, publication: str, number: int, desk: Desk | None = None) -> str:
    wait = lambda seconds: clinic.clock.forward(seconds=seconds)  # noqa: E731
    return deliver(desk or clinic.desk, publication, number, wait=wait)


def state(clinic: Clinic) -> S:
    return library.publications(clinic.desk, clinic.doctor).items[0].publication.state


def test_a_worker_that_was_overtaken_after_its_look_up_sends_nothing(
    clinic: Clinic, network: Asked, publication: str
) -> None:
    network.script = [lambda: Unknown("cut")]
    assert attempt(clinic, publication, 1) == S.UNKNOWN
    network.meanwhile = lambda: attempt(clinic, publication, 2)
    assert attempt(clinic, publication, 2) == "skipped"
    assert (network.accepted, state(clinic)) == (1, S.PUBLISHED)


def test_a_sender_that_was_overtaken_still_writes_down_that_it_is_there(
    clinic: Clinic, network: Asked, publication: str
) -> None:
    """The network shows new posts late: the other's look-up would find nothing, and it would send again."""
    others: list[claiming.Claim | str] = []

    def accepted() -> Sent:
        others.append(claiming.claim(clinic.desk, publication, 1))
        network.accepted += 1
        return Sent("remote-1", None)

    network.script = [accepted]
    assert attempt(clinic, publication, 1) == S.PUBLISHED
    assert state(clinic) == S.PUBLISHED
    assert not isinstance(others[0], str)
    assert claiming.renewed(clinic.desk, others[0]) is None, "the other would have sent it a second time"
    assert network.accepted == 1


def test_a_worker_that_was_held_up_before_it_could_send_leaves_it_to_the_next(
    clinic: Clinic, network: Asked, publication: str
) -> None:
    settings = clinic.desk.settings
    no_time = settings.model_copy(update={"send_timeout_seconds": settings.grace_seconds})
    assert attempt(clinic, publication, 1, replace(clinic.desk, settings=no_time)) == S.SCHEDULED
    with clinic.desk.db.read() as tx:
        assert publications.row(tx, publication).sends_started == 0
    assert network.accepted == 0
    clinic.clock.forward(hours=1)
    assert attempt(clinic, publication, 2) == S.PUBLISHED
    assert network.accepted == 1


def test_a_part_of_a_thread_is_not_confirmed_by_a_worker_that_lost_its_claim(clinic: Clinic, publication: str) -> None:
    first = claiming.claim(clinic.desk, publication, 1)
    second = claiming.claim(clinic.desk, publication, 1)
    assert not isinstance(first, str)
    assert not isinstance(second, str)
    second.delivery.confirm("part 1")
    with pytest.raises(Overtaken):
        first.delivery.confirm("the same part again")
    with clinic.desk.db.read() as tx:
        assert publications.row(tx, publication).confirmed == ["part 1"]


def test_no_request_begins_after_the_intent_has_ended_and_none_outlasts_it(httpserver: HTTPServer) -> None:
    asked: list[str] = []

    def stalls(request: Request) -> Response:
        asked.append(request.path)
        over.wait(20)
        return Response("late")

    over = threading.Event()
    httpserver.expect_request("/post").respond_with_handler(stalls)
    address, route = httpserver.url_for("/post"), net.Route(private=True)
    try:
        began = time.monotonic()
        with net.ends_by(lambda: began), pytest.raises(net.NotSent):
            net.request("POST", address, route=route)
        assert asked == []
        with net.ends_by(lambda: began + 1), pytest.raises(net.MaybeSent):
            net.request("POST", address, route=route)
        assert asked == ["/post"]
        assert not over.is_set()
    finally:
        over.set()


@pytest.mark.postgres
def test_postgresql_keeps_what_was_committed_whatever_the_servers_own_setting_says() -> None:
    with postgres_server() as server, server.database() as address:
        desk = open_database(address)
        with desk.read() as tx:
            assert tx.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"
        desk.close()
