"""Atom (RFC 4287) and JSON Feed 1.1: a language's newest texts with their disclaimers, under ids that never change."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as Xml

from publisher.channels.contract import Post
from publisher.channels.site.addresses import feed_file, index_path, remote_id
from publisher.channels.site.page import GENERATOR, Frame
from publisher.channels.site.prepared import Prepared
from publisher.channels.site.store import Record
from publisher.channels.site.words import TAGS, word
from publisher.domain.places import Language
from publisher.rendering.markup import Markup, element, printable, text

Standing = tuple[Record, Prepared]

ATOM = "http://www.w3.org/2005/Atom"
NEWEST = 50
_NEVER = datetime(2026, 1, 1, tzinfo=UTC)


def atom(frame: Frame, language: Language, live: Sequence[Standing], changed_at: datetime | None) -> str:
    """`live` newest first, at most `NEWEST`. `changed_at` is the latest change of any text, withdrawals included."""
    to = frame.addresses
    feed = Xml.Element("feed", {"xmlns": ATOM, "xml:lang": TAGS[language]})
    _add(feed, "id", to.feed_tag(language))
    _add(feed, "title", frame.title(language))
    _add(feed, "subtitle", word(language, "motto"))
    _add(feed, "updated", _stamp(changed_at or _NEVER))
    _add(feed, "generator", GENERATOR)
    _add(feed, "link", rel="self", type="application/atom+xml", href=to.to(feed_file(language, "atom")))
    _add(feed, "link", rel="alternate", type="text/html", hreflang=language.value, href=to.to(index_path(language)))
    if frame.hub:
        _add(feed, "link", rel="hub", href=frame.hub)
    for record, prepared in live:
        _entry(frame, feed, record, prepared)
    return _document(feed)


def _entry(frame: Frame, feed: Xml.Element, record: Record, prepared: Prepared) -> None:
    post = record.post
    address = frame.addresses.page(post.language, post.entry)
    entry = _add(feed, "entry")
    _add(entry, "id", frame.addresses.entry_tag(post.entry))
    _add(entry, "title", _title(record))
    _add(entry, "link", rel="alternate", type="text/html", href=address)
    _add(entry, "published", _stamp(record.published_at))
    _add(entry, "updated", _stamp(record.updated_at))
    _add(_add(entry, "author"), "name", post.byline.doctor)
    for stage in post.stages:
        _add(entry, "category", term=stage)
    content = _add(entry, "content", content_html(record.post, prepared.html), type="html")
    content.set("xml:base", address)


def json_feed(frame: Frame, language: Language, live: Sequence[Standing]) -> str:
    to = frame.addresses
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": frame.title(language),
        "description": word(language, "motto"),
        "home_page_url": to.to(index_path(language)),
        "feed_url": to.to(feed_file(language, "json")),
        "language": TAGS[language],
        "items": [_item(frame, record, prepared) for record, prepared in live],
    }
    if frame.hub:
        feed["hubs"] = [{"type": "WebSub", "url": frame.hub}]
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"


def _item(frame: Frame, record: Record, prepared: Prepared) -> dict[str, Any]:
    post = record.post
    item: dict[str, Any] = {
        "id": frame.addresses.entry_tag(post.entry),
        "url": frame.addresses.to(remote_id(post.language, post.entry) + "/"),
        "title": _title(record),
        "content_html": content_html(record.post, prepared.html),
        "date_published": _stamp(record.published_at),
        "date_modified": _stamp(record.updated_at),
        "authors": [{"name": post.byline.doctor}],
        "language": TAGS[post.language],
    }
    return item | ({"tags": list(post.stages)} if post.stages else {})


def content_html(post: Post, body: Markup) -> str:
    """The text as a feed reader shows it: disclaimers before and after, the question above."""
    question = element("blockquote", post.question) if post.question and post.question != post.title else None
    listed = post.sources_to_list
    sources = element("ol", [element("li", source) for source in listed]) if listed else None
    parts = [
        [_paragraphs(head) for head in post.heads],
        question,
        body,
        sources and [element("h2", word(post.language, "sources")), sources],
        [_paragraphs(footer) for footer in post.footers],
    ]
    return text(parts)


def _paragraphs(disclaimer: str) -> Markup:
    return text([element("p", element("em", line)) for line in disclaimer.splitlines() if line.strip()])


def _title(record: Record) -> str:
    post = record.post
    return f"[{word(post.language, 'sample')}] {post.title}" if post.sample else post.title


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _add(parent: Xml.Element, name: str, content: str | None = None, **attributes: str) -> Xml.Element:
    child = Xml.SubElement(parent, name, {key: printable(value) for key, value in attributes.items()})
    child.text = printable(content) if content is not None else None
    return child


def _document(root: Xml.Element) -> str:
    Xml.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{Xml.tostring(root, encoding="unicode")}\n'
