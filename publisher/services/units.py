"""The parts of an organisation: who works in which, whose accounts are whose. A unit exists by being named."""

from collections.abc import Iterable
from dataclasses import replace

from publisher.domain.errors import NotFound, Refusal
from publisher.domain.people import Person
from publisher.domain.sentences import say
from publisher.services.desk import Actor, Desk, require_administration
from publisher.storage import accounts, events, people

LONGEST_NAME = 80


def units(desk: Desk) -> list[str]:
    """Every unit somebody works in, in order of their names."""
    with desk.db.read() as tx:
        return sorted({unit for person in people.all_people(tx) for unit in person.units})


def set_units(desk: Desk, actor: Actor, person_id: str, names: Iterable[str]) -> Person:
    """Where a person works; none: everywhere. The first is where what she writes belongs."""
    require_administration(actor)
    chosen = known(names)
    now = desk.clock()
    with desk.db.write() as tx:
        person = people.by_id(tx, person_id)
        if person is None:
            raise NotFound(say("This person does not exist."))
        changed = replace(person, units=chosen)
        people.change(tx, changed)
        events.append(tx, f"person:{person_id}", "units_set", actor.name, now, units=list(chosen))
    return changed


def set_account_unit(desk: Desk, actor: Actor, name: str, unit: str | None) -> None:
    """Whose account it is; None: the whole organisation's."""
    require_administration(actor)
    chosen = known([unit])[0] if unit else None
    now = desk.clock()
    with desk.db.write() as tx:
        row = accounts.by_name(tx, name)
        if row is None:
            raise NotFound(
                say("There is no channel account “{name}”; `publisher channels list` shows them.", name=name)
            )
        accounts.set_unit(tx, row.id, chosen)
        events.append(tx, f"account:{row.id}", "unit_set", actor.name, now, unit=chosen)


def known(names: Iterable[str]) -> tuple[str, ...]:
    """Names as they are kept: without blanks around them, each once. Refusal names one that cannot be kept."""
    chosen = tuple(dict.fromkeys(" ".join(name.split()) for name in names))
    for name in chosen:
        if not name or len(name) > LONGEST_NAME:
            raise Refusal(say("A unit has a name of at most {count} characters.", count=LONGEST_NAME))
    return chosen
