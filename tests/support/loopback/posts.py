"""Telegram, VK, Weibo, MAX and Mastodon."""

import time
from typing import Any, ClassVar

from publisher.rendering.layers import visible
from tests.support.loopback.server import Reply, Request, Shape


class Telegram(Shape):
    kind = "telegram"
    settings: ClassVar[dict[str, str]] = {"chat": "@clinic", "address": "{address}"}
    secrets: ClassVar[dict[str, str]] = {"token": "123456:telegram-secret-token"}

    def publishes(self, request: Request) -> bool:
        return request.path.endswith("/sendMessage")

    def answer(self, request: Request) -> Reply:
        method, body = request.path.rpartition("/")[2], request.json
        if method in ("sendMessage", "editMessageText"):
            number = str(body.get("message_id") or self.next_id())
            self.posts[number] = visible(body["text"])
            return self._ok({"message_id": int(number), "chat": {"id": -1001, "username": "clinic"}})
        if method == "deleteMessage":
            if self.posts.pop(str(body["message_id"]), None) is None:
                return self._error(400, "Bad Request: message to delete not found")
            return self._ok(True)
        results = {
            "getMe": {"id": 1, "is_bot": True},
            "getChat": {"id": -1001, "type": "channel"},
            "getChatMember": {"status": "administrator", "can_post_messages": True},
        }
        return self._ok(results[method])

    @staticmethod
    def _ok(result: Any) -> Reply:
        return Reply(200, {"ok": True, "result": result})

    @staticmethod
    def _error(code: int, words: str, **more: Any) -> Reply:
        return Reply(code, {"ok": False, "error_code": code, "description": words, "parameters": more})

    def expired(self) -> Reply:
        return self._error(401, "Unauthorized")

    def limited(self, seconds: int | None) -> Reply:
        return self._error(429, "Too Many Requests", **({"retry_after": seconds} if seconds else {}))

    def without_id(self) -> Reply:
        return self._ok({})


class Vk(Shape):
    """Every error has status 200."""

    kind = "vk"
    settings: ClassVar[dict[str, str]] = {"community": "77", "address": "{address}"}
    secrets: ClassVar[dict[str, str]] = {
        "token": "vk-secret-token",
        "service_key": "vk-secret-service",
        "user_token": "vk-secret-user",
    }

    def __init__(self) -> None:
        super().__init__()
        self.dates: dict[str, int] = {}

    def publishes(self, request: Request) -> bool:
        return request.path.endswith("/wall.post")

    def answer(self, request: Request) -> Reply:
        method, form = request.path.rpartition("/")[2], request.form
        if method == "wall.post":
            number = self.next_id()
            self.posts[str(number)], self.dates[str(number)] = form["message"], int(time.time())
            return self._ok({"post_id": number})
        if method == "wall.edit":
            self.posts[form["post_id"]] = form["message"]
            return self._ok({"post_id": int(form["post_id"])})
        if method == "wall.delete":
            self.posts.pop(form["post_id"], None)
            return self._ok(1)
        if method == "wall.get":
            items = [{"id": int(one), "text": text, "date": self.dates[one]} for one, text in self.posts.items()]
            return self._ok({"count": len(items), "items": items[::-1]})
        if method == "wall.getById":
            return self._ok({"items": [{"views": {"count": 9}, "likes": {"count": 2}}]})
        return self._ok({})

    @staticmethod
    def _ok(response: Any) -> Reply:
        return Reply(200, {"response": response})

    def expired(self) -> Reply:
        return Reply(200, {"error": {"error_code": 5, "error_msg": "User authorization failed: invalid access_token"}})

    def limited(self, seconds: int | None) -> Reply:
        return Reply(200, {"error": {"error_code": 6, "error_msg": "Too many requests per second"}})

    def without_id(self) -> Reply:
        return self._ok({})


