"""The inbox and the danger page, as Streamlit runs them on a real desk."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from publisher.domain.crises import CaseState
from publisher.domain.places import Language
from publisher.domain.triage import Route
from publisher.services import crisis, grouping, inbox
from publisher.services.desk import SHELL, Actor
from publisher.services.importing_questions import import_questions
from publisher.ui import state
from publisher.ui.pages import inbox_care
from tests.support.clinic import Clinic, open_clinic


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    return open_clinic(tmp_path / "home", f"sqlite:///{tmp_path / 'publisher.db'}")


FOODS = """apples bananas beans beef beets bread butter carrots cheese cherries chicken eggs fish garlic grapes honey
    lamb lemons lentils nuts oats olives onions oranges peas"""


def _inbox_page(route: str = "", group: str = "", number: str = "") -> None:
    import streamlit as st

    from publisher.ui.pages import inbox

    if route:
        st.query_params["route"] = route
    if group:
        st.query_params["group"] = group
    if number and "page" not in st.query_params:
        st.query_params["page"] = number
    inbox.page()


def _danger_page() -> None:
    from publisher.ui.pages import danger

    danger.page()


def opened(monkeypatch: pytest.MonkeyPatch, clinic: Clinic, who: Actor, page: object, **more: str) -> AppTest:
    monkeypatch.setattr(state, "desk", lambda: clinic.desk)
    monkeypatch.setattr(state, "actor_now", lambda: who)
    shown = AppTest.from_function(page, default_timeout=60, kwargs=more)  # type: ignore[arg-type]
    shown.session_state["language"] = Language.EN
    return shown.run()


def bring(clinic: Clinic, tmp_path: Path, *texts: str) -> None:
    written(clinic, tmp_path, *texts)
    while grouping.group_new(clinic.desk):
        pass


def written(clinic: Clinic, tmp_path: Path, *texts: str) -> None:
    """Each a line of its own: nobody has compared them yet."""
    file = tmp_path / "in.jsonl"
    lines = [{"id": text, "text": text, "author": text, "group": "Mothers"} for text in texts]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    import_questions(clinic.desk, SHELL, file)


def texts(shown: AppTest) -> str:
    return " ".join(one.value for one in [*shown.text, *shown.caption, *shown.title, *shown.header, *shown.markdown])


def test_a_doctor_takes_a_line_and_sets_another_aside_with_a_reason(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic, tmp_path: Path
) -> None:
    bring(clinic, tmp_path, "What is a normal pulse?", "Can people with gout eat fish?")
    shown = opened(monkeypatch, clinic, clinic.doctor, _inbox_page, route="moderator")
    assert not shown.exception
    first, second = inbox.groups(clinic.desk, clinic.doctor, Route.MODERATOR).items
    line = opened(monkeypatch, clinic, clinic.doctor, _inbox_page, group=first.id)
    assert not line.exception
    assert first.text in texts(line)
    line.button(key="take").click().run()
    assert inbox.group(clinic.desk, clinic.doctor, first.id).members[0].state == "taken"
    line = opened(monkeypatch, clinic, clinic.doctor, _inbox_page, group=second.id)
    line.button(key="aside").click().run()
    assert "Say why it is set aside." in texts(line)
    line.text_input(key="aside-why").set_value("answered already")
    line.button(key="aside").click().run()
    assert inbox.group(clinic.desk, clinic.doctor, second.id).state == "set_aside"


def test_an_urgent_line_shows_the_text_to_copy_and_the_way_to_care(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic, tmp_path: Path
) -> None:
    bring(clinic, tmp_path, "My mother has face drooping since this morning")
    (line,) = inbox.groups(clinic.desk, clinic.doctor, Route.URGENT).items
    shown = opened(monkeypatch, clinic, clinic.doctor, _inbox_page, group=line.id)
    assert not shown.exception
    assert "Dr Doctor (obstetrics)" in texts(shown)


def test_a_line_with_two_dangers_shows_the_text_of_each(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic, tmp_path: Path
) -> None:
    bring(clinic, tmp_path, "My mother has face drooping since this morning and crushing chest pain")
    (line,) = inbox.groups(clinic.desk, clinic.doctor, Route.URGENT).items
    copied: list[str] = []
    drawn = inbox_care.copyable
    monkeypatch.setattr(
        inbox_care, "copyable", lambda text, key, language: (copied.append(text), drawn(text, key, language))
    )
    shown = opened(monkeypatch, clinic, clinic.doctor, _inbox_page, group=line.id)
    assert not shown.exception
    assert len({text for text in copied if "Do not wait for an answer here" in text}) == 2


def test_danger_is_reported_by_anybody_and_seen_by_whoever_is_on_duty(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic
) -> None:
    shown = opened(monkeypatch, clinic, clinic.doctor, _danger_page)
    assert not shown.exception
    assert "Ada Administrator" in texts(shown)
    shown.text_area(key="report-text").set_value("She said she will end it tonight. Call Maria Petrova 212-555-0187")
    shown.button(key="report-send").click().run()
    assert "end it tonight" not in texts(shown)
    seen = opened(monkeypatch, clinic, clinic.administrator, _danger_page)
    assert not seen.exception
    assert "end it tonight" in texts(seen)
    assert "555-0187" not in texts(seen)
    (case,) = crisis.cases(clinic.desk, clinic.administrator)
    seen.button(key=f"take-{case.case.id}").click().run()
    assert crisis.case(clinic.desk, clinic.administrator, case.case.id).case.state is CaseState.TAKEN
    seen.button(key=f"end-false_alarm-{case.case.id}").click().run()
    assert crisis.case(clinic.desk, clinic.administrator, case.case.id).case.state is CaseState.CLOSED
    assert not seen.exception


def test_an_edit_shows_what_its_writer_said_before(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic, tmp_path: Path
) -> None:
    file = tmp_path / "in.jsonl"
    for words in ("Can people with gout eat fish?", "Can people with gout eat herring?"):
        file.write_text(json.dumps({"id": "1", "text": words, "language": "en"}) + "\n", encoding="utf-8")
        import_questions(clinic.desk, SHELL, file)
        line = next(one for one in inbox.groups(clinic.desk, clinic.doctor, Route.MODERATOR).items if one.text == words)
        if "fish" in words:
            inbox.take(clinic.desk, clinic.doctor, line.id)
    listed = opened(monkeypatch, clinic, clinic.doctor, _inbox_page, route="moderator")
    assert not listed.exception
    shown = opened(monkeypatch, clinic, clinic.doctor, _inbox_page, route="moderator", group=line.id)
    assert not shown.exception
    assert "An edit of an earlier message, which said:" in texts(shown)
    assert "Can people with gout eat fish?" in texts(shown)


@pytest.mark.parametrize(("number", "at"), [("3", 2), ("999999999999999999999999", 1), ("²", 1)])
def test_a_page_past_the_last_shows_lines_that_wait_and_the_way_to_the_others(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic, tmp_path: Path, number: str, at: int
) -> None:
    written(clinic, tmp_path, *(f"Can people with gout eat {food}?" for food in FOODS.split()))
    shown = opened(monkeypatch, clinic, clinic.doctor, _inbox_page, route="moderator", number=number)
    assert not shown.exception
    assert "Nothing waits here." not in texts(shown)
    (pages,) = shown.pagination
    assert (pages.num_pages, pages.value) == (2, at)
    pages.set_value(3 - at).run()
    assert shown.query_params["page"] == str(3 - at)
    assert "Nothing waits here." not in texts(shown)
