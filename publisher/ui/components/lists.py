"""Two lists: entries to open, and what a check found."""

from dataclasses import dataclass, field
from typing import Any

from publisher.domain.checking import CheckReport, Finding, Level
from publisher.domain.places import Language
from publisher.ui.components.assets import nothing, register
from publisher.ui.i18n import TAGS, _, current

_LIST = register("list")
_FINDINGS = register("findings")


@dataclass(frozen=True)
class Row:
    """One line: a real link with what stands under and beside it. `tone` is "", good, wait or stop."""

    id: str
    href: str
    title: str
    language: Language | None = None
    more: list[str] = field(default_factory=list)
    tag: str = ""
    tone: str = ""


def link_list(rows: list[Row], label: str, key: str) -> str | None:
    """Show the rows; the id of the one just clicked, else None."""
    data = [
        {
            "id": row.id,
            "href": row.href,
            "title": row.title or _("Untitled"),
            "lang": TAGS[row.language] if row.language and row.title else "",
            "more": [text for text in row.more if text],
            "tag": row.tag,
            "tone": row.tone,
        }
        for row in rows
    ]
    result: Any = _LIST(key=key, data={"rows": data, "label": label}, on_open_change=nothing)
    return result.open


_TONES = {Level.BLOCK: "stop", Level.REVIEW: "wait", Level.WARN: "wait", Level.NOTE: ""}


def weight_name(level: Level) -> str:
    return {
        Level.BLOCK: _("Cannot be published"),
        Level.REVIEW: _("Needs a reviewer"),
        Level.WARN: _("Warning"),
        Level.NOTE: _("Note"),
    }[level]


def finding_list(
    report: CheckReport, key: str, *, document: str | None = None, accepted: dict[str, str] | None = None
) -> None:
    """All findings, heaviest first, each once with the article behind it. `accepted` maps a rule to a sentence."""
    order = list(Level)
    findings = sorted(report.findings, key=lambda one: (order.index(one.level), one.start))
    _FINDINGS(
        key=key,
        data={
            "label": _("Findings"),
            "show": _("Show in the text"),
            "findings": [_item(one, report.language, document, (accepted or {}).get(one.rule, "")) for one in findings],
        },
    )


def _item(finding: Finding, language: Language, document: str | None, state: str) -> dict[str, Any]:
    source = finding.source
    words = finding.text if len(finding.text) <= 160 else finding.text[:157] + "…"
    quoted = "«{}»" if language is Language.RU else "“{}”"
    article = "" if source.article.lower() in ("", "n/a", "see name") else f", {source.article}"
    return {
        "level": finding.level.value,
        "tone": _TONES[finding.level],
        "weight": weight_name(finding.level),
        "text": quoted.format(words) if words else "",
        "lang": TAGS[language],
        "start": finding.start,
        "end": finding.end,
        "document": document if finding.end > finding.start else None,
        "message": finding.message_in(current()),
        "fix": finding.fix_in(current()) or "",
        "source": f"{finding.rule} · {source.title}{article}",
        "url": source.url or "",
        "state": state,
    }
