"""Letters over a real SMTP server: one per reader, none twice, one click to leave."""

import email
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from starlette.applications import Starlette
from starlette.testclient import TestClient

from publisher.channels.contract import Absent, Account, Delivery, Reconnect, Rejected, RetryLater, Sent, Unknown
from publisher.channels.email import Email
from publisher.services import accounts
from publisher.web import unsubscribing
from tests.support.clinic import Clinic
from tests.support.posts import post
from tests.support.processes import free_port

READERS = ["a@readers.example", "b@readers.example", "c@readers.example"]


@dataclass
class Box:
    """What the server took. `refuses` maps a reader to the answer she gets; `drops_after` cuts at that letter."""

    letters: list[EmailMessage] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)
    drops_after: int | None = None

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.letters.append(email.message_from_bytes(envelope.content, policy=email.policy.default))  # type: ignore[arg-type]
        if self.drops_after == len(self.letters):
            server.transport.abort()
        return "250 OK"


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
def account(box: Box) -> Iterator[Account]:
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    settings = {
        "host": f"127.0.0.1:{server.port}",
        "security": "none",
        "sender": "Клиника <news@clinic.example>",
        "private_network": "yes",
    }
    yield Account("01ACCOUNT", "news", "email", settings, {"readers": ", ".join(READERS), "unsubscribe_key": "k" * 20})
    server.stop()


@pytest.fixture
def channel(tmp_path: Path) -> Email:
    return Email(tmp_path / "mail", "https://answers.example/site")


def letter(channel: Email, key: str = "01KEY") -> Delivery:
    content = post(1, "ru", body="**Важно!**Обратитесь к врачу.\n\n- один\n- два")
    return Delivery(key, content, channel.render(content), datetime.now(UTC))


def readers(box: Box) -> list[str]:
    return [one["To"] for one in box.letters]


def test_each_reader_gets_one_letter_with_both_forms_as_they_were_shown(
    channel: Email, account: Account, box: Box
) -> None:
    first = letter(channel)
    assert isinstance(channel.find(account, first), Absent)
    assert isinstance(channel.send(account, first), Sent)
    assert readers(box) == READERS
    one, (text, html, title) = box.letters[0], first.rendered.parts
    assert one["Subject"] == title.text
    assert one.get_body(("plain",)).get_content().split() == text.text.split()  # type: ignore[union-attr]
    assert one.get_body(("html",)).get_content().split() == html.text.split()  # type: ignore[union-attr]
    assert all(said in text.text and said in html.text for said in (*first.post.heads, *first.post.footers))
    assert one["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert one["List-Unsubscribe"].startswith("<https://answers.example/site/unsubscribe/01ACCOUNT/")
    assert len({one["List-Unsubscribe"] for one in box.letters}) == 3


def test_sending_again_writes_to_nobody_twice(channel: Email, account: Account, box: Box) -> None:
    first = letter(channel)
    channel.send(account, first)
    assert isinstance(channel.send(account, first), Sent)
    assert isinstance(channel.find(account, first), Sent)
    assert len(box.letters) == 3


def test_a_server_that_cuts_in_the_middle_is_gone_on_with_after_the_reader_it_was_at(
    channel: Email, account: Account, box: Box
) -> None:
    box.drops_after = 2
    first = letter(channel)
    assert isinstance(channel.send(account, first), Unknown)
    assert isinstance(channel.find(account, first), Absent)  # one reader is left
    assert isinstance(channel.send(account, first), Sent)
    assert sorted(readers(box)) == READERS


def test_a_reader_whose_server_asks_to_come_again_is_written_to_later(
    channel: Email, account: Account, box: Box
) -> None:
    box.refuses = {READERS[1]: "450 4.2.1 greylisted", READERS[2]: "550 5.1.1 no such user"}
    first = letter(channel)
    assert isinstance(channel.send(account, first), RetryLater)
    box.refuses = {}
    assert isinstance(channel.send(account, first), Sent)
    assert sorted(readers(box)) == READERS[:2]


def test_a_letter_can_be_neither_changed_nor_taken_back(channel: Email, account: Account) -> None:
    assert isinstance(channel.correct(account, "letters:1", letter(channel)), Rejected)
    assert isinstance(channel.remove(account, "letters:1", letter(channel)), Rejected)
    assert not channel.capabilities.can_remove


def test_what_is_wrong_is_said(channel: Email, account: Account) -> None:
    assert channel.test(account) is None
    gone = replace(account, settings={**account.settings, "host": "127.0.0.1:1"})
    assert isinstance(channel.send(gone, letter(channel)), RetryLater)
    wrong = replace(account, secrets={**account.secrets, "readers": "nobody"})
    assert "cannot be read" in str(channel.test(wrong))
    private = replace(account, settings={**account.settings, "private_network": ""})
    assert isinstance(channel.send(private, letter(channel)), Reconnect)
    encrypted = replace(account, settings={**account.settings, "security": "starttls"})
    assert isinstance(channel.send(encrypted, letter(channel)), Reconnect | RetryLater)


def test_one_click_takes_a_reader_off_the_list_and_opening_the_link_does_not(
    clinic: Clinic, account: Account, box: Box
) -> None:
    made = accounts.add_account(clinic.desk, clinic.administrator, "email", "news", account.settings, account.secrets)
    channel = clinic.desk.channels["email"]
    mine = replace(account, id=made.id)
    channel.send(mine, letter(channel, "one"))  # type: ignore[arg-type]
    routes = unsubscribing.routes(clinic.desk, lambda sentence, language: str(sentence))
    visitor = TestClient(Starlette(routes=routes))
    path = "/site" + box.letters[0]["List-Unsubscribe"].strip("<>").partition("/site")[2]
    assert visitor.get(path).status_code == 200
    assert visitor.post(path.replace(path[-6:], "000000")).status_code == 404
    channel.send(mine, letter(channel, "two"))  # type: ignore[arg-type]
    assert len(box.letters) == 6
    assert visitor.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    channel.send(mine, letter(channel, "three"))  # type: ignore[arg-type]
    assert readers(box)[6:] == READERS[1:]
