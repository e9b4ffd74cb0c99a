"""What a channel may have besides its contract: it can be asked what people wrote to the account."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from publisher.channels.contract import Account, Reconnect, Rejected, RetryLater, Unknown

LISTENS_FOR = "questions_to"
"""The account's setting that says whose inbox takes it; without it nothing is read. `ALL` is the organisation."""
ALL = "all"


@dataclass(frozen=True)
class Incoming:
    """What somebody wrote to an account. `key` names it within the network for ever, an edit has one of its own.

    `media` are kinds of `photo voice video sticker file audio`; `written_at` is the network's own time.
    """

    key: str
    text: str
    author: str | None = None
    written_at: datetime | None = None
    link: str | None = None
    media: tuple[str, ...] = ()


@dataclass(frozen=True)
class Heard:
    """What came since a cursor. The next call gets this `cursor`, once all of `messages` is stored.

    `more`: there may be more at once. `gap`: the network no longer had everything since the cursor. `keeps`: how long
    it keeps what nobody asks for, where it forgets without a word; asked later than that, something may be missing.
    """

    messages: tuple[Incoming, ...]
    cursor: str
    more: bool = False
    gap: bool = False
    keeps: timedelta | None = None


@runtime_checkable
class Listens(Protocol):
    """A channel that has this is asked by the worker. `cursor` is "" at first."""

    def received(self, account: Account, cursor: str) -> Heard | RetryLater | Rejected | Reconnect | Unknown: ...
