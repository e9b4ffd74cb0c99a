"""A network in memory that does what a test tells it: a double for bad nights that no real server gives on request.

It keeps every post it accepted, so that a test can count doubles; the connector's contract is the real one.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

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
    RenderedPart,
    Sent,
    Unknown,
)


class ProcessKilled(BaseException):
    """Raised by a test in the middle of a call, as `kill -9` would end it there: nothing after it runs."""


@dataclass
class Network:
    """A channel whose next calls are scripted; an empty script accepts everything."""

    lookup: Lookup = Lookup.READABLE
    kind: str = "network"
    posts: dict[str, str] = field(default_factory=dict)
    accepted: int = 0
    script: list[Callable[[], Outcome | None]] = field(default_factory=list)

    label: dict[str, str] = field(
        default_factory=lambda: {"en": "Test network", "zh": "测试网络", "ru": "Тестовая сеть"}
    )
    fields: tuple[AccountField, ...] = (
        AccountField("token", {"en": "Access token", "zh": "令牌", "ru": "Токен"}, secret=True),
    )

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(lookup=self.lookup, can_correct=False, can_remove=True)

    def render(self, post: Post) -> Rendered:
        text = "\n\n".join([*post.heads, post.title, post.body, *post.footers])
        return Rendered(self.kind, (RenderedPart(text, "text", len(text), None, "characters"),))

    def send(self, account: Account, delivery: Delivery) -> Outcome:
        step = self.script.pop(0) if self.script else None
        outcome = step() if step else None
        return outcome if outcome is not None else self.accept(delivery)

    def accept(self, delivery: Delivery) -> Sent:
        self.accepted += 1
        self.posts[delivery.key] = delivery.rendered.parts[0].text
        return Sent(remote_id=delivery.key, url=f"https://network.example.org/{delivery.key}")

    def find(self, account: Account, delivery: Delivery) -> Found:
        if self.lookup is Lookup.BLIND:
            return Unknown("this network cannot be asked")
        if delivery.key in self.posts:
            return Sent(delivery.key, f"https://network.example.org/{delivery.key}")
        return Absent()

    def correct(self, account: Account, remote_id: str, delivery: Delivery) -> Outcome:
        return self.accept(delivery)

    def remove(self, account: Account, remote_id: str, delivery: Delivery) -> Outcome:
        self.posts.pop(remote_id, None)
        return Sent(remote_id, None)

    def measure(self, account: Account, remote_id: str) -> dict[str, int]:
        return {}

    def test(self, account: Account) -> str | None:
        return None if account.secrets.get("token") else "there is no token"
