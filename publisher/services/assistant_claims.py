"""Against rubber-stamping: what is signed as the assistant wrote it needs its claims confirmed, one by one."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from publisher.domain.errors import NotFound
from publisher.domain.people import Role
from publisher.domain.sentences import Sentence, say
from publisher.services.desk import Actor, Desk, require, require_unit_of
from publisher.storage import Transaction, assistant, entries, events

_LOOKED_BACK = 10


def digest_of(body: str) -> str:
    """The same for two bodies that differ in white space only."""
    return hashlib.sha256(" ".join(body.split()).encode("utf-8", "replace")).hexdigest()


def claims(row: Any) -> tuple[int, ...]:
    """Places of the sentences taken that state a number or deny something; of all that were taken if none does."""
    taken = sorted(row.accepted)
    return tuple(place for place in taken if row.sentences[place]["claim"]) or tuple(taken)


def confirm(desk: Desk, actor: Actor, draft_id: str, places: Sequence[int]) -> None:
    """A doctor confirms claims of a draft against their sources."""
    person = require(actor, Role.DOCTOR)
    with desk.db.write() as tx:
        row = assistant.lock_draft(tx, draft_id)
        if row is None:
            raise NotFound(say("There is no draft {id}.", id=draft_id))
        require_unit_of(person, entries.row(tx, row.entry))
        ticked = sorted({*row.ticked, *(place for place in places if place in row.accepted)})
        assistant.change_draft(tx, draft_id, ticked=ticked)
        detail = {"draft": draft_id, "claims": ticked, "by": person.id}
        events.append(tx, f"entry:{row.entry}", "claims_confirmed", actor.name, desk.clock(), **detail)


def unedited(tx: Transaction, entry_id: str, body: str) -> Any:
    """The draft that stands in a text as it was taken over; None when somebody wrote in it since, or there is none."""
    digest = digest_of(body)
    found = assistant.of_entry(tx, entry_id, _LOOKED_BACK)
    return next((row for row in found if row.body_digest == digest and row.accepted), None)


@dataclass(frozen=True)
class Waiting:
    """The draft that stands unedited in an entry's words of now, and the places of its claims."""

    draft: str
    claims: tuple[int, ...]


def waiting(desk: Desk, actor: Actor, entry_id: str) -> Waiting | None:
    """What is to be confirmed for the words as they are saved now; None when somebody wrote in them."""
    person = require(actor)
    with desk.db.read() as tx:
        entry = entries.row(tx, entry_id)
        if entry is None or (entry.author != person.id and not person.works_in(entry.unit)):
            return None
        working = entries.working_copy(tx, entry_id)
        row = unedited(tx, entry_id, working.content.body) if working else None
        return Waiting(row.id, claims(row)) if row is not None else None


def against_signing(tx: Transaction, entry_id: str, body: str) -> list[Sentence]:
    """One reason while an unedited draft has claims that nobody confirmed."""
    row = unedited(tx, entry_id, body)
    left = len(set(claims(row)) - set(row.ticked)) if row is not None else 0
    if not left:
        return []
    return [
        say(
            "This text stands as the assistant wrote it: confirm its {count} claims one by one, or edit it.", count=left
        )
    ]
