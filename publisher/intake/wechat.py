"""WeChat chat text as pasted: a name with a time, then the words. Pictures and voices stand as words in brackets.

No line falls away unsaid: what is no head for certain stays among the words, and makes their time uncertain.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from publisher.intake.files import require_utf8
from publisher.intake.messages import Message, in_parts
from publisher.intake.wechat_heads import CHINA, Days, Head, Names, day_line, head_of, names_a_time, spoken

_LINE_END = re.compile(r"\r\n|[\r\n\u2028\u2029]")
_QUOTED = r"[\"“「].{1,30}[\"”」]"
_NAME = rf"(?:{_QUOTED}|我|你|[^，。！？；,.!?;我了不\"“”「」]{{1,30}})"
# whole lines only: who writes these words in a sentence of her own is heard
_SYSTEM = re.compile(
    rf"{_NAME}\s?撤回了一条消息|{_NAME}\s?(?:邀请|通过)[^，。！？；]{{1,60}}加入了群聊|{_NAME}\s?加入了群聊"
    rf"|(?:{_QUOTED}|我|你)\s?拍了拍\s?(?:{_QUOTED}|我|自己|你)|{_NAME}\s?修改群名为\s?{_QUOTED}"
    r"|[-—\s]*以下为新消息[-—\s]*|以上是打招呼的内容|[^，。！？；我]{1,60}与群里其他人都不是(?:微信)?(?:好友|朋友)关系.{0,30}"
)


@dataclass
class _Heard:
    """A message that is being read; `head` is the line that began it, where a time stood in it."""

    number: int
    name: str = ""
    moment: datetime | None = None
    head: Head | None = None
    words: list[str] = field(default_factory=list)


def read(file: Path) -> Iterator[Message]:
    """The messages of a chat. The file's name tells no community: people name such files after a patient."""
    require_utf8(file)
    return read_text(file.read_text(encoding="utf-8-sig"), file.stem)


def read_text(pasted: str, file: str = "", now: datetime | None = None) -> Iterator[Message]:
    """Messages of a pasted chat; a time stands only where its day is certain. `file` is kept for the way back."""
    lines = [line.strip().strip("\u200b\u200e\u200f\ufeff") for line in _LINE_END.split(pasted)]
    names, days = Names(lines), Days(now or datetime.now(CHINA))
    heard: _Heard | None = None
    for number, line in enumerate(lines, start=1):
        if (day := day_line(line)) and (day[1] or heard is None):
            days.begin(day[0], rule=day[1])
            continue
        if _SYSTEM.fullmatch(line):
            continue
        begun = _begun(number, line, heard, names, days)
        if begun is not None:
            yield from _finished(heard, names, file)
            heard = begun
        elif heard is not None:
            heard.words.append(line)
            if names_a_time(line) or ((said := spoken(line)) and names.speaker(said["name"])):
                heard.moment = None  # perhaps another writer's words, of another hour
        elif line:
            heard = _Heard(number, words=[line])
    yield from _finished(heard, names, file)


def _begun(number: int, line: str, heard: _Heard | None, names: Names, days: Days) -> _Heard | None:
    """The message that a line begins, if it begins one."""
    head = head_of(line)
    if head is not None:
        return _Heard(number, head.name, days.moment(head), head) if names.certain(head) else None
    said = spoken(line) if heard is None or heard.head is None else None
    if said is None or not names.speaker(said["name"]):
        return None
    return _Heard(number, said["name"], words=[said["words"] if names.often(said["name"]) else line])


def _finished(heard: _Heard | None, names: Names, file: str) -> Iterator[Message]:
    if heard is None:
        return
    text = "\n".join(heard.words).strip()
    if not text and heard.head is not None and not names.often(heard.name):
        yield from in_parts(Message(heard.number, heard.head.line, origin=_origin("", file)))
    elif not text:
        yield Message(heard.number, error="the message is empty")
    else:
        yield from in_parts(
            Message(
                heard.number,
                text,
                key=_key(heard, text),
                asked_at=heard.moment,
                author=heard.name or None,
                origin=_origin(heard.name, file),
            )
        )


def _origin(name: str, file: str) -> dict[str, str]:
    return {key: value for key, value in (("author", name), ("file", file)) if value}


def _key(heard: _Heard, text: str) -> str:
    """Without a day the hour alone tells the same words said again from the same paste read again."""
    if heard.moment is not None or heard.head is None:
        return ""
    return "wechat:" + hashlib.sha256(f"{heard.head.line}\x1f{text}".encode("utf-8", "replace")).hexdigest()
