"""The page of a translation whose source fell: why it is due, and the way back, as Streamlit runs it on a real desk."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from publisher.domain.entries import EntryStatus
from publisher.services import library, withdrawing
from publisher.ui import state
from tests.support.clinic import open_clinic

CHINESE = "孕期缺铁很常见。肉类、豆类和绿叶蔬菜含铁。是否需要补充由看过血液化验的医生决定。"


def _entry_page(entry: str) -> None:
    from publisher.ui.pages import library_entry

    library_entry.show(entry)


def test_the_page_says_why_a_translation_is_due_and_takes_the_word_that_it_fits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic = open_clinic(tmp_path / "home", f"sqlite:///{tmp_path / 'publisher.db'}")
    monkeypatch.setattr(state, "desk", lambda: clinic.desk)
    monkeypatch.setattr(state, "actor_now", lambda: clinic.doctor)
    source = clinic.signed(title="Iron")
    assert source.revision is not None
    chinese = clinic.signed(CHINESE, title="孕期的铁", language="zh", translation_of=source.revision.id).id
    withdrawing.withdraw(clinic.desk, clinic.doctor, source.id, "The dose was wrong.")
    shown = AppTest.from_function(_entry_page, default_timeout=60, kwargs={"entry": chinese})
    shown.run()
    assert any("“Iron”, was withdrawn: The dose was wrong." in one.value for one in shown.text)
    shown.button(key="compared-entry").click().run()
    assert not shown.exception
    assert library.entry(clinic.desk, clinic.doctor, chinese).status is EntryStatus.READY
    assert "compared-entry" not in {one.key for one in shown.button}
