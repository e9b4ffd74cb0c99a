"""What a doctor and a reviewer read where the search index cannot be used, as Streamlit runs it on a real desk."""

from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from publisher.services import beside, signing
from publisher.services.desk import Actor
from publisher.services.index_opening import index_of, opened
from publisher.ui import state
from publisher.ui.pages import compose_looking
from tests.support.clinic import BODY, Clinic, open_clinic
from tests.support.processes import wait_until


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    return open_clinic(tmp_path / "home", f"sqlite:///{tmp_path / 'publisher.db'}", reviewer=True)


def made_by_another_model(clinic: Clinic) -> None:
    with index_of(clinic.desk).library.vectors._db as db:
        db.execute("UPDATE model SET name = 'another model'")
    opened.cache_clear()


def _sign() -> None:
    from publisher.ui.pages import sign

    sign.page()


def _bar(entry: str) -> None:
    from publisher.services import library
    from publisher.ui import state
    from publisher.ui.pages import sign_acts

    state.show_refusals("sign")
    sign_acts.bar(library.entry(state.desk(), state.actor(), entry), True)


def _panel(entry: str) -> None:
    from publisher.ui.pages import compose_consistency

    compose_consistency.said_before(entry)


def _failing() -> None:
    from publisher.domain.errors import ConfigurationError
    from publisher.ui import state

    state.show_error(ConfigurationError("the search server does not answer; start it."))
    state.show_error(ValueError("words of a draft"))


def _shown(monkeypatch: pytest.MonkeyPatch, clinic: Clinic, who: Actor, page: object, **more: str) -> AppTest:
    monkeypatch.setattr(state, "desk", lambda: clinic.desk)
    monkeypatch.setattr(state, "actor_now", lambda: who)
    shown = AppTest.from_function(page, default_timeout=60, kwargs=more).run()  # type: ignore[arg-type]
    assert not shown.exception
    return shown


def _texts(shown: AppTest) -> str:
    return "\n".join(one.value for one in shown.text)


def test_sign_shows_the_text_and_says_what_to_do(monkeypatch: pytest.MonkeyPatch, clinic: Clinic) -> None:
    clinic.signed()
    new = clinic.draft(BODY, title="Iron again")
    made_by_another_model(clinic)
    shown = _shown(monkeypatch, clinic, clinic.doctor, _sign)
    assert "cannot be compared" in _texts(shown)
    assert "run `publisher index rebuild`" in _texts(shown)
    assert "run `publisher index rebuild`" in _texts(shown.run())
    assert new.revision is not None
    assert shown.button(key="sign").disabled, "nobody has read it yet"


def test_signing_and_approving_say_what_to_do(monkeypatch: pytest.MonkeyPatch, clinic: Clinic) -> None:
    assert clinic.reviewer is not None
    waits, new = clinic.signed().id, clinic.draft(BODY, title="Iron again").id
    made_by_another_model(clinic)
    for who, entry, press in ((clinic.doctor, new, "sign"), (clinic.reviewer, waits, "approve")):
        shown = _shown(monkeypatch, clinic, who, _bar, entry=entry)
        shown.button(key=press).click().run()
        assert not shown.exception
        assert "run `publisher index rebuild`" in _texts(shown)


def test_an_error_of_any_kind_is_told_beside_a_draft_and_tried_again(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic
) -> None:
    assert clinic.reviewer is not None
    signing.approve(clinic.desk, clinic.reviewer, clinic.signed().id)
    new = clinic.draft(BODY).id
    real, failing = beside.look, [RuntimeError("the search is being repaired")]

    def look(*given: object, **named: object) -> beside.Beside:
        if failing:
            raise failing[0]
        return real(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(beside, "look", look)
    monkeypatch.setattr(compose_looking, "AGAIN_SECONDS", 0.0)
    shown = _shown(monkeypatch, clinic, clinic.doctor, _panel, entry=new)
    wait_until(lambda: "the search failed; it is tried again." in _texts(shown.run()), 60, "the panel says so")
    failing.clear()
    wait_until(lambda: bool(shown.run().header), 60, "what was said before is found after all")
    assert "cannot be compared" not in _texts(shown)


def test_a_page_that_cannot_be_shown_says_what_is_wrong_with_the_installation_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic
) -> None:
    told = _texts(_shown(monkeypatch, clinic, clinic.doctor, _failing))
    assert "the search server does not answer; start it." in told
    assert "words of a draft" not in told


def test_a_reviewer_is_told_that_the_search_server_is_away(monkeypatch: pytest.MonkeyPatch, clinic: Clinic) -> None:
    settings = clinic.desk.settings.model_copy(update={"chroma_url": "http://127.0.0.1:9"})
    away = replace(clinic, desk=replace(clinic.desk, settings=settings))
    waits = clinic.signed().id
    assert clinic.reviewer is not None
    shown = _shown(monkeypatch, away, clinic.reviewer, _bar, entry=waits)
    shown.button(key="approve").click().run()
    assert "the search server at http://127.0.0.1:9 does not answer" in _texts(shown)
