"""Networks without a usable interface: a person posts. The channel prepares the text and what is declared with it."""

from dataclasses import dataclass

from publisher.channels._base import TextNetwork
from publisher.channels._documents import title_part
from publisher.channels._texts import Form, thread
from publisher.channels.contract import (
    Account,
    AccountField,
    Capabilities,
    Delivery,
    Found,
    Limit,
    Lookup,
    Outcome,
    Post,
    Rendered,
    Sent,
)
from publisher.domain.errors import Refusal
from publisher.domain.sentences import Sentence
from publisher.rendering.lengths import Unit


@dataclass(frozen=True)
class Steps:
    """What a person does there: where to begin, and what to declare. In en, zh, ru."""

    address: str
    declare: tuple[dict[str, str], ...]


class HandOff(TextNetwork):
    """Nothing leaves this machine: the text waits for a person, who pastes the link back."""

    steps: Steps
    title_limit: tuple[int, Unit] | None = None
    fields: tuple[AccountField, ...] = ()  # type: ignore[misc]

    def render(self, post: Post) -> Rendered:
        rendered = thread(self.kind, post, self.form)
        if self.title_limit is None:
            return rendered
        try:
            title = title_part(post, *self.title_limit)
        except Refusal:
            return rendered  # too long for the field of a title; it is the first line of the text anyway
        return Rendered(rendered.channel, (*rendered.parts, title))

    def send(self, account: Account, delivery: Delivery) -> Outcome:
        return Sent(f"hand-off:{delivery.key}", None, left_for_a_person=True)

    def find(self, account: Account, delivery: Delivery) -> Found:
        return Sent(f"hand-off:{delivery.key}", None, left_for_a_person=True)

    def test(self, account: Account) -> Sentence | None:
        return None


def by_hand(form: Form, limit: Limit) -> Capabilities:
    return Capabilities(Lookup.BY_KEY, can_correct=False, can_remove=False, hand_off=True, limit=limit)
