"""Why a channel did not take a text, read by people of different languages; the record keeps the English."""

import json
from pathlib import Path

import pytest

from publisher.channels._calls import trouble_of
from publisher.channels.contract import Account, Outcome, Rejected
from publisher.domain.places import Language
from publisher.net import Answer
from publisher.services import accounts, library, scheduling
from publisher.services.delivering import deliver
from publisher.storage import publications
from publisher.ui import i18n, names
from tests.support.clinic import Clinic, open_clinic
from tests.support.networks import Network

TOKEN = "secret-token"
ENGLISH = "The network refused it with status 422 (too long: •••)."


@pytest.fixture
def network() -> Network:
    return Network()


@pytest.fixture
def clinic(tmp_path: Path, database_url: str, network: Network) -> Clinic:
    return open_clinic(tmp_path / "home", database_url, extra={"network": network})


def refused() -> Outcome | None:
    """What every connector makes of such an answer."""
    account = Account("account", "net", "network", {}, {"token": TOKEN})
    return trouble_of(Answer(422, {}, b"{}"), account, f"too long: {TOKEN}")


def delivered(clinic: Clinic, network: Network, outcome: Outcome | None) -> library.PublicationRow:
    accounts.add_account(clinic.desk, clinic.administrator, "network", "net", {}, {"token": TOKEN})
    network.script = [lambda: outcome]
    one = scheduling.schedule(clinic.desk, clinic.doctor, clinic.signed().id, "net").id
    deliver(clinic.desk, one, 1)
    return library.publications(clinic.desk, clinic.doctor).items[0]


def test_a_refusal_reads_in_the_language_of_the_reader(clinic: Clinic, network: Network) -> None:
    row = delivered(clinic, network, refused())
    with i18n.use(Language.ZH):
        assert names.spoken(row.why) == "被渠道拒绝：平台拒绝，状态码 422（too long: •••）。 不会原样再次发送。"
    with i18n.use(Language.RU):
        assert "Сеть отказала, статус 422 (too long: •••)." in names.spoken(row.why)


def test_the_record_keeps_the_english_and_no_secret(clinic: Clinic, network: Network) -> None:
    row = delivered(clinic, network, refused())
    assert row.publication.reason == ENGLISH
    assert [one.reason for one in library.attempts(clinic.desk, clinic.doctor, row.publication.id)] == [ENGLISH]
    with clinic.desk.db.read() as tx:
        kept = publications.row(tx, row.publication.id)
    assert TOKEN not in json.dumps(kept.says, ensure_ascii=False) + kept.reason


def test_the_words_of_a_plug_in_are_shown_as_they_are(clinic: Clinic, network: Network) -> None:
    row = delivered(clinic, network, Rejected("too {long}."))
    with i18n.use(Language.ZH):
        assert "too {long}." in names.spoken(row.why)
