"""The gate in use: live checks, stored reports, accepted findings, returned drafts."""

import functools
from dataclasses import replace
from typing import Any

from publisher.domain.checking import CheckContext, CheckReport, Flag, Level, report_digest
from publisher.domain.entries import Content, Revision
from publisher.domain.errors import NotAllowed, NotFound, Refusal
from publisher.domain.people import Person, Role
from publisher.domain.places import HOME_JURISDICTION, Jurisdiction
from publisher.domain.sentences import Sentence, say
from publisher.policy.gate import Gate
from publisher.services import corrected, facts, reopening, wording
from publisher.services.desk import Actor, Desk, require, require_unit
from publisher.services.library import view
from publisher.services.views import EntryView
from publisher.storage import Transaction, consents, entries, events

LONGEST_BODY = 200_000
NEWER = say("A newer version exists than the one you read; open it and read it again.")
_REPORTS_KEPT = (
    2048  # the desk asks for six texts at each key press, a writer at each pause: none pushes a usual one out
)
_FROM_RECORDS = {Flag.CONSENT_RECORDED, Flag.AUTHOR_UNVERIFIED}


def context_of(
    desk: Desk, content: Content, author: Person | None, channel: str | None = None, *, consented: bool = False
) -> CheckContext:
    """Which packs and facts hold: the audience's law, the author's licence's, and the organisation's.

    Consent and the author's licence are facts of the records; a flag in the text's own header counts for nothing.
    """
    wanted = set(content.jurisdictions or (HOME_JURISDICTION[content.language],)) | set(desk.settings.jurisdictions)
    flags = set(content.flags) - _FROM_RECORDS
    if consented:
        flags.add(Flag.CONSENT_RECORDED)
    if author is not None:
        wanted |= {licence.jurisdiction for licence in author.licences if licence.valid_on(desk.today())}
        if author.valid_licence(desk.today()) is None:
            flags.add(Flag.AUTHOR_UNVERIFIED)
    return CheckContext(
        language=content.language,
        jurisdictions=tuple(sorted(wanted, key=list(Jurisdiction).index)),
        kind=content.kind,
        channel=channel,
        question=content.question,
        title=content.title,
        sources=content.sources,
        author=author.name if author else None,
        flags=frozenset(flags),
    )


def context_of_revision(
    desk: Desk, tx: Transaction, revision: Revision, author: Person | None, channel: str | None = None
) -> CheckContext:
    """The context of a stored revision, with the consent records of its entry."""
    consented = consents.covers(tx, revision.entry, channel, desk.today())
    return context_of(desk, revision.content, author, channel, consented=consented)


@functools.lru_cache(maxsize=_REPORTS_KEPT)
def report_of(gate: Gate, text: str, context: CheckContext) -> CheckReport:
    """The same words in the same context under the same packs read the same: pages ask again and again."""
    return gate.check(text, context)


def check_words(
    desk: Desk, content: Content, channel: str | None = None, author: Person | None = None, entry: str | None = None
) -> CheckReport:
    """Check words that are still being written; nothing is stored. `entry`: whose consent records count."""
    consented = False
    if entry is not None and Flag.PATIENT_MATERIAL in content.flags:
        with desk.db.read() as tx:
            consented = consents.covers(tx, entry, channel, desk.today())
    context = context_of(desk, content, author, channel, consented=consented)
    return report_of(desk.gate, content.body[:LONGEST_BODY], context)


def check_revision(desk: Desk, tx: Transaction, revision: Revision, author: Person | None) -> tuple[CheckReport, str]:
    """Check a revision under the packs of now; a report is stored when it says anything new."""
    report = report_of(desk.gate, revision.content.body, context_of_revision(desk, tx, revision, author))
    digest = report_digest(report)
    stored = entries.report(tx, revision.id)
    if stored is None or stored[1] != digest:
        now = desk.clock()
        entries.add_report(tx, revision.id, report, digest, now)
        packs = {pack.id: pack.version for pack in report.packs}
        events.append(
            tx,
            f"entry:{revision.entry}",
            "checked",
            "gate",
            now,
            revision=revision.id,
            verdict=report.verdict,
            packs=packs,
        )
    return report, digest


