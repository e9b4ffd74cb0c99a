"""A message as it came from outside, whatever the file: the words, when and where, and who, before anything is stored.

What reads a format yields these; nothing here is kept, masked or judged.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from publisher.domain.errors import ConfigurationError

MEDIA = {
    "photo": "[photo]",
    "voice": "[voice]",
    "video": "[video]",
    "sticker": "[sticker]",
    "file": "[file]",
    "audio": "[audio]",
}
"""What stands for a picture or a voice: it is shown to the doctor, never dropped."""


@dataclass(frozen=True)
class Message:
    """One message. `key` names it within its source; without one its words, time and writer do.

    `account`: `author` is the name of an account, which is one person's; else others may be called so too.
    """

    line: int
    text: str = ""
    key: str = ""
    language: str | None = None
    asked_at: datetime | None = None
    group: str | None = None
    author: str | None = None
    origin: dict[str, str] = field(default_factory=dict)
    error: str | None = None
    raw_digest: str = ""
    account: bool = False


LONGEST, _SEAM = 20_000, 200  # characters of one message; how much of them a following part repeats
_REACH, _NEAR = 2000, 40  # how far back a cut moves; how far from it no digit stands
_END = re.compile(r"[.!?…]+[\"'»”)]*\s+|[。！？]+[”』）]*\s*|\n+")
_BLANK = re.compile(r"[^\W\d_]\s+(?=[^\W\d_])")
_LOUD, _NO_WORD = re.compile(r"[\d@]"), re.compile(r"[\W_]+")
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")  # no database stores these


def in_parts(message: Message) -> Iterator[Message]:
    """A text longer than one message is kept as several: what stands at its end is read like what stands first.

    A character that is no text keeps nobody from being read: it falls away, the words stay.
    """
    message = replace(
        message,
        key=_storable(message.key),
        group=_storable(message.group) if message.group else None,
        author=_storable(message.author) if message.author else None,
        origin={name: _storable(value) for name, value in message.origin.items()},
    )
    for number, part in enumerate(_parts(_storable(message.text))):
        key = f"{message.key}#{number + 1}" if number and message.key else message.key
        yield replace(message, text=part, key=key)


def until(text: str, longest: int) -> str:
    """The beginning of a text. It ends where a sentence does: half of a number or a name would not be masked."""
    return text if len(text) <= longest else text[: _seam(text, longest)]


def _parts(text: str) -> Iterator[str]:
    start = 0
    while len(text) - start > LONGEST:
        end = _seam(text, start + LONGEST)
        yield text[start:end]
        start = _seam(text, end - _SEAM)
    yield text[start:]


def _seam(text: str, at: int) -> int:
    """Where a text may be cut, at or somewhat before a place: at the end of a sentence or a line, else between words,
    and far from digits as long as there is such a place."""
    begin = at - min(_REACH, at // 4)
    ends = [begin + found.end() for found in _END.finditer(text[begin:at])]
    blanks = [begin + found.end() for found in _BLANK.finditer(text[begin:at])]
    for places, fits in ((ends, _is_quiet), (ends, _is_between), (blanks, _is_quiet), (range(begin, at), _is_quiet)):
        for place in reversed(places):
            if fits(text, place):
                return place
    return at


def _is_quiet(text: str, place: int) -> bool:
    return _LOUD.search(text, max(0, place - _NEAR), place + _NEAR) is None


def _is_between(text: str, place: int) -> bool:
    """Whether no number goes on over a place, and no word before it says what comes."""
    before, after = text[max(0, place - _NEAR) : place].rstrip(), _NO_WORD.sub("", text[place : place + _NEAR])
    told = before.endswith((":", "：", ","))
    return not told and not (_NO_WORD.sub("", before)[-1:].isdigit() and after[:1].isdigit())


def _storable(words: str) -> str:
    return _NO_TEXT.sub(" ", words)


Reader = Callable[[Path], Iterator[Message]]


def readers() -> dict[str, Reader]:
    from publisher.intake import mailbox, records, telegram, wechat  # each reader imports this module

    return {
        "records": records.read,
        "vk": records.read_vk,
        "telegram": telegram.read,
        "wechat": wechat.read,
        "mbox": mailbox.read,
    }


def reader_of(file: Path, wanted: str | None) -> tuple[str, Reader]:
    """The reader of a format, or of what the file looks like. ConfigurationError when it looks like none."""
    known = readers()
    if wanted is not None:
        if wanted not in known:
            raise ConfigurationError(f"format “{wanted}” is not known; use one of {', '.join(known)}.")
        return wanted, known[wanted]
    suffix = file.suffix.lower()
    if suffix in (".jsonl", ".csv"):
        return "records", known["records"]
    guessed = {".json": "telegram", ".mbox": "mbox", ".txt": "wechat"}.get(suffix)
    if guessed is None:
        raise ConfigurationError(
            "the kind of this file is not known; name it with --format " + "|".join(known) + ".", file=str(file)
        )
    return guessed, known[guessed]
