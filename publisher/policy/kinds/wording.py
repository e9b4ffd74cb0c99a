"""Words and phrases that may not stand, in the text, its title or the question beside it."""

from collections.abc import Iterator

from publisher.policy.kinds import Hit, phrase_hits
from publisher.policy.packs import Rule
from publisher.policy.reading import Reading


def find(rule: Rule, reading: Reading) -> Iterator[Hit]:
    yield from phrase_hits(rule, reading)
    title = reading.title
    if title is None:
        return
    for matcher in rule.match:
        spans = title.matches(matcher) if matcher.place == "text" and not matcher.absent else []
        if spans and matcher.find:
            start, end = title.text.original(*spans[0])
            yield Hit(0, 0, title.text.raw[start:end], matcher.level)
