"""WordPress, Ghost, WeChat Official Accounts and the webhook of a clinic's own program."""

import hashlib
import hmac
import json
import time
from typing import Any, ClassVar

from tests.support.loopback.server import Reply, Request, Shape


class WordPress(Shape):
    kind = "wordpress"
    settings: ClassVar[dict[str, str]] = {"address": "{address}", "user": "doctor"}
    secrets: ClassVar[dict[str, str]] = {"application_password": "wordpress secret password"}

    def __init__(self) -> None:
        super().__init__()
        self.slugs: dict[str, str] = {}

    def publishes(self, request: Request) -> bool:
        return request.query["rest_route"] == "/wp/v2/posts" and request.method == "POST"

    def answer(self, request: Request) -> Reply:
        route = request.query["rest_route"]
        one = route.rpartition("/")[2]
        if self.publishes(request):
            one = str(self.next_id())
            self.posts[one], self.slugs[one] = request.json["content"], request.json["slug"]
            return Reply(201, self._post(one))
        if route == "/wp/v2/posts":
            wanted = request.query["slug"]
            return Reply(200, [self._post(one) for one in self.posts if self.slugs[one] == wanted])
        if one == "me":
            return Reply(200, {"id": 1, "capabilities": {"publish_posts": True}})
        if one == "comments":
            return Reply(200, [], {"X-WP-Total": "3"})
        if one not in self.posts:
            return Reply(404, {"code": "rest_post_invalid_id", "message": "Invalid post ID."})
        if request.method == "DELETE":
            self.posts.pop(one)
            return Reply(200, {"id": int(one), "status": "trash"})
        self.posts[one] = request.json["content"]
        return Reply(200, self._post(one))

    def _post(self, one: str) -> dict[str, Any]:
        return {"id": int(one), "link": f"https://blog.example/{self.slugs[one]}/", "slug": self.slugs[one]}


class Ghost(Shape):
    kind = "ghost"
    settings: ClassVar[dict[str, str]] = {"address": "{address}"}
    secrets: ClassVar[dict[str, str]] = {"admin_key": "65f0c0ffee65f0c0ffee65f0:" + "ab" * 32}

    def __init__(self) -> None:
        super().__init__()
        self.slugs: dict[str, str] = {}

    def publishes(self, request: Request) -> bool:
        return request.method == "POST"

    def answer(self, request: Request) -> Reply:
        path = request.path.removeprefix("/ghost/api/admin/posts/").strip("/")
        if request.method == "POST":
            one = f"{self.next_id():024x}"
            body = request.json["posts"][0]
            self.posts[one], self.slugs[one] = self._html(body), body["slug"]
            return self._post(one, 201)
        if path.startswith("slug/"):
            path = next((one for one in self.posts if self.slugs[one] == path.removeprefix("slug/")), "")
        if not path and request.method == "GET" and "limit" in request.query:
            return Reply(200, {"posts": []})
        if path not in self.posts:
            return Reply(404, {"errors": [{"message": "Resource not found error, cannot read post."}]})
        if request.method == "DELETE":
            self.posts.pop(path)
            return Reply(204)
        if request.method == "PUT":
            assert request.json["posts"][0]["updated_at"]
            self.posts[path] = self._html(request.json["posts"][0])
        return self._post(path)

    def _html(self, body: dict[str, str]) -> str:
        (card,) = json.loads(body["lexical"])["root"]["children"]
        return str(card["html"])

    def _post(self, one: str, status: int = 200) -> Reply:
        stamp = "2026-11-24T10:00:00.000Z"
        return Reply(status, {"posts": [{"id": one, "url": f"https://g.example/{one}/", "updated_at": stamp}]})

    def expired(self) -> Reply:
        return Reply(401, {"errors": [{"message": "Invalid token: jwt expired"}]})


class WeChat(Shape):
    """Every error has status 200; a draft waits in the box for a person."""

    kind = "wechat"
    settings: ClassVar[dict[str, str]] = {"app_id": "wx1", "address": "{address}"}
    secrets: ClassVar[dict[str, str]] = {"app_secret": "wechat-secret-app"}

    def __init__(self) -> None:
        super().__init__()
        self.titles: dict[str, str] = {}

    def publishes(self, request: Request) -> bool:
        return request.path.endswith("/draft/add")

    def answer(self, request: Request) -> Reply:
        call = request.path.removeprefix("/cgi-bin/")
        if call == "stable_token":
            return Reply(200, {"access_token": "wechat-secret-access", "expires_in": 7200})
        if call == "material/add_material":
            return Reply(200, {"media_id": "cover", "url": "http://mmbiz.example/0"})
        if call in ("draft/add", "draft/update"):
            body = request.json
            article = body["articles"][0] if call == "draft/add" else body["articles"]
            one = body.get("media_id") or f"media-{self.next_id()}"
            self.posts[one], self.titles[one] = article["content"], article["title"]
            return Reply(200, {"media_id": one} if call == "draft/add" else {"errcode": 0, "errmsg": "ok"})
        if call == "draft/delete":
            self.posts.pop(request.json["media_id"], None)
            return Reply(200, {"errcode": 0, "errmsg": "ok"})
        if call == "draft/batchget":
            return Reply(200, {"item": [self._item(one) for one in self.posts]})
        return Reply(200, {"item": [], "total_count": 0})

    def _item(self, one: str) -> dict[str, Any]:
        news = {"title": self.titles[one], "content": self.posts[one]}
        return {"media_id": one, "update_time": int(time.time()), "content": {"news_item": [news]}}

    def expired(self) -> Reply:
        return Reply(200, {"errcode": 40001, "errmsg": "invalid credential, access_token is invalid or not latest"})

    def limited(self, seconds: int | None) -> Reply:
        return Reply(200, {"errcode": 45009, "errmsg": "reach max api daily quota limit"})


class Webhook(Shape):
    kind = "webhook"
    settings: ClassVar[dict[str, str]] = {"url": "{address}/hook"}
    secrets: ClassVar[dict[str, str]] = {"secret": "webhook-secret-word"}

    def __init__(self) -> None:
        super().__init__()
        self.keys: dict[str, str] = {}

    def publishes(self, request: Request) -> bool:
        return request.json["event"] in ("publish", "call")

    def answer(self, request: Request) -> Reply:
        signed = request.headers["x-timestamp"].encode() + b"." + request.body
        expected = hmac.new(self.secrets["secret"].encode(), signed, hashlib.sha256).hexdigest()
        if request.headers["x-signature"] != f"sha256={expected}":
            return Reply(401, {"error": "wrong signature"})
        body = request.json
        if body["event"] == "publish" and body["key"] not in self.keys:
            self.keys[body["key"]] = f"w{self.next_id()}"
        one = body.get("id") or self.keys.get(body.get("key", ""))
        if body["event"] == "call":
            one = f"w{self.next_id()}"
            self.posts[one] = body["text"]
        if body["event"] in ("publish", "correct"):
            self.posts[one] = body["parts"][0]["text"]
        if body["event"] == "remove":
            self.posts.pop(one, None)
        return Reply(200, {"id": one if one in self.posts else None, "url": None, "measures": {"views": 5}})
