"""Rows that tie questions to answers, who is told when one is answered, and questions handed to colleagues."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, delete, exists, insert, or_, select, update

from publisher.domain.ids import new_id
from publisher.storage import tables
from publisher.storage.database import Transaction
from publisher.storage.inbox import OPEN, within
from publisher.storage.listing import standing

_L, _A, _Q, _E = tables.question_answer, tables.asking, tables.question, tables.entry
_AT_ONCE = 500
_R, _M, _P = tables.referral, tables.referral_message, tables.person


def link(tx: Transaction, questions: Sequence[str], entry: str, person: str, at: datetime) -> int:
    """Tie questions to an answer; returns how many were not tied to it before."""
    held = set(tx.execute(select(_L.c.question).where(_L.c.entry == entry)).scalars())
    new = [one for one in dict.fromkeys(questions) if one not in held]
    if new:
        common = {"entry": entry, "person": person, "at": at}
        tx.execute(insert(_L), [{"id": new_id(), "question": question, **common} for question in new])
    return len(new)


def untie(tx: Transaction, question: str) -> list[str]:
    """A question no longer belongs to its answers; returns the entries it was tied to."""
    held = list(tx.execute(select(_L.c.entry).where(_L.c.question == question).order_by(_L.c.at, _L.c.id)).scalars())
    if held:
        tx.execute(delete(_L).where(_L.c.question == question))
    return held


def untie_all(tx: Transaction, questions: Sequence[str], entries: Sequence[str]) -> None:
    """These questions no longer belong to these entries."""
    for begin in range(0, len(questions), _AT_ONCE):
        some = _L.c.question.in_(questions[begin : begin + _AT_ONCE])
        tx.execute(delete(_L).where(some, _L.c.entry.in_(entries)))


def beside(tx: Transaction, entries: Sequence[str]) -> list[str]:
    """Other entries to which questions of these are tied as well."""
    questions = select(_L.c.question).where(_L.c.entry.in_(entries))
    wanted = select(_L.c.entry).where(_L.c.question.in_(questions), _L.c.entry.not_in(entries)).distinct()
    return list(tx.execute(wanted.order_by(_L.c.entry)).scalars())


def questions_of(tx: Transaction, entry: str, hers: Sequence[str] | None) -> list[Any]:
    """The questions an answer was written or chosen for, oldest first, of these communities; never what is a crisis."""
    tied = within(and_(_L.c.entry == entry, _Q.c.route != "crisis"), hers)
    wanted = select(_Q).join(_L, _L.c.question == _Q.c.id).where(tied)
    return list(tx.execute(wanted.order_by(_L.c.at, _L.c.id)))


def tied_in_line(tx: Transaction, group: str, hers: Sequence[str] | None) -> list[Any]:
    """Entry and community of what a line's waiting questions are tied to, each once, of these communities."""
    waits = and_(_Q.c.question_group == group, _Q.c.state.in_(OPEN), _Q.c.community.is_not(None))
    tied = select(_L.c.entry, _Q.c.community).join(_Q, _Q.c.id == _L.c.question).where(within(waits, hers))
    return list(tx.execute(tied.distinct().order_by(_L.c.entry, _Q.c.community)))


def begun_in_line(tx: Transaction, group: str, today: date, hers: Sequence[str] | None) -> list[Any]:
    """Entries that a line's waiting questions of these communities are tied to and that do not stand yet: id, title,
    author and her name, the earliest first."""
    waits = and_(_Q.c.question_group == group, _Q.c.state.in_(OPEN))
    tied = select(_L.c.entry).join(_Q, _Q.c.id == _L.c.question).where(within(waits, hers))
    wanted = select(_E.c.id, _E.c.title, _E.c.author, _P.c.name).outerjoin(_P, _P.c.id == _E.c.author)
    unfinished = and_(~standing(today), _E.c.withdrawn_at.is_(None), _E.c.superseded_by.is_(None))
    return list(tx.execute(wanted.where(_E.c.id.in_(tied), unfinished).order_by(_E.c.id)))


def asked_since(tx: Transaction, person: str, digest: str, since: datetime) -> str | None:
    """The question with this digest that this person asked since then and that still waits, crisis messages aside.

    Her row is locked on PostgreSQL until the transaction ends, so that the same question sent twice at once is found.
    """
    tx.execute(select(_P.c.id).where(_P.c.id == person).with_for_update())
    wanted = (
        select(_Q.c.id)
        .join(_A, _A.c.question == _Q.c.id)
        .where(_A.c.person == person, _A.c.at >= since, _Q.c.import_digest == digest)
        .where(_Q.c.state.in_(("waiting", "taken")), _Q.c.route != "crisis")
    )
    return tx.execute(wanted.order_by(_A.c.at).limit(1)).scalar_one_or_none()


def tell(tx: Transaction, question: str, person: str, community: str | None, at: datetime) -> None:
    """Note who is to be told when a question is answered."""
    if tx.execute(select(_A.c.id).where(_A.c.question == question, _A.c.person == person)).first() is None:
        tx.execute(insert(_A).values(id=new_id(), question=question, person=person, community=community, at=at))


