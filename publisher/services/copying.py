"""Moves a clinic to another database, verified by counts and chain; the old one is fenced and sends nothing more."""

from dataclasses import dataclass

from publisher.domain.errors import ConfigurationError
from publisher.domain.ids import new_id
from publisher.domain.publications import PublicationState
from publisher.domain.sentences import say
from publisher.services import audit
from publisher.services.desk import Desk
from publisher.services.today import worker_alive
from publisher.storage import Transaction, claims, copying, events, home, inbox, publications, schema


@dataclass(frozen=True)
class CopyResult:
    """Rows per table, the same on both sides, and how many publications were in the middle of a send and are held."""

    rows: dict[str, int]
    held: int


_MAYBE_SENT = say("it was being sent when the clinic moved to another database; look, then resume or cancel it.")


def copy_to(desk: Desk, target: Desk) -> CopyResult:
    """Copy everything into an empty database. ConfigurationError when it is not empty or a worker still runs here."""
    if worker_alive(desk):
        raise ConfigurationError(
            "a worker is still running; stop it first, so that nothing is sent while it is copied."
        )
    schema.require_current(target.db)
    with target.db.read() as tx:
        if not home.is_new(tx):
            raise ConfigurationError("the new database has content already; name an empty one.")
    now = desk.clock()
    with desk.db.read() as source, target.db.write() as tx:
        copied = copying.fill(tx, copying.rows(source))
        held = _hold_what_was_in_the_middle(tx, target)
        old, new = home.get(tx, "installation"), new_id()
        home.put(tx, "installation", new, now)
        home.put(tx, "fenced", [*(home.get(tx, "fenced") or []), old], now)
        events.append(tx, "installation", "copied", "shell", now, rows=copied, held=held)
    _verify(desk, target, copied)
    with desk.db.write() as tx:
        home.put(tx, "installation", f"moved to {new}", now)
        inbox.erase_sealed(tx, None)  # nothing is erased here by its date any more
        events.append(tx, "installation", "moved_away", "shell", now, to=new)
    desk.db.leave_nothing_behind()
    (desk.home / "installation.id").write_text(new, "ascii")
    return CopyResult(copied, held)


def _hold_what_was_in_the_middle(tx: Transaction, target: Desk) -> int:
    now, held = target.clock(), 0
    in_the_middle = [PublicationState.QUEUED, PublicationState.SENDING]
    for publication in publications.in_states(tx, in_the_middle):
        if claims.doubt(tx, publication, min(publication.due_at, now), now, _MAYBE_SENT):
            record = f"publication:{publication.id}"
            events.append(tx, record, "held", "shell", now, before=publication.state, reason="copied")
            held += 1
    return held


def _verify(desk: Desk, target: Desk, copied: dict[str, int]) -> None:
    with desk.db.read() as tx:
        here = copying.counts(tx)
    if here != copied:
        raise ConfigurationError(f"the copy does not have the same rows ({copied}, here {here}); use it for nothing.")
    if broken := audit.verify(target).broken:
        raise ConfigurationError(f"the copied record does not verify ({broken[0]}); use the copy for nothing.")
