"""Writes the site from its records: pages first, then lists and feeds, each file whole or not at all.

Running it again after any interruption gives the same site; a file whose bytes would not change is not touched.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from publisher.channels.contract import Post
from publisher.channels.site.addresses import (
    ICON,
    ROBOTS,
    ROOT,
    STYLE,
    Addresses,
    authority_of,
    feed_file,
    index_path,
    inside,
    page_file,
    safe_entry,
)
from publisher.channels.site.catalogue import Catalogue, Row, collector_paused
from publisher.channels.site.feeds import NEWEST, atom, json_feed
from publisher.channels.site.indexes import front_page, index_pages
from publisher.channels.site.maps import robots, sitemaps
from publisher.channels.site.page import GENERATOR, Frame, icon, style
from publisher.channels.site.pages import entry_page
from publisher.channels.site.store import LIVE, UNFINISHED, Record, Store, stripped, write_if_changed
from publisher.channels.site.translations import Groups
from publisher.domain.places import Language

NAME, HUB = "name", "hub"  # facts of the whole site that its account says


def build(site_root: Path, out: Path, public_url: str) -> int:
    """Write the whole site into `out` (which may be `site_root`) and clear away pages of ours that have no record.

    Returns how many files changed. Raises filelock.Timeout when another process keeps writing.
    """
    store = Store(site_root)
    with store.locked(timeout=60):
        catalogue = Catalogue(store, afresh=True)
        facts = _facts(store, public_url)
        writer = _Writer(store, out, _frame(facts), catalogue.rows)
        writer.assets()
        writer.pages(catalogue.rows)
        writer.lists(Language)
        writer.clear_away()
        if out.resolve() == site_root.resolve():
            store.keep_facts(facts)
            catalogue.keep()
        return writer.changed


def publish_post(
    store: Store, public_url: str, post: Post, key: str, name: str | None = None, hub: str | None = None
) -> None:
    """Put a standing post out, or a newer revision of it. The caller holds the lock."""
    before = store.record(post.entry)
    published_at = before.post.published_at if before and before.post.published_at else post.published_at
    record = Record(replace(post, published_at=published_at), None, before.keys if before else {}).with_key(key)
    _write_entry(store, public_url, before, record, {NAME: name, HUB: hub})


def take_back(store: Store, public_url: str, post: Post, key: str, now: datetime) -> None:
    """Put a tombstone in place of a post, and drop it from every list. The caller holds the lock.

    Nothing is written where another revision stands: this one is gone from there already.
    """
    before = store.record(post.entry)
    if before is not None and before.live and before.post.revision_digest != post.revision_digest:
        return
    same = before is not None and before.post.status == post.status
    since = before.status_since if before and same and before.status_since else now
    record = Record(stripped(post), since, before.keys if before else {}).with_key(key)
    store.keep(record)
    _write_entry(store, public_url, before, record, {})


def repair(store: Store, public_url: str, record: Record) -> None:
    """Bring the lists of an entry's language up to its record, should a run have been cut off after the page."""
    _write_entry(store, public_url, record, record, {})


def _facts(store: Store, public_url: str, said: Mapping[str, str | None] | None = None) -> dict[str, str]:
    """The site-wide facts as they are from now on; the authority outlives a change of address."""
    kept = store.facts()
    facts = {**kept, "authority": authority_of(public_url, kept.get("authority")), "public_url": public_url}
    return facts | {name: value for name, value in (said or {}).items() if value}


def _frame(facts: dict[str, str]) -> Frame:
    return Frame(Addresses(facts["public_url"], facts["authority"]), facts.get(NAME), facts.get(HUB))


def _write_entry(
    store: Store, public_url: str, before: Record | None, record: Record, said: Mapping[str, str | None]
) -> None:
    entry, facts, catalogue = record.post.entry, _facts(store, public_url, said), Catalogue(store)
    ground = _Writer(store, store.root, _frame(facts), dict(catalogue.rows))
    ground.assets()
    if not ground.is_open():
        ground.lists(Language)
    catalogue.put(record)
    writer = _Writer(store, store.root, _frame(facts), catalogue.rows)
    writer.page(record, durable=True)
    store.keep(record)
    if facts == store.facts():
        changed = {entry, *catalogue.changed}
        writer.pages(_touched(catalogue, changed) - {entry})
        languages = {
            rows[one].language for rows in (catalogue.before, catalogue.rows) for one in changed if one in rows
        }
        with collector_paused():
            writer.lists(languages | {(before or record).post.language})
    else:  # another name or address stands on every page
        writer.pages(catalogue.rows)
        writer.lists(Language)
        store.keep_facts(facts)
    catalogue.keep()


def _touched(catalogue: Catalogue, changed: set[str]) -> set[str]:
    """Entries whose page may say otherwise now: those that changed, and whoever was or is a translation of them."""
    groups = [Groups(rows, standing_only=False) for rows in (catalogue.before, catalogue.rows)]
    return {entry for group in groups for entry in group.members(changed) if entry in catalogue.rows}


