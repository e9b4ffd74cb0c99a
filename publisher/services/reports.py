"""The check report of an entry for an inspector: what was checked, under which packs, who decided what; as Markdown or
as a PDF file."""

from publisher.domain.checking import Finding
from publisher.rendering import documents
from publisher.rendering.documents import Section
from publisher.services.desk import Actor, Desk, require
from publisher.services.library import entry, history
from publisher.services.views import EntryView


def as_markdown(desk: Desk, actor: Actor, entry_id: str) -> str:
    """One document per entry's newest version. Packs that nobody qualified has signed say so."""
    return documents.as_markdown(*_document(desk, actor, entry_id))


def as_pdf(desk: Desk, actor: Actor, entry_id: str) -> bytes:
    """The same document as a file to print."""
    return documents.as_pdf(*_document(desk, actor, entry_id), desk.clock())


def _document(desk: Desk, actor: Actor, entry_id: str) -> tuple[str, list[Section]]:
    if actor.how != "shell":
        require(actor)
    shown = entry(desk, actor, entry_id)
    sections = [_head(shown), _packs(shown), _findings(shown), _signature(shown), _publications(shown)]
    sections.append(_record(desk, actor, entry_id))
    return _title(shown), [section for section in sections if section is not None]


def _title(shown: EntryView) -> str:
    content = shown.revision.content if shown.revision else shown.working.content if shown.working else None
    return f"Check report: {content.title if content else ''}"


def _head(shown: EntryView) -> Section:
    revision = shown.revision
    facts: tuple[tuple[object, ...], ...] = (
        ("entry", shown.id),
        ("status", shown.status.value),
        ("author", shown.author.name if shown.author else "—"),
        ("revision", f"{revision.number} ({revision.id})" if revision else "—"),
        ("digest of the revision", revision.digest if revision else "—"),
        ("digest of the report", shown.report_digest or "—"),
        ("verdict", shown.report.verdict.value if shown.report else "—"),
    )
    return Section("", ("what", "value"), facts)


def _packs(shown: EntryView) -> Section | None:
    if shown.report is None:
        return None
    rows = tuple((pack.id, pack.version, pack.status) for pack in shown.report.packs)
    return Section("Policy packs", ("pack", "version", "status"), rows, "None.")


def _findings(shown: EntryView) -> Section | None:
    if shown.report is None:
        return None
    rows = tuple(_finding(shown, finding) for finding in shown.report.findings)
    return Section("Findings", ("rule", "level", "words", "why", "article", "decision"), rows, "None.")


def _finding(shown: EntryView, finding: Finding) -> tuple[object, ...]:
    accepted = shown.accepted.get(finding.rule)
    who = accepted.person.name if accepted and accepted.person else ""
    decision = f"accepted by {who} on {accepted.at:%Y-%m-%d}: {accepted.reason}" if accepted else "—"
    article = f"{finding.source.title}, {finding.source.article}"
    return finding.rule, finding.level.value, finding.text, finding.message_in("en"), article, decision


def _signature(shown: EntryView) -> Section:
    signature = shown.signature
    if signature is None:
        return Section("Signature", sentence="Not signed.")
    rows: tuple[tuple[object, ...], ...] = (
        ("signed by", shown.signer.name if shown.signer else signature.person),
        ("licence", signature.licence_number),
        ("at", signature.signed_at.isoformat(timespec="seconds")),
        ("statement", signature.statement),
        ("digest", signature.digest),
        ("approved by", shown.approver.name if shown.approver else "—"),
    )
    return Section("Signature", ("what", "value"), rows)


def _publications(shown: EntryView) -> Section | None:
    rows = tuple(
        (
            row.account_name,
            row.publication.due_at.isoformat(timespec="seconds"),
            row.publication.state.value,
            row.publication.url or "—",
            row.why,
        )
        for row in shown.publications
    )
    return Section("Publications", ("account", "due", "state", "address", "why"), rows) if rows else None


def _record(desk: Desk, actor: Actor, entry_id: str) -> Section:
    rows = tuple(
        (event.at.isoformat(timespec="seconds"), event.record, event.action, event.actor, event.hash[:16])
        for event in history(desk, actor, entry_id)
    )
    return Section("Record", ("at", "record", "what", "who", "hash"), rows, "None.")
