"""May this publication leave now? Asked when it is scheduled and again at the moment of sending."""

from dataclasses import dataclass, field
from typing import Any

from publisher.domain.checking import CheckContext, Flag, Level
from publisher.domain.entries import Revision
from publisher.domain.errors import Refusal
from publisher.domain.people import Person
from publisher.domain.sentences import Sentence, say
from publisher.domain.signing import Signature
from publisher.services import checking, freezing, translated
from publisher.services.desk import Desk
from publisher.services.signing import genuine
from publisher.services.signing_reasons import no_licence
from publisher.storage import Transaction, accounts, entries, people


@dataclass(frozen=True)
class Fitness:
    """`gone`: never again (withdrawn, replaced). `reasons`: held until somebody acts. Neither: it may leave."""

    gone: Sentence | None = None
    reasons: tuple[Sentence, ...] = ()


def standing(desk: Desk, tx: Transaction, entry_row: Any, revision_id: str) -> Fitness:
    """Whether a revision still stands: not withdrawn, signed, approved, licensed, within its review date."""
    signature = entries.signature(tx, revision_id)
    signer = people.by_id(tx, signature.person) if signature else None
    return _standing(desk, tx, entry_row, revision_id, entries.revision(tx, revision_id), signature, signer)


def _standing(
    desk: Desk,
    tx: Transaction,
    entry_row: Any,
    revision_id: str,
    revision: Revision | None,
    signature: Signature | None,
    signer: Person | None,
) -> Fitness:
    if entry_row.withdrawn_at is not None:
        return Fitness(gone=say("the entry was withdrawn."))
    if entry_row.superseded_by is not None:
        return Fitness(gone=say("a newer answer has taken its place."))
    if revision is None or signature is None or not genuine(signature, revision.digest, revision.content):
        return Fitness(reasons=(say("the signature does not fit these words."),))
    reasons = []
    today = desk.today()
    if signer is None or not signer.active:
        reasons.append(say("the account of the doctor who signed is closed."))
    elif signer.valid_licence(today) is None:
        reasons.append(no_licence(signer))
    if late := _overdue(desk, revision):
        reasons.append(late)
    if fallen := translated.against(tx, revision.content):
        reasons.append(fallen)
    if entry_row.approval_missing and entry_row.head_revision == revision_id:
        reasons.append(say("a reviewer has not approved it yet."))
    return Fitness(reasons=tuple(reasons))


def overdue(desk: Desk, tx: Transaction, revision_id: str) -> Sentence | None:
    """Whether a revision's review date has passed."""
    return _overdue(desk, entries.revision(tx, revision_id))


def _overdue(desk: Desk, revision: Revision | None) -> Sentence | None:
    if revision is None or revision.content.review_by is None or revision.content.review_by >= desk.today():
        return None
    return say("its review date, {date}, has passed.", date=revision.content.review_by.isoformat())


def context_for(desk: Desk, tx: Transaction, revision_id: str, channel: str) -> CheckContext:
    """The context in which a signed revision is checked for a kind of channel."""
    revision, signature = entries.revision(tx, revision_id), entries.signature(tx, revision_id)
    if revision is None or signature is None:
        raise Refusal(say("the signature does not fit these words."))
    return checking.context_of_revision(desk, tx, revision, people.by_id(tx, signature.person), channel)


@dataclass
class LastAnswer:
    """What the packs said last of one text, and what they were asked: asked the same, they are not run again."""

    asked: tuple[Any, ...] | None = None
    against: list[Sentence] = field(default_factory=list)


def findings_against(
    desk: Desk, tx: Transaction, revision_id: str, channel: str, last: LastAnswer | None = None
) -> list[Sentence]:
    """What the packs of now forbid in a revision on a channel, less what a reviewer accepted."""
    revision, signature = entries.revision(tx, revision_id), entries.signature(tx, revision_id)
    if revision is None or signature is None:
        return [say("the signature does not fit these words.")]
    signer = people.by_id(tx, signature.person)
    context = checking.context_of_revision(desk, tx, revision, signer, channel)
    accepted = frozenset(item.rule for item in entries.acceptances(tx, revision_id))
    last, asked = last or LastAnswer(), (desk.gate, revision_id, context, accepted)
    if last.asked == asked:
        return last.against
    report = checking.report_of(desk.gate, revision.content.body, context)
    stopping = [
        finding
        for finding in report.findings
        if finding.level is Level.BLOCK or (finding.level is Level.REVIEW and finding.rule not in accepted)
    ]
    last.asked = asked
    last.against = [
        say("{rule}: {message}", rule=finding.rule, message=finding.message_in(revision.content.language))
        for finding in stopping
    ]
    return last.against


def fitness(desk: Desk, tx: Transaction, row: Any) -> Fitness:
    """The whole question for a frozen publication: standing, findings, and whether it still renders the same.

    The rules run again only when packs, licence, account or renderer differ from those it was frozen under.
    """
    entry_row = entries.row(tx, row.entry)
    revision, signature = entries.revision(tx, row.revision), entries.signature(tx, row.revision)
    signer = people.by_id(tx, signature.person) if signature else None
    stands = _standing(desk, tx, entry_row, row.revision, revision, signature, signer)
    if stands.gone or stands.reasons:
        return stands
    account = accounts.by_id(tx, row.account)
    post, rendered = freezing.frozen_from_json(row.frozen)
    if freezing.digest_of(post, rendered) != row.frozen_digest:
        return Fitness(reasons=(say("what was prepared for the channel is damaged; schedule it again."),))
    if signer is None or revision is None:
        return Fitness(reasons=(say("the signature does not fit these words."),))
    context = checking.context_of_revision(desk, tx, revision, signer, account.kind)
    now_versions = {pack.id: pack.version for pack in desk.gate.versions(context)}
    licence = signer.valid_licence(desk.today())
    same = (
        row.versions["packs"] == now_versions
        and row.versions["texts"] == desk.gate.texts_version
        and row.versions["licence"] == ([licence.number, licence.valid_until.isoformat()] if licence else None)
        and row.versions["consent"] == (Flag.CONSENT_RECORDED in context.flags)
        and row.versions["account"] == [account.kind, account.settings]
        and row.versions["renderer"] == freezing.versions_of_renderer(desk, account.kind)
    )
    return Fitness() if same else _under_new_versions(desk, tx, row, entry_row, revision, account)


def _under_new_versions(desk: Desk, tx: Transaction, row: Any, entry_row: Any, revision: Any, account: Any) -> Fitness:
    forbidden = findings_against(desk, tx, row.revision, account.kind)
    if forbidden:
        return Fitness(reasons=tuple(forbidden))
    try:
        fresh = freezing.freeze(desk, tx, entry_row, revision, account)
    except Refusal as refusal:
        return Fitness(reasons=refusal.reasons)
    if fresh.digest != row.frozen_digest:
        return Fitness(
            reasons=(
                say("a pack, licence or account changed and the post would look different now; look at it and resume."),
            )
        )
    return Fitness()
