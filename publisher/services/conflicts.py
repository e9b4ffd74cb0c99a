"""Does a draft contradict what was said before? Compares it with the nearest answers and shows both sentences.

A doctor's or reviewer's verdict on two sentences is an event without their words; a dismissed pair is not shown again.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from publisher.domain.errors import Refusal
from publisher.domain.people import Role
from publisher.domain.sentences import say
from publisher.services import retrieval
from publisher.services.desk import Actor, Desk, require
from publisher.services.retrieval import Found
from publisher.storage import events
from publisher.storage import retrieval as rows
from vectorstore.claims import Contradiction, contradictions
from vectorstore.match import Decision, MatchGate, load_gate
from vectorstore.meaning import Meanings

NEAREST = 5
DISMISSED = "dismissed"


@dataclass(frozen=True)
class Conflict:
    """A possible conflict between a draft (`a`) and an earlier answer (`b`); offsets are code points of each text."""

    answer: Found
    found: Contradiction

    @property
    def record(self) -> str:
        """The audit record of this pair of sentences, whichever text they stand in."""
        both = sorted(" ".join(side.text.split()) for side in (self.found.a, self.found.b))
        return "conflict:" + hashlib.sha256("\0".join(both).encode("utf-8", "replace")).hexdigest()[:40]


@lru_cache(maxsize=1)
def _meanings() -> Meanings:
    return Meanings()


@lru_cache(maxsize=2)
def _gate(model: str) -> MatchGate:
    return load_gate(model)


def gate_of(desk: Desk | None = None) -> MatchGate:
    return _gate(desk.settings.embedding_model if desk else "auto")


def compare(a: str, b: str, language: str, *, same_question: bool = True) -> list[Contradiction]:
    """Contradictions between two texts; offsets are code points of each."""
    return contradictions(a, b, language, _meanings(), same_question=same_question)


def duplicates(a: str, b: str, language: str, desk: Desk | None = None) -> Decision:
    """Whether two questions are the same one, what agrees and what differs."""
    return gate_of(desk).same(a, b, language)


def conflicts_of_draft(
    desk: Desk, text: str, language: str, *, question: str | None = None, but: str | None = None, most: int = 10
) -> list[Conflict]:
    """Possible conflicts of a draft with its nearest answers, the nearest first; `but` is the draft itself."""
    asked = (question or text[:400]).strip()
    nearest = retrieval.search(desk, asked, language=language, limit=NEAREST + 1).results
    found = []
    for answer in [one for one in nearest if one.answer != but][:NEAREST]:
        same = bool(question) and gate_of(desk).same(question or "", answer.question, language).same
        found += [Conflict(answer, each) for each in compare(text, answer.text, language, same_question=same)]
    with desk.db.read() as tx:
        judged = rows.judged(tx, [one.record for one in found])
    open_ones = [one for one in found if judged.get(one.record) != DISMISSED]
    return sorted(open_ones, key=lambda one: -one.found.nearness)[:most]


def dismiss(desk: Desk, actor: Actor, conflict: Conflict, reason: str) -> None:
    """Record that two sentences do not contradict each other; the pair is not shown again. Needs a reason."""
    require(actor, Role.DOCTOR, Role.REVIEWER)
    if not reason.strip():
        raise Refusal(say("Say why the two sentences agree."))
    detail = {"answer": conflict.answer.answer, "kind": conflict.found.kind, "reason": reason.strip()}
    with desk.db.write() as tx:
        events.append(tx, conflict.record, DISMISSED, actor.name, desk.clock(), **detail)


def finding(found: Contradiction) -> dict[str, Any]:
    """One contradiction as data."""
    sides = {
        name: {"start": side.start, "end": side.end, "text": side.text}
        for name, side in (("a", found.a), ("b", found.b))
    }
    return {"kind": found.kind, **sides, "explanation": found.explanation}
