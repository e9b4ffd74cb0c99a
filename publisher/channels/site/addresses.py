"""Where each page of the site lives. Nothing becomes a path or an address that did not pass here."""

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from publisher.domain.places import Language

_ENTRY = re.compile(r"[0-9a-z](?:[0-9a-z-]{0,62}[0-9a-z])?\Z")
_CODES = {language: language.value for language in Language}  # a look-up: one send asks for tens of thousands
_RESERVED = frozenset({"page", "stage"})
_SLUG = re.compile(r"[0-9a-z]+(?:-[0-9a-z]+)*\Z")
_LEAVES = re.compile(r"(?:^|/)\.\.(?:/|$)|[\\:\x00]")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1", ""})

STYLE, ICON, SITEMAP, ROBOTS, ROOT = "site.css", "icon.svg", "sitemap.xml", "robots.txt", "index.html"


class UnsafeName(ValueError):
    """An entry id that may not become a path."""


def safe_entry(entry: str) -> str:
    """The id itself, when it is one of ours (26 characters) or an equally harmless slug."""
    if not _ENTRY.match(entry) or entry in _RESERVED:
        raise UnsafeName(f"“{entry[:40]}” is no entry id")
    return entry


def remote_id(language: Language, entry: str) -> str:
    return f"{_CODES[language]}/{safe_entry(entry)}"


def page_file(language: Language, entry: str) -> str:
    return f"{remote_id(language, entry)}/index.html"


def index_path(language: Language, stage: str | None = None, page: int = 1) -> str:
    """Folder of an index page, with a slash at its end."""
    middle = f"stage/{stage_slug(stage)}/" if stage else ""
    return f"{language.value}/{middle}" + (f"page/{page}/" if page > 1 else "")


@cache
def stage_slug(stage: str) -> str:
    """A stage is a word of the organisation's choosing; as a path it is itself if harmless, else its digest."""
    lowered = stage.strip().lower().replace(" ", "-").replace("_", "-")
    if len(lowered) <= 40 and _SLUG.match(lowered):
        return lowered
    return hashlib.sha256(stage.encode("utf-8", "replace")).hexdigest()[:12]


def feed_file(language: Language, form: str) -> str:
    return f"feed.{language.value}.{form}"


def up(path: str) -> str:
    """The way from a page's folder back to the root, so that the site works below any address."""
    return "../" * path.count("/") or "./"


@dataclass(frozen=True)
class Addresses:
    """Absolute addresses under the public one. `authority` names the host in feed ids and never changes again."""

    public_url: str
    authority: str

    def to(self, path: str) -> str:
        return f"{self.public_url.rstrip('/')}/{path}"

    def page(self, language: Language, entry: str) -> str:
        return self.to(remote_id(language, entry) + "/")

    def entry_tag(self, entry: str) -> str:
        return f"tag:{self.authority},2026:{safe_entry(entry)}"

    def feed_tag(self, language: Language) -> str:
        return f"tag:{self.authority},2026:feed:{language.value}"


def authority_of(public_url: str, kept: str | None) -> str:
    """The host of the first public address seen; a loopback one gives way, since nobody outside subscribed to it."""
    if kept and kept not in _LOOPBACK:
        return kept
    host = urlsplit(public_url).hostname or "localhost"
    return "localhost" if ":" in host else host


def inside(root: Path, path: str) -> Path:
    """The file below `root`; refuses whatever would leave it."""
    if _LEAVES.search(path) or path.startswith("/"):
        raise UnsafeName(f"“{path[:80]}” leads out of the site")
    return root / path
