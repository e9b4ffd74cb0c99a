"""On real servers: published, read back letter by letter, found by its key, corrected and removed; threads too."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest

from publisher.channels.bluesky import record_key
from publisher.channels.contract import Absent, Account, Reconnect, Sent
from tests.support.loopback.suite import KINDS, delivery
from tests.support.servers import Server, bluesky, matrix

BODY = (
    "**Важно!**Обратитесь к врачу 👩‍⚕️. См. https://who.int/ru и [ВОЗ](https://who.int).\n\n- один\n- два < три & четыре"
)
LONG = "这是一句话，讲孕期发热。" * 60


@pytest.fixture(scope="module")
def pds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with bluesky(tmp_path_factory.mktemp("pds")) as server:
        yield server


@pytest.fixture(scope="module")
def synapse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with matrix(tmp_path_factory.mktemp("synapse")) as server:
        yield server


def account(server: Server, kind: str) -> Account:
    return Account("01ACCOUNT", "clinic", kind, {**server.settings, "private_network": "yes"}, server.secrets)


def records(server: Server) -> dict[str, str]:
    found = server.ask("/xrpc/com.atproto.repo.listRecords?repo=clinic.test&collection=app.bsky.feed.post")["records"]
    return {one["uri"].rpartition("/")[2]: one["value"]["text"] for one in found}


def test_bluesky_keeps_the_text_as_it_was_shown_and_takes_it_once(pds: Server) -> None:
    channel, mine = KINDS["bluesky"], account(pds, "bluesky")
    assert channel.test(mine) is None
    first = delivery(channel, "01BLUE", BODY)
    assert isinstance(channel.find(mine, first), Absent)
    sent = channel.send(mine, first)
    assert isinstance(sent, Sent), sent
    assert channel.send(mine, first) == sent == channel.find(mine, first)
    assert records(pds) == {record_key(first, 0): first.rendered.parts[0].text}
    value = pds.ask(
        "/xrpc/com.atproto.repo.getRecord?repo=clinic.test&collection=app.bsky.feed.post&rkey=" + record_key(first, 0)
    )["value"]
    raw = value["text"].encode()
    for facet in value["facets"]:
        words = raw[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode()
        assert facet["features"][0]["uri"] == words
    assert isinstance(channel.remove(mine, sent.remote_id, first), Sent)
    assert isinstance(channel.find(mine, first), Absent)
    assert records(pds) == {}


def test_a_thread_on_bluesky_hangs_together_and_is_resumed(pds: Server) -> None:
    channel, mine = KINDS["bluesky"], account(pds, "bluesky")
    confirmed: list[str] = []
    first = delivery(channel, "02BLUE", LONG, confirm=confirmed.append)
    assert len(first.rendered.parts) > 2
    sent = channel.send(mine, first)
    assert isinstance(sent, Sent), sent
    assert list(records(pds).values())[::-1] == [part.text for part in first.rendered.parts]
    again = channel.send(mine, replace(first, confirmed=tuple(confirmed[:2])))
    assert isinstance(again, Sent)
    assert again.remote_id == sent.remote_id
    assert len(records(pds)) == len(first.rendered.parts)
    assert isinstance(channel.remove(mine, sent.remote_id, first), Sent)
    assert records(pds) == {}


def test_bluesky_says_that_a_password_is_wrong(pds: Server) -> None:
    wrong = replace(account(pds, "bluesky"), secrets={"app_password": "not-the-one"})
    assert isinstance(KINDS["bluesky"].send(wrong, delivery(KINDS["bluesky"])), Reconnect)


def event(server: Server, one: str) -> dict[str, Any]:
    room = quote(server.settings["room"], safe="")
    path = f"/_matrix/client/v3/rooms/{room}/event/{quote(one, safe='')}"
    found: dict[str, Any] = server.ask(path, token=server.secrets["token"])
    return found


def test_matrix_keeps_corrects_and_takes_back_a_message(synapse: Server) -> None:
    channel, mine = KINDS["matrix"], account(synapse, "matrix")
    assert channel.test(mine) is None
    first = delivery(channel, "01MATRIX", BODY)
    assert isinstance(channel.find(mine, first), Absent)
    sent = channel.send(mine, first)
    assert isinstance(sent, Sent), sent
    assert channel.send(mine, first) == sent == channel.find(mine, first)
    assert event(synapse, sent.remote_id)["content"]["formatted_body"] == first.rendered.parts[0].text
    better = delivery(channel, "02MATRIX", "更正后的正文。")
    assert isinstance(channel.correct(mine, sent.remote_id, better), Sent)
    replaced = event(synapse, sent.remote_id)["unsigned"]["m.relations"]["m.replace"]
    assert "更正后的正文" in str(replaced)
    assert channel.measure(mine, sent.remote_id) == {"reactions": 0}
    assert isinstance(channel.remove(mine, sent.remote_id, first), Sent)
    assert event(synapse, sent.remote_id)["content"] == {}


def test_matrix_says_that_a_token_is_wrong(synapse: Server) -> None:
    wrong = replace(account(synapse, "matrix"), secrets={"token": "not-the-one"})
    assert isinstance(KINDS["matrix"].send(wrong, delivery(KINDS["matrix"])), Reconnect)
