"""E-mail in an mbox: the writer's own words from the plain part, attachments as words; headers stay outside."""

import email.policy
import mailbox
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from pathlib import Path

import nh3

from publisher.domain.errors import ConfigurationError
from publisher.intake.messages import MEDIA, Message


def read(file: Path) -> Iterator[Message]:
    if not file.is_file():
        raise ConfigurationError("cannot be read: there is no such file.", file=str(file))
    parser = BytesParser(policy=email.policy.default)
    box = mailbox.mbox(file, factory=None, create=False)
    try:
        for number, key in enumerate(box.keys(), start=1):
            message = parser.parsebytes(box.get_bytes(key))
            if isinstance(message, EmailMessage):
                yield _message(number, message)
    finally:
        box.close()


def _message(number: int, message: EmailMessage) -> Message:
    words = _words(message)
    attached = [
        MEDIA["photo" if one.get_content_maintype() == "image" else "file"] for one in message.iter_attachments()
    ]
    subject = str(message.get("subject", "")).strip()
    text = "\n".join(part for part in (subject, words, " ".join(attached)) if part).strip()
    if not text:
        return Message(number, error="the message is empty")
    sender = str(message.get("from", ""))[:200]
    key = str(message.get("message-id", "")).strip()[:180]
    return Message(
        number,
        text=text[:20_000],
        key=f"mail:{key}" if key else "",
        asked_at=_moment(str(message.get("date", ""))),
        author=sender or None,
        origin={"author": sender, "message": key},
    )


def _words(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    try:
        content = str(part.get_content())
    except (LookupError, UnicodeDecodeError):
        return ""
    return nh3.clean(content, tags=set()).strip() if part.get_content_subtype() == "html" else content.strip()


def _moment(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
