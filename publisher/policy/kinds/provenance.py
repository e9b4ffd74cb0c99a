"""Where the words and pictures come from: AI used, AI unapproved or unlabelled, software standing in for the doctor."""

from collections.abc import Iterator

from publisher.policy.kinds import Hit, phrase_hits
from publisher.policy.packs import Rule
from publisher.policy.reading import Reading


def find(rule: Rule, reading: Reading) -> Iterator[Hit]:
    yield from phrase_hits(rule, reading)
