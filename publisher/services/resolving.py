"""What is decided about possible conflicts: edit, say why both stand, replace the old answer, or ask a reviewer.

Unresolved ones with signed answers refuse a signature. A verdict is an event on the pair of sentences, without words.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from publisher.domain.errors import NotAllowed, NotFound, Refusal
from publisher.domain.people import Person, Role
from publisher.domain.sentences import Sentence, say
from publisher.services import superseding, wording
from publisher.services.desk import Actor, Desk, elsewhere, require, require_unit_of
from publisher.services.library import require_readable
from publisher.storage import Transaction, consistency, entries, events, replacements

_SHOWN = 160


@dataclass(frozen=True)
class OpenConflict:
    """Two sentences that may contradict each other. `own`: the text and the answer are of one doctor, or nobody's.

    `refuses`: the answer is signed, so the text is not signed before this is resolved. `recuses`: the text has no
    author, so whoever decides this does not sign it; `decided`: this person did.
    """

    id: str
    record: str
    entry: str
    entry_title: str
    entry_author: str | None
    answer: str
    answer_title: str
    answer_author: str | None
    language: str
    kind: str
    here: str
    there: str
    said: tuple[str, str]
    own: bool
    refuses: bool
    recuses: bool
    decided: bool
    found_at: datetime


@dataclass(frozen=True)
class Pair:
    """Two sentences, by the audit record of their words, and the two texts in which they stand."""

    entry: str
    answer: str
    record: str
    kind: str


def of_entry(desk: Desk, actor: Actor, entry_id: str) -> list[OpenConflict]:
    """What is unresolved in the newest version of an entry; for a doctor also what she herself decided about it."""
    person = require(actor)
    signer = person.id if person.has(Role.DOCTOR) else None
    with desk.db.read() as tx:
        if (row := entries.row(tx, entry_id)) is None:
            raise NotFound(say("There is no entry {id}.", id=entry_id))
        require_readable(actor, row)
        return [_seen(row, person) for row in consistency.of_entry(tx, entry_id, signer)]


def unresolved(desk: Desk, actor: Actor, limit: int = 50) -> list[OpenConflict]:
    """What waits for somebody's decision: everything in her units for a reviewer, else her own texts."""
    person = require(actor)
    hers, units = _whose(person)
    with desk.db.read() as tx:
        found = consistency.unresolved(tx, hers, limit, units)
    pairs = {(row.record, *sorted((row.entry, row.answer))): _seen(row, person) for row in reversed(found)}
    return list(pairs.values())[::-1]


def count_unresolved(desk: Desk, actor: Actor) -> int:
    """How many wait in the list of `unresolved`, however long it is."""
    hers, units = _whose(require(actor))
    with desk.db.read() as tx:
        return consistency.count_unresolved(tx, hers, units)


def _whose(person: Person) -> tuple[str | None, tuple[str, ...]]:
    """A person's own alone, with those of her units for who judges them; nobody's in particular for who judges all."""
    judges = person.has(Role.REVIEWER, Role.ADMINISTRATOR)
    return (None, ()) if judges and not person.scope else (person.id, person.scope if judges else ())


def _seen(row: Any, person: Person) -> OpenConflict:
    finding = row.finding
    return OpenConflict(
        id=row.id,
        record=row.record,
        entry=row.entry,
        entry_title=row.entry_title,
        entry_author=row.entry_author_name,
        answer=row.answer,
        answer_title=row.answer_title,
        answer_author=row.answer_author_name,
        language=row.language,
        kind=row.kind,
        here=finding["a"]["text"],
        there=finding["b"]["text"],
        said=(finding["said"][0], finding["said"][1]),
        own=_own(row, row.entry_author),
        refuses=bool(row.answer_signed),
        recuses=row.entry_author is None and not _own(row, person.id),
        decided=bool(row.decided_by_signer),
        found_at=row.found_at,
    )


def about_conflict(reason: Sentence) -> bool:
    """Whether a reason against signing is a possible conflict, which is shown in full elsewhere on the page."""
    return "there" in reason.values and "here" in reason.values


def _own(row: Any, person: str | None) -> bool:
    return row.answer_author is None or row.answer_author == person


def against_signing(tx: Transaction, entry_id: str, person: Person) -> list[Sentence]:
    """Every unresolved conflict with a signed answer, each with its way out."""
    return [_reason(row, person) for row in consistency.of_entry(tx, entry_id, person.id) if row.answer_signed]


