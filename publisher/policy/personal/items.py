"""One piece of personal data, and the rule by which two that overlap become one."""

from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass, replace

from publisher.domain.checking import Level


@dataclass(frozen=True)
class Item:
    """`start`/`end` are code points of the text as given. `entity` is name, phone, id, address, date, record, …"""

    entity: str
    start: int
    end: int
    level: Level | None = None
    sure: int = 1


def without_overlaps(items: Iterable[Item]) -> list[Item]:
    """The surer, then the longer item keeps its place; `quasi` items stand beside the others."""
    kept: list[Item] = []
    taken: list[tuple[int, int]] = []
    for item in sorted(items, key=lambda one: (-one.sure, one.start - one.end, one.start)):
        if item.entity != "quasi":
            place = bisect_left(taken, (item.start, item.end))
            before = place > 0 and taken[place - 1][1] > item.start
            if before or (place < len(taken) and taken[place][0] < item.end):
                continue
            insort(taken, (item.start, item.end))
        kept.append(item)
    return sorted(kept, key=lambda one: (one.start, one.end))


def united(items: Iterable[Item]) -> list[Item]:
    """Items that overlap become one over all of their places, called what the surest and then the longest is."""
    found: list[Item] = []
    for item in sorted(items, key=lambda one: (one.start, one.end)):
        if found and item.start < found[-1].end:
            surer = max(found[-1], item, key=lambda one: (one.sure, one.end - one.start))
            found[-1] = replace(surer, start=found[-1].start, end=max(found[-1].end, item.end))
        else:
            found.append(item)
    return found
