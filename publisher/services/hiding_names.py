"""Messages that were taken in when their network's own names were still kept get hidden ones, and their groups too; and
digests of unmasked words, of messages and of imported answers, become keyed ones.

The key that makes them is no part of the database: no migration can do it. The worker does, and whoever takes messages
in before it could; once for a home, and killed anywhere it goes on.
"""

from typing import Any

from publisher.services.desk import WORKER, Desk
from publisher.services.message_names import hidden, is_hidden, keyed
from publisher.services.message_words import community_of
from publisher.storage import Transaction, events, home, inbox, message_keys

_DONE, _KEYED, _STEP = "names_hidden", "digests_keyed", 500
_EARLIER = {"file": "records"}  # sources that had another name


def hide(desk: Desk) -> int:
    """Returns how many names and digests were changed; what is hidden already stays."""
    return _hide_names(desk) + _key_digests(desk)


def _hide_names(desk: Desk) -> int:
    with desk.db.read() as tx:
        if home.get(tx, _DONE):
            return 0
        groups = message_keys.groups(tx)
    count, after = 0, ""
    while True:
        with desk.db.write() as tx:
            rows = message_keys.page(tx, after, _STEP)
            count += _hide(desk, tx, rows)
        if not rows:
            break
        after = rows[-1].id
    masked = {group: kept for group in groups if (kept := community_of(desk, group)) and kept != group}
    for before, kept in masked.items():  # each by itself: a cry that comes meanwhile waits for no more than one
        with desk.db.write() as tx:
            inbox.rename_community(tx, before, kept)
    with desk.db.write() as tx:
        if home.get(tx, _DONE):
            return count
        home.put(tx, _DONE, True, desk.clock())
        if count or masked:
            detail = {"count": count, "groups": len(masked)}
            events.append(tx, "installation", "names_hidden", WORKER.name, desk.clock(), **detail)
    return count


def _key_digests(desk: Desk) -> int:
    """A plain digest is longer than a keyed one: what was changed before a kill is not changed again."""
    with desk.db.read() as tx:
        if home.get(tx, _KEYED):
            return 0
    count = 0
    for kind in message_keys.DIGESTED:
        after = ""
        while True:
            with desk.db.write() as tx:
                rows = message_keys.plain_digests(tx, kind, after, _STEP)
                message_keys.put_digests(tx, kind, {row.id: keyed(desk, row.import_digest) for row in rows})
            if not rows:
                break
            count, after = count + len(rows), rows[-1].id
    with desk.db.write() as tx:
        home.put(tx, _KEYED, True, desk.clock())
        if count:
            events.append(tx, "installation", "digests_keyed", WORKER.name, desk.clock(), count=count)
    return count


def _hide(desk: Desk, tx: Transaction, rows: list[Any]) -> int:
    first = message_keys.by_id(tx, [row.edit_of for row in rows if row.edit_of])
    names = {row.id: _name(desk, row, first.get(row.edit_of)) for row in rows if not is_hidden(row.external_id)}
    taken = inbox.known(tx, list(names.values()))
    again = {row: hidden(desk, "again", row) for row, name in names.items() if name in taken and taken[name].id != row}
    message_keys.rename(tx, names | again)
    return len(names)


def _name(desk: Desk, row: Any, first: Any) -> str:
    """The name under which the message is looked for from now on; of a later version, beside that of the first."""
    _, mark, number = row.external_id.rpartition("~")
    if first is not None and mark and number.isdigit():
        return f"{_name(desk, first, None)}~{number}"
    if is_hidden(row.external_id):
        return str(row.external_id)
    return hidden(desk, _EARLIER.get(row.source, row.source), row.external_id)
