"""Questions, danger, duty and recall from the shell, as in the workspace: the same services, the same refusals."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from publisher import bootstrap
from publisher.cli.app import app
from publisher.domain.handouts import Form
from publisher.services import communities, handing_out, withdrawing
from publisher.services.desk import Desk
from tests.integration.test_communities import moderator
from tests.integration.test_handing_out import groups
from tests.support.clinic import Clinic, open_clinic

CRY = "I want to die tonight"


@pytest.fixture
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clinic:
    clinic = open_clinic(tmp_path / "home", f"sqlite:///{tmp_path / 'clinic.db'}")

    def the_desk() -> Desk:
        return clinic.desk

    monkeypatch.setattr(bootstrap, "desk", the_desk)
    return clinic


def run(*words: str, who: str = "", stdin: str | None = None, code: int = 0) -> Result:
    result = CliRunner().invoke(app, [*words, *(("--as", who) if who else ())], input=stdin)
    assert result.exit_code == code, f"{words}: {result.output} {result.exception!r}"
    return result


def email(clinic: Clinic, of: str) -> str:
    person = {"administrator": clinic.administrator, "doctor": clinic.doctor}[of].person
    assert person is not None
    return person.email


def test_a_cry_is_reported_taken_and_closed(clinic: Clinic) -> None:
    boss = email(clinic, "administrator")
    begins, ends = ((clinic.clock() + timedelta(hours=hours)).isoformat() for hours in (-1, 12))
    duty = json.loads(run("duty", "add", boss, begins, ends, "--json", who=boss).stdout)["duty"]
    assert duty in run("duty", "list", who=boss).stdout
    assert "with its zone" in run("duty", "add", boss, "2026-12-01", ends, who=boss, code=2).output
    case = json.loads(run("danger", "report", "--json", who=boss, stdin=CRY).stdout)["case"]
    (listed,) = [json.loads(line) for line in run("danger", "list", "--json", who=boss).stdout.splitlines()]
    assert listed["case"]["id"] == case
    run("danger", "take", case, who=boss)
    run("danger", "close", case, "reached", who=boss)
    assert not run("danger", "list", who=boss).stdout
    run("duty", "end", duty, who=boss)


def test_a_question_is_asked_moved_and_answered_for(clinic: Clinic) -> None:
    (group,) = groups(clinic, "One")
    doctor, boss = email(clinic, "doctor"), email(clinic, "administrator")
    asked = "How much iron do I need in pregnancy?"
    question = json.loads(run("inbox", "ask", "--community", "One", "--json", who=boss, stdin=asked).stdout)["question"]
    (line,) = [json.loads(one) for one in run("inbox", "list", "doctor", "--json", who=doctor).stdout.splitlines()]
    assert line["text"] == asked
    assert json.loads(run("inbox", "show", line["id"], who=doctor).stdout)["members"][0]["text"] == asked
    drafted = json.loads(
        run(
            "inbox", "draft", line["id"], "How much iron is needed?", "--specialty", "obstetrics", "--json", who=doctor
        ).stdout
    )
    assert drafted["entry"]
    assert question
    assert "Say why" in run("inbox", "set-aside", line["id"], "--reason", " ", who=doctor, code=1).output
    assert group.name == "One"


def test_a_copy_of_what_was_withdrawn_is_listed_with_its_correction_until_it_is_done(clinic: Clinic) -> None:
    (group,) = groups(clinic, "One")
    mona = moderator(clinic)
    communities.set_moderators(clinic.desk, clinic.administrator, group.id, [mona.id or ""])
    entry = clinic.signed(title="Iron in pregnancy").id
    handing_out.hand_out(clinic.desk, mona, entry, Form.TEXT, [group.id])
    withdrawing.withdraw(clinic.desk, clinic.doctor, entry, "The dose was wrong")
    boss = email(clinic, "administrator")
    (item,) = [json.loads(one) for one in run("recall", "list", "--json", who=boss).stdout.splitlines()]
    assert item["community"] == group.id
    run("recall", "done", item["id"], who=boss)
    assert not run("recall", "list", who=boss).stdout