class _Writer:
    """Knows the rows of one run, and counts the files that changed."""

    def __init__(self, store: Store, out: Path, frame: Frame, rows: Mapping[str, Row]) -> None:
        self.store, self.out, self.frame, self.rows, self.changed = store, out, frame, rows, 0

    @cached_property
    def _groups(self) -> Groups:
        return Groups(self.rows)

    @cached_property
    def _live(self) -> list[Row]:
        live = [row for row in self.rows.values() if row.live]
        return sorted(live, key=lambda row: (datetime.fromisoformat(row.published_at), row.entry), reverse=True)

    def assets(self) -> None:
        for path, content in ((STYLE, style()), (ICON, icon())):
            self._write(path, content)

    def pages(self, entries: Iterable[str]) -> None:
        for entry in entries:
            if record := self.store.record(entry):
                self.page(record)

    def page(self, record: Record, *, durable: bool = False) -> None:
        prepared = self.store.prepared(record.post) if record.live else None
        document = entry_page(self.frame, record, prepared, self._groups.alternates(record.post.entry))
        self._write(page_file(record.post.language, record.post.entry), document, durable=durable)

    def lists(self, languages: Iterable[Language]) -> None:
        for language in sorted(languages):
            live = [row for row in self._live if row.language is language]
            stamps = (datetime.fromisoformat(row.updated_at) for row in self.rows.values() if row.language is language)
            records = (self.store.record(row.entry) for row in live[:NEWEST])
            newest = [(record, self.store.prepared(record.post)) for record in records if record]
            self._write(feed_file(language, "atom"), atom(self.frame, language, newest, max(stamps, default=None)))
            self._write(feed_file(language, "json"), json_feed(self.frame, language, newest))
            self._index_pages(language, live)
        for path, document in sitemaps(self.frame, self._live, self._groups).items():
            self._write(path, document)
        self._write(ROBOTS, robots(self.frame))
        self._write(ROOT, front_page(self.frame))

    def _index_pages(self, language: Language, live: Sequence[Row]) -> None:
        """Pages that are not there yet come first, so that no page in place ever leads to a missing one."""
        pages = [(f"{path}index.html", document) for path, document in index_pages(self.frame, language, live)]
        pages.sort(key=lambda page: inside(self.out, page[0]).is_file())
        for path, document in pages:
            self._write(path, document)
        self._clear_lists(language, {path for path, _ in pages})

    def is_open(self) -> bool:
        """Whether the front page and every page it leads to are in place; the front page is written last."""
        lists = [f"{index_path(language)}index.html" for language in Language]
        return all((self.out / path).is_file() for path in (*lists, ROOT))

    def clear_away(self) -> None:
        """Pages of ours whose entry has no record in that language (it moved, or its record was taken away)."""
        for language in Language:
            for file in (self.out / language.value).glob("*/index.html"):
                row = self.rows.get(file.parent.name)
                if (row is None or row.language is not language) and _ours(file):
                    self._remove(file)
        for file in self.out.rglob(f".*{UNFINISHED}"):
            file.unlink()

    def _clear_lists(self, language: Language, expected: set[str]) -> None:
        folder = self.out / language.value
        for file in (*folder.glob("page/*/index.html"), *folder.glob("stage/**/index.html")):
            if file.relative_to(self.out).as_posix() not in expected and _ours(file):
                self._remove(file)

    def _remove(self, file: Path) -> None:
        file.unlink(missing_ok=True)
        self.changed += 1
        if not any(file.parent.iterdir()):
            file.parent.rmdir()

    def _write(self, path: str, content: str | bytes, *, durable: bool = False) -> None:
        self.changed += write_if_changed(inside(self.out, path), content, durable=durable)


def _ours(file: Path) -> bool:
    """Only what carries our mark is ever removed: `out` may hold files of somebody else."""
    return f'name="generator" content="{GENERATOR}"' in file.read_text(encoding="utf-8", errors="replace")[:4000]


def was_taken_back(store: Store, post: Post, key: str) -> bool:
    """Whether this revision was put out under this key before and then taken back: a late repeat must not revive it."""
    record = store.record(post.entry)
    return record is not None and not record.live and record.keys.get(key) == post.revision_digest


def is_shown(store: Store, post: Post, key: str) -> bool:
    """Whether this very revision was put out under this key and its page is in place."""
    record = store.record(post.entry)
    if record is None or record.post.status != LIVE or record.keys.get(key) != post.revision_digest:
        return False
    file = inside(store.root, page_file(record.post.language, safe_entry(post.entry)))
    mark = f'name="revision" content="{record.post.revision_digest}"'
    return file.is_file() and mark in file.read_text(encoding="utf-8", errors="replace")[:8000]
