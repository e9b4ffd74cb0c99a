"""The site in a real browser: accessible, readable on a phone and on paper, and silent: no script, no other host."""

import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from publisher.domain.places import Language
from tests.support.posts import entry_id, post, send, site_in, withdraw

LONG = "\n\n".join(
    ["**注意：**不要自行加量；важно!и long" + "words" * 30, "`" + "c" * 200 + "`", "https://a.example/" + "x" * 200]
)
WIDE = "\n\n| " + " | ".join(["ширина"] * 9) + " |\n" + "|---" * 9 + "|\n" + "| значение " * 9 + "|\n"
PAGES = {
    "front": "",
    "index": "{0}/",
    "stage": "{0}/stage/newborn/",
    "post": "{0}/" + entry_id(1) + "/",
    "answer": "{0}/" + entry_id(2) + "/",
    "tombstone": "{0}/" + entry_id(3) + "/",
}


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        return


@pytest.fixture(scope="module", params=list(Language))
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the site of one language is served: a post, an answer, a tombstone, and a translation of the answer."""
    language: Language = request.param
    root: Path = tmp_path_factory.mktemp("site")
    site = site_in(root)
    other = Language.EN if language is not Language.EN else Language.RU
    send(site, post(9, other))
    send(site, post(1, language, kind="post", body="# A\n\n### B\n\n" + LONG + WIDE, stages=("newborn",), sample=True))
    send(site, post(2, language, translations={other: entry_id(9)}))
    send(site, post(3, language))
    withdraw(site, post(3, language), "…", status="superseded", superseded_by=entry_id(2))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("publisher.channels.site.indexes.PER_PAGE", 3)
        for number in range(20, 25):
            send(site, post(number, language, stages=("newborn", "weeks-0-20")))
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(root)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{{}}|{language}"
    server.shutdown()


def open_page(browser: Browser, address: str, name: str, width: int) -> Page:
    base, _, language = address.partition("|")
    page = browser.new_page(viewport={"width": width, "height": 844})
    page.goto(base.format(PAGES[name].format(language)))
    return page


@pytest.mark.parametrize("name", [name for name in PAGES if name != "stage"])
def test_axe_finds_nothing_on_a_phone_and_a_desk_by_day_and_by_night(browser: Browser, address: str, name: str) -> None:
    page = open_page(browser, address, name, 390)
    for width in (390, 1280):
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": 844})
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            found = Axe().run(page).response["violations"]
            assert [(one["id"], width, scheme, [node["html"] for node in one["nodes"]]) for one in found] == []
    page.close()


@pytest.mark.parametrize("name", list(PAGES))
def test_nothing_runs_past_the_edge_of_a_phone(browser: Browser, address: str, name: str) -> None:
    page = open_page(browser, address, name, 390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()


@pytest.mark.parametrize("name", list(PAGES))
def test_a_page_asks_no_other_host_and_breaks_no_rule_of_its_own(browser: Browser, address: str, name: str) -> None:
    base, _, language = address.partition("|")
    page = browser.new_page()
    asked, complaints = list[str](), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(base.format(PAGES[name].format(language)), wait_until="networkidle")
    assert [url for url in asked if not url.startswith(base.format(""))] == []
    assert any("site.css" in url for url in asked)
    assert complaints == []
    page.close()


def test_the_keyboard_reaches_the_text_first_and_a_wide_table_too(browser: Browser, address: str) -> None:
    page = open_page(browser, address, "post", 390)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#text"
    table = page.locator(".table")
    table.focus()
    assert table.evaluate("node => node === document.activeElement && node.scrollWidth > node.clientWidth")
    page.close()


def test_paper_shows_the_text_and_its_disclaimers_without_the_frame(browser: Browser, address: str) -> None:
    page = open_page(browser, address, "answer", 800)
    page.emulate_media(media="print")
    assert page.locator("article").is_visible()
    assert [note.is_visible() for note in page.locator(".note").all()] == [True, True]
    assert not page.locator(".languages").is_visible()
    assert not page.locator(".bottom").is_visible()
    page.close()


def test_the_language_links_lead_to_the_translation_itself(browser: Browser, address: str) -> None:
    language = Language(address.partition("|")[2])
    other = Language.EN if language is not Language.EN else Language.RU
    page = open_page(browser, address, "answer", 1280)
    page.locator(f"nav.languages a[hreflang={other}]").click()
    assert page.url.endswith(f"/{other}/{entry_id(9)}/")
    assert page.locator("html").get_attribute("lang") == other.value
    page.close()
