"""Keeps the facts on an entry's row, from which its status is derived, true after each change."""

from typing import Any

from publisher.domain.checking import CheckReport, Level
from publisher.domain.entries import StatusFacts
from publisher.domain.people import Role
from publisher.domain.publications import LIVE_STATES, OPEN_STATES
from publisher.services import translated
from publisher.services.desk import Desk
from publisher.storage import Transaction, entries, people, publications


def facts_of(tx: Transaction, row: Any) -> StatusFacts:
    """An entry's row as the facts of `derive_status`."""
    return StatusFacts(
        has_revision=row.head_revision is not None,
        imported=row.imported,
        edited_since_revision=row.edited,
        blocked=row.blocked,
        findings_to_accept=row.findings_to_accept,
        approval_missing=row.approval_missing,
        returned=row.returned_reason is not None,
        signed=row.signed,
        publications_open=len(publications.in_states(tx, list(OPEN_STATES), entry=row.id, revision=row.head_revision)),
        publications_live=len(publications.in_states(tx, list(LIVE_STATES), entry=row.id, revision=row.head_revision)),
        withdrawn=row.withdrawn_at is not None,
        superseded=row.superseded_by is not None,
        review_by=row.review_by,
        source_fell=row.source_fell is not None,
    )


def refresh(desk: Desk, tx: Transaction, entry_id: str) -> None:
    """Recompute what the newest revision, its report, its acceptances and its signature mean for the entry."""
    row = entries.row(tx, entry_id)
    working = entries.working_copy(tx, entry_id)
    revision = entries.revision(tx, row.head_revision) if row.head_revision else None
    report = entries.report(tx, revision.id) if revision else None
    signature = entries.signature(tx, revision.id) if revision else None
    accepted = {item.rule for item in entries.acceptances(tx, revision.id)} if revision else set()
    source = translated.source(tx, revision.content) if revision else None
    entries.set_facts(
        tx,
        entry_id,
        edited=revision is None or (working is not None and working.content.digest() != revision.digest),
        blocked=report is not None and any(item.level is Level.BLOCK for item in report[0].findings),
        findings_to_accept=len(rules_to_accept(report[0]) - accepted) if report else 0,
        signed=signature is not None,
        approval_missing=bool(signature and revision and not entries.approval(tx, revision.id))
        and approval_wanted(desk, tx, signature.person if signature else ""),
        translates=source.id if source else None,
        source_fell=translated.fell(tx, revision.content) if revision and source else None,
    )


def rules_to_accept(report: CheckReport) -> set[str]:
    return {item.rule for item in report.findings if item.level is Level.REVIEW}


def approval_wanted(desk: Desk, tx: Transaction, signer: str) -> bool:
    """A second person approves as soon as the organisation has a reviewer other than the signer."""
    if desk.settings.approval == "off":
        return False
    return any(one.active and one.has(Role.REVIEWER) and one.id != signer for one in people.all_people(tx))
