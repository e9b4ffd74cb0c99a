"""A community of patients: where its readers are, and when a group is about to be full."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from publisher.domain.places import Jurisdiction, Language

NEARLY_FULL = 0.9
"""A warning comes while there is still time to open the next group."""


class Room(StrEnum):
    """Whether newcomers still fit into a group."""

    UNKNOWN = "unknown"  # nobody said how many it takes, or how many are in
    FREE = "free"
    NEARLY_FULL = "nearly_full"
    FULL = "full"


@dataclass(frozen=True)
class Community:
    """A group or page. `hint` says in people's words where it is; `members` is as somebody last counted."""

    id: str
    name: str
    language: Language
    jurisdiction: Jurisdiction
    hint: str | None = None
    stages: tuple[str, ...] = ()
    capacity: int | None = None
    members: int | None = None
    closed_at: datetime | None = None

    @property
    def room(self) -> Room:
        if self.capacity is None or self.members is None:
            return Room.UNKNOWN
        if self.members >= self.capacity:
            return Room.FULL
        return Room.NEARLY_FULL if self.members >= self.capacity * NEARLY_FULL else Room.FREE
