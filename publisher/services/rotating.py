"""Another secret key: everything that is sealed is sealed again. Broken off at any point, it is just begun anew."""

from publisher.services import assistant_settings
from publisher.services.desk import Actor, Desk, require_administration
from publisher.storage import events, sealed


def change_key(desk: Desk, actor: Actor) -> int:
    """Seal every value with a new key and forget the old one; how many there were."""
    require_administration(actor)
    desk.sealer.begin_change()
    with desk.db.write() as tx:
        count = 0
        for table, row, value in list(sealed.values(tx)):
            place = f"{table}:{row}"
            sealed.put(tx, table, row, desk.sealer.seal(place, desk.sealer.open(place, value)))
            count += 1
        count += assistant_settings.seal_again(desk, tx)
        events.append(tx, "installation", "key_changed", actor.name, desk.clock(), count=count)
    desk.sealer.end_change()
    return count
