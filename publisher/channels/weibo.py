"""Weibo by its share interface: 140 characters, an address of the app's own domain in each, no `#topic#`.

Programs may name no topic there, so the sign # leaves as its wide form ＃, except within an address.
"""

from pathlib import Path
from typing import Any

from publisher.channels._base import (
    UNEXPECTED,
    Seen,
    TextNetwork,
    base_of,
    caught,
    guarded,
    limit_of,
    moment,
    reach,
    read_back,
    told,
    words,
)
from publisher.channels._calls import Failed, ask, field_of, masked, text_in, trouble_of
from publisher.channels._texts import Form, thread
from publisher.channels._threads import found_of, send_parts
from publisher.channels.contract import (
    Account,
    AccountField,
    Capabilities,
    Delivery,
    Found,
    Lookup,
    Outcome,
    Post,
    Reconnect,
    Rejected,
    Rendered,
    RenderedPart,
    RetryLater,
    Sent,
    Unknown,
)
from publisher.channels.site.addresses import UnsafeName, remote_id
from publisher.domain.places import Language
from publisher.domain.sentences import Sentence, say
from publisher.net import host_of
from publisher.rendering.lengths import Unit
from publisher.rendering.links import links_in
from publisher.rendering.spans import Layer

_PAGE = 50
_API = "https://api.weibo.com"
_RECONNECT = frozenset({21301, 21314, 21315, 21316, 21317, 21327, 21332, 21333, 10006, 10013, 10014, 10018})
_LATER = frozenset({10009, 10010, 10022, 10023, 10024, 20016})
_UNCLEAR = frozenset({10001, 10002, 20019})  # 20019: the same words are there already, perhaps ours


def weibo_text(layer: Layer) -> str:
    text, pieces, position = layer.text, [], 0
    for start, end, _ in links_in(text):
        pieces += [text[position:start].replace("#", "＃"), text[start:end]]
        position = end
    return "".join((*pieces, text[position:].replace("#", "＃")))


class Weibo(TextNetwork):
    """One account through one app; every part carries the address of the text on the public site."""

    kind = "weibo"
    label = words("Weibo", "微博", "Weibo")
    form = Form("text", ((140, Unit.LATIN_HALF),), weibo_text, counts_markup=True)
    capabilities = Capabilities(
        Lookup.READABLE, can_correct=False, can_remove=False, limit=limit_of(form), languages=(Language.ZH,)
    )
    fields = (
        AccountField("token", words("Access token", "访问令牌 access_token", "Токен доступа"), secret=True),
        AccountField(
            "domain",
            words(
                "Domain bound to the app; the public site must stand on it",
                "应用绑定的安全域名，公开站须在该域名下",
                "Домен, привязанный к приложению; на нём должен стоять открытый сайт",
            ),
        ),
        AccountField(
            "ip",
            words("Public IP address of this machine", "本机公网 IP", "Внешний IP-адрес этой машины"),
            required=False,
        ),
        *reach(_API),
    )

    def __init__(self, public_url: str) -> None:
        self.public_url = public_url

    def render(self, post: Post) -> Rendered:
        return thread(self.kind, post, self.form, every=self._link(post))

    def _link(self, post: Post) -> str:
        try:
            return f"{self.public_url.rstrip('/')}/{remote_id(post.language, post.entry)}/"
        except UnsafeName:
            return self.public_url.rstrip("/") + "/"

    @guarded
    def send(self, account: Account, delivery: Delivery) -> Outcome:
        if wrong := self._wrong_domain(account):
            return Reconnect(wrong)
        there = _there(account, delivery) if len(delivery.rendered.parts) > 1 else []
        ip = {"rip": account.settings["ip"]} if account.settings.get("ip") else {}

        def post(number: int, part: RenderedPart, done: list[Sent]) -> Outcome:
            return caught(lambda: _sent(_call(account, "POST", "statuses/share", data={"status": part.text, **ip})))

        return send_parts(delivery, post, there=there)

    @guarded
    def find(self, account: Account, delivery: Delivery) -> Found:
        return found_of(_there(account, delivery))

    @told
    def test(self, account: Account) -> Sentence | str | None:
        if not field_of(_call(account, "GET", "account/get_uid"), "uid"):
            return UNEXPECTED
        return self._wrong_domain(account)

    def _wrong_domain(self, account: Account) -> Sentence | None:
        own, bound = host_of(self.public_url), account.settings["domain"].strip().lower()
        if own == bound or own.endswith(f".{bound}"):
            return None
        return say(
            "The public site stands on {own}, but Weibo lets this app share only addresses of {bound}.",
            own=own,
            bound=bound,
        )


def _there(account: Account, delivery: Delivery) -> list[Sent | None]:
    found = _call(account, "GET", "statuses/user_timeline", params={"count": _PAGE})
    items = field_of(found, "statuses")
    if not isinstance(items, list):
        raise Failed(Unknown(say("Weibo did not show the account's posts.")))
    seen = [
        Seen(outcome, text_in(one, "text"), moment(text_in(one, "created_at")))
        for one in items
        if isinstance(outcome := _sent(one), Sent)
    ]
    return read_back(delivery, seen, page=_PAGE)


def _sent(found: Any) -> Outcome:
    one, author = text_in(found, "idstr"), text_in(found, "user", "idstr")
    if not one.isdigit():
        return Unknown(say("Weibo said yes but gave no number of the post."))
    return Sent(one, f"https://weibo.com/{author}/{one}" if author else None)


def _call(account: Account, method: str, path: str, **more: Any) -> Any:
    headers = {"authorization": f"OAuth2 {account.secrets['token']}"}
    answer = ask(account, method, f"{base_of(account, _API)}/2/{path}.json", headers=headers, **more)
    told_back = answer.json()
    code, said = field_of(told_back, "error_code"), masked(text_in(told_back, "error"), account)
    if code in _RECONNECT:
        raise Failed(Reconnect(say("Weibo does not accept the token ({said}); enter a new one.", said=said)))
    if code in _LATER:
        raise Failed(RetryLater(say("Weibo asks to wait ({said}).", said=said)))
    if code in _UNCLEAR:
        raise Failed(Unknown(say("Weibo gave no clear answer ({said}).", said=said)))
    if code is not None:
        raise Failed(Rejected(say("Weibo refused it with error {code} ({said}).", code=code, said=said)))
    if trouble := trouble_of(answer, account, said):
        raise Failed(trouble)
    return told_back


def channel(site_root: Path, public_url: str) -> Weibo:
    return Weibo(public_url)
