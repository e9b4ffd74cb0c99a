"""Takes messages in: masked and triaged before anything is stored, each once; alarms open their case at once.

Read outside the transaction, stored in one: killed in between, the same batch is read again and nothing is doubled.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from publisher.domain.crises import CrisisCase
from publisher.domain.ids import new_id
from publisher.domain.triage import ALARMS, Route, Triaged
from publisher.intake.messages import Message
from publisher.services import opening, versions
from publisher.services.desk import Actor, Desk
from publisher.services.fields import Rejected
from publisher.services.message_names import apart_key, digest_of, here, key_of, version_key
from publisher.services.message_words import Pictures, community_of, language_of, pictures_in, words_of
from publisher.services.repeating import Said, fingerprint_of, in_its_words, is_edit, says_the_same
from publisher.services.triaging import triage_of
from publisher.services.writers import author_of
from publisher.storage import Transaction, inbox, lines

_REPLY_NEEDED = (*ALARMS, Route.DOCTOR)


@dataclass(frozen=True)
class Read:
    """A message with what triage found; `key` is its name here for ever, `apart` where another message has that.

    Of an edit, `kept`: its route is the more pressing one of an earlier version; `case`: the live case it belongs to;
    `said_now`: its words are others than those that were here, new whatever day its first version is of.
    """

    message: Message
    key: str
    apart: str
    digest: str
    author: str | None
    triaged: Triaged
    pictures: Pictures
    kept: bool = False
    case: CrisisCase | None = None
    said_now: bool = False


@dataclass
class Received:
    """What became of some messages: ids of the new and the changed ones, how many were here already."""

    created: list[str]
    updated: list[str]
    unchanged: int = 0


def read(desk: Desk, source: str, message: Message, *, looked: bool = False) -> Read:
    """Triage and mask one message. `looked`: it was already read for danger, and there was none. Raises Rejected."""
    if message.error is not None:
        raise Rejected(message.error)
    words = words_of(desk, source, message, looked=looked)
    triaged = triage_of(desk.gate).read(words, language_of(message), looked=looked)
    key = key_of(desk, source, message)
    return Read(
        message=replace(message, group=community_of(desk, message.group)),
        key=key,
        apart=apart_key(desk, key, message.group),
        digest=digest_of(desk, message),
        author=author_of(desk, source, message),
        triaged=triaged,
        pictures=pictures_in(desk, triaged.masked),
    )


def store(desk: Desk, tx: Transaction, actor: Actor, source: str, batch: Sequence[Read]) -> Received:
    """Put a batch in: new ones added, changed ones replaced while nobody has worked on them, else laid beside.

    What somebody has taken, answered or set aside keeps its words; the edited ones wait as a question of their own.
    Two versions of one message in a batch are stored one after the other, unless the last is here already.
    """
    result, waiting = Received([], []), list(batch)
    last = {one.apart: one for one in batch}
    if len(last) < len(batch):
        stored = here(tx, {apart: (one.key, one.digest) for apart, one in last.items()})
        waiting = [one for one in batch if one.apart not in stored or one is last[one.apart]]
        result.unchanged += len(batch) - len(waiting)
    while waiting:
        first = {one.key: one for one in reversed(waiting)}
        _store_once(desk, tx, actor, source, [one for one in waiting if first[one.key] is one], result)
        waiting = [one for one in waiting if first[one.key] is not one]
    return result


def _store_once(
    desk: Desk, tx: Transaction, actor: Actor, source: str, batch: Sequence[Read], result: Received
) -> None:
    """Put in messages of which each is there once."""
    now = desk.clock()
    batch, known = _told_apart(tx, batch)
    said = Said(tx, batch, now)
    fresh: dict[str, Read] = {}
    edited: dict[str, str] = {}
    for given in batch:
        earlier, row = versions.versions_of(tx, given, known.get(given.key))
        one = replace(given, key=version_key(given.key, len(earlier)))
        before = [*earlier, row] if row is not None else earlier
        one = versions.kept(tx, one, before)
        # two versions that came together are of one day: what an old export holds is not said now
        if before and before[-1].id not in {*result.created, *result.updated}:
            one = replace(one, said_now=not in_its_words(one, before[-1]))
        if row is not None and row.import_digest != one.digest:
            if says_the_same(one, row):
                inbox.change(tx, row.id, import_digest=one.digest)
                result.unchanged += 1
            else:
                _replace(desk, tx, actor, source, row.id, one, now)
                result.updated.append(row.id)
        elif same := next((before for before in earlier if row is None and says_the_same(one, before)), None):
            inbox.change(tx, same.id, import_digest=one.digest)
            result.unchanged += 1
        elif row is not None or (one.case is None and said.again(one)):
            result.unchanged += 1
        else:
            fresh[one.key] = one
            if earlier:
                edited[one.key] = earlier[0].id
            said.add(one)
    groups = _groups(tx, list(fresh.values()), now)
    rows = [
        {**_row(desk, tx, source, new_id(), one, groups, now), "edit_of": edited.get(one.key)} for one in fresh.values()
    ]
    inbox.add_many(tx, rows, actor.name, now)
    lines.word_empty(tx, [row["question_group"] for row in rows if row["question_group"]], now)
    for row, one in zip(rows, fresh.values(), strict=True):
        if one.triaged.route is Route.CRISIS or one.case is not None:
            opening.note(desk, tx, actor, one, row["id"])
        if one.key in edited:
            opening.event(tx, f"question:{edited[one.key]}", "edited", actor, now, version=row["id"])
    result.created += [str(row["id"]) for row in rows if row["external_id"] not in edited]
    result.updated += [str(row["id"]) for row in rows if row["external_id"] in edited]


def _told_apart(tx: Transaction, batch: Sequence[Read]) -> tuple[list[Read], dict[str, Any]]:
    """The messages and what is here under their names; what is no edit of that has its name apart."""
    known = inbox.known(tx, [one.key for one in batch])
    others = {one.key for one in batch if one.key in known and not is_edit(one, known[one.key])}
    told = [replace(one, key=one.apart) if one.key in others else one for one in batch]
    return told, known | inbox.known(tx, [one.apart for one in batch if one.key in others]) if others else known


def _groups(tx: Transaction, batch: Sequence[Read], now: datetime) -> dict[str, tuple[str, Any]]:
    """Crisis messages are never merged with others, nor is what shows nothing but a picture, nor an edit whose words do
    not say why it is so pressing."""
    named = [(fingerprint_of(one), one) for one in batch if one.triaged.route is not Route.CRISIS and not one.kept]
    comparable = {name for name, one in named if one.triaged.route in inbox.COMPARED}
    wanted = {
        name: {
            "id": new_id(),
            "language": one.triaged.language,
            "text": one.triaged.masked,
            "compared": one.pictures is Pictures.ALONE,
            "comparable": name in comparable,
        }
        for name, one in named
    }
    return inbox.groups_of(tx, wanted, now) if wanted else {}


def _row(
    desk: Desk,
    tx: Transaction,
    source: str,
    own: str,
    one: Read,
    groups: dict[str, tuple[str, Any]],
    now: datetime,
) -> dict[str, Any]:
    key, message, triaged = fingerprint_of(one), one.message, one.triaged
    group, differs = groups.get(key, (None, None)) if triaged.route is not Route.CRISIS else (None, None)
    if one.kept and triaged.route is not Route.CRISIS:
        group, differs = lines.add(tx, triaged.route, triaged.language, triaged.masked, now), None
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
    values = _row(desk, tx, source, own, one, _groups(tx, [one], now), now)
    for name in ("id", "external_id", "made_at", "state"):
        values.pop(name)
    before = inbox.question(tx, own)
    if one.kept:  # what made it so pressing is still told
        values["labels"] = [*before.labels, *(label for label in values["labels"] if label not in before.labels)]
    inbox.change(tx, own, **values)
    for group in {before.question_group, values["question_group"]} - {None}:
        lines.word_anew(tx, group, now)
    opening.event(tx, f"question:{own}", "changed", actor, now, route=one.triaged.route.value)
    if one.triaged.route is Route.CRISIS or one.case is not None:
        opening.note(desk, tx, actor, one, own)


def labels_of(triaged: Triaged) -> list[dict[str, str]]:
    """Labels by name, each once; where they stood would lead into words that are masked here."""
    found = dict.fromkeys((mark.label.value, mark.detail) for mark in triaged.marks)
    return [{"label": label, "detail": detail} for label, detail in found]
