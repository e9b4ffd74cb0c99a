"""The recall list as Streamlit runs it on a real desk: the post of a corrected text says how it is replaced."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from publisher.services import scheduling
from publisher.services.delivering import deliver
from publisher.ui import state
from tests.integration.test_recall_of_corrections import CORRECTED, signed_again
from tests.support.clinic import open_clinic


def _recall() -> None:
    from publisher.ui.pages import desk_recall

    desk_recall.recall_part([])


def test_the_post_of_a_corrected_text_says_how_it_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clinic = open_clinic(tmp_path / "home", f"sqlite:///{tmp_path / 'publisher.db'}")
    monkeypatch.setattr(state, "desk", lambda: clinic.desk)
    monkeypatch.setattr(state, "actor_now", lambda: clinic.doctor)
    entry = clinic.signed(title="Iron").id
    deliver(clinic.desk, scheduling.schedule(clinic.desk, clinic.doctor, entry, "site").id, 1)
    signed_again(clinic, entry, body=CORRECTED)
    shown = AppTest.from_function(_recall, default_timeout=60).run()
    assert not shown.exception
    assert any("“Replace it everywhere”" in one.value for one in shown.text)
    assert any(one.label == "Open the text" for one in shown.button)
