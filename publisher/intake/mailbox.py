"""E-mail in an mbox: the writer's own words from the plain part, attachments as words; headers stay outside."""

import base64
import email.policy
import html
import mailbox
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from pathlib import Path

import nh3

from publisher.domain.errors import ConfigurationError
from publisher.intake.messages import MEDIA, Message, in_parts

_KINDS = {"image": "photo", "audio": "voice", "video": "video"}
_NO_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
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
    attached = [MEDIA[_KINDS.get(one.get_content_maintype(), "file")] for one in _attached(message)]
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


def _attached(message: EmailMessage) -> Iterator[MIMEPart]:
    """What came along; a mail may also be nothing but a picture."""
    if not message.is_multipart() and message.get_content_maintype() not in ("text", "multipart"):
        yield message
    else:
        yield from message.iter_attachments()


def _words(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    raw = part.get_payload(decode=True)
    content = _decoded(_whole(part, raw), part.get_content_charset()) if isinstance(raw, bytes) else str(raw)
    if part.get_content_subtype() == "html":
        content = html.unescape(nh3.clean(content, tags=set()))
    return content.strip()


def _whole(part: MIMEPart, raw: bytes) -> bytes:
    """A body in base64 that was cut off or lost its end is given back undecoded: what is whole of it is read."""
    if str(part.get("content-transfer-encoding", "")).strip().lower() != "base64" or not part.defects:
        return raw
    written = _NO_BASE64.sub(b"", raw)
    if len(written) < len(b"".join(raw.split())):
        return raw  # it was decoded, or is something else
    return base64.b64decode(written[: len(written) // 4 * 4] + _rest(written))


def _rest(written: bytes) -> bytes:
    """The last letters of a base64 text, filled up; one alone says nothing."""
    left = written[len(written) // 4 * 4 :]
    return left + b"=" * (4 - len(left)) if len(left) > 1 else b""


def _decoded(raw: bytes, declared: str | None) -> str:
    """The words of a body in the charset it names, or, where it names none or a wrong one, in the likeliest."""
    for charset in (declared, "utf-8"):
        try:
            return raw.decode(charset or "utf-8")
        except (LookupError, UnicodeDecodeError):
            continue
    nearly = raw.decode("utf-8", "replace")
    whole, broken = sum(one > "\x7f" for one in nearly), nearly.count("\ufffd")
    if (whole - broken) * 2 > broken:  # no other charset comes so close to UTF-8 by chance
        return nearly
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
