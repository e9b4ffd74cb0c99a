"""E-mail in an mbox, mail by mail: words, pictures and the time it was written; headers stay outside."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.errors import MessageError
from email.message import Message as Letter
from email.parser import BytesParser
from email.policy import compat32
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import IO

from publisher.domain.errors import ConfigurationError
from publisher.intake.letters import header, words_of
from publisher.intake.messages import Message, in_parts

_BEGINS = re.compile(
    rb"From (?:\S.{0,200}?\s+)?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),?\s+"
    rb"(?:[A-Z][a-z]{2}\s+\d{1,2}|\d{1,2}[ -][A-Z][a-z]{2}[ -]\d{2,4})\s+\d{1,2}:\d{2}(?::\d{2})?"
    rb"(?:\s+(?:\d{4}|[+-]\d{4}|[A-Z]{1,5}|\([A-Z]+\)))*\s*"
)
_HEADER = re.compile(rb">?[!-9;-~]+[ \t]*:|>?From ")
_FIRST_HEADER = re.compile(rb"(?i)(?:return-path|received|delivered-to|from|to|date|subject|message-id|mime-version):")
_KEPT_APART = re.compile(rb"(?m)^>(>*From )")
_BY_SOFTWARE = re.compile(r"(?i)(?:^|[<\s])(?:no-?_?reply|do-?not-?reply|wordpress|mailer-daemon)@")
_BOM = b"\xef\xbb\xbf"


def read(file: Path) -> Iterator[Message]:
    """Every mail of the file; one that cannot be read is one reject."""
    if not file.is_file():
        raise ConfigurationError("cannot be read: there is no such file.", file=str(file))
    parser = BytesParser(policy=compat32)  # the newer policy raises on headers that programs really write
    with file.open("rb") as box:
        for number, raw in enumerate(_mails(box), start=1):
            try:
                message = _message(number, parser.parsebytes(raw))
            except (MessageError, ValueError, LookupError, AttributeError, TypeError, RecursionError):
                message = Message(number, error="the mail cannot be read")
            yield from in_parts(message)


def _mails(box: IO[bytes]) -> Iterator[bytes]:
    """The bytes of each mail: it begins at a line with a sender and a date, or with one that its headers explain."""
    held: list[bytes] = []
    line = box.readline().removeprefix(_BOM)
    while line:
        following = box.readline()
        if _begins(line, following, held):
            yield from _mail(held)
            held = []
        else:
            held.append(line)
        line = following
    yield from _mail(held)


def _begins(line: bytes, following: bytes, held: list[bytes]) -> bool:
    """“From yesterday on …” is a sentence."""
    if _BEGINS.fullmatch(line):
        return not held or _HEADER.match(following) is not None
    after_blank = not held or not held[-1].strip()
    return after_blank and line.startswith(b"From ") and _FIRST_HEADER.match(following) is not None


def _mail(lines: list[bytes]) -> Iterator[bytes]:
    raw = b"".join(lines)
    if raw.strip():
        yield _KEPT_APART.sub(rb"\1", raw.lstrip(b"\r\n"))


def _message(number: int, letter: Letter) -> Message:
    text = "\n".join(part for part in (header(letter, "subject"), words_of(letter)) if part)
    if not text:
        return Message(number, error="the message is empty")
    sender, key = _writer(letter), header(letter, "message-id")
    return Message(
        number,
        text=text,
        key=f"mail:{key}" if "@" in key else "",  # what is no name of its own would take another mail's place
        asked_at=_moment(header(letter, "date")),
        author=None if _BY_SOFTWARE.search(sender) else sender or None,  # one address, and whoever filled in the form
        account="@" in sender,
        origin={"author": sender, "message": key[:500]},
    )


def _writer(letter: Letter) -> str:
    """Who wrote. A form on a site sends from an address that nobody reads, and names the writer to reply to."""
    sender, answer_to = (header(letter, name)[:200] for name in ("from", "reply-to"))
    return answer_to if "@" in answer_to and _BY_SOFTWARE.search(sender) else sender


def _moment(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None  # a mail with an impossible time is still heard
