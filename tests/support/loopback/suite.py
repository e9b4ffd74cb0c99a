"""What the contract is asked of: every connector, its network on loopback, and what may happen on the wire."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from publisher.channels.contract import Channel, Delivery, Lookup
from publisher.channels.registry import channels
from publisher.domain.places import Language
from tests.support.loopback import articles, posts, protocols
from tests.support.loopback.server import Handler, Reply, Request, Shape
from tests.support.posts import post

KINDS = channels(Path("/nowhere/site"), "https://answers.example/site")
SHAPES: dict[str, type[Shape]] = {
    shape.kind: shape
    for module in (posts, articles, protocols)
    for shape in vars(module).values()
    if isinstance(shape, type) and issubclass(shape, Shape) and shape is not Shape
}
# the site writes files here and a hand-off is a person's: neither calls anybody; e-mail has its own test on real SMTP
WITHOUT_HTTP = {"site", "email", *(kind for kind, one in KINDS.items() if one.capabilities.hand_off)}
ASKABLE = sorted(kind for kind in SHAPES if KINDS[kind].capabilities.lookup is not Lookup.BLIND)


def delivery(
    channel: Channel, key: str = "01KEY", body: str = "正文一。\n\n**注意：**不要自行加量。", **more: object
) -> Delivery:
    language = Language.ZH
    content = replace(post(1, language.value, body=body, question=None, sources=()), title="孕期发热")
    return Delivery(key, content, channel.render(content), datetime.now(UTC), **more)  # type: ignore[arg-type]


def stall_before(handler: Handler, request: Request) -> None:
    handler.stall()


def stall_after(handler: Handler, request: Request) -> None:
    handler.network.shape.answer(request)
    handler.stall()


def cut_before(handler: Handler, request: Request) -> None:
    handler.cut()


def cut_after(handler: Handler, request: Request) -> None:
    handler.network.shape.answer(request)
    handler.cut()


def answering(reply: Callable[[Shape], Reply]) -> Callable[[Handler, Request], bool]:
    def fault(handler: Handler, request: Request) -> bool:
        handler.reply(reply(handler.network.shape))
        return True

    return fault
