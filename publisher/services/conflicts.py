"""Does a text contradict what was said before? Compares it with the nearest answers and shows both sentences.

Finds and keeps; what people decide about a pair, and what refuses a signature, is in `services.resolving`.
"""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from publisher.domain.entries import Content, WorkingCopy
from publisher.domain.sentences import Sentence, say
from publisher.services import comparable
from publisher.services.desk import Desk
from publisher.services.retrieval import Found, found_of
from publisher.storage import Transaction, consistency, entries
from publisher.storage import retrieval as rows

if TYPE_CHECKING:
    from vectorstore.claims import Contradiction
    from vectorstore.match import Decision, MatchGate
    from vectorstore.meaning import Meanings

_TRIES = 3  # how often a text is compared anew because others wrote or signed meanwhile
_PATIENT_SECONDS, _POLL_SECONDS = 3.0, 0.1  # what a signature gives to an index that lacks signed texts


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
    desk: Desk,
    text: str,
    language: str,
    *,
    question: str | None = None,
    but: str | None = None,
    most: int = 10,
    whoever_signs: bool = False,
) -> list[Conflict]:
    """Possible conflicts of a draft with its nearest answers, the nearest first; `but` is the draft itself.

    Every signed answer may be among them, also one that awaits its approval or is being edited. `whoever_signs`: then
    those that are settled, but not for everybody who may sign the draft.
    """
    asked = (question or text[:400]).strip()
    found: dict[tuple[str, str], Conflict] = {}
    for answer in comparable.nearest(desk, asked, language, but=but):
        alike = compare(text, answer.text, language)
        # two answers to two questions are held to more; the gate is asked only where that matters
        if alike and not (question and gate_of(desk).same(question, answer.question, language).same):
            alike = compare(text, answer.text, language, same_question=False)
        for one in (Conflict(answer, each) for each in alike):
            found.setdefault((answer.answer, one.record), one)
    open_ones, settled_for_some = [], []
    with desk.db.read() as tx:
        for (other, record), one in found.items():
            if but is None or not consistency.settled(tx, record, but, other):
                open_ones.append(one)
            elif whoever_signs and not consistency.settled(tx, record, but, other, whoever_signs=True):
                settled_for_some.append(one)
    return sorted(open_ones, key=lambda one: -one.found.nearness)[:most] + settled_for_some


@dataclass(frozen=True)
class Compared:
    """What was known when a version was compared: which signatures there were, why that is not enough, what was found.

    Whoever signs keeps this `found` again: what was kept outside her transaction may be somebody's older comparison.
    """

    signatures: consistency.Signatures
    revision: str | None
    lacking: list[Sentence]
    found: list[dict[str, Any]]


def of_everything_signed(desk: Desk, entry_id: str) -> Compared:
    """Compare an entry before it is signed or approved, with all that is signed.

    Whoever signs compares again when more is signed in its language by then, and not at all while the index lacks
    texts.
    """
    with desk.db.read() as tx:
        signatures, row = consistency.signatures(tx), entries.row(tx, entry_id)
    until = time.monotonic() + _PATIENT_SECONDS
    held, signed = comparable.whole(desk, row.language, but=entry_id)
    while held < signed and time.monotonic() < until:
        time.sleep(_POLL_SECONDS)
        held, signed = comparable.whole(desk, row.language, but=entry_id)
    found = find(desk, entry_id)
    lacking = say(
        "The search index is being made: {held} of {signed} signed texts are in it. "
        "Sign when it is whole, so that this text is compared with all of them.",
        held=held,
        signed=signed,
    )
    return Compared(signatures, row.head_revision, [lacking] if held < signed else [], found)


def find(desk: Desk, entry_id: str) -> list[dict[str, Any]]:
    """Compare the newest version of an entry with what stands, and keep what was found for whoever signs or reviews.

    Nothing is kept of an older version, nor of a time when less was signed: it is compared anew, and where others are
    always quicker, what they found stands.
    """
    for _ in range(_TRIES):
        found, kept = _find_and_keep(desk, entry_id)
        if kept:
            break
    return found


def _find_and_keep(desk: Desk, entry_id: str) -> tuple[list[dict[str, Any]], bool]:
    """What was found, and whether that still held when it was kept."""
    with desk.db.read() as tx:
        signatures, row = consistency.signatures(tx), entries.row(tx, entry_id)
        head = entries.revision(tx, row.head_revision) if row is not None and row.head_revision else None
        working = entries.working_copy(tx, entry_id) if row is not None and head is None and row.imported else None
        content = head.content if head else working.content if working else None
        if content is None:
            return [], True
        alone = not consistency.anything_to_compare(tx, entry_id, content.language)
    found = [] if alone else _of_content(desk, content, entry_id)
    with desk.db.read() as tx:
        versions = consistency.compared_versions(tx, [one.answer.answer for one in found])
    rows_found = [
        {
            "revision": head.id if head else None,
            "answer": one.answer.answer,
            "answer_revision": versions.get(one.answer.answer),
            "record": one.record,
            "kind": one.found.kind,
            "finding": finding(one.found) | {"said": [one.found.said_a, one.found.said_b]},
        }
        for one in found
    ]
    with desk.db.write() as tx:
        consistency.one_signs(tx)  # nor do two keep at once: they would insert the same rows
        now = entries.row(tx, entry_id)
        if now.head_revision != row.head_revision or consistency.signed_since(tx, signatures, content.language) != []:
            return rows_found, False
        if _rewritten(desk, tx, working, found):
            return rows_found, False
        consistency.keep(tx, entry_id, rows_found, desk.clock())
    return rows_found, True


def _rewritten(desk: Desk, tx: Transaction, read: WorkingCopy | None, found: list[Conflict]) -> bool:
    """Whether words that were compared are others now: an import that nobody opened has no revision to tell by."""
    if read is not None and entries.working_copy(tx, read.entry) != read:
        return True
    now = {row.id: found_of(row).text for row in rows.compared(tx, [one.answer.answer for one in found], desk.today())}
    return any(now.get(one.answer.answer, one.answer.text) != one.answer.text for one in found)


def _of_content(desk: Desk, content: Content, entry_id: str) -> list[Conflict]:
    asked = content.question or content.title
    return conflicts_of_draft(
        desk, content.body, content.language, question=asked, but=entry_id, most=20, whoever_signs=True
    )


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


def finding(found: "Contradiction") -> dict[str, Any]:
    """One contradiction as data."""
    sides = {
        name: {"start": side.start, "end": side.end, "text": side.text}
        for name, side in (("a", found.a), ("b", found.b))
    }
    return {"kind": found.kind, **sides, "explanation": found.explanation}
