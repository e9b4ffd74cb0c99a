"""How delivery goes: per day what was sent, refused and left unclear, and how late; and the figures of this moment."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from publisher.domain.publications import PublicationState
from publisher.services.desk import Actor, Desk, require
from publisher.services.stopping import stopped
from publisher.storage import figures

_MOST = 50_000
_KIND = {"sent": "sent", "rejected": "failed", "unknown": "unknown", "retrylater": "postponed", "reconnect": "failed"}


@dataclass(frozen=True)
class Day:
    """One day of delivery. Delays are seconds from due to accepted, of what was accepted at all."""

    day: date
    sent: int
    failed: int
    unknown: int
    postponed: int
    delay_half: float | None
    delay_most: float | None  # 95 of 100 were faster


@dataclass(frozen=True)
class Now:
    """The figures of this moment, as a monitor reads them."""

    states: dict[str, int]
    attempts: dict[tuple[str, str], int]
    oldest_due_seconds: float
    workers: dict[str, float]  # executor → seconds since its last sign of life
    jobs: dict[str, int]
    held_accounts: int
    stopped: bool


@dataclass
class _Gathered:
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    delays: list[float] = field(default_factory=list)


def days(desk: Desk, actor: Actor, zone: str, number: int = 30, account: str | None = None) -> list[Day]:
    """The last days, the oldest first, days without any attempt included."""
    if actor.how != "shell":
        require(actor)
    place, today = ZoneInfo(zone), desk.today(zone)
    first = today - timedelta(days=number - 1)
    since = datetime.combine(first, datetime.min.time(), tzinfo=place)
    with desk.db.read() as tx:
        rows = figures.attempts_since(tx, since, _MOST)
    gathered: dict[date, _Gathered] = defaultdict(_Gathered)
    for row in rows:
        if row.call == "remove" or (account is not None and row.account_name != account):
            continue
        kind = _KIND.get(row.outcome)
        if kind is None:
            continue
        one = gathered[row.at.astimezone(place).date()]
        one.counts[kind] += 1
        if kind == "sent":
            one.delays.append(max(0.0, (row.at - row.due_at).total_seconds()))
    return [_day(first + timedelta(days=n), gathered[first + timedelta(days=n)]) for n in range(number)]


def _day(day: date, one: _Gathered) -> Day:
    counted = one.counts
    return Day(
        day,
        counted["sent"],
        counted["failed"],
        counted["unknown"],
        counted["postponed"],
        quantile(one.delays, 0.5),
        quantile(one.delays, 0.95),
    )


def quantile(values: list[float], part: float) -> float | None:
    """The nearest-rank quantile; None without values."""
    if not values:
        return None
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def now(desk: Desk) -> Now:
    at = desk.clock()
    with desk.db.read() as tx:
        oldest = figures.oldest_due(tx, at)
        return Now(
            states={state.value: 0 for state in PublicationState} | figures.by_state(tx),
            attempts={(row.call, row.outcome): row.count for row in figures.by_outcome(tx)},
            oldest_due_seconds=max(0.0, (at - oldest).total_seconds()) if oldest else 0.0,
            workers={row.executor: max(0.0, (at - row.beat_at).total_seconds()) for row in figures.beats(tx)},
            jobs=figures.jobs_by_state(tx),
            held_accounts=figures.held_accounts(tx),
            stopped=stopped(desk) is not None,
        )
