"""On a real WordPress and a real Ghost: published, held byte for byte, found by its slug, corrected and taken back."""

import base64
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from publisher.channels import ghost as ghost_channel
from publisher.channels.contract import Absent, Account, Reconnect, Sent
from tests.support.loopback.suite import KINDS, delivery
from tests.support.servers import Server
from tests.support.servers.articles import ghost, wordpress

BODY = (
    "**Важно!**Обратитесь к врачу 👩‍⚕️. См. https://who.int/ru и [ВОЗ](https://who.int).\n\n- один\n- два < три & 4\n\n"
    "# 注意\n\n`a<b> &amp; \\ [gallery]` 'один' \"два\" ... -- <script>alert(1)</script> [x](javascript:alert(1))\n\n"
    "| доза | 次数 |\n|---|---|\n| 1 | 2 |"
)


@pytest.fixture(scope="module")
def blog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with wordpress(tmp_path_factory.mktemp("wordpress")) as server:
        yield server


@pytest.fixture(scope="module")
def magazine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with ghost(tmp_path_factory.mktemp("ghost")) as server:
        yield server


def account(server: Server, kind: str) -> Account:
    return Account("01ACCOUNT", "clinic", kind, {**server.settings, "private_network": "yes"}, server.secrets)


def held_by_wordpress(server: Server, path: str) -> Any:
    named = f"doctor:{server.secrets['application_password']}".encode()
    headers = {"authorization": f"Basic {base64.b64encode(named).decode()}"}
    return server.ask(f"/index.php?rest_route=/wp/v2/{path}&context=edit", **headers)


def test_wordpress_holds_what_was_sent_corrects_it_and_takes_it_back(blog: Server) -> None:
    channel, mine = KINDS["wordpress"], account(blog, "wordpress")
    assert channel.test(mine) is None
    first = delivery(channel, "01WORD", BODY)
    assert isinstance(channel.find(mine, first), Absent)
    sent = channel.send(mine, first)
    assert isinstance(sent, Sent), sent
    assert channel.find(mine, first) == sent
    held = held_by_wordpress(blog, f"posts/{sent.remote_id}")
    assert [held["content"]["raw"], held["title"]["raw"]] == [part.text for part in first.rendered.parts]
    assert held["status"] == "publish"
    page = blog.ask(f"/index.php?rest_route=/wp/v2/posts/{sent.remote_id}")["content"]["rendered"]
    assert "不能代替面诊" in page
    assert "<script>alert" not in page
    assert '="javascript' not in page
    better = delivery(channel, "02WORD", "更正后的正文。")
    assert channel.correct(mine, sent.remote_id, better) == sent
    assert held_by_wordpress(blog, f"posts/{sent.remote_id}")["content"]["raw"] == better.rendered.parts[0].text
    assert channel.measure(mine, sent.remote_id) == {"comments": 0}
    for _ in range(2):  # what is gone already is no failure
        assert isinstance(channel.remove(mine, sent.remote_id, better), Sent)
    assert isinstance(channel.find(mine, first), Absent)
    with pytest.raises(HTTPError, match="404"):
        urlopen(sent.url or "", timeout=60)


def test_wordpress_says_that_a_password_is_wrong(blog: Server) -> None:
    wrong = replace(account(blog, "wordpress"), secrets={"application_password": "not the one"})
    assert isinstance(KINDS["wordpress"].send(wrong, delivery(KINDS["wordpress"])), Reconnect)
    assert "credentials" in str(KINDS["wordpress"].test(wrong))


def test_ghost_holds_what_was_sent_corrects_it_and_takes_it_back(magazine: Server) -> None:
    channel, mine = KINDS["ghost"], account(magazine, "ghost")
    assert channel.test(mine) is None
    first = delivery(channel, "01GHOST", BODY)
    assert isinstance(channel.find(mine, first), Absent)
    sent = channel.send(mine, first)
    assert isinstance(sent, Sent), sent
    assert channel.find(mine, first) == sent
    assert held_by_ghost(magazine, sent.remote_id) == tuple(part.text for part in first.rendered.parts)
    page = urlopen(sent.url or "", timeout=60).read().decode()
    assert "不能代替面诊" in page
    assert "<script>alert" not in page
    assert '="javascript' not in page
    better = delivery(channel, "02GHOST", "更正后的正文。")
    assert channel.correct(mine, sent.remote_id, better) == sent
    assert held_by_ghost(magazine, sent.remote_id)[0] == better.rendered.parts[0].text
    for _ in range(2):
        assert isinstance(channel.remove(mine, sent.remote_id, better), Sent)
    assert isinstance(channel.find(mine, first), Absent)
    with pytest.raises(HTTPError, match="404"):
        urlopen(sent.url or "", timeout=60)


def held_by_ghost(server: Server, one: str) -> tuple[str, str]:
    """The card and the title, as Ghost gives them; the card is all there is."""
    token = ghost_channel._token(account(server, "ghost"))
    held = server.ask(f"/ghost/api/admin/posts/{one}/?formats=html", authorization=f"Ghost {token}")["posts"][0]
    begin, _, rest = held["html"].strip().partition("\n")
    html, _, end = rest.rpartition("\n")
    assert (begin, end) == ("<!--kg-card-begin: html-->", "<!--kg-card-end: html-->")
    return html, held["title"]


def test_ghost_says_that_a_key_is_wrong(magazine: Server) -> None:
    name, _, secret = magazine.secrets["admin_key"].partition(":")
    for key in (f"{name}:{secret[::-1]}", "not a key", f"{'0' * 24}:{secret}"):
        wrong = replace(account(magazine, "ghost"), secrets={"admin_key": key})
        assert isinstance(KINDS["ghost"].send(wrong, delivery(KINDS["ghost"])), Reconnect)
        assert KINDS["ghost"].test(wrong)
