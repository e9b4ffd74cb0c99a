"""Takes messages in: masked and triaged before anything is stored, each once; alarms open their case at once.

Read outside the transaction, stored in one: killed in between, the same batch is read again and nothing is doubled.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from publisher.domain.ids import new_id
from publisher.domain.places import Language
from publisher.domain.triage import Route, Triaged
from publisher.intake.furniture import without_furniture
from publisher.intake.messages import Message
from publisher.policy.folding import fold
from publisher.services import opening
from publisher.services.desk import Actor, Desk
from publisher.services.fields import NO_TEXT, Rejected
from publisher.services.triaging import triage_of
from publisher.storage import Transaction, inbox

_PLAIN = re.compile(r"[\W_]+")
_LONGEST_KEY = 200
_REPLY_NEEDED = (Route.CRISIS, Route.URGENT, Route.DOCTOR)


@dataclass(frozen=True)
class Read:
    """A message with what triage found; `key` is its name here for ever."""

    message: Message
    key: str
    digest: str
    author: str | None
    triaged: Triaged


@dataclass
class Received:
    """What became of some messages: ids of the new and the changed ones, how many were here already."""

    created: list[str]
    updated: list[str]
    unchanged: int = 0


def key_of(desk: Desk, source: str, message: Message) -> str:
    """The source's own id, or one made of who said what when, which tells nothing."""
    if message.key:
        return message.key if len(message.key) <= _LONGEST_KEY else desk.sealer.pseudonym("key", message.key)
    when = message.asked_at.isoformat() if message.asked_at else ""
    return f"{source}:" + desk.sealer.pseudonym(
        "message", message.author or "", when, message.group or "", message.text
    )


def digest_of(message: Message) -> str:
    if message.raw_digest:
        return message.raw_digest
    return hashlib.sha256(f"{message.group}\x1f{message.asked_at}\x1f{message.text}".encode()).hexdigest()


def language_of(message: Message) -> Language | None:
    if message.language is None or message.language == "":
        return None
    try:
        return Language(message.language)
    except ValueError:
        raise Rejected(f"“language” is “{message.language}”; use one of zh, ru, en") from None


def words_of(message: Message) -> str:
    """The words as they are read: without what the page put around them. Rejected when no database takes them."""
    if NO_TEXT.search(message.text):
        raise Rejected("“text” contains characters that are no text")
    return without_furniture(message.text)


def read(desk: Desk, source: str, message: Message, *, looked: bool = False) -> Read:
    """Triage and mask one message. `looked`: it was already read for danger, and there was none. Raises Rejected."""
    if message.error is not None:
        raise Rejected(message.error)
    triaged = triage_of(desk.gate).read(words_of(message), language_of(message), looked=looked)
    author = desk.sealer.pseudonym("author", source, message.author) if message.author else None
    return Read(message, key_of(desk, source, message), digest_of(message), author, triaged)


def store(desk: Desk, tx: Transaction, actor: Actor, source: str, batch: Sequence[Read]) -> Received:
    """Put a batch in: new ones added, changed ones replaced while nobody has worked on them, else laid beside.

    What somebody has taken, answered or set aside keeps its words; the edited ones wait as a question of their own.
    Two versions of one message in a batch are stored one after the other, unless the last is here already.
    """
    result, waiting = Received([], []), list(batch)
    last = {one.key: one for one in batch}
    if len(last) < len(batch):
        here = inbox.known(tx, list(last))
        stored = {key for key, one in last.items() if _is_stored(_versions(desk, tx, one, here.get(key))[1], one)}
        waiting = [one for one in batch if one.key not in stored or one is last[one.key]]
        result.unchanged += len(batch) - len(waiting)
    while waiting:
        first = {one.key: one for one in reversed(waiting)}
        _store_once(desk, tx, actor, source, [one for one in waiting if first[one.key] is one], result)
        waiting = [one for one in waiting if first[one.key] is not one]
    return result


def _is_stored(row: Any, one: Read) -> bool:
    return row is not None and row.import_digest == one.digest


