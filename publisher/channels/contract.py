"""What every channel promises: capabilities, account fields, and calls that return an outcome, never a surprise."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable

from publisher.domain.places import Language
from publisher.domain.sentences import Sentence


class Lookup(StrEnum):
    """What can be asked of the network after a call was cut off."""

    BY_KEY = "by_key"  # the key we chose names the post, or repeating the call is harmless
    READABLE = "readable"  # recent posts can be read back and compared
    BLIND = "blind"  # neither: a person is asked


class Certainty(StrEnum):
    """How a limit is known."""

    DOCUMENTED = "documented"  # read in the network's own documentation or schema
    REPORTED = "reported"  # others say so
    OURS = "ours"  # chosen by us, on the safe side


@dataclass(frozen=True)
class Limit:
    """A length limit in the network's own unit, and the day it was last checked."""

    length: int
    unit: str  # one of `rendering.lengths.Unit`
    checked_on: date
    certainty: Certainty = Certainty.DOCUMENTED


@dataclass(frozen=True)
class Capabilities:
    """What the network can do; the workspace shows it and the services act by it."""

    lookup: Lookup
    can_correct: bool
    can_remove: bool
    hand_off: bool = False
    limit: Limit | None = None
    languages: tuple[Language, ...] = tuple(Language)
    safe_on_unavailable: bool = False  # a 503 proves that nothing was posted
    answers_from_here: bool = False  # a look-up reads notes of this installation, not the network

    @property
    def tells_any_copy(self) -> bool:
        """Whether the network itself says what another copy of this clinic has posted."""
        return self.lookup is not Lookup.BLIND and not self.answers_from_here


@dataclass(frozen=True)
class AccountField:
    """One thing the account form asks for. `help` is in en, zh, ru; a secret is sealed and never shown again."""

    name: str
    help: dict[str, str]
    secret: bool = False
    required: bool = True


@dataclass(frozen=True)
class RenderedPart:
    """One message as it will leave. `format` is the network's own ("html", "text", …)."""

    text: str
    format: str
    length: int
    limit: int | None
    unit: str


@dataclass(frozen=True)
class Rendered:
    """A revision in a channel's own form. Never truncated: what does not fit is split or refused."""

    channel: str
    parts: tuple[RenderedPart, ...]
    truncated: bool = False


@dataclass(frozen=True)
class Byline:
    """Who stands behind a text, as the reader sees it."""

    doctor: str
    specialty: str | None
    licence_number: str | None
    licence_authority: str | None
    licence_valid_until: date | None
    reviewer: str | None = None


@dataclass(frozen=True)
class Post:
    """Everything a channel may show of a signed revision. Frozen when scheduled, compared when sent.

    `heads` and `footers` are disclaimer texts in order. `translations` maps a language to the entry id of its
    counterpart. `signed_at` is in the organisation's zone: its date is the day of signing. `status` is "live",
    "superseded", "withdrawn" or "expired"; only "live" shows the body.
    """

    entry: str
    revision: str
    revision_digest: str
    kind: str
    language: Language
    title: str
    body: str
    question: str | None
    sources: tuple[str, ...]
    heads: tuple[str, ...]
    footers: tuple[str, ...]
    byline: Byline
    signed_at: datetime
    review_by: date | None
    stages: tuple[str, ...] = ()
    translations: dict[Language, str] = field(default_factory=dict)
    status: str = "live"
    status_reason: str | None = None
    superseded_by: str | None = None
    published_at: datetime | None = None
    sample: bool = False

    @property
    def sources_to_list(self) -> tuple[str, ...]:
        """The sources, unless a footer names them all already: readers need them once."""
        named = any(all(source in footer for source in self.sources) for footer in self.footers)
        return () if named else self.sources


@dataclass(frozen=True)
class Sent:
    """The network confirmed it. `remote_id` has the right shape; `url` is where a reader finds it.

    `left_for_a_person`: it lies in the network's own box (a draft) until a person publishes it there.
    """

    remote_id: str
    url: str | None
    left_for_a_person: bool = False


@dataclass(frozen=True)
class RetryLater:
    """Proven not sent. `after` is the time the network asked for, if it did."""

    reason: Sentence | str
    after: datetime | None = None


@dataclass(frozen=True)
class Rejected:
    """Refused for good; never sent again unchanged."""

    reason: Sentence | str


@dataclass(frozen=True)
class Reconnect:
    """The credentials no longer work; the account is held until a person renews them."""

    reason: Sentence | str


@dataclass(frozen=True)
class Unknown:
    """The request left and no usable answer came. Never sent again blindly."""

    reason: Sentence | str


@dataclass(frozen=True)
class Absent:
    """A look-up proved that the post is not there."""


Outcome = Sent | RetryLater | Rejected | Reconnect | Unknown
Found = Sent | Absent | Unknown | Reconnect | RetryLater


@dataclass(frozen=True)
class Account:
    """A channel account as a channel sees it: its settings and opened secrets, never logged."""

    id: str
    name: str
    kind: str
    settings: dict[str, str]
    secrets: dict[str, str] = field(default_factory=dict, repr=False)


def _nothing(remote_id: str) -> None:
    """What a delivery outside the worker does with a confirmed part."""


@dataclass(frozen=True)
class Delivery:
    """One call's worth of work: the frozen post, its rendering and the key chosen before the first attempt."""

    key: str
    post: Post
    rendered: Rendered
    first_tried_at: datetime | None = None
    # A thread: remote ids of the parts that are there, and how a channel notes the next one as soon as it is confirmed.
    # `send` goes on after them; `find` is Absent when the thread is not complete and nothing but they is there.
    confirmed: tuple[str, ...] = ()
    confirm: Callable[[str], None] = field(default=_nothing, repr=False, compare=False)
    taken: frozenset[str] = frozenset()  # remote ids that are other publications'; `find` passes over them


@runtime_checkable
class Channel(Protocol):
    """A network. Implementations hold no state between calls."""

    kind: str
    label: dict[str, str]
    capabilities: Capabilities
    fields: tuple[AccountField, ...]

    def render(self, post: Post) -> Rendered: ...
    def send(self, account: Account, delivery: Delivery) -> Outcome: ...
    def find(self, account: Account, delivery: Delivery) -> Found: ...
    def correct(self, account: Account, remote_id: str, delivery: Delivery) -> Outcome: ...
    def remove(self, account: Account, remote_id: str, delivery: Delivery) -> Outcome: ...
    def measure(self, account: Account, remote_id: str) -> dict[str, int]: ...
    def test(self, account: Account) -> Sentence | str | None:
        """None when it works, else one sentence that says what is wrong."""
