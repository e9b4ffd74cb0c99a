"""Questions that ask the same become one line. Likeness proposes; stage, dose, negation and language decide.

What is near and differs in one of these stands beside the line with its difference, never inside it.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from publisher.services.conflicts import gate_of
from publisher.services.desk import WORKER, Desk
from publisher.storage import events, inbox, lines
from vectorstore import embeddings
from vectorstore.match import Decision

_NEAREST = 4
_NEAR = 0.55  # cosine from which the gate is asked at all
_BATCH = 64


@dataclass
class _Known:
    """The lines of one language with their vectors, as this process last saw them."""

    ids: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    vectors: npt.NDArray[Any] | None = None

    def add(self, ids: list[str], texts: list[str], vectors: npt.NDArray[Any]) -> None:
        self.ids += ids
        self.texts += texts
        self.vectors = vectors if self.vectors is None else np.vstack([self.vectors, vectors])

    def nearest(self, vector: npt.NDArray[Any]) -> list[int]:
        if self.vectors is None:
            return []
        near = self.vectors @ vector
        order = np.argsort(-near)[:_NEAREST]
        return [int(place) for place in order if near[place] >= _NEAR]


def group_new(desk: Desk, limit: int = _BATCH) -> int:
    """Lay lines that are new beside the earlier ones; returns how many were looked at. Safe to be killed anywhere."""
    with desk.db.read() as tx:
        new = inbox.groups_to_compare(tx, limit)
    if not new:
        return 0
    model = embeddings.load("use")
    for language in sorted({row.language for row in new}):
        rows = [row for row in new if row.language == language]
        known = _known(desk, language, model)
        vectors = model.questions([row.text for row in rows])
        for row, vector in zip(rows, vectors, strict=True):
            _place(desk, row, vector, known)
    return len(new)


def _known(desk: Desk, language: str, model: Any) -> _Known:
    known = _Known()
    with desk.db.read() as tx:
        rows = inbox.compared_groups(tx, language)
    for begin in range(0, len(rows), 512):
        part = rows[begin : begin + 512]
        missing = [row for row in part if row.text not in _vectors]
        if missing:
            made = model.questions([row.text for row in missing])
            _vectors.update({row.text: vector for row, vector in zip(missing, made, strict=True)})
        known.add([row.id for row in part], [row.text for row in part], np.array([_vectors[row.text] for row in part]))
    return known


_vectors: dict[str, npt.NDArray[Any]] = {}  # by words: those of a line change when somebody leaves it


def _place(desk: Desk, row: Any, vector: npt.NDArray[Any], known: _Known) -> None:
    """Into the line that asks the same, beside the one that differs in a detail, or a line of its own."""
    beside: tuple[str, Decision] | None = None
    for place in known.nearest(vector):
        decision = gate_of(desk).same(known.texts[place], row.text, row.language)
        if decision.same:
            _merge(desk, row.id, known.ids[place], None)
            return
        if beside is None and decision.related and decision.differs:
            beside = known.ids[place], decision
    if beside is not None:
        _merge(desk, row.id, beside[0], list(beside[1].differs))
        return
    with desk.db.write() as tx:
        inbox.change_group(tx, row.id, compared=True)
    _vectors[row.text] = vector
    known.add([row.id], [row.text], vector[None])


def _merge(desk: Desk, source: str, target: str, differs: list[str] | None) -> None:
    now = desk.clock()
    with desk.db.write() as tx:
        moved = inbox.merge(tx, source, target, differs, now)
        lines.word_empty(tx, [target])
        events.append(
            tx, f"group:{target}", "joined", WORKER.name, now, group=source, questions=moved, differs=differs or []
        )
