"""A mail that cannot leave is told on the case, and keeps nobody else from being called."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from publisher.domain.places import Language
from publisher.services import alarms, crisis, duty_words, mailing
from publisher.storage import people
from tests.support.clinic import Clinic
from tests.support.crises import crisis_clinic, inserted, minutes, on_duty
from tests.support.mail import Inbox, mail_server
from tests.support.processes import free_port


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
