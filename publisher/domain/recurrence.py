"""Which days a repeated publication falls on, and at which moment: wall time and zone are kept, the moment follows."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from publisher.domain.errors import Refusal
from publisher.domain.sentences import say

_MOST_STEP = 60


class Every(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class Rule:
    """Every `step` days, weeks (on `weekdays`, Monday is 0) or months (on the first day's number, or the last day)."""

    every: Every
    at: str  # HH:MM
    zone: str
    first_day: date
    step: int = 1
    weekdays: tuple[int, ...] = ()
    last_day: date | None = None

    def days(self, after: date | None, until: date) -> Iterator[date]:
        """Days of the rule later than `after`, up to and including `until`."""
        last = min(until, self.last_day) if self.last_day else until
        for day in self._all(last):
            if after is None or day > after:
                yield day

    def _all(self, last: date) -> Iterator[date]:
        if self.every is Every.DAY:
            yield from _stepped(self.first_day, self.step, last)
        elif self.every is Every.WEEK:
            monday = self.first_day - timedelta(days=self.first_day.weekday())
            wanted = sorted(self.weekdays) or [self.first_day.weekday()]
            for begin in _stepped(monday, 7 * self.step, last):
                for day in (begin + timedelta(days=number) for number in wanted):
                    if self.first_day <= day <= last:
                        yield day
        else:
            yield from self._months(last)

    def _months(self, last: date) -> Iterator[date]:
        number = 0
        while True:
            months = self.first_day.month - 1 + number
            year, month = self.first_day.year + months // 12, months % 12 + 1
            day = date(year, month, min(self.first_day.day, monthrange(year, month)[1]))
            if day > last:
                return
            yield day
            number += self.step

    def moment(self, day: date) -> datetime:
        """In a gap of the clock the moment right after it, in a fold the earlier one: nobody is there to be asked."""
        wall = datetime.combine(day, time.fromisoformat(self.at), tzinfo=ZoneInfo(self.zone))
        return wall.astimezone(UTC)


def _stepped(first: date, step: int, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += timedelta(days=step)


def checked(rule: Rule) -> Rule:
    """The rule, if it can be kept. Refusal with every reason at once."""
    reasons = []
    try:
        time.fromisoformat(rule.at)
    except ValueError:
        reasons.append(say("“{time}” is no time of day; write it like 09:00.", time=rule.at))
    if not 1 <= rule.step <= _MOST_STEP:
        reasons.append(say("Repeat at least every day and at most every 60 days, weeks or months."))
    if any(day not in range(7) for day in rule.weekdays):
        reasons.append(say("A week has the days 0 (Monday) to 6 (Sunday)."))
    if rule.last_day is not None and rule.last_day < rule.first_day:
        reasons.append(say("The last day lies before the first."))
    if reasons:
        raise Refusal(*reasons)
    return rule
