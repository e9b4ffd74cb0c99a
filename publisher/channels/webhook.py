"""A signed call to a program of the clinic's own: it keeps our key, so that the same call again changes nothing.

Each call is a JSON object {event, key, …} under `X-Signature: sha256=…`, HMAC-SHA256 over `X-Timestamp`, a dot and the
body. Events: publish, find, correct, remove, measure,
test, and call (a call of duty, with its text). Each is answered by {"id": …, "url": …}; null: not there.
"""

import hashlib
import hmac
import json
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from publisher.channels._base import UNEXPECTED, TextNetwork, guarded, measured, reach, told, words
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
    Rendered,
    Sent,
    Unknown,
)
from publisher.domain.sentences import Sentence, say


class Webhook(TextNetwork):
    """One address that takes signed calls."""

    kind = "webhook"
    label = words("Webhook", "Webhook", "Вебхук")
    capabilities = Capabilities(Lookup.BY_KEY, can_correct=True, can_remove=True)
    fields = (
        AccountField("url", words("Address that is called", "调用地址", "Адрес вызова")),
        AccountField(
            "secret",
            words("Secret that signs each call", "签名密钥", "Секрет, которым подписан каждый вызов"),
            secret=True,
        ),
        *reach(None),
    )

    def render(self, post: Post) -> Rendered:
        return Rendered(self.kind, (whole_part(str(article(post))), title_part(post)))

    @guarded
    def send(self, account: Account, delivery: Delivery) -> Outcome:
        return _sent(_call(account, "publish", **_content(delivery)))

    @guarded
    def find(self, account: Account, delivery: Delivery) -> Found:
        found = _call(account, "find", key=delivery.key)
        if _says_none(found):
            return Absent()
        return _sent(found)  # type: ignore[return-value]

    @guarded
    def correct(self, account: Account, remote_id: str, delivery: Delivery) -> Outcome:
        return _sent(_call(account, "correct", id=remote_id, **_content(delivery)))

    @guarded
    def remove(self, account: Account, remote_id: str, delivery: Delivery) -> Outcome:
        found = _call(account, "remove", id=remote_id, key=delivery.key, reason=delivery.post.status_reason)
        return Sent(remote_id, None) if _says_none(found) else Unknown(say("The program did not say that it is gone."))

    @measured
    def measure(self, account: Account, remote_id: str) -> dict[str, int]:
        found = field_of(_call(account, "measure", id=remote_id), "measures")
        told_back = found if isinstance(found, dict) else {}
        return {str(name): value for name, value in told_back.items() if type(value) is int}

    @guarded
    def call(self, account: Account, key: str, text: str) -> Outcome:
        return _sent(_call(account, "call", key=key, text=text))

    def closed(self, account: Account) -> Sentence | str | None:
        return None  # a program of the clinic's own

    @told
    def test(self, account: Account) -> Sentence | str | None:
        found = _call(account, "test")
        return None if isinstance(found, dict) and "id" in found else UNEXPECTED


def _content(delivery: Delivery) -> dict[str, Any]:
    post = delivery.post
    return {
        "key": delivery.key,
        "entry": post.entry,
        "revision": post.revision,
        "digest": post.revision_digest,
        "language": post.language.value,
        "doctor": post.byline.doctor,
        "parts": [asdict(part) for part in delivery.rendered.parts],
    }


def _says_none(found: Any) -> bool:
    return isinstance(found, dict) and "id" in found and found["id"] is None


def _sent(found: Any) -> Outcome:
    one = text_in(found, "id")
    if not one or len(one) > 300:
        return Unknown(say("The program said yes but gave no id."))
    return Sent(one, text_in(found, "url") or None)


def _call(account: Account, event: str, **values: Any) -> Any:
    body = json.dumps({"event": event, **values}, ensure_ascii=False).encode("utf-8", "replace")
    stamp = str(int(time.time()))
    headers = {
        "content-type": "application/json",
        "x-timestamp": stamp,
        "x-signature": f"sha256={signature(account.secrets['secret'], stamp, body)}",
    }
    if "key" in values:
        headers["idempotency-key"] = f"{event}-{values['key']}"
    answer = ask(account, "POST", account.settings["url"], headers=headers, content=body)
    if trouble := trouble_of(answer, account, text_in(answer.json(), "error")):
        raise Failed(trouble)
    return answer.json()


def signature(secret: str, stamp: str, body: bytes) -> str:
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def channel(site_root: Path, public_url: str) -> Webhook:
    return Webhook()
