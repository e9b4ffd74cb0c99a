"""A community's new name goes to everything that names it: accounts that listen for it, what was asked in it.

An import that still brings the old name brings a group of that name, as any unknown one.
"""

from datetime import datetime

from publisher.channels.incoming import LISTENS_FOR
from publisher.domain.communities import Community
from publisher.services.desk import Actor, Desk
from publisher.services.message_words import stand_in
from publisher.storage import Transaction, accounts, events, inbox


def begin(desk: Desk, tx: Transaction, community: Community) -> None:
    """What came in before the group was kept here, and so under a stand-in, is found under its name."""
    before = stand_in(desk, community.name)
    if before != community.name:
        inbox.rename_community(tx, before, community.name)


def follow(tx: Transaction, actor: Actor, before: Community, after: Community, now: datetime) -> None:
    """In the transaction that renames it, so that no message falls between two names."""
    if before.name == after.name:
        return
    for row in accounts.all_rows(tx):
        if row.settings.get(LISTENS_FOR, "").strip() == before.name:
            accounts.change(tx, row.id, settings=row.settings | {LISTENS_FOR: after.name})
            events.append(tx, f"account:{row.id}", "changed", actor.name, now, fields=LISTENS_FOR)
    inbox.rename_community(tx, before.name, after.name)
