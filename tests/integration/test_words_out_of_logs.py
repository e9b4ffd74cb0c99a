"""Whatever fails, a patient's words stand in no log and in no answer: the kind, the places and a number do."""

import json
import logging
import re
import traceback
from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import DatabaseError, IntegrityError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from publisher import logs
from publisher.services import identity
from publisher.storage import open_database
from publisher.ui import state
from publisher.web import app as web
from publisher.web.drafts import DraftTokens
from publisher.web.sessions import COOKIE
from tests.support.clinic import Clinic, open_clinic

WORDS = "Mrs Anna Petrova, born 3 May 1987, asked me this."


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    return open_clinic(tmp_path / "home", "")


@pytest.fixture(autouse=True)
def _a_log_that_is_read_here() -> None:
    logs.set_level("info")


def served(clinic: Clinic, *more: Route) -> TestClient:
    """As the server runs it: what would reach the server's own log is raised here."""

    def speak(sentence: object, _language: object) -> str:
        return str(sentence)

    routes = [*more, *web.routes(clinic.desk, speak)]
    return TestClient(Starlette(routes=routes, middleware=web.middleware(clinic.desk, "", speak)))


async def breaks(request: Request) -> Response:
    raise ValueError(f"{WORDS} {request.path_params['token']}")


def test_a_route_with_a_fault_answers_a_number_that_the_log_has_and_no_words(
    clinic: Clinic, capsys: pytest.CaptureFixture[str]
) -> None:
    client = served(clinic, Route("/api/break/{token}", breaks))
    answer = client.get("/api/break/s3cret", headers={"accept": "application/json"})
    line = json.loads(capsys.readouterr().err.splitlines()[-1])
    assert answer.status_code == 500
    assert line["number"] in answer.json()["error"]
    assert (line["kind"], line["route"]) == ("ValueError", "/api/break/{token}")
    assert line["places"][-1].endswith(" breaks")
    assert not re.search("Petrova|s3cret", json.dumps(line) + answer.text)
    page = client.get("/api/break/s3cret", headers={"accept": "text/html"})
    assert page.headers["content-security-policy"]
    assert "tell an administrator the number" in page.text


def test_a_draft_for_which_the_disk_has_no_room_leaves_no_word_of_it_in_the_log(
    clinic: Clinic, capsys: pytest.CaptureFixture[str]
) -> None:
    entry = clinic.draft()
    assert clinic.doctor.person is not None
    session = identity.redeem_link(clinic.desk, identity.open_link(clinic.desk, clinic.doctor.person))
    token = DraftTokens(clinic.desk.settings.key_file).token(clinic.doctor.id or "", entry.id)

    @event.listens_for(clinic.desk.db.engine, "begin")
    def full(connection: Connection) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    client = served(clinic)
    client.cookies.set(COOKIE, session)
    draft = {"version": entry.working.version, "changes": {"body": WORDS + "x" * 100_000}}
    answer = client.put(f"/api/drafts/{entry.id}", json=draft, headers={"authorization": f"Bearer {token}"})
    logged = capsys.readouterr().err
    assert (answer.status_code, "try again" in answer.text.lower()) == (503, True)
    assert '"outage": true' in logged
    assert "Petrova" not in logged + answer.text


def test_an_error_of_the_database_does_not_carry_the_values_of_its_statement(database_url: str) -> None:
    with pytest.raises(DatabaseError) as failed, open_database(database_url).write() as tx:
        tx.execute(text("INSERT INTO nowhere (words) VALUES (:words)"), {"words": WORDS})
    assert "nowhere" in str(failed.value)
    assert "Petrova" not in "".join(traceback.format_exception(failed.value))


def test_a_page_that_failed_is_logged_by_kind_and_places(capsys: pytest.CaptureFixture[str]) -> None:
    class Asked(BaseModel):
        weeks: int

    with pytest.raises(ValidationError) as failed:
        Asked(weeks=WORDS)  # type: ignore[arg-type]
    assert state.show_error(failed.value)
    line = json.loads(next(one for one in capsys.readouterr().err.splitlines() if one.startswith("{")))
    assert line["kind"] == "ValidationError"
    assert "test_a_page_that_failed" in str(line["places"])
    assert "Petrova" not in json.dumps(line)


def test_a_library_that_logs_an_exception_writes_no_message_of_it(caplog: pytest.LogCaptureFixture) -> None:
    logs.keep_words_out()
    try:
        try:
            raise KeyError(WORDS)
        except KeyError as first:
            raise IntegrityError(WORDS, None, first) from first
    except IntegrityError as error:
        logging.getLogger("uvicorn.error").error("Exception in %s application", "ASGI", exc_info=error)
    assert "Exception in ASGI application IntegrityError from KeyError" in caplog.text
    assert "Petrova" not in caplog.text
