"""Rows of crisis cases, their messages, the roster and the alarms that were sent to people."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, insert, or_, select, update
from sqlalchemy import case as when

from publisher.domain.crises import CaseState, CrisisCase, Outcome, check_step
from publisher.storage import tables
from publisher.storage.database import Transaction

_C, _M, _D, _A = tables.crisis_case, tables.crisis_message, tables.duty, tables.alarm
LIVE = (CaseState.OPEN, CaseState.TAKEN, CaseState.HANDED_OVER)


def case_of(row: Any) -> CrisisCase:
    return CrisisCase(
        id=row.id,
        state=CaseState(row.state),
        follow_up=row.follow_up,
        language=row.language,
        community=row.community,
        opened_at=row.opened_at,
        deadline=row.deadline,
        alarmed=row.alarmed,
        escalated_at=row.escalated_at,
        taken_by=row.taken_by,
        taken_at=row.taken_at,
        closed_at=row.closed_at,
        outcome=Outcome(row.outcome) if row.outcome else None,
        version=row.version,
        spoke_at=row.spoke_at,
    )


def add(tx: Transaction, **values: Any) -> None:
    tx.execute(insert(_C).values(alarmed=0, version=1, **values))


def case(tx: Transaction, case_id: str) -> CrisisCase | None:
    row = tx.execute(select(_C).where(_C.c.id == case_id)).first()
    return case_of(row) if row else None


def live_case_of(tx: Transaction, author: str) -> CrisisCase | None:
    """The case of a writer that is not closed, locked: no person's step falls between this and what joins it."""
    statement = select(_C).where(_C.c.author == author, _C.c.state.in_(LIVE)).order_by(_C.c.opened_at.desc()).limit(1)
    row = tx.execute(statement.with_for_update()).first()
    return case_of(row) if row else None


def live_case_with(tx: Transaction, questions: Sequence[str]) -> CrisisCase | None:
    """The case that is not closed in which any of these questions stands, locked as in `live_case_of`."""
    inside = select(_M.c.crisis_case).where(_M.c.question.in_(questions))
    statement = select(_C).where(_C.c.id.in_(inside), _C.c.state.in_(LIVE)).order_by(_C.c.opened_at.desc()).limit(1)
    row = tx.execute(statement.with_for_update()).first()
    return case_of(row) if row else None


def closed_with(tx: Transaction, questions: Sequence[str]) -> set[str]:
    """Those of these questions that stand in a case which is closed."""
    closed = select(_C.c.id).where(_C.c.state == CaseState.CLOSED)
    wanted = select(_M.c.question).where(_M.c.question.in_(questions), _M.c.crisis_case.in_(closed))
    return set(tx.execute(wanted).scalars()) if questions else set()


def cases(
    tx: Transaction,
    *,
    closed: bool = False,
    only: Sequence[str] | None = None,
    holder: str | None = None,
    page: int = 1,
    size: int = 100,
) -> tuple[list[CrisisCase], int]:
    """A page of them, and how many there are: those for whom somebody must come first, the oldest deadline first;
    follow-ups after the pager's. What `holder` holds is on the first page also where many others come before it."""
    here = _C.c.state == CaseState.CLOSED if closed else _C.c.state.in_(LIVE)
    if only is not None:
        here &= _C.c.id.in_(only)
    press = when((awaits_somebody(), 0), (_C.c.follow_up.is_(False), 1), (_C.c.state == CaseState.OPEN, 2), else_=3)
    order = [_C.c.closed_at.desc()] if closed else [press, _C.c.deadline]
    placed = select(_C.c.id, func.row_number().over(order_by=[*order, _C.c.id]).label("place")).where(here).subquery()
    shown: ColumnElement[bool] = placed.c.place.between((page - 1) * size + 1, page * size)
    if page == 1 and holder is not None:
        shown = or_(shown, and_(_C.c.state == CaseState.TAKEN, _C.c.taken_by == holder))
    rows = tx.execute(select(_C).join(placed, placed.c.id == _C.c.id).where(shown).order_by(placed.c.place))
    total = tx.execute(select(func.count()).select_from(_C).where(here)).scalar_one()
    return [case_of(row) for row in rows], total


def move(tx: Transaction, before: CrisisCase, after: CaseState, **values: Any) -> bool:
    """One step of a case; False when somebody else moved it meanwhile."""
    check_step(before.state, after)
    statement = update(_C).where(_C.c.id == before.id, _C.c.version == before.version)
    return tx.execute(statement.values(state=after, version=before.version + 1, **values)).rowcount == 1


def change(tx: Transaction, case_id: str, **values: Any) -> None:
    tx.execute(update(_C).where(_C.c.id == case_id).values(version=_C.c.version + 1, **values))


def add_message(tx: Transaction, **values: Any) -> None:
    tx.execute(insert(_M).values(**values))


def messages(tx: Transaction, case_id: str) -> list[Any]:
    return list(tx.execute(select(_M).where(_M.c.crisis_case == case_id).order_by(_M.c.received_at, _M.c.id)))


def message(tx: Transaction, message_id: str) -> Any:
    return tx.execute(select(_M).where(_M.c.id == message_id)).first()


