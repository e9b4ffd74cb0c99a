"""When the zones' rules change (new zone data), the wall times that people chose stay and the moments follow."""

from collections.abc import Callable
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from zoneinfo import TZPATH

from publisher.domain.errors import Refusal
from publisher.domain.ids import new_id
from publisher.domain.publications import Publication, PublicationState
from publisher.domain.times import moment_of
from publisher.services.desk import WORKER, Desk
from publisher.storage import events, home, publications

KIND = "rezone"
_BATCH = 200


def zone_data_version() -> str:
    """The version of the zone data in use: the system's, or the package's where the system has none."""
    for folder in TZPATH:
        try:
            with (Path(folder) / "tzdata.zi").open(encoding="ascii") as file:
                return file.readline().removeprefix("# version").strip()
        except OSError:
            continue
    return version("tzdata")


def ask_if_needed(desk: Desk, data: str | None = None) -> bool:
    """Ask for the moments to be computed again when the zone data is another than last time."""
    now, wanted = desk.clock(), data or zone_data_version()
    with desk.db.read() as tx:
        if home.get(tx, "zone_data") == wanted:
            return False
    with desk.db.write() as tx:
        known = home.get(tx, "zone_data")
        if known == wanted:
            return False
        home.put(tx, "zone_data", wanted, now)
        if known is None:
            return False  # the first time: every moment was computed with these data
        job_id = new_id()
        home.add_job(tx, id=job_id, kind=KIND, arguments={"version": wanted}, made_at=now)
        events.append(tx, f"job:{job_id}", "asked", WORKER.name, now, kind=KIND)
    return True


def rezone(desk: Desk, progress: Callable[[int, int], None]) -> dict[str, int]:
    """Compute every future moment again from wall time and zone. What no longer exists or comes twice is held."""
    counts = {"checked": 0, "moved": 0, "held": 0}
    now = desk.clock()
    with desk.db.read() as tx:
        waiting = [one for one in publications.in_states(tx, [PublicationState.SCHEDULED]) if one.due_at > now]
        folds = publications.folds(tx)
    for start in range(0, len(waiting), _BATCH):
        for one in waiting[start : start + _BATCH]:
            counts["checked"] += 1
            outcome = _again(desk, one, folds.get(one.id), now)
            if outcome:
                counts[outcome] += 1
        progress(min(start + _BATCH, len(waiting)), len(waiting))
    return counts


def _again(desk: Desk, one: Publication, fold: str | None, now: datetime) -> str | None:
    try:
        due = moment_of(one.local_due, one.zone, fold)
    except Refusal as refusal:
        with desk.db.write() as tx:
            if not publications.move(tx, one, PublicationState.HELD, now, reason=refusal.reasons):
                return None
            said = " ".join(map(str, refusal.reasons))
            events.append(tx, f"publication:{one.id}", "held", WORKER.name, now, before=one.state, reason=said)
        return "held"
    if due.replace(second=0, microsecond=0) == one.due_at.replace(second=0, microsecond=0):
        return None
    with desk.db.write() as tx:
        if not publications.retime(tx, one, due_at=due, next_at=due):
            return None
        events.append(
            tx, f"publication:{one.id}", "rescheduled", WORKER.name, now, due_at=due.isoformat(), reason="zone data"
        )
    return "moved"
