"""Whether a worker still holds what it claimed, and what may have been sent by somebody who left no record here."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, literal, select, update

from publisher.domain.publications import Publication, PublicationState, ensure_transition
from publisher.domain.sentences import Reason
from publisher.storage import tables
from publisher.storage.database import Transaction
from publisher.storage.publications import told
from publisher.storage.types import UtcTime

_T = tables.publication
_CLOCKS_DIFFER = timedelta(minutes=15)


def _held_by(claimed: Publication) -> ColumnElement[bool]:
    """Whether a claim still stands: nobody moved, swept or claimed the publication since."""
    sending = _T.c.state == PublicationState.SENDING
    return and_(_T.c.id == claimed.id, sending, _T.c.version == claimed.version)


def keep_confirmed(tx: Transaction, claimed: Publication, confirmed: list[str], at: datetime) -> bool:
    """Keep the parts of a thread that are there and the time of the next one's intent; False when the claim is lost."""
    kept = update(_T).where(_held_by(claimed)).values(confirmed=list(confirmed), send_started_at=at)
    return tx.execute(kept).rowcount == 1


def renew_intent(tx: Transaction, claimed: Publication, at: datetime) -> bool:
    """Commit the intent to send what is proven not to be there; False when somebody else took the publication over.

    Moves its version, and ends a doubt."""
    values = {"send_started_at": at, "version": claimed.version + 1, "doubted_since": None}
    renewed = update(_T).where(_held_by(claimed)).values(**values)
    return tx.execute(renewed).rowcount == 1


def taken(tx: Transaction, publication: Publication, since: datetime) -> frozenset[str]:
    """The remote ids on its account that were had since then and belong to other publications."""
    others = and_(_T.c.account == publication.account, _T.c.id != publication.id, _T.c.remote_id.is_not(None))
    found = tx.execute(select(_T.c.remote_id).where(others, _T.c.moved_at >= since - _CLOCKS_DIFFER)).scalars()
    return frozenset(one for ids in found for one in ids.split(","))


def doubt_later(tx: Transaction, publication: Publication, since: datetime) -> None:
    """Note that another copy of the clinic may have sent since `since` what waits here; its attempt asks first."""
    tx.execute(update(_T).where(_T.c.id == publication.id).values(doubted_since=since))


def doubt(tx: Transaction, before: Publication, since: datetime, at: datetime, reason: Reason) -> bool:
    """Hold what another copy of the clinic may have sent since `since`, with no record here; its next attempt asks."""
    if before.state is not PublicationState.HELD:
        ensure_transition(before.state, PublicationState.HELD)
    known = {
        "sends_started": max(1, before.sends_started),
        "send_started_at": before.send_started_at or at,
        "doubted_since": since,
        "first_tried_at": func.coalesce(_T.c.first_tried_at, literal(min(before.due_at, at), UtcTime)),
    }
    said = told({"reason": reason})
    done = tx.execute(
        update(_T)
        .where(_T.c.id == before.id, _T.c.version == before.version)
        .values(state=PublicationState.HELD, moved_at=at, version=before.version + 1, **known, **said)
    )
    return done.rowcount == 1
