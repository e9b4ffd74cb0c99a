"""The worker's part in a crisis: calls the person on duty by e-mail, and the next when nobody takes the case.

It writes to people of the organisation alone, never to the writer, and tells no word of the message.
"""

import threading
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from publisher.domain.crises import CrisisCase
from publisher.domain.ids import new_id
from publisher.logs import Logger
from publisher.services import duty_room, duty_words, mailing
from publisher.services.desk import WORKER, Desk
from publisher.services.duty import to_call
from publisher.storage import Transaction, copying, crises, events, inbox

_log = Logger("crisis")
_AGAIN = timedelta(minutes=5)
_RETRY = timedelta(seconds=15)
_MOST_TRIES = 40
_under_way: set[str] = set()  # ids of the alarms whose mail this process is just handing over


def tick(desk: Desk, *, patience: float | None = None) -> int:
    """One round: call whoever is to be called, send what is due. Returns how many mails the server took.

    One case or one person with whom something is wrong keeps nobody else from being called, and a mail that is slow no
    other mail. What is still on its way after `patience` seconds goes on beside the next round; None: it waits for all.
    """
    with desk.db.read() as tx:
        waiting = crises.untaken(tx, desk.clock())
    for case in waiting:
        _survived(partial(_call_next, desk, case.id))
    busy = set(_under_way)  # before what is due is read: what is settled in between is not due any more
    with desk.db.read() as tx:
        due = [row for row in crises.alarms_due(tx, desk.clock()) if row.id not in busy]
    persons, sent = dict.fromkeys(row.person for row in due), list[bool]()
    mails = [_begin(desk, [row for row in due if row.person == one], sent) for one in persons]
    ends = time.monotonic() + patience if patience is not None else None
    for mail in mails:
        mail.join(max(0.0, ends - time.monotonic()) if ends is not None else None)
    return sum(sent)


def _begin(desk: Desk, alarms: Sequence[Any], sent: list[bool]) -> threading.Thread:
    """Send them in a thread of their own; whether the server took the mail is added to `sent`."""
    own = {one.id for one in alarms}

    def run() -> None:
        try:
            sent.append(_survived(partial(_send, desk, alarms)))
        finally:
            _under_way.difference_update(own)

    mail = threading.Thread(target=run, name="mail", daemon=True)
    _under_way.update(own)
    try:
        mail.start()
    except RuntimeError:  # the machine has no room for it now; the next round tries again
        _under_way.difference_update(own)
        raise
    return mail


def _survived(step: Callable[[], bool]) -> bool:
    try:
        return step()
    except Exception as error:  # noqa: BLE001 - survives one call that fails; logged by type, and it stays due
        _log.error("call_failed", kind=type(error).__name__)
        return False


def erase(desk: Desk) -> int:
    """Erase the sealed ways back whose days are over, also in the files that kept them; returns how many."""
    with desk.db.write() as tx:
        count = inbox.erase_sealed(tx, desk.clock())
        if count:
            events.append(tx, "installation", "origins_erased", WORKER.name, desk.clock(), count=count)
    if count:
        desk.db.leave_nothing_behind()
    copying.forget_copies(desk.home, desk.clock() - timedelta(days=desk.settings.origin_days))
    return count


def _call_next(desk: Desk, case_id: str) -> bool:
    """The next person in order; when all were called, all again after a while. Whether the case still waited."""
    now = desk.clock()
    with desk.db.write() as tx:
        case = next((one for one in crises.untaken(tx, now) if one.id == case_id), None)
        if case is None:
            return False
        since = case.spoke_at or case.opened_at  # whoever came for the first message may not know of the next
        called = {row.person for row in crises.alarmed(tx, case.id) if row.made_at >= since}
        following = next((one for one in to_call(tx, now) if one.id not in called), None)
        if following is not None:
            call(desk, tx, case, following.id)
        elif called:
            crises.call_again(tx, case.id, now, room=duty_room.is_chosen(tx))
            crises.change(tx, case.id, deadline=now + _AGAIN)
            events.append(tx, f"crisis:{case.id}", "called_again", WORKER.name, now)
    return True


def call(desk: Desk, tx: Transaction, case: CrisisCase, person: str) -> None:
    """Note, in one transaction, that this person is called now and until when she has time to take the case."""
    now = desk.clock()
    before = next((row for row in crises.alarmed(tx, case.id) if row.person == person), None)
    number, fresh = case.alarmed + 1, crises.fresh_call(now, room=duty_room.is_chosen(tx))
    if before is None:
        own = {"id": new_id(), "crisis_case": case.id, "person": person, "number": number, "made_at": now}
        crises.add_alarm(tx, **own, **fresh)
    else:
        crises.change_alarm(tx, before.id, made_at=now, **fresh)
    escalated = case.alarmed > 0 and person != case.taken_by
    values = {"escalated_at": now} if escalated else {}
    deadline = now + timedelta(seconds=desk.settings.crisis_seconds)
    crises.change(tx, case.id, alarmed=number, deadline=deadline, **values)
    action = "escalated" if escalated else "called"
    events.append(tx, f"crisis:{case.id}", action, WORKER.name, now, person=person, number=number)


def _send(desk: Desk, alarms: Sequence[Any]) -> bool:
    """One e-mail to one person for all her cases, and what became of it. Whether the server took it."""
    first, now = alarms[0], desk.clock()
    error = _mail(desk, first.email, first.name, first.interface_language, len(alarms))
    sent_at = now if error is None else None
    with desk.db.write() as tx:
        for one in alarms:
            again = now + _RETRY if error and one.tries + 1 < _MOST_TRIES else None
            crises.settle_call(tx, one.id, "next_at", again, tries=one.tries + 1, error=error, sent_at=sent_at)
    return error is None


def _mail(desk: Desk, email: str, name: str, language: str | None, count: int) -> str | None:
    """None when the server took it, else why not."""
    if not mailing.is_set_up(desk.settings):
        return "not_set_up"
    subject, text = duty_words.call_of_duty(desk, name, language, count)
    try:
        mailing.send(desk.settings, email, subject, text)
    except mailing.MailFailed as failure:
        _log.warning("alarm_not_sent", kind=str(failure))
        return str(failure)
    return None
