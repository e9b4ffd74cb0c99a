"""A consent withdrawn while the story is on its way: it is taken back as soon as it is known to have arrived."""

from collections.abc import Callable
from pathlib import Path

import pytest

from publisher.channels.contract import Outcome, Unknown
from publisher.domain.publications import PublicationState
from publisher.services import accounts, consents, controlling, scheduling, signing
from publisher.services.delivering import deliver
from publisher.storage import publications
from tests.integration.test_consents import consent, state, story
from tests.support.clinic import Clinic, open_clinic
from tests.support.networks import Network

S = PublicationState


class Way:
    """A signed story on its way to a scripted network, and how its consent is withdrawn."""

    def __init__(self, home: Path, database_url: str) -> None:
        self.network = Network()
        self.clinic: Clinic = open_clinic(home, database_url, extra={"network": self.network})
        desk = self.clinic.desk
        accounts.add_account(desk, self.clinic.administrator, "network", "net", {}, {"token": "t"})
        entry = story(self.clinic)
        self.consent = consent(self.clinic, entry)
        signing.sign(desk, self.clinic.doctor, entry)
        self.id = scheduling.schedule(desk, self.clinic.doctor, entry, "net").id

    def withdraw(self) -> None:
        consents.withdraw(self.clinic.desk, self.clinic.doctor, self.consent)

    def deliver(self, attempt: int) -> str:
        return deliver(self.clinic.desk, self.id, attempt, wait=lambda pause: self.clinic.clock.forward(seconds=pause))

    def cut_off(self) -> str:
        """Sent, but the answer is lost."""
        with self.clinic.desk.db.read() as tx:
            key = publications.row(tx, self.id).remote_key
        self.network.script = [then(lambda: self.network.posts.update({key: "there"}), Unknown("cut off"))]
        return self.deliver(1)

    @property
    def state(self) -> S:
        return state(self.clinic, self.id)


@pytest.fixture
def way(tmp_path: Path, database_url: str) -> Way:
    return Way(tmp_path / "home", database_url)


def then(act: Callable[[], None], outcome: Outcome | None = None) -> Callable[[], Outcome | None]:
    def step() -> Outcome | None:
        act()
        return outcome

    return step


def test_a_consent_withdrawn_while_the_story_is_sent_takes_it_back_at_once(way: Way) -> None:
    way.network.script = [then(way.withdraw)]
    way.deliver(1)
    assert way.state is S.REMOVING
    assert way.deliver(2) == S.REMOVED
    assert way.network.posts == {}


def test_a_story_whose_consent_still_stands_stays(way: Way) -> None:
    assert way.deliver(1) == S.PUBLISHED
    assert way.state is S.PUBLISHED


def test_a_consent_withdrawn_while_nobody_knew_takes_the_story_back_when_it_is_found(way: Way) -> None:
    assert way.cut_off() == S.UNKNOWN
    way.withdraw()
    way.deliver(2)
    assert way.state is S.REMOVING
    assert way.deliver(3) == S.REMOVED
    assert way.network.posts == {}


def test_a_story_put_out_by_hand_although_its_consent_was_withdrawn_is_to_be_taken_down(clinic: Clinic) -> None:
    accounts.add_account(clinic.desk, clinic.administrator, "zhihu", "Zhihu", {}, {})
    entry = story(clinic)
    consent(clinic, entry)
    signing.sign(clinic.desk, clinic.doctor, entry)
    publication = scheduling.schedule(clinic.desk, clinic.doctor, entry, "Zhihu").id
    assert deliver(clinic.desk, publication, 1) == S.AWAITING_HAND_OFF
    clinic.clock.forward(days=300)  # past the end of the consent, before anything was asked again
    controlling.confirm_hand_off(clinic.desk, clinic.doctor, publication, "https://example.org/p/1")
    assert state(clinic, publication) is S.REMOVING
