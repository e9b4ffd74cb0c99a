"""Digests and derived statuses."""

from dataclasses import replace
from datetime import date

import pytest

from publisher.domain.checking import EntryKind
from publisher.domain.entries import Content, EntryStatus, StatusFacts, derive_status
from publisher.domain.places import Language

TODAY = date(2026, 11, 22)
CONTENT = Content(EntryKind.POST, Language.EN, "Title", "Body")
SIGNED = StatusFacts(has_revision=True, signed=True)


@pytest.mark.parametrize("change", [{"body": "Body "}, {"title": "title"}, {"sources": ("S",)}, {"question": "Q?"}])
def test_one_changed_character_changes_the_digest(change: dict[str, object]) -> None:
    assert replace(CONTENT, **change).digest() != CONTENT.digest()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        (StatusFacts(), EntryStatus.DRAFT),
        (StatusFacts(imported=True), EntryStatus.IMPORTED),
        (StatusFacts(has_revision=True), EntryStatus.READY),
        (StatusFacts(has_revision=True, blocked=True), EntryStatus.BLOCKED),
        (StatusFacts(has_revision=True, findings_to_accept=1), EntryStatus.AWAITING_REVIEW),
        (StatusFacts(has_revision=True, returned=True, blocked=True), EntryStatus.RETURNED),
        (StatusFacts(has_revision=True, edited_since_revision=True, blocked=True), EntryStatus.DRAFT),
        (SIGNED, EntryStatus.SIGNED),
        (replace(SIGNED, edited_since_revision=True), EntryStatus.DRAFT),
        (replace(SIGNED, approval_missing=True), EntryStatus.AWAITING_REVIEW),
        (replace(SIGNED, approval_missing=True, review_by=TODAY), EntryStatus.AWAITING_REVIEW),
        (replace(SIGNED, approval_missing=True, returned=True), EntryStatus.RETURNED),
        (replace(SIGNED, publications_open=1), EntryStatus.SCHEDULED),
        (replace(SIGNED, publications_open=1, publications_live=1), EntryStatus.LIVE),
        (replace(SIGNED, publications_live=1, review_by=date(2026, 11, 22)), EntryStatus.DUE),
        (replace(SIGNED, publications_live=1, source_fell=True), EntryStatus.DUE),
        (replace(SIGNED, publications_live=1, review_by=date(2026, 11, 21)), EntryStatus.EXPIRED),
        (replace(SIGNED, superseded=True), EntryStatus.SUPERSEDED),
        (replace(SIGNED, superseded=True, withdrawn=True), EntryStatus.WITHDRAWN),
    ],
)
def test_a_status_follows_from_the_facts(facts: StatusFacts, status: EntryStatus) -> None:
    assert derive_status(facts, TODAY) is status
