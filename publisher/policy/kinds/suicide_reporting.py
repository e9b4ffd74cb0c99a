"""How a text speaks about suicide: method, place, notes and sensation in the text or its title; help must stand with
it."""

from collections.abc import Iterator

from publisher.policy.kinds import Hit, wording
from publisher.policy.packs import Rule
from publisher.policy.reading import Reading


def find(rule: Rule, reading: Reading) -> Iterator[Hit]:
    yield from wording.find(rule, reading)
