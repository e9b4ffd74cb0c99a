"""The frame every page of the site stands in: head, languages, footer. No script runs and nothing foreign is loaded."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from publisher.channels.site.addresses import ICON, STYLE, Addresses, feed_file, index_path, up
from publisher.channels.site.words import NAMES, TAGS, word
from publisher.domain.places import Language
from publisher.rendering.markup import Child, Markup, element
from publisher.resources import content_folder

GENERATOR = "Doctor Publisher"
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
    "frame-src 'none'; object-src 'none'"
)


@dataclass(frozen=True)
class Frame:
    """What all pages of one build share. `name` is the organisation's, or None: the site's own words."""

    addresses: Addresses
    name: str | None = None
    hub: str | None = None  # of WebSub, named in the feeds

    def title(self, language: Language) -> str:
        return self.name or word(language, "site")


@dataclass(frozen=True)
class PageHead:
    """What one page says about itself. `alternates` are paths by language, this page's own included."""

    language: Language
    path: str
    title: str
    description: str
    alternates: Mapping[Language, str]
    digest: str | None = None
    linked_data: Markup | None = None
    indexed: bool = True


@cache
def style() -> bytes:
    return (content_folder() / "site" / STYLE).read_bytes()


@cache
def icon() -> bytes:
    return (content_folder() / "site" / ICON).read_bytes()


@cache
def style_version() -> str:
    return hashlib.sha256(style()).hexdigest()[:8]


def page(frame: Frame, head: PageHead, main: Child) -> str:
    """A whole document, ending in a newline."""
    body = element(
        "body",
        element("a", word(head.language, "skip"), class_="skip", href="#text"),
        _top(frame, head),
        element("main", main, id="text"),
        _bottom(frame, head),
    )
    html = element("html", "\n", _head(frame, head), "\n", body, "\n", lang=TAGS[head.language])
    return f"<!doctype html>\n{html}\n"


def _head(frame: Frame, head: PageHead) -> Markup:
    root, here = up(head.path), frame.addresses.to(head.path)
    site = frame.title(head.language)
    alternates = [
        element("link", rel="alternate", hreflang=language.value, href=frame.addresses.to(path))
        for language, path in sorted(head.alternates.items())
        if len(head.alternates) > 1
    ]
    parts = [
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", head.title if head.title == site else f"{head.title} · {site}"),
        element("meta", name="description", content=head.description),
        element("meta", name="generator", content=GENERATOR),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="referrer", content="no-referrer"),
        None if head.indexed else element("meta", name="robots", content="noindex"),
        element("meta", name="revision", content=head.digest) if head.digest else None,
        element("link", rel="canonical", href=here),
        alternates,
        element("link", rel="stylesheet", href=f"{root}{STYLE}?v={style_version()}"),
        element("link", rel="icon", href=f"{root}{ICON}", type="image/svg+xml"),
        [_feed_link(head.language, root, form) for form in ("atom", "json")],
        element("meta", property="og:title", content=head.title),
        element("meta", property="og:description", content=head.description),
        element("meta", property="og:url", content=here),
        element("meta", property="og:site_name", content=site),
        head.linked_data,
    ]
    return element("head", "\n", [(part, "\n") for part in parts if part])


def _feed_link(language: Language, root: str, form: str) -> Markup:
    kind = "application/atom+xml" if form == "atom" else "application/feed+json"
    return element(
        "link", rel="alternate", type=kind, href=root + feed_file(language, form), title=word(language, "site")
    )


def _top(frame: Frame, head: PageHead) -> Markup:
    root = up(head.path)
    links = [
        element(
            "a",
            NAMES[language],
            href=root + head.alternates.get(language, index_path(language)),
            lang=TAGS[language],
            hreflang=language.value,
            aria_current="true" if language is head.language else None,
        )
        for language in Language
    ]
    home = element("a", frame.title(head.language), class_="name", href=root + index_path(head.language))
    return element(
        "header",
        home,
        element("nav", links, aria_label=word(head.language, "languages"), class_="languages"),
        class_="top",
    )


def _bottom(frame: Frame, head: PageHead) -> Markup:
    root, language = up(head.path), head.language
    feeds = [
        element("a", name, href=root + feed_file(language, form)) for name, form in (("Atom", "atom"), ("JSON", "json"))
    ]
    return element(
        "footer",
        element("p", word(language, "motto")),
        element(
            "p",
            element("a", word(language, "home"), href=root + index_path(language)),
            element("span", word(language, "subscribe"), " ", feeds[0], " ", feeds[1], class_="feeds"),
            class_="links",
        ),
        class_="bottom",
    )
