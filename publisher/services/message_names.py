"""The name by which a message is known here. Whoever looks one up asks here."""

import hashlib
from collections.abc import Sequence

from publisher.intake.messages import Message
from publisher.services.desk import Desk
from publisher.storage import Transaction, inbox

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


def digests_here(desk: Desk, tx: Transaction, keys: Sequence[str]) -> dict[str, set[str]]:
    """Digests of the versions in which these are here: the first, and each that stands beside one people worked on."""
    found: dict[str, set[str]] = {}
    number, wanted = 0, {key: key for key in keys}
    while wanted:
        rows = inbox.known(tx, list(wanted))
        for name, row in rows.items():
            found.setdefault(wanted[name], set()).add(row.import_digest)
        number += 1
        settled = [wanted[name] for name, row in rows.items() if row.state != "waiting"]
        wanted = {version_key(desk, key, number): key for key in settled}
    return found
