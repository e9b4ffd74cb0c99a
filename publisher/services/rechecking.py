"""Consequences: when a pack, a licence or the day changes, what is queued and live is asked again whether it stands.

What is queued and fails is held; what is live and may no longer be shown is taken back; each with its reason.
"""

import hashlib
from collections.abc import Callable
from typing import Any

from publisher.domain.checking import Flag
from publisher.domain.events import canonical
from publisher.domain.ids import new_id
from publisher.domain.publications import PublicationState
from publisher.domain.sentences import Sentence, say
from publisher.services import falling, fitness
from publisher.services.desk import WORKER, Desk
from publisher.storage import Transaction, entries, events, home, publications

KIND = "recheck"
_S = PublicationState
_ASKED = [_S.SCHEDULED, _S.AWAITING_HAND_OFF, _S.PUBLISHED]
_BATCH = 50


def fingerprint(desk: Desk) -> dict[str, Any]:
    """What the last re-check rested on: pack versions, the day, and how often people and licences have changed."""
    with desk.db.read() as tx:
        changes = home.get(tx, "people_changes") or 0
    packs = {str(name): pack.version.version for name, pack in sorted(desk.gate.packs.items())}
    return {
        "packs": packs,
        "texts": desk.gate.texts_version,
        "day": desk.today().isoformat(),
        "people_changes": changes,
    }


def ask_if_needed(desk: Desk) -> bool:
    """Ask for a re-check when the fingerprint changed since the last one asked for. True when a job was made."""
    now, wanted = desk.clock(), fingerprint(desk)
    with desk.db.read() as tx:
        if home.get(tx, "rechecked") == wanted:
            return False
    with desk.db.write() as tx:
        if home.get(tx, "rechecked") == wanted:
            return False
        home.put(tx, "rechecked", wanted, now)
        job_id = new_id()
        home.add_job(tx, id=job_id, kind=KIND, arguments={}, made_at=now)
        events.append(tx, f"job:{job_id}", "asked", WORKER.name, now, kind=KIND)
    return True


def recheck(desk: Desk, progress: Callable[[int, int], None], place: dict[str, Any] | None = None) -> dict[str, int]:
    """Ask every queued and live publication again. Repeatable: what was dealt with is in another state already.

    Asked in reads, so that what leaves meanwhile waits for no lock; only what fails is written. Publications of one
    version on one kind of channel under the same versions stand or fall together and are asked once. `place`, where
    it got to and what it counted, is brought up to date before each call of `progress`, which may end the turn.
    """
    place = {} if place is None else place
    counts = {name: place.get(name, 0) for name in ("checked", "held", "taken_back")}
    with desk.db.read() as tx:
        waiting = publications.by_version(tx, _ASKED, tuple(place.get("after") or ("", "")))
    total = counts["checked"] + len(waiting)
    stands: set[bytes] = set()
    for start in range(0, len(waiting), _BATCH):
        batch = waiting[start : start + _BATCH]
        with desk.db.read() as tx:
            failing = [one for _, one in batch if not _stands(desk, tx, one, stands)]
        for publication in failing:
            with desk.db.write() as tx:
                outcome = ask(desk, tx, publication)
            if outcome:
                counts[outcome] += 1
        counts["checked"] += len(batch)
        place.update(counts, after=batch[-1])
        progress(counts["checked"], total)
    falling.look_again(desk, lambda: progress(counts["checked"], total), place)
    return counts


def _stands(desk: Desk, tx: Transaction, publication: str, known: set[bytes]) -> bool:
    row = publications.row(tx, publication)
    if row is None:
        return True
    live = row.state == _S.PUBLISHED
    made = {"live": live, "revision": row.revision, "account": row.account, "made": [row.frozen_digest, row.versions]}
    key = hashlib.sha256(canonical(made).encode("utf-8", "surrogatepass")).digest()
    if key in known:
        return True
    stands = not (_against_live(desk, tx, row) if live else _against_queued(desk, tx, row))
    if stands:
        known.add(key)
    return stands


def ask(desk: Desk, tx: Transaction, publication: str) -> str | None:
    """Ask one publication now: "taken_back" when it was live, "held" when it waited; None when it stands.

    Also asked when it is known to have arrived: nothing looked at it while it was on its way.
    """
    now, row = desk.clock(), publications.row(tx, publication)
    current = publications.publication_of(row)
    live = current.state is _S.PUBLISHED
    if current.state not in _ASKED:
        return None
    reasons = _against_live(desk, tx, row) if live else _against_queued(desk, tx, row)
    if not reasons:
        return None
    after = _S.REMOVING if live else _S.HELD
    said = " ".join(map(str, reasons))
    values: dict[str, Any] = {"reason": reasons, "next_at": now} if live else {"reason": reasons}
    if publications.move(tx, current, after, now, **values):
        events.append(tx, f"publication:{current.id}", after.value, WORKER.name, now, before=current.state, reason=said)
    return "taken_back" if live else "held"


def _against_queued(desk: Desk, tx: Transaction, row: Any) -> list[Sentence]:
    may = fitness.fitness(desk, tx, row)
    return [may.gone] if may.gone else list(may.reasons)


def _against_live(desk: Desk, tx: Transaction, row: Any) -> list[Sentence]:
    """A live text falls with its review date, its consent or a rule that forbids it, not with a doctor's licence."""
    entry_row = entries.row(tx, row.entry)
    overdue = fitness.overdue(desk, tx, row.revision)
    if overdue or entry_row.withdrawn_at is not None:
        return [overdue] if overdue else []
    account = row.versions["account"][0]
    context = fitness.context_for(desk, tx, row.revision, account)
    lapsed = row.versions["consent"] and Flag.CONSENT_RECORDED not in context.flags
    if row.versions["packs"] == {pack.id: pack.version for pack in desk.gate.versions(context)} and not lapsed:
        return []
    found = fitness.findings_against(desk, tx, row.revision, account)
    return [say("no consent covers the patient material any more.")] if lapsed and found else found
