"""Whatever happens while somebody types: tab closed, line down, server killed, two windows, an input method."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from publisher.services import drafting, library, people
from publisher.services.desk import Actor, Desk
from tests.support.house import ELEANOR, House, key, press
from tests.support.processes import wait_until

FIRST = "A text that is being written"


@pytest.fixture
def writer(browser: Browser, fragile_house: House) -> Page:
    return fragile_house.visit(browser, ELEANOR)


def _new_draft(page: Page, house: House, kind: str = "post") -> str:
    house.go(page, "compose")
    press(page, f"new-{kind}")
    expect(page.locator("#body")).to_be_visible(timeout=30_000)
    entry = page.url.split("entry=")[1].split("&")[0]
    page.locator("#title").fill(f"{FIRST} {entry}")
    expect(page.locator(".state")).to_have_text("Saved", timeout=30_000)
    return entry


def _saved(house: House, entry: str) -> str:
    def body(desk: Desk) -> str:
        actor = Actor(people.person_by_email(desk, ELEANOR), "session")
        return drafting.working_copy(desk, actor, entry).content.body

    return str(house.ask(body))


def _is_saved(house: House, entry: str, words: str) -> Callable[[], bool]:
    return lambda: _saved(house, entry) == words


def test_a_tab_closed_while_typing_loses_nothing(writer: Page, fragile_house: House) -> None:
    entry = _new_draft(writer, fragile_house)
    writer.locator("#body").click()
    writer.keyboard.type("The last words before the tab was closed.")
    writer.close(run_before_unload=True)
    wait_until(_is_saved(fragile_house, entry, "The last words before the tab was closed."), 30, "the draft is saved")


def test_what_is_typed_offline_stays_and_is_saved_when_the_line_is_back(writer: Page, fragile_house: House) -> None:
    entry = _new_draft(writer, fragile_house)
    writer.context.set_offline(True)
    writer.locator("#body").click()
    writer.keyboard.type("Typed without a line, ")
    expect(writer.locator(".state")).to_contain_text("Offline", timeout=30_000)
    expect(writer.locator("#publisher-line")).to_be_visible()
    writer.keyboard.type("and on.")
    writer.context.set_offline(False)
    expect(writer.locator(".state")).to_have_text("Saved", timeout=60_000)
    assert _saved(fragile_house, entry) == "Typed without a line, and on."


def test_a_killed_workspace_loses_nothing_and_takes_no_keystroke(writer: Page, fragile_house: House) -> None:
    entry = _new_draft(writer, fragile_house)
    writer.locator("#body").click()
    writer.keyboard.type("Before the fall, ")
    fragile_house.kill("workspace")
    words = "while the workspace lies there every keystroke still arrives here, and none is lost. " * 2
    writer.keyboard.type(words, delay=45)
    expect(writer.locator("#publisher-line")).to_be_visible(timeout=30_000)
    expect(writer.get_by_role("dialog")).to_have_count(0)
    assert writer.locator("#body").input_value() == "Before the fall, " + words
    fragile_house.start("workspace")
    expect(writer.locator(".state")).to_have_text("Saved", timeout=90_000)
    assert _saved(fragile_house, entry) == "Before the fall, " + words


def test_a_tab_lost_while_the_workspace_was_down_finds_its_words_again(writer: Page, fragile_house: House) -> None:
    entry = _new_draft(writer, fragile_house)
    fragile_house.kill("workspace")
    writer.locator("#body").click()
    writer.keyboard.type("Only on this device.")
    context = writer.context
    writer.close(run_before_unload=True)
    fragile_house.start("workspace")
    again = context.new_page()
    fragile_house.go(again, f"compose?entry={entry}")
    expect(again.locator("#body")).to_have_value("Only on this device.", timeout=30_000)
    expect(again.locator(".state")).to_have_text("Saved", timeout=60_000)
    assert _saved(fragile_house, entry) == "Only on this device."


def test_two_windows_see_a_conflict_and_nothing_is_merged(writer: Page, fragile_house: House) -> None:
    entry = _new_draft(writer, fragile_house)
    other = writer.context.new_page()
    fragile_house.go(other, f"compose?entry={entry}")
    expect(other.locator("#body")).to_be_visible(timeout=30_000)
    writer.locator("#body").fill("What the first window says.")
    expect(writer.locator(".state")).to_have_text("Saved", timeout=30_000)
    wait_until(_is_saved(fragile_house, entry, "What the first window says."), 30, "the first text is saved")
    other.locator("#body").fill("What the second window says.")
    expect(other.locator(".conflict")).to_be_visible(timeout=30_000)
    expect(other.locator(".theirs")).to_contain_text("What the first window says.")
    assert _saved(fragile_house, entry) == "What the first window says."
    other.locator(".mine").click()
    expect(other.locator(".state")).to_have_text("Saved", timeout=30_000)
    wait_until(_is_saved(fragile_house, entry, "What the second window says."), 30, "the chosen text is saved")


def test_details_changed_beside_the_text_are_no_conflict(writer: Page, fragile_house: House) -> None:
    entry = _new_draft(writer, fragile_house)
    key(writer, "details").locator("summary").click()
    key(writer, f"flags-{entry}").get_by_role("combobox").focus()
    for pressed in ("ArrowDown", "Enter", "Escape"):
        writer.keyboard.press(pressed)
    writer.locator("#body").fill("Written after a fact was set.")
    wait_until(_is_saved(fragile_house, entry, "Written after a fact was set."), 30, "the text is saved")
    expect(writer.locator(".conflict")).to_be_hidden()


def test_chinese_through_an_input_method_is_left_alone_until_it_is_chosen(writer: Page, fragile_house: House) -> None:
    entry = _new_draft(writer, fragile_house)
    asked: list[Request] = []
    writer.on("request", lambda request: asked.append(request) if "/api/drafts/" in request.url else None)
    writer.locator("#body").click()
    keyboard = writer.context.new_cdp_session(writer)
    for letters in ("n", "ni", "nih", "niha", "nihao"):
        where = {"selectionStart": len(letters), "selectionEnd": len(letters)}
        keyboard.send("Input.imeSetComposition", {"text": letters, **where})
        writer.wait_for_timeout(400)  # longer than the editor waits before it checks and saves
    assert not asked, "nothing leaves while a word is being chosen"
    keyboard.send("Input.insertText", {"text": "你好"})
    expect(writer.locator("#body")).to_have_value("你好")
    wait_until(_is_saved(fragile_house, entry, "你好"), 30, "the chosen word is saved")


def test_a_second_click_on_new_opens_the_same_empty_draft(writer: Page, fragile_house: House) -> None:
    def empty(desk: Desk) -> int:
        actor = Actor(people.person_by_email(desk, ELEANOR), "session")
        found = library.entries(desk, actor, author=actor.id, status=None, size=100).items
        return len([row for row in found if not row.title and not row.excerpt])

    for _ in range(2):
        fragile_house.go(writer, "compose")
        key(writer, "new-answer").get_by_role("button").dblclick()
        expect(writer.locator("#question")).to_be_visible(timeout=30_000)
    assert fragile_house.ask(empty) == 1


@pytest.mark.parametrize("button", ["finish", "back"])
def test_a_tap_in_the_same_breath_as_the_last_word_is_heard(writer: Page, fragile_house: House, button: str) -> None:
    """A phone ends the typing and presses the button in one task, which the browser sends as one request."""
    entry = _new_draft(writer, fragile_house)
    for words in ("Walking after a meal is gentle. ", "Ten minutes are a good beginning."):
        writer.locator("#body").click()
        writer.keyboard.insert_text(words)
    tapped = key(writer, button).get_by_role("button")
    expect(tapped).to_be_enabled(timeout=30_000)
    tapped.evaluate("""(button) => {
        let focused = document.activeElement
        while (focused.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement
        focused.blur()
        button.click()
    }""")
    if button == "finish":
        expect(writer.locator("article")).to_contain_text("Ten minutes are a good beginning.", timeout=30_000)
    else:
        expect(key(writer, "new-post")).to_be_visible(timeout=30_000)
    wait_until(lambda: _saved(fragile_house, entry).endswith("a good beginning."), 30, "the last words are saved")
