"""Rows of entries, working copies, revisions, reports, acceptances, signatures and approvals."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Text, cast, insert, or_, select, update

from publisher.domain.checking import CheckReport
from publisher.domain.entries import Content, Revision, WorkingCopy
from publisher.domain.ids import new_id
from publisher.domain.signing import Signature
from publisher.storage import search, tables
from publisher.storage.database import Transaction
from publisher.storage.mapping import content_from_json, content_to_json, report_from_json, report_to_json

_E = tables.entry
UNTOUCHED: dict[str, Any] = {
    "author": None,
    "imported": False,
    "edited": True,
    "blocked": False,
    "findings_to_accept": 0,
    "signed": False,
    "approval_missing": False,
    "translates": None,
    "source_fell": None,
}
"""The facts of an entry that nobody has kept, checked or signed yet."""


def row(tx: Transaction, entry: str) -> Any:
    return tx.execute(select(_E).where(_E.c.id == entry)).first()


def row_by_external_id(tx: Transaction, external_id: str) -> Any:
    return tx.execute(select(_E).where(_E.c.external_id == external_id)).first()


def lock(tx: Transaction, entry: str) -> Any:
    """The entry's row, locked on PostgreSQL until the transaction ends (SQLite holds its write lock anyway)."""
    return tx.execute(select(_E).where(_E.c.id == entry).with_for_update()).first()


def add(tx: Transaction, entry: str, content: Content, at: datetime, **facts: Any) -> None:
    tx.execute(insert(_E).values(id=entry, made_at=at, updated_at=at, **shown(content), **(UNTOUCHED | facts)))
    search.put(tx, entry, content)


def shown(content: Content) -> dict[str, Any]:
    """The columns that lists show."""
    return {
        "kind": content.kind,
        "language": content.language,
        "title": content.title[:400],
        "excerpt": " ".join(content.body.split())[:280],
        "review_by": content.review_by,
    }


def last_of_line(tx: Transaction, entry: str) -> Any:
    """The row of the entry that took the place of this one at last; its own where none did."""
    found = row(tx, entry)
    while found.superseded_by is not None:
        found = row(tx, found.superseded_by)
    return found


def line_until(tx: Transaction, entry: str) -> list[str]:
    """An entry and all those whose place it took, directly or one after the other."""
    plan = tables.supersession.c  # only what was chosen to be replaced is, and these rows are found by an index
    found, newest = [entry], [entry]
    while newest:
        chosen = select(plan.old).where(plan.entry.in_(newest))
        replaced = select(_E.c.id).where(_E.c.id.in_(chosen), _E.c.superseded_by.in_(newest))
        newest = list(tx.execute(replaced.order_by(_E.c.id)).scalars())
        found += newest
    return found


def translating(tx: Transaction, source: str | None = None) -> list[Any]:
    """Entries whose newest version translates one of another entry; of this one, if it is named."""
    wanted = select(_E).where(_E.c.translates.is_not(None))
    if source is not None:
        versions = select(tables.revision.c.id).where(tables.revision.c.entry == source)
        wanted = wanted.where(_E.c.translates.in_(versions))
    return list(tx.execute(wanted.order_by(_E.c.id)))


def set_facts(tx: Transaction, entry: str, **facts: Any) -> None:
    tx.execute(update(_E).where(_E.c.id == entry).values(**facts))


def show_words(tx: Transaction, entry: str, content: Content, at: datetime) -> None:
    """Keep the list's title, excerpt and the search words those of this content."""
    tx.execute(update(_E).where(_E.c.id == entry).values(updated_at=at, **shown(content)))
    search.put(tx, entry, content)


def working_copy(tx: Transaction, entry: str) -> WorkingCopy | None:
    table = tables.working_copy
    found = tx.execute(select(table).where(table.c.entry == entry)).first()
    if found is None:
        return None
    return WorkingCopy(entry, content_from_json(found.content), found.version, found.saved_by or "", found.saved_at)


def put_working_copy(
    tx: Transaction, entry: str, content: Content, version: int, person: str | None, at: datetime
) -> bool:
    """Overwrite version `version` (0: none yet) by the next; False when somebody else saved in between."""
    table = tables.working_copy
    values = {"content": content_to_json(content), "version": version + 1, "saved_by": person, "saved_at": at}
    if version == 0:
        tx.execute(insert(table).values(entry=entry, **values))
        return True
    done = tx.execute(update(table).where(table.c.entry == entry, table.c.version == version).values(**values))
    return done.rowcount == 1


