"""A doctor's phone, on another host, over HTTPS: she writes, the page sleeps in the background, she comes back.

BACKGROUND_SECONDS is how long it sleeps; five minutes were tried by hand, the default keeps the run short.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.house import ELEANOR, PHONE, House, idle, key, press
from tests.support.proxy import HOST

BACKGROUND_SECONDS = float(os.environ.get("BACKGROUND_SECONDS", "5"))

# looks at every frame: a box that is shown before it has its text could be typed into, and the text overwritten
WATCH_THE_BOX = """
    window.shownEmpty = 0
    const boxes = (root) => [...root.querySelectorAll('*')].flatMap(
        (one) => one.shadowRoot ? [...one.shadowRoot.querySelectorAll('#body')] : [])
    const look = () => {
        window.shownEmpty += boxes(document).filter((box) => box.checkVisibility() && !box.value).length
        requestAnimationFrame(look)
    }
    look()
"""


@pytest.fixture
def phone(reader_browser: Browser) -> Iterator[Page]:
    context = reader_browser.new_context(ignore_https_errors=True, viewport=PHONE, locale="en-GB")
    yield context.new_page()
    context.close()


def test_after_minutes_in_the_background_text_place_and_sign_in_are_there(
    tmp_path: Path, https_proxy: Callable[..., str], phone: Page
) -> None:
    house = House(tmp_path)
    house.more = {"PUBLISHER_ALLOWED_HOSTS": f'["{HOST}"]', "PUBLISHER_TRUST_FORWARDED": "true"}
    with house.stack:
        house.fill()
        house.start("workspace")
        served = https_proxy(house.port)
        phone.goto(served + house.link(ELEANOR).removeprefix(house.address))
        idle(phone)
        phone.goto(f"{served}/compose")
        idle(phone)
        press(phone, "new-post")
        expect(phone.locator("#body")).to_be_visible(timeout=30_000)
        phone.locator("#title").fill("Written on a phone")
        phone.locator("#body").fill("Before the phone was put away.")
        expect(phone.locator(".state")).to_have_text("Saved", timeout=30_000)
        place = phone.url
        sleeping = phone.context.new_cdp_session(phone)
        sleeping.send("Page.setWebLifecycleState", {"state": "frozen"})
        phone.context.new_page().wait_for_timeout(BACKGROUND_SECONDS * 1000)
        sleeping.send("Page.setWebLifecycleState", {"state": "active"})
        phone.bring_to_front()
        expect(phone.locator("#body")).to_have_value("Before the phone was put away.")
        phone.locator("#body").press_sequentially(" And after.")
        expect(phone.locator(".state")).to_have_text("Saved", timeout=60_000)
        assert phone.url == place
        phone.add_init_script(WATCH_THE_BOX)
        phone.reload()
        idle(phone)
        # the box is in the document, hidden and empty, before its script has filled and shown it
        expect(phone.locator("#body")).to_be_visible(timeout=30_000)
        written = phone.locator("#body").input_value()
        assert sorted(written.replace(" And after.", "")) == sorted("Before the phone was put away.")
        assert "And after." in written
        assert phone.evaluate("shownEmpty") == 0, "an empty box was shown before the text stood in it"


def test_what_the_browser_will_not_copy_stands_selected_for_a_hand(browser: Browser, clinic_house: House) -> None:
    page = clinic_house.visit(browser, ELEANOR, viewport=PHONE)
    page.add_init_script(
        "navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); document.execCommand = () => false"
    )
    clinic_house.go(page, "compose")
    page.get_by_text("Iron in pregnancy: why it is checked").first.click()
    expect(page.locator("#body")).to_be_visible(timeout=30_000)
    key(page, "preview").locator("summary").click()
    part = key(page, "part-1")
    part.get_by_role("button").click()
    expect(part.get_by_role("status")).to_contain_text("elected")
    text = part.locator("pre")
    assert "Iron" in text.inner_text()
    assert text.evaluate("element => getComputedStyle(element).userSelect") != "none"
    page.context.close()
