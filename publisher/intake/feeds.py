"""Comments from an RSS or Atom feed: asked for only when it changed, bounded in size and time, no private address."""

import calendar
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from publisher import net
from publisher.domain.errors import Refusal
from publisher.domain.sentences import say
from publisher.intake import markup
from publisher.intake.letters import decoded
from publisher.intake.messages import MEDIA, Message, in_parts

LARGEST = 4_000_000
_LETTERS = re.compile(rb"""\s*<\?xml[^>]*\bencoding=["']([\w-]+)""")
_KINDS = {"image": "photo", "audio": "voice", "video": "video"}


@dataclass(frozen=True)
class Fetched:
    """What a feed gave. `unchanged`: nothing new since the marks that were sent."""

    unchanged: bool
    body: bytes
    etag: str
    modified: str


def fetch(url: str, etag: str = "", modified: str = "", route: net.Route = net.OPEN) -> Fetched:
    """One conditional request. Refusal says why the feed could not be read."""
    headers = {"accept": "application/atom+xml, application/rss+xml, application/xml;q=0.9"}
    headers |= {"if-none-match": etag} if etag else {}
    headers |= {"if-modified-since": modified} if modified else {}
    try:
        answer = net.request("GET", url, headers=headers, route=route)
    except (net.NotSent, net.MaybeSent) as error:
        raise Refusal(say("The feed could not be read: {reason}", reason=error.reason)) from None
    if answer.status == 304:
        return Fetched(True, b"", etag, modified)
    if answer.status != 200:
        raise Refusal(say("The feed could not be read: {reason}", reason=f"HTTP {answer.status}"))
    if len(answer.body) > LARGEST:
        raise Refusal(say("The feed is larger than {size} MB.", size=LARGEST // 1_000_000))
    known = {name.lower(): value for name, value in answer.headers.items()}
    return Fetched(False, answer.body, known.get("etag", ""), known.get("last-modified", ""))


def messages(body: bytes, url: str) -> Iterator[Message]:
    """Every entry of a feed; markup falls away, a picture in it becomes its word.

    The address is part of each name: two forums that both count from 1 tell of different messages.
    """
    import feedparser  # only where a feed is read

    # as a stream, since bytes may be taken for an address or the name of a file here
    parsed = feedparser.parse(BytesIO(_in_utf8(body)), sanitize_html=False, resolve_relative_uris=False)
    if not parsed.entries and not parsed.get("version"):
        raise Refusal(say("This is no RSS or Atom feed."))
    title = str(parsed.feed.get("title", ""))[:200] or url[:200]
    ids = Counter(entry.get("id") for entry in parsed.entries)
    titles = Counter(entry.get("title") for entry in parsed.entries)
    for number, entry in enumerate(parsed.entries, start=1):
        author = str(entry.get("author") or "")[:200] or None
        text = _words(entry, author, headed=titles[entry.get("title")] == 1)
        if not text:
            yield Message(number, error="the entry is empty")
            continue
        own = entry.get("id") if ids[entry.get("id")] == 1 else None
        link = str(entry.get("link") or "")[:500]
        yield from in_parts(
            Message(
                number,
                text=text,
                key=f"feed:{url} {own}" if own else "",
                asked_at=_moment(entry),
                group=title,
                author=author,
                origin={"link": link} if link else {},
            )
        )


def _in_utf8(body: bytes) -> bytes:
    """A feed that names no letters, or names UTF-8 and is written in others, would be read as signs without sense."""
    named = _LETTERS.match(body)
    if body[:2] in (BOM_UTF16_LE, BOM_UTF16_BE) or (named and named[1].lower() not in (b"utf-8", b"utf8")):
        return body
    return decoded(body, None).encode()


def _words(entry: Any, author: str | None, *, headed: bool) -> str:
    """What the entry says and shows, under its own title where that says more; titles name writers and articles too."""
    held = [*(entry.get("content") or ()), entry.get("summary_detail") or {}]
    said = next((pair for one in held if any(pair := _said(one))), ("", []))
    along = [*(entry.get("enclosures") or ()), *((not said[0] and entry.get("media_content")) or ())]
    words, media = said[0], said[1] or [_kind(one) for one in along]
    title = markup.plain(str(entry.get("title") or ""))
    says_more = headed and title[:30].casefold() not in words.casefold() and not (author and author in title)
    above = title if says_more or not (words or media) else ""
    return "\n".join(part for part in (above, " ".join([words, *media]).strip()) if part)


def _kind(along: Any) -> str:
    return MEDIA[_KINDS.get(str(along.get("type") or along.get("medium") or "").split("/")[0], "file")]


def _said(content: Any) -> tuple[str, list[str]]:
    value = str(content.get("value") or "")
    if content.get("type") == "text/plain":
        return value.strip(), []
    return markup.plain(value), markup.shown(value)


def _moment(entry: Any) -> datetime | None:
    parsed = entry.get("published_parsed") or ("updated_parsed" in entry and entry["updated_parsed"])
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError, OSError):
        return None  # an entry with an impossible time is still heard
