"""Which version of an entry stands among those a doctor signed, and which one texts are compared with.

One that waits for its approval does not stand yet, and is compared already. One that was returned, or left for another
while it waited for its approval, never stood, whatever was written since.
"""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, exists, false, literal, null, or_, select

from publisher.domain.entries import Revision
from publisher.storage import entries, tables
from publisher.storage.database import Transaction

_E, _S, _A, _V = tables.entry, tables.signature, tables.approval, tables.event
_R = tables.revision.alias("version")
UNAPPROVED = "unapproved"  # by this name the event of a new version tells of the one that still waited


def _named(action: str, name: str) -> ColumnElement[bool]:
    return and_(_V.c.action == action, _V.c.detail.contains(literal(f'"{name}":"', String) + _R.c.id + '"'))


def _last(entry: Any, *, waiting: bool) -> Select[Any]:
    """The newest version of an entry that stands; with `waiting`, also one whose approval may still come."""
    approved = exists().where(_A.c.revision == _R.c.id)
    given_up = or_(_named("returned", "revision"), _named("revised", UNAPPROVED))
    never = exists().where(_V.c.record == literal("entry:", String) + _R.c.entry, given_up)
    waits = and_(entry.c.approval_missing, entry.c.head_revision == _R.c.id)
    wanted = select(_R.c.id).join(_S, _S.c.revision == _R.c.id).where(_R.c.entry == entry.c.id)
    if not waiting:
        wanted = wanted.where(~waits)
    return wanted.where(or_(approved, ~never)).order_by(_R.c.number.desc()).limit(1)


def newest_id() -> ColumnElement[Any]:
    """The id of the newest version that stands of each entry of a statement."""
    return _last(_E, waiting=False).correlate(_E).scalar_subquery()


def newest(tx: Transaction, entry: str) -> Revision | None:
    """The newest version of an entry that stands, whatever was written or signed since."""
    found = tx.execute(select(newest_id()).select_from(_E).where(_E.c.id == entry)).scalar_one_or_none()
    return entries.revision(tx, found) if found else None


def _newest_counts(entry: Any) -> ColumnElement[bool]:
    """Whether its last version is the one that is compared: of most it is, and the entry alone tells it."""
    return and_(entry.c.signed, entry.c.returned_reason.is_(None))


def compared_id(entry: Any = _E) -> ColumnElement[Any]:
    """The id of the signed version that others are compared with: what is written since does not end what stands."""
    earlier = _last(entry, waiting=True).correlate(entry).scalar_subquery()
    kept = entry.c.head_revision.is_not(None)
    return case((_newest_counts(entry), entry.c.head_revision), (kept, earlier), else_=null())


def compared_until(today: date) -> ColumnElement[bool]:
    """Whether there is such a version and its own review date has not passed: the entry bears that of what is written
    since."""
    version = tables.revision.alias("compared")
    until = version.c.content["review_by"].as_string()
    earlier = exists().where(
        version.c.id == _last(_E, waiting=True).correlate(_E).scalar_subquery(),
        or_(until.is_(None), until >= today.isoformat()),
    )
    last = or_(_E.c.review_by.is_(None), _E.c.review_by >= today)
    return case(
        (and_(_newest_counts(_E), ~_E.c.edited), last), (_E.c.head_revision.is_not(None), earlier), else_=false()
    )
