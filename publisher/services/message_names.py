"""The name by which a message is known here. Whoever looks one up asks here."""

import hashlib

from publisher.intake.messages import Message
from publisher.services.desk import Desk

_LONGEST = 200


def key_of(desk: Desk, source: str, message: Message) -> str:
    """The source's own id, or one made of who said what when, which tells nothing."""
    if message.key:
        return message.key if len(message.key) <= _LONGEST else desk.sealer.pseudonym("key", message.key)
    when = message.asked_at.isoformat() if message.asked_at else ""
    return f"{source}:" + desk.sealer.pseudonym(
        "message", message.author or "", when, message.group or "", message.text
    )


def version_key(desk: Desk, key: str, number: int) -> str:
    """The name of a later version, which stands beside the one that people have worked on."""
    if number == 0:
        return key
    named = f"{key}~{number + 1}"
    return named if len(named) <= _LONGEST else desk.sealer.pseudonym("key", named)


def digest_of(message: Message) -> str:
    """What changes with anything of a message that matters."""
    if message.raw_digest:
        return message.raw_digest
    return hashlib.sha256(f"{message.group}\x1f{message.asked_at}\x1f{message.text}".encode()).hexdigest()
