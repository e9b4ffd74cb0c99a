"""Communities and who works in them. A moderator sees and serves her own; editors and administrators all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from publisher.domain.communities import Community
from publisher.domain.errors import NotAllowed, NotFound, Refusal
from publisher.domain.ids import new_id
from publisher.domain.people import Person, Role
from publisher.domain.places import HOME_JURISDICTION, Jurisdiction, Language
from publisher.domain.sentences import say
from publisher.services import renaming
from publisher.services.desk import Actor, Desk, require
from publisher.services.stages import require_stages
from publisher.storage import Transaction, events, people
from publisher.storage import communities as rows

_OVERSEERS = (Role.EDITOR, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class Described:
    """What a person says of a community."""

    name: str
    language: Language
    jurisdiction: Jurisdiction | None = None
    hint: str | None = None
    stages: tuple[str, ...] = ()
    capacity: int | None = None
    members: int | None = None


def mine(desk: Desk, actor: Actor) -> list[Community]:
    """The communities this person may serve: her own, or all for an editor, an administrator and the home's owner."""
    with desk.db.read() as tx:
        return serves(tx, actor)


def serves(tx: Transaction, actor: Actor) -> list[Community]:
    if actor.how == "shell" and actor.person is None:
        return rows.all_of(tx)
    person = require(actor)
    return rows.all_of(tx, None if person.has(*_OVERSEERS) else person.id)


def require_all(tx: Transaction, actor: Actor, wanted: Sequence[str]) -> list[Community]:
    """The named communities. NotFound when one of them is not hers or is closed; Refusal when none is named."""
    if not wanted:
        raise Refusal(say("Choose the community it is for."))
    held = {one.id: one for one in serves(tx, actor)}
    if any(one not in held for one in wanted):
        raise NotFound(say("This community is not one of yours."))
    return [held[one] for one in dict.fromkeys(wanted)]


def named(desk: Desk, actor: Actor, name: str) -> Community:
    """One of this person's communities by its name."""
    with desk.db.read() as tx:
        for one in serves(tx, actor):
            if name in (one.name, one.id):
                return one
    raise NotFound(say("There is no community “{name}” among yours.", name=name))


def add(desk: Desk, actor: Actor, said: Described, *, like: str | None = None) -> Community:
    """Open a community. `like` is another one whose newcomer's packs it inherits."""
    _require_overseer(actor)
    now = desk.clock()
    with desk.db.write() as tx:
        community = _described(Community(new_id(), "", said.language, Jurisdiction.INT), said)
        _require_free(tx, community)
        rows.add(tx, community, now)
        renaming.begin(desk, tx, community)
        inherited = 0
        if like is not None:
            model = _existing(tx, like)
            if model.language is not community.language:
                raise Refusal(say("“{name}” speaks another language; its packs cannot be inherited.", name=model.name))
            inherited = rows.inherit_lists(tx, community.id, like, actor.id, now)
        record = f"community:{community.id}"
        events.append(tx, record, "added", actor.name, now, name=community.name, like=like, inherited=inherited)
    return community


def change(desk: Desk, actor: Actor, community_id: str, said: Described, shown: Community | None = None) -> Community:
    """Say anew what a community is. Its language stays: lists and handouts rest on it.

    `shown`: as it was when somebody began to change it; what she left as it was is what others made of it since.
    """
    _require_overseer(actor)
    now = desk.clock()
    with desk.db.write() as tx:
        before = _locked(tx, community_id)
        if shown is not None:
            said = _only_changed(said, shown, before)
        if said.language is not before.language:
            raise Refusal(say("A community keeps its language; open another one."))
        after = _described(before, said)
        _require_free(tx, after)
        rows.change(tx, after)
        renaming.follow(tx, actor, before, after, now)
        renaming.begin(desk, tx, after)
        events.append(tx, f"community:{community_id}", "changed", actor.name, now, members=after.members)
    return after


def count_members(desk: Desk, actor: Actor, community_id: str, members: int) -> Community:
    """Note how many are in a group now; whoever serves it may."""
    if members < 0:
        raise Refusal(say("A group cannot have fewer than no members."))
    now = desk.clock()
    with desk.db.write() as tx:
        require_all(tx, actor, [community_id])
        after = replace(_locked(tx, community_id), members=members)
        rows.change(tx, after)
        events.append(tx, f"community:{community_id}", "counted", actor.name, now, members=members)
    return after


