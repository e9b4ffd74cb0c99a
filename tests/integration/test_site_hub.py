"""A hub of WebSub is named in the feeds and told of every change; a hub that is away keeps no text from being out."""

import json
from pathlib import Path
from typing import ClassVar

from publisher.channels.contract import Account, Sent
from tests.support.loopback.server import Network, Reply, Request, Shape, serving
from tests.support.posts import ADDRESS, delivery, post, site_in


class Hub(Shape):
    kind = "hub"
    settings: ClassVar[dict[str, str]] = {}
    secrets: ClassVar[dict[str, str]] = {}

    def answer(self, request: Request) -> Reply:
        self.posts[request.form["hub.topic"]] = request.form["hub.mode"]
        return Reply(204)


def site_account(network: Network) -> Account:
    return Account("account", "site", "site", {"websub_hub": f"{network.address}/hub", "private_network": "yes"})


def test_the_hub_is_named_in_the_feeds_and_told_of_a_new_text_and_of_its_end(tmp_path: Path) -> None:
    site, content = site_in(tmp_path / "site"), post(1)
    with serving(Network(Hub())) as network:
        mine = site_account(network)
        assert isinstance(site.send(mine, delivery(site, content)), Sent)
        assert network.shape.posts == {f"{ADDRESS}/feed.zh.{form}": "publish" for form in ("atom", "json")}
        assert f'<link rel="hub" href="{network.address}/hub" />' in (tmp_path / "site" / "feed.zh.atom").read_text()
        feed = json.loads((tmp_path / "site" / "feed.zh.json").read_text())
        assert feed["hubs"] == [{"type": "WebSub", "url": f"{network.address}/hub"}]
        before = len(network.requests)
        assert isinstance(site.remove(mine, f"zh/{content.entry}", delivery(site, content)), Sent)
        assert len(network.requests) == before + 2


def test_a_hub_that_is_away_keeps_no_text_from_being_out(tmp_path: Path) -> None:
    site, content = site_in(tmp_path / "site"), post(1)
    away = Account("account", "site", "site", {"websub_hub": "http://127.0.0.1:1/", "private_network": "yes"})
    assert isinstance(site.send(away, delivery(site, content)), Sent)
    assert (tmp_path / "site" / "zh" / content.entry / "index.html").exists()
