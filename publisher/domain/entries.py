"""Entries, their immutable revisions, the digest that a signature covers, and the status that is derived from both."""

import hashlib
import json
import unicodedata
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum

from publisher.domain.checking import EntryKind, Flag
from publisher.domain.places import Jurisdiction, Language


class EntryStatus(StrEnum):
    """Where an entry stands; derived from revisions, reports, signatures and publications, never stored."""

    DRAFT = "draft"  # words are being written
    IMPORTED = "imported"  # came from outside; no doctor here has signed it
    BLOCKED = "blocked"  # a finding forbids publication
    AWAITING_REVIEW = "awaiting_review"  # a reviewer must accept findings or approve
    RETURNED = "returned"  # a reviewer gave it back with a reason, before it was signed or instead of approving it
    READY = "ready"  # may be signed
    SIGNED = "signed"  # signed, not scheduled anywhere
    SCHEDULED = "scheduled"  # at least one publication is under way
    LIVE = "live"  # published somewhere and valid
    DUE = "due"  # live or signed, its review date is near or what it translates fell
    EXPIRED = "expired"  # its review date passed
    SUPERSEDED = "superseded"  # a newer answer took its place
    WITHDRAWN = "withdrawn"  # taken back for good


STANDING = (EntryStatus.SIGNED, EntryStatus.SCHEDULED, EntryStatus.LIVE, EntryStatus.DUE)
"""What was signed, and approved where that is asked, and has neither fallen nor expired."""


@dataclass(frozen=True)
class Content:
    """The words of an entry and what stands with them: everything a signature covers. Markdown body."""

    kind: EntryKind
    language: Language
    title: str
    body: str
    question: str | None = None
    jurisdictions: tuple[Jurisdiction, ...] = ()
    sources: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    audience: str | None = None
    flags: tuple[Flag, ...] = ()
    review_by: date | None = None
    translation_of: str | None = None  # id of the revision this one translates

    def digest(self) -> str:
        """SHA-256 over the canonical JSON form (sorted keys, UTF-8, NFC); one changed character changes it."""
        plain = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
        return hashlib.sha256(unicodedata.normalize("NFC", plain).encode()).hexdigest()


@dataclass(frozen=True)
class Revision:
    """An immutable state of an entry's content. Numbered from 1 within its entry."""

    id: str
    entry: str
    number: int
    content: Content
    digest: str
    made_by: str
    made_at: datetime


@dataclass(frozen=True)
class WorkingCopy:
    """The one mutable text per entry, overwritten by autosave. `version` is the optimistic lock."""

    entry: str
    content: Content
    version: int
    saved_by: str
    saved_at: datetime


@dataclass(frozen=True)
class StatusFacts:
    """What an entry's status is derived from."""

    has_revision: bool = False
    imported: bool = False
    edited_since_revision: bool = False
    blocked: bool = False
    findings_to_accept: int = 0
    approval_missing: bool = False
    returned: bool = False
    signed: bool = False
    approved: bool = False
    publications_open: int = 0  # of the newest revision
    publications_live: int = 0  # of the newest revision
    withdrawn: bool = False
    superseded: bool = False
    review_by: date | None = None
    source_fell: bool = False  # the version it translates was withdrawn, corrected or replaced


DUE_SOON_DAYS = 14


def derive_status(facts: StatusFacts, today: date) -> EntryStatus:
    """The one status that a set of facts means on a day. Later states of life win over earlier ones."""
    if facts.withdrawn:
        return EntryStatus.WITHDRAWN
    if facts.superseded:
        return EntryStatus.SUPERSEDED
    if facts.signed and not facts.edited_since_revision:
        return _signed_status(facts, today)
    if facts.imported:
        return EntryStatus.IMPORTED
    if not facts.has_revision or facts.edited_since_revision:
        return EntryStatus.DRAFT
    if facts.returned:
        return EntryStatus.RETURNED
    if facts.blocked:
        return EntryStatus.BLOCKED
    if facts.findings_to_accept:
        return EntryStatus.AWAITING_REVIEW
    return EntryStatus.READY


def _signed_status(facts: StatusFacts, today: date) -> EntryStatus:
    days_left = (facts.review_by - today).days if facts.review_by is not None else None
    if days_left is not None and days_left < 0:
        return EntryStatus.EXPIRED
    if facts.approval_missing:
        return EntryStatus.RETURNED if facts.returned else EntryStatus.AWAITING_REVIEW
    if facts.source_fell or (days_left is not None and days_left <= DUE_SOON_DAYS):
        return EntryStatus.DUE
    if facts.publications_live:
        return EntryStatus.LIVE
    if facts.publications_open:
        return EntryStatus.SCHEDULED
    return EntryStatus.SIGNED
