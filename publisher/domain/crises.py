"""Crisis cases: their states and what may follow what. Every step is a person's; software only opens and calls."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from publisher.domain.errors import ImpossibleTransition


class CaseState(StrEnum):
    """Where a case stands."""

    OPEN = "open"  # nobody has taken it yet
    TAKEN = "taken"  # a named person cares for it
    HANDED_OVER = "handed_over"  # another named person was asked and has not taken it yet
    CLOSED = "closed"  # a person said how it ended


class Outcome(StrEnum):
    """How a case ended, in a person's judgement."""

    REACHED = "reached"  # somebody spoke with the writer
    HANDED_ON = "handed_on"  # emergency services or a crisis line have it
    UNREACHABLE = "unreachable"
    FALSE_ALARM = "false_alarm"


_S = CaseState
_NEXT: dict[CaseState, frozenset[CaseState]] = {
    _S.OPEN: frozenset({_S.TAKEN}),
    _S.TAKEN: frozenset({_S.TAKEN, _S.HANDED_OVER, _S.CLOSED}),  # taken again: by another person, from whoever had it
    _S.HANDED_OVER: frozenset({_S.TAKEN}),
    _S.CLOSED: frozenset(),
}


def check_step(before: CaseState, after: CaseState) -> None:
    """Raises ImpossibleTransition for a step that is not declared."""
    if after not in _NEXT[before]:
        raise ImpossibleTransition(before, after)


@dataclass(frozen=True)
class CrisisCase:
    """One writer's alarms. `deadline` is when the next person is called if nobody has taken it.

    `spoke_at`: the writer wrote again after it was taken, and whoever holds it has not read that yet.
    """

    id: str
    state: CaseState
    follow_up: bool
    language: str
    community: str | None
    opened_at: datetime
    deadline: datetime
    alarmed: int
    escalated_at: datetime | None
    taken_by: str | None
    taken_at: datetime | None
    closed_at: datetime | None
    outcome: Outcome | None
    version: int
    spoke_at: datetime | None = None
