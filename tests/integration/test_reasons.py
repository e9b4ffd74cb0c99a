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


def refused(status: int = 422) -> Outcome | None:
    """What every connector makes of such an answer."""
    account = Account("account", "net", "network", {}, {"token": TOKEN})
    return trouble_of(Answer(status, {}, b"{}"), account, f"too long: {TOKEN}")


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


def test_a_held_account_and_its_attempts_say_why_in_the_language_of_the_reader(
    clinic: Clinic, network: Network
) -> None:
    held = delivered(clinic, network, refused(401)).publication
    later = clinic.signed("Sleep when your baby sleeps.").id
    scheduling.schedule(clinic.desk, clinic.doctor, later, "net")
    account = accounts.accounts(clinic.desk, clinic.doctor)
    english = next(row.held_reason for row in account if row.id == held.account)
    assert english == "The network does not accept the credentials (too long: •••); enter them again."
    chinese = "平台不接受该凭据（too long: •••）；请重新填写。"
    (why,) = accounts.why_held(clinic.desk, clinic.doctor)[held.account]
    (attempt,) = library.attempts(clinic.desk, clinic.doctor, held.id)
    (waits,) = [row for row in library.publications(clinic.desk, clinic.doctor).items if row.publication.id != held.id]
    with i18n.use(Language.ZH):
        assert [names.spoken(why), *map(names.spoken, attempt.because)] == [chinese, chinese]
        assert chinese in names.spoken(waits.why)
    accounts.resume_account(clinic.desk, clinic.doctor, "net")
    assert accounts.why_held(clinic.desk, clinic.doctor) == {}


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
