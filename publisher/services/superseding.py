"""A new answer takes the place of those it was to replace: as soon as it stands itself, and not before.

Signed is not enough where a reviewer approves: until then, and if she returns it, the old answers stand as they did.
"""

from datetime import datetime

from publisher.domain.sentences import say
from publisher.services.corrected import follow_renewal
from publisher.services.desk import Actor, Desk
from publisher.services.withdrawing import take_back
from publisher.storage import Transaction, communities, entries, events, listing, replacements


def carry_out(desk: Desk, tx: Transaction, actor: Actor, entry_id: str, now: datetime) -> None:
    """If this text stands, what it was to replace is superseded and taken back, and leaves it its place in every list.
    Its own words, where they were called back for their date, are so no longer.

    Not what became a colleague's since it was chosen, for nobody replaces another's answer.
    """
    if not listing.stands(tx, entry_id, desk.today()):
        return
    follow_renewal(tx, actor, entry_id, now)
    for old, chosen_by in replacements.planned(tx, entry_id):
        row = entries.lock(tx, old)
        if row.superseded_by is not None or row.withdrawn_at is not None or row.author not in (None, chosen_by):
            continue
        entries.set_facts(tx, old, superseded_by=entry_id, updated_at=now)
        events.append(tx, f"entry:{old}", "superseded", actor.name, now, by=entry_id)
        take_back(tx, actor, old, str(say("a newer answer has taken its place.")), now)
        _into_lists(tx, actor, entry_id, old, now)


def _into_lists(tx: Transaction, actor: Actor, new: str, old: str, now: datetime) -> None:
    """Newcomers get the new answer where they got the old one. A list that holds both stays as it was made."""
    for community, stage in communities.lists_with(tx, old):
        communities.lock(tx, community)
        held = communities.stage_list(tx, community, stage)
        if old not in held or new in held:
            continue
        order = [new if one == old else one for one in held]
        communities.set_stage_list(tx, community, stage, order, actor.id, now)
        record = f"community:{community}"
        events.append(tx, record, "stage_list_set", actor.name, now, stage=stage, entries=order)
