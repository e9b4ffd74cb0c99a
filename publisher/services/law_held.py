"""An answer that stands and was written for a question, and that the law forbids where somebody asked it.

Her question waits for another answer; whoever opens its line is told why the one that is there is not hers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from publisher.domain.communities import Community
from publisher.domain.sentences import Sentence
from publisher.services import inbox, lawful, overseeing
from publisher.services.desk import Actor, Desk, require
from publisher.storage import Transaction, answers, communities, entries, listing


@dataclass(frozen=True)
class Held:
    """The answer, the community in which it may not be shown, and the rules that forbid it there."""

    entry: str
    title: str
    community: str
    reasons: tuple[Sentence, ...]


def of_line(desk: Desk, actor: Actor, group_id: str) -> list[Held]:
    """What is held back from those who wait in this line, in the communities this person answers for."""
    require(actor, *inbox.READERS)
    with desk.db.read() as tx:
        line = inbox.existing_line(tx, group_id)
        tied = answers.tied_in_line(tx, line.id, overseeing.hers(desk, tx, actor))
        places = {one.community: communities.by_name(tx, one.community) for one in tied}
        return [held for one in tied if (held := _held(desk, tx, one, places[one.community]))]


def _held(desk: Desk, tx: Transaction, tied: Any, place: Community | None) -> Held | None:
    if place is None or not listing.stands(tx, tied.entry, desk.today()):
        return None
    reasons: Sequence[Sentence] = lawful.against(desk, tx, tied.entry, [place.jurisdiction])
    return Held(tied.entry, entries.row(tx, tied.entry).title, place.name, tuple(reasons)) if reasons else None
