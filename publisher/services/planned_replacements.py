"""Which older answers a text is going to take the place of, and how that is taken back before it happens.

It is chosen by one tap and silences the conflict between the two: whoever signs or approves the text has to see it.
"""

from dataclasses import dataclass

from publisher.domain.errors import NotAllowed, NotFound, Refusal
from publisher.domain.people import Person, Role
from publisher.domain.sentences import say
from publisher.services.desk import Actor, Desk, require
from publisher.services.library import require_readable
from publisher.storage import consistency, entries, events, replacements


@dataclass(frozen=True)
class Planned:
    """An older answer that falls as soon as the new text stands. `may_keep`: this person may still keep it."""

    answer: str
    title: str
    may_keep: bool


def of_entry(desk: Desk, actor: Actor, entry_id: str) -> list[Planned]:
    """What this text is still going to replace."""
    person = require(actor)
    with desk.db.read() as tx:
        row = entries.row(tx, entry_id)
        if row is None:
            return []
        require_readable(actor, row)
        return [
            Planned(one.old, one.title, _may_keep(person, row.author, one.person))
            for one in replacements.to_come(tx, entry_id)
        ]


def keep_old(desk: Desk, actor: Actor, entry_id: str, old_id: str) -> None:
    """The older answer stays after all, and what lies between the two is a conflict again. Twice changes nothing.

    For who chose the replacement and for the author of the new text; Refusal once it has happened.
    """
    person = require(actor, Role.DOCTOR)
    with desk.db.write() as tx:
        consistency.one_signs(tx)  # a signature or an approval carries it out
        row, old = entries.lock(tx, entry_id), entries.row(tx, old_id)
        if row is None or old is None:
            raise NotFound(say("There is no entry {id}.", id=entry_id if row is None else old_id))
        if old.superseded_by == entry_id:
            raise Refusal(say("“{title}” has been replaced already.", title=old.title))
        chosen = [one.person for one in replacements.to_come(tx, entry_id) if one.old == old_id]
        if not chosen:
            return
        if not _may_keep(person, row.author, chosen[0]):
            raise NotAllowed(say("Only who chose this replacement, or whose text it is, keeps the old answer."))
        replacements.drop(tx, entry_id, old_id)
        events.append(tx, f"entry:{entry_id}", "replacement_dropped", actor.name, desk.clock(), old=old_id)


def _may_keep(person: Person, author: str | None, chosen_by: str) -> bool:
    return person.has(Role.DOCTOR) and person.id in (author, chosen_by)
