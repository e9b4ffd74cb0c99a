"""Rows of channel accounts; secrets only in sealed form."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert, or_, select, update

from publisher.domain.sentences import Reason, Sentence, as_sentences, from_plain, to_plain
from publisher.storage import tables
from publisher.storage.database import Transaction

_T = tables.account


def all_rows(tx: Transaction) -> list[Any]:
    return list(tx.execute(select(_T).order_by(_T.c.name)))


def by_name(tx: Transaction, name: str) -> Any:
    return tx.execute(select(_T).where(_T.c.name == name)).first()


def by_id(tx: Transaction, account: str) -> Any:
    return tx.execute(select(_T).where(_T.c.id == account)).first()


def is_published_on(tx: Transaction, account: str) -> bool:
    """Whether anything ever went out on it, or waits to."""
    found = select(tables.publication.c.id).where(tables.publication.c.account == account).limit(1)
    return tx.execute(found).first() is not None


def add(
    tx: Transaction, account: str, name: str, kind: str, settings: dict[str, str], sealed: str | None, at: datetime
) -> None:
    tx.execute(
        insert(_T).values(id=account, name=name, kind=kind, settings=settings, sealed=sealed, version=1, made_at=at)
    )


def change(tx: Transaction, account: str, **values: Any) -> None:
    tx.execute(update(_T).where(_T.c.id == account).values(version=_T.c.version + 1, **values))


def hold(tx: Transaction, account: str, reason: Reason) -> None:
    """Nothing leaves on it from now on; None opens it again. The reason is kept twice, as that of a publication is."""
    said = as_sentences(reason)
    english = " ".join(map(str, said)) or None
    change(tx, account, held_reason=english, held_says=to_plain(said) or None)


def because(held_reason: str | None, held_says: Any) -> tuple[Sentence, ...]:
    """Why it is held, for a reader of any language; nothing when it is open."""
    return from_plain(held_says) if held_reason and held_says else as_sentences(held_reason)


def set_unit(tx: Transaction, account: str, unit: str | None) -> None:
    tx.execute(update(_T).where(_T.c.id == account).values(unit=unit))


def set_next_allowed(tx: Transaction, account: str, at: datetime | None) -> None:
    """The network asked to be left alone until then."""
    tx.execute(update(_T).where(_T.c.id == account).values(next_allowed_at=at))


def set_pace(tx: Transaction, account: str, pace: dict[str, Any]) -> None:
    tx.execute(update(_T).where(_T.c.id == account).values(pace=pace))


def take_turn(tx: Transaction, account: str, now: datetime, until: datetime | None) -> bool:
    """Take the account's next turn to post and keep others away until then; False when another worker has it.

    One conditional UPDATE, so that the pause holds however many workers there are.
    """
    done = tx.execute(
        update(_T)
        .where(
            _T.c.id == account,
            or_(_T.c.next_allowed_at.is_(None), _T.c.next_allowed_at <= now),
            or_(_T.c.spaced_until.is_(None), _T.c.spaced_until <= now),
        )
        .values(spaced_until=until)
    )
    return done.rowcount == 1


def give_turn_back(tx: Transaction, account: str) -> None:
    """The turn was not used: what was tried is proven not to have been sent."""
    tx.execute(update(_T).where(_T.c.id == account).values(spaced_until=None))
