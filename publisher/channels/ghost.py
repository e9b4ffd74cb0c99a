"""Ghost by its Admin interface. The HTML stands in one card of its own format (Lexical): it keeps every byte.

No newsletter is sent. A publication is never repeated blindly: it is looked up by its address part (slug) first.
"""

import base64
import hashlib
import hmac
import json
import time
from pathlib import Path
from typing import Any

from publisher.channels._base import UNEXPECTED, base_of, guarded, reach, told, words
from publisher.channels._calls import Failed, ask, field_of, text_in, trouble_of
from publisher.channels._documents import article, title_part, whole_part
from publisher.channels.contract import (
    Absent,
    Account,
    AccountField,
    Capabilities,
    Delivery,
    Found,
    Lookup,
    Outcome,
    Post,
    Reconnect,
    Rendered,
    Sent,
    Unknown,
)
from publisher.channels.wordpress import slug_of
from publisher.domain.sentences import Sentence, say
from publisher.net import Answer

_TOKEN_SECONDS = 240  # Ghost takes five minutes at most
_LONGEST_TITLE = 255


class Ghost:
    """One Ghost site."""

    kind = "ghost"
    label = words("Ghost", "Ghost", "Ghost")
    capabilities = Capabilities(Lookup.READABLE, can_correct=True, can_remove=True)
    fields = (
        AccountField("address", words("Address of the site, https://…", "站点地址", "Адрес сайта, https://…")),
        AccountField(
            "admin_key",
            words(
                "Admin API key of a custom integration",
                "自定义集成的 Admin API key",
                "Ключ Admin API собственной интеграции",
            ),
            secret=True,
        ),
        *reach(None),
    )

    def render(self, post: Post) -> Rendered:
        return Rendered(self.kind, (whole_part(article(post)), title_part(post, _LONGEST_TITLE)))

    @guarded
    def send(self, account: Account, delivery: Delivery) -> Outcome:
        body = {**_content(delivery), "slug": slug_of(delivery), "status": "published"}
        answer = _call(account, "POST", "posts/", json={"posts": [body]})
        return _sent(answer)

    @guarded
    def find(self, account: Account, delivery: Delivery) -> Found:
        answer = _answer(account, "GET", f"posts/slug/{slug_of(delivery)}/")
        if answer.status == 404 and _said(answer):
            return Absent()
        if trouble := trouble_of(answer, account, _said(answer)):
            raise Failed(trouble)
        return _sent(answer)  # type: ignore[return-value]

    @guarded
    def correct(self, account: Account, remote_id: str, delivery: Delivery) -> Outcome:
        current = _post(_call(account, "GET", f"posts/{remote_id}/"))
        body = {**_content(delivery), "updated_at": text_in(current, "updated_at")}
        return _sent(_call(account, "PUT", f"posts/{remote_id}/", json={"posts": [body]}))

    @guarded
    def remove(self, account: Account, remote_id: str, delivery: Delivery) -> Outcome:
        answer = _answer(account, "DELETE", f"posts/{remote_id}/")
        if answer.status == 204 or (answer.status == 404 and _said(answer)):
            return Sent(remote_id, None)
        return trouble_of(answer, account, _said(answer)) or Unknown(say("Ghost's answer was not one that is known."))

    def measure(self, account: Account, remote_id: str) -> dict[str, int]:
        """Ghost gives its readers' numbers to its own pages only."""
        return {}

    @told
    def test(self, account: Account) -> Sentence | str | None:
        answer = _call(account, "GET", "posts/", params={"limit": 1})
        return None if isinstance(field_of(answer.json(), "posts"), list) else UNEXPECTED


def _content(delivery: Delivery) -> dict[str, Any]:
    html, title = delivery.rendered.parts
    card = {"type": "html", "version": 1, "html": html.text}
    root = {"type": "root", "version": 1, "children": [card], "direction": None, "format": "", "indent": 0}
    return {"title": title.text, "lexical": json.dumps({"root": root}, ensure_ascii=False)}


def _post(answer: Answer) -> Any:
    found = field_of(answer.json(), "posts")
    return found[0] if isinstance(found, list) and found else None


def _sent(answer: Answer) -> Outcome:
    found = _post(answer)
    one = text_in(found, "id")
    if len(one) != 24 or not one.isalnum():
        return Unknown(say("Ghost said yes but gave no id of the post."))
    return Sent(one, text_in(found, "url") or None)


def _said(answer: Answer) -> str:
    errors = field_of(answer.json(), "errors")
    return text_in(errors[0], "message") if isinstance(errors, list) and errors else ""


def _call(account: Account, method: str, path: str, **more: Any) -> Answer:
    answer = _answer(account, method, path, **more)
    if trouble := trouble_of(answer, account, _said(answer)):
        raise Failed(trouble)
    return answer


def _answer(account: Account, method: str, path: str, **more: Any) -> Answer:
    headers = {"authorization": f"Ghost {_token(account)}", "accept-version": "v5.0"}
    return ask(account, method, f"{base_of(account)}/ghost/api/admin/{path}", headers=headers, **more)


def _token(account: Account) -> str:
    """A signed statement that this is the holder of the key, good for some minutes (JWT, HS256)."""
    name, _, secret = account.secrets["admin_key"].strip().partition(":")
    now = int(time.time())
    head = {"alg": "HS256", "typ": "JWT", "kid": name}
    claims = {"iat": now, "exp": now + _TOKEN_SECONDS, "aud": "/admin/"}
    signed = ".".join(_coded(json.dumps(one, separators=(",", ":")).encode()) for one in (head, claims))
    try:
        key = bytes.fromhex(secret)
    except ValueError:
        raise Failed(Reconnect(say("This is no Admin API key; copy it whole from Ghost, with the colon."))) from None
    return f"{signed}.{_coded(hmac.new(key, signed.encode(), hashlib.sha256).digest())}"


def _coded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def channel(site_root: Path, public_url: str) -> Ghost:
    return Ghost()
