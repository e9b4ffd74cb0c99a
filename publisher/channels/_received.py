"""What people wrote to an account, from each network's own shape. It loses nothing that the network still has.

`call` asks the network; an answer of an unknown shape ends it (Failed), so that the cursor stays where it was.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from publisher.channels._base import moment, words
from publisher.channels._calls import Failed, field_of, text_in
from publisher.channels.contract import AccountField, Unknown
from publisher.channels.incoming import LISTENS_FOR, Heard, Incoming
from publisher.domain.sentences import say
from publisher.rendering.layers import visible
from publisher.rendering.mentions import as_shown

FIELD = AccountField(
    LISTENS_FOR,
    words(
        "Community whose inbox takes what people write to this account; “all” for the organisation; empty: not read",
        "将此账号收到的留言送入哪个社群的收件箱；填“all”表示整个机构；留空则不读取",
        "Сообщество, во входящие которого идёт то, что пишут этому аккаунту; «all» для организации; пусто: не читать",
    ),
    required=False,
)
_PAGE = 40
_MOST_PAGES = 100
_BEGINNING = "1970-01-01T00:00:00+00:00"
_OVERLAP = timedelta(days=1)  # Bluesky puts a mention at its writer's own time, and her clock may be slow
_ASKED_OF_BLUESKY = ("mention", "reply", "quote")
_TELEGRAM_KEEPS = timedelta(hours=24)  # the Bot API: updates are not kept longer than that
_CALLED = re.compile(r"^(?:@\S+\s+)+")
_MASTODON_MEDIA = {"image": "photo", "video": "video", "gifv": "video", "audio": "audio"}
_TELEGRAM_MEDIA = {
    "photo": "photo",
    "voice": "voice",
    "video": "video",
    "video_note": "video",
    "animation": "video",
    "sticker": "sticker",
    "document": "file",
    "audio": "audio",
    "location": "file",
    "venue": "file",
    "contact": "file",
}
_VK_MEDIA = {"photo": "photo", "audio_message": "voice", "video": "video", "sticker": "sticker", "audio": "audio"}
_FORWARDED_DEPTH = 5
_VK_NEW = re.compile(
    r"(?:message|wall_post|wall_reply|photo_comment|video_comment|market_comment|board_post)_(?:new|edit)\Z"
)
_STRANGE = say("What people wrote could not be read: the network's answer was not one that is known.")


def from_mastodon(call: Callable[[dict[str, Any]], Any], cursor: str) -> Heard:
    """Mentions after the notification `cursor`, the oldest first, so that none is skipped between two pages."""
    # from people the account does not follow Mastodon holds private mentions back unless they are asked for
    asked = {"types[]": "mention", "limit": _PAGE, "include_filtered": "true"} | ({"min_id": cursor} if cursor else {})
    found = _list(call(asked))
    told = [_mention(one) for one in found if text_in(one, "type") == "mention"]
    newest = max((text_in(one, "id") for one in found), key=lambda one: (len(one), one), default="")
    further = bool(newest) and newest != cursor
    return Heard(tuple(reversed(told)), newest or cursor or "0", more=bool(cursor) and further and len(found) >= _PAGE)


def _mention(one: Any) -> Incoming:
    status = field_of(one, "status")
    number = text_in(status, "id")
    if not number:
        raise Failed(Unknown(_STRANGE))
    warned = text_in(status, "spoiler_text")
    said = _CALLED.sub("", visible(text_in(status, "content").replace("</p>", "<br>")).strip())
    return Incoming(
        f"mastodon:{text_in(status, 'uri') or number}",
        "\n".join(part for part in (warned, said) if part),
        text_in(status, "account", "acct") or None,
        moment(text_in(one, "created_at")),
        text_in(status, "url") or None,
        tuple(_MASTODON_MEDIA.get(text_in(each, "type"), "file") for each in _some(status, "media_attachments")),
    )


def from_bluesky(call: Callable[[dict[str, Any]], Any], cursor: str) -> Heard:
    """Mentions, replies and quotes. The network shows the newest first: pages are turned back to the cursor's time."""
    since, newest, page, reached = moment(cursor), cursor, "", False
    told: list[Incoming] = []
    for _ in range(_MOST_PAGES):
        found = call({"limit": 100, "reasons": _ASKED_OF_BLUESKY} | ({"cursor": page} if page else {}))
        for one in _list(field_of(found, "notifications")):
            at = moment(text_in(one, "indexedAt"))
            if at is None:
                raise Failed(Unknown(_STRANGE))
            if since is not None and at < since - _OVERLAP:
                return Heard(tuple(reversed(told)), newest)
            reached = reached or (since is not None and at <= since)
            newest = text_in(one, "indexedAt") if newest == cursor and (since is None or at > since) else newest
            if text_in(one, "reason") in _ASKED_OF_BLUESKY:
                told.append(_notice(one, at))
        before, page = page, text_in(found, "cursor")
        if page in ("", before) or since is None:
            return Heard(tuple(reversed(told)), newest or _BEGINNING)
    return Heard(tuple(reversed(told)), newest, gap=not reached)


def _notice(one: Any, at: datetime) -> Incoming:
    uri, embedded = text_in(one, "uri"), field_of(one, "record", "embed")
    if not uri.startswith("at://"):
        raise Failed(Unknown(_STRANGE))
    kinds = text_in(embedded, "$type") + text_in(embedded, "media", "$type")
    media = ("photo",) if "images" in kinds else ("video",) if "video" in kinds else ()
    parts = uri.split("/")
    link = f"https://bsky.app/profile/{parts[2]}/post/{parts[-1]}"
    handle = text_in(one, "author", "handle") or text_in(one, "author", "did")
    said = _CALLED.sub("", text_in(one, "record", "text"))
    return Incoming(f"bluesky:{uri}", said, handle or None, at, link, media)


