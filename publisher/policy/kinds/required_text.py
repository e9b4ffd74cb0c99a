"""Text that must stand: fires on the whole text where what a situation calls for is missing.

Cues of `absent` are the required words; `find`, `near` and `when` say what calls for them.
"""

from collections.abc import Iterator

from publisher.policy.kinds import Hit, phrase_hits
from publisher.policy.packs import Rule
from publisher.policy.reading import Reading


def find(rule: Rule, reading: Reading) -> Iterator[Hit]:
    seen: set[tuple[int, int]] = set()
    for hit in phrase_hits(rule, reading):
        if (hit.start, hit.end) not in seen:
            seen.add((hit.start, hit.end))
            yield hit
