"""Brotli for what Streamlit serves unchanged: its scripts and styles, compressed once and kept in memory."""

from collections.abc import MutableMapping
from typing import Any

import brotli
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders

from publisher.web.headers import ASGI, Receive, Scope, Send

_KINDS = ("text/javascript", "application/javascript", "text/css", "image/svg+xml", "application/json")
_LARGEST_KEPT = 40 * 1024 * 1024


class CompressedStatics:
    """Only below /static/, whose file names carry a hash of their content; everything else passes untouched."""

    def __init__(self, app: ASGI) -> None:
        self.app = app
        self.kept: dict[str, bytes] = {}
        self.size = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _is_static(scope) or "br" not in Headers(scope=scope).get("accept-encoding", ""):
            await self.app(scope, receive, send)
            return
        # the inner gzip would compress first; what is asked for here is the plain file
        plain = {
            **scope,
            "headers": [pair for pair in scope["headers"] if pair[0] not in (b"accept-encoding", b"range")],
        }
        if _on_this_machine(Headers(scope=scope).get("host", "")):
            await self.app(plain, receive, send)
            return
        start: MutableMapping[str, Any] = {}
        body = bytearray()

        async def collect(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            elif message["type"] == "http.response.body":
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    await self._finish(scope["path"], start, bytes(body), send)
            else:
                await send(message)

        await self.app(plain, receive, collect)

    async def _finish(self, path: str, start: MutableMapping[str, Any], body: bytes, send: Send) -> None:
        kind = Headers(scope=start).get("content-type", "").split(";")[0]
        if start["status"] == 200 and kind in _KINDS and len(body) > 500:
            body = await self._compressed(path, body)
            headers = MutableHeaders(scope=start)
            headers["Content-Encoding"] = "br"
            headers["Content-Length"] = str(len(body))
            headers.add_vary_header("Accept-Encoding")
        await send(start)
        await send({"type": "http.response.body", "body": body})

    async def _compressed(self, path: str, body: bytes) -> bytes:
        if path not in self.kept:
            packed: bytes = await run_in_threadpool(brotli.compress, body, quality=5)
            if self.size + len(packed) > _LARGEST_KEPT:
                return packed
            self.kept[path] = packed
            self.size += len(packed)
        return self.kept[path]


def _is_static(scope: Scope) -> bool:
    """The server's own start and end pass here too: they have no method, path or headers."""
    return scope["type"] == "http" and scope["method"] == "GET" and scope["path"].startswith("/static/")


def _on_this_machine(host: str) -> bool:
    """Packing costs a start more than the loopback saves."""
    return host.rsplit(":", 1)[0] in ("127.0.0.1", "localhost", "[::1]")
