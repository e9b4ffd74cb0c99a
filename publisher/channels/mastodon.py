"""Mastodon and its like. A key makes a post repeatable for an hour; after that the account's posts are read back."""

from pathlib import Path
from typing import Any

import regex

from publisher.channels._base import (
    Seen,
    TextNetwork,
    base_of,
    caught,
    counts,
    guarded,
    letters,
    limit_of,
    measured,
    moment,
    reach,
    read_back,
    told,
    words,
)
from publisher.channels._calls import Failed, ask, field_of, text_in, trouble_of
from publisher.channels._received import FIELD, from_mastodon
from publisher.channels._texts import Form
from publisher.channels._threads import correct_parts, each, found_of, send_parts
from publisher.channels.contract import (
    Account,
    AccountField,
    Capabilities,
    Delivery,
    Found,
    Lookup,
    Outcome,
    Reconnect,
    Rejected,
    RenderedPart,
    Sent,
    Unknown,
)
from publisher.channels.incoming import Heard
from publisher.domain.sentences import Sentence, say
from publisher.net import Answer
from publisher.rendering.layers import visible
from publisher.rendering.lengths import Unit

_PAGE = 40
_ID = regex.compile(r"[0-9A-Za-z.:_-]{1,80}\Z")


class Mastodon(TextNetwork):
    """One account on one server."""

    kind = "mastodon"
    label = words("Mastodon", "Mastodon", "Mastodon")
    form = Form("text", ((500, Unit.LINKS_23),))
    capabilities = Capabilities(Lookup.READABLE, can_correct=True, can_remove=True, limit=limit_of(form))
    fields = (
        AccountField(
            "server", words("Address of the server, https://…", "服务器地址 https://…", "Адрес сервера, https://…")
        ),
        AccountField(
            "token",
            words(
                "Access token with the rights read and write:statuses",
                "访问令牌，权限 read 与 write:statuses",
                "Токен доступа с правами read и write:statuses",
            ),
            secret=True,
        ),
        FIELD,
        *reach(None),
    )

    @guarded
    def send(self, account: Account, delivery: Delivery) -> Outcome:
        there = _there(account, delivery) if len(delivery.rendered.parts) > 1 else []
        return send_parts(delivery, _posting(account, delivery), there=there)

    @guarded
    def find(self, account: Account, delivery: Delivery) -> Found:
        return found_of(_there(account, delivery))

    @guarded
    def correct(self, account: Account, remote_id: str, delivery: Delivery) -> Outcome:
        def edit(one: str, part: RenderedPart) -> Outcome:
            body = {"status": part.text, "language": delivery.post.language.value}
            return caught(lambda: _sent(_call(account, "PUT", f"statuses/{one}", json=body)))

        return correct_parts(
            remote_id,
            delivery.rendered.parts,
            edit,
            _posting(account, delivery),
            lambda one: caught(lambda: _delete(account, one)),
        )

    @guarded
    def remove(self, account: Account, remote_id: str, delivery: Delivery) -> Outcome:
        return each(remote_id, lambda one: caught(lambda: _delete(account, one)))

    @measured
    def measure(self, account: Account, remote_id: str) -> dict[str, int]:
        found = _call(account, "GET", f"statuses/{remote_id.split(',')[0]}").json()
        names = {"reactions": "favourites_count", "shares": "reblogs_count", "comments": "replies_count"}
        return counts(found if isinstance(found, dict) else {}, names)

    @guarded
    def received(self, account: Account, cursor: str) -> Heard:
        return from_mastodon(lambda asked: _call(account, "GET", "notifications", params=asked).json(), cursor)

    @told
    def test(self, account: Account) -> Sentence | str | None:
        if not _own_id(account):
            return say("The server does not say whose token this is; make a token with the right “read”.")
        answer = ask(account, "GET", f"{base_of(account, field='server')}/api/v2/instance")
        most = field_of(answer.json(), "configuration", "statuses", "max_characters")
        if isinstance(most, int) and most < self.form.limits[0][0]:
            return say(
                "This server takes {most} characters at most; posts are made for {ours}.",
                most=most,
                ours=self.form.limits[0][0],
            )
        return None


