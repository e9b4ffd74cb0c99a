"""Rows of questions and their groups: many at once on the way in, page by page on the way out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, insert, or_, select, true, update

from publisher.domain.events import GENESIS, canonical, event_hash
from publisher.domain.triage import Route
from publisher.storage import tables
from publisher.storage.database import Transaction
from publisher.storage.types import stamp

_Q, _G = tables.question, tables.question_group
OPEN = ("waiting", "taken")
ALARMS = ("crisis", "urgent")
_PAIRS = 100
COMPARED = ("doctor", "moderator")  # the routes on which likeness matters


def known(tx: Transaction, external_ids: Sequence[str]) -> dict[str, Any]:
    """What is known of those that are here already, by external id."""
    about = (_Q.c.state, _Q.c.fingerprint, _Q.c.route, _Q.c.author, _Q.c.community, _Q.c.language, _Q.c.text)
    columns = (_Q.c.id, _Q.c.external_id, _Q.c.import_digest, *about)
    rows = tx.execute(select(*columns).where(_Q.c.external_id.in_(external_ids)))
    return {row.external_id: row for row in rows}


def said_before(tx: Transaction, pairs: Sequence[tuple[str | None, str]]) -> list[Any]:
    """Where and when the same writer said the same words: rows for these (author, fingerprint)."""
    said = (_Q.c.author, _Q.c.fingerprint, _Q.c.language, _Q.c.text)
    columns = (*said, _Q.c.community, _Q.c.asked_at, _Q.c.made_at)
    wanted, found = [one for one in dict.fromkeys(pairs) if one[0] is not None], list[Any]()
    for begin in range(0, len(wanted), _PAIRS):
        part = wanted[begin : begin + _PAIRS]
        # each pair by itself: for a list of pairs SQLite reads every question, while the batch holds its write lock
        either = or_(*(and_(_Q.c.author == author, _Q.c.fingerprint == words) for author, words in part))
        found += tx.execute(select(*columns).where(either))
    return found


def groups_of(tx: Transaction, wanted: dict[str, dict[str, Any]], at: datetime) -> dict[str, tuple[str, Any]]:
    """The group of each fingerprint and in what it differs from it; made where it is new.

    `wanted`: fingerprint → id, language, text, `comparable` where one of them is on a route where likeness matters, and
    `compared` for what is never laid beside others. A question whose group was set aside opens it again. None of them
    is merged while this transaction lasts: the lock is the one that a question takes on its line, and waits for nobody
    else who works on it.
    """
    asked = select(_G).where(_G.c.fingerprint.in_(list(wanted)))
    rows = list(tx.execute(asked.with_for_update(read=True, key_share=True)))
    found = {row.fingerprint: (row.merged_into or row.id, row.differs) for row in rows}
    again = [found[row.fingerprint][0] for row in rows if row.state != "merged"]
    if again:
        closed = and_(_G.c.id.in_(again), _G.c.state == "set_aside")
        tx.execute(update(_G).where(closed).values(state="open", updated_at=at))
    late = [row.id for row in rows if wanted[row.fingerprint]["comparable"] and not row.comparable]
    if late:
        tx.execute(update(_G).where(_G.c.id.in_(late)).values(comparable=True))
    new = [
        {"compared": False, **values, "fingerprint": key, "state": "open", "made_at": at, "updated_at": at}
        for key, values in wanted.items()
        if key not in found
    ]
    if new:
        tx.execute(insert(_G), new)
    return found | {one["fingerprint"]: (one["id"], None) for one in new}


def add_many(tx: Transaction, rows: Sequence[dict[str, Any]], actor: str, at: datetime) -> None:
    """Add questions with their first events, in two statements."""
    if not rows:
        return
    tx.execute(insert(_Q), list(rows))
    tx.execute(insert(tables.event), [_first_event(row, actor, at) for row in rows])


def _first_event(row: dict[str, Any], actor: str, at: datetime) -> dict[str, Any]:
    record = f"question:{row['id']}"
    detail = canonical({"route": str(row["route"]), "source": row["source"]})
    digest = event_hash(record, 1, stamp(at), actor, "received", detail, GENESIS)
    return {
        "record": record,
        "sequence": 1,
        "at": at,
        "actor": actor,
        "action": "received",
        "detail": detail,
        "previous": GENESIS,
        "hash": digest,
    }


def change(tx: Transaction, question: str, **values: Any) -> bool:
    return tx.execute(update(_Q).where(_Q.c.id == question).values(**values)).rowcount == 1


def change_group(tx: Transaction, group: str, **values: Any) -> bool:
    return tx.execute(update(_G).where(_G.c.id == group).values(**values)).rowcount == 1


def question(tx: Transaction, question_id: str) -> Any:
    return tx.execute(select(_Q).where(_Q.c.id == question_id)).first()


def group(tx: Transaction, group_id: str) -> Any:
    return tx.execute(select(_G).where(_G.c.id == group_id)).first()


def texts(tx: Transaction, questions: Sequence[str]) -> dict[str, str]:
    """The masked words of these, by id; never those of a crisis."""
    wanted = select(_Q.c.id, _Q.c.text).where(_Q.c.id.in_(questions), _Q.c.route != "crisis")
    rows = tx.execute(wanted) if questions else ()
    return {row.id: row.text for row in rows}


def route_counts(tx: Transaction, hers: Sequence[str] | None = None) -> dict[str, int]:
    """How many groups (for crisis and urgent: messages) wait on each route."""
    group = _Q.c.question_group
    counted = (func.count(func.distinct(group)) + func.count() - func.count(group)).label("waiting")
    here = within(and_(_Q.c.route.in_(tuple(Route)), _Q.c.state.in_(OPEN)), hers)
    statement = select(_Q.c.route, counted).where(here).group_by(_Q.c.route)
    return {row.route: row.waiting for row in tx.execute(statement)}


def group_lines(
    tx: Transaction, route: str, page: int, size: int, hers: Sequence[str] | None = None
) -> tuple[list[Any], int]:
    """One page of groups on a route, the most asked first, then the newest; and how many there are.

    Which lines are shown is read from ix_question_line alone; what they say besides is looked up for those.
    """
    group = _Q.c.question_group
    here = within(and_(_Q.c.route == route, _Q.c.state.in_(OPEN), group.is_not(None)), hers)
    total = tx.execute(select(func.count(func.distinct(group))).where(here)).scalar_one()
    count, newest = func.count().label("count"), func.max(_Q.c.made_at).label("newest")
    order = (count.desc(), newest.desc(), group)
    wanted = select(group).where(here).group_by(group).order_by(*order).limit(size).offset((page - 1) * size)
    shown = list(tx.execute(wanted).scalars())
    if not shown:
        return [], total
    apart, taken_by = func.count(_Q.c.differs).label("apart"), func.max(_Q.c.taken_by).label("taken_by")
    edits = func.count(_Q.c.edit_of).label("edits")
    statement = (
        select(group.label("id"), count, newest, apart, taken_by, edits, _G.c.language, _G.c.state)
        .join(_G, _G.c.id == group)
        .where(here, group.in_(shown))
        .group_by(group, _G.c.language, _G.c.state)
        .order_by(*order)
    )
    return list(tx.execute(statement)), total


def communities_of(
    tx: Transaction, group_ids: Sequence[str], hers: Sequence[str] | None = None
) -> dict[str, list[str]]:
    rows = tx.execute(
        select(_Q.c.question_group, _Q.c.community)
        .where(within(and_(_Q.c.question_group.in_(group_ids), _Q.c.community.is_not(None)), hers))
        .distinct()
        .order_by(_Q.c.community)
    )
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.question_group, []).append(row.community)
    return found


def within(condition: ColumnElement[bool], hers: Sequence[str] | None) -> ColumnElement[bool]:
    """Narrowed to the communities of these names and to what was asked in none that is kept here; None: everything."""
    if hers is None:
        return condition
    asked_in, kept = _Q.c.community, select(tables.community.c.name)
    return and_(condition, or_(asked_in.in_(hers), asked_in.is_(None), asked_in.not_in(kept)))


def groups_to_compare(tx: Transaction, limit: int) -> list[Any]:
    """Groups not yet laid beside the earlier ones, oldest first, in which something waits where likeness matters."""
    waits = exists(_Q.c.route).where(_Q.c.question_group == _G.c.id, _Q.c.route.in_(COMPARED), _Q.c.state.in_(OPEN))
    statement = select(_G).where(tables.TO_COMPARE, waits).order_by(_G.c.made_at, _G.c.id).limit(limit)
    return list(tx.execute(statement))


def make_comparable(tx: Transaction, question: str) -> None:
    """A question came to where likeness matters by a person's hand: its line may now be laid beside others."""
    line = select(_Q.c.question_group).where(_Q.c.id == question).scalar_subquery()
    tx.execute(update(_G).where(_G.c.id == line).values(comparable=True))


