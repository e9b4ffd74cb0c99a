"""Readers of a newsletter who want no more of it."""

from publisher.channels._mailing import Mailing
from publisher.services.desk import Desk
from publisher.storage import accounts, events

FOLDER = "mail"


def leave(desk: Desk, account_id: str, token: str) -> bool:
    """Note that the reader with this token gets no more letters; False when nobody is known by it."""
    with desk.db.read() as tx:
        if accounts.by_id(tx, account_id) is None:
            return False
    if not Mailing(desk.home / FOLDER, account_id).leave(token):
        return False
    with desk.db.write() as tx:
        events.append(tx, f"account:{account_id}", "reader_left", "reader", desk.clock())
    return True
