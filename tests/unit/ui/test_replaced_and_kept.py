"""What a text is going to replace is seen beside it, by whoever signs and in the library, and kept by one click."""

from pathlib import Path

import pytest

from publisher.domain.errors import Refusal
from publisher.services import resolving, signing
from tests.support.clinic import Clinic, open_clinic
from tests.unit.ui.test_said_before import QUESTION, _beside, _opened, _panel, _texts, _two


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    return open_clinic(tmp_path / "home", f"sqlite:///{tmp_path / 'publisher.db'}")


def _whole_page(entry: str, where: str) -> None:
    import streamlit as st

    from publisher.ui.pages import library_entry, sign

    st.query_params["entry"] = entry
    sign.page() if where == "sign" else library_entry.show(entry)


def test_what_is_going_to_be_replaced_is_shown_and_kept_by_one_click(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic
) -> None:
    old, new = _two(clinic)
    signing.open_for_signing(clinic.desk, clinic.doctor, new)
    shown = _beside(_opened(monkeypatch, clinic, clinic.doctor, _panel, entry=new))
    shown.button(key=f"over-{old}").click().run()
    assert f"it takes the place of “{QUESTION}”" in _texts(shown)
    _beside(shown)
    assert f"over-{old}" not in {one.key for one in shown.button}
    shown.button(key=f"consistency-keep-{old}").click().run()
    assert "takes the place of" not in _texts(shown)
    assert shown.button(key=f"over-{old}")
    with pytest.raises(Refusal, match="Possible conflict with your answer"):
        signing.sign(clinic.desk, clinic.doctor, new)


@pytest.mark.parametrize("where", ["sign", "library"])
def test_whoever_signs_sees_what_the_text_replaces_and_keeps_it(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic, where: str
) -> None:
    old, new = _two(clinic)
    resolving.replace(clinic.desk, clinic.doctor, new, old)
    shown = _opened(monkeypatch, clinic, clinic.doctor, _whole_page, entry=new, where=where)
    assert f"it takes the place of “{QUESTION}”" in _texts(shown)
    place = "entry" if where == "library" else where
    shown.button(key=f"{place}-keep-{old}").click().run()
    assert not shown.exception
    assert "takes the place of" not in _texts(shown)
    shown = _opened(monkeypatch, clinic, clinic.colleague, _whole_page, entry=new, where=where)
    assert f"{place}-keep-{old}" not in {one.key for one in shown.button}
