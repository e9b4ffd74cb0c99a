"""E-mail in an mbox: the writer's own words from the plain part, attachments as words; headers stay outside."""

import email.policy
import html
import mailbox
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from pathlib import Path

import nh3

from publisher.domain.errors import ConfigurationError
from publisher.intake.messages import MEDIA, Message, in_parts

_MOSTLY = 0.7  # Chinese bytes read as Cyrillic give capitals and signs in between; Russian words are small letters


def read(file: Path) -> Iterator[Message]:
    if not file.is_file():
        raise ConfigurationError("cannot be read: there is no such file.", file=str(file))
    parser = BytesParser(policy=email.policy.default)
    box = mailbox.mbox(file, factory=None, create=False)
    try:
        for number, key in enumerate(box.keys(), start=1):
            message = parser.parsebytes(box.get_bytes(key))
            if isinstance(message, EmailMessage):
                yield from in_parts(_message(number, message))
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
        text=text,
        key=f"mail:{key}" if key else "",
        asked_at=_moment(str(message.get("date", ""))),
        author=sender or None,
        origin={"author": sender, "message": key},
    )


def _words(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    raw = part.get_payload(decode=True)
    content = _decoded(raw, part.get_content_charset()) if isinstance(raw, bytes) else str(raw)
    if part.get_content_subtype() == "html":
        content = html.unescape(nh3.clean(content, tags=set()))
    return content.strip()


def _decoded(raw: bytes, declared: str | None) -> str:
    """The words of a body in the charset it names, or, where it names none or a wrong one, in the likeliest."""
    for charset in (declared, "utf-8"):
        try:
            return raw.decode(charset or "utf-8")
        except (LookupError, UnicodeDecodeError):
            continue
    cyrillic = raw.decode("cp1251", "replace")
    letters = [one for one in cyrillic if one.isalpha()]
    small = sum("а" <= one <= "я" for one in letters)
    return cyrillic if small > len(letters) * _MOSTLY else raw.decode("gb18030", "replace")


def _moment(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
