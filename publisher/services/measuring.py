"""Views, reactions, comments and shares as the networks give them: read now and then, appended with their time."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from publisher.channels.contract import Account
from publisher.logs import Logger
from publisher.services.desk import Actor, Desk, require
from publisher.storage import accounts, measures

WAYS = measures.WAYS
_log = Logger("measures")
_FRESH, _OFTEN, _SELDOM = timedelta(days=2), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Reading:
    """One number at one time."""

    at: datetime
    name: str
    value: int


@dataclass(frozen=True)
class Measured:
    """The newest numbers of what has the same `name`: one publication, entry, campaign or channel account."""

    name: str
    numbers: dict[str, int]


def measure_next(desk: Desk) -> bool:
    """Read the numbers of the publication that waits longest: hourly in its first days, then daily. False when none."""
    now = desk.clock()
    with desk.db.read() as tx:
        row = measures.next_to_read(tx, now - _SELDOM, now - _FRESH, now - _OFTEN)
        account = accounts.by_id(tx, row.account) if row else None
    if row is None or account is None:
        return False
    readings = {} if account.held_reason else _read(desk, account, row.remote_id)
    with desk.db.write() as tx:
        measures.add(tx, row.id, readings, now)
    return True


def _read(desk: Desk, account: Any, remote_id: str) -> dict[str, int]:
    channel = desk.channels.get(account.kind)
    if channel is None:
        return {}
    secrets = desk.sealer.open(f"account:{account.id}", account.sealed) if account.sealed else {}
    try:
        found = channel.measure(Account(account.id, account.name, account.kind, account.settings, secrets), remote_id)
    except Exception as error:  # noqa: BLE001 - a number that cannot be read is no number; reported by type
        _log.warning("not_measured", account=account.name, kind=type(error).__name__)
        return {}
    return {name: value for name, value in found.items() if 0 <= value < 2**31}


def readings(desk: Desk, actor: Actor, publication: str) -> list[Reading]:
    """Every reading of one publication, oldest first."""
    _reader(actor)
    with desk.db.read() as tx:
        return [Reading(row.at, row.name, row.value) for row in measures.of_publication(tx, publication)]


def over_days(desk: Desk, actor: Actor, by: str, name: str, zone: str) -> dict[date, dict[str, int]]:
    """What all publications of one entry, campaign or channel had together at the end of each day of a reading.

    A publication that was not read on a day counts with what it had before. Days are those of `zone`.
    """
    _reader(actor)
    with desk.db.read() as tx:
        rows = measures.changes(tx, by, name)
    here = ZoneInfo(zone)
    sums: dict[str, int] = defaultdict(int)
    days: dict[date, dict[str, int]] = {}
    for row in rows:
        sums[row.name] += row.change
        days[row.at.astimezone(here).date()] = dict(sums)
    return days


def measured(desk: Desk, actor: Actor, by: str = "channel") -> list[Measured]:
    """The newest numbers, added up over what belongs together."""
    _reader(actor)
    with desk.db.read() as tx:
        rows = measures.newest(tx, by)
    sums: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows:
        sums[row.group][row.name] = row.value
    return [Measured(name, numbers) for name, numbers in sorted(sums.items())]


def _reader(actor: Actor) -> None:
    if actor.how != "shell":
        require(actor)
