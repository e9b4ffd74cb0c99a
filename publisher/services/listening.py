"""Live intake: the worker asks the accounts that listen for a community what people wrote, and takes it in.

What came is masked, triaged and stored in one transaction with the cursor: killed anywhere, nothing is lost or doubled.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from publisher.channels.contract import Account
from publisher.channels.incoming import ALL, LISTENS_FOR, Heard, Incoming, Listens
from publisher.domain.communities import Community
from publisher.domain.sentences import Reason, Sentence, as_sentences, from_plain, say, to_plain
from publisher.intake.messages import MEDIA, Message, in_parts
from publisher.logs import Logger
from publisher.services import hiding_names, receiving
from publisher.services.desk import WORKER, Desk
from publisher.services.fields import NO_TEXT, Rejected
from publisher.services.message_names import key_of
from publisher.storage import Transaction, accounts, communities, events, home, inbox

_log = Logger("listening")
_EVERY, _LEASE = timedelta(seconds=10), timedelta(seconds=60)
_LONGEST_PAUSE = timedelta(minutes=5)
_STILL, _TOLD_FOR = timedelta(minutes=5), timedelta(days=7)
_LONG_AGO = "2000-01-01T00:00:00+00:00"
_STEP, _MOST_CALLS = 50, 50
_TROUBLE = ("error", "pause")


@dataclass(frozen=True)
class Ear:
    """An account that listens, and how that goes. `whom` is a community's name or id, or `ALL`."""

    account: str
    name: str
    whom: str
    error: tuple[Sentence, ...]
    missed: bool
    still: bool


def due(desk: Desk) -> list[str]:
    """Ids of the accounts to ask now."""
    now = desk.clock()
    with desk.db.read() as tx:
        return [row.id for row in _listening(desk, tx) if _next(_state(tx, row.id)) <= now]


def hear(desk: Desk, account_id: str) -> int:
    """Ask one account what came and take it in; returns how many questions are new. Trouble is noted, never raised."""
    row = _take_turn(desk, account_id)
    channel = desk.channels.get(row.kind) if row is not None else None
    if row is None or not isinstance(channel, Listens):
        return 0
    secrets = desk.sealer.open(f"account:{row.id}", row.sealed) if row.sealed else {}
    account, new = Account(row.id, row.name, row.kind, row.settings, secrets), 0
    with desk.db.read() as tx:
        cursor, group = _state(tx, row.id).get("cursor", ""), _group(tx, row)
    for _ in range(_MOST_CALLS):
        heard = channel.received(account, cursor)
        if not isinstance(heard, Heard):
            _note_trouble(desk, row.id, heard.reason, getattr(heard, "after", None))
            return new
        new += _take_in(desk, row, group, heard)
        cursor = heard.cursor
        if not heard.more:
            break
    return new


def _take_in(desk: Desk, row: Any, group: str | None, heard: Heard) -> int:
    """The cursor moves on in the transaction that stores the last of what came."""
    hiding_names.hide(desk)
    messages = [
        part
        for number, one in enumerate(heard.messages, start=1)
        for part in in_parts(_message(number, row, group, one))
    ]
    with desk.db.read() as tx:
        known = inbox.known(tx, [key_of(desk, row.kind, one) for one in messages])
    fresh = [one for one in messages if key_of(desk, row.kind, one) not in known]
    batches = [fresh[begin : begin + _STEP] for begin in range(0, len(fresh), _STEP)] or [[]]
    new, missed = 0, 0
    for number, batch in enumerate(batches, start=1):
        read = []
        for message in batch:
            try:
                read.append(receiving.read(desk, row.kind, message))
            except Rejected:
                missed += 1
        with desk.db.write() as tx:
            if read:
                new += len(receiving.store(desk, tx, WORKER, row.kind, read).created)
            if number == len(batches):
                _note_heard(desk, tx, row.id, heard, missed)
    return new


def _message(number: int, row: Any, group: str | None, one: Incoming) -> Message:
    pictures = " ".join(MEDIA.get(kind, MEDIA["file"]) for kind in one.media)
    text = " ".join(part for part in (NO_TEXT.sub(" ", one.text).strip(), pictures) if part)
    origin = {"network": row.kind, "account": row.name, "author": one.author or "", "link": one.link or ""}
    return Message(
        number,
        text or MEDIA["file"],
        key=one.key,
        asked_at=one.written_at,
        group=group,
        author=one.author,
        origin=origin,
        account=True,
    )


