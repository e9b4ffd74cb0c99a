"""The box's own requests: from our page and a signed-in person alone, no question in an address, words as signed."""

from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.testclient import TestClient

from publisher.services import communities, identity
from publisher.services.desk import Actor
from publisher.web import handing
from publisher.web.sessions import COOKIE
from tests.integration.test_communities import moderator
from tests.integration.test_handing_out import groups
from tests.support.clinic import BODY, Clinic, open_clinic

OURS = {"origin": "http://testserver"}


def posted(clinic: Clinic, who: Actor | None, path: str, body: object, headers: dict[str, str] | None = None) -> Any:
    app = Starlette(routes=handing.routes(clinic.desk, lambda sentence, _language: str(sentence)))
    with TestClient(app) as browser:
        if who is not None and who.person is not None:
            token = identity.redeem_link(clinic.desk, identity.open_link(clinic.desk, who.person))
            browser.cookies.set(COOKIE, token)
        return browser.post(f"/api/desk/{path}", json=body, headers=OURS if headers is None else headers)


def test_an_answer_is_found_and_handed_out_as_it_was_signed(tmp_path: Path, database_url: str) -> None:
    clinic = open_clinic(tmp_path / "home", database_url)
    (group,) = groups(clinic, "One")
    mona = moderator(clinic)
    communities.set_moderators(clinic.desk, clinic.administrator, group.id, [mona.id or ""])
    entry = clinic.signed(title="Why is iron measured in pregnancy?").id
    asked = {"query": "Why is iron measured in pregnancy?", "communities": [group.id], "language": "en"}
    found = posted(clinic, mona, "find", asked | {"judge": True}).json()
    assert [(one["entry"], one["same"]) for one in found["results"]] == [(entry, True)]
    copied = posted(clinic, mona, "handouts", {"entry": entry, "form": "text", "communities": [group.id]}).json()
    assert BODY in copied["text"]
    card = posted(clinic, mona, "handouts", {"entry": entry, "form": "card", "communities": [group.id]}).json()
    assert card["picture"]
    refused = posted(clinic, mona, "handouts", {"entry": entry, "form": "link", "communities": [group.id]})
    assert (refused.status_code, "public site" in refused.json()["error"]) == (422, True)


def test_strangers_and_foreign_pages_get_nothing(tmp_path: Path, database_url: str) -> None:
    clinic = open_clinic(tmp_path / "home", database_url)
    (group,) = groups(clinic, "One")
    asked = {"query": "iron", "communities": [group.id]}
    assert posted(clinic, None, "find", asked).status_code == 401
    admin = clinic.administrator
    assert posted(clinic, admin, "find", asked, {"origin": "https://elsewhere.example"}).status_code == 403
    assert posted(clinic, admin, "find", asked, {}).status_code == 403
    assert posted(clinic, moderator(clinic), "find", asked).status_code == 404
    for wrong in ([], {"query": 3}, {"communities": "x"}, {"form": "fax"}, {"language": "tlh"}):
        assert posted(clinic, admin, "find", wrong).status_code == 422


def test_an_index_that_cannot_be_used_is_said_as_such(tmp_path: Path, database_url: str) -> None:
    clinic = open_clinic(tmp_path / "home", database_url, embedding_model="no.such.module:model")
    (group,) = groups(clinic, "One")
    said = posted(clinic, clinic.administrator, "find", {"query": "iron", "communities": [group.id], "language": "en"})
    assert (said.status_code, "publisher index rebuild" in said.json()["error"]) == (503, True)
