"""Bluesky. The key of each record is chosen here, so that writing it again changes nothing; nothing can be edited."""

import hashlib
from datetime import UTC
from pathlib import Path
from typing import Any

import regex

from publisher.channels._base import (
    UNEXPECTED,
    TextNetwork,
    base_of,
    caught,
    counts,
    guarded,
    limit_of,
    measured,
    reach,
    told,
    words,
)
from publisher.channels._bluesky_sessions import renewed, session_of
from publisher.channels._calls import Failed, ask, field_of, text_in, trouble_of
from publisher.channels._received import FIELD, from_bluesky
from publisher.channels._texts import Form
from publisher.channels._threads import each, send_parts, whole
from publisher.channels.contract import (
    Absent,
    Account,
    AccountField,
    Capabilities,
    Delivery,
    Found,
    Lookup,
    Outcome,
    Reconnect,
    RenderedPart,
    Sent,
    Unknown,
)
from publisher.channels.incoming import Heard
from publisher.domain.sentences import Sentence, say
from publisher.rendering.facets import FacetKind, facets
from publisher.rendering.lengths import Unit

_API, _POST = "https://bsky.social", "app.bsky.feed.post"
_SORTABLE = "234567abcdefghijklmnopqrstuvwxyz"
_URI = regex.compile(r"at://(did:[a-z]+:[A-Za-z0-9._:%-]+)/app\.bsky\.feed\.post/([A-Za-z0-9._:~-]{1,512})\Z")
_FEATURES = {
    FacetKind.LINK: ("app.bsky.richtext.facet#link", "uri"),
    FacetKind.TAG: ("app.bsky.richtext.facet#tag", "tag"),
}


class Bluesky(TextNetwork):
    """One account; `address` is its server (PDS)."""

    kind = "bluesky"
    label = words("Bluesky", "Bluesky", "Bluesky")
    form = Form("text", ((300, Unit.GRAPHEMES), (3000, Unit.UTF8_BYTES)))
    capabilities = Capabilities(Lookup.BY_KEY, can_correct=False, can_remove=True, limit=limit_of(form))
    fields = (
        AccountField("identifier", words("Name of the account, name.bsky.social", "账号名称", "Имя учётной записи")),
        AccountField(
            "app_password",
            words(
                "App password, from the settings of Bluesky",
                "应用专用密码（在 Bluesky 设置中生成）",
                "Пароль приложения из настроек Bluesky",
            ),
            secret=True,
        ),
        FIELD,
        *reach(_API),
    )

    @guarded
    def send(self, account: Account, delivery: Delivery) -> Outcome:
        return send_parts(
            delivery,
            lambda number, part, done: caught(lambda: _post(account, delivery, number, part, done)),
            link=_link,
        )

    @guarded
    def find(self, account: Account, delivery: Delivery) -> Found:
        found: list[Sent] = []
        for number in range(len(delivery.rendered.parts)):
            key = {"collection": _POST, "rkey": record_key(delivery, number)}
            try:
                outcome = _sent(_call(account, "com.atproto.repo.getRecord", key, read=True))
            except _NotThere:
                return Absent()
            if not isinstance(outcome, Sent):
                return Unknown(say("Bluesky's answer was not one that is known."))
            found.append(outcome)
        return whole(found)

    @guarded
    def remove(self, account: Account, remote_id: str, delivery: Delivery) -> Outcome:
        return each(remote_id, lambda one: caught(lambda: _delete(account, one)))

    @measured
    def measure(self, account: Account, remote_id: str) -> dict[str, int]:
        found = _call(account, "app.bsky.feed.getPosts", {"uris": remote_id.split(",")[0]}, read=True)
        posts = field_of(found, "posts")
        names = {"reactions": "likeCount", "shares": "repostCount", "comments": "replyCount"}
        return counts(posts[0], names) if isinstance(posts, list) and posts else {}

    @guarded
    def received(self, account: Account, cursor: str) -> Heard:
        return from_bluesky(
            lambda asked: _call(account, "app.bsky.notification.listNotifications", asked, read=True), cursor
        )

    @told
    def test(self, account: Account) -> Sentence | str | None:
        found = _call(account, "com.atproto.server.getSession", {}, read=True)
        return None if text_in(found, "did") else UNEXPECTED


