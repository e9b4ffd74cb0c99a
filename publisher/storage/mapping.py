"""Between domain values and the JSON that is stored. Reading back what was written gives an equal value."""

from dataclasses import asdict
from datetime import date
from typing import Any

from publisher.domain.checking import (
    CheckReport,
    Disclaimer,
    EntryKind,
    Finding,
    Flag,
    LegalSource,
    Level,
    PackVersion,
)
from publisher.domain.entries import Content
from publisher.domain.places import Jurisdiction, Language


def content_to_json(content: Content) -> dict[str, Any]:
    plain = asdict(content)
    plain["review_by"] = content.review_by.isoformat() if content.review_by else None
    for name in ("jurisdictions", "sources", "stages", "flags"):
        plain[name] = [str(item) for item in plain[name]]
    return plain


def content_from_json(plain: dict[str, Any]) -> Content:
    review_by = plain.get("review_by")
    return Content(
        kind=EntryKind(plain["kind"]),
        language=Language(plain["language"]),
        title=plain["title"],
        body=plain["body"],
        question=plain.get("question"),
        jurisdictions=tuple(Jurisdiction(item) for item in plain.get("jurisdictions", ())),
        sources=tuple(plain.get("sources", ())),
        stages=tuple(plain.get("stages", ())),
        audience=plain.get("audience"),
        flags=tuple(Flag(item) for item in plain.get("flags", ())),
        review_by=date.fromisoformat(review_by) if review_by else None,
        translation_of=plain.get("translation_of"),
    )


def report_to_json(report: CheckReport) -> dict[str, Any]:
    plain: dict[str, Any] = asdict(report)
    return plain


def report_from_json(plain: dict[str, Any]) -> CheckReport:
    findings = tuple(
        Finding(**{**item, "level": Level(item["level"]), "source": LegalSource(**item["source"])})
        for item in plain["findings"]
    )
    return CheckReport(
        language=Language(plain["language"]),
        findings=findings,
        disclaimers=tuple(Disclaimer(**item) for item in plain["disclaimers"]),
        packs=tuple(PackVersion(**item) for item in plain["packs"]),
        notes=tuple(plain.get("notes", ())),
    )
