"""Questions are tied to their answer for ever; when it is signed they are answered, and whoever asked can be told."""

from collections.abc import Sequence
from datetime import datetime

from publisher.services import inbox
from publisher.services.desk import Actor, Desk
from publisher.storage import Transaction, answers, events
from publisher.storage import inbox as questions


def link(tx: Transaction, actor: Actor, wanted: Sequence[str], entry: str, now: datetime) -> None:
    """Tie these questions to an entry; a colleague's open request about one of them is met by it."""
    if actor.id is None:
        raise ValueError("a question is tied to an answer by a person")
    answers.link(tx, wanted, entry, actor.id, now)
    for question in wanted:
        referral = answers.open_referral(tx, question)
        if referral is not None and referral.receiver == actor.id:
            answers.close_referral(tx, referral.id, "answered", now)
    events.append(tx, f"entry:{entry}", "questions_linked", actor.name, now, questions=len(wanted))


def carry_out(desk: Desk, tx: Transaction, actor: Actor, entry: str) -> None:
    """The entry is signed now: the questions it was written for are answered."""
    rows = answers.questions_of(tx, entry)
    linked = [row.id for row in rows]
    for group in dict.fromkeys(row.question_group for row in rows if row.question_group):
        inbox.answered(tx, desk, actor, group, entry, linked)
    alone = [row.id for row in rows if not row.question_group]
    if alone:
        questions.settle(tx, alone, state="answered")
