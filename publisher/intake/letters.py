"""What one mail says: every text part in its order, a word for each picture at any depth, headers in any letters.

Mail is read as it comes, not as it should be: no header and no part can keep the others from being read.
"""

import base64
import codecs
import re
from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message as Part

from publisher.intake import markup
from publisher.intake.messages import MEDIA

_KINDS = {"image": "photo", "audio": "voice", "video": "video"}
_BASE64 = re.compile(rb"[A-Za-z0-9+/]+={0,2}")
_NO_WORDS = ("calendar", "csv", "rtf", "vcard", "x-vcard", "x-amp-html")
_COMPARED, _LONGEST_HEADER = 100_000, 50_000  # characters: more would take the time of their square
_MOSTLY = 0.7  # Chinese bytes read as Cyrillic give capitals and signs in between; Russian words are small letters
_WESTERN = ("ascii", "iso8859-1", "iso8859-15", "cp1252")  # what programs name when they do not know


def words_of(letter: Part) -> str:
    """The words of all parts that are shown, then a word for each picture, sound and file."""
    said = list(_said(letter, whole=True))
    words = [one for one in said if one not in MEDIA.values()]
    return "\n".join([*words, " ".join(one for one in said if one in MEDIA.values())]).strip()


def header(letter: Part, name: str) -> str:
    """A header in plain letters, as far as it can be decoded."""
    raw = next((str(value) for key, value in letter.raw_items() if key.lower() == name), "")
    if not raw.isascii():
        raw = decoded(raw.encode("utf-8", "surrogateescape"), None)
    try:
        parts = decode_header(raw) if len(raw) <= _LONGEST_HEADER else [(raw, None)]
        whole = "".join(one if isinstance(one, str) else _decoded_word(one, charset) for one, charset in parts)
    except (HeaderParseError, ValueError):
        whole = raw
    return " ".join(whole.split())


def _decoded_word(word: bytes, charset: str | None) -> str:
    return decoded(word, charset) if charset else word.decode("raw-unicode-escape")


def _said(part: Part, *, whole: bool = False) -> Iterator[str]:
    """The words and pictures of a part and of those in it. `whole`: it is all there is, so it is shown."""
    held = part.get_payload()
    if isinstance(held, list):
        inside = [one for one in held if isinstance(one, Part)]
        if part.get_content_subtype() == "alternative":
            yield from _alternatives(inside)
        elif part.get_content_maintype() == "message":  # a mail that came along: shown with its subject
            for one in inside:
                yield from filter(None, (header(one, "subject"), *_said(one, whole=True)))
        else:
            for one in inside:
                yield from _said(one)
    elif not _is_text(part, whole=whole):
        yield MEDIA[_KINDS.get(part.get_content_maintype(), "file")]
    elif part.get_content_subtype() == "html":
        content = _content(part)
        yield from filter(None, (markup.plain(content), *markup.shown(content, markup.PICTURE_WRITTEN_IN)))
    elif words := _content(part).strip():
        yield words


def _is_text(part: Part, *, whole: bool) -> bool:
    if part.get_content_maintype() in ("multipart", ""):  # parts not found, a kind not named: read as it stands
        return True
    if part.get_content_maintype() != "text" or part.get_content_subtype() in _NO_WORDS:
        return False
    return whole or part.get_content_disposition() != "attachment"


def _alternatives(parts: list[Part]) -> Iterator[str]:
    """The same said in several forms: the first form whole, of the others what it lacks."""
    known, lines = "", set[str]()
    for part in parts:
        for one in _said(part):
            if one in MEDIA.values():
                yield one
                continue
            bare = {line: _bare(line) for line in one.split("\n")}
            new = [line for line in bare if bare[line] not in lines and bare[line] not in known[:_COMPARED]]
            if missing := one if not known else "\n".join(new):
                yield missing
            known += "".join(bare.values())
            lines |= set(bare.values())


def _bare(line: str) -> str:
    return re.sub(r"[\W_]+", "", line)


def _content(part: Part) -> str:
    written = part.get_payload()
    if str(part.get("content-transfer-encoding", "")).strip().lower() == "base64" and isinstance(written, str):
        return decoded(_from_base64(written.encode("utf-8", "surrogateescape")), _charset(part))
    raw = part.get_payload(decode=True)
    return decoded(raw, _charset(part)) if isinstance(raw, bytes) else str(raw)


def _charset(part: Part) -> str | None:
    try:
        return part.get_content_charset()
    except (LookupError, TypeError, ValueError):
        return None  # pieces of a name that do not fit together


def _from_base64(written: bytes) -> bytes:
    """What is whole of a body that was cut off; lines in clear, as lists and wrong headers leave them, stay."""
    lines = [line.strip() for line in written.splitlines()]
    encoded = b"".join(line for line in lines if _BASE64.fullmatch(line))
    clear = [line for line in lines if line and not _BASE64.fullmatch(line)]
    parts = [base64.b64decode(one[: len(one) // 4 * 4] + _rest(one)) for one in re.split(b"=+", encoded)]
    return b"\n".join(filter(None, [b"".join(parts), *clear]))


def _rest(written: bytes) -> bytes:
    """The last letters of a base64 text, filled up; one alone says nothing."""
    left = written[len(written) // 4 * 4 :]
    return left + b"=" * (4 - len(left)) if len(left) > 1 else b""


def decoded(raw: bytes, declared: str | None) -> str:
    """The words of a body in the charset it names, or, where it names none or a wrong one, in the likeliest."""
    western = _is_western(declared)
    for charset in ("utf-8", None) if western else (declared, "utf-8"):
        try:
            return raw.decode(charset) if charset else _cyrillic(raw) or raw.decode(declared or "")
        except (LookupError, ValueError):
            continue
    nearly = raw.decode("utf-8", "replace")
    whole, broken = sum(one > "\x7f" for one in nearly), nearly.count("\ufffd")
    if (whole - broken) * 2 > broken:  # no other charset comes so close to UTF-8 by chance
        return nearly
    return _cyrillic(raw) or raw.decode("gb18030", "replace")


def _is_western(declared: str | None) -> bool:
    try:
        return declared is not None and codecs.lookup(declared).name in _WESTERN
    except (LookupError, ValueError):
        return False


def _cyrillic(raw: bytes) -> str:
    """The words as Russian ones, or nothing where they are none."""
    cyrillic = raw.decode("cp1251", "replace")
    letters = [one for one in cyrillic if one.isalpha()]
    small = sum("а" <= one <= "я" for one in letters)
    return cyrillic if small > len(letters) * _MOSTLY else ""
