"""sitemap.xml with the translations of each page, and robots.txt."""

from collections.abc import Mapping, Sequence
from html import escape

from publisher.channels.site.addresses import SITEMAP, index_path
from publisher.channels.site.catalogue import Row
from publisher.channels.site.page import Frame
from publisher.channels.site.translations import Groups
from publisher.domain.places import Language

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
MOST_ADDRESSES = 50_000  # per file, sitemaps.org


def sitemaps(frame: Frame, live: Sequence[Row], groups: Groups) -> dict[str, str]:
    """File name to content; beyond the protocol's limit `sitemap.xml` lists the others. `live` newest first."""
    root = escape(frame.addresses.to(""), quote=False)
    indexes = {language: index_path(language) for language in Language}
    urls = [_url(root, path, None, indexes) for path in indexes.values()]
    for row in live:
        alternates = groups.alternates(row.entry)
        urls.append(_url(root, alternates[row.language], row.updated_at[:10], alternates))
    chunks = [urls[at : at + MOST_ADDRESSES] for at in range(0, len(urls), MOST_ADDRESSES)]
    if len(chunks) == 1:
        return {SITEMAP: _document("urlset", chunks[0])}
    files = {f"sitemap-{number}.xml": _document("urlset", chunk) for number, chunk in enumerate(chunks, 1)}
    parts = [f" <sitemap>\n  <loc>{root}{name}</loc>\n </sitemap>\n" for name in files]
    return {SITEMAP: _document("sitemapindex", parts), **files}


def robots(frame: Frame) -> str:
    return f"User-agent: *\nAllow: /\n\nSitemap: {frame.addresses.to(SITEMAP)}\n"


def _url(root: str, path: str, changed: str | None, alternates: Mapping[Language, str]) -> str:
    """`root` is escaped; paths passed `addresses` and hold nothing to escape. Tens of thousands are written at once."""
    links = ""
    if len(alternates) > 1:
        quoted = root.replace('"', "&quot;")
        links = "".join(
            f'  <xhtml:link rel="alternate" hreflang="{language}" href="{quoted}{other}" />\n'
            for language, other in sorted(alternates.items())
        )
    day = f"  <lastmod>{changed}</lastmod>\n" if changed else ""
    return f" <url>\n  <loc>{root}{path}</loc>\n{day}{links} </url>\n"


def _document(name: str, children: Sequence[str]) -> str:
    head = '<?xml version="1.0" encoding="utf-8"?>\n'
    return f'{head}<{name} xmlns="{_SITEMAP}" xmlns:xhtml="{_XHTML}">\n{"".join(children)}</{name}>\n'
