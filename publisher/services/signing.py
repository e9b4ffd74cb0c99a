"""Signing: a doctor's statement over the exact bytes she read; and approval by a second person."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from publisher.domain.checking import EntryKind
from publisher.domain.entries import Content
from publisher.domain.errors import NotAllowed, NotFound, Refusal
from publisher.domain.ids import new_id
from publisher.domain.people import Person, Role
from publisher.domain.places import Language
from publisher.domain.sentences import Sentence, say
from publisher.domain.signing import STATEMENT, Signature
from publisher.services import checking, corrected, drafting, facts, linking, resolving, superseding
from publisher.services.desk import Actor, Desk, require, require_unit
from publisher.services.library import require_readable, view
from publisher.services.signing_reasons import reasons_against
from publisher.services.views import EntryView, QueueItem
from publisher.storage import Transaction, consistency, entries, events, listing

if TYPE_CHECKING:
    from publisher.services.conflicts import Compared

_TRIES = 3  # how often a text is compared anew because others signed meanwhile


def why_not(desk: Desk, actor: Actor, entry_id: str) -> list[Sentence]:
    """Every reason why this person cannot sign this entry now; empty when she can."""
    with desk.db.read() as tx:
        row = entries.row(tx, entry_id)
        if row is None:
            raise NotFound(say("There is no entry {id}.", id=entry_id))
        return reasons_against(desk, tx, actor, row)


def open_for_signing(desk: Desk, actor: Actor, entry_id: str) -> EntryView:
    """Open a text in full before signing: checks it under the packs of now; an import gets its first version."""
    require(actor, Role.DOCTOR)
    with desk.db.write() as tx:
        row = entries.lock(tx, entry_id)
        if row is None:
            raise NotFound(say("There is no entry {id}.", id=entry_id))
        require_readable(actor, row)
        _check_now(desk, tx, actor, row)
        opened = view(desk, tx, entry_id)
    if opened.signature is None and opened.revision is not None:
        from publisher.services import conflicts  # numpy and the models only where they are needed

        conflicts.find(desk, entry_id)
    return opened


def _check_now(desk: Desk, tx: Transaction, actor: Actor, row: Any) -> None:
    if row.head_revision is None and row.withdrawn_at is None:
        drafting.keep_for_signing(desk, tx, actor, row.id)
        row = entries.row(tx, row.id)
    revision = entries.revision(tx, row.head_revision) if row.head_revision else None
    if revision is not None and not row.signed:
        checking.check_revision(desk, tx, revision, actor.person)
        facts.refresh(desk, tx, row.id)


def sign(
    desk: Desk,
    actor: Actor,
    entry_id: str,
    revision: str | None = None,
    opened: bool = True,
    *,
    compared: bool = False,
) -> EntryView:
    """Sign the newest revision. Refused with every reason at once; signing twice changes nothing.

    `revision` is the one the doctor read: if a newer one exists meanwhile, nothing is signed. `opened` says that she
    opened the whole text. `compared`: the caller knows that the text contradicts none here, as of the sample texts.
    """
    person = require(actor, Role.DOCTOR)
    for _ in range(_TRIES):
        found = None if compared else _compare(desk, actor, entry_id)
        with desk.db.write() as tx:
            consistency.one_signs(tx)
            row = _there(entries.lock(tx, entry_id), entry_id)
            if row.head_revision and entries.signature(tx, row.head_revision) and revision in (None, row.head_revision):
                return view(desk, tx, entry_id)
            if row.head_revision and entries.signature(tx, row.head_revision):
                raise Refusal(checking.NEWER)
            if not compared and not _still_true(tx, found, row):
                continue
            _check_now(desk, tx, actor, row)
            row = entries.row(tx, entry_id)
            if found:
                consistency.keep(tx, entry_id, found.found, desk.clock())
            reasons = reasons_against(desk, tx, actor, row) + (found.lacking if found else [])
            if newer := checking.newer_than(row, revision):
                reasons.append(newer)
            if not opened:
                reasons.append(say("Open the whole text before you sign it."))
            if reasons:
                raise Refusal(*reasons)
            _sign(desk, tx, actor, person, row)
            return view(desk, tx, entry_id)
    raise Refusal(say("Others sign at this moment; sign again."))


def _sign(desk: Desk, tx: Transaction, actor: Actor, person: Person, row: Any) -> None:
    now = desk.clock()
    _write_signature(desk, tx, person, row, now)
    events.append(tx, f"entry:{row.id}", "signed", actor.name, now, revision=row.head_revision)
    facts.refresh(desk, tx, row.id)
    corrected.follow(tx, actor, row.id, now)
    linking.carry_out(desk, tx, actor, row.id)
    superseding.carry_out(desk, tx, actor, row.id, now)


def _compare(desk: Desk, actor: Actor, entry_id: str) -> "Compared | None":
    """Look for conflicts before the transaction that signs: comparing takes longer than a write may."""
    from publisher.services import conflicts  # numpy and the models only where they are needed

    with desk.db.read() as tx:
        row = _there(entries.row(tx, entry_id), entry_id)
        if row.head_revision and entries.signature(tx, row.head_revision):
            return None
    require_readable(actor, row)
    if row.head_revision is None and row.author in (None, actor.id):
        with desk.db.write() as tx:
            _check_now(desk, tx, actor, _there(entries.lock(tx, entry_id), entry_id))
    return conflicts.of_everything_signed(desk, entry_id)


def _still_true(tx: Transaction, found: "Compared | None", row: Any) -> bool:
    """Whether this very version was compared, and nobody signed anything of its language since."""
    if found is None or found.revision != row.head_revision:
        return False
    return consistency.signed_since(tx, found.signatures, row.language) == []


def _there(row: Any, entry_id: str) -> Any:
    if row is None:
        raise NotFound(say("There is no entry {id}.", id=entry_id))
    return row


def _write_signature(desk: Desk, tx: Transaction, person: Person, row: Any, now: datetime) -> None:
    revision = entries.revision(tx, row.head_revision)
    found = entries.report(tx, row.head_revision)
    licence = person.valid_licence(desk.today())
    if revision is None or found is None or licence is None:
        raise Refusal(say("Nothing is ready to be signed: there is no finished version yet."))
    statement = STATEMENT[Language(row.language)]
    digest = Signature.digest_of(
        revision.digest, found[1], person.id, licence.number, statement, now.isoformat(timespec="microseconds")
    )
    entries.add_signature(
        tx,
        Signature(new_id(), revision.id, revision.digest, found[1], person.id, licence.number, statement, now, digest),
    )
    if row.author is None:
        entries.set_facts(tx, row.id, author=person.id)


def genuine(signature: Signature, revision_digest: str, content: Content) -> bool:
    """Whether a stored signature still fits: the words' digest, the revision's and the signature's own."""
    own = Signature.digest_of(
        signature.revision_digest,
        signature.report_digest,
        signature.person,
        signature.licence_number,
        signature.statement,
        signature.signed_at.isoformat(timespec="microseconds"),
    )
    return signature.revision_digest == revision_digest == content.digest() and signature.digest == own


