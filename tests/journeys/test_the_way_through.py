"""A doctor writes, sees what may not be said, corrects it, signs, schedules; readers find it. In three languages."""

from urllib.request import urlopen

import feedparser
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.house import DOCTORS, House, idle, key, press
from tests.support.processes import wait_until

FORBIDDEN = {
    "en": "In your case take iron 100 mg twice a day for six weeks and then repeat the blood test yourself.",
    "zh": "你这种情况就是缺铁性贫血，不用去医院，吃两个月铁剂就好。",
    "ru": "В вашем случае принимайте железо по 100 мг два раза в день шесть недель, затем сами пересдайте кровь.",
}
WORDS = {
    "en": (
        "Walking after a meal",
        "A short walk after a meal is a gentle way to move during the day. 🚶 Many people begin with ten minutes.\n\n"
        "Talk to a health professional about what suits you.",
    ),
    "zh": ("饭后散步", "饭后慢走是一种温和的活动方式。🚶许多人从十分钟开始。\n\n适合自己的方式，请与医务人员商量。"),
    "ru": (
        "Прогулка после еды",
        "Короткая прогулка после еды — мягкий способ двигаться в течение дня. 🚶 Многие начинают с десяти минут.\n\n"
        "Что подходит именно вам, обсудите с медицинским работником.",
    ),
}


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
def test_a_text_is_marked_corrected_signed_scheduled_and_found(
    browser: Browser, clinic_house: House, language: str
) -> None:
    page = clinic_house.visit(browser, DOCTORS[language], language)
    title, body = WORDS[language]
    entry = _write(page, clinic_house, title, f"{body}\n\n{FORBIDDEN[language]}")
    _is_marked_and_corrected(page, body, FORBIDDEN[language])
    _sign(page)
    _schedule_now(page)
    address = f"{clinic_house.address}/site/{language}/{entry}/"
    wait_until(lambda: title in _text(address), 60, "the page of the text is published")
    feed = f"{clinic_house.address}/site/feed.{language}.atom"
    wait_until(lambda: title in _text(feed), 60, "the feed names the text")
    read = feedparser.parse(_text(feed))
    assert not read.bozo
    assert title in [one.title for one in read.entries]
    page.context.close()


def _write(page: Page, house: House, title: str, body: str) -> str:
    house.go(page, "compose")
    press(page, "new-post")
    expect(page.locator("#body")).to_be_visible(timeout=30_000)
    page.locator("#title").fill(title)
    page.locator("#body").click()
    page.keyboard.insert_text(body)
    return page.url.split("entry=")[1].split("&")[0]


def _is_marked_and_corrected(page: Page, body: str, forbidden: str) -> None:
    mark = page.locator(".paint mark.block").first
    expect(mark).to_be_attached(timeout=30_000)
    assert mark.text_content() in forbidden, "the mark stands exactly on the forbidden words, behind an emoji"
    expect(page.locator("li.block").first).to_be_visible()
    page.locator("#body").fill(body)
    expect(page.locator("li.block")).to_have_count(0, timeout=30_000)
    expect(page.locator(".paint mark.block")).to_have_count(0)


def _sign(page: Page) -> None:
    press(page, "finish")
    expect(page.locator("article")).to_be_visible(timeout=30_000)
    page.locator("article .end").scroll_into_view_if_needed()
    press(page, "sign")


def _schedule_now(page: Page) -> None:
    press(page, "just-signed")
    dialog = page.get_by_role("dialog")
    key(page, "schedule-when").get_by_role("radio").first.press("Space")
    idle(page)
    expect(key(page, "schedule-day")).to_be_hidden(timeout=30_000)
    expect(dialog.get_by_role("button").last).to_be_enabled()
    press(page, "do-schedule")
    expect(dialog).to_be_hidden(timeout=30_000)


def _text(address: str) -> str:
    try:
        with urlopen(address, timeout=5) as answer:
            return str(answer.read().decode())
    except OSError:
        return ""
