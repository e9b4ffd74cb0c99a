"""MAX channels, by a bot. Text leaves as HTML, counted as written; its own limit is 4,000 characters."""

from pathlib import Path
from typing import Any

from publisher.channels._base import (
    UNEXPECTED,
    Seen,
    TextNetwork,
    base_of,
    caught,
    counts,
    guarded,
    limit_of,
    measured,
    moment,
    reach,
    read_back,
    told,
    words,
)
from publisher.channels._calls import Failed, ask, field_of, text_in, trouble_of
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
    Sent,
    Unknown,
)
from publisher.domain.sentences import Sentence, say
from publisher.rendering.layers import link_tag, plain, simple_tag, visible, written
from publisher.rendering.lengths import Unit
from publisher.rendering.spans import Layer, SpanKind

_PAGE = 100
_API = "https://platform-api2.max.ru"
_TAGS = {
    SpanKind.BOLD: simple_tag("b"),
    SpanKind.ITALIC: simple_tag("i"),
    SpanKind.CODE: simple_tag("code"),
    SpanKind.PREFORMATTED: simple_tag("pre"),
    SpanKind.LINK: link_tag,
}


def max_html(layer: Layer) -> str:
    return written(layer, _TAGS)


class Max(TextNetwork):
    """One channel or chat of one bot."""

    kind = "max"
    label = words("MAX", "MAX", "MAX")
    form = Form(
        "html",
        ((4000, Unit.CHARACTERS),),
        max_html,
        counts_markup=True,
        keeps_link=lambda address: address.startswith(("http://", "https://")),
        most_parts=MESSAGES,
    )
    capabilities = Capabilities(
        Lookup.READABLE, can_correct=True, can_remove=True, limit=limit_of(form, certainty=Certainty.REPORTED)
    )
    fields = (
        AccountField("chat", words("Number of the channel", "频道编号", "Номер канала (chat_id)")),
        AccountField("token", words("Token of the bot", "机器人令牌", "Токен бота"), secret=True),
        *reach(_API),
    )

    @guarded
    def send(self, account: Account, delivery: Delivery) -> Outcome:
        there = _there(account, delivery) if len(delivery.rendered.parts) > 1 else []
        return send_parts(delivery, _posting(account), there=there)

    @guarded
    def find(self, account: Account, delivery: Delivery) -> Found:
        return found_of(_there(account, delivery))

    @guarded
    def correct(self, account: Account, remote_id: str, delivery: Delivery) -> Outcome:
        def edit(one: str, part: RenderedPart) -> Outcome:
            return caught(lambda: _done(account, "PUT", one, json={"text": part.text, "format": "html"}))

        return correct_parts(
            remote_id, delivery.rendered.parts, edit, _posting(account), lambda one: _delete(account, one)
        )

    @guarded
    def remove(self, account: Account, remote_id: str, delivery: Delivery) -> Outcome:
        return each(remote_id, lambda one: _delete(account, one))

    @measured
    def measure(self, account: Account, remote_id: str) -> dict[str, int]:
        found = _call(account, "GET", f"messages/{remote_id.split(',')[0]}")
        return counts(field_of(found, "stat") or {}, {"views": "views"})

    @guarded
    def call(self, account: Account, key: str, text: str) -> Outcome:
        return _posting(account)(0, self.form.part(plain(text)), [])

    @told
    def closed(self, account: Account) -> Sentence | str | None:
        if field_of(_call(account, "GET", f"chats/{account.settings['chat']}"), "is_public") is True:
            return say("Everybody can read along there; choose a closed group of the staff.")
        return None

    @told
    def test(self, account: Account) -> Sentence | str | None:
        if not field_of(_call(account, "GET", "me"), "user_id"):
            return UNEXPECTED
        member = _call(account, "GET", f"chats/{account.settings['chat']}/members/me")
        rights = field_of(member, "permissions")
        if isinstance(rights, list) and "write" not in rights and "post_edit_delete_message" not in rights:
            return say("The bot may not write in this channel; make it an administrator there.")
        return None


def _posting(account: Account) -> Any:
    def post(number: int, part: RenderedPart, done: list[Sent]) -> Outcome:
        body: dict[str, Any] = {"text": part.text, "format": "html", "notify": True}
        if done:
            body["link"] = {"type": "reply", "mid": done[0].remote_id}
        return caught(
            lambda: _sent(_call(account, "POST", "messages", params={"chat_id": account.settings["chat"]}, json=body))
        )

    return post


def _sent(found: Any) -> Outcome:
    message = field_of(found, "message") or found
    mid = text_in(message, "body", "mid")
    if not mid:
        return Unknown(say("MAX said yes but gave no number of the message."))
    return Sent(mid, text_in(message, "url") or None)


def _there(account: Account, delivery: Delivery) -> list[Sent | None]:
    found = _call(account, "GET", "messages", params={"chat_id": account.settings["chat"], "count": _PAGE})
    items = field_of(found, "messages")
    if not isinstance(items, list):
        raise Failed(Unknown(say("MAX did not show the messages.")))
    seen = [
        Seen(
            Sent(text_in(one, "body", "mid"), text_in(one, "url") or None),
            text_in(one, "body", "text"),
            moment(field_of(one, "timestamp")),
        )
        for one in items
    ]
    return read_back(delivery, seen, of_part=lambda part: visible(part.text), page=_PAGE)


def _delete(account: Account, one: str) -> Outcome:
    return caught(lambda: _done(account, "DELETE", one))


def _done(account: Account, method: str, one: str, **more: Any) -> Outcome:
    found = _call(account, method, "messages", params={"message_id": one}, **more)
    if field_of(found, "success") is not True:
        return Unknown(say("MAX did not confirm it."))
    return Sent(one, None)


def _call(account: Account, method: str, path: str, **more: Any) -> Any:
    headers = {"authorization": account.secrets["token"]}
    answer = ask(account, method, f"{base_of(account, _API)}/{path}", headers=headers, **more)
    if answer.status == 404 and method == "DELETE" and text_in(answer.json(), "code"):
        return {"success": True}
    if trouble := trouble_of(answer, account, text_in(answer.json(), "message")):
        raise Failed(trouble)
    return answer.json()


def channel(site_root: Path, public_url: str) -> Max:
    return Max()
