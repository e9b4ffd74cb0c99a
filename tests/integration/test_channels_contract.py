"""Every connector against a server that really stalls, cuts, repeats and refuses: never twice, never lost, never told.

The connectors are discovered; one without a loopback network here fails. Telegram, VK, WeChat, Weibo and MAX are known
from their documentation only, since no server of theirs can be installed; what they answer is recorded from it.
"""

import ssl
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from publisher import net
from publisher.channels.contract import (
    Absent,
    Lookup,
    Reconnect,
    Rejected,
    RetryLater,
    Sent,
    Unknown,
)
from publisher.domain.sentences import Sentence
from tests.support.certificates import own_certificate
from tests.support.loopback import posts, protocols
from tests.support.loopback.server import Handler, Network, Reply, Request, Shape, once, serving
from tests.support.loopback.suite import (
    ASKABLE,
    KINDS,
    SHAPES,
    WITHOUT_HTTP,
    answering,
    cut_after,
    cut_before,
    delivery,
    stall_after,
    stall_before,
)

EVERY = pytest.mark.parametrize("kind", sorted(SHAPES))


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(net, "_PHASE_SECONDS", 0.6)


@pytest.fixture
def network(kind: str) -> Iterator[Network]:
    with serving(Network(SHAPES[kind]())) as running:
        yield running


def test_every_connector_has_its_network_here() -> None:
    assert KINDS.keys() == SHAPES.keys() | WITHOUT_HTTP


@EVERY
def test_a_post_is_sent_found_corrected_and_removed(kind: str, network: Network) -> None:
    channel, account = KINDS[kind], network.account()
    first = delivery(channel)
    blind = channel.capabilities.lookup is Lookup.BLIND
    assert isinstance(channel.find(account, first), Unknown if blind else Absent)
    sent = channel.send(account, first)
    assert isinstance(sent, Sent), sent
    assert len(network.texts) == 1
    assert "不要自行加量" in network.texts[0]
    if not blind:
        found = channel.find(account, first)
        assert isinstance(found, Sent)
        assert found.remote_id == sent.remote_id
    better = delivery(channel, "02KEY", "更正后的正文。")
    corrected = channel.correct(account, sent.remote_id, better)
    assert isinstance(corrected, Sent if channel.capabilities.can_correct else Rejected), corrected
    if isinstance(corrected, Sent):
        assert len(network.texts) == 1
        assert "更正后的正文" in network.texts[0]
    removed = channel.remove(account, sent.remote_id, first)
    assert isinstance(removed, Sent if channel.capabilities.can_remove else Rejected), removed
    assert network.texts == [] or not channel.capabilities.can_remove


@EVERY
def test_an_account_that_works_says_so_and_its_numbers_are_read(kind: str, network: Network) -> None:
    channel, account = KINDS[kind], network.account()
    assert channel.test(account) is None
    sent = channel.send(account, delivery(channel))
    assert isinstance(sent, Sent)
    assert all(value >= 0 for value in channel.measure(account, sent.remote_id).values())


@pytest.mark.parametrize("kind", sorted(kind for kind in SHAPES if KINDS[kind].capabilities.lookup is Lookup.BY_KEY))
def test_the_same_key_again_makes_no_second_post(kind: str, network: Network) -> None:
    channel, account = KINDS[kind], network.account()
    first = delivery(channel)
    assert channel.send(account, first) == channel.send(account, first)
    assert len(network.texts) == 1


@pytest.mark.parametrize("kind", ASKABLE)
def test_the_same_words_of_last_week_are_not_taken_for_this_post(kind: str, network: Network) -> None:
    channel, account = KINDS[kind], network.account()
    channel.send(account, delivery(channel))
    later = replace(delivery(channel, "02KEY"), first_tried_at=datetime.now(UTC) + timedelta(days=7))
    assert isinstance(channel.find(account, later), Absent)


@pytest.mark.parametrize("kind", ASKABLE)
def test_the_same_words_of_another_publication_are_not_taken_for_this_post(kind: str, network: Network) -> None:
    channel, account = KINDS[kind], network.account()
    sent = channel.send(account, delivery(channel))
    assert isinstance(sent, Sent)
    other = replace(delivery(channel, "02KEY"), taken=frozenset(sent.remote_id.split(",")))
    assert isinstance(channel.find(account, other), Absent)


@pytest.mark.parametrize("fault", [stall_before, stall_after, cut_before, cut_after])
@EVERY
def test_no_answer_is_unknown_and_is_cleared_up_without_a_double(
    kind: str, network: Network, fault: Callable[[Handler, Request], None]
) -> None:
    channel, account = KINDS[kind], network.account()
    first = delivery(channel)
    network.fault = once(fault)
    assert isinstance(channel.send(account, first), Unknown)
    if channel.capabilities.lookup is Lookup.BLIND:
        assert isinstance(channel.find(account, first), Unknown)
        return
    found = channel.find(account, first)
    assert isinstance(found, Sent if fault in (stall_after, cut_after) else Absent), found
    if isinstance(found, Absent):
        assert isinstance(channel.send(account, first), Sent)
    assert len(network.texts) == 1


