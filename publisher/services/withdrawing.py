"""Taking an entry back for good: nothing more leaves, and what is live is removed wherever it stands."""

from datetime import datetime
from typing import Any

from publisher.domain.checking import CheckContext, Level
from publisher.domain.errors import NotAllowed, NotFound, Refusal
from publisher.domain.people import Role
from publisher.domain.places import Language
from publisher.domain.publications import OPEN_STATES, Publication, PublicationState
from publisher.domain.sentences import say
from publisher.services import checking, library, reopening, states, wording
from publisher.services.desk import Actor, Desk, require, require_unit
from publisher.services.falling import open_recall
from publisher.services.library import view
from publisher.services.views import EntryView, PublicationRow
from publisher.storage import Transaction, entries, events, publications


def withdraw(desk: Desk, actor: Actor, entry_id: str, reason: str) -> EntryView:
    """Take an entry back for good: nothing more leaves, and what is live is removed wherever it stands.

    Questions it was to answer, and nobody was told of, wait for a doctor again.
    """
    person = require(actor, Role.DOCTOR, Role.REVIEWER, Role.ADMINISTRATOR)
    if not reason.strip():
        raise Refusal(say("Say why it is withdrawn; readers see this sentence."))
    _require_public(desk, entry_id, reason)
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
            reopening.let_go(desk, tx, actor, entry_id)
        return view(desk, tx, entry_id)


def _require_public(desk: Desk, entry_id: str, reason: str) -> None:
    """Readers of the text see the reason: it points to nobody and says nothing that a rule forbids in public."""
    with desk.db.read() as tx:
        row = entries.row(tx, entry_id)
        head = entries.revision(tx, row.head_revision) if row is not None and row.head_revision else None
    if row is None:
        return
    words = wording.typed(reason)
    if found := wording.pointing(desk.gate, words, Language(row.language)):
        raise Refusal(
            say("Everybody reads this reason, and “{words}” points to a person: leave it out.", words=", ".join(found))
        )
    context = CheckContext(
        language=wording.language_of(words, Language(row.language)),
        jurisdictions=checking.context_of(desk, head.content, None).jurisdictions if head else (),
    )
    forbidden = [one.rule for one in checking.report_of(desk.gate, words, context).findings if one.level is Level.BLOCK]
    if forbidden:
        rules = ", ".join(dict.fromkeys(forbidden))
        raise Refusal(say("Everybody reads this reason, and it may not be said in public: {rules}.", rules=rules))


def take_back(tx: Transaction, actor: Actor, entry_id: str, reason: str, now: datetime) -> None:
    """List every place that shows an entry for its recall, cancel what waits and remove what is live."""
    open_recall(tx, actor, entry_id, now)
    live = [PublicationState.PUBLISHED, PublicationState.CORRECTING]
    for publication in publications.in_states(tx, [*OPEN_STATES, *live], entry=entry_id):
        if publication.state in live:
            _move(tx, publication, PublicationState.REMOVING, now, actor, reason, next_at=now)
        elif not may_be_there(publication):
            _move(tx, publication, PublicationState.CANCELLED, now, actor, reason)
        elif publication.state is PublicationState.HELD:
            _move(tx, publication, PublicationState.UNKNOWN, now, actor, reason, next_at=now)
        elif publication.doubted_since:
            publications.look_again(tx, publication, now)


def may_be_there(publication: Publication) -> bool:
    """Whether it may stand on its channel without a proof: it is asked about first, and taken back once it is known."""
    asked = (PublicationState.SENDING, PublicationState.UNKNOWN, PublicationState.NEEDS_REVIEW)
    return publication.state in asked or (publication.may_be_out and not publication.prepared)


def _move(
    tx: Transaction,
    publication: Publication,
    after: PublicationState,
    now: datetime,
    actor: Actor,
    reason: str,
    **values: Any,
) -> None:
    if publications.move(tx, publication, after, now, reason=reason, **values):
        events.append(
            tx, f"publication:{publication.id}", after.value, actor.name, now, before=publication.state, reason=reason
        )


def left_for_a_person(desk: Desk, actor: Actor) -> list[PublicationRow]:
    """What is still live of texts that were taken back, and only a person can take down; each with its link."""
    found = library.publications(desk, actor, state=PublicationState.REMOVING.value, size=100).items
    return [row for row in found if states.left_for_a_person(row.publication, desk.clock())]
