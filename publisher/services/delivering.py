"""One attempt at one publication: claim, re-check, ask what became of an earlier try, send, record. Never sends twice.

The intent is committed before the network is touched. After an ambiguous end the channel is asked; where it cannot be
asked, a person is. Nothing here retries by itself: a later attempt is a row with a later time.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from publisher import net
from publisher.channels.contract import (
    Absent,
    Found,
    Lookup,
    Outcome,
    Reconnect,
    Rejected,
    RetryLater,
    Sent,
    Unknown,
)
from publisher.domain.publications import PublicationState, made_by_machine
from publisher.domain.sentences import say
from publisher.logs import Logger
from publisher.services import claiming
from publisher.services.desk import Desk
from publisher.services.recording import Claim, leave_unsent, record

_S = PublicationState
_log = Logger("delivery")
_MOST_LOOKUPS = 20


def deliver(desk: Desk, publication_id: str, attempt: int, wait: Callable[[float], None] = time.sleep) -> str:
    """Run attempt number `attempt`; returns the state it left, or "skipped" when somebody else moved it."""
    claim = claiming.claim(desk, publication_id, attempt)
    if isinstance(claim, str):
        return claim
    if claim.before.state is _S.REMOVING:
        return record(desk, claim, "remove", _guarded(lambda: _remove(claim)))
    if claim.earlier_send_at is not None:
        # an earlier run of the same send may still be alive: let its time-out pass before asking
        _let_pass(desk, claim.earlier_send_at, wait)
        answer = _guarded(lambda: claim.channel.find(claim.account, claim.delivery))
        if not isinstance(answer, Absent):
            return _after_lookup(desk, claim, answer)
        if claim.against:
            return leave_unsent(desk, claim)
        renewed = claiming.renewed(desk, claim)
        return "skipped" if renewed is None else _sent(desk, renewed)
    return _sent(desk, claim)


def _sent(desk: Desk, claim: Claim) -> str:
    return record(desk, claim, "correct" if claim.replaces else "send", _send_in_time(claim))


def _send_in_time(claim: Claim) -> Outcome:
    """Send while the intent stands. A worker held up for too long sends nothing: others may be asking."""
    if not claim.intent.may_begin():
        return RetryLater(say("The worker was held up before it could send."))
    with net.ends_by(claim.intent.ends):
        outcome: Outcome = _guarded(lambda: _send(claim))
        return outcome


def _send(claim: Claim) -> Outcome:
    if claim.replaces and claim.replaces.remote_id:
        return claim.channel.correct(claim.account, claim.replaces.remote_id, claim.delivery)
    return claim.channel.send(claim.account, claim.delivery)


def _remove(claim: Claim) -> Outcome:
    if not made_by_machine(claim.before.remote_id):
        return Rejected(say("A person put it out, and only a person can take it down there."))
    return claim.channel.remove(claim.account, claim.before.remote_id or "", claim.delivery)


def _guarded(call: Callable[[], Any]) -> Any:
    """A channel that breaks in the middle of a call may have sent: the outcome is unknown, the fault is logged."""
    try:
        return call()
    except Exception as error:  # noqa: BLE001 - survives any fault of a connector; reported as unknown and by type, never by its words
        _log.error("channel_fault", kind=type(error).__name__)
        return Unknown(say("the connector failed ({kind})", kind=type(error).__name__))


def _let_pass(desk: Desk, started: datetime, wait: Callable[[float], None]) -> None:
    # a clock set back must not make the pause endless
    left = (started + timedelta(seconds=desk.settings.grace_seconds) - desk.clock()).total_seconds()
    if left > 0:
        wait(min(left, desk.settings.grace_seconds))


def _after_lookup(desk: Desk, claim: Claim, answer: Found) -> str:
    if isinstance(answer, Sent | Reconnect):
        return record(desk, claim, "find", answer)
    if claim.channel.capabilities.lookup is Lookup.BLIND or claim.before.attempt >= _MOST_LOOKUPS:
        return record(
            desk, claim, "find", Unknown(say("this channel cannot be asked whether it is there")), ask_a_person=True
        )
    return record(desk, claim, "find", Unknown(answer.reason if not isinstance(answer, Absent) else ""))
