"""What is cancelled while it may be out is asked about first, never sent, and not forgotten where it stands."""

from datetime import timedelta
from pathlib import Path

import pytest

from publisher.channels.contract import Lookup, Outcome, Reconnect, Unknown
from publisher.domain.publications import LatePolicy, Priority, Publication, PublicationState
from publisher.domain.recurrence import Every, Rule
from publisher.services import accounts, campaigns, controlling, library, recalling, recurring, scheduling, withdrawing
from publisher.services.delivering import deliver
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


def now(clinic: Clinic, publication: str) -> Publication:
    with clinic.desk.db.read() as tx:
        return publications.publication_of(publications.row(tx, publication))


def why(clinic: Clinic, publication: str) -> str:
    rows = library.publications(clinic.desk, clinic.doctor).items
    return next(str(row.why) for row in rows if row.publication.id == publication)


def attempt(clinic: Clinic, publication: str) -> str:
    return deliver(clinic.desk, publication, now(clinic, publication).attempt + 1, wait=lambda _: None)


def held_by_a_dead_token(clinic: Clinic, network: Network, there: bool) -> Publication:
    """A send that was cut off, and a look-up that met a token which no longer works."""
    made = scheduling.schedule(clinic.desk, clinic.doctor, clinic.signed().id, "net")

    def cut() -> Outcome:
        if there:
            network.posts[made.remote_key] = "there"
        return Unknown("cut")

    network.script = [cut]
    assert attempt(clinic, made.id) == S.UNKNOWN
    with_a_dead_token(clinic, network, made.id)
    held = now(clinic, made.id)
    assert (held.state, held.may_be_out) == (S.HELD, True)
    return held


def with_a_dead_token(clinic: Clinic, network: Network, publication: str) -> None:
    network.find = lambda account, delivery: Reconnect("expired")  # type: ignore[method-assign]
    attempt(clinic, publication)
    del network.find


def test_a_post_that_is_there_is_found_and_taken_back_though_it_was_cancelled(clinic: Clinic, network: Network) -> None:
    one = held_by_a_dead_token(clinic, network, there=True)
    assert controlling.unschedule(clinic.desk, clinic.doctor, one.id) is S.UNKNOWN
    assert "may be out already" in why(clinic, one.id)
    assert "The channel is asked later" in why(clinic, one.id)
    withdrawing.withdraw(clinic.desk, clinic.doctor, one.entry, "A mistake in the second sentence.")
    assert [item.where for item in recalling.waiting(clinic.desk, clinic.doctor, one.entry)] == ["net"]
    accounts.resume_account(clinic.desk, clinic.doctor, "net")
    assert attempt(clinic, one.id) == S.PUBLISHED
    assert attempt(clinic, one.id) == S.REMOVED
    assert network.posts == {}


def test_what_is_not_there_is_cancelled_and_never_sent(clinic: Clinic, network: Network) -> None:
    one = held_by_a_dead_token(clinic, network, there=False)
    controlling.unschedule(clinic.desk, clinic.doctor, one.id)
    accounts.resume_account(clinic.desk, clinic.doctor, "net")
    with_a_dead_token(clinic, network, one.id)
    assert now(clinic, one.id).state is S.UNKNOWN, "it is asked about again as soon as the account works"
    accounts.resume_account(clinic.desk, clinic.doctor, "net")
    assert controlling.unschedule(clinic.desk, clinic.doctor, one.id) is S.UNKNOWN
    assert attempt(clinic, one.id) == S.CANCELLED
    ended = now(clinic, one.id)
    assert (network.accepted, ended.may_be_out) == (0, False)
    assert "not on the channel" in why(clinic, one.id)


@pytest.mark.parametrize(("there", "left"), [(True, S.PUBLISHED), (False, S.CANCELLED)])
def test_where_nobody_can_be_asked_a_person_looks_and_no_means_cancelled(
    clinic: Clinic, network: Network, there: bool, left: S
) -> None:
    network.lookup = Lookup.BLIND
    one = scheduling.schedule(clinic.desk, clinic.doctor, clinic.signed().id, "net", tomorrow(clinic))
    doubt(clinic, one)
    assert controlling.unschedule(clinic.desk, clinic.doctor, one.id) is S.NEEDS_REVIEW
    assert controlling.unschedule(clinic.desk, clinic.doctor, one.id) is S.NEEDS_REVIEW
    controlling.answer_is_it_there(clinic.desk, clinic.doctor, one.id, there=there)
    ended = now(clinic, one.id)
    assert (ended.state, network.accepted) == (left, 0)


