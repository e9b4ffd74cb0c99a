"""Does a text contradict what was said before? Compares it with the nearest answers and shows both sentences.

Finds and keeps; what people decide about a pair, and what refuses a signature, is in `services.resolving`.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from publisher.domain.entries import Content, EntryStatus
from publisher.domain.errors import NotAllowed, Refusal
from publisher.domain.people import Role
from publisher.domain.sentences import say
from publisher.services import retrieval
from publisher.services.desk import Actor, Desk, require
from publisher.services.retrieval import Found
from publisher.storage import consistency, entries, events
from publisher.storage import retrieval as rows

if TYPE_CHECKING:
    from vectorstore.claims import Contradiction
    from vectorstore.match import Decision, MatchGate
    from vectorstore.meaning import Meanings

NEAREST = 5
_CANDIDATES = 60


@dataclass(frozen=True)
class Conflict:
    """A possible conflict between a draft (`a`) and an earlier answer (`b`); offsets are code points of each text."""

    answer: Found
    found: "Contradiction"

    @property
    def record(self) -> str:
        """The audit record of this pair of sentences, whichever text they stand in."""
        both = sorted(" ".join(side.text.split()) for side in (self.found.a, self.found.b))
        return "conflict:" + hashlib.sha256("\0".join(both).encode("utf-8", "replace")).hexdigest()[:40]


@lru_cache(maxsize=1)
def _meanings() -> "Meanings":
    from vectorstore.meaning import Meanings

    return Meanings()


@lru_cache(maxsize=2)
def _gate(model: str) -> "MatchGate":
    from vectorstore.match import load_gate

    return load_gate(model)


def gate_of(desk: Desk | None = None) -> "MatchGate":
    return _gate(desk.settings.embedding_model if desk else "auto")


def compare(a: str, b: str, language: str, *, same_question: bool = True) -> "list[Contradiction]":
    """Contradictions between two texts; offsets are code points of each."""
    from vectorstore.claims import contradictions  # a page that compares nothing imports no numpy

    return contradictions(a, b, language, _meanings(), same_question=same_question)


def duplicates(a: str, b: str, language: str, desk: Desk | None = None) -> "Decision":
    """Whether two questions are the same one, what agrees and what differs."""
    return gate_of(desk).same(a, b, language)


def conflicts_of_draft(
    desk: Desk, text: str, language: str, *, question: str | None = None, but: str | None = None, most: int = 10
) -> list[Conflict]:
    """Possible conflicts of a draft with its nearest answers, the nearest first; `but` is the draft itself.

    Compared are the nearest answers and the nearest signed ones, so that a large import hides no signed answer.
    """
    asked = (question or text[:400]).strip()
    near = retrieval.search(desk, asked, language=language, limit=_CANDIDATES, precise=False).results
    others = [one for one in near if one.answer != but]
    signed = [one for one in others if one.status != EntryStatus.IMPORTED]
    found = []
    for answer in {one.answer: one for one in [*others[:NEAREST], *signed[:NEAREST]]}.values():
        alike = compare(text, answer.text, language)
        # two answers to two questions are held to more; the gate is asked only where that matters
        if alike and not (question and gate_of(desk).same(question, answer.question, language).same):
            alike = compare(text, answer.text, language, same_question=False)
        found += [Conflict(answer, each) for each in alike]
    with desk.db.read() as tx:
        judged = rows.judged(tx, [one.record for one in found])
    open_ones = [one for one in found if judged.get(one.record) not in consistency.RESOLVED]
    return sorted(open_ones, key=lambda one: -one.found.nearness)[:most]


@dataclass(frozen=True)
class Beside:
    """What stands beside a draft: the closest signed answers, each with what agrees and differs, and the conflicts."""

    closest: "tuple[tuple[Found, Decision], ...]"
    conflicts: tuple[Conflict, ...]


def beside(desk: Desk, content: Content, *, but: str, author: str | None = None, most: int = 4) -> Beside:
    """Compare a draft as it is saved; an author's own answers come first among equals."""
    asked = (content.question or content.title or content.body[:400]).strip()
    if not asked:
        return Beside((), ())
    near = retrieval.closest_signed(desk, asked, content.language, limit=most, but=but)
    judged = [(one, gate_of(desk).same(asked, one.question, content.language)) for one in near]
    judged.sort(key=lambda pair: (not pair[1].same, pair[0].author != author, -pair[0].score))
    found = conflicts_of_draft(desk, content.body, content.language, question=asked, but=but, most=5)
    return Beside(tuple(judged), tuple(found))


