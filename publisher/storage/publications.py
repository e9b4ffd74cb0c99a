"""Rows of publications and attempts. A move is one conditional UPDATE; who finds the condition false stops."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, insert, or_, select, text, tuple_, update

from publisher.domain.ids import new_id
from publisher.domain.publications import LatePolicy, Priority, Publication, PublicationState, ensure_transition
from publisher.domain.sentences import Reason, Sentence, as_sentences, from_plain, to_plain
from publisher.storage import tables
from publisher.storage.database import Transaction
from publisher.storage.groups import Held
from publisher.storage.types import UtcTime

_T = tables.publication
_FIELDS = [column for column in _T.c if column.name not in ("frozen", "versions", "frozen_digest")]


def publication_of(row: Any) -> Publication:
    return Publication(
        id=row.id,
        entry=row.entry,
        revision=row.revision,
        account=row.account,
        occurrence=row.occurrence,
        state=PublicationState(row.state),
        due_at=row.due_at,
        local_due=row.local_due,
        zone=row.zone,
        attempt=row.attempt,
        sends_started=row.sends_started,
        send_started_at=row.send_started_at,
        remote_key=row.remote_key,
        remote_id=row.remote_id,
        url=row.url,
        reason=row.reason,
        version=row.version,
        because=because(row),
        campaign=row.campaign,
        series=row.series,
        replaces=row.replaces,
        late_policy=LatePolicy(row.late_policy),
        priority=row.priority,
        confirmed=tuple(row.confirmed or ()),
        next_at=row.next_at,
        doubted_since=row.doubted_since,
    )


def because(row: Any) -> tuple[Sentence, ...]:
    """Why a publication, or an attempt, is as it is."""
    return from_plain(row.says) if row.says else as_sentences(row.reason)


def told(values: dict[str, Any]) -> dict[str, Any]:
    """A reason is kept twice: in English, and as sentences for a reader of another language."""
    if "reason" not in values:
        return values
    said = as_sentences(values["reason"])
    return values | {"reason": " ".join(map(str, said)) or None, "says": to_plain(said) or None}


def row(tx: Transaction, publication: str) -> Any:
    """The whole row, the frozen post included; None when there is none."""
    return tx.execute(select(_T).where(_T.c.id == publication)).first()


def add(tx: Transaction, **values: Any) -> None:
    tx.execute(insert(_T).values(**values))


def next_occurrence(tx: Transaction, revision: str, account: str) -> int:
    statement = select(func.coalesce(func.max(_T.c.occurrence), 0)).where(
        _T.c.revision == revision, _T.c.account == account
    )
    return int(tx.execute(statement).scalar_one()) + 1


def move(tx: Transaction, before: Publication, after: PublicationState, at: datetime, **values: Any) -> bool:
    """Move a publication from exactly the state, attempt and version it was read in; False when it has moved since."""
    ensure_transition(before.state, after)
    if after is PublicationState.REMOVING:
        values["priority"] = Priority.REMOVAL
    done = tx.execute(
        update(_T)
        .where(
            _T.c.id == before.id,
            _T.c.state == before.state,
            _T.c.attempt == before.attempt,
            _T.c.version == before.version,
        )
        .values(state=after, moved_at=at, version=before.version + 1, **told(values))
    )
    return done.rowcount == 1


def by_version(tx: Transaction, states: list[PublicationState], after: tuple[str, str]) -> list[tuple[str, str]]:
    """Revision and id of those in some states, later than such a pair; no later change gives one another place."""
    place = tuple_(_T.c.revision, _T.c.id)
    wanted = select(_T.c.revision, _T.c.id).where(_T.c.state.in_(states), place > after)
    return [(row.revision, row.id) for row in tx.execute(wanted.order_by(_T.c.revision, _T.c.id))]


def retime(tx: Transaction, before: Publication, **values: Any) -> bool:
    """Change when a scheduled publication is due, without a change of state."""
    done = tx.execute(
        update(_T)
        .where(_T.c.id == before.id, _T.c.state == PublicationState.SCHEDULED, _T.c.version == before.version)
        .values(version=before.version + 1, **told(values))
    )
    return done.rowcount == 1


# written out as the index of what waits has it: with parameters it would not be used
_WAITING = "state IN ('scheduled', 'unknown', 'correcting', 'removing')"
WAITING = (
    PublicationState.SCHEDULED,
    PublicationState.UNKNOWN,
    PublicationState.CORRECTING,
    PublicationState.REMOVING,
)


def _waiting_and_due(tx: Transaction, now: datetime) -> ColumnElement[bool]:
    if tx.dialect.name != "sqlite":
        return and_(text(f"publication.{_WAITING}"), _T.c.next_at <= now)
    # without statistics SQLite would go through everything that is scheduled, twice a second
    words = f"SELECT id FROM publication INDEXED BY ix_publication_next WHERE {_WAITING} AND next_at <= :due_now"  # noqa: S608 - no value in it
    return _T.c.id.in_(text(words).bindparams(bindparam("due_now", now, UtcTime)).columns(_T.c.id))


def due(
    tx: Transaction, now: datetime, limit: int, *, held: Held | None = None, only_removals: bool = False
) -> list[Publication]:
    """Publications whose next step has come and whose account is open, most urgent first.

    What is to be taken back waits for no hold and no pause of ours, only for the network.
    """
    account, held = tables.account, held or {}
    removal = _T.c.state == PublicationState.REMOVING
    urgent = or_(removal, _T.c.priority < Priority.ORDINARY, _T.c.sends_started > 0)
    wanted = (
        select(*_FIELDS)
        .join(account, account.c.id == _T.c.account)
        .where(
            _waiting_and_due(tx, now),
            or_(account.c.held_reason.is_(None), removal),
            or_(account.c.next_allowed_at.is_(None), account.c.next_allowed_at <= now),
            or_(account.c.spaced_until.is_(None), account.c.spaced_until <= now, urgent),
        )
    )
    if only_removals:
        wanted = wanted.where(removal)
    if campaigns := held.get("campaign"):
        wanted = wanted.where(or_(_T.c.campaign.is_(None), _T.c.campaign.not_in(list(campaigns)), removal))
    if doctors := held.get("doctor"):
        theirs = select(tables.entry.c.id).where(tables.entry.c.author.in_(list(doctors)))
        wanted = wanted.where(or_(_T.c.entry.not_in(theirs), removal))
    rows = tx.execute(wanted.order_by(_T.c.priority, _T.c.next_at).limit(limit))
    return [publication_of(found) for found in rows]


def look_again(tx: Transaction, before: Publication, at: datetime) -> bool:
    """Put off the next step of what waits, without a change of state."""
    done = tx.execute(
        update(_T)
        .where(_T.c.id == before.id, _T.c.state == before.state, _T.c.version == before.version)
        .values(next_at=at, version=before.version + 1)
    )
    return done.rowcount == 1


def hand_over(tx: Transaction, before: Publication, at: datetime, look_again_at: datetime) -> bool:
    """Note that attempt + 1 was given to the engine; False when the publication has moved since."""
    values: dict[str, Any] = {"attempt": before.attempt + 1, "version": before.version + 1}
    if before.state is PublicationState.SCHEDULED:
        values |= {"state": PublicationState.QUEUED, "moved_at": at}
    else:
        values |= {"next_at": look_again_at}
    done = tx.execute(
        update(_T)
        .where(_T.c.id == before.id, _T.c.state == before.state, _T.c.version == before.version)
        .values(**values)
    )
    return done.rowcount == 1


def in_flight(tx: Transaction, moved_before: datetime, limit: int = 500) -> list[Publication]:
    """Queued or sending since before a time: the sweeper asks the engine what became of them."""
    states = (PublicationState.QUEUED, PublicationState.SENDING)
    rows = tx.execute(
        select(*_FIELDS)
        .where(_T.c.state.in_(states), _T.c.moved_at <= moved_before)
        .order_by(_T.c.moved_at)
        .limit(limit)
    )
    return [publication_of(found) for found in rows]


def in_states(
    tx: Transaction,
    states: list[PublicationState],
    *,
    entry: str | None = None,
    revision: str | None = None,
    account: str | None = None,
    campaign: str | None = None,
    series: str | None = None,
) -> list[Publication]:
    statement = select(*_FIELDS).where(_T.c.state.in_(states))
    wanted = {"entry": entry, "revision": revision, "account": account, "campaign": campaign, "series": series}
    for column, value in ((_T.c[name], value) for name, value in wanted.items()):
        if value is not None:
            statement = statement.where(column == value)
    return [publication_of(found) for found in tx.execute(statement.order_by(_T.c.due_at, _T.c.id))]


def folds(tx: Transaction) -> dict[str, str]:
    """Which of two equal wall times was meant, where one was chosen, of what waits."""
    wanted = select(_T.c.id, _T.c.fold).where(_T.c.state == PublicationState.SCHEDULED, _T.c.fold.is_not(None))
    return {row.id: row.fold for row in tx.execute(wanted)}


def add_attempt(
    tx: Transaction, publication: str, number: int, call: str, at: datetime, outcome: str, reason: Reason
) -> None:
    tx.execute(
        insert(tables.attempt).values(
            id=new_id(),
            publication=publication,
            number=number,
            call=call,
            at=at,
            outcome=outcome,
            **told({"reason": reason}),
        )
    )


def attempts(tx: Transaction, publication: str) -> list[Any]:
    table = tables.attempt
    return list(tx.execute(select(table).where(table.c.publication == publication).order_by(table.c.at, table.c.id)))
