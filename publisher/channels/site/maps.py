"""sitemap.xml with the translations of each page, and robots.txt."""

from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as Xml

from publisher.channels.site.addresses import SITEMAP, index_path, remote_id
from publisher.channels.site.page import Frame
from publisher.channels.site.store import Record
from publisher.domain.places import Language

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
MOST_ADDRESSES = 50_000  # per file, sitemaps.org


def sitemaps(frame: Frame, live: Sequence[Record], alternates: Mapping[str, Mapping[Language, str]]) -> dict[str, str]:
    """File name to content; beyond the protocol's limit `sitemap.xml` lists the others."""
    urls = [_index(frame, language) for language in Language]
    urls += [_page(frame, record, alternates[record.post.entry]) for record in live]
    chunks = [urls[at : at + MOST_ADDRESSES] for at in range(0, len(urls), MOST_ADDRESSES)]
    if len(chunks) == 1:
        return {SITEMAP: _document("urlset", chunks[0])}
    files = {f"sitemap-{number}.xml": _document("urlset", chunk) for number, chunk in enumerate(chunks, 1)}
    parts = []
    for name in files:
        part = Xml.Element("sitemap")
        Xml.SubElement(part, "loc").text = frame.addresses.to(name)
        parts.append(part)
    return {SITEMAP: _document("sitemapindex", parts), **files}


def robots(frame: Frame) -> str:
    return f"User-agent: *\nAllow: /\n\nSitemap: {frame.addresses.to(SITEMAP)}\n"


def _index(frame: Frame, language: Language) -> Xml.Element:
    paths = {other: index_path(other) for other in Language}
    return _url(frame, paths[language], None, paths)


def _page(frame: Frame, record: Record, alternates: Mapping[Language, str]) -> Xml.Element:
    path = remote_id(record.post.language, record.post.entry) + "/"
    return _url(frame, path, record.updated_at.date().isoformat(), alternates)


def _url(frame: Frame, path: str, changed: str | None, alternates: Mapping[Language, str]) -> Xml.Element:
    url = Xml.Element("url")
    Xml.SubElement(url, "loc").text = frame.addresses.to(path)
    if changed:
        Xml.SubElement(url, "lastmod").text = changed
    if len(alternates) > 1:
        for language, other in sorted(alternates.items()):
            attributes = {"rel": "alternate", "hreflang": language.value, "href": frame.addresses.to(other)}
            Xml.SubElement(url, "xhtml:link", attributes)
    return url


def _document(name: str, children: Sequence[Xml.Element]) -> str:
    root = Xml.Element(name, {"xmlns": _SITEMAP, "xmlns:xhtml": _XHTML})
    root.extend(children)
    Xml.indent(root, " ")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{Xml.tostring(root, encoding="unicode")}\n'
