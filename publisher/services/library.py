"""Reads: one entry with everything around it, lists of entries and publications, an entry's history."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from publisher.domain.checking import EntryKind
from publisher.domain.entries import EntryStatus, derive_status
from publisher.domain.errors import NotFound
from publisher.domain.events import Event
from publisher.domain.places import Language
from publisher.domain.sentences import say
from publisher.services import translated
from publisher.services.desk import Actor, Desk, require, require_unit_of
from publisher.services.facts import facts_of
from publisher.services.states import WAITING, held_because, why
from publisher.services.views import Acceptance, AttemptRow, EntryRow, EntryView, Page, PublicationRow, page_of
from publisher.storage import Transaction, events, groups, listing, people
from publisher.storage import entries as rows
from publisher.storage import publications as publication_rows

LARGEST_PAGE = 200


def _reader(actor: Actor) -> None:
    if actor.how != "shell":
        require(actor)


def entry(desk: Desk, actor: Actor, entry_id: str) -> EntryView:
    """One entry. NotFound when there is none. While a signed one is changed, another unit sees what is signed."""
    _reader(actor)
    with desk.db.read() as tx:
        found = view(desk, tx, entry_id)
        row = rows.row(tx, entry_id)
    require_readable(actor, row)
    return found if _sees_drafts(actor, row) else replace(found, working=None)


def require_readable(actor: Actor, row: Any) -> None:
    """NotAllowed for what is not signed yet, outside its own unit: lists leave it out there too."""
    if actor.person is not None and not row.signed:
        require_unit_of(actor.person, row)


def _sees_drafts(actor: Actor, row: Any) -> bool:
    """Whether what is not signed of an entry is shown: to who wrote it, in its unit, and at the shell."""
    return actor.person is None or row.author == actor.id or actor.person.works_in(row.unit)


def view(desk: Desk, tx: Transaction, entry_id: str) -> EntryView:
    row = rows.row(tx, entry_id)
    if row is None:
        raise NotFound(say("There is no entry {id}.", id=entry_id))
    revision = rows.revision(tx, row.head_revision) if row.head_revision else None
    report = rows.report(tx, revision.id) if revision else None
    signature = rows.signature(tx, revision.id) if revision else None
    approval = rows.approval(tx, revision.id) if revision else None
    accepted = {
        item.rule: Acceptance(item.rule, people.by_id(tx, item.person), item.reason, item.at)
        for item in (rows.acceptances(tx, revision.id) if revision else [])
    }
    held = groups.held(tx)
    published, _ = listing.publications(tx, entry=entry_id, limit=200, with_words="topic" in held)
    same = rows.translations(tx, row.translation_key) if row.translation_key else []
    working = rows.working_copy(tx, entry_id)
    content = working.content if working else revision.content if revision else None
    holding = translated.holding(tx, content) if content else None
    return EntryView(
        id=row.id,
        status=derive_status(facts_of(tx, row), desk.today()),
        author=people.by_id(tx, row.author) if row.author else None,
        revision=revision,
        working=working,
        report=report[0] if report else None,
        report_digest=report[1] if report else None,
        accepted=accepted,
        signature=signature,
        signer=people.by_id(tx, signature.person) if signature else None,
        approver=people.by_id(tx, approval.person) if approval else None,
        publications=tuple(_publication_row(desk, item, held) for item in published),
        returned_reason=row.returned_reason,
        withdrawn_reason=row.withdrawn_reason,
        imported=row.imported,
        claimed_author=row.claimed_author,
        claimed_signed_at=row.claimed_signed_at,
        sample=row.sample,
        translations={Language(item.language): item.id for item in same if item.id != entry_id},
        source_against=translated.against(tx, content) if content else None,
        source_now=holding.entry if holding else None,
    )


def entries(
    desk: Desk,
    actor: Actor,
    *,
    words: str = "",
    language: Language | None = None,
    status: EntryStatus | None = None,
    among: Collection[EntryStatus] = (),
    kind: EntryKind | None = None,
    author: str | None = None,
    page: int = 1,
    size: int = 20,
) -> Page[EntryRow]:
    """A page of entries, newest change first; `words` must all occur in title, question or text.

    `status`: of one status alone; `among`: of any of these.
    """
    _reader(actor)
    size, page = max(1, min(size, LARGEST_PAGE)), max(1, page)
    with desk.db.read() as tx:
        found, total = listing.entries(
            tx,
            desk.today(),
            words=words,
            language=language,
            statuses=[status] if status is not None else sorted(among),
            kind=kind,
            author=author,
            units=actor.person.scope if actor.person else (),
            offset=(page - 1) * size,
            limit=size,
        )
    return page_of([_entry_row(row) for row in found], total, page, size, listing.COUNT_CAP)


def _entry_row(row: Any) -> EntryRow:
    return EntryRow(
        id=row.id,
        title=row.title,
        language=Language(row.language),
        kind=EntryKind(row.kind),
        status=EntryStatus(row.status),
        author_name=row.author_name or row.claimed_author,
        updated_at=row.updated_at,
        review_by=row.review_by,
        excerpt=row.excerpt,
    )


def publications(
    desk: Desk,
    actor: Actor,
    *,
    state: str | None = None,
    entry: str | None = None,
    account: str | None = None,
    author: str | None = None,
    campaign: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    page: int = 1,
    size: int = 50,
    newest_first: bool = False,
) -> Page[PublicationRow]:
    """A page of publications by due time."""
    _reader(actor)
    size, page = max(1, min(size, LARGEST_PAGE)), max(1, page)
    with desk.db.read() as tx:
        held = groups.held(tx)
        found, total = listing.publications(
            tx,
            state=state,
            entry=entry,
            account=account,
            author=author,
            campaign=campaign,
            with_words="topic" in held,
            since=since,
            until=until,
            offset=(page - 1) * size,
            limit=size,
            newest_first=newest_first,
        )
    return page_of([_publication_row(desk, row, held) for row in found], total, page, size, listing.COUNT_CAP)


def _publication_row(desk: Desk, row: Any, held: groups.Held) -> PublicationRow:
    publication = publication_rows.publication_of(row)
    return PublicationRow(
        publication=publication,
        title=row.title,
        language=Language(row.language),
        account_name=row.account_name,
        channel_kind=row.channel_kind,
        author_name=row.author_name,
        why=why(publication, desk.clock(), held_because=held_because(row, held) if row.state in WAITING else None),
        campaign_name=row.campaign_name,
    )


def attempts(desk: Desk, actor: Actor, publication: str) -> list[AttemptRow]:
    """Every call that was made for a publication, oldest first."""
    _reader(actor)
    with desk.db.read() as tx:
        found = publication_rows.attempts(tx, publication)
    return [
        AttemptRow(row.number, row.call, row.at, row.outcome, row.reason, publication_rows.because(row))
        for row in found
    ]


def history(desk: Desk, actor: Actor, entry_id: str) -> list[Event]:
    """Everything that happened to an entry and its publications, oldest first."""
    _reader(actor)
    with desk.db.read() as tx:
        if (row := rows.row(tx, entry_id)) is not None:
            require_readable(actor, row)
        happened = events.of_record(tx, f"entry:{entry_id}")
        published, _ = listing.publications(tx, entry=entry_id, limit=200)
        for row in published:
            happened += events.of_record(tx, f"publication:{row.id}")
    return sorted(happened, key=lambda event: (event.at, event.record, event.sequence))
