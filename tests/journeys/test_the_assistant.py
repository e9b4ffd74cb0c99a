"""A doctor asks for a draft, reads each sentence beside its source, takes some, and finds them in her text."""

from playwright.sync_api import Browser, expect

from publisher.assistant.models import ModelChoice
from publisher.domain.checking import EntryKind, Flag
from publisher.domain.entries import Content
from publisher.domain.places import Language
from publisher.services import assistant_settings, drafting, library, people
from publisher.services.desk import SHELL, Actor, Desk
from tests.support.chat_server import as_json, chat_server
from tests.support.house import DOCTORS, House, idle, key, press


def entry_of(desk: Desk) -> str:
    doctor = Actor(people.person_by_email(desk, DOCTORS["en"]), "session")
    rows = library.entries(desk, doctor, language=Language.EN, kind=EntryKind.ANSWER, size=100).items
    shown = (library.entry(desk, doctor, row.id) for row in rows)
    standing = (one for one in shown if one.signature and one.revision and one.withdrawn_reason is None)
    asked = next(one.revision.content.question for one in standing if one.revision)
    return drafting.add_entry(desk, doctor, Content(EntryKind.ANSWER, Language.EN, "", "", question=asked)).id


def content_of(desk: Desk, entry: str) -> Content:
    doctor = Actor(people.person_by_email(desk, DOCTORS["en"]), "session")
    return drafting.working_copy(desk, doctor, entry).content


def test_a_draft_is_asked_for_read_beside_its_sources_and_taken(browser: Browser, clinic_house: House) -> None:
    entry = str(clinic_house.ask(entry_of))
    with chat_server() as server:
        server.answer = lambda sent: as_json(
            (sent[0]["text"], [sent[0]["id"]]), ("Everybody takes 500 mg of iron.", [sent[1]["id"]])
        )
        choice = ModelChoice("compatible", "small", server.address, private=True)
        clinic_house.ask(lambda desk: assistant_settings.configure(desk, SHELL, [choice]))
        try:
            page = clinic_house.visit(browser, DOCTORS["en"])
            clinic_house.go(page, f"compose?entry={entry}")
            page.get_by_text("Assistant", exact=True).click()
            press(page, "assistant-ask")
            expect(page.get_by_text("Everybody takes 500 mg of iron.")).to_be_visible(timeout=60_000)
            expect(page.get_by_text("Not in its source: 500 mg").first).to_be_visible()
            press(page, "assistant-all")
            expect(page.get_by_text("Since the draft")).to_be_visible(timeout=30_000)
            expect(page.locator("#body")).not_to_have_value("", timeout=30_000)
            idle(page)
            expect(page.get_by_text("Confirm its claims")).to_be_visible(timeout=30_000)
            press(page, "finish")
            expect(page.get_by_text("as the assistant wrote it")).to_be_visible(timeout=30_000)
            key(page, "reading").first.wait_for(timeout=30_000)
            page.get_by_test_id("stCheckbox").first.locator("label").click()
            expect(page.get_by_text("as the assistant wrote it")).to_have_count(0, timeout=30_000)
            page.context.close()
        finally:
            clinic_house.ask(lambda desk: assistant_settings.switch(desk, SHELL, False))
    content = clinic_house.ask(lambda desk: content_of(desk, entry))
    assert isinstance(content, Content)
    assert Flag.AI_GENERATED in content.flags
    assert "500 mg" not in content.body
