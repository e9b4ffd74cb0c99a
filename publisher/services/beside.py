"""What stands beside a draft while it is written: the closest signed answers and the possible conflicts.

Found once for the saved words; what of it still stands, and what this person may judge, is asked at every look.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publisher.domain.entries import Content
from publisher.domain.places import HOME_JURISDICTION
from publisher.services import agreeing, comparable, conflicts, retrieval
from publisher.services.conflicts import Conflict
from publisher.services.desk import Desk
from publisher.services.retrieval import Found
from publisher.storage import consistency

if TYPE_CHECKING:
    from vectorstore.match import Decision


@dataclass(frozen=True)
class Beside:
    """The closest signed answers, each with what agrees and differs, and the conflicts."""

    closest: "tuple[tuple[Found, Decision], ...]"
    conflicts: tuple[Conflict, ...]


def look(desk: Desk, content: Content, *, but: str, author: str | None = None, most: int = 4) -> Beside:
    """Compare a draft as it is saved; an author's own answers come first among equals."""
    asked = (content.question or content.title or content.body[:400]).strip()
    if not asked:
        return Beside((), ())
    near = retrieval.closest_signed(desk, asked, content.language, limit=most, but=but)
    places = frozenset(content.jurisdictions or {HOME_JURISDICTION[content.language]})
    asker = agreeing.Asker(places, (content.stages,))
    judged = [(one, agreeing.judge(desk, asked, content.language, one, asker)) for one in near]
    judged.sort(key=lambda pair: (not pair[1].same, pair[0].author != author, -pair[0].score))
    found = conflicts.conflicts_of_draft(desk, content.body, content.language, question=asked, but=but, most=5)
    return Beside(tuple(judged), tuple(found))


def as_it_is_now(desk: Desk, entry: str, found: Beside) -> Beside:
    """Without the answers that fell or expired since, and the conflicts that somebody has settled."""
    ids = [one.answer for one, _ in found.closest] + [one.answer.answer for one in found.conflicts]
    if not ids:
        return found
    now = comparable.standing(desk, ids)
    with desk.db.read() as tx:
        open_ones = tuple(
            one
            for one in found.conflicts
            if one.answer.answer in now and not consistency.settled(tx, one.record, entry, one.answer.answer)
        )
    return Beside(tuple(pair for pair in found.closest if retrieval.standing(desk, pair[0].answer)), open_ones)


def mark(desk: Desk) -> tuple[int, str]:
    """Equal marks: nobody has signed anything between two looks."""
    with desk.db.read() as tx:
        return consistency.signatures(tx)
