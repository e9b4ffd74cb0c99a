"""What is asked again and again, or while others wait, goes through an index and never through all that is kept."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from publisher.domain.entries import EntryStatus
from publisher.domain.ids import new_id
from publisher.domain.triage import Route
from publisher.services import inbox as desk_inbox
from publisher.storage import crises, inbox, listing, tables
from tests.support.clinic import Clinic, open_clinic
from tests.support.plans import plans, scans


@pytest.fixture
def small(tmp_path: Path) -> Clinic:
    """On SQLite alone, which tells its plan."""
    return open_clinic(tmp_path / "home", f"sqlite:///{tmp_path / 'one.db'}")


def asked(clinic: Clinic, number: int, **more: Any) -> dict[str, Any]:
    now = clinic.clock()
    common = {"text": "?", "language": "en", "made_at": now, "asked_at": now, "labels": [], "source": "x"}
    return common | {"id": new_id(), "author": f"author {number}", "fingerprint": f"words {number}"} | more


def test_what_writers_said_before_is_found_by_writer_and_words_however_many_are_asked_about(small: Clinic) -> None:
    for pairs in (1, 2, 250):
        wanted = [(f"author {one}", f"words {one}") for one in range(pairs)]
        for steps in plans(small.desk.db, lambda tx, wanted=wanted: inbox.said_before(tx, wanted)):
            assert any("INDEX ix_question_author (author=? AND fingerprint=?)" in step for step in steps)
            assert not scans(steps, "question")


def test_each_of_many_writers_is_found_with_what_she_said_and_once(clinic: Clinic) -> None:
    with clinic.desk.db.write() as tx:
        tx.execute(insert(tables.question), [asked(clinic, number) for number in range(230)])
        tx.execute(insert(tables.question), [asked(clinic, 3, made_at=clinic.clock() + timedelta(days=1))])
    pairs = [(f"author {one}", f"words {one}") for one in range(0, 230, 2)] + [("author 3", "words 3")] * 2
    with clinic.desk.db.read() as tx:
        found = inbox.said_before(tx, [*pairs, ("author 5", "words 6"), *pairs])
        assert inbox.said_before(tx, []) == []
    assert sorted((row.author, row.fingerprint) for row in found) == sorted([*set(pairs), ("author 3", "words 3")])


@pytest.mark.parametrize("hers", [None, ["One", "Two"]])
def test_the_inbox_is_counted_and_listed_from_indices_alone(small: Clinic, hers: list[str] | None) -> None:
    fill(small)
    (counted,) = plans(small.desk.db, lambda tx: inbox.route_counts(tx, hers))
    total, page, said = plans(small.desk.db, lambda tx: inbox.group_lines(tx, Route.MODERATOR, 1, 20, hers))
    for steps in (counted, total, page):
        assert any("SEARCH question USING COVERING INDEX" in step for step in steps)
    assert any("ix_question_line (route=? AND question_group=? AND state=?)" in step for step in said)
    for steps in (counted, total, page, said):
        assert not scans(steps, "question")


def test_each_message_without_a_line_counts_and_each_line_once(clinic: Clinic) -> None:
    fill(clinic)
    with clinic.desk.db.read() as tx:
        assert inbox.route_counts(tx) == {"crisis": 2, "moderator": 2}
        assert inbox.route_counts(tx, ["One"]) == {"crisis": 2, "moderator": 2}
        assert inbox.route_counts(tx, ["Three"]) == {"crisis": 2, "moderator": 1}
        assert inbox.group_lines(tx, Route.DOCTOR, 1, 20) == ([], 0)
    lines = desk_inbox.groups(clinic.desk, clinic.doctor, Route.MODERATOR)
    assert [(line.text, line.count, line.communities) for line in lines.items] == [
        ("asked 0", 2, ("One", "elsewhere")),
        ("asked 1", 1, ("One",)),
    ]
    assert desk_inbox.groups(clinic.desk, clinic.doctor, Route.MODERATOR, page=2).items == ()


def fill(clinic: Clinic) -> None:
    """Two lines on the moderator's route, of which one is asked elsewhere too, and two cries for help."""
    now, lines = clinic.clock(), [new_id(), new_id()]
    common = {"language": "en", "state": "open", "made_at": now, "updated_at": now}
    groups = [common | {"id": own, "fingerprint": own, "text": f"Line {n}"} for n, own in enumerate(lines)]
    place = {"id": new_id(), "name": "One", "language": "en", "jurisdiction": "INT", "stages": [], "made_at": now}
    of_lines = [(lines[0], "One"), (lines[0], "elsewhere"), (lines[1], "One")]
    with clinic.desk.db.write() as tx:
        tx.execute(insert(tables.community).values(**place))
        tx.execute(insert(tables.question_group), groups)
        waits = [
            asked(clinic, n, question_group=line, community=one, text=f"asked {lines.index(line)}")
            for n, (line, one) in enumerate(of_lines)
        ]
        cries = [asked(clinic, n, question_group=None, community=None, route=Route.CRISIS) for n in range(2)]
        tx.execute(insert(tables.question), [{"route": Route.MODERATOR} | one for one in (*waits, *cries)])