class Weibo(Shape):
    kind = "weibo"
    settings: ClassVar[dict[str, str]] = {"domain": "answers.example", "address": "{address}"}
    secrets: ClassVar[dict[str, str]] = {"token": "weibo-secret-token"}

    def publishes(self, request: Request) -> bool:
        return request.path.endswith("/share.json")

    def answer(self, request: Request) -> Reply:
        if self.publishes(request):
            number = str(self.next_id())
            self.posts[number] = request.form["status"]
            return Reply(200, self._status(number))
        if request.path.endswith("/user_timeline.json"):
            return Reply(200, {"statuses": [self._status(number) for number in reversed(self.posts)]})
        return Reply(200, {"uid": 5})

    def _status(self, number: str) -> dict[str, Any]:
        stamp = time.strftime("%a %b %d %H:%M:%S +0000 %Y", time.gmtime())
        return {"idstr": number, "text": self.posts[number], "user": {"idstr": "5"}, "created_at": stamp}

    def expired(self) -> Reply:
        return Reply(403, {"error": "expired_token", "error_code": 21327})

    def limited(self, seconds: int | None) -> Reply:
        words = {"error": "User requests out of rate limit!", "error_code": 10023}
        return Reply(403, words, {"retry-after": str(seconds)} if seconds else {})


class Max(Shape):
    kind = "max"
    settings: ClassVar[dict[str, str]] = {"chat": "9", "address": "{address}"}
    secrets: ClassVar[dict[str, str]] = {"token": "max-secret-token"}

    def publishes(self, request: Request) -> bool:
        return request.path == "/messages" and request.method == "POST"

    def answer(self, request: Request) -> Reply:
        one = request.query.get("message_id", "")
        if self.publishes(request):
            one = f"mid.{self.next_id()}"
            self.posts[one] = visible(request.json["text"])
            return Reply(200, {"message": self._message(one)})
        if request.method == "PUT":
            self.posts[one] = visible(request.json["text"])
            return Reply(200, {"success": True})
        if request.method == "DELETE":
            self.posts.pop(one, None)
            return Reply(200, {"success": True})
        if request.path == "/messages":
            return Reply(200, {"messages": [self._message(one) for one in reversed(self.posts)]})
        return Reply(200, {"user_id": 3, "permissions": ["write"], "stat": {"views": 9}})

    def _message(self, one: str) -> dict[str, Any]:
        now = int(time.time() * 1000)
        return {"body": {"mid": one, "text": self.posts[one]}, "url": f"https://max.ru/c/9/{one}", "timestamp": now}


class Mastodon(Shape):
    kind = "mastodon"
    settings: ClassVar[dict[str, str]] = {"server": "{address}"}
    secrets: ClassVar[dict[str, str]] = {"token": "mastodon-secret-token"}

    def __init__(self) -> None:
        super().__init__()
        self.keys: dict[str, str] = {}

    def publishes(self, request: Request) -> bool:
        return request.path == "/api/v1/statuses" and request.method == "POST"

    def answer(self, request: Request) -> Reply:
        one = request.path.rpartition("/")[2]
        if self.publishes(request):
            key = request.headers["idempotency-key"]
            if key not in self.keys:
                self.keys[key] = str(self.next_id())
                self.posts[self.keys[key]] = request.json["status"]
            return Reply(200, self._status(self.keys[key]))
        if one == "verify_credentials":
            return Reply(200, {"id": "1"})
        if one == "instance":
            return Reply(200, {"configuration": {"statuses": {"max_characters": 500}}})
        if request.path.endswith("/accounts/1/statuses"):
            return Reply(200, [self._status(one) for one in reversed(self.posts)])
        if one not in self.posts:
            return Reply(404, {"error": "Record not found"})
        if request.method == "DELETE":
            return Reply(200, {"id": one, "text": self.posts.pop(one)})
        if request.method == "PUT":
            self.posts[one] = request.json["status"]
        return Reply(200, self._status(one) | {"favourites_count": 4})

    def _status(self, one: str) -> dict[str, Any]:
        content = "<p>" + self.posts[one].replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br />") + "</p>"
        stamp = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())
        return {"id": one, "url": f"https://social.example/@a/{one}", "content": content, "created_at": stamp}