def from_telegram(call: Callable[[dict[str, Any]], Any], cursor: str, bot: str) -> Heard:
    """Updates from `cursor` on; asking from there tells Telegram that all before is stored.

    When none is left the next call names no number: after a quiet week Telegram may begin to count anew. So no number
    tells what it forgot.
    """
    asked = {"limit": 100, "timeout": 0, "allowed_updates": ["message", "edited_message"]}
    found = _list(call(asked | ({"offset": int(cursor)} if cursor else {})))
    told = [_update(one, bot) for one in found]
    numbers = [field_of(one, "update_id") for one in found]
    if not all(isinstance(one, int) for one in numbers):
        raise Failed(Unknown(_STRANGE))
    after = str(max(numbers) + 1) if numbers else ""
    messages = tuple(one for one in told if one is not None)
    return Heard(messages, after, more=bool(numbers), keeps=_TELEGRAM_KEEPS)


def _update(update: Any, bot: str) -> Incoming | None:
    """None for what no person wrote: who joined, what the channel's own post brought along, where a phone is now."""
    edited = field_of(update, "edited_message")
    message = edited or field_of(update, "message")
    number, chat = field_of(message, "message_id"), field_of(message, "chat", "id")
    if message is None or field_of(message, "is_automatic_forward"):
        return None
    media = tuple(dict.fromkeys(kind for name, kind in _TELEGRAM_MEDIA.items() if field_of(message, name)))
    said = text_in(message, "text") or text_in(message, "caption") or text_in(message, "poll", "question")
    moved = edited and not said and field_of(message, "location")
    if (not said and not media) or said == "/start" or moved:
        return None
    writer = field_of(message, "from")
    again = f":{field_of(message, 'edit_date')}" if edited else ""
    name = text_in(writer, "username") or f"{text_in(writer, 'first_name')} {field_of(writer, 'id') or ''}".strip()
    group = str(chat)
    shared = group.startswith("-100")  # only there a message has one number for all; else each bot counts its own
    link = f"https://t.me/c/{group[4:]}/{number}" if shared else None
    at = moment(field_of(message, "edit_date") if edited else field_of(message, "date"))
    place = group if shared else f"{bot}:{group}"
    return Incoming(f"telegram-bot:{place}:{number}{again}", said, name or None, at, link, media)


def from_vk(call: Callable[[], Any], poll: Callable[[str, dict[str, Any]], Any], community: str, cursor: str) -> Heard:
    """Events of the community since `cursor`: messages to it, comments on its wall, pictures and discussions."""
    server = call()
    address, start = text_in(server, "server"), field_of(server, "ts")
    if not address or start is None:
        raise Failed(Unknown(_STRANGE))
    if not cursor:
        return Heard((), str(start))
    found = poll(address, {"act": "a_check", "key": text_in(server, "key"), "ts": cursor, "wait": 1})
    if field_of(found, "failed") is not None:  # VK keeps events for a while only
        return Heard((), str(field_of(found, "ts") or start), more=True, gap=True)
    updates = _list(field_of(found, "updates"))
    after = field_of(found, "ts")
    if after is None:
        raise Failed(Unknown(_STRANGE))
    told = [_event(one, community) for one in updates]
    return Heard(tuple(one for one in told if one is not None), str(after), more=bool(updates))


def _event(update: Any, community: str) -> Incoming | None:
    kind, held = text_in(update, "type"), field_of(update, "object")
    if not _VK_NEW.match(kind):
        return None
    held = field_of(held, "message") or held
    writer, at = field_of(held, "from_id"), moment(field_of(held, "date"))
    if str(writer) == f"-{community}":
        return None
    said, media = _vk_words(held, _FORWARDED_DEPTH)
    if not said and not media:
        return None
    peer = field_of(held, "peer_id") or field_of(held, "post_id") or field_of(held, "topic_id") or ""
    number = field_of(held, "conversation_message_id") or field_of(held, "id")
    place = kind.rpartition("_")[0]
    again = f":{text_in(update, 'event_id')}" if kind.endswith("_edit") else ""
    at = datetime.now(UTC) if again else at  # an edit bears the time of what was edited
    name = f"https://vk.com/id{writer}" if isinstance(writer, int) and writer > 0 else str(writer or "")
    posted = {"wall_reply": f"{peer}?reply={number}", "wall_post": str(number)}.get(place)
    link = f"https://vk.com/wall-{community}_{posted}" if posted else None
    return Incoming(f"vk-event:{community}:{place}:{peer}:{number}{again}", said, name or None, at, link, media)


def _vk_words(held: Any, depth: int) -> tuple[str, tuple[str, ...]]:
    """What is written and shown in a message and in those it forwards."""
    said = [as_shown(text_in(held, "text"))]
    media = [_VK_MEDIA.get(text_in(one, "type"), "file") for one in _some(held, "attachments")]
    media += ["file"] if field_of(held, "geo") else []
    for one in _some(held, "fwd_messages") if depth else ():
        words_there, media_there = _vk_words(one, depth - 1)
        said.append(words_there)
        media += media_there
    return "\n".join(part for part in said if part), tuple(media)


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise Failed(Unknown(_STRANGE))
    return value


def _some(value: Any, name: str) -> list[Any]:
    found = field_of(value, name)
    return found if isinstance(found, list) else []
