"""Rows of people, licences, credentials, sessions and links. Tokens are stored as hashes only."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from publisher.domain.ids import new_id
from publisher.domain.people import Licence, Person, Role
from publisher.domain.places import Jurisdiction, Language
from publisher.storage import tables
from publisher.storage.database import Transaction

_P, _L, _C, _S, _K = tables.person, tables.licence, tables.credential, tables.session, tables.link
_F = tables.sign_in_failure


def _licences(tx: Transaction, people: list[str]) -> dict[str, list[Licence]]:
    found: dict[str, list[Licence]] = {}
    for row in tx.execute(select(_L).where(_L.c.person.in_(people)).order_by(_L.c.valid_until)):
        licence = Licence(
            number=row.number,
            authority=row.authority,
            jurisdiction=Jurisdiction(row.jurisdiction),
            valid_until=row.valid_until,
            specialties=tuple(row.specialties),
            checked_on=row.checked_on,
            checked_against=row.checked_against,
        )
        found.setdefault(row.person, []).append(licence)
    return found


def _people(tx: Transaction, rows: list[Any]) -> list[Person]:
    licences = _licences(tx, [row.id for row in rows]) if rows else {}
    return [
        Person(
            id=row.id,
            email=row.email,
            name=row.name,
            roles=frozenset(Role(item) for item in row.roles),
            languages=tuple(Language(item) for item in row.languages),
            licences=tuple(licences.get(row.id, ())),
            zone=row.zone,
            interface_language=Language(row.interface_language) if row.interface_language else None,
            active=row.active,
            units=tuple(row.units),
        )
        for row in rows
    ]


def all_people(tx: Transaction) -> list[Person]:
    return _people(tx, list(tx.execute(select(_P).order_by(_P.c.name))))


def by_id(tx: Transaction, person: str) -> Person | None:
    found = _people(tx, list(tx.execute(select(_P).where(_P.c.id == person))))
    return found[0] if found else None


def by_email(tx: Transaction, email: str) -> Person | None:
    found = _people(tx, list(tx.execute(select(_P).where(_P.c.email == email.strip().lower()))))
    return found[0] if found else None


def add(tx: Transaction, person: Person, at: datetime) -> None:
    tx.execute(insert(_P).values(**_columns(person), id=person.id, made_at=at))
    replace_licences(tx, person.id, person.licences)


def change(tx: Transaction, person: Person) -> None:
    tx.execute(update(_P).where(_P.c.id == person.id).values(**_columns(person)))
    replace_licences(tx, person.id, person.licences)


def _columns(person: Person) -> dict[str, Any]:
    return {
        "email": person.email.strip().lower(),
        "name": person.name,
        "roles": sorted(person.roles),
        "languages": list(person.languages),
        "zone": person.zone,
        "interface_language": person.interface_language,
        "active": person.active,
        "units": list(person.units),
    }


def replace_licences(tx: Transaction, person: str, licences: tuple[Licence, ...]) -> None:
    tx.execute(delete(_L).where(_L.c.person == person))
    for licence in licences:
        tx.execute(
            insert(_L).values(
                id=new_id(),
                person=person,
                number=licence.number,
                authority=licence.authority,
                jurisdiction=licence.jurisdiction,
                specialties=list(licence.specialties),
                valid_until=licence.valid_until,
                checked_on=licence.checked_on,
                checked_against=licence.checked_against,
            )
        )


def set_credential(tx: Transaction, person: str, kind: str, subject: str, hashed: str | None) -> None:
    tx.execute(delete(_C).where(_C.c.kind == kind, _C.c.subject == subject))
    tx.execute(insert(_C).values(id=new_id(), person=person, kind=kind, subject=subject, hash=hashed))


def credential(tx: Transaction, kind: str, subject: str) -> Any:
    return tx.execute(select(_C).where(_C.c.kind == kind, _C.c.subject == subject)).first()


def people_with_credentials(tx: Transaction) -> int:
    statement = select(func.count(func.distinct(_C.c.person))).join(_P, _P.c.id == _C.c.person).where(_P.c.active)
    return tx.execute(statement).scalar_one()


def add_session(tx: Transaction, token_hash: str, person: str, how: str, at: datetime, until: datetime) -> None:
    tx.execute(insert(_S).values(token_hash=token_hash, person=person, how=how, made_at=at, expires_at=until))


def session(tx: Transaction, token_hash: str) -> Any:
    return tx.execute(select(_S).where(_S.c.token_hash == token_hash)).first()


def end_sessions(tx: Transaction, at: datetime, *, token_hash: str | None = None, person: str | None = None) -> int:
    wanted = _S.c.token_hash == token_hash if token_hash else _S.c.person == person
    return tx.execute(update(_S).where(wanted, _S.c.ended_at.is_(None)).values(ended_at=at)).rowcount


def add_link(tx: Transaction, token_hash: str, kind: str, person: str, until: datetime) -> None:
    tx.execute(insert(_K).values(token_hash=token_hash, kind=kind, person=person, expires_at=until))


def use_link(tx: Transaction, token_hash: str, kind: str, at: datetime) -> str | None:
    """Mark a link used and return its person; None when it is unknown, used or too old. Works exactly once."""
    changed = tx.execute(
        update(_K)
        .where(_K.c.token_hash == token_hash, _K.c.kind == kind, _K.c.used_at.is_(None), _K.c.expires_at > at)
        .values(used_at=at)
    )
    if changed.rowcount != 1:
        return None
    return tx.execute(select(_K.c.person).where(_K.c.token_hash == token_hash)).scalar_one()


def end_links(tx: Transaction, at: datetime, person: str) -> None:
    """From now on none of a person's open links opens anything."""
    tx.execute(update(_K).where(_K.c.person == person, _K.c.used_at.is_(None)).values(used_at=at))


def link_person(tx: Transaction, token_hash: str, kind: str, at: datetime) -> str | None:
    """Whose link it is, without using it up."""
    return tx.execute(
        select(_K.c.person).where(
            _K.c.token_hash == token_hash, _K.c.kind == kind, _K.c.used_at.is_(None), _K.c.expires_at > at
        )
    ).scalar_one_or_none()


def failure(tx: Transaction, subject: str) -> Any:
    return tx.execute(select(_F).where(_F.c.subject == subject)).first()


def count_failure(tx: Transaction, subject: str, at: datetime) -> int:
    """One more; returns how many there are now. Several at once are each counted."""
    insert_one = postgresql.insert if tx.dialect.name == "postgresql" else sqlite.insert
    counted = insert_one(_F).values(subject=subject, count=1, failed_at=at)
    more = counted.on_conflict_do_update(
        index_elements=["subject"], set_={"count": _F.c.count + 1, "failed_at": counted.excluded.failed_at}
    )
    return tx.execute(more.returning(_F.c.count)).scalar_one()


def block(tx: Transaction, subject: str, until: datetime) -> None:
    tx.execute(update(_F).where(_F.c.subject == subject).values(blocked_until=until))


def clear_failures(tx: Transaction, subject: str) -> None:
    tx.execute(delete(_F).where(_F.c.subject == subject))


def forget_failures(tx: Transaction, before: datetime) -> None:
    """Those of whom nothing more was heard, and those that an older version counted by the address alone."""
    tx.execute(delete(_F).where(or_(_F.c.failed_at.is_(None), _F.c.failed_at < before)))
