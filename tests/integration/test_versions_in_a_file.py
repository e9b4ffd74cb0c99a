"""Of several versions of one message in a long file the last stands, however far apart they are, killed or not."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from publisher.domain.triage import Route
from publisher.services import inbox
from publisher.services.desk import SHELL
from publisher.services.importing_questions import import_questions
from tests.support.clinic import Clinic, open_clinic

FISH, HERRING, CRABS = (f"Can people with gout eat {food}?" for food in ("fish", "herring", "crabs"))
STROKE = "My left arm is suddenly weak and my face droops"


@pytest.fixture
def clinic(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Clinic:
    monkeypatch.setattr("publisher.services.importing_questions.BATCH", 2)
    return open_clinic(tmp_path / "home", database_url)


def versions(clinic: Clinic, *words: str) -> Path:
    """A file in which a message stands in these versions, each in a batch of its own."""
    lines = []
    for number, said in enumerate(words):
        others = [{"id": f"o{number}{n}", "text": f"Can people with gout eat dish {number}{n}?"} for n in range(2)]
        lines += [{"id": "1", "text": said, "author": "anna"}, *others]
    file = clinic.desk.home / "q.jsonl"
    file.write_text("".join(json.dumps(line | {"language": "en"}) + "\n" for line in lines), encoding="utf-8")
    return file


def stands(clinic: Clinic) -> list[tuple[str, str]]:
    with clinic.desk.db.read() as tx:
        told = tx.execute(text("SELECT route, text FROM question WHERE text NOT LIKE '%dish%' ORDER BY text")).all()
    return [(row.route, row.text) for row in told]


def test_the_same_long_file_twice_changes_nothing_and_an_emergency_stays_one(clinic: Clinic) -> None:
    file = versions(clinic, FISH, STROKE)
    import_questions(clinic.desk, SHELL, file)
    assert stands(clinic) == [("urgent", STROKE)]
    again = import_questions(clinic.desk, SHELL, file)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 6)
    assert stands(clinic) == [("urgent", STROKE)]


@pytest.mark.parametrize(("words", "last"), [((FISH, STROKE), STROKE), ((STROKE, FISH), FISH)])
def test_killed_between_the_two_readings_the_last_version_stands(
    words: tuple[str, str], last: str, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(_: object) -> None:
        raise KeyboardInterrupt

    file = versions(clinic, *words)
    with monkeypatch.context() as patched:
        patched.setattr("publisher.services.importing_questions._Import.rest", killed)
        with pytest.raises(KeyboardInterrupt):
            import_questions(clinic.desk, SHELL, file)
    assert stands(clinic) == [("urgent", STROKE)]
    import_questions(clinic.desk, SHELL, file)
    assert [words for _, words in stands(clinic)] == [last]
    assert import_questions(clinic.desk, SHELL, file).updated == 0


def test_versions_of_a_question_somebody_has_taken_change_nothing_the_second_time(clinic: Clinic) -> None:
    import_questions(clinic.desk, SHELL, versions(clinic, FISH))
    lines = inbox.groups(clinic.desk, clinic.doctor, Route.MODERATOR).items
    inbox.take(clinic.desk, clinic.doctor, next(line.id for line in lines if line.text == FISH))
    file = versions(clinic, FISH, HERRING, CRABS)
    import_questions(clinic.desk, SHELL, file)
    assert [words for _, words in stands(clinic)] == [CRABS, FISH]
    again = import_questions(clinic.desk, SHELL, file)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 9)
