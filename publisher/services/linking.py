"""Questions are tied to their answer; when it is signed they are answered, and whoever asked can be told.

Only what was tied to it: a doctor chose those. Who asked the same since then waits, and is offered that answer.
"""

from collections.abc import Sequence
from datetime import datetime

from publisher.services import opening
from publisher.services.desk import Actor, Desk
from publisher.storage import Transaction, answers, events, inbox, lines


def link(tx: Transaction, actor: Actor, wanted: Sequence[str], entry: str, now: datetime) -> None:
    """Tie these questions to an entry; a colleague's open request about one of them is met by it."""
    if actor.id is None:
        raise ValueError("a question is tied to an answer by a person")
    answers.link(tx, wanted, entry, actor.id, now)
    answers.close_met(tx, entry, actor.id, now)
    events.append(tx, f"entry:{entry}", "questions_linked", actor.name, now, questions=len(wanted))


def take(desk: Desk, tx: Transaction, actor: Actor, entry: str) -> None:
    """Whoever writes the answer has taken the questions that are tied to it."""
    now = desk.clock()
    counts = lines.linked_waiting(tx, entry)
    lines.change_linked(tx, entry, state="taken", taken_by=actor.id, taken_at=now)
    for group, count in counts.items():
        opening.event(tx, f"group:{group}", "taken", actor, now, questions=count)


def untie(tx: Transaction, actor: Actor, question: str, now: datetime) -> None:
    """What this question asks has changed: no answer it was tied to is its answer any more."""
    for entry in answers.untie(tx, question):
        opening.event(tx, f"question:{question}", "untied", actor, now, entry=entry)


def carry_out(desk: Desk, tx: Transaction, actor: Actor, entry: str) -> None:
    """The entry is signed now: the questions that are tied to it and wait are answered, for ever; alarms never."""
    now = desk.clock()
    counts = lines.linked_waiting(tx, entry)
    lines.change_linked(tx, entry, state="answered")
    for group, count in counts.items():
        state = {} if lines.any_waits(tx, group) else {"state": "answered"}
        inbox.change_group(tx, group, entry=entry, updated_at=now, **state)
        opening.event(tx, f"group:{group}", "answered", actor, now, entry=entry, questions=count)
