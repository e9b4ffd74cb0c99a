"""Chroma as the nearest-neighbour index of a large library: one collection per clinic, language and space.

Only vectors and ids go in, never text: Chroma would download a model to embed it. The vector file stays the source, so
a lost or damaged Chroma is filled again from it. One directory is opened by one server and by nothing else.
"""

import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import chromadb
import httpx
import numpy as np
from chromadb.api.client import Client
from chromadb.auth import UserIdentity
from chromadb.config import Settings
from chromadb.errors import ChromaError, NotFoundError
from filelock import FileLock, Timeout

from vectorstore.embeddings import Vectors
from vectorstore.trouble import ServerAway, WrongModel
from vectorstore.vectors import VectorFile

LARGEST_BATCH = 250  # Chroma takes 5,461 at most, but on a busy machine a minute over them
_PUSHED = "chroma_seq"
_START_SECONDS = 60.0
_CONNECT_SECONDS, ANSWER_SECONDS = 4.0, 45.0  # a search takes milliseconds; a batch, on a busy machine, some seconds


@contextlib.contextmanager
def _answering() -> Iterator[None]:
    """ServerAway for whatever its client raises when nobody answers, not in time, or with an error."""
    try:
        yield
    except (httpx.HTTPError, ChromaError) as error:
        raise ServerAway(type(error).__name__) from None


def _told(response: httpx.Response) -> None:
    """An error of the server or of a proxy before it is HTTP's own, whatever stands in its body."""
    if response.status_code >= 500:
        response.raise_for_status()


class _Client(Client):
    """Chroma's client waits for ever, from its first question on; this one does not."""

    def __init__(self, settings: Settings, seconds: float) -> None:
        self._seconds = seconds
        super().__init__(settings=settings)

    def get_user_identity(self) -> UserIdentity:
        """The first thing a client asks its server."""
        session = self._server._session  # type: ignore[attr-defined]  # of its client over HTTP
        session.timeout = httpx.Timeout(self._seconds, connect=min(self._seconds, _CONNECT_SECONDS))
        session.event_hooks = {"response": [_told]}
        return self._server.get_user_identity()


