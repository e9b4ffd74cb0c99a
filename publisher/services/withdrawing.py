"""Taking an entry back for good: nothing more leaves, and what is live is removed wherever it stands."""

from datetime import datetime
from typing import Any

from publisher.domain.errors import NotAllowed, NotFound, Refusal
from publisher.domain.people import Role
from publisher.domain.publications import OPEN_STATES, Publication, PublicationState
from publisher.domain.sentences import say
from publisher.services import library, states
from publisher.services.desk import Actor, Desk, require, require_unit
from publisher.services.library import view
from publisher.services.recalling import open_recall
from publisher.services.views import EntryView, PublicationRow
from publisher.storage import Transaction, entries, events, publications


def withdraw(desk: Desk, actor: Actor, entry_id: str, reason: str) -> EntryView:
    """Take an entry back for good: nothing more leaves, and what is live is removed wherever it stands."""
    person = require(actor, Role.DOCTOR, Role.REVIEWER, Role.ADMINISTRATOR)
    if not reason.strip():
        raise Refusal(say("Say why it is withdrawn; readers see this sentence."))
    now = desk.clock()
    with desk.db.write() as tx:
        row = entries.lock(tx, entry_id)
        if row is None:
            raise NotFound(say("There is no entry {id}.", id=entry_id))
        if row.author != person.id and not person.has(Role.REVIEWER, Role.ADMINISTRATOR):
            raise NotAllowed(say("Only its author, a reviewer or an administrator withdraws a text."))
        if row.author != person.id:
            require_unit(person, row.unit)
        if row.withdrawn_at is None:
            entries.set_facts(tx, entry_id, withdrawn_at=now, withdrawn_reason=reason.strip(), updated_at=now)
            events.append(tx, f"entry:{entry_id}", "withdrawn", actor.name, now, reason=reason.strip())
            take_back(tx, actor, entry_id, reason.strip(), now)
        return view(desk, tx, entry_id)


def take_back(tx: Transaction, actor: Actor, entry_id: str, reason: str, now: datetime) -> None:
    """List every place that shows an entry for its recall, cancel what waits and remove what is live."""
    open_recall(tx, actor, entry_id, now)
    moves = {
        PublicationState.PUBLISHED: PublicationState.REMOVING,
        PublicationState.CORRECTING: PublicationState.REMOVING,
    }
    for publication in publications.in_states(tx, [*OPEN_STATES, *moves], entry=entry_id):
        if publication.state in (PublicationState.SENDING, PublicationState.UNKNOWN):
            continue  # its outcome is not known yet; the worker takes it back as soon as it is
        after = moves.get(publication.state, PublicationState.CANCELLED)
        _move(tx, publication, after, now, actor, reason)


def _move(
    tx: Transaction, publication: Publication, after: PublicationState, now: datetime, actor: Actor, reason: str
) -> None:
    values: dict[str, Any] = {"reason": reason}
    if after is PublicationState.REMOVING:
        values["next_at"] = now
    if publications.move(tx, publication, after, now, **values):
        events.append(
            tx, f"publication:{publication.id}", after.value, actor.name, now, before=publication.state, reason=reason
        )


def left_for_a_person(desk: Desk, actor: Actor) -> list[PublicationRow]:
    """What is still live of texts that were taken back, and only a person can take down; each with its link."""
    found = library.publications(desk, actor, state=PublicationState.REMOVING.value, size=100).items
    return [row for row in found if states.left_for_a_person(row.publication, desk.clock())]
