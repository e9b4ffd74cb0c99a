"""A reviewer decides about the version that she read, never about one that came meanwhile."""

from pathlib import Path

import pytest

from publisher.domain.entries import EntryStatus
from publisher.domain.errors import Refusal
from publisher.services import checking, drafting, library, signing
from tests.support.clinic import BODY, Clinic, open_clinic


@pytest.fixture
def clinic(tmp_path: Path, database_url: str) -> Clinic:
    return open_clinic(tmp_path / "home", database_url, reviewer=True)


def test_a_reviewer_who_read_an_older_version_approves_nothing(clinic: Clinic) -> None:
    assert clinic.reviewer is not None
    read = clinic.signed()
    assert read.revision is not None
    newer = drafting.changed(read.revision.content, {"body": BODY + " Ask us."})
    drafting.edit_entry(clinic.desk, clinic.doctor, read.id, newer)
    signed = signing.sign(clinic.desk, clinic.doctor, read.id)
    with pytest.raises(Refusal, match="A newer version exists than the one you read"):
        signing.approve(clinic.desk, clinic.reviewer, read.id, read.revision.id)
    assert library.entry(clinic.desk, clinic.reviewer, read.id).approver is None
    assert signed.revision is not None
    assert signing.approve(clinic.desk, clinic.reviewer, read.id, signed.revision.id).status is EntryStatus.SIGNED


def test_a_finding_of_a_version_that_nobody_read_is_not_accepted(clinic: Clinic) -> None:
    assert clinic.reviewer is not None
    read = clinic.draft("Vitamins matter in pregnancy. I designed these vitamins for my followers.")
    assert read.revision is not None
    other = "Vitamins matter. I designed these vitamins, and this tea, for my followers."
    newer = drafting.changed(read.revision.content, {"body": other})
    rules = drafting.edit_entry(clinic.desk, clinic.doctor, read.id, newer).to_accept
    (rule, *_) = set(rules) & set(read.to_accept)
    with pytest.raises(Refusal, match="A newer version exists than the one you read"):
        checking.accept_finding(clinic.desk, clinic.reviewer, read.id, rule, "general knowledge", read.revision.id)
    assert library.entry(clinic.desk, clinic.reviewer, read.id).to_accept == rules