def _store_once(
    desk: Desk, tx: Transaction, actor: Actor, source: str, batch: Sequence[Read], result: Received
) -> None:
    """Put in messages of which each is there once."""
    now = desk.clock()
    known = inbox.known(tx, [one.key for one in batch])
    said = inbox.said_before(tx, [(one.author, fingerprint(one.triaged)) for one in batch if one.author])
    fresh: dict[str, Read] = {}
    edited: dict[str, str] = {}
    for given in batch:
        pair = (given.author, fingerprint(given.triaged))
        earlier, row = _versions(desk, tx, given, known.get(given.key))
        one = replace(given, key=_version_key(desk, given.key, len(earlier)))
        if row is not None and row.import_digest != one.digest and row.state == "waiting":
            _replace(desk, tx, actor, source, row.id, one, now)
            result.updated.append(row.id)
        elif row is not None or pair in said or _says_the_same(one, earlier):
            result.unchanged += 1
        else:
            fresh[one.key] = one
            if earlier:
                edited[one.key] = earlier[0].id
            said |= {(one.author, pair[1])} if one.author else set()
    groups = _groups(tx, list(fresh.values()), now)
    rows = [
        {**_row(desk, source, new_id(), one, groups, now), "edit_of": edited.get(one.key)} for one in fresh.values()
    ]
    inbox.add_many(tx, rows, actor.name, now)
    for row, one in zip(rows, fresh.values(), strict=True):
        if one.triaged.route is Route.CRISIS:
            opening.note(desk, tx, actor, one, row["id"])
        if one.key in edited:
            opening.event(tx, f"question:{edited[one.key]}", "edited", actor, now, version=row["id"])
    result.created += [str(row["id"]) for row in rows if row["external_id"] not in edited]
    result.updated += [str(row["id"]) for row in rows if row["external_id"] in edited]


def _versions(desk: Desk, tx: Transaction, one: Read, row: Any) -> tuple[list[Any], Any]:
    """The versions of a message that people have worked on and that say something else, and the one that comes next:
    these very words, or a version nobody has worked on, or None."""
    earlier: list[Any] = []
    while row is not None and row.import_digest != one.digest and row.state != "waiting":
        earlier.append(row)
        key = _version_key(desk, one.key, len(earlier))
        row = inbox.known(tx, [key]).get(key)
    return earlier, row


def _version_key(desk: Desk, key: str, number: int) -> str:
    if number == 0:
        return key
    named = f"{key}~{number + 1}"
    return named if len(named) <= _LONGEST_KEY else desk.sealer.pseudonym("key", named)


def _says_the_same(one: Read, earlier: Sequence[Any]) -> bool:
    """Whether an edit changed only what is no word. What now reads like a crisis is never taken for the same."""
    alike = [row for row in earlier if row.fingerprint == fingerprint(one.triaged)]
    return any(one.triaged.route is not Route.CRISIS or row.route == Route.CRISIS for row in alike)


def _groups(tx: Transaction, batch: Sequence[Read], now: datetime) -> dict[str, tuple[str, Any]]:
    """Crisis messages are never merged with others."""
    wanted = {
        fingerprint(one.triaged): {
            "id": new_id(),
            "language": one.triaged.language,
            "text": one.triaged.masked,
        }
        for one in batch
        if one.triaged.route is not Route.CRISIS
    }
    return inbox.groups_of(tx, wanted, now) if wanted else {}


def _row(
    desk: Desk, source: str, own: str, one: Read, groups: dict[str, tuple[str, Any]], now: datetime
) -> dict[str, Any]:
    key, message, triaged = fingerprint(one.triaged), one.message, one.triaged
    group, differs = groups.get(key, (None, None)) if triaged.route is not Route.CRISIS else (None, None)
    sealed = opening.seal(desk, f"question:{own}", message) if triaged.route in _REPLY_NEEDED else None
    return {
        "id": own,
        "external_id": one.key,
        "text": triaged.masked,
        "language": triaged.language,
        "community": message.group,
        "asked_at": message.asked_at,
        "import_digest": one.digest,
        "made_at": now,
        "route": triaged.route,
        "labels": labels_of(triaged),
        "state": "waiting",
        "source": source,
        "author": one.author,
        "fingerprint": key,
        "question_group": group,
        "differs": differs,
        "sealed": sealed,
        "sealed_until": now + timedelta(days=desk.settings.origin_days) if sealed else None,
    }


def _replace(desk: Desk, tx: Transaction, actor: Actor, source: str, own: str, one: Read, now: datetime) -> None:
    values = _row(desk, source, own, one, _groups(tx, [one], now), now)
    for name in ("id", "external_id", "made_at", "state"):
        values.pop(name)
    inbox.change(tx, own, **values)
    opening.event(tx, f"question:{own}", "changed", actor, now, route=one.triaged.route.value)
    if one.triaged.route is Route.CRISIS:
        opening.note(desk, tx, actor, one, own)


def labels_of(triaged: Triaged) -> list[dict[str, str]]:
    """Labels by name, each once; where they stood would lead into words that are masked here."""
    found = dict.fromkeys((mark.label.value, mark.detail) for mark in triaged.marks)
    return [{"label": label, "detail": detail} for label, detail in found]


def fingerprint(triaged: Triaged) -> str:
    """The same for messages that differ in letter case, marks and spaces alone."""
    words = _PLAIN.sub("", fold(triaged.masked)[0]) or triaged.masked
    return hashlib.sha256(f"{triaged.language}\x1f{words}".encode()).hexdigest()
