"""The pace of a channel account: read and set."""

from typing import Any

from publisher.domain.pacing import Pace, checked, pace_of, pace_to_plain
from publisher.domain.people import Role
from publisher.services.desk import Actor, Desk, require, require_unit
from publisher.services.scheduling import account_named
from publisher.storage import Transaction, accounts, events


def pace(desk: Desk, actor: Actor, account_name: str) -> Pace:
    if actor.how != "shell":
        require(actor)
    with desk.db.read() as tx:
        return pace_of(_own(tx, actor, account_name).pace)


def set_pace(desk: Desk, actor: Actor, account_name: str, wanted: Pace) -> Pace:
    """Change how an account is used. It holds from the next claim on, for every worker."""
    if actor.how != "shell" or actor.person is not None:
        require(actor, Role.EDITOR, Role.ADMINISTRATOR)
    chosen, now = checked(wanted), desk.clock()
    with desk.db.write() as tx:
        row = _own(tx, actor, account_name)
        accounts.set_pace(tx, row.id, pace_to_plain(chosen))
        events.append(tx, f"account:{row.id}", "paced", actor.name, now, **pace_to_plain(chosen))
    return chosen


def _own(tx: Transaction, actor: Actor, account_name: str) -> Any:
    row = account_named(tx, account_name)
    if actor.person is not None:
        require_unit(actor.person, row.unit)
    return row
