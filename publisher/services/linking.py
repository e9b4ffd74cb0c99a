"""Questions are tied to their answer; when it stands they are answered, and whoever asked can be told.

Only what was tied to it: a doctor chose those. Who asked the same since then waits, and is offered that answer. If it
is returned or withdrawn before whoever asked has seen it, they wait again: no question is lost with an answer.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from publisher.services import opening
from publisher.services.desk import Actor, Desk
from publisher.storage import Transaction, answers, entries, events, inbox, lines, listing


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
    """If the entry stands now, the questions that are tied to it and wait are answered; alarms never."""
    now = desk.clock()
    if not listing.stands(tx, entry, desk.today()):
        return
    counts = lines.linked_waiting(tx, entry)
    lines.change_linked(tx, entry, state="answered")
    for group, count in counts.items():
        state = {} if lines.any_waits(tx, group) else {"state": "answered"}
        inbox.change_group(tx, group, entry=entry, updated_at=now, **state)
        opening.event(tx, f"group:{group}", "answered", actor, now, entry=entry, questions=count)


def wait_again(desk: Desk, tx: Transaction, actor: Actor, entry: str) -> None:
    """The entry was returned: what it answered, and nobody saw, waits for its next version in its author's hands.

    What an answer it replaced was tied to is told of that version too, and only then: it needs no one's hands.
    """
    if entries.row(tx, entry).superseded_by is None:
        standing, _ = _others(desk, tx, [entry])
        lost = lines.unseen(tx, [entry], ["answered"], standing)
        _reopen(desk, tx, actor, entry, lost, state=lines.TAKEN_IF_BY_ANYBODY)


def let_go(desk: Desk, tx: Transaction, actor: Actor, entry: str) -> None:
    """The entry was withdrawn: what it answered, and nobody saw, and what it was begun for, waits for a doctor."""
    fallen = _fallen(tx, entry)
    standing, begun = _others(desk, tx, fallen)
    for states, others in ((["answered"], standing), (inbox.OPEN, begun)):
        lost = lines.unseen(tx, fallen, states, others)
        _reopen(desk, tx, actor, entry, lost, state="waiting", taken_by=None, taken_at=None)
        answers.untie_all(tx, [one.id for one in lost], fallen)


def _fallen(tx: Transaction, entry: str) -> list[str]:
    """The entry and what it took the place of; nothing where another took its own place and is not withdrawn."""
    last = entries.last_of_line(tx, entry)
    return entries.line_until(tx, entry) if last.id == entry or last.withdrawn_at is not None else []


def _others(desk: Desk, tx: Transaction, fallen: Sequence[str]) -> tuple[list[str], list[str]]:
    """Other entries that their questions are tied to: those that stand themselves or in a newer one; and those that
    are not withdrawn."""
    last = {one: entries.last_of_line(tx, one) for one in answers.beside(tx, fallen)}
    standing = [one for one, row in last.items() if listing.stands(tx, row.id, desk.today())]
    return standing, [one for one, row in last.items() if row.withdrawn_at is None]


def _reopen(desk: Desk, tx: Transaction, actor: Actor, entry: str, lost: Sequence[Any], **values: Any) -> None:
    now = desk.clock()
    lines.change_all(tx, [one.id for one in lost], **values)
    for group, count in Counter(one.question_group for one in lost if one.question_group).items():
        inbox.change_group(tx, group, state="open", updated_at=now)
        opening.event(tx, f"group:{group}", "reopened", actor, now, entry=entry, questions=count)
