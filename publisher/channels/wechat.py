"""WeChat Official Accounts. By default a draft is left in the account's box, where a person publishes it.

An answer “0” to a publishing request only means accepted; what became of it is asked. Errors come with status 200.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

from publisher.channels._base import CHECKED, base_of, guarded, moment, reach, squeezed, told, words
from publisher.channels._calls import Failed, ask, field_of, text_in
from publisher.channels._documents import article, title_part, whole_part
from publisher.channels._wechat_answers import checked
from publisher.channels.contract import (
    Absent,
    Account,
    AccountField,
    Capabilities,
    Certainty,
    Delivery,
    Found,
    Limit,
    Lookup,
    Outcome,
    Post,
    Rejected,
    Rendered,
    RetryLater,
    Sent,
    Unknown,
)
from publisher.domain.errors import Refusal
from publisher.domain.sentences import Sentence, say
from publisher.rendering.forms import with_inline_styles
from publisher.rendering.layers import visible
from publisher.rendering.lengths import Unit

_API = "https://api.weixin.qq.com"
_BODY, _TITLE, _COVER = 20_000, 32, (900, 383)
_DRAFT, _PUBLISHED = "draft:", "article:"
_SUCCEEDED, _UNDER_WAY = 0, 1


class WeChat:
    """One official account. `mode` “publish” is for verified accounts, which may publish by program."""

    kind = "wechat"
    label = words("WeChat Official Account", "微信公众号", "WeChat, официальный аккаунт")
    capabilities = Capabilities(
        Lookup.READABLE,
        can_correct=True,
        can_remove=True,
        limit=Limit(_BODY, Unit.CHARACTERS.value, CHECKED, Certainty.DOCUMENTED),
    )
    fields = (
        AccountField("app_id", words("AppID", "开发者 ID（AppID）", "AppID")),
        AccountField("app_secret", words("AppSecret", "开发者密码（AppSecret）", "AppSecret"), secret=True),
        AccountField(
            "mode",
            words(
                "“draft” leaves a draft for you to publish (default); “publish” for verified accounts",
                "draft：存为草稿，由您在后台发布（默认）；publish：认证账号直接发布",
                "draft: оставить черновик (по умолчанию); publish: публиковать, для подтверждённых аккаунтов",
            ),
            required=False,
        ),
        AccountField(
            "cover_media_id",
            words(
                "Permanent picture for the cover; a card is made if left empty",
                "封面永久素材 media_id，留空则自动生成封面",
                "Постоянная картинка обложки; если пусто, рисуется карточка",
            ),
            required=False,
        ),
        *reach(_API),
    )

    def render(self, post: Post) -> Rendered:
        html = with_inline_styles(f"<section>{article(post, links=False)}</section>")
        return Rendered(self.kind, (whole_part(html, "html", _BODY), title_part(post, _TITLE)))

    @guarded
    def send(self, account: Account, delivery: Delivery) -> Outcome:
        token = _token(account)
        cover = account.settings.get("cover_media_id") or _cover(account, token, delivery.post)
        made = _call(account, "draft/add", token, {"articles": [_article(delivery, cover)]})
        media = text_in(made, "media_id")
        if not media:
            return Unknown(say("WeChat said yes but gave no number of the draft."))
        if account.settings.get("mode", "").strip().lower() != "publish":
            return Sent(_DRAFT + media, None, left_for_a_person=True)
        return _publish(account, token, media)

    @guarded
    def find(self, account: Account, delivery: Delivery) -> Found:
        token = _token(account)
        published = _matching(_call(account, "freepublish/batchget", token, _PAGE), delivery, _PUBLISHED, "article_id")
        if published is not None:
            return Sent(_PUBLISHED + text_in(published[0], "article_id"), text_in(published[1], "url") or None)
        draft = _matching(_call(account, "draft/batchget", token, _PAGE), delivery, _DRAFT, "media_id")
        if draft is None:
            return Absent()
        if account.settings.get("mode", "").strip().lower() == "publish":
            return Unknown(say("The draft is there, and WeChat has not published it yet."))
        return Sent(_DRAFT + text_in(draft[0], "media_id"), None, left_for_a_person=True)

    @guarded
    def correct(self, account: Account, remote_id: str, delivery: Delivery) -> Outcome:
        if not remote_id.startswith(_DRAFT):
            return Rejected(
                say("WeChat lets no program change a published article; change it in the account's own pages.")
            )
        token, media = _token(account), remote_id.removeprefix(_DRAFT)
        cover = account.settings.get("cover_media_id") or _cover(account, token, delivery.post)
        body = {"media_id": media, "index": 0, "articles": _article(delivery, cover)}
        _call(account, "draft/update", token, body)
        return Sent(remote_id, None, left_for_a_person=True)

    @guarded
    def remove(self, account: Account, remote_id: str, delivery: Delivery) -> Outcome:
        token = _token(account)
        if remote_id.startswith(_DRAFT):
            _call(account, "draft/delete", token, {"media_id": remote_id.removeprefix(_DRAFT)})
        elif remote_id.startswith(_PUBLISHED):
            _call(account, "freepublish/delete", token, {"article_id": remote_id.removeprefix(_PUBLISHED)})
        else:
            return Rejected(say("A person published this article; delete it in the account's own pages."))
        return Sent(remote_id, None)

    def measure(self, account: Account, remote_id: str) -> dict[str, int]:
        """Only verified accounts are given numbers, a day late and by another interface; none are read."""
        return {}

    @told
    def test(self, account: Account) -> Sentence | str | None:
        _call(account, "draft/count", _token(account), None)
        return None


_PAGE = {"offset": 0, "count": 20, "no_content": 0}


def _article(delivery: Delivery, cover: str) -> dict[str, Any]:
    body, title = delivery.rendered.parts
    return {
        "title": title.text,
        "author": delivery.post.byline.doctor[:16],
        "content": body.text,
        "thumb_media_id": cover,
        "need_open_comment": 0,
    }


def _publish(account: Account, token: str, media: str) -> Outcome:
    """Accepted is not published: what is not confirmed at once is looked up later."""
    job = field_of(_call(account, "freepublish/submit", token, {"media_id": media}), "publish_id")
    if not job:
        return Unknown(say("WeChat took the draft but gave no number of its publishing."))
    told_back = _call(account, "freepublish/get", token, {"publish_id": str(job)})
    state = field_of(told_back, "publish_status")
    if state == _SUCCEEDED and text_in(told_back, "article_id"):
        items = field_of(told_back, "article_detail", "item")
        url = text_in(items[0], "article_url") if isinstance(items, list) and items else ""
        return Sent(_PUBLISHED + text_in(told_back, "article_id"), url or None)
    if state in (_SUCCEEDED, _UNDER_WAY, None):
        return Unknown(say("WeChat has accepted the article and is still checking it."))
    return Rejected(say("WeChat did not publish the article (state {status}); its box says why.", status=state))


def _matching(found: Any, delivery: Delivery, kind: str, number: str) -> tuple[Any, Any] | None:
    """The item of a box whose article has our title and our words."""
    body, title = delivery.rendered.parts
    items = field_of(found, "item")
    since = delivery.first_tried_at - timedelta(minutes=5) if delivery.first_tried_at else None
    if not isinstance(items, list):
        raise Failed(Unknown(say("WeChat did not show its box.")))
    for item in items:
        made = moment(field_of(item, "update_time"))
        if since is not None and made is not None and made < since:
            continue  # an earlier publication of the same words
        if kind + text_in(item, number) in delivery.taken:
            continue
        for news in field_of(item, "content", "news_item") or []:
            same_words = squeezed(visible(text_in(news, "content"))) == squeezed(visible(body.text))
            if text_in(news, "title") == title.text and same_words and not field_of(news, "is_deleted"):
                return item, news
    return None


def _token(account: Account) -> str:
    body = {
        "grant_type": "client_credential",
        "appid": account.settings["app_id"],
        "secret": account.secrets["app_secret"],
    }
    token = text_in(checked(account, ask(account, "POST", _url(account, "stable_token"), json=body)), "access_token")
    if not token:
        raise Failed(RetryLater(say("WeChat gave no token.")))
    return token


def _cover(account: Account, token: str, post: Post) -> str:
    """A picture of the title as permanent material, which a draft must have."""
    from publisher.rendering.cards import card  # its library takes a moment to import

    try:
        picture = card(post.title, "", post.byline.doctor, post.language.value, _COVER)
    except Refusal as refusal:
        raise Failed(
            Rejected(say("No cover can be made: {reason} Or name a picture in the account.", reason=refusal.reasons))
        ) from None
    answer = ask(
        account,
        "POST",
        _url(account, "material/add_material"),
        params={"access_token": token, "type": "image"},
        files={"media": ("cover.png", picture, "image/png")},
    )
    media = text_in(checked(account, answer), "media_id")
    if not media:
        raise Failed(RetryLater(say("WeChat took no cover.")))
    return media


def _call(account: Account, path: str, token: str, body: dict[str, Any] | None) -> Any:
    method = "GET" if body is None else "POST"
    return checked(account, ask(account, method, _url(account, path), params={"access_token": token}, json=body))


def _url(account: Account, path: str) -> str:
    return f"{base_of(account, _API)}/cgi-bin/{path}"


def channel(site_root: Path, public_url: str) -> WeChat:
    return WeChat()
