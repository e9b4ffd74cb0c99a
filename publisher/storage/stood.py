"""Which version of an entry stands among those a doctor signed: one that waits for its approval does not yet.

One that was returned, or left for another while it waited for its approval, never stood, whatever was written since.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, exists, literal, or_, select

from publisher.domain.entries import Revision
from publisher.storage import entries, tables
from publisher.storage.database import Transaction

_E, _S, _A, _V = tables.entry, tables.signature, tables.approval, tables.event
_R = tables.revision.alias("version")
UNAPPROVED = "unapproved"  # by this name the event of a new version tells of the one that still waited


def _named(action: str, name: str) -> ColumnElement[bool]:
    return and_(_V.c.action == action, _V.c.detail.contains(literal(f'"{name}":"', String) + _R.c.id + '"'))


def _last(entry: Any) -> Select[Any]:
    """The newest version of an entry that stands."""
    approved = exists().where(_A.c.revision == _R.c.id)
    given_up = or_(_named("returned", "revision"), _named("revised", UNAPPROVED))
    never = exists().where(_V.c.record == literal("entry:", String) + _R.c.entry, given_up)
    waits = and_(entry.c.approval_missing, entry.c.head_revision == _R.c.id)
    wanted = select(_R.c.id).join(_S, _S.c.revision == _R.c.id).where(_R.c.entry == entry.c.id)
    return wanted.where(~waits, or_(approved, ~never)).order_by(_R.c.number.desc()).limit(1)


def newest_id(entry: Any = _E) -> ColumnElement[Any]:
    """The id of the newest version that stands of each entry of a statement."""
    return _last(entry).correlate(entry).scalar_subquery()


def newest(tx: Transaction, entry: str) -> Revision | None:
    """The newest version of an entry that stands, whatever was written or signed since."""
    found = tx.execute(select(newest_id()).select_from(_E).where(_E.c.id == entry)).scalar_one_or_none()
    return entries.revision(tx, found) if found else None
