"""What is published again and again: each occurrence is a publication of its own, made a few weeks ahead.

A series uses the newest signed version. It makes nothing while that version may not leave, or for days after its
review date; it says why, and goes on by itself as soon as a doctor has signed again.
"""

import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from publisher.domain.entries import Revision
from publisher.domain.errors import NotFound, Refusal
from publisher.domain.ids import new_id
from publisher.domain.people import Role
from publisher.domain.publications import LatePolicy, Priority, PublicationState
from publisher.domain.recurrence import Every, Rule, checked
from publisher.domain.sentences import Sentence, from_plain, say, to_plain
from publisher.services import cancelling, scheduling
from publisher.services.desk import WORKER, Actor, Desk, require, require_unit, require_unit_of
from publisher.services.fitness import LastAnswer
from publisher.services.people import known_zone
from publisher.services.placing import Options, place, sendable
from publisher.storage import Transaction, accounts, entries, events, home, publications
from publisher.storage import series as rows

_S = PublicationState
_NOT_LEFT = [_S.SCHEDULED, _S.QUEUED, _S.HELD, _S.AWAITING_HAND_OFF]
_AFTER = "series_planned"  # the series at which the last turn stopped, where it did not get through
AHEAD = timedelta(days=35)
TURN_SECONDS = 1.0
Answers = dict[str, LastAnswer]
"""What the packs said last, by series."""


@dataclass(frozen=True)
class Series:
    """A series as people see it. `stands`: why it makes nothing now; empty while it runs."""

    id: str
    entry: str
    title: str
    account: str
    rule: Rule
    stands: tuple[Sentence, ...]


def start(
    desk: Desk,
    actor: Actor,
    entry_id: str,
    account_name: str,
    rule: Rule,
    late: LatePolicy = LatePolicy.DROP,
    campaign: str | None = None,
) -> str:
    """Begin a series; the first publications are made at once. Refused like a single publication would be."""
    person = require(actor, *scheduling.SCHEDULERS)
    wanted, now = checked(rule), desk.clock()
    zone = known_zone(wanted.zone)
    if wanted.first_day < now.astimezone(ZoneInfo(zone)).date():
        raise Refusal(say("The first day is in the past; choose today or a later one."))
    series_id = new_id()
    with desk.db.write() as tx:
        row = entries.lock(tx, entry_id)
        if row is None:
            raise NotFound(say("There is no entry {id}.", id=entry_id))
        scheduling.own(person, row.author)
        account = scheduling.account_named(tx, account_name)
        require_unit(person, account.unit)
        require_unit_of(person, row)
        sendable(desk, tx, row, account.kind)
        rows.add(
            tx,
            id=series_id,
            entry=entry_id,
            account=account.id,
            campaign=campaign,
            every=wanted.every,
            step=wanted.step,
            weekdays=list(wanted.weekdays),
            local_time=wanted.at,
            zone=zone,
            first_day=wanted.first_day.isoformat(),
            last_day=wanted.last_day.isoformat() if wanted.last_day else None,
            late_policy=late,
            made_by=actor.id,
            made_at=now,
        )
        events.append(tx, f"series:{series_id}", "started", actor.name, now, entry=entry_id, account=account.name)
    plan(desk, series_id)
    return series_id


def end(desk: Desk, actor: Actor, series_id: str) -> int:
    """End a series: what has not left is cancelled. Returns how many."""
    person = require(actor, *scheduling.SCHEDULERS, Role.ADMINISTRATOR)
    now = desk.clock()
    with desk.db.write() as tx:
        row = rows.by_id(tx, series_id)
        if row is None:
            raise NotFound(say("There is no series {id}.", id=series_id))
        entry_row = entries.row(tx, row.entry)
        scheduling.own(person, entry_row.author)
        require_unit_of(person, entry_row)
        rows.end(tx, series_id, now)
        events.append(tx, f"series:{series_id}", "ended", actor.name, now)
        return _cancel(desk, tx, actor, series_id, None, now)


def _cancel(desk: Desk, tx: Transaction, actor: Actor, series_id: str, keep_revision: str | None, now: Any) -> int:
    cancelled = 0
    for one in publications.in_states(tx, _NOT_LEFT, series=series_id):
        if one.revision == keep_revision or one.sends_started:
            continue
        cancelled += cancelling.cancel(desk, tx, actor, one, now) is not None
    return cancelled


def all_series(desk: Desk, actor: Actor) -> list[Series]:
    if actor.how != "shell":
        require(actor)
    with desk.db.read() as tx:
        return [
            Series(row.id, row.entry, row.title, row.account_name, rule_of(row), from_plain(row.stands or ()))
            for row in rows.listed(tx)
        ]


