"""Handing out: every copy of a signed text is a handout, recorded before anybody holds it. The text is the signed one.

One copy may go to several communities of one language at once. What fell is refused here, whatever a page shows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from publisher.channels.contract import Post
from publisher.channels.site.addresses import Addresses, index_path
from publisher.domain.communities import Community
from publisher.domain.errors import Refusal
from publisher.domain.handouts import Form
from publisher.domain.ids import new_id
from publisher.domain.people import Person, Role
from publisher.domain.publications import PublicationState
from publisher.domain.sentences import say
from publisher.services import communities, copies, standing
from publisher.services.desk import Actor, Desk, require
from publisher.services.standing import Standing
from publisher.storage import Transaction, accounts, entries, events, handouts, publications

HANDERS = (Role.MODERATOR, Role.VOLUNTEER, Role.DOCTOR, Role.EDITOR, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class Copied:
    """What a moderator now holds. `picture` is PNG; `qr` is SVG; `text` is what is pasted, in every form."""

    copy: str
    text: str
    picture: bytes | None = None
    qr: str | None = None


@dataclass(frozen=True)
class HandoutRow:
    """One line of “my handouts”. `fallen`: what was handed out no longer stands."""

    id: str
    entry: str
    title: str
    community: str
    form: Form
    stage: str | None
    person: str
    at: datetime
    fallen: bool


def hand_out(desk: Desk, actor: Actor, entry_id: str, form: Form, wanted: Sequence[str]) -> Copied:
    """Copy one answer for one or several communities. Refusal when it does not stand at this second."""
    person = require(actor, *HANDERS)
    with desk.db.read() as tx:
        places = communities.require_all(tx, actor, wanted)
        drawn = standing.stands(desk, tx, entry_id, places)
        made = _made(desk, tx, drawn, form)
    with desk.db.write() as tx:
        entries.lock(tx, entry_id)  # what falls at this moment fell before, or finds this copy to call it back
        found = standing.stands(desk, tx, entry_id, places)
        if found.revision != drawn.revision:
            raise Refusal(say("A newer version was signed just now; copy it again."))
        copy = record(desk, tx, person, actor, [(entry_id, found.revision)], places, form)
        return made(found.post, copy)


def _made(desk: Desk, tx: Transaction, found: Standing, form: Form) -> Callable[[Post, str], Copied]:
    """Draw before the write lock is taken: a picture takes a while."""
    if form is Form.TEXT:
        return lambda post, copy: Copied(copy, copies.text_of(post))
    if form is Form.CARD:
        picture = copies.picture_of(found.post)
        return lambda post, copy: Copied(copy, copies.text_of(post), picture=picture)
    if form is Form.LINK:
        address = address_of(desk, tx, found.post)
        return lambda post, copy: Copied(copy, f"{post.title.strip()}\n{address}", qr=copies.qr_svg(address))
    raise Refusal(say("One answer is handed out as text, card or link."))


def record(
    desk: Desk,
    tx: Transaction,
    person: Person,
    actor: Actor,
    texts: Sequence[tuple[str, str]],
    places: Sequence[Community],
    form: Form,
    stage: str | None = None,
) -> str:
    """Write the handouts of one copy: each text (entry, revision) in each community."""
    copy, now = new_id(), desk.clock()
    for entry, revision in texts:
        for place in places:
            handout = handouts.add(
                tx,
                copy=copy,
                community=place.id,
                entry=entry,
                revision=revision,
                person=person.id,
                form=form,
                stage=stage,
                at=now,
            )
            detail = {"handout": handout, "revision": revision, "community": place.id, "form": form, "stage": stage}
            events.append(tx, f"entry:{entry}", "handed_out", actor.name, now, **detail)
    return copy


def address_of(desk: Desk, tx: Transaction, post: Post) -> str:
    """Where readers find a text on the public site. Refusal when it is not there."""
    site = {row.id for row in accounts.all_rows(tx) if row.kind == "site"}
    for one in publications.in_states(tx, [PublicationState.PUBLISHED], entry=post.entry, revision=post.revision):
        if one.account in site:
            return _addresses(desk).page(post.language, post.entry)
    raise Refusal(say("It is not on the public site yet; hand it out as text or card, or publish it there first."))


def stage_address(desk: Desk, post: Post, stage: str) -> str:
    return _addresses(desk).to(index_path(post.language, stage))


def _addresses(desk: Desk) -> Addresses:
    return Addresses(desk.public_url, "")


def listed(desk: Desk, actor: Actor, *, entry: str | None = None, limit: int = 50) -> list[HandoutRow]:
    """A moderator's own handouts; those in her communities for whoever keeps communities."""
    with desk.db.read() as tx:
        if actor.person is None:
            rows = handouts.listed(tx, entry=entry, limit=limit)
        else:
            person = require(actor)
            everybody = person.has(Role.EDITOR, Role.ADMINISTRATOR)
            rows = handouts.listed(tx, person=None if everybody else person.id, entry=entry, limit=limit)
    return [_row(row) for row in rows]


def _row(row: Any) -> HandoutRow:
    fallen = row.withdrawn_at is not None or row.superseded_by is not None or row.called_back
    return HandoutRow(
        row.id, row.entry, row.title, row.community_name, Form(row.form), row.stage, row.person_name, row.at, fallen
    )
