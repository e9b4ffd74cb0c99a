"""Long work as rows: asked for by anybody, done by the worker under a lease; with progress, resumable, cancellable."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from publisher.domain.errors import ConfigurationError, NotFound, Refusal
from publisher.domain.ids import new_id
from publisher.domain.people import Role
from publisher.domain.sentences import say
from publisher.services import comparing, rechecking, rezoning
from publisher.services.desk import Actor, Desk, require
from publisher.services.importing import ImportResult
from publisher.services.importing_answers import import_answers
from publisher.services.importing_people import import_people
from publisher.services.importing_questions import import_questions
from publisher.storage import events, home, people

LEASE = timedelta(seconds=60)
TURN_SECONDS = 15.0
ASSIST = "assist"


@dataclass(frozen=True)
class Job:
    """Long work as people see it. `message` says how it ended, or what it is doing."""

    id: str
    kind: str
    state: str
    done: int
    total: int
    message: str | None
    progress: dict[str, Any]
    made_at: datetime


class Cancelled(Exception):
    """Somebody asked this job to stop, the worker is stopping, or its turn is over; what was done stays done."""


def jobs(desk: Desk, limit: int = 20) -> list[Job]:
    with desk.db.read() as tx:
        return [_job(row) for row in home.jobs(tx, limit)]


def _job(row: Any) -> Job:
    return Job(row.id, row.kind, row.state, row.done, row.total, row.message, row.progress, row.made_at)


IMPORTERS: dict[str, Callable[..., ImportResult]] = {
    "answers": import_answers,
    "questions": import_questions,
    "people": import_people,
}


_OWN: dict[str, Callable[[Desk, Callable[[int, int], None]], dict[str, int]]] = {
    comparing.KIND: comparing.run,
    rezoning.KIND: rezoning.rezone,
}
"""What the worker asks of itself, besides the re-check."""

LAST = (rezoning.KIND, rechecking.KIND, comparing.KIND)
"""What waits until nobody waits for a draft or a file, which may hold cries for help. Moments before long looks."""


def request_import(desk: Desk, actor: Actor, what: str, file: Path) -> str:
    """Ask the worker for an import of a file that lies in the home; returns the job's id."""
    person = require(actor, Role.DOCTOR, Role.EDITOR, Role.ADMINISTRATOR)
    if what not in IMPORTERS:
        raise Refusal(say("“{what}” cannot be imported.", what=what))
    if not file.resolve().is_relative_to(desk.home.resolve()):
        raise Refusal(say("Only a file in the home folder can be imported by the worker."))
    job_id, now = new_id(), desk.clock()
    with desk.db.write() as tx:
        home.add_job(
            tx, id=job_id, kind=f"import_{what}", arguments={"file": str(file)}, made_by=person.id, made_at=now
        )
        events.append(tx, f"job:{job_id}", "asked", actor.name, now, kind=f"import_{what}")
    return job_id


def cancel(desk: Desk, actor: Actor, job_id: str) -> None:
    """Ask a job to stop after the batch it is in: one's own, an editor anybody's, an administrator the worker's too."""
    person = require(actor)
    with desk.db.write() as tx:
        row = home.job(tx, job_id)
        if row is None:
            raise NotFound(say("There is no job {id}.", id=job_id))
        if row.made_by != person.id:
            require(actor, Role.ADMINISTRATOR, *([Role.EDITOR] if row.made_by else []))
        home.change_job(tx, job_id, cancel_asked=True)


def run_next(desk: Desk, by: str, stopping: Callable[[], bool], *, but: str = "") -> bool:
    """Do one job of another kind than `but` that waits, or whose worker died. False when there is none."""
    now = desk.clock()
    with desk.db.write() as tx:
        row = home.claim_job(tx, by, now, now + LEASE, but=but, last=LAST)
        person = people.by_id(tx, row.made_by) if row and row.made_by else None
    if row is None:
        return False
    state, message, progress = _do(desk, Actor(person, "worker"), row, by, stopping)
    ended = desk.clock()
    with desk.db.write() as tx:
        values: dict[str, Any] = {"state": state, "message": message, "progress": progress, "ended_at": ended}
        if state == "waiting":
            values = {"state": state, "lease_by": None, "lease_until": None}
        home.change_job(tx, row.id, by=by, **values)
    return True


def _do(
    desk: Desk, actor: Actor, row: Any, by: str, stopping: Callable[[], bool]
) -> tuple[str, str | None, dict[str, Any]]:
    last_said = [desk.clock()]
    place, turn_ends = dict(row.arguments), time.monotonic() + TURN_SECONDS

    def progress(done: int, total: int) -> None:
        now = desk.clock()
        over = stopping() or (row.kind == rechecking.KIND and time.monotonic() >= turn_ends)
        if not over and now - last_said[0] < timedelta(seconds=0.5) and done < total:
            return
        last_said[0] = now
        with desk.db.write() as tx:
            values = {"done": done, "total": total, "arguments": place, "lease_until": now + LEASE}
            mine = home.change_job(tx, row.id, by=by, **values)
            current = home.job(tx, row.id)
        if not mine:
            raise Cancelled("lost")
        if current.cancel_asked:
            raise Cancelled("cancelled")
        if over:
            raise Cancelled("waiting")

    try:
        if row.kind == rechecking.KIND:
            return "done", None, dict(rechecking.recheck(desk, progress, place))
        if row.kind in _OWN:
            return "done", None, dict(_OWN[row.kind](desk, progress))
        if row.kind == ASSIST:
            from publisher.services import assisting  # the models only where they are needed

            assisting.perform(desk, row.arguments["draft"], lambda written: progress(written, written + 1))
            return "done", None, {}
        result = IMPORTERS[row.kind.removeprefix("import_")](desk, actor, Path(row.arguments["file"]), progress)
    except Cancelled as reason:
        return str(reason), None, {}
    except (Refusal, ConfigurationError) as error:
        return "failed", str(error), {}
    counts = {
        "created": result.created,
        "updated": result.updated,
        "unchanged": result.unchanged,
        "closed": result.closed,
    }
    return "done", None, counts | {"rejected": result.rejected[:100], "rejected_count": len(result.rejected)}
