"""Reads for lists: pages of entries and publications, with the derived status as one SQL expression."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, TextClause, and_, case, exists, func, literal, or_, select, true

from publisher.domain.entries import DUE_SOON_DAYS, STANDING, EntryStatus
from publisher.domain.publications import LIVE_STATES, OPEN_STATES
from publisher.storage import search, tables
from publisher.storage.database import Transaction

_E, _P, _H = tables.entry, tables.publication, tables.person
COUNT_CAP = 1000


def _has_publication(states: frozenset[Any]) -> ColumnElement[bool]:
    own = and_(_P.c.entry == _E.c.id, _P.c.revision == _E.c.head_revision)
    return exists().where(and_(own, _P.c.state.in_([str(state) for state in states])))


def status_expression(today: date) -> ColumnElement[str]:
    """`domain.entries.derive_status` as SQL; a test keeps the two equal."""
    signed = and_(_E.c.signed, _E.c.edited.is_(False))
    soon = today + timedelta(days=DUE_SOON_DAYS)
    return case(
        (_E.c.withdrawn_at.is_not(None), literal(EntryStatus.WITHDRAWN)),
        (_E.c.superseded_by.is_not(None), literal(EntryStatus.SUPERSEDED)),
        (and_(signed, _E.c.review_by < today), literal(EntryStatus.EXPIRED)),
        (and_(signed, _E.c.approval_missing, _E.c.returned_reason.is_not(None)), literal(EntryStatus.RETURNED)),
        (and_(signed, _E.c.approval_missing), literal(EntryStatus.AWAITING_REVIEW)),
        (and_(signed, or_(_E.c.source_fell.is_not(None), _E.c.review_by <= soon)), literal(EntryStatus.DUE)),
        (and_(signed, _has_publication(LIVE_STATES)), literal(EntryStatus.LIVE)),
        (and_(signed, _has_publication(OPEN_STATES)), literal(EntryStatus.SCHEDULED)),
        (signed, literal(EntryStatus.SIGNED)),
        (_E.c.imported, literal(EntryStatus.IMPORTED)),
        (_E.c.head_revision.is_(None) | _E.c.edited, literal(EntryStatus.DRAFT)),
        (_E.c.returned_reason.is_not(None), literal(EntryStatus.RETURNED)),
        (_E.c.blocked, literal(EntryStatus.BLOCKED)),
        (_E.c.findings_to_accept > 0, literal(EntryStatus.AWAITING_REVIEW)),
        else_=literal(EntryStatus.READY),
    )


def _needed(status: str, today: date) -> ColumnElement[bool] | TextClause:
    """What an entry's row alone must say in this status: where it does not, nobody asks for its publications."""
    soon = today + timedelta(days=DUE_SOON_DAYS)
    plain: dict[str, ColumnElement[bool]] = {
        EntryStatus.WITHDRAWN: _E.c.withdrawn_at.is_not(None),
        EntryStatus.SUPERSEDED: _E.c.superseded_by.is_not(None),
        EntryStatus.EXPIRED: _E.c.review_by < today,
        EntryStatus.DUE: or_(_E.c.source_fell.is_not(None), _E.c.review_by <= soon),
    }
    published = (EntryStatus.LIVE, EntryStatus.SCHEDULED, EntryStatus.SIGNED)
    return true() if status in published else plain.get(status, tables.UNFINISHED)


def status_of(tx: Transaction, entry: str, today: date) -> EntryStatus:
    return EntryStatus(tx.execute(select(status_expression(today)).where(_E.c.id == entry)).scalar_one())


def standing(today: date) -> ColumnElement[bool]:
    """What is signed, approved where that is asked, neither fallen nor expired, and translates what stands itself."""
    return and_(status_expression(today).in_(STANDING), _E.c.source_fell.is_(None))


def stands(tx: Transaction, entry: str, today: date) -> bool:
    return tx.execute(select(_E.c.id).where(_E.c.id == entry, standing(today))).first() is not None


def entries(
    tx: Transaction,
    today: date,
    *,
    words: str = "",
    language: str | None = None,
    statuses: Sequence[str] = (),
    kind: str | None = None,
    author: str | None = None,
    units: tuple[str, ...] = (),
    offset: int = 0,
    limit: int = 20,
) -> tuple[list[Any], int]:
    """Rows of one page, newest change first, and how many there are (counted up to COUNT_CAP + 1).

    `statuses`: of any of these; empty: of all.

    `units`: what is not signed yet is listed of these and of no unit only; empty: of all.
    """
    wanted = _in_units(_wanted(tx, today, words, language, statuses, kind, author), units)
    counted = wanted.with_only_columns(_E.c.id).limit(COUNT_CAP + 1).subquery()
    total = tx.execute(select(func.count()).select_from(counted)).scalar_one()
    page = wanted.order_by(_E.c.updated_at.desc(), _E.c.id.desc()).offset(offset).limit(limit).subquery()
    rows = tx.execute(
        select(_E, _H.c.name.label("author_name"), status_expression(today).label("status"))
        .join(page, page.c.id == _E.c.id)
        .outerjoin(_H, _H.c.id == _E.c.author)
        .order_by(_E.c.updated_at.desc(), _E.c.id.desc())
    )
    return list(rows), total


