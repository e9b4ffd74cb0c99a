"""A community's new name goes to everything that names it: accounts that listen for it, what was asked in it.

An import that still brings the old name brings a group of that name, as any unknown one.
"""

from datetime import datetime

from publisher.channels.incoming import LISTENS_FOR
from publisher.domain.communities import Community
from publisher.services.desk import Actor
from publisher.storage import Transaction, accounts, events, inbox


def follow(tx: Transaction, actor: Actor, before: Community, after: Community, now: datetime) -> None:
    """In the transaction that renames it, so that no message falls between two names."""
    if before.name == after.name:
        return
    for row in accounts.all_rows(tx):
        if row.settings.get(LISTENS_FOR, "").strip() == before.name:
            accounts.change(tx, row.id, settings=row.settings | {LISTENS_FOR: after.name})
            events.append(tx, f"account:{row.id}", "changed", actor.name, now, fields=LISTENS_FOR)
    inbox.rename_community(tx, before.name, after.name)
