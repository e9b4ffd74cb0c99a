"""The only way out: HTTP to others, with a limit on every phase, no retry, no redirect, and no private address.

What went wrong says whether the request may have arrived: `NotSent` never left, `MaybeSent` may have been acted upon.
"""

import ipaddress
import json as jsonlib
import logging
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from publisher.domain.errors import Trouble
from publisher.domain.sentences import say

if TYPE_CHECKING:
    import httpx2

for _name in ("httpx2", "httpcore2"):  # they write whole addresses, and some networks want the token in the address
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)

_CONNECT_SECONDS, _PHASE_SECONDS, _WHOLE_SECONDS = 8.0, 12.0, 25.0
_LONGEST_ANSWER = 8_000_000
_AGENT = "doctor-publisher"


class NotSent(Trouble):
    """Nothing left this machine, or nobody was there to take it."""


class Untrusted(NotSent):
    """The address is not one to speak to as it is set up: private, no web address, or a wrong certificate."""


class MaybeSent(Trouble):
    """The request left; whether it was acted upon is not known."""


@dataclass(frozen=True)
class Answer:
    """What came back. `json` is None when the body is no JSON."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        try:
            return jsonlib.loads(self.body)
        except (ValueError, RecursionError):
            return None


@dataclass(frozen=True)
class Route:
    """How an account reaches its network. `roots` are certificates (PEM) to trust beside the usual ones."""

    private: bool = False
    proxy: str | None = None
    roots: str | None = field(default=None, repr=False)
    whole_seconds: float = _WHOLE_SECONDS


OPEN = Route()
_ends: ContextVar[Callable[[], float] | None] = ContextVar("ends", default=None)


@contextmanager
def ends_by(moment: Callable[[], float]) -> Iterator[None]:
    """Within it no request begins after `moment` (monotonic seconds, asked for each request) and none outlasts it."""
    token = _ends.set(moment)
    try:
        yield
    finally:
        _ends.reset(token)


def _whole(route: Route) -> float:
    """How many seconds a request may take now. NotSent when there is none left."""
    moment = _ends.get()
    left = route.whole_seconds if moment is None else min(route.whole_seconds, moment() - time.monotonic())
    if left <= 0:
        raise NotSent(say("There was no time left to send it."))
    return left


def request(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    params: Mapping[str, Any] | None = None,
    json: Any = None,
    data: Mapping[str, Any] | None = None,
    content: bytes | None = None,
    files: Mapping[str, tuple[str, bytes, str]] | None = None,
    auth: tuple[str, str] | None = None,
    route: Route = OPEN,
) -> Answer:
    """One request, one answer whatever its status. Raises NotSent, Untrusted or MaybeSent."""
    import httpx2  # a fifth of a second that only those wait who ask somebody

    target = _target(url)
    address = None if route.proxy else _looked_up(target, route)
    sent = {"user-agent": _AGENT, **(headers or {})}
    extensions: dict[str, Any] = {}
    if address is not None:  # the address that was looked at is the one connected to, whatever the name says next
        sent["host"] = target.netloc.decode("ascii")
        extensions["sni_hostname"] = target.host
        target = target.copy_with(host=address)
    whole = _whole(route)
    phases = httpx2.Timeout(min(_PHASE_SECONDS, whole), connect=min(_CONNECT_SECONDS, whole))
    try:
        with httpx2.Client(
            transport=httpx2.HTTPTransport(verify=trust_of(route), trust_env=False, proxy=route.proxy, retries=0),
            timeout=phases,
            follow_redirects=False,
            trust_env=False,
        ) as client:
            more = {"params": params, "json": json, "data": data, "content": content, "files": files}
            asked = client.build_request(method, target, headers=sent, extensions=extensions, **more)
            return _answer(client, asked, auth, whole)
    except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.ProxyError) as error:
        if isinstance(error.__cause__, ssl.SSLError) or "CERTIFICATE" in str(error).upper() or "SSL" in str(error):
            raise Untrusted(say("The certificate of the address is not the right one.")) from None
        raise NotSent(say("The address cannot be reached.")) from None
    except (httpx2.InvalidURL, httpx2.UnsupportedProtocol, httpx2.LocalProtocolError):
        raise Untrusted(say("This is no web address that can be asked.")) from None
    except httpx2.TimeoutException:
        raise MaybeSent(say("No answer came in time.")) from None
    except httpx2.RequestError:
        raise MaybeSent(say("The connection was cut before the answer had come.")) from None


def _answer(client: "httpx2.Client", asked: "httpx2.Request", auth: tuple[str, str] | None, whole: float) -> Answer:
    import httpx2

    until = time.monotonic() + whole
    basic = httpx2.BasicAuth(*auth) if auth else None
    came = client.send(asked, stream=True, auth=basic)
    try:
        body = bytearray()
        for chunk in came.iter_bytes():
            body += chunk
            if len(body) > _LONGEST_ANSWER:
                raise MaybeSent(say("The answer is longer than any that is expected."))
            if time.monotonic() > until:
                raise MaybeSent(say("The answer did not come to its end in time."))
        return Answer(came.status_code, dict(came.headers), bytes(body))
    finally:
        came.close()


def _target(url: str) -> "httpx2.URL":
    import httpx2

    try:
        target = httpx2.URL(url)
    except httpx2.InvalidURL:
        raise Untrusted(say("This is no web address.")) from None
    if target.scheme not in ("http", "https") or not target.host or target.userinfo:
        raise Untrusted(say("The address must begin with https:// and hold no password."))
    return target


def _looked_up(target: "httpx2.URL", route: Route) -> str:
    return checked_address(target.host, target.port or (443 if target.scheme == "https" else 80), route)


def checked_address(host: str, port: int, route: Route) -> str:
    """An address of the host that may be spoken to. Every one it has must be public, or the account says otherwise."""
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        raise NotSent(say("The name of the address is not known.")) from None
    if not route.private and not all(is_public(address) for address in found):
        raise Untrusted(say("The address lies in a private network; the account was not set up for one."))
    return sorted(found, key=lambda address: (":" in address, address))[0]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, the IPv4 address within an IPv6 one included."""
    one = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(one, ipaddress.IPv6Address):
        inner = one.ipv4_mapped or one.sixtofour or (one.teredo[1] if one.teredo else None)
        if inner is not None:
            one = inner
        elif one in ipaddress.ip_network("64:ff9b::/96"):
            one = ipaddress.ip_address(int(one) & 0xFFFFFFFF)
    return one.is_global and not one.is_multicast