def set_moderators(desk: Desk, actor: Actor, community_id: str, wanted: Sequence[str]) -> list[Person]:
    """Who works in a community from now on. Who worked there and has a closed account leaves; no page names them."""
    _require_overseer(actor)
    now = desk.clock()
    with desk.db.write() as tx:
        _existing(tx, community_id)
        found = {one: people.by_id(tx, one) for one in wanted}
        known = [one for one in found.values() if one is not None and one.active]
        closed = {one for one, person in found.items() if person is not None and not person.active}
        if len(known) + len(closed & set(rows.moderators(tx, community_id))) < len(found):
            raise NotFound(say("This person does not exist."))
        rows.set_moderators(tx, community_id, [one.id for one in known], now)
        said = sorted(one.id for one in known)
        events.append(tx, f"community:{community_id}", "moderators_set", actor.name, now, people=said)
    return known


def moderators(desk: Desk, actor: Actor, community_id: str) -> list[str]:
    """Ids of the people who work in a community."""
    with desk.db.read() as tx:
        require_all(tx, actor, [community_id])
        return rows.moderators(tx, community_id)


def close(desk: Desk, actor: Actor, community_id: str) -> None:
    """Nobody hands out there any more; what was handed out is still called back."""
    _require_overseer(actor)
    now = desk.clock()
    with desk.db.write() as tx:
        rows.change(tx, replace(_locked(tx, community_id), closed_at=now))
        events.append(tx, f"community:{community_id}", "closed", actor.name, now)


def closed(desk: Desk, actor: Actor) -> list[Community]:
    """What was closed and can be opened again."""
    _require_overseer(actor)
    with desk.db.read() as tx:
        return rows.closed(tx)


def reopen(desk: Desk, actor: Actor, community: str) -> Community:
    """A closed community, by its id or name, is served again by those who worked there, with its lists as they were."""
    now = desk.clock()
    found = next((one for one in closed(desk, actor) if community in (one.id, one.name)), None)
    with desk.db.write() as tx:
        before = _locked(tx, found.id) if found is not None else None
        if before is None or before.closed_at is None:
            raise NotFound(say("There is no closed community “{name}”.", name=community))
        after = replace(before, closed_at=None)
        rows.change(tx, after)
        events.append(tx, f"community:{before.id}", "reopened", actor.name, now)
    return after


def _require_overseer(actor: Actor) -> None:
    if actor.how == "shell" and actor.person is None:
        return
    if not require(actor).has(*_OVERSEERS):
        raise NotAllowed(say("Communities are kept by editors and administrators."))


def _existing(tx: Transaction, community_id: str) -> Community:
    community = rows.by_id(tx, community_id)
    if community is None:
        raise NotFound(say("This community does not exist."))
    return community


def _locked(tx: Transaction, community_id: str) -> Community:
    """As it stands, until the transaction ends: its row is written whole, and must undo nothing of others."""
    rows.lock(tx, community_id)
    return _existing(tx, community_id)


def _only_changed(said: Described, shown: Community, before: Community) -> Described:
    left = ("name", "jurisdiction", "hint", "stages", "capacity")
    kept = {name: getattr(before, name) for name in left if getattr(said, name) == getattr(shown, name)}
    return replace(said, **kept)


def _require_free(tx: Transaction, wanted: Community) -> None:
    other = rows.by_name(tx, wanted.name)
    if other is None or other.id == wanted.id:
        return
    if other.closed_at is not None:
        raise Refusal(
            say("“{name}” is closed and keeps its name; open it again, or choose another name.", name=wanted.name)
        )
    raise Refusal(say("There is a community “{name}” already.", name=wanted.name))


def _described(before: Community, said: Described) -> Community:
    name = " ".join(said.name.split())
    if not name or len(name) > 120:
        raise Refusal(say("Give the community a name of at most 120 characters."))
    if any(count is not None and count < 0 for count in (said.capacity, said.members)):
        raise Refusal(say("A group cannot have fewer than no members."))
    require_stages(said.stages)
    return replace(
        before,
        name=name,
        language=said.language,
        jurisdiction=said.jurisdiction or HOME_JURISDICTION[said.language],
        hint=(said.hint or "").strip()[:300] or None,
        stages=tuple(said.stages),
        capacity=said.capacity,
        members=before.members if said.members is None else said.members,
    )
