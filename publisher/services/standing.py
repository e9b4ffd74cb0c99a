"""Which signed text stands at this second for a community, asked of the database each time, and the post it makes."""

from dataclasses import dataclass, replace

from publisher.channels.contract import Post
from publisher.domain.checking import CheckReport, Level
from publisher.domain.communities import Community
from publisher.domain.entries import STANDING, Revision
from publisher.domain.errors import NotFound, Refusal
from publisher.domain.people import Person
from publisher.domain.places import Jurisdiction
from publisher.domain.sentences import Sentence, say
from publisher.domain.signing import Signature
from publisher.services import checking, fitness, freezing
from publisher.services.desk import Desk
from publisher.storage import Transaction, entries, listing, people


@dataclass(frozen=True)
class Standing:
    """A text that may be handed out now, and the revision it is."""

    revision: str
    post: Post


def against(desk: Desk, tx: Transaction, entry_id: str) -> list[Sentence]:
    """Why a text may not be shown now; empty when it stands. NotFound when there is none."""
    row = entries.row(tx, entry_id)
    if row is None:
        raise NotFound(say("There is no entry {id}.", id=entry_id))
    if listing.status_of(tx, entry_id, desk.today()) not in STANDING:
        gone = fitness.standing(desk, tx, row, row.head_revision) if row.head_revision else None
        if gone and gone.gone:
            return [gone.gone]
        return list(gone.reasons) if gone and gone.reasons else [say("no doctor here has signed it as it is now.")]
    found = fitness.standing(desk, tx, row, row.head_revision)
    return [found.gone] if found.gone else list(found.reasons)


def against_in(desk: Desk, tx: Transaction, entry_id: str, communities: list[Community]) -> list[Sentence]:
    """Why a text may not be shown in these communities now: as `against`, or their language or law forbids it."""
    if reasons := against(desk, tx, entry_id):
        return reasons
    return _forbidding(tx, _read(desk, tx, entry_id, communities), communities)


def stands(desk: Desk, tx: Transaction, entry_id: str, communities: list[Community]) -> Standing:
    """The text for these communities. Refusal when it fell, expired, speaks another language, or their law forbids it.

    The packs of every community's jurisdiction run now, with the disclaimers they ask for.
    """
    if reasons := against(desk, tx, entry_id):
        raise Refusal(say("“{title}” is not handed out:", title=entries.row(tx, entry_id).title), *reasons)
    found = _read(desk, tx, entry_id, communities)
    if reasons := _forbidding(tx, found, communities):
        raise Refusal(*reasons)
    approval = entries.approval(tx, found.revision.id)
    approver = people.by_id(tx, approval.person) if approval else None
    row = entries.row(tx, entry_id)
    post = freezing.post_of(desk, tx, row, found.revision, found.report, found.signature, found.signer, approver)
    return Standing(found.revision.id, post)


@dataclass(frozen=True)
class _Reading:
    """A signed revision as the packs of some communities read it now."""

    revision: Revision
    signature: Signature
    signer: Person
    report: CheckReport


def _read(desk: Desk, tx: Transaction, entry_id: str, communities: list[Community]) -> _Reading:
    row = entries.row(tx, entry_id)
    revision, signature = entries.revision(tx, row.head_revision), entries.signature(tx, row.head_revision)
    signer = people.by_id(tx, signature.person) if signature else None
    if revision is None or signature is None or signer is None:
        raise Refusal(say("the signature does not fit these words."))
    context = checking.context_of_revision(desk, tx, revision, signer)
    wanted = {*context.jurisdictions, *(one.jurisdiction for one in communities)}
    context = replace(context, jurisdictions=tuple(sorted(wanted, key=list(Jurisdiction).index)))
    return _Reading(revision, signature, signer, checking.report_of(desk.gate, revision.content.body, context))


def _forbidding(tx: Transaction, found: _Reading, communities: list[Community]) -> list[Sentence]:
    language = found.revision.content.language
    for one in communities:
        if one.language is not language:
            return [say("“{name}” speaks another language than this answer.", name=one.name)]
    accepted = {item.rule for item in entries.acceptances(tx, found.revision.id)}
    stopping = [
        say("{rule}: {message}", rule=one.rule, message=one.message_in(language))
        for one in found.report.findings
        if one.level is Level.BLOCK or (one.level is Level.REVIEW and one.rule not in accepted)
    ]
    return [say("The rules of this community's country forbid it:"), *stopping] if stopping else []
