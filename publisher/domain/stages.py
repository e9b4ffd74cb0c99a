"""Stages with a clock: which one a reader stands in on a day, and what she calls that day.

A stage is a half-open interval of whole days: `until_day` belongs to the next one, so 19 weeks 6 days and 20 weeks
0 days never share a stage by accident.
"""

import re
from dataclasses import dataclass

from publisher.domain.places import Language

_DAY = re.compile(
    r"(?:(\d{1,4})\s*(?:y|лет|год[а]?|岁))?\s*"
    r"(?:(\d{1,3})\s*(?:m|mo|months?|мес(?:яц(?:а|ев)?)?\.?|个月|月龄))?\s*"
    r"(?:(\d{1,4})\s*(?:w|н|нед|周))?\s*"
    r"(?:(\d{1,5})\s*(?:d|д|дн|天)?)?\Z",
    re.I,
)
DAYS_IN_WEEK, DAYS_IN_YEAR = 7, 365


@dataclass(frozen=True)
class Stage:
    """`from_day` included, `until_day` not; None has no end."""

    id: str
    clock: str
    from_day: int
    until_day: int | None
    names: dict[str, str]

    def holds(self, day: int) -> bool:
        return self.from_day <= day and (self.until_day is None or day < self.until_day)

    def name(self, language: Language) -> str:
        return self.names.get(language.value) or self.names["en"]


@dataclass(frozen=True)
class Stages:
    """All stages in the order of the file, and what day 0 of each clock is."""

    clocks: dict[str, dict[str, str]]
    stages: tuple[Stage, ...]

    def by_id(self, stage: str) -> Stage | None:
        return next((one for one in self.stages if one.id == stage), None)

    def at(self, clock: str, day: int) -> Stage | None:
        """The stage of a day on a clock; None for an unknown clock or a day before it began."""
        return next((one for one in self.stages if one.clock == clock and one.holds(day)), None)


def day_of(said: str) -> int | None:
    """Days of “19w6d”, “19+6”, “45d”, “1y”, “5m”, “20周3天”; None when it is no such time. Six months are 183 days."""
    plain = said.strip()
    if plus := re.fullmatch(r"(\d{1,3})\s*\+\s*([0-6])", plain):
        return int(plus[1]) * DAYS_IN_WEEK + int(plus[2])
    found = _DAY.fullmatch(plain)
    if not plain or found is None:
        return None
    years, months, weeks, days = (int(part or 0) for part in found.groups())
    return years * DAYS_IN_YEAR + (2 * months * DAYS_IN_YEAR + 12) // 24 + weeks * DAYS_IN_WEEK + days
