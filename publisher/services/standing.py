"""Which signed text stands at this second for a community, asked of the database each time, and the post it makes."""

from collections.abc import Sequence
from dataclasses import dataclass

from publisher.channels.contract import Post
from publisher.domain.communities import Community
from publisher.domain.entries import STANDING
from publisher.domain.errors import NotFound, Refusal
from publisher.domain.places import Jurisdiction
from publisher.domain.sentences import Sentence, say
from publisher.services import fitness, freezing, lawful
from publisher.services.desk import Desk
from publisher.storage import Transaction, entries, listing, people


@dataclass(frozen=True)
class Standing:
    """A text that may be handed out now, and the revision it is."""

    revision: str
    post: Post


def against(desk: Desk, tx: Transaction, entry_id: str) -> list[Sentence]:
    """Why a text may not be shown now; empty when it stands. NotFound when there is none."""
    row = entries.row(tx, entry_id)
    if row is None:
        raise NotFound(say("There is no entry {id}.", id=entry_id))
    if listing.status_of(tx, entry_id, desk.today()) not in STANDING:
        gone = fitness.standing(desk, tx, row, row.head_revision) if row.head_revision else None
        if gone and gone.gone:
            return [gone.gone]
        return list(gone.reasons) if gone and gone.reasons else [say("no doctor here has signed it as it is now.")]
    found = fitness.standing(desk, tx, row, row.head_revision)
    return [found.gone] if found.gone else list(found.reasons)


def against_for(desk: Desk, tx: Transaction, entry_id: str, places: Sequence[Jurisdiction]) -> list[Sentence]:
    """Why a text answers nobody who asks in these places: as `against`, or their law forbids it.

    A group's language is not asked: who writes Russian in an English one is answered in Russian.
    """
    return against(desk, tx, entry_id) or lawful.against(desk, tx, entry_id, places)


def against_in(desk: Desk, tx: Transaction, entry_id: str, communities: list[Community]) -> list[Sentence]:
    """Why a text may not be shown in these communities now: as `against`, or their language or law forbids it."""
    if reasons := against(desk, tx, entry_id):
        return reasons
    return _forbidding(tx, _reading(desk, tx, entry_id, communities), communities)


def stands(desk: Desk, tx: Transaction, entry_id: str, communities: list[Community]) -> Standing:
    """The text for these communities. Refusal when it fell, expired, speaks another language, or their law forbids it.

    The packs of every community's jurisdiction run now, with the disclaimers they ask for.
    """
    if reasons := against(desk, tx, entry_id):
        raise Refusal(say("“{title}” is not handed out:", title=entries.row(tx, entry_id).title), *reasons)
    found = _reading(desk, tx, entry_id, communities)
    if reasons := _forbidding(tx, found, communities):
        raise Refusal(*reasons)
    _require_one_wording(desk, tx, entry_id, communities)
    approval = entries.approval(tx, found.revision.id)
    approver = people.by_id(tx, approval.person) if approval else None
    row = entries.row(tx, entry_id)
    post = freezing.post_of(desk, tx, row, found.revision, found.report, found.signature, found.signer, approver)
    return Standing(found.revision.id, post)


def _reading(desk: Desk, tx: Transaction, entry_id: str, communities: list[Community]) -> lawful.Reading:
    return lawful.read(desk, tx, entry_id, [one.jurisdiction for one in communities])


def _require_one_wording(desk: Desk, tx: Transaction, entry_id: str, communities: list[Community]) -> None:
    """One copy names one emergency number: readers of two countries may need two."""
    said: dict[str, str] = {}
    for place in dict.fromkeys(one.jurisdiction for one in communities):
        for one in lawful.read(desk, tx, entry_id, [place]).report.disclaimers:
            if said.setdefault(one.id, one.text) != one.text:
                raise Refusal(say("These groups need different local numbers; copy for one country at a time."))


def _forbidding(tx: Transaction, found: lawful.Reading, communities: list[Community]) -> list[Sentence]:
    for one in communities:
        if one.language is not found.revision.content.language:
            return [say("“{name}” speaks another language than this answer.", name=one.name)]
    return lawful.forbidding(tx, found)
