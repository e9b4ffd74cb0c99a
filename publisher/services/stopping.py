"""The stop switch: nothing of this installation leaves until somebody turns it back."""

from publisher.domain.people import Role
from publisher.services import wording
from publisher.services.desk import Actor, Desk, require
from publisher.storage import events, home


def hold_all(desk: Desk, actor: Actor, reason: str) -> None:
    """The stop switch: from this moment nothing of this installation leaves."""
    _switch(desk, actor, {"reason": wording.reason(desk.gate, reason) or "—", "by": actor.name})


def resume_all(desk: Desk, actor: Actor) -> None:
    _switch(desk, actor, None)


def _switch(desk: Desk, actor: Actor, value: dict[str, str] | None) -> None:
    if actor.person is not None or actor.how != "shell":
        require(actor, Role.DOCTOR, Role.EDITOR, Role.ADMINISTRATOR)
    now = desk.clock()
    with desk.db.write() as tx:
        home.put(tx, "stopped", value, now)
        events.append(tx, "installation", "stopped" if value else "resumed", actor.name, now, **(value or {}))


def stopped(desk: Desk) -> str | None:
    """Why everything is stopped, or None."""
    with desk.db.read() as tx:
        value = home.get(tx, "stopped")
    return value["reason"] if value else None
