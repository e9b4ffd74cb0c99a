"""The worker's regular steps, each short and repeatable: relay the due, sweep the lost, take over from the dead."""

from datetime import datetime, timedelta

from publisher.domain.errors import ConfigurationError
from publisher.domain.publications import Publication, PublicationState
from publisher.domain.sentences import say
from publisher.logs import Logger
from publisher.services import audit, comparing
from publisher.services.desk import WORKER, Desk
from publisher.services.recording import send_back
from publisher.storage import advisory, events, groups, home, inbox, publications, retrieval
from publisher.worker.engine import Engine

_log = Logger("worker")
BATCH = 200


def relay(desk: Desk, engine: Engine) -> int:
    """Hand what is due to the engine, then note it. Killed in between, the same hand-over runs again as a no-op.

    On SQLite the engine is told before the write lock is taken: nobody who sends waits for it. On PostgreSQL one
    worker at a time hands over.
    """
    now = desk.clock()
    with desk.db.read() as tx:
        stopped, held = bool(home.get(tx, "stopped")), groups.held(tx)
        rows = publications.due(tx, now, BATCH, held=held, only_removals=stopped)
    if not rows:
        return 0
    if desk.db.on_sqlite:
        _enqueue(engine, rows)
    with desk.db.write() as tx:
        if not desk.db.on_sqlite:
            if not advisory.only_one_relays(tx):
                return 0
            rows = publications.due(tx, now, BATCH, held=held, only_removals=stopped)
            _enqueue(engine, rows)
        look_again = now + timedelta(seconds=desk.settings.grace_seconds * 2)
        for row in rows:
            if publications.hand_over(tx, row, now, look_again) and row.state is PublicationState.SCHEDULED:
                events.append(tx, f"publication:{row.id}", "queued", WORKER.name, now, attempt=row.attempt + 1)
    return len(rows)


def _enqueue(engine: Engine, rows: list[Publication]) -> None:
    for row in rows:
        engine.enqueue(row.id, row.attempt + 1, row.account, row.priority)


def sweep(desk: Desk, engine: Engine) -> int:
    """Queued or sending for longer than the grace while the engine no longer has it: back to be tried again.

    A publication that may have been sent keeps its count of started sends, so the next attempt asks first.
    """
    now = desk.clock()
    old = now - timedelta(seconds=desk.settings.grace_seconds)
    swept = 0
    with desk.db.read() as tx:
        rows = publications.in_flight(tx, old)
    for row in rows:
        if engine.runs(row.id, row.attempt):
            continue
        with desk.db.write() as tx:
            if send_back(tx, row, now, now, say("the worker stopped in the middle; it is tried again.")):
                swept += 1
                _log.warning("swept", publication=row.id, attempt=row.attempt, state=row.state.value)
    return swept


def guard(desk: Desk, engine: Engine, lock: advisory.WorkerLock | None) -> int:
    """Take over the runs of workers that died. Without a lock (SQLite) this is the only worker: all others did.

    Runs of its own that an outage kept it from starting go back to the queue after the grace, too.
    """
    if lock is not None and not lock.hold():
        return 0
    taken = engine.take_back(desk.settings.grace_seconds)
    if taken:
        _log.warning("took_back", runs=taken)
    if lock is None:
        return taken + sum(engine.take_over(executor) for executor in engine.dead_executors())
    for executor in engine.dead_executors():
        if lock.take(executor):
            try:
                taken += engine.take_over(executor)
            finally:
                lock.release(executor)
    return taken


def beat(desk: Desk, engine: Engine) -> None:
    now = desk.clock()
    with desk.db.write() as tx:
        home.beat(tx, engine.executor, now)
        home.forget_workers(tx, now - timedelta(hours=1))


def checkpoint(desk: Desk) -> None:
    audit.checkpoint(desk)


def check_index(desk: Desk) -> None:
    """Mend what differs between the search index and the database, and say what it was."""
    from publisher.services import indexing  # numpy and the models only where they are needed

    try:
        found = indexing.check(desk)
    except ConfigurationError as error:
        _log.error("index_refused", reason=str(error))
        return
    if found.missing or found.changed or found.surplus:
        _log.warning(
            "index_mended", texts=found.texts, missing=found.missing, changed=found.changed, surplus=found.surplus
        )


def keep_index(desk: Desk, seconds: float) -> bool:
    """Follow the database, and embed for so long; True when nothing is left to embed.

    Another model's index is left for `publisher index rebuild`.
    """
    from publisher.services import index_opening, indexing  # numpy and the models only where they are needed

    try:
        indexing.catch_up(desk, seconds=seconds)
        return index_opening.is_whole(desk)
    except ConfigurationError:
        return True


def texts_changed(desk: Desk, since: datetime) -> bool:
    """Whether anything happened to an entry from a time on."""
    with desk.db.read() as tx:
        return retrieval.entries_changed(tx, since)


def long_work_waits(desk: Desk) -> bool:
    """Whether a job waits, or a new line of the inbox is to be laid beside the earlier ones."""
    with desk.db.read() as tx:
        return home.has_work(tx) or bool(inbox.groups_to_compare(tx, 1))


def retain(desk: Desk, engine: Engine) -> int:
    return engine.forget_finished((desk.clock() - timedelta(hours=1)).isoformat())


def idle(desk: Desk, engine: Engine) -> bool:
    """Nothing is due, nothing is under way, no job waits."""
    now = desk.clock()
    under_way = [PublicationState.QUEUED, PublicationState.SENDING]
    with desk.db.read() as tx:
        stopped = bool(home.get(tx, "stopped"))
        if publications.due(tx, now, 1, held=groups.held(tx), only_removals=stopped) or publications.in_states(
            tx, under_way
        ):
            return False
        if home.has_work(tx, but=comparing.KIND):
            return False
    return not engine.busy()