def rests_on_consent(desk: Desk, tx: Transaction, revision: Revision) -> bool:
    """Whether the packs forbid these words as soon as no consent covers them."""
    context = context_of_revision(desk, tx, revision, None)
    with_it, without = context.flags | {Flag.CONSENT_RECORDED}, context.flags - {Flag.CONSENT_RECORDED}
    allowed = _stopping(desk, tx, revision, replace(context, flags=with_it))
    return bool(_stopping(desk, tx, revision, replace(context, flags=without)) - allowed)


def _stopping(desk: Desk, tx: Transaction, revision: Revision, context: CheckContext) -> set[str]:
    accepted = {item.rule for item in entries.acceptances(tx, revision.id)}
    found = report_of(desk.gate, revision.content.body, context).findings
    asked = {one.rule for one in found if one.level is Level.REVIEW} - accepted
    return asked | {one.rule for one in found if one.level is Level.BLOCK}


def newer_than(row: Any, read: str | None) -> Sentence | None:
    """Why the revision that somebody read is not the one she would decide about; `read` is None where nobody says."""
    return NEWER if read is not None and row.head_revision != read else None


def accept_finding(
    desk: Desk, actor: Actor, entry_id: str, rule: str, reason: str, revision: str | None = None
) -> EntryView:
    """A reviewer lets one finding stand, with a reason. Nobody accepts her own.

    `revision` is the one she read: in a newer one the same rule may have found other words.
    """
    person = require(actor, Role.REVIEWER)
    if not reason.strip():
        raise Refusal(say("Say why this finding may stand."))
    now, told = desk.clock(), wording.reason(desk.gate, reason)
    with desk.db.write() as tx:
        row = entries.lock(tx, entry_id)
        if row is None:
            raise NotFound(say("There is no entry {id}.", id=entry_id))
        if row.author == person.id:
            raise NotAllowed(say("Nobody accepts findings on her own text; ask another reviewer."))
        require_unit(person, row.unit)
        if newer := newer_than(row, revision):
            raise Refusal(newer)
        found = entries.report(tx, row.head_revision) if row.head_revision else None
        if found is None or rule not in {item.rule for item in found[0].findings}:
            raise Refusal(say("The newest version has no finding {rule}.", rule=rule))
        if rule not in facts.rules_to_accept(found[0]):
            raise Refusal(say("{rule} is not a finding that can be accepted; the text must change.", rule=rule))
        if rule not in {item.rule for item in entries.acceptances(tx, row.head_revision)}:
            entries.add_acceptance(tx, row.head_revision, rule, person.id, told, now)
            events.append(tx, f"entry:{entry_id}", "finding_accepted", actor.name, now, rule=rule, reason=told)
        facts.refresh(desk, tx, entry_id)
        return view(desk, tx, entry_id)


def return_entry(desk: Desk, actor: Actor, entry_id: str, reason: str) -> EntryView:
    """A reviewer gives a draft back to its author, with a reason. A signed entry that waits for approval too.

    What an earlier version answered, and whoever asked here has not seen, waits for the next.
    """
    person = require(actor, Role.REVIEWER)
    if not reason.strip():
        raise Refusal(say("Say what should change."))
    now, told = desk.clock(), wording.reason(desk.gate, reason)
    with desk.db.write() as tx:
        row = entries.lock(tx, entry_id)
        if row is None or row.head_revision is None:
            raise NotFound(say("There is nothing to return under {id}.", id=entry_id))
        if row.author == person.id:
            raise NotAllowed(say("Nobody returns her own text; edit it instead."))
        require_unit(person, row.unit)
        if row.signed and not row.approval_missing:
            raise Refusal(say("This text is signed and approved; withdraw it instead."))
        entries.set_facts(tx, entry_id, returned_reason=told)
        events.append(tx, f"entry:{entry_id}", "returned", actor.name, now, revision=row.head_revision, reason=told)
        corrected.follow(tx, actor, entry_id, now)
        reopening.wait_again(desk, tx, actor, entry_id)
        return view(desk, tx, entry_id)