def _posting(account: Account, delivery: Delivery) -> Any:
    def post(number: int, part: RenderedPart, done: list[Sent]) -> Outcome:
        body = {"status": part.text, "visibility": "public", "language": delivery.post.language.value}
        if done:
            body["in_reply_to_id"] = done[-1].remote_id
        key = {"idempotency-key": f"{delivery.key}-{number}"}
        return caught(lambda: _sent(_asked(account, body, key)))

    return post


def _asked(account: Account, body: dict[str, Any], key: dict[str, str]) -> Answer:
    answer = _answer(account, "POST", "statuses", json=body, headers=key)
    trouble = trouble_of(answer, account, text_in(answer.json(), "error"))
    if isinstance(trouble, Rejected):
        _own_id(account)  # ends as Reconnect when not the text is refused but the token
    if trouble:
        raise Failed(trouble)
    return answer


def _there(account: Account, delivery: Delivery) -> list[Sent | None]:
    own = _own_id(account)
    found = _call(account, "GET", f"accounts/{own}/statuses", params={"limit": _PAGE, "exclude_reblogs": "true"}).json()
    if not own or not isinstance(found, list):
        raise Failed(Unknown(say("The server did not show the account's posts.")))
    posts = [
        Seen(
            Sent(text_in(one, "id"), text_in(one, "url") or None),
            visible(text_in(one, "content")),
            moment(text_in(one, "created_at")),
        )
        for one in found
    ]
    # snac and others read signs in a plain text as markup of their own
    return read_back(delivery, posts, alike=letters, page=_PAGE)


def _own_id(account: Account) -> str:
    answer = _answer(account, "GET", "accounts/verify_credentials")
    trouble = trouble_of(answer, account, text_in(answer.json(), "error"))
    if isinstance(trouble, Rejected):  # there is nothing to refuse but the token; snac answers 422
        trouble = Reconnect(say("The server does not accept the token; make a new one."))
    if trouble:
        raise Failed(trouble)
    return text_in(answer.json(), "id")


def _delete(account: Account, one: str) -> Outcome:
    answer = _answer(account, "DELETE", f"statuses/{one}")
    if answer.status not in (404, 410):
        if trouble := trouble_of(answer, account, text_in(answer.json(), "error")):
            return trouble
        if answer.json() is None:
            return Unknown(say("The server's answer was not one that is known."))
    # a server that knows no such call (an older snac) answers like one on which the post is gone already
    left = _answer(account, "GET", f"statuses/{one}")
    if left.status in (404, 410) and _own_id(account):
        return Sent(one, None)
    if trouble := trouble_of(left, account, text_in(left.json(), "error")):
        return trouble
    if text_in(left.json(), "id") != one:
        return Unknown(say("The server's answer was not one that is known."))
    return Rejected(say("This server lets no program take a post back; delete it there by hand."))


def _sent(answer: Answer) -> Outcome:
    found = answer.json()
    one = text_in(found, "id")
    if not _ID.match(one):
        return Unknown(say("The server said yes but gave no id of the post."))
    return Sent(one, text_in(found, "url") or text_in(found, "uri") or None)


def _call(account: Account, method: str, path: str, **more: Any) -> Answer:
    answer = _answer(account, method, path, **more)
    if trouble := trouble_of(answer, account, text_in(answer.json(), "error")):
        raise Failed(trouble)
    return answer


def _answer(account: Account, method: str, path: str, headers: dict[str, str] | None = None, **more: Any) -> Answer:
    sent = {"authorization": f"Bearer {account.secrets['token']}", **(headers or {})}
    return ask(account, method, f"{base_of(account, field='server')}/api/v1/{path}", headers=sent, **more)


def channel(site_root: Path, public_url: str) -> Mastodon:
    return Mastodon()
