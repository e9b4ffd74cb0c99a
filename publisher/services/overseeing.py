"""Whose questions a person sees and decides: those who oversee, all; a moderator, what her own communities ask.

What was asked in no community that is kept here is every moderator's: nothing may be invisible to everybody. A crisis
is seen by whoever may see its case.
"""

from typing import Any

from publisher.domain.errors import NotAllowed
from publisher.domain.people import Person, Role
from publisher.domain.sentences import say
from publisher.domain.triage import Route
from publisher.services import communities, duty
from publisher.services.desk import Actor, Desk, require
from publisher.storage import Transaction, crises, lines
from publisher.storage import communities as kept

_OVERSEERS = (Role.DOCTOR, Role.EDITOR, Role.REVIEWER, Role.DUTY, Role.ADMINISTRATOR)


def hers(desk: Desk, tx: Transaction, actor: Actor) -> list[str] | None:
    """Names of the communities whose questions are hers; None: everybody's, also for whoever is on duty now."""
    person = require(actor)
    if person.has(*_OVERSEERS) or duty.is_rostered(tx, person, desk.clock()):
        return None
    return [one.name for one in communities.serves(tx, actor)]


def require_hers(desk: Desk, tx: Transaction, actor: Actor, row: Any) -> Any:
    """The row of a question, when she may see it. NotAllowed else; what is a crisis goes by its case alone."""
    if row.route == Route.CRISIS:
        _require_its_case(desk, tx, require(actor), row.id)
        return row
    names = hers(desk, tx, actor)
    if names is None or row.community is None or row.community in names or not kept.by_name(tx, row.community):
        return row
    raise NotAllowed(say("This was asked in a community where you do not work."))


def _require_its_case(desk: Desk, tx: Transaction, who: Person, question: str) -> None:
    if not duty.sees_all(tx, who, desk.clock()) and not crises.own_cases(tx, who.id, question=question):
        raise NotAllowed(say("Crisis cases are seen by whoever is on duty."))


def require_line(tx: Transaction, names: list[str] | None, group: str) -> None:
    """NotAllowed when nothing of a line was asked where she works."""
    if names is not None and not lines.has(tx, group, names):
        raise NotAllowed(say("Nothing of this line was asked in your communities."))
