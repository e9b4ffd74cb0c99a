"""How long a committed intent to send stands. Whoever takes over waits for the grace, so nothing may leave after it.

Measured on the clock that nobody sets, from before the intent's time was read: a stalled commit shortens what is left.
"""

import time
from dataclasses import dataclass, field

_MARGIN = 1.0  # seconds for the last bytes to arrive, at most a tenth of the grace


class Overtaken(Exception):
    """Another worker took the publication over in the middle of a send; this one stops where it is."""


@dataclass
class Intent:
    """`grace` and `timeout` are seconds: a send takes at most `timeout`, and a successor waits for `grace`."""

    grace: float
    timeout: float
    began: float = field(default_factory=time.monotonic)

    def may_begin(self) -> bool:
        """Whether a send that begins now is over before anybody else may look whether it is there."""
        return time.monotonic() - self.began <= self.grace - self.timeout

    def ends(self) -> float:
        """When the last request must have been answered or given up, on the monotonic clock."""
        return self.began + self.grace - min(_MARGIN, self.grace / 10)

    def renew(self, began: float) -> None:
        """The intent was committed anew, with a time read after `began`."""
        self.began = began
