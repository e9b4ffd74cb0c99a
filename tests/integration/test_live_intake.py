"""Live intake: on Mastodon's double the whole way, and on the requests and answers that Telegram documents.

No server of Telegram's can be installed.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request as Asking
from urllib.request import urlopen

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from publisher.domain.places import Language
from publisher.services import accounts, communities, crisis, listening
from publisher.services.communities import Described
from publisher.storage import accounts as rows
from publisher.storage import events, home
from tests.support.clinic import Clinic
from tests.support.listening import GROUP, clinic_today, hear, intake, listens, now, questions, reply
from tests.support.servers import Server
from tests.support.servers.fediverse import mastodon_double


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    return clinic_today(tmp_path)


@pytest.fixture(scope="module")
def mastodon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with mastodon_double(tmp_path_factory.mktemp("double")) as server:
        yield server


def test_a_community_says_whether_it_has_live_intake_and_when_it_stands_still(
    clinic: Clinic, httpserver: HTTPServer
) -> None:
    assert intake(clinic).startswith("No live intake")
    account = listens(clinic, "telegram", *telegram(httpserver, []))
    assert "stands still" in intake(clinic)
    hear(clinic, account)
    assert intake(clinic) == "Live intake through “telegram”."
    clinic.clock.forward(minutes=6)
    assert "stands still" in intake(clinic)


def test_a_renamed_community_keeps_its_live_intake_and_what_was_asked_in_it(
    clinic: Clinic, httpserver: HTTPServer
) -> None:
    updates = [update(1, "Can I eat fish?")]
    account = listens(clinic, "telegram", *telegram(httpserver, updates))
    hear(clinic, account)
    (place,) = communities.mine(clinic.desk, clinic.administrator)
    communities.change(clinic.desk, clinic.administrator, place.id, Described("New mothers", Language.EN))
    updates.append(update(2, "And cheese?"))
    hear(clinic, account)
    assert [community for _, _, community in questions(clinic)] == ["New mothers", "New mothers"]
    assert intake(clinic) == "Live intake through “telegram”."


def test_a_mention_on_mastodon_comes_in_masked_once_and_a_cry_for_help_opens_a_case(
    clinic: Clinic, mastodon: Server
) -> None:
    def post(words: str) -> None:
        mastodon.ask("/api/v1/statuses", {"status": f"@testuser {words}", "visibility": "direct"}, writer)

    form = {"username": "anna", "email": "anna@example.org", "password": "a long password", "agreement": "true"}
    with urlopen(Asking(f"{mastodon.address}/api/v1/accounts", urlencode(form).encode()), timeout=30) as answer:
        writer = json.loads(answer.read())["access_token"]
    post("Can I eat fish? My phone is +7 912 345-67-89")
    account = listens(clinic, "mastodon", mastodon.settings, mastodon.secrets)
    assert hear(clinic, account) == 1
    ((route, words, group),) = questions(clinic)
    assert (route, group) == ("doctor", GROUP) or (route, group) == ("moderator", GROUP)
    assert "Can I eat fish?" in words
    assert "912" not in words
    post("I want to die tonight")
    for number in range(45):
        post(f"Is it safe to fly in week {number}?")
    assert hear(clinic, account) == 46
    assert hear(clinic, account) == 0
    assert len(questions(clinic)) == 47
    assert sum(route == "crisis" for route, _, _ in questions(clinic)) == 1
    assert len(crisis.cases(clinic.desk, clinic.administrator)) == 1


def test_a_server_that_is_away_is_said_and_asked_again_and_what_was_written_meanwhile_comes_in(
    clinic: Clinic, httpserver: HTTPServer
) -> None:
    updates = [update(1, "How long should I breastfeed?")]
    away = [True]
    account = listens(clinic, "telegram", *telegram(httpserver, updates, away))
    assert hear(clinic, account) == 0
    assert "does not work" in intake(clinic)
    assert listening.due(clinic.desk) == []
    updates.append(update(2, "我不想活了", chat=-1001234))
    away.clear()
    clinic.clock.forward(minutes=5)
    assert hear(clinic, account) == 2
    assert intake(clinic) == "Live intake through “telegram”."
    assert [row[0] for row in questions(clinic)].count("crisis") == 1


def test_telegram_forgets_a_message_only_after_it_is_stored(
    clinic: Clinic, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    updates = [
        update(7, "Is paracetamol safe in pregnancy?"),
        update(8, "", voice={"file_id": "x"}),
        update(9, "", new_chat_members=[{"id": 5}]),
    ]
    account = listens(clinic, "telegram", *telegram(httpserver, updates))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(listening, "_note_heard", killed)
        with pytest.raises(KeyboardInterrupt):
            hear(clinic, account)
    assert len(updates) == 3
    assert questions(clinic) == []
    clinic.clock.forward(minutes=1)
    assert hear(clinic, account) == 2
    assert updates == []
    assert ("doctor", "[voice]", GROUP) in questions(clinic)
    updates.append(update(3, "It was counted anew after a quiet week"))
    hear(clinic, account)
    assert len(questions(clinic)) == 3


def test_a_cry_to_another_bot_under_a_number_known_from_the_first_is_heard_and_one_in_a_group_of_both_once(
    clinic: Clinic, httpserver: HTTPServer
) -> None:
    group = update(3, "Can I eat cheese?", chat=-1001234)
    account = listens(clinic, "telegram", *telegram(httpserver, [update(2, "Can I eat fish?"), group], token="1:a"))
    assert hear(clinic, account) == 2
    settings, secrets = telegram(httpserver, [update(2, "I want to die tonight"), group], token="2:b")
    accounts.change_account(clinic.desk, clinic.administrator, "telegram", settings, secrets)
    assert hear(clinic, account) == 1
    assert len(crisis.cases(clinic.desk, clinic.administrator)) == 1


def test_a_live_location_is_one_question_however_far_its_sender_walks(clinic: Clinic, httpserver: HTTPServer) -> None:
    shared = update(1, "", location={"latitude": 55.7, "longitude": 37.6, "live_period": 900})
    walked = [
        {"update_id": step, "edited_message": shared["message"] | {"edit_date": now() + step}} for step in range(2, 5)
    ]
    account = listens(clinic, "telegram", *telegram(httpserver, [shared, *walked]))
    assert hear(clinic, account) == 1
    assert [words for _, words, _ in questions(clinic)] == ["[file]"]


def test_what_telegram_has_forgotten_before_it_was_asked_again_is_said(clinic: Clinic, httpserver: HTTPServer) -> None:
    updates: list[Any] = []
    account = listens(clinic, "telegram", *telegram(httpserver, updates))
    hear(clinic, account)
    clinic.clock.forward(hours=23)
    hear(clinic, account)
    assert intake(clinic) == "Live intake through “telegram”."
    clinic.clock.forward(hours=25)
    updates.append(update(1, "Can I eat fish?"))
    assert hear(clinic, account) == 1
    assert "some messages were missed" in intake(clinic)
    clinic.clock.forward(seconds=30)
    hear(clinic, account)
    with clinic.desk.db.read() as tx:
        told = [one.action for one in events.of_record(tx, f"account:{account}")]
    assert told.count("messages_missed") == 1


def test_two_workers_ask_an_account_once(clinic: Clinic, httpserver: HTTPServer) -> None:
    account = listens(clinic, "telegram", *telegram(httpserver, [update(1, "Can I eat fish?")]))
    listening._take_turn(clinic.desk, account)
    assert listening.due(clinic.desk) == []
    assert listening.hear(clinic.desk, account) == 0
    assert httpserver.log == []


@pytest.mark.parametrize("body", ["[]", '{"ok": true, "result": 5}', "<html>", '{"ok": true, "result": [{"x": 1}]}'])
def test_an_answer_of_an_unknown_shape_moves_nothing(clinic: Clinic, httpserver: HTTPServer, body: str) -> None:
    httpserver.expect_request("/bota-token/getUpdates").respond_with_data(body, content_type="application/json")
    settings = {"chat": "@clinic", "address": httpserver.url_for("").rstrip("/")}
    account = listens(clinic, "telegram", settings, {"token": "a-token"})
    assert hear(clinic, account) == 0
    assert "does not work" in intake(clinic)
    with clinic.desk.db.read() as tx:
        assert "cursor" not in home.get(tx, f"listening:{account}")
        assert rows.by_id(tx, account).held_reason is None


def telegram(
    server: HTTPServer, updates: list[Any], away: list[bool] | None = None, token: str = "a-token"
) -> tuple[dict[str, str], dict[str, str]]:
    """Keeps updates until it is asked from beyond them, as the Bot API does; settings and secrets of an account."""

    def answer(request: Request) -> Response:
        if away:
            return Response(status=502)
        offset = (request.get_json() or {}).get("offset", 0)
        updates[:] = [one for one in updates if one["update_id"] >= offset]
        return reply({"ok": True, "result": updates})

    server.expect_request(f"/bot{token}/getUpdates").respond_with_handler(answer)
    return {"chat": "@clinic", "address": server.url_for("").rstrip("/")}, {"token": token}


def update(number: int, words: str, chat: int = 5, **more: Any) -> dict[str, Any]:
    writer = {"id": 5, "is_bot": False, "first_name": "Anna", "username": "anna"}
    message = {"message_id": number, "from": writer, "chat": {"id": chat}, "date": now(), **more}
    return {"update_id": number, "message": message | ({"text": words} if words else {})}
