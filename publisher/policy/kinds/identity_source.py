"""Who speaks and what it rests on: unverified authors, claims of authority without a name, attributions to nobody."""

from collections.abc import Iterator

from publisher.policy.kinds import Hit, phrase_hits
from publisher.policy.packs import Rule
from publisher.policy.reading import Reading


def find(rule: Rule, reading: Reading) -> Iterator[Hit]:
    yield from phrase_hits(rule, reading)
