"""Stage lists: what a newcomer at a stage needs, in its order, per community; and the pack she is handed.

A pack holds only what stands at that second; what fell stays visible to whoever keeps the list, never to a reader.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from publisher.channels.contract import Post
from publisher.domain.communities import Community
from publisher.domain.errors import NotFound, Refusal
from publisher.domain.handouts import Form
from publisher.domain.people import Role
from publisher.domain.publications import PublicationState
from publisher.domain.sentences import Sentence, say
from publisher.domain.stages import Stage, day_of
from publisher.services import communities, copies, handing_out, standing
from publisher.services.desk import Actor, Desk, require
from publisher.services.handing_out import HANDERS, Copied
from publisher.services.stages import require_stages, stages
from publisher.storage import Transaction, accounts, entries, events, publications
from publisher.storage import communities as rows

KEEPERS = (Role.MODERATOR, Role.EDITOR, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class Line:
    """One text of a list. `fallen` says why a newcomer does not get it now; empty when she does."""

    entry: str
    title: str
    fallen: tuple[Sentence, ...]


@dataclass(frozen=True)
class Pack:
    """A newcomer's pack of one community: its stage and the texts in their order."""

    community: Community
    stage: Stage
    lines: tuple[Line, ...]

    @property
    def title(self) -> str:
        return self.stage.name(self.community.language)

    @property
    def standing(self) -> list[str]:
        return [line.entry for line in self.lines if not line.fallen]


def stage_for(clock: str, said: str) -> Stage:
    """The stage of a reader who says where she is (“19w6d” on the clock “pregnancy”). Refusal when it means nothing."""
    day = day_of(said)
    found = stages().at(clock, day) if day is not None else None
    if found is None:
        clocks = ", ".join(stages().clocks)
        raise Refusal(
            say(
                "“{time}” is no time on the clock {clock}; write 19w6d or 45d. Clocks: {clocks}.",
                time=said,
                clock=clock,
                clocks=clocks,
            )
        )
    return found


def pack(desk: Desk, actor: Actor, community_id: str, stage_id: str) -> Pack:
    """The list as it stands at this second."""
    with desk.db.read() as tx:
        (place,) = communities.require_all(tx, actor, [community_id])
        return _pack(desk, tx, place, stage_id)


def _pack(desk: Desk, tx: Transaction, place: Community, stage_id: str) -> Pack:
    (stage,) = require_stages([stage_id])
    held = rows.stage_list(tx, place.id, stage_id)
    return Pack(place, stage, tuple(_line(desk, tx, place, entry) for entry in held))


def _line(desk: Desk, tx: Transaction, place: Community, entry: str) -> Line:
    fallen = standing.against_in(desk, tx, entry, [place])
    return Line(entry, entries.row(tx, entry).title, tuple(fallen))


def set_list(desk: Desk, actor: Actor, community_id: str, stage_id: str, wanted: Sequence[str]) -> Pack:
    """Give a list its texts and their order. What is new in it must be signed, valid and of the group's language."""
    return _change(desk, actor, community_id, stage_id, lambda _held: wanted, adding=wanted)


def put(desk: Desk, actor: Actor, community_id: str, stage_id: str, entry: str) -> Pack:
    """Add one text to the end of a list."""
    return _change(desk, actor, community_id, stage_id, lambda held: [*held, entry], adding=[entry])


def move(desk: Desk, actor: Actor, community_id: str, stage_id: str, entry: str, by: int) -> Pack:
    """Move one text up (-1) or down (1) in its list; 0 takes it out."""

    def moved(held: list[str]) -> list[str]:
        if entry not in held:
            raise NotFound(say("There is no entry {id}.", id=entry))
        order = [one for one in held if one != entry]
        if by:
            order.insert(max(0, held.index(entry) + by), entry)
        return order

    return _change(desk, actor, community_id, stage_id, moved)


