"""Clinical acts towards one person: the sentences that the advice reader marked with an act this rule forbids."""

from collections.abc import Iterator

from publisher.policy.advice import advice_of
from publisher.policy.kinds import Hit
from publisher.policy.packs import Rule
from publisher.policy.reading import Reading


def find(rule: Rule, reading: Reading) -> Iterator[Hit]:
    for sentence in advice_of(reading):
        if sentence.acts & set(rule.acts):
            start, end = reading.text.original(sentence.start, sentence.end)
            yield Hit(start, end, reading.text.raw[start:end], sentence.level)