_UNFINISHED = ["draft", "returned", "blocked", "awaiting_review", "ready", "imported"]


@pytest.mark.parametrize("status", _UNFINISHED)
def test_what_waits_for_somebody_is_counted_without_the_signed_library(small: Clinic, status: str) -> None:
    today, wanted = small.desk.today(), [EntryStatus(status)]
    (own,) = plans(small.desk.db, lambda tx: listing.count_by_status(tx, today, "somebody", wanted))
    assert any("ix_entry_own_unfinished (author=?)" in step for step in own)
    (whole,) = plans(small.desk.db, lambda tx: listing.count_by_status(tx, today, None, wanted, ("a unit",)))
    assert any("unfinished" in step for step in whole)
    _, page = plans(small.desk.db, lambda tx: listing.entries(tx, today, statuses=[status]))
    assert any("SCAN entry USING INDEX ix_entry_unfinished" in step for step in page)


def test_every_status_is_listed_as_it_is_derived(clinic: Clinic) -> None:
    """Facts in every combination that decides: a condition that is no consequence of its status would lose a row."""
    today = clinic.desk.today()
    soon, gone = today + timedelta(days=3), today - timedelta(days=1)
    flags = ("signed", "edited", "imported", "blocked", "approval_missing")
    common = {"kind": "post", "language": "en", "title": "?", "excerpt": "?", "made_at": clinic.clock()}
    rows: list[dict[str, Any]] = []
    for bits in range(2 ** len(flags)):
        facts = {name: bool(bits >> place & 1) for place, name in enumerate(flags)}
        for more in (
            {},
            {"findings_to_accept": 1},
            {"review_by": soon},
            {"review_by": gone},
            {"source_fell": "withdrawn"},
            {"returned_reason": "no", "head_revision": None},
            {"returned_reason": "no"},
            {"superseded_by": "x"},
            {"withdrawn_at": datetime(2026, 1, 1, tzinfo=UTC)},
        ):
            empty = dict.fromkeys(("review_by", "source_fell", "returned_reason", "superseded_by", "withdrawn_at"))
            base = {"id": new_id(), "updated_at": clinic.clock(), "findings_to_accept": 0, "head_revision": "r"}
            rows.append(common | base | empty | facts | more)
    with clinic.desk.db.write() as tx:
        tx.execute(insert(tables.entry), rows)
        by_status: dict[EntryStatus, set[str]] = {one: set() for one in EntryStatus}
        for row in rows:
            by_status[listing.status_of(tx, row["id"], today)].add(row["id"])
        for status, ids in by_status.items():
            found, total = listing.entries(tx, today, statuses=[status], limit=1000)
            assert ({row.id for row in found}, total) == (ids, len(ids)), status
        both, _ = listing.entries(tx, today, statuses=["draft", "due"], limit=1000)
        assert {row.id for row in both} == by_status[EntryStatus.DRAFT] | by_status[EntryStatus.DUE]


def test_calls_to_the_staffs_room_are_found_by_their_time(small: Clinic) -> None:
    (steps,) = plans(small.desk.db, lambda tx: crises.room_calls_due(tx, small.clock()))
    assert any("INDEX ix_alarm_room_next (room_next_at<?)" in step for step in steps)
