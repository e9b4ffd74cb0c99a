"""Comments from an RSS or Atom feed: asked for only when it changed, bounded in size and time, no private address."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import nh3

from publisher import net
from publisher.domain.errors import Refusal
from publisher.domain.sentences import say
from publisher.intake.messages import Message

LARGEST = 4_000_000
_MOST = 1000


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
    """Entries as messages; markup falls away, a picture in it becomes its word."""
    import feedparser  # only where a feed is read

    parsed = feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False)
    if not parsed.entries and not parsed.version:
        raise Refusal(say("This is no RSS or Atom feed."))
    title = str(parsed.feed.get("title", ""))[:200] or url[:200]
    for number, entry in enumerate(parsed.entries[:_MOST], start=1):
        words = _words(entry)
        if not words:
            yield Message(number, error="the entry is empty")
            continue
        key = str(entry.get("id") or entry.get("link") or "")[:180]
        author = str(entry.get("author") or "")[:200] or None
        link = str(entry.get("link") or "")[:500]
        origin = {"link": link} if link else {}
        yield Message(
            number,
            text=words[:20_000],
            key=f"feed:{key}" if key else "",
            asked_at=_moment(entry),
            group=title,
            author=author,
            origin=origin,
        )


def _words(entry: Any) -> str:
    held = entry.get("content") or [{}]
    markup = str(held[0].get("value") or entry.get("summary") or entry.get("title") or "")
    pictures = " [photo]" if "<img" in markup.lower() else ""
    return (
        nh3.clean(markup, tags=set()).replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").strip()
    ) + pictures


def _moment(entry: Any) -> datetime | None:
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    return datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None
