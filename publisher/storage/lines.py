"""Rows of a line as people decide it: which of its questions wait, and one statement for those a decision is for.

A decision never reads the members: however many ask the same, none is left behind.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, insert, or_, select, true, update

from publisher.domain.ids import new_id
from publisher.storage import tables
from publisher.storage.database import Transaction
from publisher.storage.inbox import ALARMS, COMPARED, OPEN, within

_Q, _G, _L, _A = tables.question, tables.question_group, tables.question_answer, tables.asking
_AT_ONCE = 500
TAKEN_IF_BY_ANYBODY = case((_Q.c.taken_by.is_(None), "waiting"), else_="taken")
"""The state of what waits again: with whoever had taken it, if anybody had."""


def shown(tx: Transaction, group: str, *, apart: bool, hers: Sequence[str] | None, limit: int = 500) -> list[Any]:
    """Members of a line, or those beside it: what waits first, alarms before the rest, then as they came."""
    differs = _Q.c.differs.is_not(None) if apart else _Q.c.differs.is_(None)
    rank = case((_Q.c.state.not_in(OPEN), 2), (_Q.c.route.in_(ALARMS), 0), else_=1)
    wanted = select(_Q).where(within(and_(_Q.c.question_group == group, differs), hers))
    return list(tx.execute(wanted.order_by(rank, _Q.c.made_at, _Q.c.id).limit(limit)))


def headings(tx: Transaction, groups: Sequence[str], route: str, hers: Sequence[str] | None) -> dict[str, str]:
    """By line, the words of the first that waits on this route in these communities and, if there is one, does not
    differ."""
    order = (_Q.c.differs.is_not(None), _Q.c.made_at, _Q.c.id)
    place = func.row_number().over(partition_by=_Q.c.question_group, order_by=order).label("place")
    waits = and_(_Q.c.question_group.in_(groups), _Q.c.route == route, _Q.c.state.in_(OPEN))
    placed = select(_Q.c.id, place).where(within(waits, hers)).subquery()
    wanted = select(_Q.c.question_group, _Q.c.text).join(placed, placed.c.id == _Q.c.id).where(placed.c.place == 1)
    return {row.question_group: row.text for row in tx.execute(wanted)}


def word_anew(tx: Transaction, group: str, at: datetime) -> None:
    """Somebody left a line or says something else: it is compared by the words of the first who is left in it and does
    not differ, who waits before who does not. Where nobody is left it has no words, and is compared with nothing."""
    _word(tx, _G.c.id == group, at)


def word_empty(tx: Transaction, groups: Sequence[str], at: datetime) -> None:
    """Somebody came into these lines: where nobody had been left, hers are the words now."""
    _word(tx, and_(_G.c.id.in_(groups), _G.c.text == ""), at)


def _word(tx: Transaction, lines: ColumnElement[bool], at: datetime) -> None:
    same = and_(_Q.c.question_group == _G.c.id, _Q.c.differs.is_(None))
    first = select(_Q.c.text).where(same).order_by(_Q.c.state.not_in(OPEN), _Q.c.made_at, _Q.c.id).limit(1)
    words = func.coalesce(first.correlate(_G).scalar_subquery(), "")
    tx.execute(update(_G).where(lines).values(text=words, updated_at=at))


def has(tx: Transaction, group: str, hers: Sequence[str] | None) -> bool:
    """Whether anything of a line was asked in these communities."""
    found = select(_Q.c.id).where(within(_Q.c.question_group == group, hers))
    return tx.execute(found.limit(1)).first() is not None


def routes(tx: Transaction, group: str, hers: Sequence[str] | None) -> list[str]:
    """On which routes something of a line waits."""
    waiting = and_(_Q.c.question_group == group, _Q.c.state.in_(OPEN))
    return list(tx.execute(select(_Q.c.route).where(within(waiting, hers)).distinct()).scalars())


def decide(
    tx: Transaction,
    group: str,
    on: Sequence[str],
    also: Sequence[str],
    hers: Sequence[str] | None,
    **values: Any,
) -> int:
    """Those that wait on these routes and do not differ, and those named, get new values; how many did."""
    plain = and_(_Q.c.route.in_(on), _Q.c.differs.is_(None))
    meant = within(and_(_waits_in(group), or_(plain, _Q.c.id.in_(also))), hers)
    return tx.execute(update(_Q).where(meant).values(**values)).rowcount


def waiting(tx: Transaction, group: str, also: Sequence[str]) -> list[Any]:
    """Id, route and community of what waits in a line and does not differ, and of those named, as they came."""
    meant = and_(_waits_in(group), or_(_Q.c.differs.is_(None), _Q.c.id.in_(also)))
    return list(tx.execute(select(_Q.c.id, _Q.c.route, _Q.c.community).where(meant).order_by(_Q.c.made_at, _Q.c.id)))


def any_waits(tx: Transaction, group: str) -> bool:
    return tx.execute(select(_Q.c.id).where(_waits_in(group)).limit(1)).first() is not None


def linked_places(tx: Transaction, entry: str) -> list[str]:
    """The names of the communities in which was asked what is tied to an entry and waits."""
    wanted = select(_Q.c.community).where(_linked_to(entry), _Q.c.community.is_not(None)).distinct()
    return list(tx.execute(wanted.order_by(_Q.c.community)).scalars())


def linked_waiting(tx: Transaction, entry: str, but: Sequence[str] = ()) -> dict[str, int]:
    """How many of the questions that are tied to an entry `change_linked` changes, by line."""
    group = _Q.c.question_group
    counted = select(group, func.count().label("waiting")).where(_linked_to(entry, but), group.is_not(None))
    return {row.question_group: row.waiting for row in tx.execute(counted.group_by(group))}


def change_linked(tx: Transaction, entry: str, but: Sequence[str] = (), **values: Any) -> int:
    """What is tied to an entry and waits gets new values. `but`: not what was asked in communities of these names.

    Never alarms: those are people's alone.
    """
    return tx.execute(update(_Q).where(_linked_to(entry, but)).values(**values)).rowcount


def unseen(
    tx: Transaction,
    entries: Sequence[str],
    others: Sequence[str],
    own: str | None = None,
    since: datetime | None = None,
) -> list[Any]:
    """Id and line of what these entries answered and none of the others, alarms aside, and nobody who asked has seen.

    Of a question nobody asked for here, as of one from a chat, nothing tells who saw its answer: it counts only if it
    is tied to the entry `own`, and since then where that is given.
    """
    tied = select(_L.c.question).where(_L.c.entry == own, _L.c.at >= since if since else true())
    asked = _Q.c.id.in_(select(_A.c.question))
    return _tied(tx, entries, others, and_(_Q.c.state == "answered", or_(asked, _Q.c.id.in_(tied))))


def begun(tx: Transaction, entries: Sequence[str], others: Sequence[str]) -> list[Any]:
    """Id and line of what waits for these entries and for none of the others, alarms aside."""
    return _tied(tx, entries, others, _Q.c.state.in_(OPEN))


def _tied(tx: Transaction, entries: Sequence[str], others: Sequence[str], which: ColumnElement[bool]) -> list[Any]:
    tied, held = (select(_L.c.question).where(_L.c.entry.in_(found)) for found in (entries, others))
    saw = select(_A.c.question).where(_A.c.seen_at.is_not(None))
    meant = and_(_Q.c.id.in_(tied), _Q.c.id.not_in(held), _Q.c.id.not_in(saw), _Q.c.route.not_in(ALARMS))
    return list(tx.execute(select(_Q.c.id, _Q.c.question_group).where(meant, which).order_by(_Q.c.id)))


def change_all(tx: Transaction, questions: Sequence[str], **values: Any) -> None:
    for begin in range(0, len(questions), _AT_ONCE):
        some = _Q.c.id.in_(questions[begin : begin + _AT_ONCE])
        tx.execute(update(_Q).where(some).values(**values))


def add(tx: Transaction, route: str, language: str, text: str, at: datetime) -> str:
    """A line for one question that left its own. No message finds it by its words; where likeness matters on its route,
    the worker lays it beside others."""
    own = new_id()
    tx.execute(
        insert(_G).values(
            id=own,
            fingerprint=own,
            language=language,
            text=text,
            state="open",
            compared=False,
            comparable=route in COMPARED,
            made_at=at,
            updated_at=at,
        )
    )
    return own


def _waits_in(group: str) -> ColumnElement[bool]:
    return and_(_Q.c.question_group == group, _Q.c.state.in_(OPEN))


def _linked_to(entry: str, but: Sequence[str] = ()) -> ColumnElement[bool]:
    linked = select(_L.c.question).where(_L.c.entry == entry)
    elsewhere = or_(_Q.c.community.is_(None), _Q.c.community.not_in(but)) if but else true()
    return and_(_Q.c.id.in_(linked), _Q.c.state.in_(OPEN), _Q.c.route.not_in(ALARMS), elsewhere)
