"""What is scheduled is held, resumed and moved, by keyboard and on a phone; and the views of Publications."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from publisher.domain.entries import Content
from publisher.domain.publications import PublicationState
from publisher.services import drafting, library, people, scheduling, signing
from publisher.services.desk import Actor, Desk
from tests.support.house import ELEANOR, PHONE, House, idle, key, press

BODY = (
    "Walking after a meal is a gentle way to move. Talk to a health professional about what suits you.\n\nPage {name}"
)


def scheduled(house: House, name: str, days: int = 1) -> str:
    """A signed text of Eleanor's that leaves in some days; returns the publication's id."""

    def make(desk: Desk) -> str:
        who = Actor(people.person_by_email(desk, ELEANOR), "session")
        one = next(row for row in library.entries(desk, who, size=100).items if row.language == "en")
        like = library.entry(desk, who, one.id)
        content = like.revision.content if like.revision else like.working.content  # type: ignore[union-attr]
        wanted = {"title": f"Walking {name}", "body": BODY.format(name=name), "flags": (), "question": None}
        entry = drafting.add_entry(desk, who, drafting.changed(_post(content), wanted)).id
        signing.sign(desk, who, entry)
        day = desk.today("Europe/London") + timedelta(days=days)
        return scheduling.schedule(desk, who, entry, "site", f"{day.isoformat()}T12:00").id

    return str(house.ask(make))


def _post(content: Content) -> Content:
    return drafting.changed(content, {"kind": "post"})


def state_of(house: House, publication: str) -> tuple[PublicationState, str]:
    def look(desk: Desk) -> tuple[PublicationState, str]:
        who = Actor(people.person_by_email(desk, ELEANOR), "session")
        rows = library.publications(desk, who, size=100, newest_first=True).items
        one = next(row.publication for row in rows if row.publication.id == publication)
        return one.state, one.local_due

    return house.ask(look)  # type: ignore[return-value]


@pytest.mark.parametrize("viewport", [None, PHONE], ids=["desktop", "phone"])
def test_hold_and_resume_from_the_list_of_publications(
    browser: Browser, clinic_house: House, viewport: dict[str, int] | None
) -> None:
    name = "phone" if viewport else "desktop"
    publication = scheduled(clinic_house, name)
    page = clinic_house.visit(browser, ELEANOR, **({"viewport": viewport} if viewport else {}))
    clinic_house.go(page, "publications")
    page.get_by_role("link", name=f"Walking {name}").click()
    press(page, "hold")
    expect(page.get_by_role("dialog").get_by_text(re.compile("Held: held by hand"))).to_be_visible(timeout=30_000)
    assert state_of(clinic_house, publication)[0] is PublicationState.HELD
    press(page, "resume")
    expect(key(page, "hold")).to_be_visible(timeout=30_000)
    assert state_of(clinic_house, publication)[0] is PublicationState.SCHEDULED
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.context.close()


def test_a_publication_is_moved_by_the_keyboard_alone(browser: Browser, clinic_house: House) -> None:
    publication = scheduled(clinic_house, "by keys", 10)
    before = state_of(clinic_house, publication)[1]
    page = clinic_house.visit(browser, ELEANOR)
    clinic_house.go(page, "calendar")
    for pressed in ("Alt+ArrowRight", "Alt+ArrowDown"):
        _find_in_calendar(page, clinic_house, state_of(clinic_house, publication)[1][:10])
        page.keyboard.press(pressed)
        expect(page.get_by_text("Moved to").last).to_be_visible(timeout=30_000)
        idle(page)
    after = state_of(clinic_house, publication)[1]
    assert after != before
    assert after[10:] == before[10:], "the wall time stays"
    page.context.close()


def _find_in_calendar(page: Page, house: House, day: str) -> None:
    house.go(page, f"calendar?day={day}")
    event = page.locator(".grid .day:not(.other) button.event", has_text="Walking by keys")
    expect(event).to_be_visible(timeout=30_000)
    event.focus()


def test_every_view_of_publications_shows_itself(browser: Browser, clinic_house: House) -> None:
    page = clinic_house.visit(browser, ELEANOR)
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
    clinic_house.go(page, "publications")
    for label, shown in (
        ("Campaigns", "No campaign yet"),
        ("Repeated", "Nothing is repeated yet"),
        ("How delivery goes", "From due to accepted"),
    ):
        page.get_by_role("radio", name=label).or_(page.get_by_role("button", name=label, exact=True)).first.click()
        idle(page)
        expect(page.get_by_text(shown).first).to_be_visible(timeout=30_000)
    expect(page.locator("canvas, svg.marks").first).to_be_visible(timeout=30_000)
    assert wrong == []
    page.context.close()
