"""WordPress by REST and an application password. The address part (slug) is ours, so a post is found by it."""

from pathlib import Path
from typing import Any

from publisher.channels._base import base_of, guarded, measured, reach, told, words
from publisher.channels._calls import Failed, ask, field_of, text_in, trouble_of
from publisher.channels._documents import article_blocks, title_part, whole_part
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
from publisher.net import Answer
from publisher.rendering.forms import wordpress_blocks

_GONE = frozenset({"rest_post_invalid_id", "rest_already_trashed"})


class WordPress:
    """One site; posts are made of blocks that its editor knows."""

    kind = "wordpress"
    label = words("WordPress", "WordPress", "WordPress")
    capabilities = Capabilities(Lookup.READABLE, can_correct=True, can_remove=True)
    fields = (
        AccountField("address", words("Address of the site, https://…", "站点地址", "Адрес сайта, https://…")),
        AccountField("user", words("User name", "用户名", "Имя пользователя")),
        AccountField(
            "application_password",
            words(
                "Application password, from the user's profile",
                "应用程序密码（在个人资料中生成）",
                "Пароль приложения из профиля пользователя",
            ),
            secret=True,
        ),
        *reach(None),
    )

    def render(self, post: Post) -> Rendered:
        body = article_blocks(post, wordpress_blocks(post.body))
        return Rendered(self.kind, (whole_part(body, "wordpress_blocks"), title_part(post)))

    @guarded
    def send(self, account: Account, delivery: Delivery) -> Outcome:
        body = {**_content(delivery), "slug": slug_of(delivery), "status": "publish"}
        return _sent(_call(account, "POST", "posts", json=body).json())

    @guarded
    def find(self, account: Account, delivery: Delivery) -> Found:
        wanted = {"slug": slug_of(delivery), "status": "any", "context": "edit"}
        found = _call(account, "GET", "posts", params=wanted).json()
        if not isinstance(found, list):
            return Unknown(say("WordPress did not show its posts."))
        return _sent(found[0]) if found else Absent()  # type: ignore[return-value]

    @guarded
    def correct(self, account: Account, remote_id: str, delivery: Delivery) -> Outcome:
        return _sent(_call(account, "POST", f"posts/{int(remote_id)}", json=_content(delivery)).json())

    @guarded
    def remove(self, account: Account, remote_id: str, delivery: Delivery) -> Outcome:
        answer = _answer(account, "DELETE", f"posts/{int(remote_id)}")
        told_back = answer.json()
        if answer.status in (404, 410) and text_in(told_back, "code") in _GONE:
            return Sent(remote_id, None)
        if trouble := trouble_of(answer, account, text_in(told_back, "message")):
            return trouble
        if text_in(told_back, "status") == "trash" or field_of(told_back, "deleted") is True:
            return Sent(remote_id, None)
        return Unknown(say("WordPress did not confirm that the post is gone."))

    @measured
    def measure(self, account: Account, remote_id: str) -> dict[str, int]:
        answer = _call(account, "GET", "comments", params={"post": remote_id, "per_page": 1})
        total = answer.headers.get("x-wp-total", "")
        return {"comments": int(total)} if total.isdigit() else {}

    @told
    def test(self, account: Account) -> Sentence | str | None:
        me = _call(account, "GET", "users/me", params={"context": "edit"}).json()
        if not field_of(me, "capabilities", "publish_posts"):
            return say("This user may not publish posts; give it the role of an author in WordPress.")
        return None


def slug_of(delivery: Delivery) -> str:
    """The address part: the same at every attempt, another for every publication."""
    return f"{delivery.post.entry}-{delivery.key}"[-180:].lower()


def _content(delivery: Delivery) -> dict[str, Any]:
    body, title = delivery.rendered.parts
    return {"title": title.text, "content": body.text}


def _sent(found: Any) -> Outcome:
    one = field_of(found, "id")
    if not isinstance(one, int) or isinstance(one, bool) or one < 1:
        return Unknown(say("WordPress said yes but gave no number of the post."))
    waits = text_in(found, "status") in ("draft", "pending")  # as some sites do with every new post
    return Sent(str(one), text_in(found, "link") or None, left_for_a_person=waits)


def _call(account: Account, method: str, path: str, **more: Any) -> Answer:
    answer = _answer(account, method, path, **more)
    if trouble := trouble_of(answer, account, text_in(answer.json(), "message")):
        raise Failed(trouble)
    return answer


def _answer(account: Account, method: str, path: str, params: dict[str, Any] | None = None, **more: Any) -> Answer:
    """By `rest_route`, which works whatever the site's addresses look like."""
    return ask(
        account,
        method,
        f"{base_of(account)}/index.php",
        params={"rest_route": f"/wp/v2/{path}", **(params or {})},
        auth=(account.settings["user"], account.secrets["application_password"]),
        **more,
    )


def channel(site_root: Path, public_url: str) -> WordPress:
    return WordPress()