def _in_units(wanted: Select[Any], units: tuple[str, ...]) -> Select[Any]:
    return wanted.where(_E.c.signed | _E.c.unit.is_(None) | _E.c.unit.in_(units)) if units else wanted


def _wanted(
    tx: Transaction,
    today: date,
    words: str,
    language: str | None,
    statuses: Sequence[str],
    kind: str | None,
    author: str | None,
) -> Select[Any]:
    wanted = select(_E.c.id)
    for column, value in ((_E.c.language, language), (_E.c.kind, kind), (_E.c.author, author)):
        if value is not None:
            wanted = wanted.where(column == value)
    if statuses:
        needed = or_(*(_needed(one, today) for one in statuses))
        wanted = wanted.where(needed, status_expression(today).in_(statuses))
    return search.matching(tx, wanted, words) if words.strip() else wanted


def publications(
    tx: Transaction,
    *,
    state: str | None = None,
    entry: str | None = None,
    account: str | None = None,
    author: str | None = None,
    campaign: str | None = None,
    with_words: bool = False,
    since: datetime | None = None,
    until: datetime | None = None,
    offset: int = 0,
    limit: int | None = 50,
    newest_first: bool = False,
) -> tuple[list[Any], int]:
    """Rows of publications with what a person needs to see beside them, by due time."""
    wanted = select(_P.c.id)
    if state is not None:
        wanted = wanted.where(_P.c.state == state)
    for column, value in ((_P.c.entry, entry), (_P.c.account, account), (_P.c.campaign, campaign)):
        if value is not None:
            wanted = wanted.where(column == value)
    if author is not None:
        wanted = wanted.where(_P.c.entry.in_(select(_E.c.id).where(_E.c.author == author)))
    if since is not None:
        wanted = wanted.where(_P.c.due_at >= since)
    if until is not None:
        wanted = wanted.where(_P.c.due_at < until)
    counted = wanted.limit(COUNT_CAP + 1).subquery()
    total = tx.execute(select(func.count()).select_from(counted)).scalar_one()
    order = (_P.c.due_at.desc(), _P.c.id.desc()) if newest_first else (_P.c.due_at, _P.c.id)
    page = wanted.order_by(*order).offset(offset).limit(limit).subquery()
    columns = [column for column in _P.c if column.name not in ("frozen", "versions", "frozen_digest")]
    words = [tables.entry_text.c.words] if with_words else []
    listed = (
        select(
            *columns,
            *words,
            _E.c.title,
            _E.c.language,
            _E.c.author,
            _H.c.name.label("author_name"),
            tables.account.c.name.label("account_name"),
            tables.account.c.kind.label("channel_kind"),
            tables.account.c.held_reason.label("account_held"),
            tables.account.c.held_says.label("account_says"),
            tables.campaign.c.name.label("campaign_name"),
        )
        .join(page, page.c.id == _P.c.id)
        .join(_E, _E.c.id == _P.c.entry)
        .join(tables.account, tables.account.c.id == _P.c.account)
        .outerjoin(_H, _H.c.id == _E.c.author)
        .outerjoin(tables.campaign, tables.campaign.c.id == _P.c.campaign)
        .order_by(*order)
    )
    if with_words:
        listed = listed.outerjoin(tables.entry_text, tables.entry_text.c.entry == _P.c.entry)
    return list(tx.execute(listed)), total


def signing_queue(
    tx: Transaction, author: str | None, languages: list[str], after: str | None, limit: int
) -> list[Any]:
    """What a doctor may open and sign next: her own kept revisions first, then imported answers nobody claimed.

    Two statements, so that each walks its index in order and stops: as one it sorts a whole library for five lines.
    """
    own = and_(_E.c.author == author, _E.c.head_revision.is_not(None), _E.c.edited.is_(False))
    unclaimed = and_(_E.c.imported, _E.c.author.is_(None), _E.c.language.in_(languages))
    passed = tx.execute(select(_E.c.imported).where(_E.c.id == after)).scalar_one_or_none() if after else None
    found: list[Any] = []
    for imported, mine in ((False, own), (True, own | unclaimed)):
        if passed and not imported:
            continue
        wanted = select(_E).where(tables.TO_SIGN, _E.c.imported.is_(imported), mine).order_by(_E.c.id)
        if after and passed is imported:
            wanted = wanted.where(_E.c.id > after)
        found += tx.execute(wanted.limit(limit - len(found)))
    return found


def count_by_status(
    tx: Transaction, today: date, author: str | None, statuses: list[EntryStatus], units: tuple[str, ...] = ()
) -> dict[str, int]:
    """How many of a person's entries stand in each of these statuses (each counted up to the cap)."""
    counts: dict[str, int] = {}
    for status in statuses:
        found = _in_units(_wanted(tx, today, "", None, [status], None, author), units)
        wanted = found.limit(COUNT_CAP + 1).subquery()
        counts[status] = tx.execute(select(func.count()).select_from(wanted)).scalar_one()
    return counts
