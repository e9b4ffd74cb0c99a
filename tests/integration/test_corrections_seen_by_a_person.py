"""A correction was cut off and a person saw it on its channel: the older post is part of it, or is taken back."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from publisher.channels.contract import Account, Capabilities, Delivery, Lookup, Outcome, Unknown
from publisher.domain.publications import Publication, PublicationState
from publisher.services import accounts, controlling, rechecking, replacing, scheduling, withdrawing
from publisher.services.delivering import deliver
from publisher.storage import publications
from tests.integration.test_recall_of_corrections import CORRECTED, signed_again
from tests.integration.test_replacing import run_all
from tests.support.clinic import BODY, Clinic, open_clinic
from tests.support.networks import Network

S = PublicationState


@dataclass
class Blind(Network):
    """A network that cannot be asked, and takes a second post or an edit and cuts the connection then."""

    lookup: Lookup = Lookup.BLIND
    corrects: bool = False
    cuts: bool = False

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(lookup=self.lookup, can_correct=self.corrects, can_remove=True)

    def send(self, account: Account, delivery: Delivery) -> Outcome:
        sent = super().send(account, delivery)
        return Unknown("cut") if self.cuts else sent

    def correct(self, account: Account, remote_id: str, delivery: Delivery) -> Outcome:
        self.posts[remote_id] = delivery.rendered.parts[0].text
        return Unknown("cut")


@pytest.fixture
def network() -> Blind:
    return Blind()


@pytest.fixture
def clinic(tmp_path: Path, database_url: str, network: Blind) -> Clinic:
    made = open_clinic(tmp_path / "home", database_url, extra={"network": network})
    accounts.add_account(made.desk, made.administrator, "network", "net", {}, {"token": "t"})
    return made


def now(clinic: Clinic, publication: str) -> Publication:
    with clinic.desk.db.read() as tx:
        return publications.publication_of(publications.row(tx, publication))


def asked_about(clinic: Clinic, network: Blind) -> tuple[Publication, Publication]:
    """A live post of older words, and its correction of which a person is asked whether it is there."""
    entry = clinic.signed(review_by="2026-11-30").id
    old = scheduling.schedule(clinic.desk, clinic.doctor, entry, "net")
    assert deliver(clinic.desk, old.id, 1) == S.PUBLISHED
    clinic.clock.forward(minutes=1)
    signed_again(clinic, entry, body=CORRECTED, review_by="2027-11-01")
    network.cuts = True
    (new,) = replacing.replace_everywhere(clinic.desk, clinic.doctor, entry).made
    assert deliver(clinic.desk, new.id, 1) == S.NEEDS_REVIEW
    return now(clinic, old.id), now(clinic, new.id)


@pytest.mark.parametrize("url", [None, "https://network.example.org/seen"])
def test_an_edited_post_is_the_corrections_own_and_stands_when_the_old_review_date_passes(
    clinic: Clinic, network: Blind, url: str | None
) -> None:
    network.corrects = True
    old, new = asked_about(clinic, network)
    controlling.answer_is_it_there(clinic.desk, clinic.doctor, new.id, there=True, url=url)
    seen = now(clinic, new.id)
    assert (seen.state, seen.remote_id, seen.url) == (S.PUBLISHED, old.remote_id, url or old.url)
    assert now(clinic, old.id).state is S.REMOVED
    clinic.clock.forward(days=10)
    rechecking.recheck(clinic.desk, lambda done, total: None)
    run_all(clinic)
    assert ["fish" in text for text in network.posts.values()] == [True]
    withdrawing.withdraw(clinic.desk, clinic.doctor, new.entry, "A mistake.")
    run_all(clinic)
    assert (network.posts, now(clinic, new.id).state) == ({}, S.REMOVED)


def test_where_no_post_can_be_edited_the_old_one_is_taken_back(clinic: Clinic, network: Blind) -> None:
    old, new = asked_about(clinic, network)
    assert len(network.posts) == 2
    controlling.answer_is_it_there(clinic.desk, clinic.doctor, new.id, there=True)
    run_all(clinic)
    assert ["fish" in text for text in network.posts.values()] == [True]
    assert (now(clinic, old.id).state, now(clinic, new.id).state) == (S.REMOVED, S.PUBLISHED)


def test_a_correction_that_is_not_there_leaves_the_old_post_as_it_is(clinic: Clinic, network: Blind) -> None:
    old, new = asked_about(clinic, network)
    controlling.answer_is_it_there(clinic.desk, clinic.doctor, new.id, there=False)
    assert (now(clinic, old.id).state, now(clinic, new.id).state) == (S.PUBLISHED, S.SCHEDULED)


def test_a_post_that_came_out_after_the_one_asked_about_is_not_taken_for_its_older_one(
    clinic: Clinic, network: Blind
) -> None:
    network.corrects, network.cuts = True, True
    entry = clinic.signed().id
    first = scheduling.schedule(clinic.desk, clinic.doctor, entry, "net")
    assert deliver(clinic.desk, first.id, 1) == S.NEEDS_REVIEW
    clinic.clock.forward(minutes=1)
    network.cuts = False
    signed_again(clinic, entry, body=BODY.replace("beans", "fish"))
    second = scheduling.schedule(clinic.desk, clinic.doctor, entry, "net")
    assert deliver(clinic.desk, second.id, 1) == S.PUBLISHED
    controlling.answer_is_it_there(clinic.desk, clinic.doctor, first.id, there=True)
    assert [now(clinic, one.id).state for one in (first, second)] == [S.PUBLISHED, S.PUBLISHED]
    assert now(clinic, first.id).remote_id != now(clinic, second.id).remote_id
