"""What a channel may have besides its contract: an account of it can be a closed room, in which staff are called."""

from typing import Protocol, runtime_checkable

from publisher.channels.contract import Account, Outcome
from publisher.domain.sentences import Sentence


@runtime_checkable
class Calls(Protocol):
    """A channel whose rooms are closed unless somebody opened one. `key` names the call; no call is a publication."""

    def call(self, account: Account, key: str, text: str) -> Outcome: ...
    def closed(self, account: Account) -> Sentence | str | None:
        """None when only those who were let in read along, else one sentence that says why it is no room for calls."""