def test_what_a_person_is_asked_about_already_is_cancelled_by_her_no(clinic: Clinic, network: Network) -> None:
    network.lookup, network.script = Lookup.BLIND, [lambda: Unknown("cut")]
    one = scheduling.schedule(clinic.desk, clinic.doctor, clinic.signed().id, "net")
    assert attempt(clinic, one.id) == S.NEEDS_REVIEW
    assert controlling.unschedule(clinic.desk, clinic.doctor, one.id) is S.NEEDS_REVIEW
    controlling.answer_is_it_there(clinic.desk, clinic.doctor, one.id, there=False)
    assert now(clinic, one.id).state is S.CANCELLED


def test_what_is_resumed_after_it_was_cancelled_is_sent_when_it_is_not_there(clinic: Clinic, network: Network) -> None:
    one = held_by_a_dead_token(clinic, network, there=False)
    controlling.unschedule(clinic.desk, clinic.doctor, one.id)
    with clinic.desk.db.write() as tx:  # as a backup is restored
        claims.doubt(tx, now(clinic, one.id), clinic.clock(), clinic.clock(), None)
    controlling.resume(clinic.desk, clinic.doctor, one.id)
    assert now(clinic, one.id).priority == Priority.ORDINARY
    accounts.resume_account(clinic.desk, clinic.doctor, "net")
    assert attempt(clinic, one.id) == S.PUBLISHED
    assert network.accepted == 1


def tomorrow(clinic: Clinic, days: int = 1) -> str:
    return f"{clinic.clock.now + timedelta(days=days):%Y-%m-%dT09:00}"


def doubt(clinic: Clinic, *made: Publication) -> None:
    """As a restored backup leaves what the installation before it may have moved forward and sent."""
    with clinic.desk.db.write() as tx:
        for one in made:
            claims.doubt_later(tx, one, clinic.clock.now - timedelta(hours=1))


def test_a_cancelled_campaign_forgets_nothing_that_another_installation_may_have_sent(
    clinic: Clinic, network: Network
) -> None:
    campaign = campaigns.make(clinic.desk, clinic.doctor, "Walking")
    texts = [clinic.signed(f"Walking, part {number}.", title=f"Part {number}").id for number in range(3)]
    planned = campaigns.plan(clinic.desk, clinic.doctor, campaign, texts, ["net"], tomorrow(clinic))
    there, absent, sure = (now(clinic, one) for one in planned.made)
    doubt(clinic, there, absent)
    network.posts[there.remote_key] = "sent by the old installation"
    assert campaigns.cancel(clinic.desk, clinic.doctor, campaign) == 1
    assert [now(clinic, one.id).state for one in (there, absent, sure)] == [S.UNKNOWN, S.UNKNOWN, S.CANCELLED]
    assert (attempt(clinic, there.id), attempt(clinic, absent.id)) == (S.PUBLISHED, S.CANCELLED)
    assert network.accepted == 0


def test_a_series_that_ends_forgets_nothing_that_another_installation_may_have_sent(
    clinic: Clinic, network: Network
) -> None:
    first = (clinic.clock.now + timedelta(days=1)).date()
    rule = Rule(Every.DAY, "09:00", "Europe/Berlin", first, 1, (), first + timedelta(days=1))
    series = recurring.start(clinic.desk, clinic.doctor, clinic.signed().id, "net", rule, LatePolicy.DROP)
    with clinic.desk.db.read() as tx:
        made = publications.in_states(tx, [S.SCHEDULED], series=series)
    doubt(clinic, made[0])
    network.posts[made[0].remote_key] = "sent by the old installation"
    recurring.end(clinic.desk, clinic.doctor, series)
    assert [now(clinic, one.id).state for one in made] == [S.UNKNOWN, S.CANCELLED]
    assert attempt(clinic, made[0].id) == S.PUBLISHED
