"""Networks that refuse, stall, accept and then cut, and a worker killed in the middle: never twice, never lost."""

from datetime import timedelta
from pathlib import Path

import pytest

from publisher.channels.contract import Lookup, Outcome, Reconnect, Rejected, RetryLater, Unknown
from publisher.domain.publications import PublicationState
from publisher.services import accounts, controlling, library, recalling, scheduling, withdrawing
from publisher.services.delivering import deliver
from publisher.storage import publications
from publisher.worker import steps
from tests.support.clinic import Clinic, open_clinic
from tests.support.networks import Network, ProcessKilled

S = PublicationState


class Night:
    """A clinic with one account on a scripted network, and one publication on it."""

    def __init__(self, home: Path, database_url: str, lookup: Lookup = Lookup.READABLE) -> None:
        self.network = Network(lookup)
        self.clinic: Clinic = open_clinic(home, database_url, extra={"network": self.network})
        desk = self.clinic.desk
        accounts.add_account(desk, self.clinic.administrator, "network", "net", {}, {"token": "secret-token"})
        self.entry = self.clinic.signed().id
        self.id = scheduling.schedule(desk, self.clinic.doctor, self.entry, "net").id
        self.attempt = 0
        self.waited: list[float] = []

    def deliver(self) -> str:
        """One attempt, as the relay and the engine would run it."""
        self.attempt += 1
        left = deliver(self.clinic.desk, self.id, self.attempt, wait=self._wait)
        if left == "skipped":
            self.attempt -= 1
        return left

    def _wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.clinic.clock.forward(seconds=seconds)

    @property
    def row(self) -> library.PublicationRow:
        return library.publications(self.clinic.desk, self.clinic.doctor).items[0]

    @property
    def state(self) -> S:
        return self.row.publication.state


@pytest.fixture
def night(tmp_path: Path, database_url: str) -> Night:
    return Night(tmp_path / "home", database_url)


def raises(error: BaseException) -> Outcome:
    raise error


def test_a_throttled_send_is_tried_again_when_the_network_said(night: Night) -> None:
    later = night.clinic.clock() + timedelta(hours=6)
    night.network.script = [lambda: RetryLater("too many posts", later)]
    assert night.deliver() == S.SCHEDULED
    with night.clinic.desk.db.read() as tx:
        assert publications.row(tx, night.id).next_at == later
        assert publications.due(tx, later - timedelta(seconds=1), 10) == []
        assert [one.id for one in publications.due(tx, later, 10)] == [night.id]
    night.clinic.clock.now = later
    assert night.deliver() == S.PUBLISHED
    assert night.network.accepted == 1
    assert night.waited == []  # proven not sent: nothing to wait for or to ask about


def test_a_refused_text_fails_with_the_reason_and_is_never_sent_again(night: Night) -> None:
    night.network.script = [lambda: Rejected("the text has a forbidden word")]
    assert night.deliver() == S.FAILED
    assert "forbidden word" in str(night.row.why)
    assert night.deliver() == "skipped"


def test_expired_credentials_hold_the_publication_and_the_account(night: Night) -> None:
    night.network.script = [lambda: Reconnect("the token has expired")]
    assert night.deliver() == S.HELD
    assert accounts.accounts(night.clinic.desk, night.clinic.doctor)[0].held_reason == "the token has expired"


def test_accepted_then_cut_is_looked_up_and_found_and_not_sent_again(night: Night) -> None:
    def accepted_then_cut() -> Outcome:
        night.network.posts[night_key(night)] = "there"
        night.network.accepted += 1
        return Unknown("the connection was cut")

    night.network.script = [accepted_then_cut]
    assert night.deliver() == S.UNKNOWN
    assert night.deliver() == S.PUBLISHED
    assert night.network.accepted == 1
    assert night.waited
    assert night.waited[0] <= night.clinic.desk.settings.grace_seconds


def test_cut_before_it_was_accepted_is_looked_up_and_then_sent_once(night: Night) -> None:
    night.network.script = [lambda: Unknown("the connection was cut")]
    assert night.deliver() == S.UNKNOWN
    assert night.deliver() == S.PUBLISHED
    assert night.network.accepted == 1


def test_a_connector_that_breaks_in_the_middle_may_have_sent(night: Night) -> None:
    night.network.script = [lambda: raises(RuntimeError("boom"))]
    assert night.deliver() == S.UNKNOWN


@pytest.mark.parametrize("had_accepted", [True, False])
def test_a_worker_killed_in_the_middle_of_a_send_doubles_and_loses_nothing(night: Night, had_accepted: bool) -> None:
    def killed() -> Outcome:
        if had_accepted:
            night.network.posts[night_key(night)] = "there"
            night.network.accepted += 1
        raise ProcessKilled

    night.network.script = [killed]
    with pytest.raises(ProcessKilled):
        night.deliver()
    assert night.state is S.SENDING
    night.attempt -= 1  # the engine runs the same attempt again after a crash
    assert night.deliver() == S.PUBLISHED
    assert night.network.accepted == 1


