"""A corrected text takes the place of the old one wherever that is live or waits, in one act."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from publisher.channels.contract import Account, Capabilities, Delivery, Lookup, Sent
from publisher.domain.errors import Refusal
from publisher.domain.publications import PublicationState
from publisher.services import accounts, drafting, library, replacing, scheduling, signing
from publisher.services.delivering import deliver
from tests.support.clinic import Clinic, open_clinic
from tests.support.networks import Network

S = PublicationState


@dataclass
class Kind(Network):
    """A network that can correct, or only remove, or neither."""

    corrects: bool = False
    removes: bool = True

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(lookup=Lookup.READABLE, can_correct=self.corrects, can_remove=self.removes)

    def correct(self, account: Account, remote_id: str, delivery: Delivery) -> Sent:
        self.posts[remote_id] = delivery.rendered.parts[0].text
        return Sent(remote_id, f"https://network.example.org/{remote_id}")


KINDS = {
    "wiki": Kind(kind="wiki", corrects=True),
    "board": Kind(kind="board"),
    "stone": Kind(kind="stone", removes=False),
}


@pytest.fixture
def clinic(tmp_path: Path, database_url: str) -> Clinic:
    for network in KINDS.values():
        network.posts.clear()
    made = open_clinic(tmp_path / "home", database_url, extra=KINDS)
    for kind in KINDS:
        accounts.add_account(made.desk, made.administrator, kind, kind, {}, {"token": "t"})
    return made


def run_all(clinic: Clinic) -> None:
    for state in ("scheduled", "removing"):
        for row in library.publications(clinic.desk, clinic.doctor, state=state).items:
            if row.publication.due_at <= clinic.clock():
                deliver(clinic.desk, row.publication.id, row.publication.attempt + 1)


def test_the_newer_version_is_everywhere_and_the_older_nowhere_but_where_nobody_can_remove_it(clinic: Clinic) -> None:
    desk, doctor = clinic.desk, clinic.doctor
    entry = clinic.signed()
    for kind in KINDS:
        scheduling.schedule(desk, doctor, entry.id, kind)
    run_all(clinic)
    waiting = scheduling.schedule(desk, doctor, entry.id, "site", "2026-12-24T09:00")
    with pytest.raises(Refusal, match="nothing to replace"):
        replacing.replace_everywhere(desk, doctor, entry.id)
    assert entry.revision is not None
    drafting.edit_entry(desk, doctor, entry.id, drafting.changed(entry.revision.content, {"body": "Lentils, too."}))
    signing.sign(desk, doctor, entry.id)
    assert len(replacing.outdated(desk, entry.id)) == 4
    clinic.clock.forward(minutes=1)
    result = replacing.replace_everywhere(desk, doctor, entry.id)
    assert len(result.made) == 4
    assert [name for name, _ in result.by_hand] == ["stone"]
    assert replacing.outdated(desk, entry.id) == []
    run_all(clinic)
    texts = {kind: [text.count("Lentils, too.") for text in one.posts.values()] for kind, one in KINDS.items()}
    assert texts == {"wiki": [1], "board": [1], "stone": [0, 1]}
    states = {row.publication.id: row.publication for row in library.publications(desk, doctor).items}
    assert states[waiting.id].state is S.CANCELLED
    assert sorted(one.local_due for one in states.values() if one.state is S.SCHEDULED) == ["2026-12-24T09:00"]


@pytest.mark.parametrize("kind", ["site", "wiki", "board"])
def test_an_older_version_that_still_waits_does_not_come_after_the_corrected_one(clinic: Clinic, kind: str) -> None:
    desk, doctor = clinic.desk, clinic.doctor
    entry = clinic.signed()
    older = scheduling.schedule(desk, doctor, entry.id, kind, "2026-12-24T09:00")
    assert entry.revision is not None
    drafting.edit_entry(desk, doctor, entry.id, drafting.changed(entry.revision.content, {"body": "Lentils, too."}))
    signing.sign(desk, doctor, entry.id)
    newer = scheduling.schedule(desk, doctor, entry.id, kind)
    run_all(clinic)
    clinic.clock.now = older.due_at
    run_all(clinic)
    found = {row.publication.id: row.publication for row in library.publications(desk, doctor).items}
    assert (found[newer.id].state, found[older.id].state) == (S.PUBLISHED, S.HELD)
    assert found[older.id].reason == "a newer version with other words is already there; cancel this one."
