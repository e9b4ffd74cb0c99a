"""Notes that something changed on which earlier checks rest; the worker asks again what depends on it."""

from publisher.services.desk import Desk
from publisher.storage import Transaction, home


def people_changed(tx: Transaction, desk: Desk) -> None:
    """Note, in the transaction of the change, that licences or accounts are not what they were."""
    home.put(tx, "people_changes", (home.get(tx, "people_changes") or 0) + 1, desk.clock())
