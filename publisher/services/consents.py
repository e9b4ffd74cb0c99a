"""Consent for patient material: recorded with its scope, channels and end; withdrawing it holds and takes back."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from publisher.domain.errors import NotFound, Refusal
from publisher.domain.ids import new_id
from publisher.domain.people import Person, Role
from publisher.domain.places import Language
from publisher.domain.publications import PublicationState
from publisher.domain.sentences import Sentence, say
from publisher.services import checking, facts, falling, wording
from publisher.services.desk import Actor, Desk, require, require_unit_of
from publisher.services.library import require_readable
from publisher.storage import Transaction, accounts, entries, events, people, publications
from publisher.storage import consents as rows
from publisher.storage.showing import Place

_S = PublicationState
LONGEST = 200
KEEPERS = (Role.DOCTOR, Role.EDITOR, Role.ADMINISTRATOR)


class GivenBy(StrEnum):
    """Who may say yes: the patient, a guardian for a child, the relatives for the dead."""

    PATIENT = "patient"
    GUARDIAN = "guardian"
    RELATIVES = "relatives"


@dataclass(frozen=True)
class Consent:
    """A record that consent was given in writing. `document` says where the form is kept, never who signed it."""

    id: str
    entry: str
    scope: str
    channels: tuple[str, ...]
    until: date
    given_by: GivenBy
    document: str
    recorded_at: datetime
    withdrawn_at: datetime | None


def consents(desk: Desk, actor: Actor, entry_id: str) -> list[Consent]:
    require(actor)
    with desk.db.read() as tx:
        if (row := entries.row(tx, entry_id)) is not None:
            require_readable(actor, row)
        found = rows.of_entry(tx, entry_id)
    return [
        Consent(
            row.id,
            row.entry,
            row.scope,
            tuple(row.channels),
            row.until,
            GivenBy(row.given_by),
            row.document,
            row.recorded_at,
            row.withdrawn_at,
        )
        for row in found
    ]


def record(
    desk: Desk,
    actor: Actor,
    entry_id: str,
    *,
    scope: str,
    until: date,
    given_by: GivenBy,
    document: str,
    channels: tuple[str, ...] = (),
) -> str:
    """Record a consent and check the newest version again; returns the record's id."""
    person = require(actor, *KEEPERS)
    scope, document = wording.typed(scope), wording.typed(document)
    reasons = _against_words(desk, person, scope, document)
    if until < desk.today():
        reasons.append(say("This consent ended on {date}.", date=until.isoformat()))
    reasons += [
        say("There is no channel of the kind “{kind}”.", kind=kind) for kind in channels if kind not in desk.channels
    ]
    if reasons:
        raise Refusal(*reasons)
    consent_id, now = new_id(), desk.clock()
    with desk.db.write() as tx:
        _kept_by(tx, person, entry_id)
        rows.add(
            tx,
            id=consent_id,
            entry=entry_id,
            scope=scope,
            channels=list(channels),
            until=until,
            given_by=given_by,
            document=document,
            recorded_by=person.id,
            recorded_at=now,
        )
        detail = {"consent": consent_id, "channels": list(channels), "until": until.isoformat(), "given_by": given_by}
        events.append(tx, f"entry:{entry_id}", "consent_recorded", actor.name, now, **detail)
        _check_again(desk, tx, entry_id)
    return consent_id


def _against_words(desk: Desk, person: Person, scope: str, document: str) -> list[Sentence]:
    """Whoever may read the text reads these words for as long as the record is kept: nobody's name stands in them."""
    reasons = []
    if not scope:
        reasons.append(say("Say what exactly was consented to."))
    if not document:
        reasons.append(say("Say where the signed form is kept (no patient's name)."))
    if max(len(scope), len(document)) > LONGEST:
        reasons.append(
            say("What was consented to and where the form is kept: at most {count} characters each.", count=LONGEST)
        )
        return reasons
    language = person.interface_language or Language.EN
    found = [one for words in (scope, document) for one in wording.pointing(desk.gate, words, language)]
    if found:
        told = ", ".join(found)
        reasons.append(say("Others read this record, and “{words}” points to a person: leave it out.", words=told))
    return reasons


def withdraw(desk: Desk, actor: Actor, consent_id: str) -> None:
    """The consent is taken back: what is queued is held, what is live removed, what was handed out called back."""
    person = require(actor, *KEEPERS)
    now = desk.clock()
    with desk.db.write() as tx:
        row = rows.by_id(tx, consent_id)
        if row is None:
            raise NotFound(say("There is no consent record {id}.", id=consent_id))
        # locked: whoever hands it out at this moment is before or after, never between
        _kept_by(tx, person, row.entry)
        if not rows.withdraw(tx, consent_id, now):
            return
        events.append(tx, f"entry:{row.entry}", "consent_withdrawn", actor.name, now, consent=consent_id)
        _take_back(desk, tx, actor, row.entry)
        _check_again(desk, tx, row.entry)


def _kept_by(tx: Transaction, person: Person, entry_id: str) -> None:
    row = entries.lock(tx, entry_id)
    if row is None:
        raise NotFound(say("There is no entry {id}.", id=entry_id))
    require_unit_of(person, row)


def _take_back(desk: Desk, tx: Transaction, actor: Actor, entry_id: str) -> None:
    now, reason = desk.clock(), say("the consent for the patient material was withdrawn.")
    falling.open_for_consent(desk, tx, actor, entry_id, now)
    kinds = {row.id: row.kind for row in accounts.all_rows(tx)}
    moves = {_S.SCHEDULED: _S.HELD, _S.QUEUED: _S.HELD, _S.AWAITING_HAND_OFF: _S.HELD, _S.PUBLISHED: _S.REMOVING}
    found = publications.in_states(tx, list(moves), entry=entry_id)
    places = [Place(one.revision, publication=one.id, channel=kinds[one.account]) for one in found]
    fall = {one.publication for one in falling.without_consent(desk, tx, entry_id, places)}
    for publication in found:
        after = moves[publication.state]
        if publication.id in fall and publications.move(tx, publication, after, now, reason=reason, next_at=now):
            record_name = f"publication:{publication.id}"
            events.append(tx, record_name, after.value, actor.name, now, before=publication.state, reason=reason)


def _check_again(desk: Desk, tx: Transaction, entry_id: str) -> None:
    row = entries.row(tx, entry_id)
    revision = entries.revision(tx, row.head_revision) if row.head_revision else None
    if revision is not None and not row.signed:
        author = people.by_id(tx, row.author) if row.author else None
        checking.check_revision(desk, tx, revision, author)
        facts.refresh(desk, tx, entry_id)
