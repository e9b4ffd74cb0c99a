"""Questions from a comment feed: fetched when it changed, masked and triaged like everything that comes in."""

from dataclasses import replace

from publisher import net
from publisher.domain.people import Role
from publisher.intake import feeds
from publisher.intake.messages import Message
from publisher.services import hiding_names, receiving
from publisher.services.desk import Actor, Desk, require
from publisher.services.fields import Rejected
from publisher.services.importing import ImportResult
from publisher.services.message_names import hidden
from publisher.services.receiving import Read
from publisher.services.repeating import in_its_words
from publisher.services.writers import author_of
from publisher.storage import Transaction, home, inbox

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
            batch = _named_before(desk, tx, url, read[begin : begin + _STEP])
            done = receiving.store(desk, tx, actor, "feed", batch)
        result.created += len(done.created)
        result.updated += len(done.updated)
        result.unchanged += done.unchanged
    with desk.db.write() as tx:  # last, so that a feed whose reading was cut short is read again
        home.put(tx, place, {"etag": fetched.etag, "modified": fetched.modified}, desk.clock())
    return result


def _named_before(desk: Desk, tx: Transaction, url: str, read: list[Read]) -> list[Read]:
    """An entry that was taken in when its name did not yet hold the feed's address keeps the name it had."""
    before = {one.key: hidden(desk, "feed", f"feed:{_own_name(one.message, url)[:180]}") for one in read}
    known = inbox.known(tx, [*before, *before.values()])

    def kept(one: Read) -> bool:
        row = known.get(before[one.key])
        if row is None or one.key in known or row.community != one.message.group:
            return False
        # then a writer's name was not yet of one feed
        author = author_of(desk, "feed", replace(one.message, group=None))
        return bool(author and row.author == author) or in_its_words(one, row)

    return [replace(one, key=before[one.key]) if kept(one) else one for one in read]


def _own_name(entry: Message, url: str) -> str:
    """What the feed itself calls an entry."""
    return entry.key.removeprefix(f"feed:{url} ") or entry.origin.get("link", "")
