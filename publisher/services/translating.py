"""A translation whose source fell: a writer compares the two and says so, and a doctor signs it anew."""

from publisher.domain.errors import Refusal
from publisher.domain.sentences import say
from publisher.services import drafting, translated
from publisher.services.desk import Actor, Desk
from publisher.services.views import EntryView


def compared(desk: Desk, actor: Actor, entry_id: str) -> EntryView:
    """Keep a version that translates what holds now in the place of its source; it is to be signed.

    Where nothing holds any more it translates nothing: whoever signs it answers for it as for a text of her own.
    """
    working = drafting.working_copy(desk, actor, entry_id)
    with desk.db.read() as tx:
        if translated.fell(tx, working.content) is None:
            raise Refusal(say("Its source stands as it was translated; there is nothing to compare."))
        newest = translated.holding(tx, working.content)
    changes = {"translation_of": newest.id if newest else None}
    drafting.save_working_copy(desk, actor, entry_id, changes, working.version)
    return drafting.keep_revision(desk, actor, entry_id)
