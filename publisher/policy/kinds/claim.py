"""Claims: guarantees, rates without a source, superlatives, miracles, fear. The title is read as sharply as the
text."""

from collections.abc import Iterator

from publisher.policy.kinds import Hit, wording
from publisher.policy.packs import Rule
from publisher.policy.reading import Reading


def find(rule: Rule, reading: Reading) -> Iterator[Hit]:
    yield from wording.find(rule, reading)
