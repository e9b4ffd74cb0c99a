"""The moderators' desk on a phone, in three languages, with the keyboard alone: ask, find, copy, withdraw, recall."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from publisher.domain.places import Language
from publisher.services import communities, handing_out, people, recalling
from publisher.services.communities import Described
from publisher.services.desk import SHELL, Actor, Desk
from publisher.storage import answers
from tests.journeys.test_for_everybody import violations
from tests.support.house import DOCTORS, PHONE, House, idle, key

MARINA = "marina.kotova@example.org"


@dataclass(frozen=True)
class Case:
    """What is asked that nothing answers, what is asked that a signed sample answers, and the sample's title."""

    unanswered: str
    asked: str
    title: str


CASES = {
    "en": Case(
        "How do glaciers move?", "feeling the baby move", "Feeling the baby move: when it begins and what matters"
    ),
    "zh": Case("冰川怎样移动？", "胎动什么时候开始", "胎动：什么时候开始，看什么"),
    "ru": Case("Как движутся ледники?", "шевеления ребёнка", "Шевеления ребёнка: когда начинаются и что важно"),
}


def marina(desk: Desk) -> Actor:
    return Actor(people.person_by_email(desk, MARINA), "session")


def open_group(house: House, language: str) -> None:
    def opened(desk: Desk) -> None:
        place = communities.add(
            desk, SHELL, Described(f"Group {language}", Language(language), capacity=200, members=190)
        )
        communities.set_moderators(desk, SHELL, place.id, [marina(desk).id or ""])

    house.ask(opened)


DEEPEST = """
    let at = document.activeElement
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
"""


def press_until(page: Page, reached: str, press: str = "Tab", most: int = 60) -> None:
    """Press a key until a JavaScript condition on `at`, the element that has the focus, is true."""
    for _press in range(most):
        if page.evaluate(f"() => {{ {DEEPEST} return {reached} }}"):
            return
        page.keyboard.press(press)
    raise AssertionError(f"{press} does not lead to {reached}")


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the element with this key, or one inside it, has the focus."""
    up = "for (let up = one; up; up = up.parentNode ?? up.host)"
    press_until(page, f"((one) => {{ {up} if (up.classList?.contains('st-key-{name}')) return true }})(at)")


def choose_group(page: Page, name: str) -> None:
    """From the box: untick what is ticked, tick this group alone, and come back."""
    if page.locator(".chips label", has_text=name).locator("input").is_checked():
        return
    press_until(page, "at?.type === 'checkbox' && at.checked", "Shift+Tab")
    page.keyboard.press("Space")
    press_until(
        page, "at?.type === 'checkbox' && at.getRootNode().querySelector('.chips label input') === at", "Shift+Tab"
    )
    press_until(page, f"at?.type === 'checkbox' && at.parentNode.textContent.startsWith('{name}')")
    page.keyboard.press("Space")
    press_until(page, "at?.id === 'asked'")


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
def test_ask_find_copy_withdraw_and_recall_with_the_keyboard_alone(
    browser: Browser, clinic_house: House, language: str
) -> None:
    house, case = clinic_house, CASES[language]
    open_group(house, language)
    page = house.visit(browser, MARINA, language, viewport=PHONE)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    house.go(page, "desk")
    expect(page.locator("#asked")).to_be_focused(timeout=60_000)
    choose_group(page, f"Group {language}")
    page.keyboard.type(case.unanswered)
    expect(page.locator(".none .send")).to_be_visible(timeout=60_000)
    page.keyboard.press("Alt+4")
    expect(page.get_by_test_id("stToast")).to_be_visible(timeout=30_000)
    assert house.ask(lambda desk: _asked(desk, case.unanswered))

    press_until(page, "at?.id === 'asked'", "Shift+Tab")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type(case.asked)
    expect(page.locator(".results")).to_have_attribute("data-query", case.asked, timeout=60_000)
    expect(page.locator(".results .title").first).to_be_visible(timeout=60_000)
    expect(page.get_by_test_id("stToast")).to_have_count(0, timeout=30_000)  # it fades by itself
    assert violations(page) == []
    page.keyboard.press("ArrowDown")
    expect(page.locator(".results .title").first).to_be_focused()
    page.keyboard.press("1")
    expect(page.locator(".copied")).to_be_visible(timeout=30_000)
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied == page.locator(".copied pre").text_content()
    overflow = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0
    entry = house.ask(lambda desk: handing_out.listed(desk, marina(desk))[0].entry)

    doctor = house.visit(browser, DOCTORS[language], language, viewport=PHONE)
    house.go(doctor, f"library?entry={entry}")
    _withdraw(doctor)
    doctor.context.close()

    house.go(page, "today")
    tab_to(page, "to-recall")
    page.keyboard.press("Enter")
    (item,) = house.ask(lambda desk: recalling.waiting(desk, marina(desk)))  # type: ignore[misc]
    expect(key(page, f"recall-done-{item.id}")).to_be_visible(timeout=30_000)
    assert case.title in item.correction
    tab_to(page, f"recall-done-{item.id}")
    page.keyboard.press("Enter")
    idle(page)
    expect(key(page, f"recall-done-{item.id}")).to_have_count(0, timeout=30_000)
    assert house.ask(lambda desk: recalling.count(desk, marina(desk))) == 0
    page.context.close()


def test_while_another_question_is_looked_up_no_key_copies_the_answer_to_the_one_before(
    browser: Browser, clinic_house: House
) -> None:
    house, case = clinic_house, CASES["en"]
    page = house.visit(browser, DOCTORS["en"], "en", viewport=PHONE)
    house.go(page, "desk")
    expect(page.locator("#asked")).to_be_focused(timeout=60_000)
    page.keyboard.type(case.asked)
    expect(page.locator(".results .title").first).to_be_visible(timeout=60_000)
    copied: list[str] = []
    page.route("**/api/desk/handouts", lambda route: (copied.append(route.request.url), route.abort()))
    page.route("**/api/desk/find", lambda route: None)  # nothing comes back any more
    page.keyboard.type(" at night")
    page.keyboard.press("Alt+1")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("1")
    page.wait_for_timeout(300)
    assert copied == []
    page.context.close()


def _asked(desk: Desk, words: str) -> bool:
    with desk.db.read() as tx:
        return any(row.text == words for row in answers.waiting_for_a_doctor(tx, None, 200))


def _withdraw(page: Page) -> None:
    tab_to(page, "withdraw-box")
    page.keyboard.press("Enter")
    expect(key(page, "withdraw-why")).to_be_visible(timeout=30_000)
    page.keyboard.press("Tab")  # the reason is the next stop, not one behind the whole text
    assert page.evaluate("() => document.activeElement.closest('.st-key-withdraw-why') !== null")
    page.keyboard.type("A figure was wrong.")
    page.keyboard.press("Tab")
    idle(page)
    tab_to(page, "withdraw")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stToast")).to_be_visible(timeout=30_000)
