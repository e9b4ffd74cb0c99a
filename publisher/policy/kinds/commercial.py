"""Selling under the doctor's authority: offers, prices, products, endorsement; heavier when the flags say it is
paid."""

from collections.abc import Iterator

from publisher.policy.kinds import Hit, wording
from publisher.policy.packs import Rule
from publisher.policy.reading import Reading


def find(rule: Rule, reading: Reading) -> Iterator[Hit]:
    yield from wording.find(rule, reading)
