"""VK community walls. Errors come with status 200; only the answer's words say what happened.

A community token posts; reading back needs the service key of an app; changing and deleting a person's token.
"""

from pathlib import Path
from typing import Any

from publisher.channels._base import (
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
from publisher.channels._calls import Failed, ask, field_of, masked, text_in, trouble_of
from publisher.channels._received import FIELD, from_vk
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
    Reconnect,
    Rejected,
    RenderedPart,
    RetryLater,
    Sent,
    Unknown,
)
from publisher.channels.incoming import Heard
from publisher.domain.sentences import Sentence, say
from publisher.rendering.lengths import Unit

_API, _VERSION = "https://api.vk.com", "5.199"
_RECONNECT = frozenset({5, 7, 15, 17, 27, 28, 1051, 1117, 203})
_LATER = frozenset({6, 9, 14, 29, 103, 220})
_UNCLEAR = frozenset({1, 10})
_PAGE = 100


class Vk(TextNetwork):
    """The wall of one community."""

    kind = "vk"
    label = words("VK", "VK", "ВКонтакте")
    form = Form("text", ((15_000, Unit.CHARACTERS),), most_parts=MESSAGES)
    capabilities = Capabilities(
        Lookup.READABLE, can_correct=True, can_remove=True, limit=limit_of(form, certainty=Certainty.OURS)
    )
    fields = (
        AccountField("community", words("Number of the community", "社区编号", "Номер сообщества")),
        AccountField("token", words("Token of the community", "社区令牌", "Ключ доступа сообщества"), secret=True),
        AccountField(
            "service_key",
            words(
                "Service key of your VK app: looks whether a post is there",
                "VK 应用的服务密钥，用于核实是否已发布",
                "Сервисный ключ приложения VK: проверяет, вышла ли запись",
            ),
            secret=True,
        ),
        AccountField(
            "user_token",
            words(
                "Token of an editor of the community: changes and deletes posts",
                "社区编辑的个人令牌，用于修改和删除",
                "Токен редактора сообщества: правит и удаляет записи",
            ),
            secret=True,
            required=False,
        ),
        FIELD,
        *reach(_API),
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
        token = _editing(account, remote_id)

        def edit(post: str, part: RenderedPart) -> Outcome:
            _call(account, "wall.edit", token, owner_id=_owner(account), post_id=post, message=part.text)
            return _sent(account, post)

        return correct_parts(
            remote_id,
            delivery.rendered.parts,
            edit,
            _posting(account, delivery),
            lambda one: _delete(account, token, one),
        )

    @guarded
    def remove(self, account: Account, remote_id: str, delivery: Delivery) -> Outcome:
        token = _editing(account, remote_id)
        return each(remote_id, lambda one: _delete(account, token, one))

    @measured
    def measure(self, account: Account, remote_id: str) -> dict[str, int]:
        first = f"{_owner(account)}_{remote_id.split(',')[0]}"
        found = _call(account, "wall.getById", account.secrets["service_key"], posts=first)
        items = found.get("items") if isinstance(found, dict) else found
        post = items[0] if isinstance(items, list) and items else {}
        flat = {name: field_of(post, name, "count") for name in ("views", "likes", "comments", "reposts")}
        return counts(flat, {"views": "views", "reactions": "likes", "comments": "comments", "shares": "reposts"})

    @guarded
    def received(self, account: Account, cursor: str) -> Heard:
        community = _owner(account).removeprefix("-")
        return from_vk(
            lambda: _call(account, "groups.getLongPollServer", account.secrets["token"], group_id=community),
            lambda address, asked: _polled(account, address, asked),
            community,
            cursor,
        )

    @told
    def test(self, account: Account) -> Sentence | str | None:
        _call(account, "groups.getTokenPermissions", account.secrets["token"])
        _call(account, "wall.get", account.secrets["service_key"], owner_id=_owner(account), count=1)
        return None


def _owner(account: Account) -> str:
    return "-" + account.settings["community"].strip().lstrip("-")


def _posting(account: Account, delivery: Delivery) -> Any:
    def post(number: int, part: RenderedPart, done: list[Sent]) -> Outcome:
        found = _call(
            account,
            "wall.post",
            account.secrets["token"],
            owner_id=_owner(account),
            from_group=1,
            message=part.text,
            guid=f"{delivery.key}-{number}",
        )
        made = field_of(found, "post_id")
        if not isinstance(made, int) or isinstance(made, bool) or made < 1:
            return Unknown(say("VK said yes but gave no number of the post."))
        return _sent(account, str(made))

    return lambda number, part, done: caught(lambda: post(number, part, done))


def _there(account: Account, delivery: Delivery) -> list[Sent | None]:
    found = _call(account, "wall.get", account.secrets["service_key"], owner_id=_owner(account), count=_PAGE)
    items = field_of(found, "items")
    if not isinstance(items, list):
        raise Failed(Unknown(say("VK did not show the wall.")))
    return read_back(
        delivery,
        [
            Seen(_sent(account, str(field_of(one, "id"))), text_in(one, "text"), moment(field_of(one, "date")))
            for one in items
        ],
        page=_PAGE,
    )


def _editing(account: Account, remote_id: str) -> str:
    token = account.secrets.get("user_token")
    if not token:
        url = _sent(account, remote_id.split(",")[0]).url
        raise Failed(
            Rejected(
                say(
                    "VK changes and deletes posts only with a person's token, and this account has none; "
                    "do it in VK: {url}",
                    url=url,
                )
            )
        )
    return token


def _delete(account: Account, token: str, post: str) -> Outcome:
    def act() -> Outcome:
        _call(account, "wall.delete", token, owner_id=_owner(account), post_id=post)
        return Sent(post, None)

    return caught(act)


def _sent(account: Account, post: str) -> Sent:
    return Sent(post, f"https://vk.com/wall{_owner(account)}_{post}")


def _polled(account: Account, address: str, asked: dict[str, Any]) -> Any:
    answer = ask(account, "GET", address, params=asked)
    if trouble := trouble_of(answer, account):
        raise Failed(trouble)
    return answer.json()


def _call(account: Account, method: str, token: str, **values: Any) -> Any:
    data = {**values, "access_token": token, "v": _VERSION}
    answer = ask(account, "POST", f"{base_of(account, _API)}/method/{method}", data=data)
    if trouble := trouble_of(answer, account):
        raise Failed(trouble)
    told_back = answer.json()
    code, said = field_of(told_back, "error", "error_code"), masked(text_in(told_back, "error", "error_msg"), account)
    if code is None:
        if field_of(told_back, "response") is None:
            raise Failed(Unknown(say("VK's answer was not one that is known.")))
        return field_of(told_back, "response")
    if code in _RECONNECT:
        raise Failed(Reconnect(say("VK does not accept the token ({said}); enter a new one.", said=said)))
    if code in _LATER:
        raise Failed(RetryLater(say("VK asks to wait ({said}).", said=said)))
    if code in _UNCLEAR:
        raise Failed(Unknown(say("VK failed ({said}).", said=said)))
    raise Failed(Rejected(say("VK refused it with error {code} ({said}).", code=code, said=said)))


def channel(site_root: Path, public_url: str) -> Vk:
    return Vk()
