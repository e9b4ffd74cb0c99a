"""Questions come in: masked before they are stored, each once, alarms first, and a killed import goes on."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from publisher import bootstrap
from publisher.domain.triage import Route
from publisher.services import inbox
from publisher.services.desk import SHELL
from publisher.services.importing_questions import import_questions
from publisher.settings import Settings
from tests.support.clinic import Clinic, open_clinic


@pytest.fixture
def clinic(tmp_path: Path, database_url: str) -> Clinic:
    return open_clinic(tmp_path / "home", database_url)


def write(file: Path, *lines: dict[str, object]) -> Path:
    file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return file


def rows(clinic: Clinic, statement: str) -> list[tuple[object, ...]]:
    with clinic.desk.db.read() as tx:
        return [tuple(row) for row in tx.execute(text(statement))]


def test_the_same_file_twice_changes_nothing_and_a_bad_line_is_told_by_its_number(
    clinic: Clinic, tmp_path: Path
) -> None:
    file = write(
        tmp_path / "q.jsonl",
        {"id": "1", "text": "糖尿病能吃水果吗", "language": "zh", "group": "一群"},
        {"id": "2"},
        {"id": "3", "text": "x", "asked_at": "yesterday"},
        {"id": "4", "text": "Can people with diabetes eat fruit?", "asked_at": "2026-11-20T10:00:00+03:00"},
    )
    first = import_questions(clinic.desk, SHELL, file)
    assert (first.created, first.updated, first.unchanged) == (2, 0, 0)
    assert [one["line"] for one in first.rejected] == [2, 3]
    again = import_questions(clinic.desk, SHELL, file)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 2)
    write(file, {"id": "1", "text": "糖尿病能吃西瓜吗", "language": "zh", "group": "一群"})
    changed = import_questions(clinic.desk, SHELL, file)
    assert (changed.created, changed.updated, changed.unchanged) == (0, 1, 0)


def test_an_edit_of_a_question_somebody_has_taken_waits_as_a_question_of_its_own(
    clinic: Clinic, tmp_path: Path
) -> None:
    file = tmp_path / "q.jsonl"
    asked = {"id": "1", "language": "en", "group": "g", "author": "writer"}
    import_questions(clinic.desk, SHELL, write(file, asked | {"text": "Can people with gout eat fish?"}))
    (line,) = inbox.groups(clinic.desk, clinic.doctor, Route.MODERATOR).items
    inbox.take(clinic.desk, clinic.doctor, line.id)
    edited = write(file, asked | {"text": "Can people with gout eat fish with kidney stones?"})
    done = import_questions(clinic.desk, SHELL, edited)
    assert (done.created, done.updated, done.unchanged) == (0, 1, 0)
    found = {one.text: one for one in inbox.groups(clinic.desk, clinic.doctor, Route.MODERATOR).items}
    assert {words: one.taken for words, one in found.items()} == {
        "Can people with gout eat fish?": True,
        "Can people with gout eat fish with kidney stones?": False,
    }
    told = rows(clinic, "SELECT count(*) FROM event WHERE action = 'edited' AND record LIKE 'question:%'")
    assert told == [(1,)]
    again = import_questions(clinic.desk, SHELL, edited)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 1)
    import_questions(clinic.desk, SHELL, write(file, asked | {"text": "Can people with gout eat herring?"}))
    assert len(rows(clinic, "SELECT id FROM question")) == 2  # nobody has taken the edit, so its edit replaces it


def test_a_mark_that_changes_no_word_is_no_edit(clinic: Clinic, tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    asked = {"id": "1", "text": "Can people with gout eat fish?", "language": "en"}
    import_questions(clinic.desk, SHELL, write(file, asked))
    (line,) = inbox.groups(clinic.desk, clinic.doctor, Route.MODERATOR).items
    inbox.set_aside(clinic.desk, clinic.doctor, line.id, "told by phone")
    done = import_questions(clinic.desk, SHELL, write(file, asked | {"text": "can people with gout eat fish"}))
    assert (done.created, done.updated, done.unchanged) == (0, 0, 1)


@pytest.mark.parametrize("decision", ["taken", "set aside"])
def test_an_edit_that_cries_for_help_opens_a_case_whatever_was_decided_of_the_question(
    decision: str, clinic: Clinic, tmp_path: Path
) -> None:
    file = tmp_path / "q.jsonl"
    import_questions(clinic.desk, SHELL, write(file, {"id": "1", "text": "Can people with gout eat fish?"}))
    (line,) = inbox.groups(clinic.desk, clinic.doctor, Route.MODERATOR).items
    if decision == "taken":
        inbox.take(clinic.desk, clinic.doctor, line.id)
    else:
        inbox.set_aside(clinic.desk, clinic.doctor, line.id, "told by phone")
    assert rows(clinic, "SELECT id FROM crisis_case") == []
    import_questions(clinic.desk, SHELL, write(file, {"id": "1", "text": "I want to kill myself tonight"}))
    assert len(rows(clinic, "SELECT id FROM crisis_case")) == 1


def test_nothing_of_a_person_stands_in_the_database(clinic: Clinic, tmp_path: Path) -> None:
    file = write(
        tmp_path / "q.jsonl",
        {"id": "1", "text": "我叫王丽，电话13800138000，头痛三天怎么办", "author": "王丽丽", "group": "g"},
        {"id": "2", "text": "Меня зовут Мария Ивановна Кузнецова, мне плохо, хочу умереть", "author": "Кузнецова"},
    )
    import_questions(clinic.desk, SHELL, file)
    everything = json.dumps(
        [rows(clinic, f"SELECT * FROM {table}") for table in ("question", "question_group", "crisis_message", "event")],
        ensure_ascii=False,
        default=str,
    )
    for planted in ("王丽", "13800138000", "Кузнецова", "Мария"):
        assert planted not in everything


def test_the_same_words_by_the_same_writer_are_kept_once_and_by_another_are_a_second_question(
    clinic: Clinic, tmp_path: Path
) -> None:
    lines = [{"id": f"{who}{n}", "text": "Можно ли рыбу?", "author": who} for who in "ab" for n in range(3)]
    result = import_questions(clinic.desk, SHELL, write(tmp_path / "q.jsonl", *lines))
    assert (result.created, result.unchanged) == (2, 4)
    assert rows(clinic, "SELECT count(*) FROM question_group") == [(1,)]


def test_each_message_has_its_route_its_group_and_a_sealed_way_back(clinic: Clinic, tmp_path: Path) -> None:
    file = write(
        tmp_path / "q.jsonl",
        {"id": "1", "text": "不想活了", "author": "u1", "url": "https://example.org/c/1"},
        {"id": "2", "text": "突然嘴歪了，胳膊抬不起来", "author": "u2"},
        {"id": "3", "text": "喉咙痛，吃什么药好", "author": "u3"},
        {"id": "4", "text": "高血压能吃香蕉吗", "author": "u4"},
        {"id": "5", "text": "谢谢", "author": "u5"},
    )
    import_questions(clinic.desk, SHELL, file)
    found = rows(clinic, "SELECT route, question_group IS NULL, sealed IS NULL FROM question")
    assert {route: (bool(alone), bool(unsealed)) for route, alone, unsealed in found} == {
        "crisis": (True, False),
        "urgent": (False, False),
        "doctor": (False, False),
        "moderator": (False, True),
        "set_aside": (False, True),
    }
    assert "example.org/c/1" not in str(rows(clinic, "SELECT * FROM question"))


LINES = 1500


def test_killed_in_the_middle_and_started_again_every_question_is_there_once(home: Path, project_root: Path) -> None:
    desk = bootstrap.make_home(Settings(home=home))
    file = home / "questions.jsonl"
    lines = [{"id": str(n), "text": f"Is food number {n} safe in pregnancy?", "author": f"u{n}"} for n in range(LINES)]
    lines[700] = {"id": "700", "text": "I want to die", "author": "u700"}
    write(file, *lines)
    command = [sys.executable, "-m", "publisher", "import", "questions", str(file)]
    environment = {**os.environ, "PYTHONPATH": str(project_root)}
    running = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    assert running.stderr is not None
    for line in running.stderr:
        if line.startswith("questions: 2000"):
            break
    running.kill()
    running.communicate()
    subprocess.run(command, env=environment, check=True, capture_output=True)
    with desk.db.read() as tx:
        found = tx.execute(text("SELECT count(*), count(DISTINCT external_id) FROM question")).one()
        cases = tx.execute(text("SELECT count(*) FROM crisis_case")).scalar_one()
    assert tuple(found) == (LINES, LINES)
    assert cases == 1


def test_the_inbox_shows_that_a_question_is_an_edit_and_what_was_said_before(clinic: Clinic, tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    asked = {"id": "1", "language": "en", "group": "g", "author": "writer"}
    import_questions(clinic.desk, SHELL, write(file, asked | {"text": "Can people with gout eat fish?"}))
    (line,) = inbox.groups(clinic.desk, clinic.doctor, Route.MODERATOR).items
    assert line.edits == 0
    inbox.take(clinic.desk, clinic.doctor, line.id)
    import_questions(clinic.desk, SHELL, write(file, asked | {"text": "Can people with gout eat herring?"}))
    found = {one.text: one for one in inbox.groups(clinic.desk, clinic.doctor, Route.MODERATOR).items}
    assert {words: one.edits for words, one in found.items()} == {
        "Can people with gout eat fish?": 0,
        "Can people with gout eat herring?": 1,
    }
    edit = inbox.group(clinic.desk, clinic.doctor, found["Can people with gout eat herring?"].id)
    assert [one.before for one in edit.members] == ["Can people with gout eat fish?"]
    first = inbox.group(clinic.desk, clinic.doctor, line.id)
    assert [one.before for one in first.members] == [None]


def test_of_two_versions_in_one_file_the_last_stands_and_the_first_is_no_repeat(clinic: Clinic, tmp_path: Path) -> None:
    file = write(
        tmp_path / "q.jsonl",
        {"id": "1", "text": "Can people with gout eat fish?", "language": "en"},
        {"id": "1", "text": "Can people with gout eat herring?", "language": "en"},
    )
    done = import_questions(clinic.desk, SHELL, file)
    assert (done.created, done.updated, done.unchanged) == (1, 1, 0)
    assert rows(clinic, "SELECT text FROM question") == [("Can people with gout eat herring?",)]
    again = import_questions(clinic.desk, SHELL, file)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 2)


def test_two_versions_of_a_question_somebody_has_taken_change_nothing_the_second_time(
    clinic: Clinic, tmp_path: Path
) -> None:
    file = tmp_path / "q.jsonl"
    asked = {"id": "1", "language": "en"}
    import_questions(clinic.desk, SHELL, write(file, asked | {"text": "Can people with gout eat fish?"}))
    (line,) = inbox.groups(clinic.desk, clinic.doctor, Route.MODERATOR).items
    inbox.take(clinic.desk, clinic.doctor, line.id)
    versions = [asked | {"text": f"Can people with gout eat {food}?"} for food in ("herring", "crabs")]
    done = import_questions(clinic.desk, SHELL, write(file, *versions))
    assert (done.created, done.updated, done.unchanged) == (0, 2, 0)
    again = import_questions(clinic.desk, SHELL, file)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 2)
    assert sorted(rows(clinic, "SELECT text FROM question")) == [
        ("Can people with gout eat crabs?",),
        ("Can people with gout eat fish?",),
    ]


@pytest.mark.parametrize("danger_first", [True, False])
def test_a_cry_for_help_among_two_versions_of_a_long_file_opens_its_case(
    danger_first: bool, clinic: Clinic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publisher.services.importing_questions.BATCH", 2)
    versions = ["I want to kill myself tonight", "Can people with gout eat fish?"]
    said = versions if danger_first else versions[::-1]
    others = [{"id": f"o{n}", "text": f"Can people with gout eat dish number {n}?", "language": "en"} for n in range(2)]
    file = write(tmp_path / "q.jsonl", *({"id": "1", "text": text, "language": "en"} for text in said), *others)
    done = import_questions(clinic.desk, SHELL, file)
    assert (done.created, done.updated, done.unchanged) == (3, 1, 0)
    told = rows(clinic, "SELECT text FROM question WHERE text NOT LIKE '%dish%'")
    assert told == [(said[-1],)]
    assert rows(clinic, "SELECT count(*) FROM crisis_case") == [(1,)]
