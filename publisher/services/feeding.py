"""Questions from a comment feed: fetched when it changed, masked and triaged like everything that comes in."""

from publisher import net
from publisher.domain.people import Role
from publisher.intake import feeds
from publisher.services import hiding_names, receiving
from publisher.services.desk import Actor, Desk, require
from publisher.services.fields import Rejected
from publisher.services.importing import ImportResult
from publisher.storage import home

_STEP = 100


def read_feed(desk: Desk, actor: Actor, url: str, route: net.Route = net.OPEN) -> ImportResult:
    """Take in what is new in a feed. The same entry with the same words changes nothing. Refusal when unreadable."""
    if actor.how != "shell":
        require(actor, Role.DOCTOR, Role.MODERATOR, Role.EDITOR, Role.ADMINISTRATOR)
    hiding_names.hide(desk)
    place = "feed:" + desk.sealer.pseudonym("feed", url)
    with desk.db.read() as tx:
        marks = home.get(tx, place) or {}
    fetched = feeds.fetch(url, marks.get("etag", ""), marks.get("modified", ""), route)
    result = ImportResult()
    if fetched.unchanged:
        return result
    read = []
    for message in feeds.messages(fetched.body, url):
        try:
            read.append(receiving.read(desk, "feed", message))
        except Rejected as reason:
            result.rejected.append({"line": message.line, "reason": str(reason)})
    for begin in range(0, len(read), _STEP):
        with desk.db.write() as tx:
            done = receiving.store(desk, tx, actor, "feed", read[begin : begin + _STEP])
        result.created += len(done.created)
        result.updated += len(done.updated)
        result.unchanged += done.unchanged
    with desk.db.write() as tx:  # last, so that a feed whose reading was cut short is read again
        home.put(tx, place, {"etag": fetched.etag, "modified": fetched.modified}, desk.clock())
    return result
