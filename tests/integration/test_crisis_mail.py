"""A mail that cannot leave is told on the case, and keeps nobody else from being called."""

import asyncio
import ssl
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from publisher.domain.places import Language
from publisher.services import alarms, crisis, duty_words, mailing
from publisher.settings import Settings
from publisher.storage import people
from tests.support.certificates import own_certificate
from tests.support.clinic import Clinic, Clock
from tests.support.crises import crisis_clinic, inserted, minutes, on_duty
from tests.support.mail import Inbox, mail_server, tongue_tied_server
from tests.support.processes import free_port, wait_until


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    with mail_server() as server:
        yield server


@pytest.fixture
def clinic(tmp_path: Path, database_url: str, inbox: Inbox) -> Clinic:
    return crisis_clinic(tmp_path, database_url, inbox.port)


@pytest.mark.parametrize("address", ["jane@", "jane@example.org\nbcc: x@example.org", "jane@@example.org", "@", ""])
def test_a_broken_address_of_one_person_keeps_nobody_after_her_from_being_called(
    clinic: Clinic, inbox: Inbox, tmp_path: Path, address: str
) -> None:
    jane = on_duty(clinic, "jane", 1)
    on_duty(clinic, "second", 2)
    assert jane.person is not None
    with clinic.desk.db.write() as tx:  # as it may stand in an older home
        people.change(tx, replace(jane.person, email=address))
    case_id = inserted(clinic, tmp_path)
    alarms.tick(clinic.desk)
    (called,) = crisis.case(clinic.desk, clinic.administrator, case_id).called
    assert (called.sent_at, called.error) == (None, mailing.BAD_ADDRESS)
    minutes(clinic, 2)
    assert inbox.receivers[:2] == ["second@example.org", "admin@example.org"]