def own_cases(tx: Transaction, person: str, *, question: str | None = None) -> list[str]:
    """The cases that are not closed which this person holds or was called for; `question`: those it stands in."""
    called = select(_A.c.crisis_case).where(_A.c.person == person)
    mine = or_(_C.c.taken_by == person, _C.c.id.in_(called))
    if question is not None:
        mine = and_(mine, _C.c.id.in_(select(_M.c.crisis_case).where(_M.c.question == question)))
    return list(tx.execute(select(_C.c.id).where(mine, _C.c.state.in_(LIVE))).scalars())


def awaits_somebody() -> ColumnElement[bool]:
    """A case of the pager that nobody has taken; and of every kind one whose holder asked another person, has not read
    what came since, or has left the house: somebody had come for it, and nobody would look for it again."""
    gone = select(tables.person.c.id).where(tables.person.c.active.is_(False))
    left = and_(_C.c.state == CaseState.TAKEN, or_(_C.c.spoke_at.is_not(None), _C.c.taken_by.in_(gone)))
    untaken = and_(_C.c.state == CaseState.OPEN, _C.c.follow_up.is_(False))
    return or_(untaken, _C.c.state == CaseState.HANDED_OVER, left)


def waits(tx: Transaction, case_id: str) -> bool:
    """Whether people are called for this case until somebody comes."""
    return tx.execute(select(_C.c.id).where(_C.c.id == case_id, awaits_somebody())).first() is not None


def untaken(tx: Transaction, now: datetime) -> list[CrisisCase]:
    """Cases that wait for somebody and whose deadline has passed, or nobody was told of."""
    due = (_C.c.deadline <= now) | (_C.c.alarmed == 0)
    return [case_of(row) for row in tx.execute(select(_C).where(awaits_somebody(), due).order_by(_C.c.opened_at))]


def add_duty(tx: Transaction, **values: Any) -> None:
    tx.execute(insert(_D).values(**values))


def duties(tx: Transaction, now: datetime, until: datetime) -> list[Any]:
    """Duties that are running or begin before `until`, with the person's name and address."""
    statement = (
        select(_D, tables.person.c.name, tables.person.c.email, tables.person.c.active)
        .join(tables.person, tables.person.c.id == _D.c.person)
        .where(_D.c.ends_at > now, _D.c.starts_at < until)
        .order_by(_D.c.starts_at, _D.c.place)
    )
    return list(tx.execute(statement))


def duty(tx: Transaction, duty_id: str) -> Any:
    return tx.execute(select(_D).where(_D.c.id == duty_id)).first()


def end_duty(tx: Transaction, duty_id: str, now: datetime) -> None:
    tx.execute(update(_D).where(_D.c.id == duty_id).values(ends_at=now))


def alarmed(tx: Transaction, case_id: str) -> list[Any]:
    return list(tx.execute(select(_A).where(_A.c.crisis_case == case_id).order_by(_A.c.number)))


def add_alarm(tx: Transaction, **values: Any) -> None:
    tx.execute(insert(_A).values(**values))


def fresh_call(now: datetime, *, room: bool) -> dict[str, Any]:
    """What an alarm is when its call begins, by mail and, where there is one, in the room."""
    mail = {"next_at": now, "sent_at": None, "tries": 0, "error": None}
    aside = {"room_next_at": now if room else None, "room_at": None, "room_tries": 0, "room_error": None, "room": None}
    return mail | aside


def call_again(tx: Transaction, case_id: str, now: datetime, *, room: bool) -> None:
    """Everybody who was told is told again."""
    tx.execute(update(_A).where(_A.c.crisis_case == case_id).values(**fresh_call(now, room=room)))


def call_no_more(tx: Transaction, case_id: str) -> None:
    """Somebody has come: what was still to be sent is not sent."""
    tx.execute(update(_A).where(_A.c.crisis_case == case_id).values(next_at=None, room_next_at=None))


def alarms_due(tx: Transaction, now: datetime, limit: int = 50) -> list[Any]:
    """Alarms to be sent now, with the person's address and language."""
    return _due(tx, _A.c.next_at, now, limit)


def room_calls_due(tx: Transaction, now: datetime, limit: int = 50) -> list[Any]:
    """The same, of those that are to be told in the staff's room."""
    return _due(tx, _A.c.room_next_at, now, limit)


def _due(tx: Transaction, at: ColumnElement[Any], now: datetime, limit: int) -> list[Any]:
    person = tables.person
    statement = (
        select(_A, person.c.email, person.c.name, person.c.interface_language)
        .join(person, person.c.id == _A.c.person)
        .where(at <= now, person.c.active)
        .order_by(at)
        .limit(limit)
    )
    return list(tx.execute(statement))


def change_alarm(tx: Transaction, alarm_id: str, **values: Any) -> None:
    tx.execute(update(_A).where(_A.c.id == alarm_id).values(**values))


def settle_call(tx: Transaction, alarm_id: str, due: str, again: datetime | None, **values: Any) -> None:
    """What became of a call, and when it is tried again; not at all when somebody came while it was being sent."""
    change_alarm(tx, alarm_id, **values)
    waits = _A.c[due].is_not(None)
    tx.execute(update(_A).where(_A.c.id == alarm_id, waits).values({due: again}))


def names_of(tx: Transaction, ids: Sequence[str]) -> dict[str, str]:
    rows = tx.execute(select(tables.person.c.id, tables.person.c.name).where(tables.person.c.id.in_(ids)))
    return {row.id: row.name for row in rows}
