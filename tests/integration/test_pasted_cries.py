"""A cry in a pasted chat is called today unless its day is certainly past, and the chat's file gives no name away."""

from pathlib import Path

import pytest
from sqlalchemy import text

from publisher.services.desk import SHELL
from publisher.services.importing_questions import import_questions
from tests.support.clinic import Clinic, open_clinic


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    return open_clinic(tmp_path / "home", f"sqlite:///{tmp_path / 'publisher.db'}")


@pytest.mark.parametrize(("time", "past"), [("16:20", False), ("星期三 16:20", False), ("2020年11月17日 16:20", True)])
def test_a_cry_of_no_certain_day_is_called_today(time: str, past: bool, clinic: Clinic, tmp_path: Path) -> None:
    chat = tmp_path / "王丽华 13812345678.txt"
    chat.write_text(f"小明 2020年11月16日 10:00\n大家好\n小红 {time}\n我不想活了，药已经吃了\n", "utf-8")
    assert import_questions(clinic.desk, SHELL, chat).created == 2
    assert import_questions(clinic.desk, SHELL, chat).created == 0
    with clinic.desk.db.read() as tx:
        (case,) = tx.execute(text("SELECT follow_up, community FROM crisis_case")).all()
        kept = str(tx.execute(text("SELECT * FROM question")).all())
    assert (bool(case.follow_up), case.community) == (past, None)
    assert "王丽华" not in kept
    assert "13812345678" not in kept
