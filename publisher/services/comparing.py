"""The clinic's answers among themselves: compared every night and after an import, in short turns between other jobs.

A first run looks at everything, later ones at what changed; what is found waits in the list of possible conflicts.
"""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from publisher.domain.ids import new_id
from publisher.services.desk import WORKER, Desk
from publisher.storage import consistency, events, home

KIND = "compare"
TURN_SECONDS = 15.0
_ASKED, _STATE = "comparing_asked", "comparing"


def ask_if_needed(desk: Desk) -> bool:
    """Ask for a comparison on a new day or after an import. True when a job was made."""
    now = desk.clock()
    with desk.db.read() as tx:
        wanted = {"day": desk.today().isoformat(), "imported": consistency.imported_texts(tx)}
        asked = home.get(tx, _ASKED)
        few = consistency.standing_texts(tx, 2) < 2
    if asked == wanted or few:
        return False
    with desk.db.write() as tx:
        if home.get(tx, _ASKED) == wanted:
            return False
        home.put(tx, _ASKED, wanted, now)
        ask(desk, tx)
    return True


def ask(desk: Desk, tx: Any) -> None:
    job_id, now = new_id(), desk.clock()
    home.add_job(tx, id=job_id, kind=KIND, arguments={}, made_at=now)
    events.append(tx, f"job:{job_id}", "asked", WORKER.name, now, kind=KIND)


def run(desk: Desk, progress: Callable[[int, int], None]) -> dict[str, int]:
    """One turn. Where it stopped is kept, and another job asked for, so that nobody waits long behind it."""
    from publisher.services import conflicts  # numpy and the models only where they are needed

    with desk.db.read() as tx:
        state = home.get(tx, _STATE) or {}
    begun = state.get("begun") or desk.clock().isoformat()
    since = datetime.fromisoformat(state["done"]) if state.get("done") else None
    until = time.monotonic() + TURN_SECONDS
    cursor = conflicts.compare_library(
        desk, state.get("after") or "", progress, lambda: time.monotonic() >= until, since=since
    )
    now = desk.clock()
    with desk.db.write() as tx:
        if cursor is None:
            home.put(tx, _STATE, {"done": begun}, now)
        else:
            home.put(tx, _STATE, {"done": state.get("done"), "begun": begun, "after": cursor}, now)
            ask(desk, tx)
        open_now = consistency.count_unresolved(tx, None)
    return {"open": open_now}
