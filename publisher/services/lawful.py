"""What the packs of some countries say now of a text that was signed: its own law is asked elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from publisher.domain.checking import CheckReport, Level
from publisher.domain.entries import Revision
from publisher.domain.errors import Refusal
from publisher.domain.people import Person
from publisher.domain.places import Jurisdiction
from publisher.domain.sentences import Sentence, say
from publisher.domain.signing import Signature
from publisher.services import checking
from publisher.services.desk import Desk
from publisher.storage import Transaction, entries, people


@dataclass(frozen=True)
class Reading:
    """A signed revision as the packs of some places read it now."""

    revision: Revision
    signature: Signature
    signer: Person
    report: CheckReport


def read(desk: Desk, tx: Transaction, entry_id: str, places: Iterable[Jurisdiction]) -> Reading:
    """The newest revision under its own law and that of these places. Refusal where nobody signed it."""
    row = entries.row(tx, entry_id)
    revision, signature = entries.revision(tx, row.head_revision), entries.signature(tx, row.head_revision)
    signer = people.by_id(tx, signature.person) if signature else None
    if revision is None or signature is None or signer is None:
        raise Refusal(say("the signature does not fit these words."))
    context = checking.context_of_revision(desk, tx, revision, signer)
    asked = tuple(dict.fromkeys(places))
    wanted = tuple(sorted({*context.jurisdictions, *asked}, key=list(Jurisdiction).index))
    context = replace(context, jurisdictions=wanted, read_in=tuple(one for one in asked if one is not Jurisdiction.INT))
    return Reading(revision, signature, signer, checking.report_of(desk.gate, revision.content.body, context))


def forbidding(tx: Transaction, found: Reading) -> list[Sentence]:
    """What stops it there, less what a reviewer accepted; empty when nothing does."""
    language = found.revision.content.language
    accepted = {item.rule for item in entries.acceptances(tx, found.revision.id)}
    stopping = [
        say("{rule}: {message}", rule=one.rule, message=one.message_in(language))
        for one in found.report.findings
        if one.level is Level.BLOCK or (one.level is Level.REVIEW and one.rule not in accepted)
    ]
    return [say("The rules of this community's country forbid it:"), *stopping] if stopping else []


def against(desk: Desk, tx: Transaction, entry_id: str, places: Iterable[Jurisdiction]) -> list[Sentence]:
    """Why a signed text may not be shown in these places now."""
    return forbidding(tx, read(desk, tx, entry_id, places))
