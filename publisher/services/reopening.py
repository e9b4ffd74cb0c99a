"""An answer is returned or withdrawn: its questions wait again where nobody who asked has seen it.

Only then: where an answer expires, or the text it translates falls, what it answered stays answered.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from publisher.services import opening
from publisher.services.desk import Actor, Desk
from publisher.storage import Transaction, answers, entries, events, inbox, lines, listing


def wait_again(desk: Desk, tx: Transaction, actor: Actor, entry: str) -> None:
    """The entry was returned: what it answered, and whoever asked here has not seen, waits for its next version in its
    author's hands.

    What came from a chat was answered by a version that stood, and the one that is returned never did. What an answer
    it replaced was tied to is told of that version too, and only then: it needs no one's hands.
    """
    if entries.row(tx, entry).superseded_by is None:
        standing, _ = _others(desk, tx, [entry])
        _reopen(desk, tx, actor, entry, lines.unseen(tx, [entry], standing), state=lines.TAKEN_IF_BY_ANYBODY)


def let_go(desk: Desk, tx: Transaction, actor: Actor, entry: str) -> None:
    """The entry was withdrawn: what it answered, and nobody saw, and what it was begun for, waits for a doctor.

    What came from a chat waits if the last version that stood answered it; earlier ones had answered it in their time.
    """
    fallen = _fallen(tx, entry)
    standing, begun = _others(desk, tx, fallen)
    found = lines.unseen(tx, fallen, standing, entry, _replaced_since(tx, entry)) if fallen else []
    for lost in (found, lines.begun(tx, fallen, begun)):
        _reopen(desk, tx, actor, entry, lost, state="waiting", taken_by=None, taken_at=None)
        answers.untie_all(tx, [one.id for one in lost], fallen)


def _replaced_since(tx: Transaction, entry: str) -> datetime | None:
    """When the last version that stood took the place of another: approved, or signed where no approval is asked for.
    None where only one ever stood: that one answered whatever is tied to the entry."""
    row, approved, signed = entries.row(tx, entry), dict[str, datetime](), dict[str, datetime]()
    for one in events.of_record(tx, f"entry:{entry}"):
        version = str(one.detail.get("revision", ""))
        if one.action == "approved":
            approved[version] = one.at
        elif one.action == "signed":
            signed[version] = one.at
        elif one.action == "returned":
            signed.pop(version, None)
    if row.approval_missing:
        signed.pop(row.head_revision, None)
    stood = approved or signed
    return max(stood.values()) if len(stood) > 1 else None


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
