"""Questions are tied to their answer; when it stands they are answered, and whoever asked can be told.

Only what was tied to it: a doctor chose those. Who asked the same since then waits, and is offered that answer. If it
is returned or withdrawn before whoever asked has seen it, they wait again (`services.reopening`); where it expires or
the text it translates falls, they stay answered.
"""

from collections.abc import Sequence
from datetime import datetime

from publisher.services import lawful, opening
from publisher.services.desk import Actor, Desk
from publisher.storage import Transaction, answers, communities, events, inbox, lines, listing


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
    """If the entry stands now, the questions that are tied to it and wait are answered; alarms never, and none that was
    asked where the law forbids to show it: those wait for a doctor again, and she is told (`services.law_held`)."""
    now = desk.clock()
    if not listing.stands(tx, entry, desk.today()):
        return
    asked_in = [communities.by_name(tx, name) for name in lines.linked_places(tx, entry)]
    forbidden = [one.name for one in asked_in if one and lawful.against(desk, tx, entry, [one.jurisdiction])]
    counts = lines.linked_waiting(tx, entry, forbidden)
    lines.change_linked(tx, entry, forbidden, state="answered")
    for group, count in counts.items():
        state = {} if lines.any_waits(tx, group) else {"state": "answered"}
        inbox.change_group(tx, group, entry=entry, updated_at=now, **state)
        opening.event(tx, f"group:{group}", "answered", actor, now, entry=entry, questions=count)
        opening.end_referrals(tx, actor, group, now)
    if forbidden:
        _wait_for_another(tx, actor, entry, now)


def _wait_for_another(tx: Transaction, actor: Actor, entry: str, now: datetime) -> None:
    """What is tied to the entry and still waits needs an answer that may be shown where it was asked."""
    for group, count in lines.linked_waiting(tx, entry).items():
        opening.event(tx, f"group:{group}", "held_by_law", actor, now, entry=entry, questions=count)
    lines.change_linked(tx, entry, state="waiting", taken_by=None, taken_at=None)
