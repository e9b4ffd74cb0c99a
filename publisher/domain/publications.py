"""Publications: one signed revision on one channel account at one occurrence, its states and where each may lead."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from publisher.domain.errors import ImpossibleTransition
from publisher.domain.sentences import Sentence


class PublicationState(StrEnum):
    """Where a publication stands. Every state is one a person can read, *unknown* included."""

    SCHEDULED = "scheduled"  # waits for its due time (a retry is scheduled again)
    QUEUED = "queued"  # handed to the engine, not yet claimed
    SENDING = "sending"  # claimed: the intent is committed, the network call may be under way
    PUBLISHED = "published"  # the channel confirmed it and named it
    UNKNOWN = "unknown"  # the call was cut off; looked up before anything else happens
    NEEDS_REVIEW = "needs_review"  # the channel cannot be asked: "is it there?"
    FAILED = "failed"  # refused by the channel; never sent again unchanged
    HELD = "held"  # stopped by a person, a licence, a pack, a credential; the reason stands beside it
    AWAITING_HAND_OFF = "awaiting_hand_off"  # prepared; a person puts it out and pastes the link back
    CANCELLED = "cancelled"  # will never be sent
    CORRECTING = "correcting"  # a newer revision is replacing it on the channel
    REMOVING = "removing"  # is being taken back
    REMOVED = "removed"  # taken back; proven gone


_S = PublicationState
TRANSITIONS: dict[PublicationState, frozenset[PublicationState]] = {
    _S.SCHEDULED: frozenset(
        {_S.QUEUED, _S.SENDING, _S.HELD, _S.CANCELLED, _S.AWAITING_HAND_OFF, _S.UNKNOWN, _S.NEEDS_REVIEW}
    ),
    _S.QUEUED: frozenset(
        {_S.SENDING, _S.SCHEDULED, _S.HELD, _S.CANCELLED, _S.AWAITING_HAND_OFF, _S.UNKNOWN, _S.NEEDS_REVIEW}
    ),
    _S.SENDING: frozenset(
        {
            _S.SENDING,
            _S.PUBLISHED,
            _S.SCHEDULED,
            _S.UNKNOWN,
            _S.NEEDS_REVIEW,
            _S.FAILED,
            _S.HELD,
            _S.AWAITING_HAND_OFF,
            _S.CANCELLED,  # called off, and proven not to be there
        }
    ),
    _S.UNKNOWN: frozenset({_S.SENDING, _S.PUBLISHED, _S.SCHEDULED, _S.NEEDS_REVIEW, _S.HELD}),
    _S.NEEDS_REVIEW: frozenset({_S.NEEDS_REVIEW, _S.PUBLISHED, _S.SCHEDULED, _S.CANCELLED}),
    _S.HELD: frozenset({_S.SCHEDULED, _S.UNKNOWN, _S.NEEDS_REVIEW, _S.CANCELLED}),
    _S.AWAITING_HAND_OFF: frozenset({_S.PUBLISHED, _S.HELD, _S.CANCELLED}),
    _S.PUBLISHED: frozenset({_S.CORRECTING, _S.REMOVING}),
    _S.CORRECTING: frozenset({_S.CORRECTING, _S.PUBLISHED, _S.REMOVING}),
    _S.REMOVING: frozenset({_S.REMOVING, _S.REMOVED, _S.PUBLISHED}),
    _S.FAILED: frozenset({_S.CANCELLED}),
    _S.CANCELLED: frozenset(),
    _S.REMOVED: frozenset(),
}

OPEN_STATES = frozenset(
    {_S.SCHEDULED, _S.QUEUED, _S.SENDING, _S.UNKNOWN, _S.NEEDS_REVIEW, _S.HELD, _S.AWAITING_HAND_OFF}
)
LIVE_STATES = frozenset({_S.PUBLISHED, _S.CORRECTING, _S.REMOVING})


def ensure_transition(before: PublicationState, after: PublicationState) -> None:
    """Raise ImpossibleTransition unless the declared graph leads from `before` to `after`."""
    if after not in TRANSITIONS[before]:
        raise ImpossibleTransition(f"a publication cannot go from {before} to {after}")


class LatePolicy(StrEnum):
    """What becomes of a publication whose time passed while no worker ran."""

    SEND = "send"  # it leaves all the same
    ASK = "ask"  # it is held, and a person decides
    DROP = "drop"  # it is cancelled: yesterday's invitation helps nobody


class Priority(IntEnum):
    """Who leaves first when much is due at once; what takes wrong words back is before everything."""

    REMOVAL = 1
    CORRECTION = 2
    CALLED_OFF = 3  # cancelled while it may be out: looked up, and never sent
    ORDINARY = 5
    REPEATED = 7


@dataclass(frozen=True)
class Publication:
    """A row of the delivery truth. `local_due` and `zone` are what the person chose; `due_at` (UTC) follows."""

    id: str
    entry: str
    revision: str
    account: str
    occurrence: int
    state: PublicationState
    due_at: datetime
    local_due: str
    zone: str
    attempt: int = 0
    sends_started: int = 0
    send_started_at: datetime | None = None
    remote_key: str = ""
    remote_id: str | None = None
    url: str | None = None
    reason: str | None = None
    version: int = 1
    because: tuple[Sentence, ...] = ()  # the reason, to be said in the reader's language
    campaign: str | None = None
    series: str | None = None
    replaces: str | None = None
    late_policy: LatePolicy = LatePolicy.ASK
    priority: int = Priority.ORDINARY
    confirmed: tuple[str, ...] = ()  # the parts of a thread that are known to be there, in order
    next_at: datetime | None = None
    doubted_since: datetime | None = None  # another copy of the clinic may have sent it since then

    @property
    def may_be_out(self) -> bool:
        """Whether it may stand on its channel although nothing here says so: the channel is asked before it is sent."""
        return self.sends_started > 0 or self.doubted_since is not None

    @property
    def prepared(self) -> bool:
        """Whether it lies ready for a person's hand, so that no program has put it out; held since, perhaps."""
        held = self.state is PublicationState.HELD and (self.remote_id or "").startswith(_HAND_OFF)
        return held or self.state is PublicationState.AWAITING_HAND_OFF

    @property
    def called_off(self) -> bool:
        """Whether a person cancelled it while it may be out: it is cancelled once it is known not to be there."""
        return self.priority == Priority.CALLED_OFF

    @property
    def usual_priority(self) -> Priority:
        """Its place among what is due, whatever was done with it since it was made."""
        if self.replaces is not None:
            return Priority.CORRECTION
        return Priority.ORDINARY if self.series is None else Priority.REPEATED


PUT_OUT_BY_HAND, SEEN_BY_A_PERSON, _HAND_OFF = "put out by hand", "seen by a person", "hand-off:"


def made_by_machine(remote_id: str | None) -> bool:
    """Whether the id is one that the network gave; what a person noted instead names nothing to a program."""
    if not remote_id:
        return False
    noted = remote_id in (PUT_OUT_BY_HAND, SEEN_BY_A_PERSON)
    return not noted and not remote_id.startswith((_HAND_OFF, "http://", "https://"))
