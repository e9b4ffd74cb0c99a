"""What every connector over HTTP shares: its optional fields, its guard around a call, and text as a thread."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import wraps
from typing import Any, ClassVar, TypeVar

from publisher.channels._calls import Failed, Trouble
from publisher.channels._texts import Form, thread
from publisher.channels.contract import (
    Account,
    AccountField,
    Capabilities,
    Delivery,
    Found,
    Limit,
    Outcome,
    Post,
    Rejected,
    Rendered,
    RenderedPart,
    Sent,
    Unknown,
)
from publisher.domain.sentences import Sentence, say

CHECKED = date(2026, 11, 22)
_CLOCKS_DIFFER, _MILLISECONDS_FROM = timedelta(minutes=5), 100_000_000_000
NO_EDIT = say("This network lets nobody change a post; correct it with a new one, or take it back.")
UNEXPECTED = say("What answered is not this network; look at the address, and whether this machine must sign in first.")
_Answer = TypeVar("_Answer")


def words(en: str, zh: str, ru: str) -> dict[str, str]:
    return {"en": en, "zh": zh, "ru": ru}


EXPIRES = AccountField(
    "expires_on",
    words(
        "Day on which the credentials run out (YYYY-MM-DD), to be warned before",
        "凭据到期日（YYYY-MM-DD），到期前提醒",
        "День, когда истекает доступ (ГГГГ-ММ-ДД), чтобы предупредить заранее",
    ),
    required=False,
)


def reach(default: str | None, *, field: str = "address") -> tuple[AccountField, ...]:
    """The optional fields on how the network is reached; `default` None when the account names its own server."""
    host = (default or "").removeprefix("https://")
    address = AccountField(
        field,
        words(
            f"Address of the interface, https://…; {host} if left empty",
            f"接口地址 https://…，留空则为 {host}",
            f"Адрес интерфейса, https://…; если не указан: {host}",
        ),
        required=False,
    )
    own = () if default is None else (address,)
    return (
        *own,
        AccountField(
            "private_network",
            words(
                "“yes” if the server stands in your own network",
                "服务器位于内网时填“yes”",
                "«yes», если сервер стоит в вашей внутренней сети",
            ),
            required=False,
        ),
        AccountField(
            "proxy",
            words(
                "Proxy to go through, http://name:password@host:port",
                "代理地址 http://用户:密码@主机:端口",
                "Прокси, http://имя:пароль@хост:порт",
            ),
            secret=True,
            required=False,
        ),
        EXPIRES,
        AccountField(
            "root_certificate",
            words(
                "Root certificate of the network (PEM), where the machine does not know it",
                "网络的根证书（PEM），本机不认识时填写",
                "Корневой сертификат сети (PEM), если машина его не знает",
            ),
            required=False,
        ),
    )


def guarded(call: Callable[..., _Answer]) -> Callable[..., Any]:
    """An early end (`Failed`) of a call becomes its outcome."""

    @wraps(call)
    def inner(*arguments: Any) -> _Answer | Trouble:
        try:
            return call(*arguments)
        except Failed as failed:
            return failed.outcome

    return inner


def caught(act: Callable[[], Outcome]) -> Outcome:
    """Within a thread an early end is the outcome of this part, not of the whole thread."""
    try:
        return act()
    except Failed as failed:
        return failed.outcome


def told(call: Callable[..., Sentence | str | None]) -> Callable[..., Sentence | str | None]:
    """For `test`: an early end becomes its sentence."""

    @wraps(call)
    def inner(*arguments: Any) -> Sentence | str | None:
        try:
            return call(*arguments)
        except Failed as failed:
            return failed.outcome.reason

    return inner


def measured(call: Callable[..., dict[str, int]]) -> Callable[..., dict[str, int]]:
    """For `measure`: what cannot be read now is no reading."""

    @wraps(call)
    def inner(*arguments: Any) -> dict[str, int]:
        try:
            return call(*arguments)
        except Failed:
            return {}

    return inner


def limit_of(form: Form, checked_on: date = CHECKED, **more: Any) -> Limit:
    length, unit = form.limits[0]
    return Limit(length, unit.value, checked_on, **more)


def counts(found: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, int]:
    """Readings by our names from a network's own; what is no number is left out."""
    readings = {ours: found.get(theirs) for ours, theirs in names.items()}
    return {name: value for name, value in readings.items() if isinstance(value, int) and not isinstance(value, bool)}


def base_of(account: Account, default: str = "", field: str = "address") -> str:
    return (account.settings.get(field, "").strip() or default).rstrip("/")


def squeezed(text: str) -> str:
    """A text without its white space, for comparing what was sent with what a network gives back."""
    return "".join(text.split())


def letters(text: str) -> str:
    """Its letters and digits alone, where a network reads signs as markup of its own; all of it when it has none."""
    return "".join(filter(str.isalnum, text)) or squeezed(text)


class TextNetwork:
    """A network of plain posts. A connector says what it is and fills in the calls it has."""

    kind: ClassVar[str]
    label: ClassVar[dict[str, str]]
    capabilities: ClassVar[Capabilities]
    fields: ClassVar[tuple[AccountField, ...]]
    form: ClassVar[Form]

    def render(self, post: Post) -> Rendered:
        return thread(self.kind, post, self.form)

    def find(self, account: Account, delivery: Delivery) -> Found:
        return Unknown(say("This network cannot be asked whether the post is there."))

    def correct(self, account: Account, remote_id: str, delivery: Delivery) -> Outcome:
        return Rejected(NO_EDIT)

    def remove(self, account: Account, remote_id: str, delivery: Delivery) -> Outcome:
        return Rejected(say("This network lets no program take a post back; delete it there by hand."))

    def measure(self, account: Account, remote_id: str) -> dict[str, int]:
        return {}


@dataclass(frozen=True)
class Seen:
    """A post as the network shows it."""

    sent: Sent
    text: str
    made_at: datetime | None


def read_back(
    delivery: Delivery,
    posts: Sequence[Seen],
    of_part: Callable[[RenderedPart], str] = lambda part: part.text,
    *,
    alike: Callable[[str], str] = squeezed,
    page: int,
) -> list[Sent | None]:
    """For each part the post with the same words, each post once. One that is older than our first try, or is known as
    another publication's, is another publication of the same words; clocks may differ by some minutes. `page` is how
    many posts the network shows at most: when all are newer than our first try, what is missing may stand behind them
    (Failed: Unknown)."""
    since = delivery.first_tried_at - _CLOCKS_DIFFER if delivery.first_tried_at else None
    recent = [one for one in posts if since is None or one.made_at is None or one.made_at >= since]
    left = [one for one in recent if one.sent.remote_id not in delivery.taken]
    found: list[Sent | None] = []
    for part in delivery.rendered.parts:
        match = next((one for one in left if alike(one.text) == alike(of_part(part))), None)
        if match is not None:
            left.remove(match)
        found.append(match.sent if match else None)
    newer = since is not None and all(one.made_at is not None and one.made_at >= since for one in posts)
    if None in found and newer and len(posts) >= page:
        raise Failed(Unknown(say("More was posted there since then than the network shows; look there yourself.")))
    return found


def moment(value: object) -> datetime | None:
    """A time as networks write it: seconds or milliseconds since 1970, ISO 8601, or as in mail; None if it is none."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value / 1000 if value > _MILLISECONDS_FROM else value, UTC)
        if isinstance(value, str) and value[:4].isdigit():
            return datetime.fromisoformat(value)
        return datetime.strptime(str(value), "%a %b %d %H:%M:%S %z %Y") if value else None
    except (ValueError, OverflowError, OSError):
        return None
