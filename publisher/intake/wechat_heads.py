"""The lines WeChat puts above a message: who, and when as far as that is certain.

A wrong old time would keep a cry for help from being called today, so what is not certain is no time.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
_LONGEST_HEAD = 120
_MORNING, _NOON, _EVENING, _NIGHT = (
    ("凌晨", "清晨", "早上", "早晨", "上午", "am"),
    ("中午",),
    ("下午", "傍晚", "晚上", "pm"),
    ("夜里", "半夜", "深夜"),
)
_HALF = "|".join(one for one in (*_MORNING, *_NOON, *_EVENING, *_NIGHT) if not one.isascii())
_TIME = rf"(?P<half>{_HALF})?\s?(?P<hour>\d{{1,2}})[:：](?P<minute>\d\d)(?:[:：]\d\d)?(?:\s?(?P<latin>[AaPp][Mm]))?"
_WEEKDAY = r"(?:星期|周|礼拜)[一二三四五六日天]|(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?"
_FULL = r"(?P<year>20\d{2})\s?[-/.年]\s?(?P<month>\d{1,2})\s?[-/.月]\s?(?P<day>\d{1,2})日?"
_DATES = (
    _FULL,
    r"(?P<month>\d{1,2})月(?P<day>\d{1,2})日",
    r"(?P<one>\d{1,2})/(?P<other>\d{1,2})/(?P<year>20\d{2})",
    rf"(?P<near>昨天|前天|今天|{_WEEKDAY}|Yesterday|Today|Вчера|Сегодня|{_MONTH}\s\d{{1,2}}(?:,\s20\d{{2}}|(?=\s)))",
)
_NAME = r"(?P<name>\S.{0,40}?)"
_HEADS = (
    *(re.compile(rf"{_NAME}\s+{_date}\s*(?:{_WEEKDAY})?\s*{_TIME}", re.I) for _date in _DATES),
    *(re.compile(rf"{_date}\s*(?:{_WEEKDAY})?\s*{_TIME}\s+{_NAME}", re.I) for _date in _DATES),
    re.compile(rf"{_NAME}\s+{_TIME}", re.I),
)
_DAY = re.compile(rf"(?P<rule>[-—\s]*){_FULL}\s?(?:{_WEEKDAY})?\s?(?:{_TIME})?[-—\s]*", re.I)
_HOUR = re.compile(rf"(?:昨天|前天|今天|{_WEEKDAY}|Yesterday|Today)?\s*{_TIME}", re.I)
_SPOKEN = re.compile(r"(?P<name>[^\s:：\d][^:：]{0,20})[:：](?!//|\d\d\b)\s?(?P<words>\S.*)")
_SPEAKS = re.compile(r"(?i)[，。！？；…,!?;]|我|[了吗呢吧]$|\b(?:i|i'm|my|me|я|мне|меня)\b")
_MAY_SPEAK = re.compile(
    r"(?i)[你您他她它们不没着过吃喝服死活痛疼药睡醒想要从到在的跳割自]|[昨今明][天早晚日夜]"
    r"|\b(?:at|since|until|till|about|around|by|from|to|the|is|am|was|took|goodbye|help|в|с|до|к|около|на|не|и|у)\b"
)


@dataclass(frozen=True)
class Head:
    """A line that may stand above a message. `day`: None where it names none, `near` where it names one by its name."""

    line: str
    name: str
    match: "re.Match[str]"

    @property
    def dated(self) -> bool:
        return self._has("month") or self._has("one")

    @property
    def near(self) -> bool:
        return self._has("near")

    def _has(self, name: str) -> bool:
        return self.match.groupdict().get(name) is not None


def head_of(line: str) -> Head | None:
    plain = line.rstrip(":： ")
    for pattern in _HEADS if len(plain) <= _LONGEST_HEAD else ():
        if (match := pattern.fullmatch(plain)) and not _DAY.fullmatch(plain):
            return Head(line, match["name"].strip(), match)
    return None


def spoken(line: str) -> "re.Match[str] | None":
    """“name：words” in one line."""
    return _SPOKEN.fullmatch(line)


def day_line(line: str) -> tuple[date | None, bool] | None:
    """The day a line alone names, and whether the program drew it as a rule between days."""
    match = _DAY.fullmatch(line)
    return (_date(match["year"], match["month"], match["day"]), bool(match["rule"].strip())) if match else None


def names_a_time(line: str) -> bool:
    """Whether other words may begin here, of another hour."""
    return head_of(line) is not None or _DAY.fullmatch(line) is not None or _HOUR.fullmatch(line) is not None


class Names:
    """Which names of a chat are names: a sentence may end in a time too, and a name that speaks comes again."""

    def __init__(self, lines: Iterable[str]) -> None:
        heads, said = Counter[str](), Counter[str]()
        for line in lines:
            if head := head_of(line):
                heads[head.name] += 1
            elif one := spoken(line):
                said[one["name"]] += 1
        self._heads, self._said = heads, said
        self.conversation = said.total() > 1

    def often(self, name: str) -> bool:
        return self._heads[name] > 1 or self._said[name] > 1

    def certain(self, head: Head) -> bool:
        if _SPEAKS.search(head.name):
            return self._heads[head.name] > 2
        return head.dated or self._heads[head.name] > 1 or not _MAY_SPEAK.search(head.name)

    def speaker(self, name: str) -> bool:
        if _SPEAKS.search(name):
            return self._said[name] > 2
        return self.conversation and (self._said[name] > 1 or not _MAY_SPEAK.search(name))


class Days:
    """The days of a chat, line by line. `now`: nothing was written later."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._under: date | None = None  # the rule between days that the next heads stand under
        self._last: datetime | None = None

    def begin(self, day: date | None, *, rule: bool) -> None:
        """A line names a day; under a rule the next hours are of that day."""
        self._under = day if rule else None
        self._last = datetime(day.year, day.month, day.day, tzinfo=CHINA) if day else self._last

    def moment(self, head: Head) -> datetime | None:
        """When the message was written: None without a certain day."""
        day = self._day(head)
        clock = _clock(head.match)
        if day is None or clock is None:
            self._under = None
            return None
        moment = datetime(day.year, day.month, day.day, *clock, tzinfo=CHINA)
        if day == self._under and self._last is not None and moment < self._last:
            self._under = None  # the hands went back: another day began, and nothing says which
            return None
        self._under, self._last = (day if day == self._under else None), moment
        return moment

    def _day(self, head: Head) -> date | None:
        named = head.match.groupdict()
        if head.near:
            return None
        if named.get("one"):
            return _day_of_slashes(named["year"], named["one"], named["other"])
        if not head.dated:
            return self._under
        if named.get("year"):
            return _date(named["year"], named["month"], named["day"])
        return self._without_year(named["month"], named["day"])

    def _without_year(self, month: str, day: str) -> date | None:
        """The year that alone lets the day be neither before the last one nor still to come."""
        if self._last is None:
            return None
        years = range(self._last.year, self._now.year + 1)
        days = [found for year in years if (found := _date(str(year), month, day)) is not None]
        fitting = [one for one in days if self._last.date() <= one <= self._now.date()]
        return fitting[0] if len(fitting) == 1 else None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _day_of_slashes(year: str, one: str, other: str) -> date | None:
    """11/28/2026 and 28/11/2026 name one day; 4/5/2026 is two days."""
    days = {found for pair in ((one, other), (other, one)) if (found := _date(year, *pair)) is not None}
    return days.pop() if len(days) == 1 else None


def _clock(match: "re.Match[str]") -> tuple[int, int] | None:
    hour, minute = int(match["hour"]), int(match["minute"])
    half = match["half"] or (match["latin"] or "").lower()
    if hour == 12 and half in (*_NIGHT, "晚上", "傍晚"):
        return None  # midnight of the evening before or after
    if half in _MORNING:
        hour %= 12
    elif (half in _EVENING and hour < 12) or (half in _NOON and hour < 4) or (half in _NIGHT and 6 <= hour < 12):
        hour += 12
    return (hour, minute) if hour < 24 and minute < 60 else None
