"""How an account is used: pauses between posts, so many a day, quiet hours, best times; wall times of its zone."""

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from publisher.domain.errors import Refusal
from publisher.domain.sentences import say

_LOOK_AHEAD_DAYS = 60


@dataclass(frozen=True)
class Pace:
    """`spacing_minutes` between two posts; quiet from `quiet_from` until `quiet_until` (HH:MM, over midnight too)."""

    zone: str = "UTC"
    spacing_minutes: int = 0
    most_a_day: int = 0  # 0: as many as come
    quiet_from: str = ""
    quiet_until: str = ""
    best_times: tuple[str, ...] = ()

    @property
    def spacing(self) -> timedelta:
        return timedelta(minutes=self.spacing_minutes)

    def quiet_ends(self, at: datetime) -> datetime | None:
        """When the quiet hours that `at` falls into end; None when it falls into none."""
        if not self.quiet_from or self.quiet_from == self.quiet_until:
            return None
        local = at.astimezone(ZoneInfo(self.zone))
        starts, ends, now = time.fromisoformat(self.quiet_from), time.fromisoformat(self.quiet_until), local.time()
        over_midnight = starts > ends
        quiet = (now >= starts or now < ends) if over_midnight else starts <= now < ends
        if not quiet:
            return None
        tomorrow = over_midnight and now >= starts
        return self._moment(local.date() + timedelta(days=int(tomorrow)), self.quiet_until)

    def day_ends(self, at: datetime) -> datetime:
        return self._moment(at.astimezone(ZoneInfo(self.zone)).date() + timedelta(days=1), "00:00")

    def day_begins(self, at: datetime) -> datetime:
        return self._moment(at.astimezone(ZoneInfo(self.zone)).date(), "00:00")

    def next_best(self, after: datetime, taken: list[datetime]) -> datetime | None:
        """The first best time after a moment that keeps the pauses to what is planned already; None without any."""
        first = after.astimezone(ZoneInfo(self.zone)).date()
        apart = max(self.spacing, timedelta(minutes=1))
        for number in range(_LOOK_AHEAD_DAYS):
            day = first + timedelta(days=number)
            begins = self._moment(day, "00:00")
            planned = sum(1 for one in taken if begins <= one < self.day_ends(begins))
            if self.most_a_day and planned >= self.most_a_day:
                continue
            for wall in sorted(self.best_times):
                slot = self._moment(day, wall)
                if slot > after and all(abs(slot - one) >= apart for one in taken):
                    return slot
        return None

    def _moment(self, day: date, wall: str) -> datetime:
        # in a gap of the clock this is the moment after it, in a fold the earlier one: a pause, not an appointment
        at = datetime.combine(day, time.fromisoformat(wall), tzinfo=ZoneInfo(self.zone))
        return at.astimezone(UTC)


def checked(pace: Pace) -> Pace:
    """The pace with its times in one form. Refusal for what is no time, no zone, or a negative number."""
    if pace.spacing_minutes < 0 or pace.most_a_day < 0:
        raise Refusal(say("A pause and a number of posts cannot be negative."))
    if bool(pace.quiet_from) != bool(pace.quiet_until):
        raise Refusal(say("Quiet hours need a beginning and an end."))
    try:
        ZoneInfo(pace.zone)
    except (KeyError, ValueError, OSError):
        raise Refusal(say("“{zone}” is no time zone; write it like Europe/Berlin.", zone=pace.zone)) from None
    walls = [_wall(one) for one in (pace.quiet_from, pace.quiet_until) if one]
    quiet_from, quiet_until = walls if walls else ("", "")
    best = tuple(sorted({_wall(one) for one in pace.best_times}))
    return Pace(pace.zone, pace.spacing_minutes, pace.most_a_day, quiet_from, quiet_until, best)


def _wall(text: str) -> str:
    try:
        return time.fromisoformat(text.strip()).isoformat("minutes")
    except ValueError:
        raise Refusal(say("“{time}” is no time of day; write it like 09:00.", time=text)) from None


def pace_of(plain: dict[str, Any] | None) -> Pace:
    return Pace(**(plain | {"best_times": tuple(plain["best_times"])})) if plain else Pace()


def pace_to_plain(pace: Pace) -> dict[str, Any]:
    return asdict(pace) | {"best_times": list(pace.best_times)}
