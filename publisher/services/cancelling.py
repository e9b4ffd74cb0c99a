"""Cancelling what has not left. What may be out already is called off: looked up first, and never sent.

Cancelled at once it would be forgotten, and would stand on its channel when its text falls.
"""

from datetime import datetime
from typing import Any

from publisher.channels.contract import Lookup
from publisher.domain.publications import Priority, Publication, PublicationState
from publisher.services.desk import Actor, Desk
from publisher.storage import Transaction, accounts, events, publications

_S = PublicationState
CANCELLABLE = (_S.SCHEDULED, _S.QUEUED, _S.HELD, _S.AWAITING_HAND_OFF, _S.NEEDS_REVIEW, _S.FAILED)


def cancel(desk: Desk, tx: Transaction, actor: Actor, before: Publication, now: datetime) -> PublicationState | None:
    """Cancel it, or ask first: the channel, or a person where it cannot tell. None when it has just moved on."""
    after, values = _S.CANCELLED, dict[str, Any]()
    if before.may_be_out and not before.prepared and before.state is not _S.FAILED:
        asks = before.state is not _S.NEEDS_REVIEW and _tells(desk, tx, before)
        after, values = _S.UNKNOWN if asks else _S.NEEDS_REVIEW, {"priority": Priority.CALLED_OFF, "next_at": now}
    if not publications.move(tx, before, after, now, **values):
        return None
    called_off = {"called_off": True} if values else {}
    events.append(tx, f"publication:{before.id}", after.value, actor.name, now, before=before.state, **called_off)
    return after


def _tells(desk: Desk, tx: Transaction, publication: Publication) -> bool:
    """Whether the channel can be asked for what this installation, or another copy of the clinic, may have sent."""
    channel = desk.channels.get(accounts.by_id(tx, publication.account).kind)
    if channel is None:
        return False
    can = channel.capabilities
    return can.tells_any_copy if publication.doubted_since else can.lookup is not Lookup.BLIND
