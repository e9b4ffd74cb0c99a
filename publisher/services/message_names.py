"""The name by which a message is known here: its source, and a stand-in for the network's own name for it.

That name often says who wrote (a chat's number, a profile's address), and it is never erased: it is never kept. The
stand-ins outlive a change of the secret key. Whoever looks a message up asks here.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence

from publisher.domain.triage import Route
from publisher.intake.messages import Message
from publisher.services.desk import Desk
from publisher.storage import Transaction, inbox

_LONGEST = 200
_HIDDEN = re.compile(r"[a-z0-9_-]+:[0-9a-f]{32}(?:@[0-9a-f]{32})?(?:~\d+)?")


def key_of(desk: Desk, source: str, message: Message) -> str:
    """Made of the network's own name, or of who said what when."""
    if message.key:
        return hidden(desk, source, message.key)
    when = message.asked_at.isoformat() if message.asked_at else ""
    return f"{source}:" + desk.sealer.pseudonym(
        "message", message.author or "", when, message.group or "", message.text
    )


def hidden(desk: Desk, source: str, name: str) -> str:
    short = name if len(name) <= _LONGEST else desk.sealer.pseudonym("key", name)
    return f"{source}:" + desk.sealer.pseudonym("key", short)


def is_hidden(name: str) -> bool:
    return _HIDDEN.fullmatch(name) is not None


def apart_key(desk: Desk, key: str, group: str | None) -> str:
    """The name of a message in this group where another one has its own: each forum counts from 1."""
    return f"{key}@" + desk.sealer.pseudonym("place", key, group or "")


def version_key(key: str, number: int) -> str:
    """The name of a later version, which stands beside the one that people have worked on."""
    return f"{key}~{number + 1}" if number else key


def digest_of(desk: Desk, message: Message) -> str:
    """What changes with anything of a message that matters."""
    plain = f"{message.group}\x1f{message.asked_at}\x1f{message.text}".encode()
    return keyed(desk, message.raw_digest or hashlib.sha256(plain).hexdigest())


def keyed(desk: Desk, digest: str) -> str:
    """A digest of unmasked words as it is kept: without the key nobody finds by trying which number stood in them."""
    return desk.sealer.pseudonym("digest", digest)


def here(tx: Transaction, wanted: Mapping[str, tuple[str, str]]) -> set[str]:
    """Which of these messages are here in these words: by their name apart, of their name and their digest."""
    found = _digests(tx, [key for key, _ in wanted.values()])
    known = {apart for apart, (key, digest) in wanted.items() if digest in found.get(key, ())}
    left = [apart for apart, (key, _) in wanted.items() if apart not in known and key in found]
    beside = _digests(tx, left) if left else {}
    return known | {apart for apart in left if wanted[apart][1] in beside.get(apart, ())}


def _digests(tx: Transaction, keys: Sequence[str]) -> dict[str, set[str]]:
    """Digests of the versions that are here: the first, and each that stands beside one people have worked on."""
    found: dict[str, set[str]] = {}
    number, wanted = 0, {key: key for key in keys}
    while wanted:
        rows = inbox.known(tx, list(wanted))
        for name, row in rows.items():
            found.setdefault(wanted[name], set()).add(row.import_digest)
        number += 1
        settled = [wanted[name] for name, row in rows.items() if row.state != "waiting" or row.route == Route.CRISIS]
        wanted = {version_key(key, number): key for key in settled}
    return found