@EVERY
@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (lambda shape: shape.limited(40), RetryLater),
        (lambda shape: shape.limited(None), RetryLater),
        (lambda shape: Reply(500, {"error": "oops"}), Unknown),
        (lambda shape: Reply(503), Unknown),
        (lambda shape: shape.without_id(), Unknown),
        (lambda shape: Reply(200), Unknown),
        (lambda shape: shape.expired(), Reconnect),
        (lambda shape: Reply(302, None, {"location": "https://elsewhere.example/"}), Reconnect),
        (lambda shape: Reply(418, {"error": "no"}), Rejected),
    ],
    ids=["wait 40", "wait", "500", "503", "no id", "nothing", "expired", "redirect", "refused"],
)
def test_an_answer_means_what_it_says(
    kind: str, network: Network, reply: Callable[[Shape], Reply], outcome: type
) -> None:
    network.fault = answering(reply)
    account = network.account()
    came = KINDS[kind].send(account, delivery(KINDS[kind]))
    assert isinstance(came, outcome), came
    assert isinstance(came.reason, Sentence)  # never bare English: each reader gets her own language
    assert not any(secret in str(came) for secret in account.secrets.values())
    assert network.texts == []


@pytest.mark.parametrize("kind", sorted(set(SHAPES) - {"vk", "wechat", "weibo"}))  # these three name no time
def test_the_time_a_network_asks_for_is_kept(kind: str, network: Network) -> None:
    network.fault = answering(lambda shape: shape.limited(40))
    came = KINDS[kind].send(network.account(), delivery(KINDS[kind]))
    assert isinstance(came, RetryLater)
    assert came.after is not None
    assert timedelta(seconds=20) < came.after - datetime.now(UTC) <= timedelta(seconds=40)


@EVERY
def test_a_private_address_is_refused_before_anything_leaves(kind: str, network: Network) -> None:
    came = KINDS[kind].send(network.account(private_network=""), delivery(KINDS[kind]))
    assert isinstance(came, Reconnect)
    assert "private" in str(came.reason)
    assert network.requests == []


@EVERY
def test_a_server_that_is_not_there_is_tried_again_later(kind: str, network: Network) -> None:
    gone = network.account()
    nowhere = {name: value.replace(network.address, "http://127.0.0.1:1") for name, value in gone.settings.items()}
    assert isinstance(KINDS[kind].send(replace(gone, settings=nowhere), delivery(KINDS[kind])), RetryLater)


@EVERY
def test_a_wrong_certificate_stops_the_account_and_a_known_one_does_not(kind: str, tmp_path: Path) -> None:
    certificate, key = own_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    wrap = lambda plain: context.wrap_socket(plain, server_side=True)  # noqa: E731
    with serving(Network(SHAPES[kind]()), wrap, "https") as network:
        came = KINDS[kind].send(network.account(), delivery(KINDS[kind]))
        assert isinstance(came, Reconnect), came
        assert "certificate" in str(came.reason)
        assert network.requests == []
        trusted = network.account(root_certificate=certificate.read_text())
        assert isinstance(KINDS[kind].send(trusted, delivery(KINDS[kind])), Sent)


@pytest.mark.parametrize("kind", sorted(k for k in SHAPES if KINDS[k].capabilities.limit is not None and k != "wechat"))
def test_a_thread_that_was_cut_off_goes_on_where_it_stopped(kind: str, network: Network) -> None:
    channel, account = KINDS[kind], network.account()
    limit = channel.capabilities.limit
    assert limit is not None
    confirmed: list[str] = []
    first = delivery(channel, body="这是一句话，讲孕期发热。" * (limit.length // 4 + 40), confirm=confirmed.append)
    parts = len(first.rendered.parts)
    assert parts > 2
    seen = [0]

    def second_is_refused(handler: Handler, request: Request) -> bool:
        seen[0] += 1
        if seen[0] != 2:
            return False
        handler.reply(handler.network.shape.limited(1))
        return True

    network.fault = second_is_refused
    assert isinstance(channel.send(account, first), RetryLater)
    assert len(confirmed) == 1
    sent = channel.send(account, replace(first, confirmed=tuple(confirmed)))
    assert isinstance(sent, Sent), sent
    assert len(network.texts) == parts == len(sent.remote_id.split(","))
    assert len(confirmed) == parts
    if channel.capabilities.can_remove:
        assert isinstance(channel.remove(account, sent.remote_id, first), Sent)
        assert network.texts == []


def test_a_session_of_bluesky_is_used_again() -> None:
    with serving(Network(protocols.Bluesky())) as network:
        for key in ("1", "2", "3"):
            assert isinstance(KINDS["bluesky"].send(network.account(), delivery(KINDS["bluesky"], key)), Sent)
        assert network.shape.logins == 1  # type: ignore[attr-defined]


def test_weibo_is_held_when_the_public_site_stands_elsewhere() -> None:
    with serving(Network(posts.Weibo())) as network:
        came = KINDS["weibo"].send(network.account(domain="other.example"), delivery(KINDS["weibo"]))
        assert isinstance(came, Reconnect)
        assert network.texts == []