def trust_of(route: Route) -> ssl.SSLContext:
    import httpx2

    if not route.roots:
        return httpx2.create_ssl_context()
    context = ssl.create_default_context()
    try:
        context.load_verify_locations(cadata=route.roots)
    except ssl.SSLError:
        raise Untrusted(say("The root certificate that was entered cannot be read.")) from None
    return context


def host_of(url: str) -> str:
    """The host of an address in lower case, empty when there is none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def checked(url: str, route: Route = OPEN) -> str:
    """The address, for plain HTTP with its host replaced by the one that was looked at. Untrusted or NotSent."""
    target = _target(url)
    address = _looked_up(target, route)
    return str(target.copy_with(host=address)) if target.scheme == "http" else url


def client(route: Route = OPEN) -> "httpx2.Client":
    """A client for a library that makes its own requests: same addresses, no redirect, no proxy from outside."""
    import httpx2

    class Looked(httpx2.HTTPTransport):
        """Every request goes to the address that was looked at, whatever the name says a moment later."""

        def handle_request(self, request: httpx2.Request) -> httpx2.Response:
            _whole(route)
            asked = _target(str(request.url))
            address = _looked_up(asked, route)
            request.headers["host"] = asked.netloc.decode("ascii")
            request.extensions["sni_hostname"] = asked.host
            request.url = asked.copy_with(host=address)
            return super().handle_request(request)

    phases = httpx2.Timeout(min(_WHOLE_SECONDS, route.whole_seconds), connect=_CONNECT_SECONDS)
    looked = Looked(verify=trust_of(route), trust_env=False, retries=0)
    return httpx2.Client(transport=looked, timeout=phases, follow_redirects=False, trust_env=False)