def add_revision(tx: Transaction, revision: Revision) -> None:
    tx.execute(
        insert(tables.revision).values(
            id=revision.id,
            entry=revision.entry,
            number=revision.number,
            content=content_to_json(revision.content),
            digest=revision.digest,
            made_by=revision.made_by or None,
            made_at=revision.made_at,
        )
    )


def revision(tx: Transaction, revision_id: str) -> Revision | None:
    table = tables.revision
    return _revision(tx.execute(select(table).where(table.c.id == revision_id)).first())


def revisions(tx: Transaction, entry: str) -> list[Revision]:
    table = tables.revision
    rows = tx.execute(select(table).where(table.c.entry == entry).order_by(table.c.number))
    return [found for found in map(_revision, rows) if found]


def revision_by_digest(tx: Transaction, digest: str) -> Revision | None:
    table = tables.revision
    return _revision(tx.execute(select(table).where(table.c.digest == digest).limit(1)).first())


def _revision(found: Any) -> Revision | None:
    if found is None:
        return None
    return Revision(
        found.id,
        found.entry,
        found.number,
        content_from_json(found.content),
        found.digest,
        found.made_by or "",
        found.made_at,
    )


def add_report(tx: Transaction, revision_id: str, report: CheckReport, digest: str, at: datetime) -> None:
    tx.execute(
        insert(tables.report).values(
            id=new_id(),
            revision=revision_id,
            content=report_to_json(report),
            digest=digest,
            verdict=report.verdict,
            made_at=at,
        )
    )


def report(tx: Transaction, revision_id: str) -> tuple[CheckReport, str] | None:
    """The newest report of a revision and its digest."""
    table = tables.report
    found = tx.execute(
        select(table)
        .where(table.c.revision == revision_id)
        .order_by(table.c.made_at.desc(), table.c.id.desc())
        .limit(1)
    ).first()
    return (report_from_json(found.content), found.digest) if found else None


def acceptances(tx: Transaction, revision_id: str) -> list[Any]:
    table = tables.acceptance
    return list(tx.execute(select(table).where(table.c.revision == revision_id).order_by(table.c.at)))


def add_acceptance(tx: Transaction, revision_id: str, rule: str, person: str, reason: str, at: datetime) -> None:
    tx.execute(
        insert(tables.acceptance).values(
            id=new_id(), revision=revision_id, rule=rule, person=person, reason=reason, at=at
        )
    )


def signature(tx: Transaction, revision_id: str) -> Signature | None:
    table = tables.signature
    found = tx.execute(select(table).where(table.c.revision == revision_id)).first()
    return Signature(**found._mapping) if found else None


def add_signature(tx: Transaction, signature: Signature) -> None:
    tx.execute(insert(tables.signature).values(**vars(signature)))


def approval(tx: Transaction, revision_id: str) -> Any:
    table = tables.approval
    return tx.execute(select(table).where(table.c.revision == revision_id)).first()


def add_approval(tx: Transaction, revision_id: str, person: str, at: datetime) -> None:
    tx.execute(insert(tables.approval).values(id=new_id(), revision=revision_id, person=person, at=at))


def translations(tx: Transaction, key: str) -> list[Any]:
    return list(tx.execute(select(_E.c.id, _E.c.language).where(_E.c.translation_key == key)))


def signed_like(tx: Transaction, line: str, limit: int = 200) -> list[Revision]:
    """Signed revisions whose stored content holds a line of text, newest first."""
    held = json.dumps(line, ensure_ascii=False)[1:-1].replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    escaped = json.dumps(line)[1:-1].replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    words = cast(tables.revision.c.content, Text)
    rows = tx.execute(
        select(tables.revision)
        .join(tables.signature, tables.signature.c.revision == tables.revision.c.id)
        .where(or_(words.like(f"%{held}%", escape="\\"), words.like(f"%{escaped}%", escape="\\")))
        .order_by(tables.revision.c.made_at.desc())
        .limit(limit)
    )
    return [found for found in map(_revision, rows) if found]
