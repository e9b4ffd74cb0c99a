"""A threaded web server that answers as a network would, and stalls, cuts, repeats or refuses when told to."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

from publisher.channels.contract import Account


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.body.decode()).items()}


@dataclass(frozen=True)
class Reply:
    status: int = 200
    json: Any = None
    headers: dict[str, str] = field(default_factory=dict)


class Shape:
    """One network: what it keeps and how it answers. `posts` is id to text, as a reader would see it."""

    kind: ClassVar[str]
    settings: ClassVar[dict[str, str]]
    secrets: ClassVar[dict[str, str]]

    def __init__(self) -> None:
        self.posts: dict[str, str] = {}
        self.made = 0

    def answer(self, request: Request) -> Reply:
        return Reply(404)

    def publishes(self, request: Request) -> bool:
        """Whether this request is the one that puts a post out."""
        return request.method == "POST"

    def expired(self) -> Reply:
        return Reply(401, {"error": "the token has expired"})

    def limited(self, seconds: int | None) -> Reply:
        return Reply(429, {"error": "slow down"}, {"retry-after": str(seconds)} if seconds else {})

    def without_id(self) -> Reply:
        return Reply(200, {})

    def next_id(self) -> int:
        self.made += 1
        return 1000 + self.made


@dataclass
class Network:
    """A running server. `fault` is what happens to the next publishing requests."""

    shape: Shape
    fault: Callable[["Handler", Request], bool] | None = None
    requests: list[Request] = field(default_factory=list)
    address: str = ""
    letting_go: threading.Event = field(default_factory=threading.Event)

    def account(self, **changes: str) -> Account:
        settings = {name: value.format(address=self.address) for name, value in self.shape.settings.items()}
        settings = {name: value for name, value in {**settings, "private_network": "yes", **changes}.items() if value}
        return Account("01ACCOUNT", "clinic", self.shape.kind, settings, dict(self.shape.secrets))

    @property
    def texts(self) -> list[str]:
        return list(self.shape.posts.values())


class Handler(BaseHTTPRequestHandler):
    network: Network
    protocol_version = "HTTP/1.1"

    def _do(self) -> None:
        parts = urlsplit(self.path)
        length = int(self.headers.get("content-length") or 0)
        request = Request(
            self.command,
            parts.path,
            {name: values[0] for name, values in parse_qs(parts.query).items()},
            {name.lower(): value for name, value in self.headers.items()},
            self.rfile.read(length),
        )
        self.network.requests.append(request)
        fault = self.network.fault
        if fault is not None and self.network.shape.publishes(request) and fault(self, request):
            return
        self.reply(self.network.shape.answer(request))

    do_GET = do_POST = do_PUT = do_DELETE = _do  # noqa: N815 - the names the library calls

    def reply(self, reply: Reply) -> None:
        raw = b"" if reply.json is None else json.dumps(reply.json).encode()
        self.send_response(reply.status)
        for name, value in {"content-type": "application/json", **reply.headers}.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def cut(self) -> None:
        """The connection ends without an answer."""
        self.close_connection = True
        self.connection.close()

    def stall(self) -> None:
        """No answer until the test is over."""
        self.close_connection = True
        self.network.letting_go.wait(30)

    def log_message(self, *arguments: Any) -> None:
        """A test's output is not a place for every request."""


@contextmanager
def serving(network: Network, wrap: Callable[[Any], Any] | None = None, scheme: str = "http") -> Iterator[Network]:
    """Serve on a free port. `wrap` puts the socket under TLS."""
    handler = type("Bound", (Handler,), {"network": network})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.handle_error = lambda *arguments: None  # type: ignore[method-assign]  # a cut connection is what we asked for
    if wrap is not None:
        server.socket = wrap(server.socket)
    network.address = f"{scheme}://{'localhost' if wrap else '127.0.0.1'}:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield network
    finally:
        network.letting_go.set()
        server.shutdown()
        server.server_close()


def once(act: Callable[[Handler, Request], object]) -> Callable[[Handler, Request], bool]:
    """A fault that befalls the first publishing request only."""
    left = [1]

    def fault(handler: Handler, request: Request) -> bool:
        if not left:
            return False
        left.pop()
        act(handler, request)
        return True

    return fault
