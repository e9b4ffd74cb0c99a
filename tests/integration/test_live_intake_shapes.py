"""Live intake on the requests and answers that VK and Bluesky document.

No server of VK's can be installed, and Bluesky's notifications come from a part of it that no registry has.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.support.clinic import Clinic
from tests.support.listening import GROUP, clinic_today, hear, intake, listens, now, questions, reply


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    return clinic_today(tmp_path)


def test_messages_and_comments_come_in_from_vk_and_what_it_no_longer_has_is_said(
    clinic: Clinic, httpserver: HTTPServer
) -> None:
    held = [
        event("message_new", {"message": {"from_id": 5, "peer_id": 5, "id": 1, "date": now(), "text": "Можно рыбу?"}}),
        event("wall_reply_new", {"from_id": 6, "post_id": 3, "id": 4, "date": now(), "text": "я хочу умереть"}),
        event(
            "wall_reply_new",
            {"from_id": 6, "post_id": 3, "id": 8, "date": now(), "text": "", "attachments": [{"type": "photo"}]},
        ),
        event("wall_reply_new", {"from_id": -77, "post_id": 3, "id": 5, "date": now(), "text": "Ответ сообщества"}),
        event("wall_post_new", {"from_id": 8, "id": 9, "date": now(), "text": "Когда делают прививку от кори?"}),
        event(
            "message_new",
            {
                "message": {
                    "from_id": 5,
                    "peer_id": 5,
                    "id": 11,
                    "date": now(),
                    "text": "",
                    "geo": {"type": "point"},
                    "fwd_messages": [{"from_id": 9, "text": "Что делать при ожоге?"}],
                }
            },
        ),
        event("group_join", {"user_id": 5}),
    ]
    asked: list[str] = []

    def poll(request: Request) -> Response:
        asked.append(request.args["ts"])
        if asked[-1] == "99":
            return reply({"failed": 1, "ts": "200"})
        return reply({"ts": "99" if asked[-1] == "10" else asked[-1], "updates": held if asked[-1] == "10" else []})

    server = {"response": {"key": "k", "server": httpserver.url_for("/poll"), "ts": "10"}}
    httpserver.expect_request("/method/groups.getLongPollServer").respond_with_json(server)
    httpserver.expect_request("/poll").respond_with_handler(poll)
    settings = {"community": "77", "address": httpserver.url_for("").rstrip("/")}
    account = listens(clinic, "vk", settings, {"token": "a token", "service_key": "a key"})
    assert hear(clinic, account) == 0
    assert hear(clinic, account) == 5
    assert asked == ["10", "99", "200"]
    told = "\n".join(sorted(row[1] for row in questions(clinic)))
    for one in ("[photo]", "Можно рыбу?", "я хочу умереть", "прививку от кори", "при ожоге", "[file]"):
        assert one in told
    assert "some messages were missed" in intake(clinic)


def test_mentions_on_bluesky_are_read_back_to_the_last_one_known(clinic: Clinic, httpserver: HTTPServer) -> None:
    held = [notice(number, f"@clinic.example Is it safe to fly in week {number}?") for number in range(3)]

    def shown(request: Request) -> Response:
        begin = int(request.args.get("cursor", 0))
        wanted = [one for one in reversed(held) if one["reason"] in request.args.getlist("reasons")]
        page = wanted[begin : begin + 100]
        more = {"cursor": str(begin + 100)} if begin + 100 < len(wanted) else {}
        return reply({"notifications": page, **more})

    session = {"did": "did:plc:clinic", "accessJwt": "a", "refreshJwt": "r"}
    httpserver.expect_request("/xrpc/com.atproto.server.createSession").respond_with_json(session)
    httpserver.expect_request("/xrpc/app.bsky.notification.listNotifications").respond_with_handler(shown)
    settings = {"identifier": "clinic.example", "address": httpserver.url_for("").rstrip("/")}
    account = listens(clinic, "bluesky", settings, {"app_password": "a password"})
    assert hear(clinic, account) == 3
    held += [notice(number, f"@clinic.example Is it safe to fly in week {number}?") for number in range(3, 240)]
    held.append(notice(240, "", reason="like"))
    held.append(notice(241, "look", reason="reply", embed={"$type": "app.bsky.embed.images"}))
    assert hear(clinic, account) == 238
    assert hear(clinic, account) == 0
    held.insert(2, notice(1, "I want to die tonight", uri="at://did:plc:olga/app.bsky.feed.post/1"))
    assert hear(clinic, account) == 1, "her clock is 40 minutes slow, which is where the network puts her"
    assert ("doctor", "look [photo]", GROUP) in questions(clinic)
    assert "clinic.example" not in questions(clinic)[0][1]
    clinic.clock.forward(hours=50)
    hear(clinic, account)
    assert intake(clinic) == "Live intake through “bluesky”.", "asked late, it still had everything"


def event(kind: str, held: dict[str, Any]) -> dict[str, Any]:
    return {"type": kind, "object": held, "group_id": 77, "event_id": "e"}


def notice(number: int, words: str, reason: str = "mention", uri: str | None = None, **more: Any) -> dict[str, Any]:
    at = datetime.fromtimestamp(1_790_000_000 + number * 10, UTC).isoformat()
    return {
        "uri": uri or f"at://did:plc:anna/app.bsky.feed.post/{number}",
        "author": {"did": "did:plc:anna", "handle": "anna.example"},
        "reason": reason,
        "record": {"text": words, **more},
        "indexedAt": at,
    }
