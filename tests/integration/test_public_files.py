"""What the web process serves of the public site, and what it keeps to itself."""

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from publisher.web.app import PublicFiles


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    (tmp_path / ".data").mkdir()
    (tmp_path / ".data" / "entry.json").write_text('{"key": "secret"}', "utf-8")
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "index.html").write_text("<p>hello</p>", "utf-8")
    (tmp_path / "feed.en.atom").write_text("<feed/>", "utf-8")
    return TestClient(Starlette(routes=[Mount("/site", PublicFiles(directory=tmp_path, html=True))]))


def test_pages_and_feeds_are_served_as_what_they_are(client: TestClient) -> None:
    assert client.get("/site/en/").text == "<p>hello</p>"
    assert client.get("/site/feed.en.atom").headers["content-type"].startswith("application/atom+xml")


@pytest.mark.parametrize(
    "path", ["/site/.data/entry.json", "/site/.lock", "/site/en/../.data/entry.json", "/site/%2edata/entry.json"]
)
def test_the_records_behind_the_site_are_not_served(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_browser_asks_again_before_it_shows_a_page_it_kept(client: TestClient) -> None:
    assert client.get("/site/en/").headers["cache-control"] == "no-cache"
