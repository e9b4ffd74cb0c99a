"""A Matrix room without encryption. Each message has a transaction id, so that sending it again changes nothing."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

from publisher.channels._base import (
    UNEXPECTED,
    Seen,
    TextNetwork,
    base_of,
    caught,
    guarded,
    limit_of,
    measured,
    moment,
    reach,
    read_back,
    told,
    words,
)
from publisher.channels._calls import Failed, after_of, ask, field_of, text_in, trouble_of
from publisher.channels._texts import MESSAGES, Form
from publisher.channels._threads import correct_parts, each, found_of, send_parts
from publisher.channels.contract import (
    Account,
    AccountField,
    Capabilities,
    Certainty,
    Delivery,
    Found,
    Lookup,
    Outcome,
    RenderedPart,
    RetryLater,
    Sent,
    Unknown,
)
from publisher.domain.sentences import Sentence, say
from publisher.rendering.layers import link_tag, plain, simple_tag, visible, written
from publisher.rendering.lengths import Unit
from publisher.rendering.spans import Layer, SpanKind

_TAGS = {
    SpanKind.BOLD: simple_tag("strong"),
    SpanKind.ITALIC: simple_tag("em"),
    SpanKind.CODE: simple_tag("code"),
    SpanKind.PREFORMATTED: simple_tag("pre"),
    SpanKind.QUOTE: simple_tag("blockquote"),
    SpanKind.LINK: link_tag,
}
_PAGE = 200


def matrix_html(layer: Layer) -> str:
    return written(layer, _TAGS, "<br/>")


class Matrix(TextNetwork):
    """One room. An event holds 65,536 bytes; text and HTML both stand in it."""

    kind = "matrix"
    label = words("Matrix", "Matrix", "Matrix")
    form = Form(
        "org.matrix.custom.html",
        ((30_000, Unit.UTF8_BYTES),),
        matrix_html,
        counts_markup=True,
        keeps_link=lambda address: address.startswith(("http://", "https://", "mailto:")),
        most_parts=MESSAGES,
    )
    capabilities = Capabilities(
        Lookup.BY_KEY, can_correct=True, can_remove=True, limit=limit_of(form, certainty=Certainty.OURS)
    )
    fields = (
        AccountField("server", words("Address of the server, https://…", "服务器地址", "Адрес сервера, https://…")),
        AccountField(
            "room", words("Id of the room, !…:server", "房间编号 !…:server", "Идентификатор комнаты, !…:server")
        ),
        AccountField("token", words("Access token", "访问令牌", "Токен доступа"), secret=True),
        *reach(None),
    )

    @guarded
    def send(self, account: Account, delivery: Delivery) -> Outcome:
        return send_parts(
            delivery,
            lambda number, part, done: caught(
                lambda: _put(account, f"send/m.room.message/{delivery.key}-{number}", _content(part))
            ),
            link=lambda one: _link(account, one),
        )

    @guarded
    def find(self, account: Account, delivery: Delivery) -> Found:
        found = _call(account, "GET", f"{_room(account)}/messages", params={"dir": "b", "limit": _PAGE})
        events = field_of(found, "chunk")
        if not isinstance(events, list):
            return Unknown(say("The server did not show the room."))
        seen = [
            Seen(
                Sent(text_in(one, "event_id"), _link(account, text_in(one, "event_id"))),
                text_in(one, "content", "body"),
                moment(field_of(one, "origin_server_ts")),
            )
            for one in events
            if field_of(one, "type") == "m.room.message" and not field_of(one, "content", "m.relates_to")
        ]
        return found_of(read_back(delivery, seen, of_part=lambda part: visible(part.text), page=_PAGE))

    @guarded
    def correct(self, account: Account, remote_id: str, delivery: Delivery) -> Outcome:
        def edit(event: str, part: RenderedPart) -> Outcome:
            new = _content(part)
            body = {
                **new,
                "body": f"* {new['body']}",
                "m.new_content": new,
                "m.relates_to": {"rel_type": "m.replace", "event_id": event},
            }
            outcome = caught(
                lambda: _put(account, f"send/m.room.message/{delivery.key}-edit-{quote(event, safe='')}", body)
            )
            return Sent(event, _link(account, event)) if isinstance(outcome, Sent) else outcome

        return correct_parts(
            remote_id,
            delivery.rendered.parts,
            edit,
            lambda number, part, done: caught(
                lambda: _put(account, f"send/m.room.message/{delivery.key}-{number}", _content(part))
            ),
            lambda one: caught(lambda: _redact(account, one, delivery)),
        )

    @guarded
    def remove(self, account: Account, remote_id: str, delivery: Delivery) -> Outcome:
        return each(remote_id, lambda one: caught(lambda: _redact(account, one, delivery)))

    @measured
    def measure(self, account: Account, remote_id: str) -> dict[str, int]:
        event = quote(remote_id.split(",")[0], safe="")
        path = f"v1/rooms/{quote(account.settings['room'], safe='')}/relations/{event}/m.annotation"
        found = field_of(_call(account, "GET", path, version="", params={"limit": 500}), "chunk")
        return {"reactions": len(found)} if isinstance(found, list) else {}

    @guarded
    def call(self, account: Account, key: str, text: str) -> Outcome:
        return _put(account, f"send/m.room.message/{key}", _content(self.form.part(plain(text))))

    @told
    def closed(self, account: Account) -> Sentence | str | None:
        rules = _call(account, "GET", f"{_room(account)}/state/m.room.join_rules")
        if text_in(rules, "join_rule") == "public":
            return say("Everybody can read along there; choose a closed group of the staff.")
        return None

    @told
    def test(self, account: Account) -> Sentence | str | None:
        own = text_in(_call(account, "GET", "account/whoami"), "user_id")
        joined = field_of(_call(account, "GET", "joined_rooms"), "joined_rooms")
        if not own or not isinstance(joined, list):
            return UNEXPECTED
        if account.settings["room"] not in joined:
            return say("{own} is not in the room; invite the account and let it join.", own=own)
        return None


def _content(part: RenderedPart) -> dict[str, Any]:
    return {"msgtype": "m.text", "body": visible(part.text), "format": part.format, "formatted_body": part.text}


def _room(account: Account) -> str:
    return f"rooms/{quote(account.settings['room'], safe='')}"


def _put(account: Account, path: str, body: dict[str, Any]) -> Outcome:
    event = text_in(_call(account, "PUT", f"{_room(account)}/{path}", json=body), "event_id")
    if not event.startswith("$"):
        return Unknown(say("The server said yes but gave no id of the message."))
    return Sent(event, _link(account, event))


def _redact(account: Account, event: str, delivery: Delivery) -> Outcome:
    outcome = _put(account, f"redact/{quote(event, safe='')}/{delivery.key}-{quote(event, safe='')}", {})
    return Sent(event, None) if isinstance(outcome, Sent) else outcome


def _link(account: Account, event: str) -> str:
    return f"https://matrix.to/#/{quote(account.settings['room'], safe='!:')}/{quote(event, safe='$')}"


def _call(account: Account, method: str, path: str, version: str = "v3/", **more: Any) -> Any:
    headers = {"authorization": f"Bearer {account.secrets['token']}"}
    address = f"{base_of(account, field='server')}/_matrix/client/{version}{path}"
    answer = ask(account, method, address, headers=headers, **more)
    told_back = answer.json()
    if field_of(told_back, "errcode") == "M_LIMIT_EXCEEDED":
        wait = field_of(told_back, "retry_after_ms")
        after = after_of({"retry-after": str(wait / 1000)} if isinstance(wait, int) else answer.headers)
        raise Failed(RetryLater(say("The server asks to wait."), after))
    if trouble := trouble_of(answer, account, text_in(told_back, "error")):
        raise Failed(trouble)
    return told_back


def channel(site_root: Path, public_url: str) -> Matrix:
    return Matrix()