def test_where_nobody_can_be_asked_a_person_is(tmp_path: Path, database_url: str) -> None:
    night = Night(tmp_path / "home", database_url, Lookup.BLIND)
    night.network.script = [lambda: Unknown("the connection was cut")]
    assert night.deliver() == S.NEEDS_REVIEW
    assert "Is it there?" in str(night.row.why)
    assert night.deliver() == "skipped"
    controlling.answer_is_it_there(night.clinic.desk, night.clinic.doctor, night.id, there=False)
    assert night.deliver() == S.PUBLISHED
    assert night.network.accepted == 1


def test_a_kill_on_a_blind_network_asks_a_person_and_yes_ends_it(tmp_path: Path, database_url: str) -> None:
    night = Night(tmp_path / "home", database_url, Lookup.BLIND)
    night.network.script = [lambda: raises(ProcessKilled())]
    with pytest.raises(ProcessKilled):
        night.deliver()
    night.attempt -= 1
    assert night.deliver() == S.NEEDS_REVIEW
    controlling.answer_is_it_there(
        night.clinic.desk, night.clinic.doctor, night.id, there=True, url="https://n.example/1"
    )
    assert night.state is S.PUBLISHED
    assert night.network.accepted == 0


def test_withdrawn_while_it_was_being_sent_is_taken_back_as_soon_as_it_is_known_to_be_there(night: Night) -> None:
    def withdrawn_meanwhile() -> None:
        withdrawing.withdraw(night.clinic.desk, night.clinic.doctor, night.entry, "wrong")

    night.network.script = [withdrawn_meanwhile]
    night.deliver()
    assert night.state is S.REMOVING
    assert night.deliver() == S.REMOVED
    assert night.network.posts == {}


def test_withdrawn_after_a_killed_send_it_is_looked_up_and_taken_back(night: Night) -> None:
    def accepted_then_killed() -> Outcome:
        with night.clinic.desk.db.read() as tx:
            night.network.posts[publications.row(tx, night.id).remote_key] = "there"
        raise ProcessKilled

    night.network.script = [accepted_then_killed]
    with pytest.raises(ProcessKilled):
        night.deliver()
    night.clinic.clock.forward(seconds=night.clinic.desk.settings.grace_seconds + 1)
    steps.sweep(night.clinic.desk, NothingRuns())  # type: ignore[arg-type]
    assert night.state is S.SCHEDULED
    withdrawing.withdraw(night.clinic.desk, night.clinic.doctor, night.entry, "wrong")
    assert len(recalling.waiting(night.clinic.desk, night.clinic.doctor, night.entry)) == 1
    assert night.deliver() == S.PUBLISHED
    assert night.state is S.REMOVING
    assert night.deliver() == S.REMOVED
    assert night.network.posts == {}


@pytest.mark.parametrize("there", [True, False])
def test_withdrawn_while_a_person_is_asked_the_answer_decides_what_is_left_to_do(
    tmp_path: Path, database_url: str, there: bool
) -> None:
    night = Night(tmp_path / "home", database_url, Lookup.BLIND)
    night.network.script = [lambda: Unknown("cut")]
    assert night.deliver() == S.NEEDS_REVIEW
    desk, doctor = night.clinic.desk, night.clinic.doctor
    withdrawing.withdraw(desk, doctor, night.entry, "wrong")
    assert night.state is S.NEEDS_REVIEW
    controlling.answer_is_it_there(desk, doctor, night.id, there=there, url="https://n.example/1" if there else None)
    night.deliver()
    if there:
        assert [row.publication.id for row in withdrawing.left_for_a_person(desk, doctor)] == [night.id]
    else:
        assert night.state is S.CANCELLED
    assert night.network.accepted == 0


class NothingRuns:
    """The engine as the sweeper sees it after its database was deleted: it knows of no run."""

    def runs(self, publication: str, attempt: int) -> bool:
        return False


def test_the_sweeper_gives_back_what_the_engine_forgot_and_the_next_attempt_asks_first(night: Night) -> None:
    night.network.script = [lambda: raises(ProcessKilled())]
    with pytest.raises(ProcessKilled):
        night.deliver()
    desk = night.clinic.desk
    assert steps.sweep(desk, NothingRuns()) == 0  # type: ignore[arg-type]  # too early: the send may still be alive
    night.clinic.clock.forward(seconds=desk.settings.grace_seconds + 1)
    assert steps.sweep(desk, NothingRuns()) == 1  # type: ignore[arg-type]
    assert night.state is S.SCHEDULED
    assert night.deliver() == S.PUBLISHED
    assert night.network.accepted == 1


def test_every_move_is_an_event_of_an_unbroken_chain(night: Night) -> None:
    night.network.script = [lambda: Unknown("cut")]
    night.deliver()
    night.deliver()
    actions = [event.action for event in library.history(night.clinic.desk, night.clinic.doctor, night.entry)]
    assert actions[-5:] == ["scheduled", "sending", "unknown", "sending", "published"]


def test_no_secret_stands_in_the_database_file_or_the_record(tmp_path: Path) -> None:
    file = tmp_path / "publisher.db"
    night = Night(tmp_path / "home", f"sqlite:///{file}")
    night.deliver()
    night.clinic.desk.db.close()
    held = b"".join(path.read_bytes() for path in tmp_path.glob("publisher.db*"))
    assert b"Iron deficiency" in held
    assert b"secret-token" not in held


def night_key(night: Night) -> str:
    with night.clinic.desk.db.read() as tx:
        return str(publications.row(tx, night.id).remote_key)
