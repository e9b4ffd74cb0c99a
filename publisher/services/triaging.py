"""Triage as the services use it: one reader per process, made from the packs' cues at the first message."""

from typing import TYPE_CHECKING

from publisher import resources
from publisher.policy.gate import Gate

if TYPE_CHECKING:
    from publisher.policy.triage import Triage

_made: "list[tuple[Gate, Triage]]" = []


def triage_of(gate: Gate) -> "Triage":
    """The reader that belongs to a gate."""
    from publisher.policy.triage import Triage  # its second reader needs numpy; most who import this read no message

    for known, triage in _made:
        if known is gate:
            return triage
    triage = Triage(resources.content_folder(), gate.cues)
    _made[:] = [(gate, triage)]
    return triage
