"""Telegram channels and groups, by a bot. It has no key and no history to read: what is cut off is asked of a person.

Text is sent as HTML; 4,096 UTF-16 units of what is seen. `address` may name an own Bot API server.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from publisher.channels._base import TextNetwork, base_of, guarded, limit_of, reach, told, words
from publisher.channels._calls import Failed, ask, field_of, masked, text_in, trouble_of
from publisher.channels._received import FIELD, from_telegram
from publisher.channels._texts import MESSAGES, Form
from publisher.channels._threads import correct_parts, each, send_parts
from publisher.channels.contract import (
    Account,
    AccountField,
    Capabilities,
    Delivery,
    Lookup,
    Outcome,
    Reconnect,
    RenderedPart,
    RetryLater,
    Sent,
    Unknown,
)
from publisher.channels.incoming import Heard
from publisher.domain.sentences import Sentence, say
from publisher.rendering.layers import link_tag, plain, simple_tag, written
from publisher.rendering.lengths import Unit
from publisher.rendering.spans import Layer, SpanKind

_API = "https://api.telegram.org"
_TAGS = {
    SpanKind.BOLD: simple_tag("b"),
    SpanKind.ITALIC: simple_tag("i"),
    SpanKind.CODE: simple_tag("code"),
    SpanKind.PREFORMATTED: simple_tag("pre"),
    SpanKind.QUOTE: simple_tag("blockquote"),
    SpanKind.LINK: link_tag,
}
_NOT_YOURS = (
    "chat not found",
    "bot was kicked",
    "not enough rights",
    "bot is not a member",
    "need administrator rights",
)
_GONE = ("message to delete not found", "message_id_invalid", "message to edit not found")


def telegram_html(layer: Layer) -> str:
    return written(layer, _TAGS)


class Telegram(TextNetwork):
    """One chat or channel of one bot."""

    kind = "telegram"
    label = words("Telegram", "Telegram", "Telegram")
    form = Form(
        "html",
        ((4096, Unit.UTF16_UNITS),),
        telegram_html,
        keeps_link=lambda address: address.startswith(("http://", "https://")),
        most_parts=MESSAGES,
    )
    capabilities = Capabilities(Lookup.BLIND, can_correct=True, can_remove=True, limit=limit_of(form))
    fields = (
        AccountField(
            "chat",
            words("Channel (@name) or number of the chat", "频道 @名称 或聊天编号", "Канал (@имя) или номер чата"),
        ),
        AccountField(
            "token",
            words("Token of the bot, from @BotFather", "机器人令牌（@BotFather）", "Токен бота от @BotFather"),
            secret=True,
        ),
        FIELD,
        *reach(_API),
    )

    @guarded
    def send(self, account: Account, delivery: Delivery) -> Outcome:
        return send_parts(delivery, _posting(account), link=lambda one: _sent(account, one, None).url)

    @guarded
    def correct(self, account: Account, remote_id: str, delivery: Delivery) -> Outcome:
        def edit(message: str, part: RenderedPart) -> Outcome:
            return _call(account, "editMessageText", {"message_id": int(message), **_body(account, part)})

        return correct_parts(
            remote_id, delivery.rendered.parts, edit, _posting(account), lambda one: _delete(account, one)
        )

    @guarded
    def remove(self, account: Account, remote_id: str, delivery: Delivery) -> Outcome:
        return each(remote_id, lambda one: _delete(account, one))

    @guarded
    def received(self, account: Account, cursor: str) -> Heard:
        bot = account.secrets["token"].partition(":")[0]  # the public half: the bot's own number
        return from_telegram(lambda asked: _result(account, "getUpdates", asked), cursor, bot)

    @guarded
    def call(self, account: Account, key: str, text: str) -> Outcome:
        return _posting(account)(0, self.form.part(plain(text)), [])

    @told
    def closed(self, account: Account) -> Sentence | str | None:
        chat = _result(account, "getChat", {"chat_id": account.settings["chat"]})
        if account.settings["chat"].startswith("@") or text_in(chat, "username"):
            return say("Everybody can read along there; choose a closed group of the staff.")
        return None

    @told
    def test(self, account: Account) -> Sentence | str | None:
        me = _result(account, "getMe", {})
        chat = _result(account, "getChat", {"chat_id": account.settings["chat"]})
        member = _result(account, "getChatMember", {"chat_id": account.settings["chat"], "user_id": field_of(me, "id")})
        status, kind = text_in(member, "status"), text_in(chat, "type")
        if kind == "channel" and (status != "administrator" or not field_of(member, "can_post_messages")):
            return say("The bot is not an administrator of the channel who may post; make it one in Telegram.")
        if status in ("left", "kicked"):
            return say("The bot is not a member of the chat; add it in Telegram.")
        return None


def _posting(account: Account) -> Any:
    def post(number: int, part: RenderedPart, done: list[Sent]) -> Outcome:
        body = _body(account, part)
        if done:
            body["reply_parameters"] = {"message_id": int(done[0].remote_id)}
        return _call(account, "sendMessage", body)

    return post


def _body(account: Account, part: RenderedPart) -> dict[str, Any]:
    return {
        "chat_id": account.settings["chat"],
        "text": part.text,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }


def _delete(account: Account, message: str) -> Outcome:
    return _call(account, "deleteMessage", {"chat_id": account.settings["chat"], "message_id": int(message)}, message)


def _result(account: Account, method: str, body: dict[str, Any]) -> Any:
    answer = ask(account, "POST", f"{base_of(account, _API)}/bot{account.secrets['token']}/{method}", json=body)
    told_back = answer.json()
    if answer.status == 200 and field_of(told_back, "ok") is True:
        return field_of(told_back, "result")
    said = text_in(told_back, "description")
    wait = field_of(told_back, "parameters", "retry_after")
    if isinstance(wait, int):
        raise Failed(RetryLater(say("Telegram asks to wait."), datetime.now(UTC) + timedelta(seconds=wait)))
    if answer.status == 404 or any(one in said.lower() for one in _NOT_YOURS):
        raise Failed(
            Reconnect(
                say("The bot cannot post there ({said}).", said=masked(said, account) if said else say("no such bot"))
            )
        )
    trouble = trouble_of(answer, account, said)
    raise Failed(trouble or Unknown(say("Telegram's answer was not one that is known.")))


def _call(account: Account, method: str, body: dict[str, Any], removed: str | None = None) -> Outcome:
    try:
        result = _result(account, method, body)
    except Failed as failed:
        reason = str(failed.outcome.reason).lower()
        if "message is not modified" in reason:
            return _sent(account, str(body["message_id"]), None)
        if removed and any(one in reason for one in _GONE):
            return Sent(removed, None)
        return failed.outcome
    if removed:
        return Sent(removed, None)
    message, name = field_of(result, "message_id"), text_in(result, "chat", "username")
    if not isinstance(message, int) or isinstance(message, bool):
        return Unknown(say("Telegram said yes but gave no number of the message."))
    return _sent(account, str(message), name)


def _sent(account: Account, message: str, name: str | None) -> Sent:
    chat = name or account.settings["chat"].removeprefix("@")
    if chat.startswith("-100"):
        return Sent(message, f"https://t.me/c/{chat[4:]}/{message}")
    return Sent(message, f"https://t.me/{chat}/{message}" if not chat.lstrip("-").isdigit() else None)


def channel(site_root: Path, public_url: str) -> Telegram:
    return Telegram()
