"""One slim row per record, so that lists are written without reading a body.

It is only a shortcut: a row whose record has another stamp is made anew, a missing or damaged catalogue wholly. It says
what the lists were last written from, so whoever writes next sees what a run that was cut off had begun.
"""

import gc
import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from publisher.channels.site.addresses import UnsafeName
from publisher.channels.site.store import Record, Store, write_if_changed
from publisher.domain.places import Language

_LANGUAGES = {language.value: language for language in Language}


class Row(NamedTuple):
    """What lists, feeds and maps say of one entry. Moments and days are ISO 8601, with the record's own offset.

    A text that no longer stands leaves no word here, only what its neighbours and the stamp of the feeds need.
    """

    entry: str
    language: Language
    live: bool
    published_at: str
    updated_at: str
    translations: Sequence[Sequence[str]]  # language, entry
    stages: Sequence[str]
    kind: str = ""
    sample: bool = False
    title: str = ""
    doctor: str = ""
    specialty: str | None = None
    signed_on: str = ""


_FORM = " ".join(Row._fields).encode()  # under another one no line is taken over


def row_of(record: Record) -> Row:
    post, byline = record.post, record.post.byline
    row = Row(
        post.entry,
        post.language,
        record.live,
        record.published_at.isoformat(),
        record.updated_at.isoformat(),
        sorted([str(language), other] for language, other in post.translations.items()),
        list(post.stages) if record.live else [],
    )
    if not record.live:
        return row
    return row._replace(
        kind=post.kind,
        sample=post.sample,
        title=post.title,
        doctor=byline.doctor,
        specialty=byline.specialty,
        signed_on=post.signed_at.date().isoformat(),
    )


class Catalogue:
    """`rows` of the records as they are, `before` as the lists were last written from them, by entry.

    `changed` are the entries whose row differs between the two; where no catalogue was kept they are taken as alike.
    The caller holds the lock until `keep`.
    """

    def __init__(self, store: Store, *, afresh: bool = False) -> None:
        """`afresh` reads every record, whatever its stamp says."""
        self._store = store
        self._file = store.root / ".data" / "_catalogue.jsonl"
        self._lines: dict[str, str] = {}
        self.rows: dict[str, Row] = {}
        self.before: dict[str, Row] = {}
        self.changed: set[str] = set()
        stamps = store.stamps()
        lines = self._kept_lines()
        with collector_paused():
            for line, (stamp, *values) in zip(lines, json.loads(f"[{','.join(lines)}]"), strict=True):
                row = self.before[values[0]] = _row(values)
                if stamp == stamps.get(row.entry) and not afresh:
                    self.rows[row.entry], self._lines[row.entry] = row, line
        for entry in sorted(stamps.keys() - self.rows.keys()):
            if record := _record(store, entry):
                self._put(record, stamps[entry])
        self.changed |= self.before.keys() - self.rows.keys()
        if not lines:
            self.before, self.changed = dict(self.rows), set()

    def put(self, record: Record) -> None:
        """The record as it is about to be kept."""
        self._put(record, "")

    def keep(self) -> None:
        """To be called when pages and lists say what `rows` say."""
        for entry in [entry for entry, line in self._lines.items() if line.startswith('["",')]:
            self._lines[entry] = _line(self._store.stamp(entry), self.rows[entry])
        body = "\n".join(self._lines.values()).encode("utf-8", "replace")
        self._file.parent.mkdir(parents=True, exist_ok=True)
        write_if_changed(self._file, _digest(body) + b"\n" + body)

    def _put(self, record: Record, stamp: str) -> None:
        row = row_of(record)
        if self.before.get(row.entry) != row:
            self.changed.add(row.entry)
        self.rows[row.entry], self._lines[row.entry] = row, _line(stamp, row)

    def _kept_lines(self) -> list[str]:
        try:
            digest, _, body = self._file.read_bytes().partition(b"\n")
        except OSError:
            return []
        return body.decode().split("\n") if body and digest == _digest(body) else []


@contextmanager
def collector_paused() -> Iterator[None]:
    """While very many rows are made and kept; the collector would walk them all again and again, half of the time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _record(store: Store, entry: str) -> Record | None:
    try:
        record = store.record(entry)
    except UnsafeName:
        return None
    return record if record and record.post.entry == entry else None


def _line(stamp: str, row: Row) -> str:
    return json.dumps([stamp, *row], ensure_ascii=False)


def _row(values: list[Any]) -> Row:
    values[1] = _LANGUAGES[values[1]]
    return Row._make(values)


def _digest(body: bytes) -> bytes:
    return hashlib.sha256(_FORM + body).hexdigest().encode()