def find(desk: Desk, entry_id: str) -> None:
    """Compare the newest version of an entry with what stands, and keep what was found for whoever signs or reviews."""
    with desk.db.read() as tx:
        row = entries.row(tx, entry_id)
        head = entries.revision(tx, row.head_revision) if row is not None and row.head_revision else None
        working = entries.working_copy(tx, entry_id) if row is not None and head is None and row.imported else None
        content = head.content if head else working.content if working else None
        if content is None:
            return
        alone = not consistency.anything_to_compare(tx, entry_id, content.language)
    found = [] if alone else _of_content(desk, content, entry_id)
    with desk.db.read() as tx:
        heads = consistency.heads(tx, [one.answer.answer for one in found])
    kept = [
        {
            "revision": head.id if head else None,
            "answer": one.answer.answer,
            "answer_revision": heads.get(one.answer.answer),
            "record": one.record,
            "kind": one.found.kind,
            "finding": finding(one.found) | {"said": [one.found.said_a, one.found.said_b]},
        }
        for one in found
    ]
    with desk.db.write() as tx:
        consistency.keep(tx, entry_id, kept, desk.clock())


def _of_content(desk: Desk, content: Content, entry_id: str) -> list[Conflict]:
    asked = content.question or content.title
    return conflicts_of_draft(desk, content.body, content.language, question=asked, but=entry_id, most=20)


def compare_library(
    desk: Desk,
    after: str,
    progress: Callable[[int, int], None],
    enough: Callable[[], bool],
    *,
    since: datetime | None = None,
) -> str | None:
    """Compare what stands (since a time: what changed) with its neighbours, from an id on.

    Returns where to go on, or None at the end.
    """
    with desk.db.read() as tx:
        changed = None if since is None else {entry for entry, *_ in rows.changes(tx, since)}
        waiting = sorted(one for one in rows.ids(tx, after) if changed is None or one in changed)
        done = 0 if since else rows.count(tx, until=after)
    total = done + len(waiting)
    for entry in waiting:
        find(desk, entry)
        done += 1
        progress(done, total)
        if enough():
            return entry
    return None


def dismiss(desk: Desk, actor: Actor, conflict: Conflict, reason: str) -> None:
    """Record that two sentences do not contradict each other; the pair is not shown again. Needs a reason.

    A doctor judges her own answers and unsigned ones; what a colleague signed is a reviewer's to judge.
    """
    person = require(actor, Role.DOCTOR, Role.REVIEWER)
    if not reason.strip():
        raise Refusal(say("Say why the two sentences agree."))
    own = conflict.answer.author in (None, person.id)
    if not own and not person.has(Role.REVIEWER):
        raise NotAllowed(say("The other answer is a colleague's; a reviewer decides whether both may stand."))
    detail = {"answer": conflict.answer.answer, "kind": conflict.found.kind, "reason": reason.strip()}
    with desk.db.write() as tx:
        events.append(
            tx, conflict.record, "dismissed" if own else "decided", actor.name, desk.clock(), by=person.id, **detail
        )


def finding(found: "Contradiction") -> dict[str, Any]:
    """One contradiction as data."""
    sides = {
        name: {"start": side.start, "end": side.end, "text": side.text}
        for name, side in (("a", found.a), ("b", found.b))
    }
    return {"kind": found.kind, **sides, "explanation": found.explanation}
