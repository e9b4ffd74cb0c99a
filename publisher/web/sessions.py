"""The session cookie: how it is set, read and cleared, and which requests may change anything."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import Response

from publisher.services.desk import Actor, Desk
from publisher.services.identity import actor_of_session

COOKIE = "publisher_session"


def token_of(cookies: Mapping[str, str]) -> str | None:
    return cookies.get(COOKIE) or None


def actor_of(desk: Desk, request: HTTPConnection) -> Actor | None:
    return actor_of_session(desk, token_of(request.cookies))


def start(response: Response, request: HTTPConnection, token: str, days: int) -> None:
    """Lax, so that the link of an invitation or a provider's redirect may lead in; never readable by scripts."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=days * 86400,
        path="/",
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )


def end(response: Response) -> None:
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax")


def sender(request: HTTPConnection) -> str:
    """The network address a request comes from: what a trusted proxy says where the settings name one."""
    return request.client.host if request.client else ""


def same_origin(request: HTTPConnection) -> bool:
    """Whether the browser says that this request comes from our own pages (Origin, else Sec-Fetch-Site)."""
    origin = request.headers.get("origin")
    if origin:
        return urlsplit(origin).netloc == request.headers.get("host", "")
    return request.headers.get("sec-fetch-site") == "same-origin"


def inner_path(wanted: str | None) -> str:
    """Where to go after signing in: a path of ours, never another host."""
    path = wanted or "/"
    if not path.startswith("/") or path.startswith(("//", "/\\", "/auth/")) or "\n" in path or "\r" in path:
        return "/"
    return path
