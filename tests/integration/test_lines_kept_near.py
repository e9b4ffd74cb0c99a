"""A new line is laid beside the open ones without embedding those again, whatever happened to the file meanwhile."""

import json
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from publisher.domain.triage import Route
from publisher.services import grouping, inbox, line_vectors
from publisher.services.desk import SHELL
from publisher.services.importing_questions import import_questions
from publisher.storage import inbox as rows
from publisher.storage import open_lines
from tests.support.clinic import Clinic, open_clinic
from tests.support.damaging import overwrite_vectors
from vectorstore import embeddings

FLY, FISH, PULSE = (
    "Can women fly at 28 weeks of pregnancy?",
    "Can people with gout eat fish?",
    "What is a normal pulse?",
)
FLY_TOO, FLY_LATER = "At 28 weeks of pregnancy, can women fly?", "Can women fly at 37 weeks of pregnancy?"
OTHERS = (
    "Is honey safe for a baby?",
    "Which exercises help against back pain?",
    "When does milk come in?",
    PULSE,
    FISH,
    "How is a blood test done?",
)


class Counting:
    """The model of the house; it counts what it embeds."""

    def __init__(self) -> None:
        self.name = embeddings.load("use").name
        self.embedded: list[str] = []
        self.dies_at = ""

    def questions(self, texts: list[str]) -> embeddings.Vectors:
        if self.dies_at in texts:
            raise KeyboardInterrupt
        self.embedded += texts
        return embeddings.load("use").questions(texts)


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Counting:
    made = Counting()
    monkeypatch.setattr(line_vectors, "model", lambda: made)
    return made


@pytest.fixture
def clinic(tmp_path: Path, database_url: str) -> Iterator[Clinic]:
    another_process()
    yield open_clinic(tmp_path / "home", database_url)
    another_process()


def another_process() -> None:
    """Forget what this process has in memory, as a helper that was started again."""
    for one in line_vectors._OPENED.values():
        one.close()
    line_vectors._OPENED.clear()


def bring(clinic: Clinic, *texts: str) -> None:
    file = clinic.desk.home / "in.jsonl"
    lines = [{"id": f"{text} {clinic.clock()}", "text": text, "author": text} for text in texts]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    import_questions(clinic.desk, SHELL, file)
    while grouping.group_new(clinic.desk):
        pass


def waiting(clinic: Clinic) -> dict[str, tuple[int, int]]:
    """The lines with how many ask the same and how many stand beside them."""
    found = inbox.groups(clinic.desk, clinic.doctor, Route.MODERATOR)
    return {line.text: (line.count, line.apart) for line in found.items}


def line_of(clinic: Clinic, text: str) -> str:
    found = inbox.groups(clinic.desk, clinic.doctor, Route.MODERATOR)
    return next(line.id for line in found.items if line.text == text)


def line_at(clinic: Clinic, place: int) -> str:
    with clinic.desk.db.read() as tx:
        return str(open_lines.page(tx, "", 10)[place].text)


def file_of(clinic: Clinic) -> Path:
    return clinic.desk.home / "index" / "lines.db"


def change(clinic: Clinic, text: str, **values: Any) -> None:
    """What another process did to a line."""
    with clinic.desk.db.write() as tx:
        assert rows.change_group(tx, line_of(clinic, text), **values)


def test_a_new_line_embeds_itself_alone_and_so_does_a_new_helper(clinic: Clinic, model: Counting) -> None:
    bring(clinic, FLY, FISH)
    model.embedded.clear()
    bring(clinic, PULSE)
    another_process()
    bring(clinic, FLY_TOO, FLY_LATER)
    assert model.embedded == [PULSE, FLY_TOO, FLY_LATER]
    assert waiting(clinic)[FLY] == (3, 1)


@pytest.mark.parametrize("how", ["deleted", "folder deleted", "overwritten", "no database", "another model"])
def test_a_file_that_is_gone_or_damaged_is_made_again(clinic: Clinic, model: Counting, how: str) -> None:
    bring(clinic, FLY, FISH)
    if how == "folder deleted":  # under a process that has it open
        shutil.rmtree(file_of(clinic).parent)
    else:
        another_process()
    if how == "deleted":
        file_of(clinic).unlink()
    if how == "overwritten":
        overwrite_vectors(file_of(clinic))
    if how == "no database":
        file_of(clinic).write_bytes(b"no database at all " * 1000)
    if how == "another model":
        model.name = "another"
    bring(clinic, FLY_TOO)
    assert waiting(clinic) == {FLY: (2, 0), FISH: (1, 0)}
    assert model.embedded.count(FLY) == 2
    another_process()
    bring(clinic, PULSE)
    assert model.embedded.count(FLY) == 2