def record_key(delivery: Delivery, number: int) -> str:
    """A time-ordered key (TID) that is the same at every attempt, and after a restore too.

    It follows the time of the signature, set apart by the delivery's own key: two of one text never share it.
    """
    apart = int.from_bytes(hashlib.sha256(delivery.key.encode()).digest()[:6])
    moment = int(delivery.post.signed_at.timestamp() * 1_000_000) + (apart >> 12) + number
    value = (moment << 10 | apart & 0x3FF) & (2**63 - 1)
    return "".join(_SORTABLE[value >> shift & 31] for shift in range(60, -1, -5))


def _record(delivery: Delivery, part: RenderedPart) -> dict[str, Any]:
    first = delivery.first_tried_at or delivery.post.signed_at
    record: dict[str, Any] = {
        "$type": _POST,
        "text": part.text,
        "createdAt": first.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "langs": [delivery.post.language.value],
    }
    marks = [
        {
            "index": {"byteStart": one.start, "byteEnd": one.end},
            "features": [{"$type": _FEATURES[one.kind][0], _FEATURES[one.kind][1]: one.value}],
        }
        for one in facets(part.text)
        if one.kind in _FEATURES  # nobody is named to by a program
    ]
    return record | ({"facets": marks} if marks else {})


def _post(account: Account, delivery: Delivery, number: int, part: RenderedPart, done: list[Sent]) -> Outcome:
    record = _record(delivery, part)
    if done:
        root, parent = (_reference(account, one.remote_id) for one in (done[0], done[-1]))
        record["reply"] = {"root": root, "parent": parent}
    body = {"collection": _POST, "rkey": record_key(delivery, number), "record": record}
    return _sent(_call(account, "com.atproto.repo.putRecord", body))


def _reference(account: Account, uri: str) -> dict[str, str]:
    """What an answer names of the post it answers: its address, and the id of its content."""
    key = {"collection": _POST, "rkey": uri.rpartition("/")[2]}
    try:
        return {"uri": uri, "cid": text_in(_call(account, "com.atproto.repo.getRecord", key, read=True), "cid")}
    except _NotThere:
        raise Failed(Unknown(say("A part of the thread that was there is gone."))) from None


def _sent(found: Any) -> Outcome:
    uri = text_in(found, "uri")
    if _URI.match(uri) is None or not text_in(found, "cid"):
        return Unknown(say("Bluesky said yes but gave no address of the post."))
    return Sent(uri, _link(uri))


def _link(uri: str) -> str | None:
    match = _URI.match(uri)
    return f"https://bsky.app/profile/{match[1]}/post/{match[2]}" if match else None


def _delete(account: Account, uri: str) -> Outcome:
    match = _URI.match(uri)
    if match is None:
        return Unknown(say("This is no address of a post on Bluesky."))
    key = {"collection": _POST, "rkey": match[2]}
    _call(account, "com.atproto.repo.deleteRecord", key)
    try:  # what is deleted and what was never there are answered alike
        _call(account, "com.atproto.repo.getRecord", key, read=True)
    except _NotThere:
        return Sent(uri, None)
    return Unknown(say("Bluesky did not confirm that the post is gone."))


class _NotThere(Exception):
    """The record that was asked for does not exist."""


def _call(account: Account, method: str, values: dict[str, Any], *, read: bool = False) -> Any:
    base = base_of(account, _API)
    session = session_of(account, base)
    for last in (False, True):
        own = {"repo": session.did} if method.startswith("com.atproto.repo.") else {}
        sent = {"params": values | own} if read else {"json": values | own}
        headers = {"authorization": f"Bearer {session.access}"}
        answer = ask(account, "GET" if read else "POST", f"{base}/xrpc/{method}", headers=headers, **sent)
        told_back = answer.json()
        error, said = text_in(told_back, "error"), text_in(told_back, "message")
        if error == "ExpiredToken" or (answer.status == 401 and not last):
            if last:
                raise Failed(Reconnect(say("Bluesky does not renew the session; enter the app password again.")))
            session = renewed(account, base, session)
            continue
        if error == "RecordNotFound" or (read and "could not locate record" in said.lower()):
            raise _NotThere
        if trouble := trouble_of(answer, account, said or error):
            raise Failed(trouble)
        return told_back
    raise Failed(Unknown(say("Bluesky gave no answer.")))


def channel(site_root: Path, public_url: str) -> Bluesky:
    return Bluesky()