def approve(desk: Desk, actor: Actor, entry_id: str, revision: str | None = None) -> EntryView:
    """The second person's yes to a signed revision, which then answers and replaces what it was to.

    Never the signer's own, and not while it is returned: a new version is approved instead. `revision` is the one she
    read: if a newer one exists meanwhile, nothing is approved.
    """
    person = require(actor, Role.REVIEWER)
    with desk.db.read() as tx:
        _approvable(entries.row(tx, entry_id), tx, person, entry_id, revision)
    from publisher.services import conflicts  # numpy and the models only where they are needed

    found = conflicts.of_everything_signed(desk, entry_id)
    now = desk.clock()
    with desk.db.write() as tx:
        consistency.one_signs(tx)
        row = _approvable(entries.lock(tx, entry_id), tx, person, entry_id, revision or found.revision)
        if entries.approval(tx, row.head_revision) is None:
            consistency.keep(tx, entry_id, found.found, now)
            if reasons := found.lacking + resolving.against_signing(tx, entry_id, person):
                raise Refusal(*reasons)
            entries.add_approval(tx, row.head_revision, person.id, now)
            events.append(tx, f"entry:{entry_id}", "approved", actor.name, now, revision=row.head_revision)
        facts.refresh(desk, tx, entry_id)
        corrected.follow(tx, actor, entry_id, now)
        linking.carry_out(desk, tx, actor, entry_id)
        superseding.carry_out(desk, tx, actor, entry_id, now)
        return view(desk, tx, entry_id)


def _approvable(row: Any, tx: Transaction, person: Person, entry_id: str, read: str | None) -> Any:
    row = _there(row, entry_id)
    if reason := checking.newer_than(row, read):
        raise Refusal(reason)
    signature = entries.signature(tx, row.head_revision) if row.head_revision else None
    if signature is None or row.edited:
        raise Refusal(say("Only a signed version can be approved; this one is not signed."))
    if person.id in (signature.person, row.author):
        raise NotAllowed(say("Nobody approves what she signed or wrote; ask another reviewer."))
    require_unit(person, row.unit)
    if row.returned_reason is not None:
        raise Refusal(say("A reviewer returned it: {reason}", reason=row.returned_reason))
    return row


def signing_queue(desk: Desk, actor: Actor, limit: int = 20, after: str | None = None) -> list[QueueItem]:
    """What this doctor may open and sign next: her own texts first, then imported answers in her languages."""
    person = require(actor, Role.DOCTOR)
    languages = [str(language) for language in person.languages or tuple(Language)]
    with desk.db.read() as tx:
        rows = listing.signing_queue(tx, person.id, languages, after, limit)
    return [
        QueueItem(row.id, row.title, Language(row.language), EntryKind(row.kind), row.imported, row.excerpt)
        for row in rows
    ]