def told(tx: Transaction, person: str, today: date) -> list[Any]:
    """Questions this person asked for and has not seen answered, with each answer that stands or was replaced."""
    place = (tables.community.c.name.label("community"), tables.community.c.jurisdiction)
    wanted = (
        select(_A.c.id, _Q.c.text, _Q.c.language, _L.c.entry, _E.c.title, _E.c.superseded_by, *place)
        .join(_Q, _Q.c.id == _A.c.question)
        .join(_L, _L.c.question == _Q.c.id)
        .join(_E, _E.c.id == _L.c.entry)
        .outerjoin(tables.community, tables.community.c.id == _A.c.community)
        .where(_A.c.person == person, _A.c.seen_at.is_(None), _Q.c.state == "answered")
        .where(or_(standing(today), _E.c.superseded_by.is_not(None)))
    )
    return list(tx.execute(wanted.order_by(_A.c.at, _A.c.id)))


def seen(tx: Transaction, asking: str, person: str, at: datetime) -> bool:
    done = tx.execute(update(_A).where(_A.c.id == asking, _A.c.person == person).values(seen_at=at))
    return done.rowcount == 1


def refer(
    tx: Transaction, question: str, sender: str, receiver: str, specialty: str, due_at: datetime, at: datetime
) -> str:
    referral = new_id()
    tx.execute(
        insert(_R).values(
            id=referral,
            question=question,
            sender=sender,
            receiver=receiver,
            specialty=specialty,
            due_at=due_at,
            state="open",
            made_at=at,
        )
    )
    return referral


def add_message(tx: Transaction, referral: str, person: str, text: str, at: datetime) -> None:
    tx.execute(insert(_M).values(id=new_id(), referral=referral, person=person, text=text, at=at))


def messages(tx: Transaction, referral: str) -> list[Any]:
    wanted = select(_M.c.text, _M.c.at, _P.c.name).join(_P, _P.c.id == _M.c.person).where(_M.c.referral == referral)
    return list(tx.execute(wanted.order_by(_M.c.at, _M.c.id)))


def referral(tx: Transaction, referral_id: str) -> Any:
    return tx.execute(select(_R).where(_R.c.id == referral_id)).first()


def open_referral(tx: Transaction, question: str) -> Any:
    return tx.execute(select(_R).where(_R.c.question == question, _R.c.state == "open")).first()


def referrals(tx: Transaction, person: str) -> list[Any]:
    """Open ones this person sent or got, the most pressing first; never what is a crisis."""
    sender = _P.alias("sender_row")
    receiver = _P.alias("receiver_row")
    wanted = (
        select(
            _R,
            _Q.c.text,
            _Q.c.language,
            _Q.c.question_group,
            sender.c.name.label("sender_name"),
            receiver.c.name.label("receiver_name"),
        )
        .join(_Q, _Q.c.id == _R.c.question)
        .join(sender, sender.c.id == _R.c.sender)
        .join(receiver, receiver.c.id == _R.c.receiver)
        .where(_R.c.state == "open", (_R.c.sender == person) | (_R.c.receiver == person), _Q.c.route != "crisis")
    )
    return list(tx.execute(wanted.order_by(_R.c.due_at, _R.c.id)))


def close_referral(tx: Transaction, referral_id: str, state: str, at: datetime) -> bool:
    done = tx.execute(update(_R).where(_R.c.id == referral_id, _R.c.state == "open").values(state=state, closed_at=at))
    return done.rowcount == 1


def end_referrals(tx: Transaction, question: str, at: datetime) -> bool:
    """A question is no colleague's any more; whether it was one's."""
    still = update(_R).where(_R.c.question == question, _R.c.state == "open")
    return tx.execute(still.values(state="ended", closed_at=at)).rowcount > 0


def end_left(tx: Transaction, group: str, at: datetime) -> list[str]:
    """What no longer waits in a line is no colleague's any more; which questions were one's."""
    gone = select(_Q.c.id).where(_Q.c.question_group == group, _Q.c.state.not_in(OPEN))
    still = and_(_R.c.question.in_(gone), _R.c.state == "open")
    found = list(tx.execute(select(_R.c.question).where(still).order_by(_R.c.question)).scalars())
    if found:
        tx.execute(update(_R).where(still).values(state="ended", closed_at=at))
    return found


def close_met(tx: Transaction, entry: str, receiver: str, at: datetime) -> None:
    """What this person was asked about the questions of an entry she answers is answered."""
    linked = select(_L.c.question).where(_L.c.entry == entry)
    met = and_(_R.c.question.in_(linked), _R.c.receiver == receiver, _R.c.state == "open")
    tx.execute(update(_R).where(met).values(state="answered", closed_at=at))


def waiting_for_a_doctor(tx: Transaction, language: str | None, limit: int) -> list[Any]:
    """Questions on the doctor's route that nobody took and nothing answers, oldest first, each group once."""
    answered = exists().where(_L.c.question == _Q.c.id)
    referred = exists().where(and_(_R.c.question == _Q.c.id, _R.c.state == "open"))
    wanted = select(_Q).where(_Q.c.route == "doctor", _Q.c.state.in_(("waiting", "taken")), ~answered, ~referred)
    if language is not None:
        wanted = wanted.where(_Q.c.language == language)
    return list(tx.execute(wanted.order_by(_Q.c.made_at, _Q.c.id).limit(limit)))
