"""What a check of a text says: findings, the verdict they add up to, and the disclaimers the text must carry."""

import hashlib
import json
from dataclasses import dataclass, field
from enum import StrEnum

from publisher.domain.places import Jurisdiction, Language


class Level(StrEnum):
    """How much one finding weighs, heaviest first."""

    BLOCK = "block"  # cannot be published; the author changes the text
    REVIEW = "review"  # waits for a named reviewer, who accepts it with a reason
    WARN = "warn"  # shown and stored; the author may go on
    NOTE = "note"  # information only


class Verdict(StrEnum):
    """What all findings add up to."""

    PASS = "pass"
    WARN = "warn"
    REVIEW = "review"
    BLOCK = "block"


class EntryKind(StrEnum):
    """A post teaches on its own; an answer belongs to a (general) question."""

    POST = "post"
    ANSWER = "answer"


class Flag(StrEnum):
    """Facts about the situation of a text that its words alone do not tell (`--context` on the command line)."""

    IS_REPLY = "is_reply"  # answers a question of an identifiable person
    ASKER_GAVE_CASE = "asker_gave_case"  # the question carries symptoms, age, results, a photo
    COMMERCIAL = "commercial"  # author or institution gains from what the text names
    PAID = "paid"  # money, product, discount or travel received for it
    NAMES_RX = "names_rx"  # names a prescription medicine
    AI_GENERATED = "ai_generated"  # produced or materially changed by a generative model
    PATIENT_MATERIAL = "patient_material"  # photo, scan, chat or story of a patient
    MINOR_INVOLVED = "minor_involved"  # a child is the subject or the likely reader
    CRISIS = "crisis"  # suicide, self-harm, violence or poisoning is present
    AUTHOR_UNVERIFIED = "author_unverified"  # no checked licence stands behind the author
    CONSENT_RECORDED = "consent_recorded"  # a consent record covers the patient material


@dataclass(frozen=True)
class CheckContext:
    """Everything a rule may look at beside the text itself.

    `jurisdictions` empty means: by language (`places.HOME_JURISDICTION`); INT is always included.
    `read_in`: the countries its readers are known to be in, whose local numbers come before those of any pack.
    `channel` is a channel kind (`site`, `telegram`, …) or None for none in particular.
    """

    language: Language | None = None
    jurisdictions: tuple[Jurisdiction, ...] = ()
    read_in: tuple[Jurisdiction, ...] = ()
    kind: EntryKind = EntryKind.POST
    channel: str | None = None
    question: str | None = None
    title: str | None = None
    sources: tuple[str, ...] = ()
    author: str | None = None
    flags: frozenset[Flag] = frozenset()


@dataclass(frozen=True)
class LegalSource:
    """The instrument and article behind a finding. `checked` says how it was read (excerpt_read, memory, …)."""

    title: str
    article: str
    url: str | None = None
    checked: str = "memory"


@dataclass(frozen=True)
class Finding:
    """One place (or the whole text: start == end == 0) that breaks a rule.

    `start`/`end` are code points in the checked text. `message` and `fix` are in three languages; take one by
    `in_language`.
    """

    rule: str
    level: Level
    start: int
    end: int
    text: str
    message: dict[str, str]
    fix: dict[str, str] | None
    source: LegalSource
    area: str = ""

    def message_in(self, language: str) -> str:
        return self.message.get(language) or self.message["en"]

    def fix_in(self, language: str) -> str | None:
        return (self.fix.get(language) or self.fix.get("en")) if self.fix else None


@dataclass(frozen=True)
class Disclaimer:
    """A text the published form must carry; `place` is `head` or `footer`. It completes, it never unlocks."""

    id: str
    place: str
    text: str


@dataclass(frozen=True)
class PackVersion:
    """Which policy pack was used. `status` is `unreviewed` until somebody qualified signed the pack."""

    id: str
    version: str
    status: str = "unreviewed"


@dataclass(frozen=True)
class CheckReport:
    """Findings of the packs on one text in one context. `digest` covers all of it and is what a signature names."""

    language: Language
    findings: tuple[Finding, ...] = ()
    disclaimers: tuple[Disclaimer, ...] = ()
    packs: tuple[PackVersion, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def verdict(self) -> Verdict:
        levels = {finding.level for finding in self.findings}
        for level in (Level.BLOCK, Level.REVIEW, Level.WARN):
            if level in levels:
                return Verdict(level.value)
        return Verdict.PASS


def report_digest(report: CheckReport) -> str:
    """SHA-256 over what the report says: findings (rule, level, place), disclaimers and pack versions."""
    said = {
        "language": report.language,
        "findings": [[item.rule, item.level, item.start, item.end, item.text] for item in report.findings],
        "disclaimers": [[item.id, item.place, item.text] for item in report.disclaimers],
        "packs": [[item.id, item.version, item.status] for item in report.packs],
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()