def rule_of(row: Any) -> Rule:
    last = date.fromisoformat(row.last_day) if row.last_day else None
    first = date.fromisoformat(row.first_day)
    return Rule(Every(row.every), row.local_time, row.zone, first, row.step, tuple(row.weekdays), last)


def plan_all(desk: Desk, answers: Answers | None = None) -> int:
    """Make what every running series still lacks within the weeks ahead. Repeatable; returns how many were made.

    A turn ends after a second, and the next begins behind it. A series that stays as it is is only read, and its text
    goes through the packs only when `answers`, kept between turns, does not hold what they said.
    """
    answers, made, stopped_at = Answers() if answers is None else answers, 0, ""
    ends = time.monotonic() + TURN_SECONDS
    with desk.db.read() as tx:
        running, after = rows.running(tx), home.get(tx, _AFTER) or ""
    for gone in answers.keys() - {row.id for row in running}:
        del answers[gone]
    try:
        for row in sorted(running, key=lambda one: (one.id <= after, one.id)):
            stopped_at, last = row.id, answers.setdefault(row.id, LastAnswer())
            with desk.db.read() as tx:
                lacks = _lacks(desk, tx, row, last)
            made += plan(desk, row.id, last) if lacks else 0
            if time.monotonic() >= ends:
                break
        else:
            stopped_at = ""
    finally:
        if stopped_at:
            with desk.db.write() as tx:
                home.put(tx, _AFTER, stopped_at, desk.clock())
    return made


def _lacks(desk: Desk, tx: Transaction, row: Any, last: LastAnswer) -> bool:
    """Whether planning would change anything now."""
    entry_row, account, now = entries.row(tx, row.entry), accounts.by_id(tx, row.account), desk.clock()
    try:
        revision = sendable(desk, tx, entry_row, account.kind, last)
    except Refusal as refusal:
        return _stands_otherwise(row, refusal.reasons)
    rule = rule_of(row)
    today = _today(rule, now)
    if _stands_otherwise(row, ()) or _is_over(rule, today) or rows.older_waits(tx, row.id, revision.id, _NOT_LEFT):
        return True
    return bool(_due(rule, _planned(row), _horizon(revision, today), now))


def plan(desk: Desk, series_id: str, last: LastAnswer | None = None) -> int:
    now = desk.clock()
    with desk.db.write() as tx:
        row = rows.by_id(tx, series_id)
        if row is None or row.ended_at is not None:
            return 0
        entry_row, account = entries.lock(tx, row.entry), accounts.by_id(tx, row.account)
        try:
            revision = sendable(desk, tx, entry_row, account.kind, last)
        except Refusal as refusal:
            _stand(tx, row, refusal.reasons, now)
            return 0
        rule, planned = rule_of(row), _planned(row)
        today = _today(rule, now)
        cancelled = _cancel(desk, tx, WORKER, series_id, revision.id, now)
        if cancelled:
            planned = today - timedelta(days=1)  # those were of an older version: made again from the new one
        until = _horizon(revision, today)
        options = Options(
            again=True,
            late=LatePolicy(row.late_policy),
            campaign=row.campaign,
            series=row.id,
            priority=Priority.REPEATED,
            fold="earlier",
        )
        wanted = _due(rule, planned, until, now)
        for due in wanted:
            place(desk, tx, WORKER, entry_row, revision, account, due, rule.zone, options)
        _stand(tx, row, (), now)
        if wanted or cancelled:
            rows.change(tx, series_id, planned_until=max(until, planned or until).isoformat())
        if _is_over(rule, today):
            rows.end(tx, series_id, now)
            events.append(tx, f"series:{series_id}", "ended", WORKER.name, now)
    return len(wanted)


def _today(rule: Rule, now: datetime) -> date:
    return now.astimezone(ZoneInfo(rule.zone)).date()


def _planned(row: Any) -> date | None:
    return date.fromisoformat(row.planned_until) if row.planned_until else None


def _horizon(revision: Revision, today: date) -> date:
    return min(today + AHEAD, revision.content.review_by or date.max)


def _due(rule: Rule, planned: date | None, until: date, now: datetime) -> list[datetime]:
    return [due for due in map(rule.moment, rule.days(planned, until)) if due >= now]


def _is_over(rule: Rule, today: date) -> bool:
    return rule.last_day is not None and rule.last_day < today


def _stands_otherwise(row: Any, reasons: tuple[Sentence, ...]) -> bool:
    return (to_plain(reasons) or None) != (row.stands or None)


def _stand(tx: Transaction, row: Any, reasons: tuple[Sentence, ...], now: Any) -> None:
    if _stands_otherwise(row, reasons):
        rows.change(tx, row.id, stands=to_plain(reasons) or None)
        said = " ".join(map(str, reasons)) or None
        events.append(tx, f"series:{row.id}", "stands" if reasons else "goes_on", WORKER.name, now, reason=said)
