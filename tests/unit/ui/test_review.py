"""A reviewer's desk, the consent part of Compose and the page of rules, as Streamlit runs them on a real desk."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from publisher.domain.entries import EntryStatus
from publisher.domain.people import Person, Role
from publisher.services import consents, drafting, library, people, signing
from publisher.services.desk import SHELL, Actor
from publisher.services.views import EntryView
from publisher.ui import state
from tests.support.clinic import Clinic, open_clinic

WAITS = "Vitamins matter in pregnancy. I designed these vitamins for my followers."


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    return open_clinic(tmp_path / "home", f"sqlite:///{tmp_path / 'publisher.db'}", reviewer=True)


def _entry_page(entry: str) -> None:
    from publisher.ui.pages import library_entry

    library_entry.show(entry)


def _consent_part(entry: str) -> None:
    from publisher.ui.pages import compose_consent

    compose_consent.consent(entry)


def _rules_page() -> None:
    from publisher.ui.pages import packs

    packs.page()


def _today_page() -> None:
    from publisher.ui.pages import today

    today.page()


def _library_of_waiting() -> None:
    import streamlit as st

    from publisher.ui.pages import library

    st.query_params["status"] = "awaiting_review"
    library.page()


def _opened(monkeypatch: pytest.MonkeyPatch, clinic: Clinic, who: Actor, page: object, **more: str) -> AppTest:
    monkeypatch.setattr(state, "desk", lambda: clinic.desk)
    monkeypatch.setattr(state, "actor_now", lambda: who)
    shown = AppTest.from_function(page, default_timeout=60, kwargs=more)  # type: ignore[arg-type]
    shown.run()
    assert not shown.exception
    return shown


def _texts(shown: AppTest) -> str:
    return "\n".join(one.value for one in shown.text)


def _keys(shown: AppTest) -> set[str]:
    return {one.key for one in shown.button if one.key}


def _of(clinic: Clinic, entry: str) -> EntryView:
    return library.entry(clinic.desk, clinic.doctor, entry)


def test_a_finding_that_waits_is_accepted_with_a_reason_only(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    assert clinic.reviewer is not None
    draft = clinic.draft(WAITS)
    assert draft.status is EntryStatus.AWAITING_REVIEW
    rule = draft.to_accept[0]
    shown = _opened(monkeypatch, clinic, clinic.reviewer, _entry_page, entry=draft.id)
    shown.button(key=f"do-{rule}").click().run()
    assert "Say why this finding may stand." in _texts(shown)
    for waiting in draft.to_accept:
        shown.text_input(key=f"why-{waiting}").set_value("general knowledge, no brand")
        shown.button(key=f"do-{waiting}").click().run()
    assert _of(clinic, draft.id).status is EntryStatus.READY


def test_a_text_goes_back_to_its_author_with_a_reason(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    assert clinic.reviewer is not None
    draft = clinic.draft()
    shown = _opened(monkeypatch, clinic, clinic.reviewer, _entry_page, entry=draft.id)
    shown.button(key="return").click().run()
    assert "Say what should change." in _texts(shown)
    shown.text_area(key="return-why").set_value("Name the source of the number.")
    shown.button(key="return").click().run()
    assert _of(clinic, draft.id).returned_reason == "Name the source of the number."


def test_a_signed_text_is_approved_by_a_second_person(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    assert clinic.reviewer is not None
    entry = clinic.signed().id
    assert _of(clinic, entry).status is EntryStatus.AWAITING_REVIEW
    shown = _opened(monkeypatch, clinic, clinic.reviewer, _entry_page, entry=entry)
    shown.button(key="approve").click().run()
    assert _of(clinic, entry).status is EntryStatus.SIGNED
    assert "approve" not in _keys(shown)


def test_a_page_that_was_opened_before_a_newer_version_was_signed_approves_nothing(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert clinic.reviewer is not None
    read = clinic.signed()
    assert read.revision is not None
    shown = _opened(monkeypatch, clinic, clinic.reviewer, _entry_page, entry=read.id)
    newer = drafting.changed(read.revision.content, {"title": "Iron, corrected"})
    drafting.edit_entry(clinic.desk, clinic.doctor, read.id, newer)
    signing.sign(clinic.desk, clinic.doctor, read.id)
    shown.button(key="approve").click().run()
    assert "A newer version exists than the one you read; open it and read it again." in _texts(shown)
    assert _of(clinic, read.id).status is EntryStatus.AWAITING_REVIEW
    shown.button(key="approve").click().run()
    assert _of(clinic, read.id).status is EntryStatus.SIGNED


def test_nobody_is_offered_to_judge_her_own_text(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    both = people.set_roles(clinic.desk, SHELL, clinic.doctor.id, {Role.DOCTOR, Role.REVIEWER})
    assert isinstance(both, Person)
    entry = clinic.signed().id
    shown = _opened(monkeypatch, clinic, Actor(both, "session"), _entry_page, entry=entry)
    assert not _keys(shown) & {"approve", "return"}


def test_consent_is_recorded_and_withdrawn_beside_the_text(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = clinic.draft("A woman tells how she found her strength again.", flags=["patient_material"]).id
    assert _of(clinic, entry).status is EntryStatus.BLOCKED
    shown = _opened(monkeypatch, clinic, clinic.doctor, _consent_part, entry=entry)
    shown.button(key="consent-add").click().run()
    assert "Say what exactly was consented to." in _texts(shown)
    shown.text_input(key="consent-scope").set_value("this story, without name")
    shown.text_input(key="consent-document").set_value("file 7")
    shown.button(key="consent-add").click().run()
    record = consents.consents(clinic.desk, clinic.doctor, entry)[0]
    assert _of(clinic, entry).status is not EntryStatus.BLOCKED
    shown.button(key=f"consent-end-{record.id}").click().run()
    assert consents.consents(clinic.desk, clinic.doctor, entry)[0].withdrawn_at is not None
    assert _of(clinic, entry).status is EntryStatus.BLOCKED


def test_every_pack_says_its_version_and_that_nobody_signed_it(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _opened(monkeypatch, clinic, clinic.administrator, _rules_page)
    told = _texts(shown)
    for pack in clinic.desk.gate.packs.values():
        assert f"version {pack.about.version}" in told
    assert len(shown.header) == len(clinic.desk.gate.packs)


def test_today_counts_what_waits_for_a_reviewer_and_the_library_shows_only_that(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert clinic.reviewer is not None
    for _each in range(6):  # one more than Today has lines for
        clinic.draft(WAITS)
    clinic.draft()
    shown = _opened(monkeypatch, clinic, clinic.reviewer, _today_page)
    assert shown.button(key="all-to-review").label == "6 texts wait for a reviewer"
    filtered = _opened(monkeypatch, clinic, clinic.reviewer, _library_of_waiting)
    assert filtered.selectbox(key="library-status").value is EntryStatus.AWAITING_REVIEW
    assert "6 of 6" in _texts(filtered)
