"""Comments come in from a feed on a real server: once, only when it changed, and never from a private address."""

from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from sqlalchemy import text
from werkzeug import Request, Response

from publisher import net
from publisher.domain.errors import Refusal
from publisher.services.desk import SHELL
from publisher.services.feeding import read_feed
from tests.support.clinic import Clinic, open_clinic

HERE = net.Route(private=True)
FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Mothers</title>
<item><guid>1</guid><author>Anna</author><link>https://x.example/1</link>
<description>&lt;p&gt;Can I eat fish?&lt;/p&gt; &lt;img src="a.png"&gt;</description></item>
<item><guid>2</guid><description>I want to die tonight</description></item>
</channel></rss>"""


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    return open_clinic(tmp_path / "home", f"sqlite:///{tmp_path / 'publisher.db'}")


def test_a_feed_is_read_once_and_asked_only_whether_it_changed(clinic: Clinic, httpserver: HTTPServer) -> None:
    asked: list[str] = []

    def answer(request: Request) -> Response:
        asked.append(request.headers.get("if-none-match", ""))
        if asked[-1] == '"v1"':
            return Response(status=304)
        return Response(FEED, content_type="application/rss+xml", headers={"ETag": '"v1"'})

    httpserver.expect_request("/feed").respond_with_handler(answer)
    url = httpserver.url_for("/feed")
    assert read_feed(clinic.desk, SHELL, url, HERE).created == 2
    assert read_feed(clinic.desk, SHELL, url, HERE).created == 0
    assert asked == ["", '"v1"']
    with clinic.desk.db.read() as tx:
        rows = tx.execute(text("SELECT route, text FROM question ORDER BY route DESC")).all()
    assert rows[0].text == "Can I eat fish? [photo]"
    assert [row.route for row in rows] == ["doctor", "crisis"]


def test_two_forums_that_count_from_one_keep_their_entries_and_an_earlier_home_knows_its_own_again(
    clinic: Clinic, httpserver: HTTPServer
) -> None:
    other = FEED.replace("Mothers", "Fathers").replace("Anna", "Oleg").replace("I want to die tonight", "Is tea safe?")
    for name, body in (("a", FEED), ("b", other)):
        httpserver.expect_request(f"/{name}").respond_with_data(body, content_type="application/rss+xml")
    assert read_feed(clinic.desk, SHELL, httpserver.url_for("/a"), HERE).created == 2
    with clinic.desk.db.write() as tx:  # as it was kept before
        for number, route in (("1", "doctor"), ("2", "crisis")):
            named = {"name": f"feed:{number}", "route": route}
            tx.execute(text("UPDATE question SET external_id = :name WHERE route = :route"), named)
        tx.execute(text("DELETE FROM setting WHERE key = 'names_hidden'"))
    assert read_feed(clinic.desk, SHELL, httpserver.url_for("/a"), HERE).unchanged == 2
    assert read_feed(clinic.desk, SHELL, httpserver.url_for("/b"), HERE).created == 2
    for name in "ab":
        assert read_feed(clinic.desk, SHELL, httpserver.url_for(f"/{name}"), HERE).unchanged == 2
    with clinic.desk.db.read() as tx:
        assert tx.execute(text("SELECT count(*) FROM question WHERE route = 'crisis'")).scalar_one() == 1
        assert tx.execute(text("SELECT count(*) FROM question")).scalar_one() == 4


def test_a_private_address_a_wrong_answer_and_what_is_no_feed_are_refused(
    clinic: Clinic, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/page").respond_with_data("<html>hello</html>")
    httpserver.expect_request("/gone").respond_with_data("", status=410)
    with pytest.raises(Refusal, match="could not be read"):
        read_feed(clinic.desk, SHELL, httpserver.url_for("/page"))
    with pytest.raises(Refusal, match="410"):
        read_feed(clinic.desk, SHELL, httpserver.url_for("/gone"), HERE)
    with pytest.raises(Refusal, match="no RSS"):
        read_feed(clinic.desk, SHELL, httpserver.url_for("/page"), HERE)
