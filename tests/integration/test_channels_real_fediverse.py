"""On snac, a real server that speaks Mastodon's language but forgets keys, and on a double that keeps every promise."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from publisher.channels._base import letters
from publisher.channels.contract import Absent, Account, Reconnect, Sent
from publisher.rendering.layers import visible
from tests.support.loopback.suite import KINDS, delivery
from tests.support.servers import Server
from tests.support.servers.fediverse import mastodon_double, snac

BODY = (
    "**Важно!**Обратитесь к врачу 👩‍⚕️. См. https://who.int/ru и [ВОЗ](https://who.int).\n\n"
    "- один\n- два < три & четыре\n\n`2 * 3 * 4`, _так_, a<b, 1 > 0"
)
LONG = "这是一句话，讲孕期发热。" * 60


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with snac(tmp_path_factory.mktemp("snac")) as server:
        yield server


@pytest.fixture(scope="module")
def double(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with mastodon_double(tmp_path_factory.mktemp("double")) as server:
        yield server


def account(server: Server) -> Account:
    return Account("01ACCOUNT", "clinic", "mastodon", {**server.settings, "private_network": "yes"}, server.secrets)


def statuses(server: Server) -> list[Any]:
    """The account's own, the newest first."""
    token = server.secrets["token"]
    me = server.ask("/api/v1/accounts/verify_credentials", token=token)["id"]
    found: list[Any] = server.ask(f"/api/v1/accounts/{me}/statuses?limit=40", token=token)
    return found


def test_mastodon_keeps_a_post_takes_it_once_corrects_it_and_takes_it_back(double: Server) -> None:
    channel, mine = KINDS["mastodon"], account(double)
    assert channel.test(mine) is None
    first = delivery(channel, "01MAST", BODY)
    assert isinstance(channel.find(mine, first), Absent)
    sent = channel.send(mine, first)
    assert isinstance(sent, Sent), sent
    assert channel.send(mine, first) == sent == channel.find(mine, first)
    (held,) = statuses(double)
    token = double.secrets["token"]
    assert double.ask(f"/api/v1/statuses/{held['id']}/source", token=token)["text"] == first.rendered.parts[0].text
    assert (held["visibility"], held["language"]) == ("public", "zh")
    better = delivery(channel, "02MAST", "更正后的正文。")
    assert channel.correct(mine, sent.remote_id, better) == sent
    assert double.ask(f"/api/v1/statuses/{held['id']}/source", token=token)["text"] == better.rendered.parts[0].text
    assert channel.measure(mine, sent.remote_id) == {"reactions": 0, "shares": 0, "comments": 0}
    for _ in range(2):
        assert isinstance(channel.remove(mine, sent.remote_id, better), Sent)
    assert isinstance(channel.find(mine, better), Absent)
    assert statuses(double) == []


def test_a_thread_on_mastodon_hangs_together_and_is_resumed_after_the_key_is_forgotten(double: Server) -> None:
    channel, mine = KINDS["mastodon"], account(double)
    first = delivery(channel, "03MAST", LONG)
    sent = channel.send(mine, first)
    assert isinstance(sent, Sent), sent
    one, two = sent.remote_id.split(",")
    assert [status["in_reply_to_id"] for status in statuses(double)] == [one, None]
    assert isinstance(channel.remove(mine, two, first), Sent)
    again = channel.send(mine, replace(first, key="a key that the server does not know"))
    assert isinstance(again, Sent)
    assert again.remote_id.startswith(f"{one},")
    assert len(statuses(double)) == 2
    assert isinstance(channel.remove(mine, again.remote_id, first), Sent)
    assert statuses(double) == []


def test_a_post_on_snac_is_found_again_although_it_reads_signs_as_its_own_markup(small: Server) -> None:
    channel, mine = KINDS["mastodon"], account(small)
    assert channel.test(mine) is None
    first = delivery(channel, "01SNAC", BODY)
    assert isinstance(channel.find(mine, first), Absent)
    sent = channel.send(mine, first)
    assert isinstance(sent, Sent), sent
    assert channel.find(mine, first) == sent
    (held,) = statuses(small)
    assert letters(visible(held["content"])) == letters(first.rendered.parts[0].text)


def test_a_post_on_snac_is_kept_byte_for_byte_corrected_and_taken_back(small: Server) -> None:
    channel, mine = KINDS["mastodon"], account(small)
    first = delivery(channel, "02SNAC", BODY)
    sent = channel.send(mine, first)
    assert isinstance(sent, Sent), sent
    assert source(small) == first.rendered.parts[0].text
    better = delivery(channel, "03SNAC", "更正后的正文。")
    corrected = channel.correct(mine, sent.remote_id, better)
    assert isinstance(corrected, Sent), corrected
    assert source(small) == better.rendered.parts[0].text
    there = len(statuses(small))
    assert isinstance(channel.remove(mine, corrected.remote_id, better), Sent)
    assert len(statuses(small)) == there - 1
    assert isinstance(channel.find(mine, better), Absent)


def source(server: Server) -> str:
    """The newest post's text as it was given to the server."""
    newest = statuses(server)[0]["id"]
    return str(server.ask(f"/api/v1/statuses/{newest}/source", token=server.secrets["token"])["text"])


@pytest.mark.parametrize("server", ["small", "double"])
def test_a_wrong_token_is_told_from_a_refused_text(server: str, request: pytest.FixtureRequest) -> None:
    wrong = replace(account(request.getfixturevalue(server)), secrets={"token": "not-the-one"})
    channel = KINDS["mastodon"]
    assert isinstance(channel.send(wrong, delivery(channel)), Reconnect)
    assert isinstance(channel.find(wrong, delivery(channel)), Reconnect)
    said = str(channel.test(wrong))
    assert "token" in said or "credentials" in said
