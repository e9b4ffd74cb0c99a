"""A line that is not taken is told by its number and its field: the report is kept, its words are not."""

from typing import Any

import pytest

from publisher.services.desk import SHELL
from publisher.services.importing_answers import import_answers
from publisher.services.importing_questions import import_questions
from tests.support.clinic import Clinic

WHO = "Anna Petrova +79161234567"
ANSWER = {
    "external_id": "1",
    "language": "en",
    "question": "May I fly?",
    "answer": "Most may.",
    "review_by": "2027-03-08",
    "jurisdiction": "INT",
}


def rejected(clinic: Clinic, how: Any, head: list[str], *lines: list[str]) -> list[dict[str, Any]]:
    file = clinic.desk.home / "in.csv"
    file.write_text("\n".join(",".join(line) for line in (head, *lines)) + "\n", encoding="utf-8")
    return how(clinic.desk, SHELL, file).rejected  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("field", "told"), [("language", "use one of zh, ru, en"), ("asked_at", "write it like 2027-03-08T09:00:00+08:00")]
)
def test_of_a_question(clinic: Clinic, field: str, told: str) -> None:
    good = {"id": "1", "text": "May I fly?", "language": "en", "asked_at": "2026-11-20T10:00:00+03:00"}
    values = good | {field: WHO}
    (line,) = rejected(clinic, import_questions, list(values), list(values.values()))
    assert line["line"] == 2
    assert f"“{field}”" in line["reason"]
    assert told in line["reason"]
    assert "Anna" not in line["reason"]
    assert "7916" not in line["reason"]


@pytest.mark.parametrize(
    ("field", "told"),
    [("language", "use one of zh, ru, en"), ("review_by", "write it like 2027-03-08"), ("jurisdiction", "use one of")],
)
def test_of_an_answer(clinic: Clinic, field: str, told: str) -> None:
    values = ANSWER | {field: WHO}
    (line,) = rejected(clinic, import_answers, list(values), list(values.values()))
    assert line["line"] == 2
    assert f"“{field}”" in line["reason"]
    assert told in line["reason"]
    assert "Anna" not in line["reason"]


def test_of_two_answers_of_one_name(clinic: Clinic) -> None:
    values = ANSWER | {"external_id": WHO}
    other = values | {"answer": "Hardly anybody may."}
    (line,) = rejected(clinic, import_answers, list(values), list(values.values()), list(other.values()))
    assert line["line"] == 3
    assert "“external_id” stands twice" in line["reason"]
    assert "Anna" not in line["reason"]
