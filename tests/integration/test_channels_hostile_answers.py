"""What stands between us and a network may answer for it: a login page, a stray error page, an endless or empty body.

None of it may be taken for a post that is there, for one that is not, or for one that was taken back.
"""

import time
from collections.abc import Callable, Iterator

import pytest

from publisher import net
from publisher.channels.contract import Absent, Sent
from tests.support.loopback.server import Handler, Network, Reply, serving
from tests.support.loopback.suite import KINDS, SHAPES, delivery

_LOGIN = b"<!doctype html><title>Hotel Wi-Fi</title><form action=/login><input name=room></form>"
_METADATA = "http://169.254.169.254/latest/meta-data/"
Answer = Callable[[Handler], None]


def page(status: int) -> Answer:
    return lambda handler: raw(handler, status, _LOGIN, "text/html; charset=utf-8")


def body(content: bytes, kind: str = "application/json") -> Answer:
    return lambda handler: raw(handler, 200, content, kind)


def raw(handler: Handler, status: int, content: bytes, kind: str) -> None:
    handler.send_response(status)
    handler.send_header("content-type", kind)
    handler.send_header("content-length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content)


def drip(handler: Handler) -> None:
    """One letter after another, each in time, the whole never."""
    handler.send_response(200)
    handler.send_header("content-length", "100000")
    handler.end_headers()
    handler.close_connection = True
    while not handler.network.letting_go.wait(0.1):
        handler.wfile.write(b" ")
        handler.wfile.flush()


def endless(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("content-length", str(10**10))
    handler.end_headers()
    handler.close_connection = True
    for _ in range(400):
        handler.wfile.write(b" " * 65_536)


ANSWERS: dict[str, Answer] = {
    "a login page": page(200),
    "a stray page that is not found": page(404),
    "an empty object": body(b"{}"),
    "a list": body(b'[1, null, "x"]'),
    "a word": body(b'"ok"'),
    "a number": body(b"1e999"),
    "nothing": body(b""),
    "no text at all": body(bytes(range(256)), "image/png"),
    "deep nesting": body(b"[" * 200_000),
    "a huge number": body(b"9" * 100_000),
    "a way to the machine's own secrets": lambda handler: handler.reply(Reply(302, None, {"location": _METADATA})),
    "a drip": drip,
    "an endless body": endless,
}


def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    made = net.Route.__init__
    monkeypatch.setattr(net, "_PHASE_SECONDS", 0.3)
    monkeypatch.setattr(
        net.Route, "__init__", lambda route, *given, **more: made(route, *given, **{"whole_seconds": 0.3, **more})
    )


@pytest.fixture
def network(kind: str) -> Iterator[Network]:
    with serving(Network(SHAPES[kind]())) as running:
        yield running


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("kind", sorted(SHAPES))
def test_what_is_no_answer_of_the_network_proves_nothing(
    kind: str, answer: str, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel, account = KINDS[kind], network.account()
    first = delivery(channel)
    sent = channel.send(account, first)
    assert isinstance(sent, Sent), sent
    _impatient(monkeypatch)
    monkeypatch.setattr(Handler, "reply", lambda handler, reply: ANSWERS[answer](handler))
    started = time.monotonic()
    later = delivery(channel, "02KEY")
    assert not isinstance(channel.send(account, later), Sent)
    assert not isinstance(channel.find(account, later), Sent | Absent)
    assert not isinstance(channel.correct(account, sent.remote_id, later), Sent)
    assert not isinstance(channel.remove(account, sent.remote_id, first), Sent)
    assert channel.measure(account, sent.remote_id) == {}
    assert channel.test(account)
    assert time.monotonic() - started < 20
