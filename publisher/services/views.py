"""What services hand to pages and commands: read-only pictures of an entry, a publication, a page of either."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from publisher.domain.checking import CheckReport, EntryKind, Level
from publisher.domain.entries import EntryStatus, Revision, WorkingCopy
from publisher.domain.people import Person
from publisher.domain.places import Language
from publisher.domain.publications import Publication
from publisher.domain.sentences import Sentence
from publisher.domain.signing import Signature

Item = TypeVar("Item")


@dataclass(frozen=True)
class Page(Generic[Item]):
    """One page of a list. `capped`: there are more than `total` says ("1,000+")."""

    items: tuple[Item, ...]
    total: int
    capped: bool
    page: int
    size: int


@dataclass(frozen=True)
class EntryRow:
    """One line of the library."""

    id: str
    title: str
    language: Language
    kind: EntryKind
    status: EntryStatus
    author_name: str | None
    updated_at: datetime
    review_by: date | None
    excerpt: str


@dataclass(frozen=True)
class Acceptance:
    """A reviewer's recorded decision to let one finding stand."""

    rule: str
    person: Person | None
    reason: str
    at: datetime


@dataclass(frozen=True)
class PublicationRow:
    """A publication with what a person needs to read beside it. `why` says what is and what happens next."""

    publication: Publication
    title: str
    language: Language
    account_name: str
    channel_kind: str
    author_name: str | None
    why: Sentence
    campaign_name: str | None = None


@dataclass(frozen=True)
class AttemptRow:
    """One call to a channel and what came back: `call` is send, find, correct or remove."""

    number: int
    call: str
    at: datetime
    outcome: str
    reason: str | None
    because: tuple[Sentence, ...] = ()


@dataclass(frozen=True)
class EntryView:
    """An entry with everything around it. `working`: None outside its unit, where only what is signed is shown."""

    id: str
    status: EntryStatus
    author: Person | None
    revision: Revision | None
    working: WorkingCopy | None
    report: CheckReport | None
    report_digest: str | None
    accepted: dict[str, Acceptance]
    signature: Signature | None
    signer: Person | None
    approver: Person | None
    publications: tuple[PublicationRow, ...]
    returned_reason: str | None
    withdrawn_reason: str | None
    imported: bool
    claimed_author: str | None
    claimed_signed_at: str | None
    sample: bool
    translations: dict[Language, str] = field(default_factory=dict)
    source_against: Sentence | None = None  # why what it translates stands no longer
    source_now: str | None = None  # the entry that holds in the place of what it translates

    @property
    def to_accept(self) -> list[str]:
        """Rules whose findings wait for a reviewer."""
        if self.report is None:
            return []
        rules = {finding.rule for finding in self.report.findings if finding.level is Level.REVIEW}
        return sorted(rules - self.accepted.keys())


@dataclass(frozen=True)
class QueueItem:
    """One text waiting for a doctor's signature. `reasons` is empty when it may be signed as it is."""

    entry: str
    title: str
    language: Language
    kind: EntryKind
    imported: bool
    excerpt: str


def page_of(items: list[Any], total: int, page: int, size: int, cap: int) -> Page[Any]:
    return Page(tuple(items), min(total, cap), total > cap, page, size)
