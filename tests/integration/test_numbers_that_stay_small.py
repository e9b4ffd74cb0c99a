"""Readings are without end: the next to read comes from an index, and what is plotted is added up in the database."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select, update

from publisher.domain.ids import new_id
from publisher.services import accounts, measuring, scheduling
from publisher.storage import measures, tables
from tests.support.clinic import Clinic, open_clinic
from tests.support.networks import Network
from tests.support.plans import plans, scans

_P, _R = tables.publication, tables.reading
DAY = timedelta(days=1)


@pytest.fixture
def clinic(tmp_path: Path, database_url: str) -> Clinic:
    clinic = open_clinic(tmp_path / "home", database_url, extra={"network": Network()})
    accounts.add_account(clinic.desk, clinic.administrator, "network", "net", {}, {"token": "t"})
    return clinic


def published(clinic: Clinic, count: int) -> list[str]:
    """Publications of one entry that went out long ago and are never read yet."""
    first = scheduling.schedule(clinic.desk, clinic.doctor, clinic.signed().id, "net").id
    with clinic.desk.db.write() as tx:
        out = {"state": "published", "remote_id": "r", "moved_at": clinic.clock() - 9 * DAY}
        tx.execute(update(_P).where(_P.c.id == first).values(**out))
        row = dict(tx.execute(select(_P).where(_P.c.id == first)).one()._mapping)
        more = [row | {"id": new_id(), "occurrence": 100 + n, "remote_key": f"k{n}"} for n in range(count - 1)]
        if more:
            tx.execute(insert(_P), more)
    return [first, *(one["id"] for one in more)]


def test_the_next_to_read_is_never_looked_for_among_all_that_went_out(tmp_path: Path) -> None:
    clinic = open_clinic(tmp_path / "home", f"sqlite:///{tmp_path / 'one.db'}")
    now = clinic.clock()
    never, long_ago, fresh = plans(clinic.desk.db, lambda tx: measures.next_to_read(tx, now, now, now))
    assert any("ix_publication_measured (state=? AND measured_at=?)" in step for step in never)
    assert any("ix_publication_measured (state=? AND measured_at<?)" in step for step in long_ago)
    assert any("ix_publication_fresh (state=? AND moved_at>?)" in step for step in fresh)
    assert not any("TEMP B-TREE" in step for step in (*never, *long_ago))
    assert not any(scans(steps, "publication") for steps in (never, long_ago, fresh))


def test_never_read_comes_first_then_the_longest_unread_then_the_fresh(clinic: Clinic) -> None:
    now = clinic.clock()
    never, older, old, fresh, lately, gone = published(clinic, 6)
    hours = {older: 50, old: 30, fresh: 3, lately: 3}
    found: list[str | None] = []
    with clinic.desk.db.write() as tx:
        for one, ago in hours.items():
            tx.execute(update(_P).where(_P.c.id == one).values(measured_at=now - timedelta(hours=ago)))
        tx.execute(update(_P).where(_P.c.id == fresh).values(moved_at=now - DAY))
        tx.execute(update(_P).where(_P.c.id == gone).values(state="removed"))
        for _ in range(5):
            row = measures.next_to_read(tx, now - DAY, now - 2 * DAY, now - timedelta(hours=1))
            found.append(row.id if row else None)
            if row:
                measures.add(tx, row.id, {}, now)
    assert found == [never, older, old, fresh, None]


def test_a_channels_days_are_added_up_before_they_are_fetched(clinic: Clinic) -> None:
    names = published(clinic, 30)
    begun = datetime(2026, 10, 24, 18, 1, tzinfo=UTC)
    rows = [
        {"id": new_id(), "publication": one, "at": begun + timedelta(hours=7 * turn, seconds=place), "name": name}
        | {"value": (place + 3) * turn - (turn == 5)}
        for turn in range(12)
        for place, one in enumerate(names)
        for name in ("shares", "views")
        if (turn + place) % 4
    ]
    with clinic.desk.db.write() as tx:
        tx.execute(insert(_R), rows)
        assert len(measures.changes(tx, "channel", "net")) == 12 * 2
    for zone in ("UTC", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns"):
        assert measuring.over_days(clinic.desk, clinic.doctor, "channel", "net", zone) == one_by_one(rows, zone)
    last = {(row["publication"], row["name"]): row["value"] for row in rows}
    together = {name: sum(value for key, value in last.items() if key[1] == name) for name in ("shares", "views")}
    for way in ("channel", "entry"):
        assert [one.numbers for one in measuring.measured(clinic.desk, clinic.doctor, way)] == [together]
    assert len(measuring.measured(clinic.desk, clinic.doctor, "publication")) == 30
    assert measuring.measured(clinic.desk, clinic.doctor, "campaign") == []


def one_by_one(rows: list[dict[str, Any]], zone: str) -> dict[date, dict[str, int]]:
    """What `over_days` says, by hand: the last value of each publication on each day, added up."""
    last: dict[str, dict[str, int]] = defaultdict(dict)
    days: dict[date, dict[str, int]] = {}
    for row in sorted(rows, key=lambda row: row["at"]):
        last[row["name"]][row["publication"]] = row["value"]
        days[row["at"].astimezone(ZoneInfo(zone)).date()] = {name: sum(of.values()) for name, of in last.items()}
    return days
