"""WeChat chat text as pasted: a name with a time, then the words. Pictures and voices stand as words in brackets."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

from publisher.intake.files import require_utf8
from publisher.intake.messages import Message, in_parts

CHINA = timezone(timedelta(hours=8))
_TIME = r"(?P<hour>\d{1,2})[:：](?P<minute>\d{2})(?:[:：]\d{2})?"
_DATE = r"(?P<year>20\d{2})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?"
_SHORT_DATE = r"(?P<month>\d{1,2})月(?P<day>\d{1,2})日"
_HALF = r"(?:[上下]午|凌晨|清晨|早上|早晨|中午|傍晚|晚上|夜里)?\s?"
_HEADS = (
    re.compile(rf"^(?P<name>\S.{{0,40}}?)\s+{_DATE}\s+{_HALF}{_TIME}\s*$"),
    re.compile(rf"^{_DATE}\s+{_HALF}{_TIME}\s+(?P<name>\S.{{0,40}}?)\s*$"),
    re.compile(rf"^(?P<name>\S.{{0,40}}?)\s+{_SHORT_DATE}\s*{_HALF}{_TIME}\s*$"),
    re.compile(rf"^(?P<name>\S.{{0,40}}?)\s+{_HALF}{_TIME}\s*$"),
)
_ONE_LINE = re.compile(r"^(?P<name>[^\s:：\d][^:：]{0,20})[:：]\s?(?P<words>\S.*)$")
_NAME, _QUOTED = r"[\"“「]?[^，。！？；,.!?;]{1,30}[\"”」]?", r"[\"“「].{1,30}[\"”」]"
# whole lines only: who writes these words in a sentence of her own is heard
_SYSTEM = re.compile(
    rf"{_NAME}\s?撤回了一条消息|{_NAME}\s?(?:邀请|通过).{{1,60}}加入了群聊|{_NAME}\s?加入了群聊"
    rf"|(?:{_QUOTED}|我|你)\s?拍了拍\s?(?:{_QUOTED}|我|自己|你)|{_NAME}\s?修改群名为.{{1,60}}"
    r"|[-—\s]*以下为新消息[-—\s]*|以上是打招呼的内容|.{1,60}与群里其他人都不是(?:微信)?(?:好友|朋友)关系.{0,30}"
    r"|[-—]+\s?\d{4}.{0,12}[-—]+"
)
_DAY = re.compile(rf"^[-—\s]*{_DATE}[-—\s]*$")


def read(file: Path) -> Iterator[Message]:
    require_utf8(file)
    return read_text(file.read_text(encoding="utf-8-sig"), file.stem)


def read_text(pasted: str, group: str = "") -> Iterator[Message]:
    """Messages of a pasted chat. Times without a day keep the last day named; without any there is no time."""
    held: tuple[int, str, datetime | None] | None = None
    words: list[str] = []
    day: tuple[int, int, int] | None = None
    for number, line in enumerate(pasted.replace("\r\n", "\n").split("\n"), start=1):
        plain = line.strip()
        if dated := _DAY.match(plain):
            day = (int(dated["year"]), int(dated["month"]), int(dated["day"]))
            continue
        if _SYSTEM.fullmatch(plain):
            continue
        head = next((match for pattern in _HEADS if (match := pattern.match(plain))), None)
        said = _ONE_LINE.match(plain) if head is None and held is None else None
        if head is None and said is None:
            if plain or words:
                words.append(plain)
            continue
        yield from _finished(held, words, group)
        if said is not None:
            yield from _finished((number, said["name"], None), [said["words"]], group)
            held, words = None, []
            continue
        assert head is not None  # noqa: S101 - for the type checker: one of the two matched
        day = _day_of(head, day)
        held, words = (number, head["name"].strip(), _moment(head, day)), []
    yield from _finished(held or ((1, "", None) if words else None), words, group)


def _finished(held: tuple[int, str, datetime | None] | None, words: list[str], group: str) -> Iterator[Message]:
    text = "\n".join(words).strip()
    if held is None or not text:
        return
    number, name, moment = held
    origin = {"author": name, "group": group} if name else {"group": group}
    yield from in_parts(Message(number, text, asked_at=moment, group=group or None, author=name or None, origin=origin))


def _day_of(head: "re.Match[str]", known: tuple[int, int, int] | None) -> tuple[int, int, int] | None:
    """The day of a head; one without a year takes that of the day before it, and none when there is none."""
    named = head.groupdict()
    year = int(named["year"]) if named.get("year") else known[0] if known else None
    if named.get("month") is None:
        return known
    return None if year is None else (year, int(named["month"]), int(named["day"]))


def _moment(head: "re.Match[str]", day: tuple[int, int, int] | None) -> datetime | None:
    if day is None:
        return None
    hour = int(head["hour"])
    if any(word in head.group() for word in ("下午", "晚上", "傍晚", "夜里")):
        hour = hour + 12 if hour < 12 else hour
    try:
        return datetime(*day, hour, int(head["minute"]), tzinfo=CHINA)
    except ValueError:
        return None
