"""What a channel may not carry: promotion on banned resources, marks and links of banned organisations.

A channel is the one of the context, or the one the text itself names in brackets at its head.
"""

from collections.abc import Iterator

from publisher.policy.kinds import Hit, phrase_hits
from publisher.policy.packs import Rule
from publisher.policy.reading import Reading


def find(rule: Rule, reading: Reading) -> Iterator[Hit]:
    yield from phrase_hits(rule, reading)
