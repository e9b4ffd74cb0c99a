"""An answer falls: its questions wait again where nobody who asked has seen it. No question is lost with an answer."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from publisher.services import opening
from publisher.services.desk import Actor, Desk
from publisher.storage import Transaction, answers, entries, inbox, lines, listing


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
