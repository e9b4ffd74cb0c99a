"""A question sent from the desk: promised an answer, or read as an emergency, with the way to help and no promise."""

import pytest
from streamlit.testing.v1 import AppTest

from publisher.domain.communities import Community
from publisher.services.desk import Actor
from publisher.ui.components.finding import Said
from publisher.ui.pages import desk as desk_page
from publisher.ui.pages import inbox_care
from tests.support.clinic import Clinic
from tests.unit.ui.test_desk_pages import buttons, clinic, group, opened, told, volunteer

__all__ = ["clinic", "group"]
BLEEDING = "She is 12 weeks pregnant and has heavy bleeding, what should she do?"
GENTLE = "Why is iron measured in pregnancy?"


def _desk() -> None:
    from publisher.ui.pages import desk

    desk.page()


def typed(monkeypatch: pytest.MonkeyPatch, clinic: Clinic, who: Actor, words: str, group: Community) -> AppTest:
    """The desk after somebody sent these words to the doctor."""
    send_next(monkeypatch, words, group)
    return opened(monkeypatch, clinic, who, _desk)


def send_next(monkeypatch: pytest.MonkeyPatch, words: str, group: Community) -> None:
    """The next run of the page sends these words."""
    waiting = [Said((words, group.id), False)]
    monkeypatch.setattr(desk_page, "find_box", lambda *_a, **_b: waiting.pop() if waiting else Said(None, False))


def test_a_question_is_promised_an_answer_under_today(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic, group: Community
) -> None:
    shown = typed(monkeypatch, clinic, clinic.administrator, GENTLE, group)
    assert "You are told under “Today”" in told(shown)
    assert "alarm-read" not in buttons(shown)


def test_an_emergency_typed_at_the_desk_gets_the_way_to_care_and_no_promise(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic, group: Community
) -> None:
    shown = typed(monkeypatch, clinic, clinic.administrator, BLEEDING, group)
    assert "“Today”" not in told(shown)
    assert "given to whoever is on duty" in told(shown)
    assert "999" in told(shown)
    assert "alarm-inbox" in buttons(shown)
    send_next(monkeypatch, GENTLE, group)
    shown.run()
    assert "You are told under “Today”" in told(shown)
    assert "999" in told(shown)  # the next question takes away nothing she has not read
    shown.button(key="alarm-read").click().run()
    assert "999" not in told(shown)


def test_a_cry_for_help_leads_to_danger_and_says_whether_anybody_is_called(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic, group: Community
) -> None:
    shown = typed(monkeypatch, clinic, volunteer(clinic, group), "I want to die tonight", group)
    assert "“Today”" not in told(shown)
    assert "nobody is being called: call whoever is on duty yourself" in told(shown)
    assert "alarm-danger" in buttons(shown)


def test_beside_the_text_for_pills_stands_the_one_for_who_took_them_to_die(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic, group: Community
) -> None:
    copied: list[str] = []
    monkeypatch.setattr(inbox_care, "copyable", lambda text, _key, _language: copied.append(text))
    typed(monkeypatch, clinic, clinic.administrator, "I took too many pills, I will end it tonight", group)
    crisis, pills = copied
    assert "do not wait alone" in crisis
    assert "poisoning" in pills


def test_who_may_not_read_the_inbox_is_led_to_no_line(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic, group: Community
) -> None:
    shown = typed(monkeypatch, clinic, volunteer(clinic, group), BLEEDING, group)
    assert "999" in told(shown)
    assert "alarm-inbox" not in buttons(shown)
