"""Pure ASGI middleware: which hosts are served, security headers on every answer, where signing in is asked for."""

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.websockets import WebSocketClose

from publisher.services.desk import Desk
from publisher.web.sessions import actor_of

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
ASGI = Callable[[Scope, Receive, Send], Awaitable[None]]

_PORT = re.compile(r":\d+$")
LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "testserver")
_OPEN = (
    "/auth/",
    "/site",
    "/_stcore/",
    "/static/",
    "/app/static/",
    "/api/",
    "/healthz",
    "/readyz",
    "/media/",
    "/component/",
)


def script_hashes(page: str) -> list[str]:
    """CSP sources for the inline scripts of a page, so that no other inline script may run."""
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    return [f"'sha256-{base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()}'" for one in scripts]


def content_policy(hashes: Iterable[str]) -> str:
    return "; ".join(
        (
            "default-src 'self'",
            " ".join(("script-src 'self' blob:", *hashes)),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "frame-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    )


class SecurityHeaders:
    """Adds the headers to every HTTP answer; leaves bodies and web sockets alone."""

    def __init__(self, app: ASGI, policy: str) -> None:
        self.app = app
        self.fixed = {
            "Content-Security-Policy": policy,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
            "Cross-Origin-Opener-Policy": "same-origin",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.fixed.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, with_headers)


class KnownHosts:
    """Answers only for the host names in the settings, and for this machine itself.

    A web socket carries the session like any request, and no browser asks before it lets a foreign page open one: it is
    refused unless the page that opens it is one of ours.
    """

    def __init__(self, app: ASGI, allowed: Iterable[str]) -> None:
        self.app = app
        self.allowed = {*LOOPBACK, *(host.lower() for host in allowed)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self._is_known(_host(scope)):
            await PlainTextResponse("unknown host\n", 400)(scope, receive, send)
        elif scope["type"] == "websocket" and not self._may_open(scope):
            await WebSocketClose(1008)(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _is_known(self, host: str) -> bool:
        return _PORT.sub("", host) in self.allowed

    def _may_open(self, scope: Scope) -> bool:
        """Whether a page of ours opens this web socket. A program that is no browser names no origin."""
        host, origin = _host(scope), Headers(scope=scope).get("origin")
        if not self._is_known(host):
            return False
        if origin is None:
            return True
        page = origin.lower().partition("://")[2]
        # this machine serves other programs' pages too, on other ports; a public name is ours on every port
        return page == host or (self._is_known(page) and _PORT.sub("", page) not in LOOPBACK)


def _host(scope: Scope) -> str:
    return Headers(scope=scope).get("host", "").lower()


class SignInFirst:
    """Sends a browser that asks for a page of the workspace without a session to the sign-in page."""

    def __init__(self, app: ASGI, desk: Desk) -> None:
        self.app, self.desk = app, desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._is_page(scope):
            request = HTTPConnection(scope)
            if await run_in_threadpool(actor_of, self.desk, request) is None:
                wanted = scope["path"] + (f"?{scope['query_string'].decode()}" if scope["query_string"] else "")
                answer = RedirectResponse(f"/auth/sign-in?next={quote(wanted)}", 303)
                answer.headers["Cache-Control"] = "no-store"
                await answer(scope, receive, send)
                return
        await self.app(scope, receive, send)

    @staticmethod
    def _is_page(scope: Scope) -> bool:
        if scope["method"] not in ("GET", "HEAD") or str(scope["path"]).startswith(_OPEN):
            return False
        return "text/html" in HTTPConnection(scope).headers.get("accept", "")
