"""Secrets of accounts: planted, and looked for wherever they must not be; sealed again under another key."""

import contextlib
import io
import json
import logging
import traceback
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from publisher.channels.contract import Account
from publisher.domain.errors import ConfigurationError, NotAllowed, Refusal
from publisher.services import accounts, backups, rotating, status
from publisher.services.desk import SHELL
from publisher.services.sealing import Sealer
from publisher.services.today import today
from publisher.storage import accounts as rows
from tests.support.clinic import Clinic, open_clinic
from tests.support.loopback.server import Network, Reply, serving
from tests.support.loopback.suite import KINDS, SHAPES, answering, delivery


def planted(clinic: Clinic) -> dict[str, str]:
    """An account of every kind that has secrets; each secret can be told from all others."""
    found = {}
    for kind, channel in clinic.desk.channels.items():
        secrets = {one.name: f"planted-{kind}-{one.name}-7f3a" for one in channel.fields if one.secret}
        settings = {one.name: "value" for one in channel.fields if not one.secret and one.required}
        if secrets:
            accounts.add_account(clinic.desk, clinic.administrator, kind, f"a-{kind}", settings, secrets)
        found |= dict.fromkeys(secrets.values(), kind)
    return found


def test_no_secret_is_in_the_database_a_backup_or_what_people_are_shown(clinic: Clinic, tmp_path: Path) -> None:
    secrets = planted(clinic)
    assert len(secrets) > 15
    backups.backup(clinic.desk, tmp_path / "backup.zip")
    with zipfile.ZipFile(tmp_path / "backup.zip") as archive:
        exported = b"".join(archive.read(name) for name in archive.namelist())
    files = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file() and file.suffix != ".zip")
    shown = json.dumps([str(one) for one in accounts.accounts(clinic.desk, clinic.administrator)])
    told = str(status.status(lambda: clinic.desk))
    assert [secret for secret in secrets if secret.encode() in exported + files + (shown + told).encode()] == []
    assert b"planted-" not in exported + files


@pytest.mark.parametrize("kind", sorted(SHAPES))
def test_no_secret_is_in_a_debug_log_an_outcome_or_a_traceback(kind: str, caplog: pytest.LogCaptureFixture) -> None:
    out, channel = io.StringIO(), KINDS[kind]
    caplog.set_level(logging.DEBUG)
    with serving(Network(SHAPES[kind]())) as network, contextlib.redirect_stderr(out), contextlib.redirect_stdout(out):
        account = network.account()
        said = [str(account), repr(account), str(channel.test(account)), str(channel.send(account, delivery(channel)))]
        echo = " ".join(account.secrets.values())
        words = {"error": echo, "message": echo, "description": echo, "errmsg": echo, "errcode": 1, "error_code": 1}
        network.fault = answering(lambda shape: Reply(400, words))
        said.append(str(channel.send(account, delivery(channel, "02KEY"))))
        try:
            channel.send(replace(account, settings={}), delivery(channel, "03KEY"))
        except Exception:  # noqa: BLE001 - any fault will do: what is printed of it is looked through
            said.append(traceback.format_exc())
    everything = caplog.text + out.getvalue() + "".join(said)
    assert [secret for secret in account.secrets.values() if secret in everything] == []


def test_everything_sealed_is_under_the_new_key_and_running_processes_follow(clinic: Clinic) -> None:
    planted(clinic)
    file = clinic.desk.settings.key_file
    before, name = file.read_text(), clinic.desk.sealer.pseudonym("author", "somebody")
    elsewhere, lost = Sealer.from_file(file), Sealer(bytes.fromhex(before))
    count = rotating.change_key(clinic.desk, SHELL)
    assert count == len(accounts.accounts(clinic.desk, SHELL)) - 1
    assert file.read_text() != before
    assert "old" not in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600
    assert opened(clinic, elsewhere)["token"].startswith("planted-telegram")
    assert elsewhere.pseudonym("author", "somebody") == name
    with pytest.raises(ConfigurationError, match="does not fit"):
        opened(clinic, lost)


def test_a_change_of_the_key_that_was_broken_off_is_just_begun_anew(clinic: Clinic) -> None:
    planted(clinic)
    clinic.desk.sealer.begin_change()
    assert opened(clinic, Sealer.from_file(clinic.desk.settings.key_file))["token"].startswith("planted-telegram")
    rotating.change_key(clinic.desk, SHELL)
    assert opened(clinic, Sealer.from_file(clinic.desk.settings.key_file))["token"].startswith("planted-telegram")


def test_only_an_administrator_changes_the_key(clinic: Clinic) -> None:
    with pytest.raises(NotAllowed):
        rotating.change_key(clinic.desk, clinic.doctor)


def opened(clinic: Clinic, sealer: Sealer) -> dict[str, str]:
    with clinic.desk.db.read() as tx:
        row = rows.by_name(tx, "a-telegram")
    return sealer.open(f"account:{row.id}", row.sealed)


def test_a_renewed_token_takes_the_place_of_the_old_one_and_the_rest_stays(clinic: Clinic) -> None:
    planted(clinic)
    accounts.change_account(
        clinic.desk, clinic.administrator, "a-telegram", {"expires_on": "2026-12-01"}, {"token": "renewed"}
    )
    assert opened(clinic, clinic.desk.sealer)["token"] == "renewed"
    row = next(one for one in accounts.accounts(clinic.desk, SHELL) if one.name == "a-telegram")
    assert row.settings == {"chat": "value", "expires_on": "2026-12-01"}
    assert "run out on 2026-12-01" in str(accounts.expiry_warning(row, date(2026, 11, 22)))
    assert "ran out" in str(accounts.expiry_warning(row, date(2026, 12, 2)))
    assert accounts.expiry_warning(row, date(2026, 11, 1)) is None
    ((name, said),) = today(clinic.desk, clinic.administrator).credentials
    assert (name, "2026-12-01" in str(said)) == ("a-telegram", True)
    assert today(clinic.desk, clinic.doctor).credentials == ()
    with pytest.raises(Refusal, match="YYYY-MM-DD"):
        accounts.change_account(clinic.desk, clinic.administrator, "a-telegram", {"expires_on": "soon"}, {})


def test_what_is_wrong_with_an_account_is_said_in_words(tmp_path: Path) -> None:
    clinic = open_clinic(tmp_path / "home", f"sqlite:///{tmp_path / 'a.db'}")
    with serving(Network(SHAPES["telegram"]())) as network:
        account: Account = network.account()
        accounts.add_account(clinic.desk, clinic.administrator, "telegram", "t", account.settings, account.secrets)
        assert accounts.test_account(clinic.desk, clinic.administrator, "t") is None
        network.shape.answer = lambda request: network.shape.expired()  # type: ignore[method-assign]
        assert "does not accept" in str(accounts.test_account(clinic.desk, clinic.administrator, "t"))
