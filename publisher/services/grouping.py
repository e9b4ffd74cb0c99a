"""Questions that ask the same become one line. Likeness proposes; stage, dose, negation and language decide.

What is near and differs in one of these stands beside the line with its difference, never inside it.
"""

import sqlite3
from typing import TYPE_CHECKING, Any

from publisher.logs import Logger
from publisher.services import line_vectors
from publisher.services.conflicts import gate_of
from publisher.services.desk import WORKER, Desk
from publisher.storage import events, inbox, lines
from vectorstore.match import Decision
from vectorstore.trouble import WrongModel

if TYPE_CHECKING:
    from vectorstore.embeddings import Vectors

_log = Logger("grouping")
_BATCH = 64
_SURE = 0.62  # score of a pair that nobody looks at before it is one line


def group_new(desk: Desk, limit: int = _BATCH) -> int:
    """Lay lines that are new beside the earlier ones; 0 when none waits. Safe to be killed anywhere."""
    with desk.db.read() as tx:
        new = inbox.groups_to_compare(tx, limit)
    if not new:
        return 0
    try:
        known = line_vectors.lines_of(desk)
        if known.follow(desk):
            vectors = line_vectors.model().questions([row.text for row in new])
            for row, vector in zip(new, vectors, strict=True):
                _place(desk, row, vector, known)
    except sqlite3.OperationalError:
        raise  # busy, or no room on the disk: nothing is wrong with the file
    except (WrongModel, sqlite3.DatabaseError) as error:
        _log.warning("lines_made_again", kind=type(error).__name__)
        line_vectors.throw_away(desk)
    return len(new)


def _place(desk: Desk, row: Any, vector: "Vectors", known: line_vectors.Lines) -> None:
    """Into the line that asks the same, beside the one that differs in a detail, or a line of its own."""
    beside: tuple[str, Decision] | None = None
    for near in known.nearest(desk, row.language, vector):
        decision = gate_of(desk).same(near.text, row.text, row.language)
        if decision.same and not decision.differs and decision.score >= _SURE:
            _merge(desk, row.id, near.id, None)
            return
        if beside is None and decision.related and decision.differs:
            beside = near.id, decision
    if beside is not None:
        _merge(desk, row.id, beside[0], list(beside[1].differs))
        return
    with desk.db.write() as tx:  # first, with its time: killed before the vector is kept, the next look makes it
        inbox.change_group(tx, row.id, compared=True, updated_at=desk.clock())
    known.put([row], vector[None])


def _merge(desk: Desk, source: str, target: str, differs: list[str] | None) -> None:
    now, aspects = desk.clock(), [one.partition(":")[0] for one in differs or ()]  # no patient's figures for ever
    with desk.db.write() as tx:
        moved = inbox.merge(tx, source, target, differs, now)
        lines.word_empty(tx, [target], now)
        events.append(tx, f"group:{target}", "joined", WORKER.name, now, group=source, questions=moved, differs=aspects)