def _take_turn(desk: Desk, account_id: str) -> Any:
    """The account's row, when it is its turn and no other worker asks it now; None else."""
    now = desk.clock()
    with desk.db.write() as tx:
        row = next((one for one in _listening(desk, tx) if one.id == account_id), None)
        state = _state(tx, account_id)
        if row is None or _next(state) > now:
            return None
        home.put(tx, _place(account_id), state | {"next_at": (now + _LEASE).isoformat()}, now)
    return row


def _note_heard(desk: Desk, tx: Transaction, account_id: str, heard: Heard, missed: int) -> None:
    now = desk.clock()
    state = _state(tx, account_id)
    if heard.gap or missed or _forgotten(state, heard, now):
        events.append(tx, f"account:{account_id}", "messages_missed", WORKER.name, now, unreadable=missed)
        state["missed_at"] = now.isoformat()
    state |= {"cursor": heard.cursor, "heard_at": now.isoformat(), "next_at": (now + _EVERY).isoformat()}
    home.put(tx, _place(account_id), {key: value for key, value in state.items() if key not in _TROUBLE}, now)


def _forgotten(state: dict[str, Any], heard: Heard, now: datetime) -> bool:
    """Whether it was last asked longer ago than the network keeps what people write."""
    last = state.get("heard_at")
    return heard.keeps is not None and last is not None and datetime.fromisoformat(last) < now - heard.keeps


def _note_trouble(desk: Desk, account_id: str, reason: Reason, after: datetime | None) -> None:
    """Try again after a growing pause; the cursor stays, so what is written meanwhile comes in later."""
    now = desk.clock()
    with desk.db.write() as tx:
        state = _state(tx, account_id)
        pause = min(timedelta(seconds=state.get("pause", 0)) * 2 or _EVERY, _LONGEST_PAUSE)
        again = max(now + pause, after or now)
        trouble = {
            "error": to_plain(as_sentences(reason)),
            "pause": pause.total_seconds(),
            "next_at": again.isoformat(),
        }
        home.put(tx, _place(account_id), state | trouble, now)
    _log.warning("not_heard", account=account_id)


def ears(desk: Desk) -> list[Ear]:
    """All accounts that listen."""
    with desk.db.read() as tx:
        return [_ear(desk, row, _state(tx, row.id)) for row in _listening(desk, tx)]


def told_of(place: Community, found: Sequence[Ear]) -> Sentence:
    """One sentence on a community's live intake."""
    own = [one for one in found if one.whom in (place.name, place.id)] or [one for one in found if one.whom == ALL]
    if not own:
        return say("No live intake: what is written there comes in only when somebody imports or reports it.")
    return trouble_of(own) or say("Live intake through “{account}”.", account=", ".join(one.name for one in own))


def trouble_of(own: Sequence[Ear]) -> Sentence | None:
    """Why not everything that is written there may be heard; None where it is."""
    broken = next((one for one in own if one.error), None)
    if broken is not None:
        return say(
            "Live intake through “{account}” does not work; look into the network itself. {reason}",
            account=broken.name,
            reason=broken.error,
        )
    names = ", ".join(one.name for one in own)
    if any(one.still for one in own):
        return say("Live intake through “{account}” stands still; see whether the worker runs.", account=names)
    if any(one.missed for one in own):
        return say("Live intake through “{account}”; some messages were missed, look there yourself.", account=names)
    return None


def _ear(desk: Desk, row: Any, state: dict[str, Any]) -> Ear:
    heard, missed = (datetime.fromisoformat(state.get(name, _LONG_AGO)) for name in ("heard_at", "missed_at"))
    now = desk.clock()
    error = from_plain(state.get("error", ()))
    recently = missed > now - _TOLD_FOR
    return Ear(row.id, row.name, row.settings[LISTENS_FOR].strip(), error, recently, heard < now - _STILL)


def _listening(desk: Desk, tx: Transaction) -> list[Any]:
    return [
        row
        for row in accounts.all_rows(tx)
        if row.settings.get(LISTENS_FOR, "").strip() and isinstance(desk.channels.get(row.kind), Listens)
    ]


def _group(tx: Transaction, row: Any) -> str | None:
    """The community's name; the account's own name for the organisation."""
    whom = row.settings[LISTENS_FOR].strip()
    if whom == ALL:
        return str(row.name)
    return next((one.name for one in communities.all_of(tx) if whom in (one.name, one.id)), whom[:200])


def _place(account_id: str) -> str:
    return f"listening:{account_id}"


def _state(tx: Transaction, account_id: str) -> dict[str, Any]:
    return dict(home.get(tx, _place(account_id)) or {})


def _next(state: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(state.get("next_at", _LONG_AGO))
