"""What a person puts out herself: prepared, put out, and confirmed with its address."""

from pathlib import Path

import pytest

from publisher.channels.contract import Capabilities, Lookup
from publisher.domain.errors import NotAllowed, Refusal
from publisher.domain.publications import PublicationState
from publisher.services import accounts, controlling, library, scheduling
from publisher.services.delivering import deliver
from publisher.services.views import PublicationRow
from tests.support.clinic import Clinic, open_clinic
from tests.support.networks import Network

S = PublicationState


class ByHand(Network):
    """A channel that only prepares; a person puts it out."""

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(lookup=Lookup.BY_KEY, can_correct=False, can_remove=False, hand_off=True)


@pytest.fixture
def clinic(tmp_path: Path, database_url: str) -> Clinic:
    made = open_clinic(tmp_path / "home", database_url, extra={"network": ByHand()})
    accounts.add_account(made.desk, made.administrator, "network", "group", {}, {"token": "t"})
    return made


def prepared(clinic: Clinic) -> str:
    publication = scheduling.schedule(clinic.desk, clinic.doctor, clinic.signed().id, "group").id
    assert deliver(clinic.desk, publication, 1) == S.AWAITING_HAND_OFF
    return publication


def shown(clinic: Clinic) -> PublicationRow:
    return library.publications(clinic.desk, clinic.doctor).items[0]


def test_a_hand_off_is_published_with_the_link_that_is_pasted_back(clinic: Clinic) -> None:
    publication = prepared(clinic)
    assert "Put it out by hand" in str(shown(clinic).why)
    controlling.confirm_hand_off(clinic.desk, clinic.doctor, publication, " https://example.org/p/1 ")
    assert shown(clinic).publication.state is S.PUBLISHED
    assert shown(clinic).publication.url == "https://example.org/p/1"
    with pytest.raises(Refusal, match="published"):
        controlling.confirm_hand_off(clinic.desk, clinic.doctor, publication, None)


def test_a_closed_group_has_no_address_and_is_confirmed_without_one(clinic: Clinic) -> None:
    controlling.confirm_hand_off(clinic.desk, clinic.doctor, prepared(clinic), "")
    assert (shown(clinic).publication.state, shown(clinic).publication.url) == (S.PUBLISHED, None)


@pytest.mark.parametrize(
    "pasted", ["javascript:alert(1)", "example.org/p", "https://", "https://a@example.org", "x" * 9]
)
def test_what_is_no_web_address_is_refused(clinic: Clinic, pasted: str) -> None:
    publication = prepared(clinic)
    with pytest.raises(Refusal, match="no web address"):
        controlling.confirm_hand_off(clinic.desk, clinic.doctor, publication, pasted)
    assert shown(clinic).publication.state is S.AWAITING_HAND_OFF


def test_another_doctors_hand_off_is_not_confirmed(clinic: Clinic) -> None:
    publication = prepared(clinic)
    with pytest.raises(NotAllowed):
        controlling.confirm_hand_off(clinic.desk, clinic.colleague, publication, None)
