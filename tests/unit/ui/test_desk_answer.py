"""The doctors' part of the desk as Streamlit shows it: what is taken, what was begun, what waits for a colleague."""

import pytest

from publisher.domain.communities import Community
from publisher.services import answering, asking, inbox, referring
from publisher.ui.plain import plain
from tests.support.clinic import Clinic
from tests.unit.ui.test_desk_pages import buttons, clinic, group, opened, told

__all__ = ["clinic", "group"]
ASKED = "Why is iron measured in pregnancy?"


def _answer() -> None:
    from publisher.ui.pages.desk_answer import answer_part

    answer_part([])


def _line() -> None:
    import streamlit as st

    from publisher.ui.pages.desk_answer import answer_part

    st.query_params["group"] = st.session_state["group"]
    answer_part([])


@pytest.fixture
def question(clinic: Clinic, group: Community) -> str:
    return asking.ask(clinic.desk, clinic.administrator, ASKED, group.id).id


def test_whoever_asked_a_colleague_can_take_it_back(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic, question: str
) -> None:
    to = clinic.colleague.id or ""
    referral = referring.refer(clinic.desk, clinic.doctor, question, to, "obstetrics", "Please take it.", 3)
    shown = opened(monkeypatch, clinic, clinic.doctor, _answer)
    assert shown.button(key=f"back-{referral}").label == "Take it back"
    shown.button(key=f"back-{referral}").click().run()
    assert not shown.exception
    assert f"back-{referral}" not in buttons(shown)
    assert referring.waiting(clinic.desk, clinic.colleague) == []


def test_a_line_that_somebody_answers_says_so_and_leads_her_back_to_what_she_began(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic, question: str
) -> None:
    line = inbox.question(clinic.desk, clinic.doctor, question).group or ""
    entry = answering.draft(clinic.desk, clinic.doctor, line, ASKED, "obstetrics")
    for who, hers in ((clinic.doctor, True), (clinic.colleague, False)):
        shown = opened(monkeypatch, clinic, who, _line, group=line)
        assert "Being written" in told(shown)
        assert (f"go-on-{entry}" in buttons(shown)) is hers
        assert [one.label for one in shown.expander if one.label == "Write another answer"]
    (begun,) = answering.begun(clinic.desk, clinic.colleague, line)
    assert (begun.entry, begun.hers) == (entry, False)


def test_signs_in_what_agrees_and_differs_are_shown_as_they_are(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic, question: str
) -> None:
    line = inbox.question(clinic.desk, clinic.doctor, question).group or ""
    told = ("quantity: 5~6 weeks / 7~8 weeks",)
    offer = answering.Offer("e", ASKED, "Dr Doctor", given=False, same=False, agrees=told, differs=told)
    monkeypatch.setattr(answering, "offers", lambda *_: [offer])
    captions = [one.value for one in opened(monkeypatch, clinic, clinic.doctor, _line, group=line).caption]
    assert captions[:2] == [plain(f"{way}: figures (5~6 weeks / 7~8 weeks)") for way in ("Agrees", "Differs")]
