"""What belongs to another unit or was held by another person, as its pages show it on a real desk."""

from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from publisher.domain.checking import EntryKind
from publisher.domain.errors import NotAllowed
from publisher.domain.people import Role
from publisher.services import campaigns, conflicts, holding, library, resolving, signing
from publisher.services.desk import Actor
from publisher.services.holding import Group
from publisher.ui import state
from publisher.ui.pages import conflict_parts
from tests.support.clinic import Clinic, open_clinic
from tests.support.units import somebody, works_in
from tests.unit.ui.test_said_before import QUESTION, SIX, THREE


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    """Dr Doctor works in Maternity, Dr Colleague in Surgery."""
    made = open_clinic(tmp_path / "home", f"sqlite:///{tmp_path / 'publisher.db'}", approval="off")
    made.doctor = works_in(made, made.doctor, "Maternity")
    made.colleague = works_in(made, made.colleague, "Surgery")
    return made


def _holds() -> None:
    from publisher.ui.pages import holds

    holds.show()


def _campaigns() -> None:
    from publisher.ui.pages import campaign_list

    campaign_list.show()


def _entry(entry: str) -> None:
    from publisher.ui.pages import library_entry

    library_entry.show(entry)


def _compose(entry: str) -> None:
    import streamlit as st

    from publisher.ui.pages import compose

    st.query_params["entry"] = entry
    compose.page()


def _opened(monkeypatch: pytest.MonkeyPatch, clinic: Clinic, who: Actor, page: object, **more: str) -> AppTest:
    monkeypatch.setattr(state, "desk", lambda: clinic.desk)
    monkeypatch.setattr(state, "actor_now", lambda: who)
    shown = AppTest.from_function(page, default_timeout=60, kwargs=more)  # type: ignore[arg-type]
    shown.run()
    assert not shown.exception
    return shown


def _buttons(shown: AppTest) -> set[str]:
    return {one.label for one in shown.button}


def _told(shown: AppTest) -> str:
    return " ".join(str(one.value) for one in shown.text)


def test_the_way_to_let_a_held_doctor_go_on_is_offered_to_who_may_take_it(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    holding.hold_group(clinic.desk, clinic.administrator, Group.DOCTOR, clinic.doctor.id or "", "under investigation")
    hers = _opened(monkeypatch, clinic, clinic.doctor, _holds)
    assert "under investigation" in _told(hers)
    assert "Resume" not in _buttons(hers)
    assert "Resume" in _buttons(_opened(monkeypatch, clinic, clinic.administrator, _holds))


def test_a_campaign_is_let_go_on_by_who_held_it_or_an_editor(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    campaign = campaigns.make(clinic.desk, clinic.doctor, "Iron week")
    campaigns.hold(clinic.desk, clinic.administrator, campaign, "wait for the midwife")
    assert not {"Resume", "Hold"} & _buttons(_opened(monkeypatch, clinic, clinic.doctor, _campaigns))
    campaigns.resume(clinic.desk, clinic.administrator, campaign)
    campaigns.hold(clinic.desk, clinic.doctor, campaign, "one more week")
    assert "Resume" in _buttons(_opened(monkeypatch, clinic, clinic.doctor, _campaigns))


@pytest.mark.parametrize("page", [_entry, _compose])
def test_a_link_to_a_draft_of_another_unit_says_whose_it_is_and_shows_no_word_of_it(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch, page: object
) -> None:
    entry = clinic.draft().id
    shown = _opened(monkeypatch, clinic, clinic.colleague, page, entry=entry)
    assert "This belongs to Maternity; Dr Colleague works in Surgery." in _told(shown)
    assert "Iron" not in _told(shown)


def test_a_signed_text_of_another_unit_is_read_and_not_written_in(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = signing.sign(clinic.desk, clinic.doctor, clinic.draft().id).id
    here, elsewhere = somebody(clinic, Role.EDITOR, "Maternity"), somebody(clinic, Role.EDITOR, "Surgery")
    assert {"Edit", "Schedule"} <= _buttons(_opened(monkeypatch, clinic, here, _entry, entry=entry))
    read = _opened(monkeypatch, clinic, elsewhere, _entry, entry=entry)
    assert not {"Edit", "Schedule"} & _buttons(read)
    assert "This belongs to Maternity" in _told(_opened(monkeypatch, clinic, elsewhere, _compose, entry=entry))


def _today_conflicts() -> None:
    from publisher.ui import state
    from publisher.ui.pages import conflict_parts

    conflict_parts.unresolved()
    state.show_done()


def test_who_judges_between_two_units_decides_on_today_about_a_draft_she_does_not_read(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic
) -> None:
    words = {"kind": EntryKind.ANSWER, "question": QUESTION, "title": QUESTION}
    replace(clinic, doctor=clinic.colleague).signed(SIX, **words)
    new = clinic.draft(THREE, **words).id
    conflicts.find(clinic.desk, new)
    judge = somebody(clinic, Role.REVIEWER, "Surgery")
    (found,) = resolving.unresolved(clinic.desk, judge)
    with pytest.raises(NotAllowed):
        library.entry(clinic.desk, judge, found.entry)
    monkeypatch.setattr(conflict_parts, "link_list", lambda lines, *_, **__: lines[0].id)
    shown = _opened(monkeypatch, clinic, judge, _today_conflicts)
    assert [one for one in (SIX, THREE) if one.split(".")[0] not in "".join(text.value for text in shown.text)] == []
    shown.button(key=f"today-stand-{found.id}").click().run()
    assert "Say why both sentences may stand." in [one.value for one in shown.text]
    shown.text_input(key=f"today-stand-why-{found.id}").set_value("Two groups of children")
    shown.button(key=f"today-stand-{found.id}").click().run()
    assert not shown.exception
    assert resolving.of_entry(clinic.desk, clinic.doctor, new) == []
    assert not shown.button
