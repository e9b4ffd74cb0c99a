"""The check report of an entry for an inspector: what was checked, under which packs, who decided what, in Markdown."""

from publisher.domain.checking import Finding
from publisher.services.desk import Actor, Desk, require
from publisher.services.library import entry, history
from publisher.services.views import EntryView


def as_markdown(desk: Desk, actor: Actor, entry_id: str) -> str:
    """One document per entry's newest version. Packs that nobody qualified has signed say so."""
    if actor.how != "shell":
        require(actor)
    shown = entry(desk, actor, entry_id)
    parts = [_head(shown), _packs(shown), _findings(shown), _signature(shown), _publications(shown)]
    parts.append(_record(desk, actor, entry_id))
    return "\n\n".join(part for part in parts if part) + "\n"


def _row(*cells: object) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _table(names: tuple[str, ...], rows: list[tuple[object, ...]]) -> str:
    return "\n".join([_row(*names), _row(*("---" for _ in names)), *(_row(*row) for row in rows)])


def _head(shown: EntryView) -> str:
    revision = shown.revision
    title = revision.content.title if revision else (shown.working.content.title if shown.working else "")
    facts: list[tuple[object, ...]] = [
        ("entry", shown.id),
        ("status", shown.status.value),
        ("author", shown.author.name if shown.author else "—"),
        ("revision", f"{revision.number} ({revision.id})" if revision else "—"),
        ("digest of the revision", revision.digest if revision else "—"),
        ("digest of the report", shown.report_digest or "—"),
        ("verdict", shown.report.verdict.value if shown.report else "—"),
    ]
    return f"# Check report: {title}\n\n" + _table(("what", "value"), facts)


def _packs(shown: EntryView) -> str:
    if shown.report is None:
        return ""
    rows: list[tuple[object, ...]] = [(pack.id, pack.version, pack.status) for pack in shown.report.packs]
    return "## Policy packs\n\n" + _table(("pack", "version", "status"), rows)


def _findings(shown: EntryView) -> str:
    if shown.report is None:
        return ""
    if not shown.report.findings:
        return "## Findings\n\nNone."
    rows = [_finding(shown, finding) for finding in shown.report.findings]
    return "## Findings\n\n" + _table(("rule", "level", "words", "why", "article", "decision"), rows)


def _finding(shown: EntryView, finding: Finding) -> tuple[object, ...]:
    accepted = shown.accepted.get(finding.rule)
    who = accepted.person.name if accepted and accepted.person else ""
    decision = f"accepted by {who} on {accepted.at:%Y-%m-%d}: {accepted.reason}" if accepted else "—"
    article = f"{finding.source.title}, {finding.source.article}"
    return finding.rule, finding.level.value, finding.text, finding.message_in("en"), article, decision


def _signature(shown: EntryView) -> str:
    signature = shown.signature
    if signature is None:
        return "## Signature\n\nNot signed."
    rows: list[tuple[object, ...]] = [
        ("signed by", shown.signer.name if shown.signer else signature.person),
        ("licence", signature.licence_number),
        ("at", signature.signed_at.isoformat(timespec="seconds")),
        ("statement", signature.statement),
        ("digest", signature.digest),
        ("approved by", shown.approver.name if shown.approver else "—"),
    ]
    return "## Signature\n\n" + _table(("what", "value"), rows)


def _publications(shown: EntryView) -> str:
    rows: list[tuple[object, ...]] = [
        (
            row.account_name,
            row.publication.due_at.isoformat(timespec="seconds"),
            row.publication.state.value,
            row.publication.url or "—",
            row.why,
        )
        for row in shown.publications
    ]
    return "## Publications\n\n" + _table(("account", "due", "state", "address", "why"), rows) if rows else ""


def _record(desk: Desk, actor: Actor, entry_id: str) -> str:
    rows: list[tuple[object, ...]] = [
        (event.at.isoformat(timespec="seconds"), event.record, event.action, event.actor, event.hash[:16])
        for event in history(desk, actor, entry_id)
    ]
    return "## Record\n\n" + _table(("at", "record", "what", "who", "hash"), rows)
