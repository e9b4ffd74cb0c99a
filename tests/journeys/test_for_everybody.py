"""No page has an accessibility violation, none asks another host for anything, none is wider than a phone."""

from datetime import UTC, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from publisher.services import library, people
from publisher.services.desk import Actor, Desk
from tests.support.house import DESKTOP, ELEANOR, PHONE, House, idle, in_every_role, key, paths, press

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
LOOKS = [(DESKTOP, "light", "en"), (DESKTOP, "dark", "ru"), (PHONE, "light", "zh"), (PHONE, "dark", "en")]


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]


def _first(house: House, status: str) -> str:
    def first(desk: Desk) -> str:
        actor = Actor(people.person_by_email(desk, ELEANOR), "session")
        return library.entries(desk, actor, author=actor.id, status=status, size=1).items[0].id  # type: ignore[arg-type]

    return str(house.ask(first))


@pytest.mark.parametrize(("viewport", "scheme", "language"), LOOKS)
def test_every_page_is_free_of_violations(
    browser: Browser, clinic_house: House, viewport: dict[str, int], scheme: str, language: str
) -> None:
    with in_every_role(clinic_house, ELEANOR):
        page = clinic_house.visit(browser, ELEANOR, language, viewport=viewport, color_scheme=scheme)
        _look_at_every_page(page, clinic_house)
        page.context.close()


def _look_at_every_page(page: Page, clinic_house: House) -> None:
    foreign: list[str] = []
    page.on("request", lambda request: foreign.append(request.url) if "//127.0.0.1:" not in request.url else None)
    entry = _first(clinic_house, "blocked")
    every = paths(page)
    assert {"today", "compose", "sign", "calendar", "library", "channels", "people", "rules"} <= set(every)
    for path in (*every, f"compose?entry={entry}", f"sign?entry={entry}", f"library?entry={entry}"):
        clinic_house.go(page, path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        if path.startswith("compose?"):
            expect(page.locator("#body")).to_be_visible(timeout=30_000)
        elif path == "rules":
            key(page, "rules-INT").locator("summary").click()
            expect(key(page, "rules-INT").locator("table")).to_be_visible(timeout=30_000)
        assert violations(page) == [], path
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"), f"{path} is too wide"
    assert [address for address in foreign if not address.startswith(("data:", "blob:"))] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_dialogs_and_the_sign_in_page_are_free_of_violations(
    browser: Browser, clinic_house: House, scheme: str
) -> None:
    page = clinic_house.visit(browser, ELEANOR, viewport=DESKTOP, color_scheme=scheme)
    clinic_house.go(page, "calendar")
    page.locator(".grid .event.movable").last.click()
    _dialog_is_free_of_violations(page)
    press(page, "move")
    _dialog_is_free_of_violations(page)
    clinic_house.go(page, f"library?entry={_first(clinic_house, 'live')}&schedule=1")
    _dialog_is_free_of_violations(page)
    clinic_house.go(page, "people")
    key(page, "invite").locator("summary").click()
    assert violations(page) == []
    stranger = browser.new_context(color_scheme=scheme).new_page()
    stranger.goto(f"{clinic_house.address}/today")
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert violations(stranger) == []
    stranger.context.close()
    page.context.close()


def _dialog_is_free_of_violations(page: Page) -> None:
    expect(page.get_by_role("dialog")).to_be_visible(timeout=30_000)
    idle(page)
    assert violations(page) == []


def test_the_page_says_which_language_it_is_in_and_follows_a_change(browser: Browser, clinic_house: House) -> None:
    page = clinic_house.visit(browser, ELEANOR, "zh")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    key(page, "language").get_by_role("combobox").click()
    page.get_by_role("option", name="Русский").click()
    expect(page.locator("html")).to_have_attribute("lang", "ru", timeout=30_000)
    clinic_house.go(page, "library")
    expect(page.get_by_role("heading", level=1)).to_have_text("Библиотека")
    key(page, "language").get_by_role("combobox").click()
    page.get_by_role("option", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Library", timeout=30_000)
    page.context.close()


def test_a_publication_can_be_moved_by_keyboard_and_by_dragging(browser: Browser, clinic_house: House) -> None:
    page = clinic_house.visit(browser, ELEANOR)
    # tomorrow's month: its last day has not come yet, and there is something in it
    clinic_house.go(page, f"calendar?day={datetime.now(UTC).date() + timedelta(days=1)}")
    event = page.locator(".grid .event.movable").last
    expect(event).to_be_visible()
    title = event.locator(".title").inner_text()
    event.focus()
    page.keyboard.press("Enter")
    press(page, "move")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading")).to_contain_text("Move")
    press(page, "do-move")
    expect(dialog).to_be_hidden(timeout=30_000)
    idle(page)  # the grid is drawn anew once more
    target = page.locator(".grid .day:not(.other)").last
    event = page.locator(".grid .event.movable", has_text=title[6:30]).last
    event.drag_to(target)
    idle(page)
    expect(target.locator(".event", has_text=title[6:30])).to_be_visible(timeout=30_000)
    page.context.close()
