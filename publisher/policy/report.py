"""A check report in the fixed form of the command line and of what is exported. Messages in the language of the
text."""

from typing import Any

from publisher.domain.checking import CheckReport, Finding


def report_to_json(report: CheckReport) -> dict[str, Any]:
    language = report.language.value
    return {
        "verdict": report.verdict.value,
        "language": language,
        "findings": [_finding(finding, language) for finding in report.findings],
        "disclaimers": [{"id": item.id, "place": item.place, "text": item.text} for item in report.disclaimers],
        "packs": [{"id": pack.id, "version": pack.version, "status": pack.status} for pack in report.packs],
    }


def _finding(finding: Finding, language: str) -> dict[str, Any]:
    source = finding.source
    return {
        "rule": finding.rule,
        "level": finding.level.value,
        "start": finding.start,
        "end": finding.end,
        "text": finding.text,
        "message": finding.message_in(language),
        "fix": finding.fix_in(language),
        "source": {"title": source.title, "article": source.article, "url": source.url, "checked": source.checked},
    }