def _change(
    desk: Desk,
    actor: Actor,
    community_id: str,
    stage_id: str,
    order_of: Callable[[list[str]], Sequence[str]],
    adding: Sequence[str] = (),
) -> Pack:
    """Give a list the order that follows from its own of this second: nobody else changes it meanwhile.

    `adding`: the texts that may be new in it, locked first, so that one that falls or is replaced now is not missed.
    """
    require(actor, *KEEPERS)
    now = desk.clock()
    with desk.db.write() as tx:
        (place,) = communities.require_all(tx, actor, [community_id])
        require_stages([stage_id])
        for entry in sorted(adding):
            entries.lock(tx, entry)
        rows.lock(tx, community_id)
        held = rows.stage_list(tx, community_id, stage_id)
        order = list(dict.fromkeys(order_of(held)))
        for entry in order:
            if entry not in held:
                standing.stands(desk, tx, entry, [place])
        rows.set_stage_list(tx, community_id, stage_id, order, actor.id, now)
        record = f"community:{community_id}"
        events.append(tx, record, "stage_list_set", actor.name, now, stage=stage_id, entries=order)
        return _pack(desk, tx, place, stage_id)


@dataclass(frozen=True)
class Taken:
    """A pack that was handed out; `file` is the PDF's bytes, `revisions` are those in it, in their order."""

    copied: Copied
    file: bytes | None = None
    revisions: tuple[str, ...] = ()


def take(desk: Desk, actor: Actor, community_id: str, stage_id: str, form: Form) -> Taken:
    """Hand the pack out; every text in it is a handout. Refusal when nothing in the list stands."""
    person = require(actor, *HANDERS)
    with desk.db.read() as tx:
        (place,) = communities.require_all(tx, actor, [community_id])
        found, made = _made(desk, tx, place, stage_id, form)
    with desk.db.write() as tx:
        for entry in sorted(entry for entry, _revision in found):  # in one order, so that no two wait for each other
            entries.lock(tx, entry)
        again, _made_again = _texts(desk, tx, place, stage_id)
        if [one[1] for one in again] != [one[1] for one in found]:
            raise Refusal(say("The list changed just now; take it again."))
        copy = handing_out.record(desk, tx, person, actor, found, [place], form, stage_id)
    text, picture, file, code = made
    return Taken(Copied(copy, text, picture, code), file, tuple(revision for _entry, revision in found))


def still_holds(desk: Desk, actor: Actor, community_id: str, stage_id: str, taken: Taken) -> bool:
    """Whether a pack that was taken is what the list is at this second: else it must not be copied once more."""
    with desk.db.read() as tx:
        (place,) = communities.require_all(tx, actor, [community_id])
        if not _pack(desk, tx, place, stage_id).standing:
            return False
        texts, _posts = _texts(desk, tx, place, stage_id)
    return tuple(revision for _entry, revision in texts) == taken.revisions


_Made = tuple[str, bytes | None, bytes | None, str | None]


def _texts(desk: Desk, tx: Transaction, place: Community, stage_id: str) -> tuple[list[tuple[str, str]], list[Post]]:
    held = [(entry, standing.stands(desk, tx, entry, [place])) for entry in _pack(desk, tx, place, stage_id).standing]
    if not held:
        raise Refusal(say("Nothing in this list stands now; add signed answers to it."))
    return [(entry, one.revision) for entry, one in held], [one.post for _entry, one in held]


def _made(
    desk: Desk, tx: Transaction, place: Community, stage_id: str, form: Form
) -> tuple[list[tuple[str, str]], _Made]:
    texts, posts = _texts(desk, tx, place, stage_id)
    title = require_stages([stage_id])[0].name(place.language)
    whole = copies.pack_text(title, posts)
    if form is Form.CARD:
        return texts, (whole, copies.pack_picture(title, posts), None, None)
    if form is Form.PDF:
        from publisher.rendering import papers  # drawing takes a moment to import

        return texts, (whole, None, papers.pdf(title, *copies.pack_parts(posts)), None)
    if form is Form.PAGE:
        address = _page(desk, tx, posts, stage_id)
        return texts, (f"{title}\n{address}", None, None, copies.qr_svg(address))
    return texts, (whole, None, None, None)


def _page(desk: Desk, tx: Transaction, posts: Sequence[Post], stage_id: str) -> str:
    """The stage's page on the public site. Refusal when a text of the pack is not on it."""
    site = {row.id for row in accounts.all_rows(tx) if row.kind == "site"}
    for post in posts:
        there = publications.in_states(tx, [PublicationState.PUBLISHED], entry=post.entry, revision=post.revision)
        if stage_id not in post.stages or not any(one.account in site for one in there):
            raise Refusal(say("“{title}” is not on the public page of this stage yet.", title=post.title))
    return handing_out.stage_address(desk, posts[0], stage_id)
