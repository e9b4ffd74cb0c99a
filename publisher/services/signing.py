"""Signing: a doctor's statement over the exact bytes she read; and approval by a second person."""

from datetime import datetime
from typing import Any

from publisher.domain.checking import EntryKind, Level
from publisher.domain.entries import Content
from publisher.domain.errors import NotAllowed, NotFound, Refusal
from publisher.domain.ids import new_id
from publisher.domain.people import Person, Role
from publisher.domain.places import Language
from publisher.domain.sentences import Sentence, say
from publisher.domain.signing import STATEMENT, Signature
from publisher.services import assistant_claims, checking, drafting, facts, falling, linking, resolving, translated
from publisher.services.desk import Actor, Desk, elsewhere, require, require_unit
from publisher.services.library import require_readable, view
from publisher.services.views import EntryView, QueueItem
from publisher.storage import Transaction, entries, events, listing


def why_not(desk: Desk, actor: Actor, entry_id: str) -> list[Sentence]:
    """Every reason why this person cannot sign this entry now; empty when she can."""
    with desk.db.read() as tx:
        row = entries.row(tx, entry_id)
        if row is None:
            raise NotFound(say("There is no entry {id}.", id=entry_id))
        return _reasons(desk, tx, actor, row)


def _reasons(desk: Desk, tx: Transaction, actor: Actor, row: Any) -> list[Sentence]:
    person = actor.person
    if person is None or not person.active or not person.has(Role.DOCTOR):
        return [say("Only a doctor signs.")]
    reasons = _personal_reasons(desk, person, row)
    revision = entries.revision(tx, row.head_revision) if row.head_revision else None
    if revision is None:
        return [*reasons, say("Nothing is ready to be signed: there is no finished version yet.")]
    if row.edited:
        reasons.append(say("The text was edited since its last version; finish the version first."))
    reasons += unfit(revision.content, desk.today())
    if fallen := translated.against(tx, revision.content):
        reasons.append(say("Compare it with what holds now and say so first: {reason}", reason=fallen))
    found = entries.report(tx, revision.id)
    if found is None:
        return [*reasons, say("This version has not been checked yet.")]
    accepted = {item.rule for item in entries.acceptances(tx, revision.id)}
    for finding in found[0].findings:
        if finding.level is Level.BLOCK:
            reasons.append(say("{rule}: {message}", rule=finding.rule, message=finding.message_in(row.language)))
        elif finding.level is Level.REVIEW and finding.rule not in accepted:
            reasons.append(
                say(
                    "{rule} waits for a reviewer: {message}",
                    rule=finding.rule,
                    message=finding.message_in(row.language),
                )
            )
    reasons += assistant_claims.against_signing(tx, row.id, revision.content.body)
    return _once(reasons + resolving.against_signing(tx, row.id, person))


def _compare(desk: Desk, entry_id: str) -> None:
    """Look for conflicts before the transaction that signs: comparing takes longer than a write may."""
    from publisher.services import conflicts  # numpy and the models only where they are needed

    conflicts.find(desk, entry_id)


def _once(reasons: list[Sentence]) -> list[Sentence]:
    return list({str(reason): reason for reason in reasons}.values())


def _personal_reasons(desk: Desk, person: Person, row: Any) -> list[Sentence]:
    reasons = []
    if row.author not in (None, person.id):
        reasons.append(say("This text is another doctor's; only its author signs it."))
    elif row.author is None and (reason := elsewhere(person, row.unit)) is not None:
        reasons.append(reason)
    if row.withdrawn_at is not None:
        reasons.append(say("This entry was withdrawn."))
    if row.superseded_by is not None:
        reasons.append(say("A newer answer has taken the place of this one."))
    if row.returned_reason is not None:
        reasons.append(say("A reviewer returned it: {reason}", reason=row.returned_reason))
    if person.valid_licence(desk.today()) is None:
        reasons.append(no_licence(person))
    return reasons


def no_licence(person: Person) -> Sentence:
    """Why a person's licences do not allow signing or sending today."""
    if not person.licences:
        return say("{name} has no licence on record.", name=person.name)
    last = max(person.licences, key=lambda licence: licence.valid_until)
    return say(
        "The licence {number} of {name} ended on {date}.",
        number=last.number,
        name=person.name,
        date=last.valid_until.isoformat(),
    )


def unfit(content: Content, today: Any) -> list[Sentence]:
    """What is missing in a text before anybody could answer for it."""
    reasons = []
    if not content.title.strip():
        reasons.append(say("The title is missing."))
    if not content.body.strip():
        reasons.append(say("The text is empty."))
    if content.kind is EntryKind.ANSWER and not (content.question or "").strip():
        reasons.append(say("An answer needs its question."))
    if content.review_by is not None and content.review_by < today:
        reasons.append(say("Its review date, {date}, has passed.", date=content.review_by.isoformat()))
    return reasons


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
        _compare(desk, entry_id)
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
    now = desk.clock()
    with desk.db.read() as tx:
        row = entries.row(tx, entry_id)
    if row is not None and not row.signed and row.head_revision is None:
        open_for_signing(desk, actor, entry_id)
    elif row is not None and not row.signed and not compared:
        _compare(desk, entry_id)
    with desk.db.write() as tx:
        row = entries.lock(tx, entry_id)
        if row is None:
            raise NotFound(say("There is no entry {id}.", id=entry_id))
        if row.head_revision and entries.signature(tx, row.head_revision) and revision in (None, row.head_revision):
            return view(desk, tx, entry_id)
        _check_now(desk, tx, actor, row)
        row = entries.row(tx, entry_id)
        reasons = _reasons(desk, tx, actor, row)
        if revision is not None and row.head_revision != revision:
            reasons.append(say("A newer version exists than the one you read; open it and read it again."))
        if not opened:
            reasons.append(say("Open the whole text before you sign it."))
        if reasons:
            raise Refusal(*reasons)
        _write_signature(desk, tx, person, row, now)
        events.append(tx, f"entry:{entry_id}", "signed", actor.name, now, revision=row.head_revision)
        falling.follow_signature(tx, actor, entry_id, now)
        resolving.carry_out(tx, actor, entry_id, now)
        linking.carry_out(desk, tx, actor, entry_id)
        facts.refresh(desk, tx, entry_id)
        return view(desk, tx, entry_id)


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


def approve(desk: Desk, actor: Actor, entry_id: str) -> EntryView:
    """The second person's yes to a signed revision; never the signer's own."""
    person = require(actor, Role.REVIEWER)
    now = desk.clock()
    with desk.db.write() as tx:
        row = entries.lock(tx, entry_id)
        if row is None:
            raise NotFound(say("There is no entry {id}.", id=entry_id))
        signature = entries.signature(tx, row.head_revision) if row.head_revision else None
        if signature is None or row.edited:
            raise Refusal(say("Only a signed version can be approved; this one is not signed."))
        if person.id in (signature.person, row.author):
            raise NotAllowed(say("Nobody approves what she signed or wrote; ask another reviewer."))
        require_unit(person, row.unit)
        if entries.approval(tx, row.head_revision) is None:
            entries.add_approval(tx, row.head_revision, person.id, now)
            events.append(tx, f"entry:{entry_id}", "approved", actor.name, now, revision=row.head_revision)
        facts.refresh(desk, tx, entry_id)
        return view(desk, tx, entry_id)


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
