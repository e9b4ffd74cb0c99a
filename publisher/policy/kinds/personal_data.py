"""Data that points to a person. The detectors decide where; the rule says which kinds of data it forbids."""

from collections.abc import Iterator

from publisher.policy.kinds import Hit, phrase_hits
from publisher.policy.packs import Rule
from publisher.policy.personal import personal_data
from publisher.policy.reading import Reading


def find(rule: Rule, reading: Reading) -> Iterator[Hit]:
    wanted = set(rule.entities)
    for item in personal_data(reading):
        if item.entity in wanted:
            yield Hit(item.start, item.end, reading.text.raw[item.start : item.end], item.level)
    yield from phrase_hits(rule, reading)
