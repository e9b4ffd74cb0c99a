"""Who is on duty for crisis cases now, and who is called after her when she does not answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from publisher.domain.errors import NotAllowed, NotFound, Refusal
from publisher.domain.ids import new_id
from publisher.domain.people import Person, Role
from publisher.domain.sentences import say
from publisher.services.desk import Actor, Desk, require
from publisher.storage import Transaction, crises, crisis_counts, events, people

_LONGEST = timedelta(days=366)
_AHEAD = timedelta(days=60)


@dataclass(frozen=True)
class Duty:
    """A person's time on duty. `place` 1 is called first."""

    id: str
    person: str
    name: str
    starts_at: datetime
    ends_at: datetime
    place: int


def duties(desk: Desk, actor: Actor) -> list[Duty]:
    """Running and coming duties."""
    require(actor)
    now = desk.clock()
    with desk.db.read() as tx:
        rows = crises.duties(tx, now, now + _AHEAD)
    return [Duty(row.id, row.person, row.name, row.starts_at, row.ends_at, row.place) for row in rows if row.active]


def add_duty(desk: Desk, actor: Actor, person_id: str, starts_at: datetime, ends_at: datetime, place: int = 1) -> str:
    """Put a person on duty. Administrators do this, and whoever is a duty person for herself."""
    who = require(actor, Role.ADMINISTRATOR, Role.DUTY)
    if not who.has(Role.ADMINISTRATOR) and who.id != person_id:
        raise NotAllowed(say("Only an administrator puts somebody else on duty."))
    if not starts_at < ends_at <= starts_at + _LONGEST:
        raise Refusal(say("A duty ends after it begins, within a year."))
    now, own = desk.clock(), new_id()
    with desk.db.write() as tx:
        person = people.by_id(tx, person_id)
        if person is None or not person.active:
            raise NotFound(say("There is no such person here."))
        values = {"person": person_id, "starts_at": starts_at, "ends_at": ends_at, "place": place}
        crises.add_duty(tx, id=own, **values)
        events.append(tx, f"duty:{own}", "added", actor.name, now, **values)
    return own


def end_duty(desk: Desk, actor: Actor, duty_id: str) -> None:
    """End a duty now."""
    who = require(actor, Role.ADMINISTRATOR, Role.DUTY)
    now = desk.clock()
    with desk.db.write() as tx:
        row = crises.duty(tx, duty_id)
        if row is None:
            raise NotFound(say("There is no such duty."))
        if not who.has(Role.ADMINISTRATOR) and row.person != who.id:
            raise NotAllowed(say("Only an administrator puts somebody else on duty."))
        crises.end_duty(tx, duty_id, now)
        events.append(tx, f"duty:{duty_id}", "ended", actor.name, now)


def to_call(tx: Transaction, now: datetime) -> list[Person]:
    """Who is called for a case, in order: the roster, then duty persons, then administrators."""
    everybody = {one.id: one for one in people.all_people(tx) if one.active}
    rostered = sorted(crises.duties(tx, now, now + timedelta(microseconds=1)), key=lambda row: row.place)
    ids = [row.person for row in rostered if row.person in everybody]
    ids += [one.id for one in everybody.values() if one.has(Role.DUTY)]
    ids += [one.id for one in everybody.values() if one.has(Role.ADMINISTRATOR)]
    return [everybody[one] for one in dict.fromkeys(ids)]


def is_rostered(tx: Transaction, person: Person, now: datetime) -> bool:
    rows = crises.duties(tx, now, now + timedelta(microseconds=1))
    return any(row.person == person.id for row in rows)


def sees_all(tx: Transaction, person: Person, now: datetime) -> bool:
    """Whether every crisis case is hers to see: duty persons, administrators, and whoever is rostered now."""
    return person.has(Role.DUTY, Role.ADMINISTRATOR) or is_rostered(tx, person, now)


def waiting_too_long(desk: Desk) -> int:
    """How many cases wait for somebody although one person had her time to come."""
    with desk.db.read() as tx:
        return crisis_counts.count_waiting(tx, desk.clock() - timedelta(seconds=desk.settings.crisis_seconds))


def follow_ups(desk: Desk) -> int:
    """How many cases of old messages wait for somebody: nobody is called for them, so pages tell of them."""
    with desk.db.read() as tx:
        return crisis_counts.count_follow_ups(tx)


def on_duty(desk: Desk) -> Person | None:
    """The named person who is called first."""
    with desk.db.read() as tx:
        found = to_call(tx, desk.clock())
    return found[0] if found else None
