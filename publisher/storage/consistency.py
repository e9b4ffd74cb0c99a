"""Rows of possible conflicts and planned replacements. A row counts only while both texts are the ones compared."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    case,
    delete,
    exists,
    false,
    func,
    insert,
    literal,
    or_,
    select,
    text,
    true,
)

from publisher.domain.ids import new_id
from publisher.storage import stood, tables
from publisher.storage.database import Transaction

Signatures = tuple[int, str]
_PART = 500
_C, _S, _V = tables.conflict, tables.supersession, tables.event
_E, _A = tables.entry.alias("draft"), tables.entry.alias("answer")
_P, _W = tables.person.alias("answers_author"), tables.person.alias("drafts_author")


def _stands(side: Any) -> ColumnElement[bool]:
    return and_(side.c.withdrawn_at.is_(None), side.c.superseded_by.is_(None))


def _same(one: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[bool]:
    return or_(one == other, and_(one.is_(None), other.is_(None)))


def _said(name: str, value: Any) -> ColumnElement[bool]:
    """Whether an event's detail names this value; a quotation mark inside somebody's words is escaped there."""
    return _V.c.detail.contains(literal(f'"{name}":"', String) + value + '"')


def _settled(record: Any, unheard: ColumnElement[bool] | None = None) -> ColumnElement[bool]:
    """Whether somebody said that this pair of sentences may stand in these two texts.

    A doctor's word counts while both texts are hers or nobody's, a reviewer's for the two entries she saw. Older
    verdicts name the answer alone. `unheard`: whose decision about a draft without an author does not count, as it
    is hers once she signs it.
    """
    both = or_(
        and_(_said("entry", _E.c.id), _said("answer", _A.c.id)),
        and_(_said("entry", _A.c.id), _said("answer", _E.c.id)),
        and_(~_V.c.detail.contains('"entry":"'), or_(_said("answer", _E.c.id), _said("answer", _A.c.id))),
    )
    hers = and_(*(or_(side.c.author.is_(None), _said("by", side.c.author)) for side in (_E, _A)))
    decided = and_(_V.c.action == "decided", or_(_E.c.author.is_not(None), ~unheard if unheard is not None else true()))
    counts = or_(decided, and_(_V.c.action == "dismissed", hers))
    return exists().where(_V.c.record == record, both, counts)


def settled(tx: Transaction, record: str, entry: str, answer: str, *, whoever_signs: bool = False) -> bool:
    """Whether a pair of sentences that stand in these two entries was settled; also for whoever signs the first."""
    counts = _settled(literal(record), true() if whoever_signs else None)
    wanted = select(_E.c.id).join(_A, _A.c.id == answer).where(_E.c.id == entry, counts)
    return tx.execute(wanted).first() is not None


def _planned() -> ColumnElement[bool]:
    """Whether one of the two texts is going to replace the other, from whichever of them the pair was found."""
    pairs = []
    for new, old in ((_E, _A), (_A, _E)):
        whose = or_(old.c.author.is_(None), old.c.author == _S.c.person)
        pairs.append(and_(_S.c.entry == new.c.id, _S.c.old == old.c.id, whose))
    return exists().where(or_(*pairs))


def _open(signer: str | None = None) -> Select[Any]:
    unheard = None if signer is None else _said("by", signer)
    signed = stood.compared_id(_A)
    compared = func.coalesce(signed, _A.c.head_revision)
    return (
        select(
            _C,
            _E.c.title.label("entry_title"),
            _E.c.author.label("entry_author"),
            _E.c.unit.label("entry_unit"),
            _E.c.language,
            _W.c.name.label("entry_author_name"),
            _A.c.title.label("answer_title"),
            _A.c.author.label("answer_author"),
            _A.c.unit.label("answer_unit"),
            signed.is_not(None).label("answer_signed"),
            _P.c.name.label("answer_author_name"),
            (false() if signer is None else _settled(_C.c.record)).label("decided_by_signer"),
        )
        .join(_E, _E.c.id == _C.c.entry)
        .join(_A, _A.c.id == _C.c.answer)
        .outerjoin(_P, _P.c.id == _A.c.author)
        .outerjoin(_W, _W.c.id == _E.c.author)
        .where(_stands(_E), _stands(_A), or_(signed.is_not(None), _A.c.imported))
        .where(~_settled(_C.c.record, unheard), ~_planned())
        .where(_same(_E.c.head_revision, _C.c.revision), _same(compared, _C.c.answer_revision))
    )


def by_id(tx: Transaction, conflict: str) -> Any:
    """An unresolved conflict whose two texts still stand as they were compared."""
    return tx.execute(_open().where(_C.c.id == conflict)).first()


def of_entry(tx: Transaction, entry: str, signer: str | None = None) -> list[Any]:
    """Unresolved conflicts found in this entry, those with signed answers first.

    For a signer also those that nobody but she has settled, where she becomes the author by signing.
    """
    signed_first = stood.compared_id(_A).is_(None)
    return list(tx.execute(_open(signer).where(_C.c.entry == entry).order_by(signed_first, _C.c.id)))


def unresolved(tx: Transaction, person: str | None, limit: int, units: tuple[str, ...] = ()) -> list[Any]:
    """Unresolved conflicts of everybody, or those in which a text of one person stands, newest first.

    `units`: beside a person's those in which a text of these units stands, or none of any.
    """
    return list(tx.execute(_of(person, units).order_by(_C.c.found_at.desc(), _C.c.id).limit(limit)))


def count_unresolved(tx: Transaction, person: str | None, units: tuple[str, ...] = ()) -> int:
    """How many pairs of sentences wait, each once for two texts, whichever of them it was found from."""
    texts = case((_C.c.entry < _C.c.answer, _C.c.entry + _C.c.answer), else_=_C.c.answer + _C.c.entry)
    pairs = _of(person, units).with_only_columns(_C.c.record, texts.label("texts")).distinct().subquery()
    return tx.execute(select(func.count()).select_from(pairs)).scalar_one()


def _of(person: str | None, units: tuple[str, ...]) -> Select[Any]:
    if person is None:
        return _open()
    hers = or_(_E.c.author == person, _A.c.author == person)
    neither = and_(_E.c.unit.is_(None), _A.c.unit.is_(None))
    of_units = or_(_E.c.unit.in_(units), _A.c.unit.in_(units), neither)
    return _open().where(or_(hers, of_units) if units else hers)


def keep(tx: Transaction, entry: str, found: Sequence[dict[str, Any]], at: datetime) -> bool:
    """Make these the conflicts of an entry; False when they already are."""
    names = ("answer", "record", "revision", "answer_revision")
    held = {tuple(row) for row in tx.execute(select(*(_C.c[name] for name in names)).where(_C.c.entry == entry))}
    wanted = {tuple(one[name] for name in names) for one in found}
    if held == wanted:
        return False
    tx.execute(delete(_C).where(_C.c.entry == entry))
    for one in {(one["answer"], one["record"]): one for one in found}.values():
        tx.execute(insert(_C).values(id=new_id(), entry=entry, found_at=at, **one))
    return True


def forget(tx: Transaction, entry: str) -> None:
    """Keep nothing that was found in or against an entry: its words are others now, and what is kept quotes them."""
    tx.execute(delete(_C).where(or_(_C.c.entry == entry, _C.c.answer == entry)))


def compared_versions(tx: Transaction, entries: Sequence[str]) -> dict[str, str | None]:
    """The revision of each of these entries that others are compared with."""
    table = tables.entry
    version = func.coalesce(stood.compared_id(), table.c.head_revision).label("version")
    return {row.id: row.version for row in tx.execute(select(table.c.id, version).where(table.c.id.in_(entries)))}


def _compared() -> ColumnElement[bool]:
    return or_(tables.entry.c.imported, stood.compared_id().is_not(None))


def anything_to_compare(tx: Transaction, entry: str, language: str) -> bool:
    """Whether any other text of this language stands."""
    table = tables.entry
    wanted = select(table.c.id).where(table.c.id != entry, table.c.language == language, _stands(table))
    return tx.execute(wanted.where(_compared()).limit(1)).first() is not None


def _signed(today: date) -> Select[Any]:
    table = tables.entry
    return select(table.c.id, table.c.language).where(_stands(table), stood.compared_until(today))


def signed(tx: Transaction, language: str, today: date) -> list[str]:
    """Answers with a signed version that neither fell nor passed its review date, whatever was written since.

    Those that were written anew are found by their signatures: else every import would be looked at.
    """
    table, wanted = tables.entry, _signed(today)
    last = wanted.where(table.c.signed, table.c.language == language)
    revision, signature = tables.revision, tables.signature
    ever = select(revision.c.entry).where(revision.c.id.in_(select(signature.c.revision)))
    earlier = wanted.where(table.c.id.in_(ever))
    return sorted({row.id for part in (last, earlier) for row in tx.execute(part) if row.language == language})


def signed_among(tx: Transaction, ids: Sequence[str], language: str, today: date) -> set[str]:
    """Those of these that `signed` names."""
    found: set[str] = set()
    for place in range(0, len(ids), _PART):
        part = _signed(today).where(tables.entry.c.id.in_(ids[place : place + _PART]))
        found |= {row.id for row in tx.execute(part) if row.language == language}
    return found


def signatures(tx: Transaction) -> Signatures:
    """How many signatures there are and the greatest of their ids: equal ones, nobody has signed."""
    own = tables.signature.c.id
    row = tx.execute(select(func.count(), func.coalesce(func.max(own), ""))).one()
    return row[0], row[1]


def signed_since(tx: Transaction, then: Signatures, language: str) -> list[str] | None:
    """Entries of a language that were signed since; None where a clock that is behind leaves that unknown."""
    signature, revision, entry = tables.signature, tables.revision, tables.entry
    wanted = (
        select(entry.c.id, entry.c.language)
        .join(revision, revision.c.entry == entry.c.id)
        .join(signature, signature.c.revision == revision.c.id)
        .where(signature.c.id > then[1])
    )
    new = list(tx.execute(wanted))
    return [row.id for row in new if row.language == language] if signatures(tx)[0] == then[0] + len(new) else None


def one_signs(tx: Transaction) -> None:
    """Let nobody else sign until this transaction ends (SQLite writes one at a time anyway)."""
    if tx.dialect.name == "postgresql":
        tx.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('signing', 0))"))


def standing_texts(tx: Transaction, most: int) -> int:
    """How many signed or imported texts stand, counted up to a limit."""
    table = tables.entry
    wanted = select(table.c.id).where(_stands(table), _compared()).limit(most)
    return len(list(tx.execute(wanted)))


def imported_texts(tx: Transaction) -> int:
    table = tables.entry
    return tx.execute(select(func.count()).select_from(table).where(table.c.imported)).scalar_one()
