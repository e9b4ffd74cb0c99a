"""The index of one home, opened once per process: its library, its locks, and what this process has seen."""

import functools
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from publisher.domain.errors import ConfigurationError
from publisher.services.desk import Desk
from publisher.storage import home
from vectorstore.trouble import DamagedIndex, ModelMissing, ServerAway, WrongModel

if TYPE_CHECKING:
    from vectorstore.library import Nearest


class MustBeRebuilt(ConfigurationError):
    """What lies in the folder of the index is another model's or damaged: only a rebuild helps."""


class Index:
    """The library of one home and what this process has seen of the database."""

    def __init__(self, folder: Path, model: str, chroma: str = "", clinic: str = "") -> None:
        from vectorstore.library import Library  # numpy and the models: a page that searches nothing needs neither

        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder = folder
        self.lock = FileLock(folder / "index.lock")
        self.library = Library(folder, model, _chroma(chroma, clinic) if chroma else None)
        self.filling = FileLock(folder / "filling.lock")
        self.seen: set[tuple[str, int]] = set()
        self.mark: tuple[datetime, int, datetime | None] | None = None  # of the changes that were taken in
        self.filled: tuple[datetime, int, datetime | None] | None = None  # when every precise vector was there
        self.held: dict[str, tuple[int, str]] = {}  # by language the signatures there were when all signed was held
        self.thread = threading.RLock()

    def forget_seen(self) -> None:
        """Look at everything again."""
        self.seen.clear()
        self.held.clear()
        self.mark = self.filled = None


@functools.lru_cache(maxsize=8)
def opened(folder: Path, model: str, chroma: str = "", clinic: str = "") -> Index:
    try:
        return Index(folder, model, chroma, clinic)
    except ModelMissing as error:
        raise ConfigurationError(f"{error}; set PUBLISHER_EMBEDDING_MODEL to “use” or to a model you have.") from None
    except WrongModel as error:
        raise MustBeRebuilt(f"{error}; run `publisher index rebuild`.") from None


@contextmanager
def usable(desk: Desk) -> Iterator[None]:
    """Say in one sentence what to do when the index is damaged, its server is away, or another model made it again."""
    try:
        yield
    except ServerAway as error:
        raise _away(desk.settings.chroma_url, error) from None
    except WrongModel as error:
        raise MustBeRebuilt(f"{error}; start again with the same setting, or run `publisher index rebuild`.") from None
    except sqlite3.OperationalError:
        raise
    except (DamagedIndex, sqlite3.DatabaseError) as error:
        raise MustBeRebuilt(
            f"the search index in {desk.home / 'index'} is damaged ({error}); run `publisher index rebuild`. "
            "No answer is lost: the index is made again from the database."
        ) from None


def index_of(desk: Desk) -> Index:
    """This home's index. ConfigurationError when another model made it."""
    model, clinic = desk.settings.embedding_model, ""
    if desk.settings.chroma_url:
        with desk.db.read() as tx:
            clinic = str(home.get(tx, "installation") or "clinic")[-12:].lower()
    return opened(desk.home / "index", model, desk.settings.chroma_url, clinic)


def is_whole(desk: Desk) -> bool:
    """Whether every text that was taken in has its precise vectors."""
    return index_of(desk).library.is_whole


def _chroma(address: str, clinic: str) -> "Nearest":
    # imported here: only an installation that names a server pays for the client's half second
    from vectorstore.chroma import ChromaIndex

    try:
        return ChromaIndex.at(address, clinic)
    except (ValueError, OSError, ServerAway) as error:
        raise _away(address, error) from None


def _away(address: str, error: Exception) -> ConfigurationError:
    reason = str(error) if isinstance(error, ServerAway) else type(error).__name__
    return ConfigurationError(
        f"the search server at {address} does not answer ({reason}); start it, or remove PUBLISHER_CHROMA_URL."
    )
