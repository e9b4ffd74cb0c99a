"""Bluesky and Matrix: networks whose calls carry a key of our own."""

import time
from typing import Any, ClassVar
from urllib.parse import unquote

from tests.support.loopback.server import Reply, Request, Shape


class Bluesky(Shape):
    kind = "bluesky"
    settings: ClassVar[dict[str, str]] = {"identifier": "clinic.test", "address": "{address}"}
    secrets: ClassVar[dict[str, str]] = {"app_password": "blue-secret-pass-word"}

    def __init__(self) -> None:
        super().__init__()
        self.logins = 0

    def publishes(self, request: Request) -> bool:
        return request.path.endswith("repo.putRecord")

    def answer(self, request: Request) -> Reply:
        method = request.path.removeprefix("/xrpc/")
        if method.startswith("com.atproto.server.") and request.method == "POST":
            self.logins += 1
            return Reply(200, {"did": "did:plc:abc", "accessJwt": f"access-{self.logins}", "refreshJwt": "refresh"})
        key = request.query.get("rkey") or (request.json.get("rkey") if request.method == "POST" else "")
        if method.endswith("putRecord"):
            self.posts[key] = request.json["record"]["text"]
            return Reply(200, self._record(key))
        if method.endswith("deleteRecord"):
            self.posts.pop(key, None)
            return Reply(200, {})
        if method.endswith("getRecord"):
            if key not in self.posts:
                return Reply(400, {"error": "RecordNotFound", "message": f"Could not locate record: {key}"})
            return Reply(200, self._record(key))
        return Reply(200, {"did": "did:plc:abc", "posts": [{"likeCount": 3, "repostCount": 1}]})

    @staticmethod
    def _record(key: str) -> dict[str, Any]:
        return {"uri": f"at://did:plc:abc/app.bsky.feed.post/{key}", "cid": f"bafy{key}"}

    def expired(self) -> Reply:
        return Reply(401, {"error": "AuthenticationRequired", "message": "Invalid identifier or password"})


class Matrix(Shape):
    kind = "matrix"
    settings: ClassVar[dict[str, str]] = {"server": "{address}", "room": "!clinic:example"}
    secrets: ClassVar[dict[str, str]] = {"token": "matrix-secret-token"}

    def __init__(self) -> None:
        super().__init__()
        self.transactions: dict[str, str] = {}

    def publishes(self, request: Request) -> bool:
        return "/send/m.room.message/" in request.path and "-edit-" not in request.path

    def answer(self, request: Request) -> Reply:
        path = unquote(request.path)
        if "/send/" in path:
            return self._send(path, request.json)
        if "/redact/" in path:
            self.posts.pop(path.split("/redact/")[1].split("/")[0], None)
            return Reply(200, {"event_id": "$redaction"})
        if path.endswith("/messages"):
            return Reply(200, {"chunk": [self._event(one) for one in reversed(self.posts)]})
        if path.endswith("/m.annotation"):
            return Reply(200, {"chunk": [{}, {}]})
        return Reply(200, {"user_id": "@clinic:example", "joined_rooms": ["!clinic:example"]})

    def _send(self, path: str, content: dict[str, Any]) -> Reply:
        transaction = path.rpartition("/")[2]
        if transaction not in self.transactions:
            event = f"${self.next_id()}"
            self.transactions[transaction] = event
            relates = content.get("m.relates_to")
            self.posts[relates["event_id"] if relates else event] = content.get("m.new_content", content)["body"]
        return Reply(200, {"event_id": self.transactions[transaction]})

    def _event(self, one: str) -> dict[str, Any]:
        content = {"body": self.posts[one]}
        stamp = int(time.time() * 1000)
        return {"event_id": one, "type": "m.room.message", "content": content, "origin_server_ts": stamp}

    def expired(self) -> Reply:
        return Reply(401, {"errcode": "M_UNKNOWN_TOKEN", "error": "Access token has expired"})

    def limited(self, seconds: int | None) -> Reply:
        wait = {"retry_after_ms": seconds * 1000} if seconds else {}
        return Reply(429, {"errcode": "M_LIMIT_EXCEEDED", "error": "Too many requests", **wait})
