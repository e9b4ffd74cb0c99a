"""The files of the site: one record per entry under `.data/`, atomic writes, one lock for all processes.

A record of a text that no longer stands holds no body: a withdrawn text is not kept where a web server might reach it.
"""

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock

from publisher.channels.contract import Byline, Post
from publisher.channels.site.addresses import inside, safe_entry
from publisher.channels.site.prepared import Prepared, dump, load, prepare
from publisher.domain.places import Language

LIVE = "live"
UNFINISHED = ".part"
_KEYS_KEPT = 20
_RECORD = re.compile(r"[0-9a-z].*\.json\Z")


@dataclass(frozen=True)
class Record:
    """What the site knows of one entry: the post, since when its status holds, and the keys it was sent under."""

    post: Post
    status_since: datetime | None = None
    keys: dict[str, str] = field(default_factory=dict)  # delivery key -> revision digest

    @property
    def live(self) -> bool:
        return self.post.status == LIVE

    @property
    def published_at(self) -> datetime:
        return self.post.published_at or self.post.signed_at

    @property
    def updated_at(self) -> datetime:
        return max(self.post.signed_at, self.published_at, self.status_since or self.post.signed_at)

    def with_key(self, key: str) -> "Record":
        kept = {**{k: v for k, v in self.keys.items() if k != key}, key: self.post.revision_digest}
        return replace(self, keys=dict(list(kept.items())[-_KEYS_KEPT:]))


def stripped(post: Post) -> Post:
    """The post without the words that may no longer be read."""
    return replace(post, body="", question=None, sources=(), heads=(), footers=())


class Store:
    """Records and site-wide facts below one root."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @contextmanager
    def locked(self, timeout: float) -> Iterator[None]:
        """One writer at a time, over processes and threads. Raises filelock.Timeout."""
        self.root.mkdir(parents=True, exist_ok=True)
        with FileLock(self.root / ".lock", timeout=timeout, thread_local=False):
            yield

    def record(self, entry: str) -> Record | None:
        return _read(self._file(entry))

    def stamps(self) -> dict[str, str]:
        """Of every record's file by entry: another stamp when it was written since, by whomever. No file is read. What
        went between the look and the stamp, or is a link that leads nowhere, is no record, and hides no other one."""
        found = dict[str, str]()
        try:
            with os.scandir(self.root / ".data") as files:
                for file in files:
                    if _RECORD.match(file.name):
                        with suppress(FileNotFoundError):
                            found[file.name[:-5]] = _stamp(file.stat())
        except FileNotFoundError:
            pass
        return found

    def stamp(self, entry: str) -> str:
        return _stamp(self._file(entry).stat())

    def keep(self, record: Record) -> None:
        folder = self.root / ".data"
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        write_if_changed(self._file(record.post.entry), _dump(record), durable=True)
        if not record.live:
            inside(self.root, f".data/rendered/{safe_entry(record.post.entry)}.json").unlink(missing_ok=True)

    def prepared(self, post: Post) -> Prepared:
        """The rendered body, from beside the record when it is still right, else made and kept."""
        file = inside(self.root, f".data/rendered/{safe_entry(post.entry)}.json")
        kept = load(file, post)
        if kept is None:
            kept = prepare(post)
            write_if_changed(file, dump(kept))
        return kept

    def facts(self) -> dict[str, str]:
        """What belongs to the whole site: `authority` (of feed ids) and `name`."""
        try:
            loaded = json.loads((self.root / ".data" / "_site.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(key): str(value) for key, value in loaded.items()} if isinstance(loaded, dict) else {}

    def keep_facts(self, facts: dict[str, str]) -> None:
        (self.root / ".data").mkdir(parents=True, exist_ok=True)
        write_if_changed(self.root / ".data" / "_site.json", json.dumps(facts, ensure_ascii=False, sort_keys=True))

    def _file(self, entry: str) -> Path:
        return inside(self.root, f".data/{safe_entry(entry)}.json")


def write_if_changed(file: Path, content: str | bytes, *, durable: bool = False) -> bool:
    """Put the bytes in place in one step, and only when they differ; says whether they did.

    `durable` waits for the disk. What can be rebuilt from the records does not. The caller holds the lock.
    """
    data = content.encode("utf-8", "replace") if isinstance(content, str) else content
    try:
        if file.read_bytes() == data:
            return False
    except (FileNotFoundError, NotADirectoryError):
        pass
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f".{file.name}{UNFINISHED}")
    with unfinished.open("wb") as stream:
        stream.write(data)
        if durable:
            stream.flush()
            os.fsync(stream.fileno())
    os.replace(unfinished, file)
    return True


def _stamp(about: os.stat_result) -> str:
    return f"{about.st_mtime_ns}-{about.st_size}-{about.st_ino}"


def _dump(record: Record) -> str:
    return json.dumps(asdict(record), ensure_ascii=False, sort_keys=True, default=_plain)


def _plain(value: Any) -> str:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a record")


def _read(file: Path) -> Record | None:
    try:
        return _load(json.loads(file.read_bytes()))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _load(raw: dict[str, Any]) -> Record:
    post, since = dict(raw["post"]), raw["status_since"]
    byline = dict(post["byline"])
    byline["licence_valid_until"] = _date(byline["licence_valid_until"])
    post |= {
        "language": Language(post["language"]),
        "byline": Byline(**byline),
        "signed_at": datetime.fromisoformat(post["signed_at"]),
        "review_by": _date(post["review_by"]),
        "published_at": datetime.fromisoformat(post["published_at"]) if post["published_at"] else None,
        "translations": {Language(key): value for key, value in post["translations"].items()},
    }
    post |= {name: tuple(post[name]) for name in ("sources", "heads", "footers", "stages")}
    return Record(Post(**post), datetime.fromisoformat(since) if since else None, dict(raw["keys"]))


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