def _reason(row: Any, person: Person) -> Sentence:
    said = {
        "title": row.answer_title,
        "here": row.finding["a"]["text"][:_SHOWN],
        "there": row.finding["b"]["text"][:_SHOWN],
    }
    if row.decided_by_signer:
        return say(
            "You let two sentences both stand: “{title}” by {name} says “{there}”; here it says “{here}”. "
            "Another doctor signs this text.",
            name=row.answer_author_name or "?",
            **said,
        )
    if _own(row, person.id):
        return say(
            "Possible conflict with your answer “{title}”, which says “{there}”; here it says “{here}”. "
            "Edit the text, say why both may stand, or replace the old answer by this one.",
            **said,
        )
    return say(
        "Possible conflict with “{title}” by {name}, which says “{there}”; here it says “{here}”. "
        "Edit the text, or ask a reviewer to decide whether both may stand.",
        name=row.answer_author_name or "?",
        **said,
    )


def let_stand(desk: Desk, actor: Actor, conflict_id: str, reason: str) -> None:
    """Record that two sentences of a kept conflict may both stand; see `let_pair_stand`."""
    with desk.db.write() as tx:
        row = consistency.by_id(tx, conflict_id)
        if row is None:
            raise NotFound(say("This possible conflict is no longer open."))
        _record(desk, tx, actor, Pair(row.entry, row.answer, row.record, row.kind), reason)


def let_pair_stand(desk: Desk, actor: Actor, pair: Pair, reason: str) -> None:
    """Record that two sentences may both stand in these two texts. Needs a reason, and whoever may judge this pair.

    A doctor judges her own texts; what two doctors wrote, a reviewer who did not write the new text. An import has no
    author yet: whoever decides about it does not sign it.
    """
    with desk.db.write() as tx:
        _record(desk, tx, actor, pair, reason)


def _record(desk: Desk, tx: Transaction, actor: Actor, pair: Pair, reason: str) -> None:
    person = require(actor, Role.DOCTOR, Role.REVIEWER)
    if not reason.strip():
        raise Refusal(say("Say why both sentences may stand."))
    action, told = _verdict(tx, person, pair.entry, pair.answer), wording.reason(desk.gate, reason)
    detail = {"entry": pair.entry, "answer": pair.answer, "kind": pair.kind, "reason": told}
    events.append(tx, pair.record, action, actor.name, desk.clock(), by=person.id, **detail)
    for entry in (pair.entry, pair.answer):
        events.append(tx, f"entry:{entry}", f"conflict_{action}", actor.name, desk.clock(), conflict=pair.record)


def may_judge(desk: Desk, actor: Actor, entry: str, answer: str) -> bool:
    """Whether this person may say that two sentences of these two texts both stand."""
    try:
        person = require(actor, Role.DOCTOR, Role.REVIEWER)
        with desk.db.read() as tx:
            _verdict(tx, person, entry, answer)
    except Refusal:
        return False
    return True


def _verdict(tx: Transaction, person: Person, entry: str, answer: str) -> str:
    """What this person's word about the two texts is; NotAllowed when it counts for nothing.

    Of texts that stand in units one is hers: else nobody of two units could judge what lies between them.
    """
    texts = [entries.row(tx, one) for one in (entry, answer)]
    if None in texts:
        raise NotFound(say("There is no entry {id}.", id=entry if texts[0] is None else answer))
    of_units = [one for one in texts if one.unit is not None]
    if of_units and all(one.author != person.id and elsewhere(person, one.unit) for one in of_units):
        require_unit_of(person, of_units[0])
    if person.has(Role.DOCTOR) and all(text.author in (None, person.id) for text in texts):
        return "dismissed"
    if not person.has(Role.REVIEWER):
        raise NotAllowed(say("The other answer is a colleague's; a reviewer decides whether both may stand."))
    if texts[0].author == person.id:
        raise NotAllowed(say("Nobody decides about her own text; ask another reviewer."))
    return "decided"


def replace(desk: Desk, actor: Actor, entry_id: str, old_id: str) -> None:
    """This text takes the place of one's own older answer as soon as it stands, which opens the old one's recall."""
    person = require(actor, Role.DOCTOR)
    now = desk.clock()
    with desk.db.write() as tx:
        consistency.one_signs(tx)
        row, old = entries.lock(tx, entry_id), entries.lock(tx, old_id)
        if row is None or old is None:
            raise NotFound(say("There is no entry {id}.", id=entry_id if row is None else old_id))
        if row.author not in (None, person.id) or old.author not in (None, person.id):
            raise NotAllowed(say("Only one's own answer is replaced by one's own; a colleague's is for a reviewer."))
        for one in (row, old):
            require_unit_of(person, one)
        if entry_id == old_id or old.withdrawn_at is not None or old.superseded_by is not None:
            raise Refusal(say("“{title}” cannot be replaced: it no longer stands.", title=old.title))
        if row.withdrawn_at is not None or row.superseded_by is not None:
            raise Refusal(say("“{title}” cannot replace another: it no longer stands.", title=row.title))
        if replacements.plan(tx, entry_id, old_id, person.id, now):
            events.append(tx, f"entry:{entry_id}", "replacement_planned", actor.name, now, old=old_id)
        superseding.carry_out(desk, tx, actor, entry_id, now)