def test_no_word_of_a_question_stands_in_the_file(clinic: Clinic, model: Counting) -> None:
    bring(clinic, FLY, FISH)
    another_process()
    for file in file_of(clinic).parent.glob("lines.db*"):
        assert not any(word in file.read_bytes() for word in (b"fly", b"gout", b"weeks"))
    assert file_of(clinic).parent.stat().st_mode & 0o077 == 0


def test_what_another_process_closed_or_merged_is_not_laid_beside(clinic: Clinic, model: Counting) -> None:
    bring(clinic, FLY, FISH)
    change(clinic, FLY, state="set_aside")  # not even the time of the change is told
    bring(clinic, FLY_TOO)
    assert waiting(clinic)[FLY_TOO] == (1, 0)
    bring(clinic, FLY_LATER)
    assert waiting(clinic)[FLY_TOO] == (2, 1)


def test_what_was_closed_and_opened_again_is_laid_beside_again(clinic: Clinic, model: Counting) -> None:
    bring(clinic, FLY, FISH)
    for state in ("set_aside", "open"):
        change(clinic, FLY, state=state, updated_at=clinic.clock())
        bring(clinic, f"What is a normal pulse for {state} people?")
    bring(clinic, FLY_TOO)
    assert waiting(clinic)[FLY] == (2, 0)


def test_a_line_that_a_closed_one_stands_before_is_still_found(
    clinic: Clinic, model: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(clinic, FLY, FISH)
    fish = line_of(clinic, FISH)
    monkeypatch.setattr(line_vectors, "_NEAREST", 1)
    monkeypatch.setattr(line_vectors, "_NEAR", -1.0)
    change(clinic, FLY, state="set_aside")
    near = line_vectors.lines_of(clinic.desk).nearest(clinic.desk, "en", model.questions([FLY])[0])
    assert [one.id for one in near] == [fish]


def test_a_helper_killed_between_line_and_vector_leaves_a_line_that_is_found(
    clinic: Clinic, model: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(clinic, FISH)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(line_vectors.Lines, "put", die)
        with pytest.raises(KeyboardInterrupt):
            bring(clinic, FLY)
    another_process()
    clinic.clock.forward(hours=3)
    bring(clinic, FLY_TOO)
    assert waiting(clinic)[FLY] == (2, 0)


def test_a_first_look_that_is_killed_goes_on_where_it_stopped(
    clinic: Clinic, model: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(clinic, *OTHERS)
    assert len(waiting(clinic)) == len(OTHERS)
    another_process()
    file_of(clinic).unlink()
    model.embedded.clear()
    monkeypatch.setattr(line_vectors, "_PAGE", 2)
    model.dies_at = line_at(clinic, 4)
    with pytest.raises(KeyboardInterrupt):
        bring(clinic, FLY)
    another_process()
    model.dies_at = ""
    bring(clinic, FLY)
    assert sorted(model.embedded) == sorted([*OTHERS, FLY])


def test_a_clock_that_was_ahead_hides_no_line(clinic: Clinic, model: Counting) -> None:
    clinic.clock.forward(hours=8)
    bring(clinic, FISH)
    clinic.clock.forward(hours=-8)
    bring(clinic, FLY)
    another_process()
    bring(clinic, FLY_TOO)
    assert waiting(clinic)[FLY] == (2, 0)


def test_what_changed_is_read_from_an_index_alone_and_remembered_while_it_is_looked_at(
    clinic: Clinic, model: Counting
) -> None:
    for text in OTHERS:
        bring(clinic, text)
        clinic.clock.forward(minutes=10)
    assert len(line_vectors.lines_of(clinic.desk)._seen) <= 2
    if clinic.desk.db.on_sqlite:
        sent: list[Any] = []
        with clinic.desk.db.read() as tx:
            event.listen(tx, "before_cursor_execute", lambda *said: sent.append((said[2], said[3])))
            open_lines.changed(tx, clinic.clock() - timedelta(minutes=2))
            (asked,) = [one for one in sent if one[0].startswith("SELECT")]
            plan = [step[3] for step in tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked[0]}", asked[1])]
        assert any("COVERING INDEX ix_question_group_updated" in step for step in plan)