class ChromaIndex:
    """The collections of one clinic in a Chroma server, or in memory for tests."""

    def __init__(self, client: Any, clinic: str) -> None:
        self._client, self._clinic = client, clinic
        self._collections: dict[tuple[str, str], Any] = {}
        self._compared = False  # with the vector file, once by each process

    @classmethod
    def at(cls, address: str, clinic: str, seconds: float = ANSWER_SECONDS) -> "ChromaIndex":
        """The server at an address, which gets so long for each answer. ServerAway, here and in every method."""
        parts = urlsplit(address)
        secure = parts.scheme == "https"
        settings = Settings(
            anonymized_telemetry=False,
            chroma_api_impl="chromadb.api.fastapi.FastAPI",
            chroma_server_host=parts.hostname or "127.0.0.1",
            chroma_server_http_port=parts.port or (443 if secure else 8000),
            chroma_server_ssl_enabled=secure,
        )
        with _answering():
            return cls(_Client(settings, seconds), clinic)

    def collection(self, space: str, language: str, model: str) -> Any:
        """The collection of a space and language. WrongModel when another model filled it."""
        key = (space, language)
        if key not in self._collections:
            made = self._client.get_or_create_collection(
                f"{self._clinic}-{language}-{space}",
                metadata={"model": model},
                configuration={"hnsw": {"space": "ip"}},
                embedding_function=None,
            )
            made_by = (made.metadata or {}).get("model")
            if made_by != model:
                raise WrongModel(f"{language} {space}", str(made_by), model)
            self._collections[key] = made
        return self._collections[key]

    @_answering()
    def follow(self, vectors: VectorFile, models: dict[str, str]) -> int:
        """Push what the vector file has and Chroma has not; twice the same changes nothing. Returns how many."""
        if not self._compared and not self._holds_all(vectors, models):
            vectors.set_note(_PUSHED, "0")
        self._compared = True
        try:
            return self._push(vectors, models)
        except NotFoundError:  # another process made the index again, or the server was emptied
            self._begin_again(vectors)
            return self._push(vectors, models)

    def _holds_all(self, vectors: VectorFile, models: dict[str, str]) -> bool:
        """Whether a server that is said to have been given everything still holds it."""
        if not vectors.note(_PUSHED) or vectors.after(int(vectors.note(_PUSHED) or 0), 1):
            return True
        counts = vectors.counts().items()
        return all(self.collection(*place, models[place[0]]).count() >= count for place, count in counts)

    def _begin_again(self, vectors: VectorFile) -> None:
        self._collections.clear()
        vectors.set_note(_PUSHED, "0")

    def _push(self, vectors: VectorFile, models: dict[str, str]) -> int:
        pushed = int(vectors.note(_PUSHED) or 0)
        count = 0
        while batch := vectors.after(pushed, LARGEST_BATCH):
            groups: dict[tuple[str, str], list[tuple[str, bytes]]] = {}
            for seq, item, space, language, data in batch:
                groups.setdefault((space, language), []).append((item, data))
                pushed = seq
            for (space, language), rows in groups.items():
                self.collection(space, language, models[space]).upsert(
                    ids=[item for item, _ in rows],
                    embeddings=np.stack([np.frombuffer(data, np.float32) for _, data in rows]),
                )
            vectors.set_note(_PUSHED, str(pushed))
            count += len(batch)
        return count

    @_answering()
    def search(self, space: str, language: str, model: str, vector: Vectors, limit: int) -> dict[str, float]:
        """The nearest ids with their cosine (all vectors have unit length), best first."""
        try:
            return self._nearest(self.collection(space, language, model), vector, limit)
        except NotFoundError:  # made again by another process since: its new collection has the same name
            self._collections.clear()
            self._compared = False
            return self._nearest(self.collection(space, language, model), vector, limit)

    def _nearest(self, found: Any, vector: Vectors, limit: int) -> dict[str, float]:
        held = found.count()
        if not held:
            return {}
        answer = found.query(query_embeddings=[vector], n_results=min(limit, held), include=["distances"])
        return {item: 1.0 - float(far) for item, far in zip(answer["ids"][0], answer["distances"][0], strict=True)}

    @_answering()
    def forget(self) -> None:
        """Delete this clinic's collections."""
        self._collections.clear()
        for found in self._client.list_collections():
            if found.name.startswith(f"{self._clinic}-"):
                self._client.delete_collection(found.name)


def memory(clinic: str = "clinic") -> ChromaIndex:
    """Chroma in this process, for tests."""
    return ChromaIndex(chromadb.EphemeralClient(Settings(anonymized_telemetry=False, allow_reset=True)), clinic)


@contextlib.contextmanager
def server(home: Path) -> Iterator[str]:
    """The address of this home's Chroma: the one that runs, or one started here on loopback and stopped at the end.

    Whoever holds the home's lock owns the server; its address stands in `chroma.url` for everybody else.
    """
    lock, mark = FileLock(home / "chroma.lock"), home / "chroma.url"
    try:
        lock.acquire(timeout=0)
    except Timeout:
        yield _running(mark)
        return
    process = None
    try:
        process, address = _start(home)
        mark.write_text(address, "ascii")
        yield address
    finally:
        mark.unlink(missing_ok=True)
        if process is not None:
            process.terminate()
            process.wait(timeout=20)
        lock.release()


def _start(home: Path) -> tuple[subprocess.Popen[bytes], str]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = int(listener.getsockname()[1])
    folder = home / "index" / "chroma"
    folder.mkdir(parents=True, exist_ok=True)
    program = Path(sys.executable).with_name("chroma")
    command = [program, "run", "--path", folder, "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    with contextlib.ExitStack() as unless_it_starts:
        unless_it_starts.callback(process.kill)
        _wait(address, process)
        unless_it_starts.pop_all()
    return process, address


def _running(mark: Path) -> str:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        if mark.exists() and _beats(address := mark.read_text("ascii")):
            return address
        time.sleep(0.1)
    raise ConnectionError("another process holds this home's search server, but the server does not answer")


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        if _beats(address):
            return
        time.sleep(0.1)
    raise ConnectionError("the search server (chroma run) did not start")


def _beats(address: str) -> bool:
    try:
        with urlopen(f"{address}/api/v2/heartbeat", timeout=2):  # noqa: S310 - our own loopback address
            return True
    except (URLError, OSError):
        return False