def merge(tx: Transaction, source: str, target: str, differs: list[str] | None, at: datetime) -> int:
    """All questions of one group into another; `differs` says what keeps them apart there. Returns how many moved.

    The words go with them: none are kept where nobody says them any more. The questions are locked before their line,
    as whoever decides it does; then the line, which waits for those who bring one in, and theirs are moved too.
    """
    those = update(_Q).where(_Q.c.question_group == source).values(question_group=target, differs=differs)
    moved = tx.execute(those).rowcount
    tx.execute(select(_G.c.id).where(_G.c.id == source).with_for_update())
    moved += tx.execute(those).rowcount
    merged = {"state": "merged", "merged_into": target, "differs": differs, "text": ""}
    change_group(tx, source, compared=True, updated_at=at, **merged)
    change_group(tx, target, updated_at=at)
    return moved


def rename_community(tx: Transaction, before: str, after: str) -> None:
    """Everything that was asked in a community, under its new name."""
    for table in (_Q, tables.crisis_case):
        tx.execute(update(table).where(table.c.community == before).values(community=after))


def erase_sealed(tx: Transaction, now: datetime | None) -> int:
    """Erase the way back to writers whose days are over; without a time, to all of them."""
    erased = 0
    for table in (_Q, tables.crisis_message):
        over = table.c.sealed_until < now if now is not None else true()
        past = and_(table.c.sealed.is_not(None), over)
        erased += tx.execute(update(table).where(past).values(sealed=None, sealed_until=None)).rowcount
    return erased
