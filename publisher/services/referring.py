"""A question outside one's specialty goes to a colleague, with a brief, a deadline, and the thread of what is said."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from publisher.domain.errors import NotAllowed, NotFound, Refusal
from publisher.domain.people import Person, Role
from publisher.domain.places import Language
from publisher.domain.sentences import say
from publisher.domain.triage import Route
from publisher.services import inbox, overseeing, wording
from publisher.services.answering import specialties
from publisher.services.desk import Actor, Desk, require
from publisher.storage import Transaction, answers, events, people

LONGEST_DAYS = 60


@dataclass(frozen=True)
class Said:
    """One message of a thread."""

    by: str
    text: str
    at: datetime


@dataclass(frozen=True)
class Referral:
    """A question handed to a colleague and not answered yet; `mine`: it waits for the person who looks."""

    id: str
    question: str
    language: Language
    group: str | None
    sender: str
    receiver: str
    specialty: str
    due_at: datetime
    late: bool
    mine: bool
    thread: tuple[Said, ...]


def colleagues(desk: Desk, actor: Actor) -> list[tuple[Person, list[str]]]:
    """Other doctors with a valid licence, and what each of them covers."""
    person, today = require(actor, Role.DOCTOR), desk.today()
    with desk.db.read() as tx:
        found = people.all_people(tx)
    doctors = [
        one for one in found if one.id != person.id and one.active and one.has(Role.DOCTOR) and one.valid_licence(today)
    ]
    return [(one, specialties(desk, one)) for one in doctors]


def refer(desk: Desk, actor: Actor, question_id: str, receiver: str, specialty: str, brief: str, days: int) -> str:
    """Hand a question over. The brief is masked like any text that comes in."""
    person, now = require(actor, Role.DOCTOR), desk.clock()
    if not brief.strip():
        raise Refusal(say("Say in a sentence what your colleague is asked for."))
    if not 1 <= days <= LONGEST_DAYS:
        raise Refusal(say("Give a deadline of 1 to {days} days.", days=LONGEST_DAYS))
    held = {one.id: covers for one, covers in colleagues(desk, actor)}
    if receiver not in held:
        raise NotFound(say("This person is no doctor with a valid licence."))
    if held[receiver] and specialty not in held[receiver]:
        raise Refusal(say("“{specialty}” is none of her specialties.", specialty=specialty))
    with desk.db.write() as tx:
        row = overseeing.require_hers(desk, tx, actor, inbox.existing(tx, question_id))
        if row.route == Route.CRISIS:
            raise Refusal(say("An urgent or crisis message is answered by a person, never from the library."))
        if waits := answers.open_referral(tx, question_id):
            if waits.receiver in {person.id, *held}:
                raise Refusal(say("This question waits for a colleague already."))
            answers.end_referrals(tx, question_id, now)  # who was asked cannot answer any more
        referral = answers.refer(tx, question_id, person.id, receiver, specialty, now + timedelta(days=days), now)
        answers.add_message(tx, referral, person.id, _masked(desk, brief, Language(row.language)), now)
        events.append(tx, f"question:{question_id}", "referred", actor.name, now, to=receiver, days=days)
    return referral


def reply(desk: Desk, actor: Actor, referral_id: str, words: str) -> None:
    """Add to the thread; only the two of them may."""
    person = require(actor, Role.DOCTOR)
    if not words.strip():
        raise Refusal(say("There is no text."))
    with desk.db.write() as tx:
        _say(desk, tx, person, _own(tx, person, referral_id), words)


def give_back(desk: Desk, actor: Actor, referral_id: str, reason: str) -> None:
    """The question waits for a doctor again, with the thread kept. The colleague who cannot take it says why; whoever
    asked her, who may be away for good, takes it back without a word."""
    person, now = require(actor, Role.DOCTOR), desk.clock()
    with desk.db.write() as tx:
        row = _own(tx, person, referral_id)
        hers = row.receiver == person.id
        if reason.strip():
            _say(desk, tx, person, row, reason)
        elif hers:
            raise Refusal(say("There is no text."))
        if answers.close_referral(tx, referral_id, "returned", now):
            events.append(tx, f"question:{row.question}", "given_back" if hers else "taken_back", actor.name, now)


def waiting(desk: Desk, actor: Actor) -> list[Referral]:
    """Open ones this person sent or got, the earliest deadline first."""
    person, now = require(actor), desk.clock()
    with desk.db.read() as tx:
        return [_referral(tx, row, person, now) for row in answers.referrals(tx, person.id)]


def _referral(tx: Transaction, row: Any, person: Person, now: datetime) -> Referral:
    return Referral(
        row.id,
        row.text,
        Language(row.language),
        row.question_group,
        row.sender_name,
        row.receiver_name,
        row.specialty,
        row.due_at,
        row.due_at < now,
        row.receiver == person.id,
        tuple(Said(one.name, one.text, one.at) for one in answers.messages(tx, row.id)),
    )


def _own(tx: Transaction, person: Person, referral_id: str) -> Any:
    row = answers.referral(tx, referral_id)
    if row is None:
        raise NotFound(say("There is no such question."))
    if person.id not in (row.sender, row.receiver):
        raise NotAllowed(say("This question was handed to somebody else."))
    if row.state != "open":
        raise Refusal(say("This was answered or given back already."))
    return row


def _say(desk: Desk, tx: Transaction, person: Person, row: Any, words: str) -> None:
    language = Language(inbox.existing(tx, row.question).language)
    answers.add_message(tx, row.id, person.id, _masked(desk, words, language), desk.clock())


def _masked(desk: Desk, words: str, language: Language) -> str:
    return wording.masked(desk.gate, wording.typed(words), 4000, language)