def test_a_fault_about_one_person_keeps_nobody_else_from_being_called(
    clinic: Clinic, inbox: Inbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = on_duty(clinic, "first", 1)
    on_duty(clinic, "second", 2)
    assert first.person is not None
    with clinic.desk.db.write() as tx:
        people.change(tx, replace(first.person, interface_language=Language.RU))
    monkeypatch.delitem(duty_words._WORDS, Language.RU)  # any fault that nobody thought of
    case_id = inserted(clinic, tmp_path)
    minutes(clinic, 1)
    assert inbox.receivers == ["second@example.org"]
    called = crisis.case(clinic.desk, clinic.administrator, case_id).called
    assert [one.sent_at is None for one in called] == [True, False]


def test_a_password_that_mail_cannot_carry_is_a_reason_and_not_the_end_of_the_round(
    tmp_path: Path, database_url: str
) -> None:
    secret = "пароль-2026"
    port, signed_in = free_port(), []
    server = Controller(
        Inbox(port),
        hostname="127.0.0.1",
        port=port,
        auth_require_tls=False,
        authenticator=lambda *given: signed_in.append(given) or AuthResult(success=True),
    )
    server.start()
    try:
        file = tmp_path / "password"
        file.write_text(secret, encoding="utf-8")
        clinic = crisis_clinic(tmp_path, database_url, port, mail_user="desk", mail_password_file=file)
        on_duty(clinic, "first", 1)
        case_id = inserted(clinic, tmp_path)
        minutes(clinic, 1)
    finally:
        server.stop()
    called = crisis.case(clinic.desk, clinic.administrator, case_id).called
    assert [(one.sent_at, one.error) for one in called] == [(None, mailing.BAD_SIGN_IN)] * 2
    assert not signed_in


def test_whoever_comes_while_a_mail_is_being_refused_ends_the_calls(tmp_path: Path, database_url: str) -> None:
    class Refusing(Inbox):
        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
            await super().handle_DATA(server, session, envelope)
            crisis.take(clinic.desk, clinic.administrator, case_id)
            return "451 later"

    inbox = Refusing(free_port())
    server = Controller(inbox, hostname="127.0.0.1", port=inbox.port)
    server.start()
    try:
        clinic = crisis_clinic(tmp_path, database_url, inbox.port)
        on_duty(clinic, "first", 1)
        case_id = inserted(clinic, tmp_path)
        minutes(clinic, 1)
    finally:
        server.stop()
    assert inbox.receivers == ["first@example.org"]
    (called,) = crisis.case(clinic.desk, clinic.administrator, case_id).called
    assert (called.sent_at, called.waits) == (None, False)


def test_a_call_leaves_in_the_round_in_which_it_was_made(clinic: Clinic, inbox: Inbox, tmp_path: Path) -> None:
    class Running(Clock):
        def __call__(self) -> datetime:
            self.forward(milliseconds=1)
            return self.now

    on_duty(clinic, "first", 1)
    inserted(clinic, tmp_path)
    alarms.tick(replace(clinic.desk, clock=Running(clinic.clock.now)))
    assert inbox.receivers == ["first@example.org"]


def test_a_mail_that_hangs_keeps_nobody_elses_waiting_and_is_sent_once(tmp_path: Path, database_url: str) -> None:
    goes_on = threading.Event()

    class Hanging(Inbox):
        async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
            while address.startswith("first") and not goes_on.is_set():
                await asyncio.sleep(0.05)
            envelope.rcpt_tos.append(address)
            return "250 known"

    inbox = Hanging(free_port())
    server = Controller(inbox, hostname="127.0.0.1", port=inbox.port)
    server.start()
    try:
        clinic = crisis_clinic(tmp_path, database_url, inbox.port)
        on_duty(clinic, "first", 1)
        on_duty(clinic, "second", 2)
        case_id = inserted(clinic, tmp_path)
        alarms.tick(clinic.desk, patience=0.2)
        clinic.clock.forward(minutes=1)
        alarms.tick(clinic.desk, patience=0.2)
        wait_until(lambda: inbox.receivers == ["second@example.org"], 20, "the second is called")
        goes_on.set()
        wait_until(lambda: not alarms._under_way, 20, "all mails are handed over")
        alarms.tick(clinic.desk)
    finally:
        goes_on.set()
        server.stop()
    assert inbox.receivers == ["second@example.org", "first@example.org"]
    called = crisis.case(clinic.desk, clinic.administrator, case_id).called
    assert all(one.sent_at is not None for one in called)


def test_a_server_that_never_ends_its_greeting_is_left_after_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailing, "_WHOLE_SECONDS", 0.5)
    failed: list[str] = []

    def send() -> None:
        try:
            mailing.send(settings, "first@example.org", "Subject", "Text")
        except mailing.MailFailed as failure:
            failed.append(str(failure))

    with tongue_tied_server(b"2") as port:
        settings = Settings(
            home=tmp_path, mail_host="127.0.0.1", mail_port=port, mail_security="none", mail_from="desk@example.org"
        )
        threading.Thread(target=send, daemon=True).start()
        wait_until(lambda: bool(failed), 20, "the mail is given up")
    assert failed == ["SMTPConnectError"]


@pytest.mark.parametrize("security", ["tls", "starttls"])
@pytest.mark.parametrize(("trusted", "error"), [(True, []), (False, ["SSLCertVerificationError"])])
def test_a_mail_goes_only_to_a_server_whose_certificate_bears_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str, trusted: bool, error: list[str]
) -> None:
    certificate, key = own_certificate(tmp_path)
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trust.load_cert_chain(certificate, key)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    inbox = Inbox(free_port())
    more = {"ssl_context": trust} if security == "tls" else {"tls_context": trust, "require_starttls": True}
    server = Controller(inbox, hostname="127.0.0.1", port=inbox.port, **more)
    server.start()
    failed: list[str] = []
    try:
        settings = Settings(
            home=tmp_path,
            mail_host="localhost",
            mail_port=inbox.port,
            mail_security=security,  # type: ignore[arg-type]
            mail_from="desk@example.org",
        )
        mailing.send(settings, "first@example.org", "Subject", "Text")
    except mailing.MailFailed as failure:
        failed.append(str(failure))
    finally:
        server.stop()
    assert failed == error
    assert inbox.receivers == (["first@example.org"] if trusted else [])
