"""A third-party channel, found by its entry point, that talks to the campaign's network over real sockets."""

import http.client
import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

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
    RenderedPart,
    RetryLater,
    Sent,
    Unknown,
)

_LOOKUPS = {"keyed": Lookup.BY_KEY, "readable": Lookup.READABLE, "blind": Lookup.BLIND}
_CONTROL = os.environ.get("CAMPAIGN_CONTROL") == "1"  # the control run believes that nothing was sent


class LoopbackNetwork:
    """One kind of account on the campaign's network."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.label = {"en": kind, "zh": kind, "ru": kind}
        self.capabilities = Capabilities(lookup=_LOOKUPS[kind], can_correct=False, can_remove=False)
        self.fields = (AccountField("port", {"en": "Port", "zh": "端口", "ru": "Порт"}),)

    def render(self, post: Post) -> Rendered:
        text = f"{post.title}\n\n{post.body}"
        return Rendered(self.kind, (RenderedPart(text, "text", len(text), None, "characters"),))

    def send(self, account: Account, delivery: Delivery) -> Outcome:
        text = delivery.rendered.parts[0].text
        status, body = _call(account, "POST", "/post", {"key": delivery.key, "kind": self.kind, "text": text})
        if status == 200 and "id" in body:
            return Sent(body["id"], None)
        if status == 503:
            return RetryLater("the network is busy")
        return RetryLater("cut") if _CONTROL else Unknown("the connection was cut")

    def find(self, account: Account, delivery: Delivery) -> Found:
        if self.kind == "blind":
            return Absent() if _CONTROL else Unknown("this network cannot be asked")
        if self.kind == "keyed" or _CONTROL:
            return Absent()  # repeating the call with the same key is harmless
        status, body = _call(account, "GET", "/find?text=" + quote(delivery.rendered.parts[0].text))
        if status != 200:
            return Unknown("the network did not answer")
        return Sent(str(body["ids"][0]), None) if body["ids"] else Absent()

    def correct(self, account: Account, remote_id: str, delivery: Delivery) -> Outcome:
        return RetryLater("cannot")

    def remove(self, account: Account, remote_id: str, delivery: Delivery) -> Outcome:
        return RetryLater("cannot")

    def measure(self, account: Account, remote_id: str) -> dict[str, int]:
        return {}

    def test(self, account: Account) -> str | None:
        return None


def _call(account: Account, method: str, path: str, body: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
    connection = http.client.HTTPConnection("127.0.0.1", int(account.settings["port"]), timeout=3)
    try:
        connection.request(method, path, json.dumps(body) if body else None)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read() or b"{}")
    except (OSError, http.client.HTTPException, ValueError):
        return 0, {}
    finally:
        connection.close()


def keyed(site_root: Path, public_url: str) -> LoopbackNetwork:
    return LoopbackNetwork("keyed")


def readable(site_root: Path, public_url: str) -> LoopbackNetwork:
    return LoopbackNetwork("readable")


def blind(site_root: Path, public_url: str) -> LoopbackNetwork:
    return LoopbackNetwork("blind")
