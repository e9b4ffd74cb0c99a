"""Every mix of sends, cuts, kills, sweeps and people's hands: at most one post is ever accepted, none after it was
cancelled, and none gets lost.

Hypothesis drives the real services on SQLite; the network in memory keeps count. A person who is asked looks and tells
the truth.
"""

import functools
import itertools
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.strategies import sampled_from

from publisher.channels.contract import Lookup, Outcome, Reconnect, Rejected, RetryLater, Unknown
from publisher.domain.errors import Refusal
from publisher.domain.publications import PublicationState
from publisher.services import accounts, controlling, scheduling
from publisher.services.delivering import deliver
from publisher.storage import publications
from publisher.worker import steps
from tests.support.clinic import Clinic, open_clinic
from tests.support.networks import Network, ProcessKilled

S = PublicationState
_numbers = itertools.count(1)  # the same words twice a day would be asked about
_AT_REST = {S.PUBLISHED, S.FAILED, S.CANCELLED}


class NothingRuns:
    """The engine after its database was deleted: it knows of no run."""

    def runs(self, publication: str, attempt: int) -> bool:
        return False


@functools.cache
def _clinic() -> tuple[Clinic, Network]:
    home = Path(tempfile.mkdtemp(prefix="delivery-model-"))
    network = Network()
    clinic = open_clinic(home, f"sqlite:///{home / 'publisher.db'}", extra={"network": network})
    accounts.add_account(clinic.desk, clinic.administrator, "network", "net", {}, {"token": "t"})
    return clinic, network


@pytest.fixture(scope="module", autouse=True)
def _cleared_away() -> Iterator[None]:
    yield
    clinic, _ = _clinic()
    clinic.desk.db.close()
    shutil.rmtree(clinic.desk.home, ignore_errors=True)


class Delivery(RuleBasedStateMachine):
    """One publication on one account, and everything that may happen to it."""

    reached: set[S] = set()  # noqa: RUF012 - gathered over all runs on purpose

    @initialize(lookup=sampled_from(list(Lookup)))
    def begin(self, lookup: Lookup) -> None:
        self.clinic, self.network = _clinic()
        self.desk = self.clinic.desk
        self.network.lookup = Lookup.READABLE if lookup is Lookup.BY_KEY else lookup
        self.network.posts.clear()
        self.network.accepted = 0
        self.sent_at_most = 1
        accounts.resume_account(self.desk, self.clinic.doctor, "net")
        entry = self.clinic.signed(f"Beans contain iron.\n\nText {next(_numbers)}", title="Beans")
        self.id = scheduling.schedule(self.desk, self.clinic.doctor, entry.id, "net").id

    @property
    def row(self) -> publications.Publication:
        with self.desk.db.read() as tx:
            return publications.publication_of(publications.row(tx, self.id))

    def _run(self, attempt: int) -> None:
        wait = lambda seconds: self.clinic.clock.forward(seconds=seconds)  # noqa: E731
        try:
            deliver(self.desk, self.id, attempt, wait=wait)
        except ProcessKilled:
            return

    def _accept(self, fails_with: Outcome | None) -> Outcome:
        with self.desk.db.read() as tx:
            key = publications.row(tx, self.id).remote_key
        self.network.posts[key] = "there"
        self.network.accepted += 1
        if fails_with is None:
            raise ProcessKilled
        return fails_with

    @rule(fate=sampled_from(["busy", "ok", "refused", "expired"]))
    def attempt_with_a_clear_end(self, fate: str) -> None:
        self.attempt(fate)

    @rule(fate=sampled_from(["cut before", "cut after", "kill before", "kill after"]))
    def attempt_with_an_unclear_end(self, fate: str) -> None:
        self.attempt(fate)

    def attempt(self, fate: str) -> None:
        """The relay hands over what is due, and the engine runs it; the network does one of eight things."""

        def killed() -> Outcome:
            raise ProcessKilled

        fates = {
            "busy": lambda: RetryLater("busy"),
            "refused": lambda: Rejected("no"),
            "expired": lambda: Reconnect("expired"),
            "cut before": lambda: Unknown("cut"),
            "cut after": lambda: self._accept(Unknown("cut")),
            "kill before": killed,
            "kill after": lambda: self._accept(None),
        }
        self.network.script = [fates[fate]] if fate in fates else []
        self.clinic.clock.forward(minutes=20)
        with self.desk.db.write() as tx:
            for one in publications.due(tx, self.clinic.clock(), 10_000):
                if one.id != self.id:
                    continue
                publications.hand_over(tx, one, self.clinic.clock(), self.clinic.clock())
        self._run(self.row.attempt)

    @rule()
    def run_again(self) -> None:
        """The engine repeats the last attempt, as it does after a crash; a second worker does the same."""
        self.network.script = []
        self._run(self.row.attempt)

    @rule()
    def sweep(self) -> None:
        self.clinic.clock.forward(seconds=self.desk.settings.grace_seconds + 1)
        steps.sweep(self.desk, NothingRuns())  # type: ignore[arg-type]

    @rule()
    def clock_set_back(self) -> None:
        self.clinic.clock.forward(hours=-1)

    @precondition(lambda self: self.row.state is S.HELD)
    @rule(cancels=sampled_from([False, True]))
    def person_decides(self, cancels: bool) -> None:
        accounts.resume_account(self.desk, self.clinic.doctor, "net")
        act = controlling.unschedule if cancels else controlling.resume
        act(self.desk, self.clinic.doctor, self.id)
        self.sent_at_most = self.network.accepted if cancels else 1

    @rule()
    def person_holds(self) -> None:
        try:
            controlling.hold(self.desk, self.clinic.doctor, self.id, "wait")
        except Refusal:
            return

    @precondition(lambda self: self.row.state is S.NEEDS_REVIEW)
    @rule()
    def person_answers(self) -> None:
        there = bool(self.network.posts)
        controlling.answer_is_it_there(self.desk, self.clinic.doctor, self.id, there=there, url="https://n.example/1")

    @invariant()
    def never_twice(self) -> None:
        if hasattr(self, "network"):
            assert self.network.accepted <= self.sent_at_most

    @invariant()
    def never_lost(self) -> None:
        if not hasattr(self, "network"):
            return
        state = self.row.state
        Delivery.reached.add(state)
        if state is S.PUBLISHED:
            assert self.network.posts
        if self.network.posts and state in _AT_REST:
            assert state is S.PUBLISHED


Delivery.TestCase.settings = settings(
    max_examples=250, stateful_step_count=9, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
TestDelivery = Delivery.TestCase


def test_the_model_reached_every_state_of_a_send() -> None:
    expected = {S.SCHEDULED, S.SENDING, S.PUBLISHED, S.UNKNOWN, S.NEEDS_REVIEW, S.FAILED, S.HELD, S.CANCELLED}
    assert expected <= Delivery.reached
