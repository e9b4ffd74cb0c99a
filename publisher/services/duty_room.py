"""Calls of duty in a closed room of the staff: the same wordless call as by e-mail, beside it, never instead of it."""

import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from publisher import net
from publisher.channels.calling import Calls
from publisher.channels.contract import Account, Outcome, Rejected, RetryLater, Sent, Unknown
from publisher.channels.incoming import LISTENS_FOR
from publisher.domain.errors import NotFound, Refusal
from publisher.domain.ids import new_id
from publisher.domain.sentences import as_sentences, say, to_plain
from publisher.logs import Logger
from publisher.services import duty_words, one_ear
from publisher.services.desk import Actor, Desk, require_administration
from publisher.storage import Transaction, accounts, crises, events, home

_log = Logger("crisis")
_KEY = "duty_room"
_FOR_READERS = say("What is sent there is for readers. A call of duty needs a closed group of the staff.")
_READ = say("Readers follow this account; choose one that is for the staff alone.")
_RETRY = timedelta(seconds=15)
_MOST_TRIES, _MOST_UNKNOWN = 40, 3  # what may have arrived is said again a few times only


def is_chosen(tx: Transaction) -> bool:
    return home.get(tx, _KEY) is not None


def room(desk: Desk) -> str | None:
    """The name of the account in which calls are sent, if there is one."""
    with desk.db.read() as tx:
        row = _row(tx)
    return row.name if row is not None else None


def possible(desk: Desk, actor: Actor) -> list[str]:
    """Names of the accounts of networks that have closed rooms."""
    require_administration(actor)
    with desk.db.read() as tx:
        return [row.name for row in accounts.all_rows(tx) if isinstance(desk.channels.get(row.kind), Calls)]


def choose(desk: Desk, actor: Actor, name: str | None) -> None:
    """From now on every call is sent in this account too; None: by e-mail alone. Refused where readers would see it."""
    require_administration(actor)
    account = None
    if name is not None:
        account = _able(desk, name)
    now = desk.clock()
    with desk.db.write() as tx:
        home.put(tx, _KEY, account, now)
        events.append(tx, "installation", "duty_room_chosen", actor.name, now, account=account)


def _able(desk: Desk, name: str) -> str:
    with desk.db.read() as tx:
        row = accounts.by_name(tx, name)
        if row is None:
            raise NotFound(say("There is no such channel account."))
        read = _is_read(desk, tx, row)
    channel = desk.channels.get(row.kind)
    if not isinstance(channel, Calls):
        raise Refusal(_FOR_READERS)
    if read:
        raise Refusal(_READ)
    if row.held_reason:
        raise Refusal(say("This account is held; resume it first."))
    account = _opened(desk, row)
    trouble = desk.channels[row.kind].test(account) or channel.closed(account)  # it works, and nobody else reads along
    if trouble is not None:
        raise Refusal(*as_sentences(trouble))
    return str(row.id)


def _is_read(desk: Desk, tx: Transaction, row: Any) -> bool:
    """Whether somebody beside the staff reads what stands there, or what staff write there is heard as a question."""
    if row.settings.get(LISTENS_FOR) or accounts.is_published_on(tx, row.id):
        return True
    return bool(row.sealed) and one_ear.listener(desk, tx, row.kind, _opened(desk, row).secrets, row.id) is not None


def tick(desk: Desk) -> int:
    """Send what is due in the room, one message per person. Returns how many arrived. Mail never waits for this."""
    with desk.db.read() as tx:
        due, row = crises.room_calls_due(tx, desk.clock()), _row(tx)
    persons = dict.fromkeys(one.person for one in due)
    return sum(_tell(desk, row, [one for one in due if one.person == person]) for person in persons)


def _tell(desk: Desk, row: Any, alarms: Sequence[Any]) -> bool:
    outcome = _outcome(desk, row, alarms)
    now, sent = desk.clock(), isinstance(outcome, Sent)
    values: dict[str, Any] = {"room": row.name if row is not None else None, "room_at": now if sent else None}
    values["room_error"] = None if isinstance(outcome, Sent) else to_plain(as_sentences(outcome.reason))
    most = _MOST_UNKNOWN if isinstance(outcome, Unknown) else _MOST_TRIES
    again = now + _RETRY
    if isinstance(outcome, RetryLater) and outcome.after is not None:
        again = max(again, outcome.after)
    with desk.db.write() as tx:
        for one in alarms:
            tries = one.room_tries + 1
            following = None if sent or tries >= most else again
            crises.settle_call(tx, one.id, "room_next_at", following, room_tries=tries, **values)
    return sent


def _outcome(desk: Desk, row: Any, alarms: Sequence[Any]) -> Outcome:
    if row is None:
        return Rejected(say("The account in which staff are called is gone; an administrator chooses another one."))
    if row.held_reason:
        return Rejected(say("This account is held; resume it first."))
    first, channel = alarms[0], desk.channels.get(row.kind)
    if not isinstance(channel, Calls):
        return Rejected(_FOR_READERS)
    with desk.db.read() as tx:
        if _is_read(desk, tx, row):  # since it was chosen
            return Rejected(_READ)
    try:
        _, text = duty_words.call_of_duty(desk, first.name, first.interface_language, len(alarms))
        ends = time.monotonic() + desk.settings.send_timeout_seconds
        with net.ends_by(lambda: ends):
            account = _opened(desk, row)
            if trouble := channel.closed(account):  # its settings may have changed since it was chosen
                return Rejected(trouble)
            return channel.call(account, f"duty-{new_id()}", text)
    except Exception as error:  # noqa: BLE001 - survives a connector's fault; told as the reason on the case
        _log.error("channel_fault", kind=type(error).__name__)
        return Unknown(say("the connector failed ({kind})", kind=type(error).__name__))


def _row(tx: Transaction) -> Any:
    account = home.get(tx, _KEY)
    return accounts.by_id(tx, account) if account is not None else None


def _opened(desk: Desk, row: Any) -> Account:
    secrets = desk.sealer.open(f"account:{row.id}", row.sealed) if row.sealed else {}
    return Account(row.id, row.name, row.kind, row.settings, secrets)
