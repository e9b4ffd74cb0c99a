"""Each publication state in one sentence: what is, why, and what happens next."""

from datetime import datetime, timedelta
from typing import Any

from publisher.domain.publications import Publication, PublicationState
from publisher.domain.sentences import Sentence, say

_LATE = timedelta(minutes=2)
_S = PublicationState


def why(publication: Publication, now: datetime, account_held: str | None = None) -> Sentence:
    """The sentence beside a publication. `{due}` is the chosen wall time in the chosen zone."""
    due = publication.local_due.replace("T", " ") + f" ({publication.zone})"
    reason: Any = publication.because or "—"
    if publication.state is _S.SCHEDULED:
        return _scheduled(publication, now, due, account_held)
    sentences = {
        _S.QUEUED: say("Its time has come; the worker takes it next."),
        _S.SENDING: say("Is being handed to the channel now."),
        _S.PUBLISHED: say("Published; the channel confirmed it."),
        _S.UNKNOWN: say("The connection was cut while sending. The channel is asked before anything is sent again."),
        _S.NEEDS_REVIEW: say("Is it there? This channel cannot be asked; look, then answer yes or no."),
        _S.FAILED: say("The channel refused it: {reason} It is not sent again unchanged.", reason=reason),
        _S.HELD: say("Held: {reason} Nothing leaves until somebody resumes or cancels it.", reason=reason),
        _S.AWAITING_HAND_OFF: say("Prepared. Put it out by hand, then paste the link here."),
        _S.CANCELLED: say("Cancelled; it will not be sent."),
        _S.CORRECTING: say("A newer version is replacing it on the channel."),
        _S.REMOVING: say("Is being taken back from the channel."),
        _S.REMOVED: say("Taken back: {reason}", reason=reason),
    }
    return sentences[publication.state]


def _scheduled(publication: Publication, now: datetime, due: str, account_held: str | None) -> Sentence:
    if account_held:
        return say("Waits: the channel account is held: {reason}", reason=account_held)
    if publication.attempt and publication.reason:
        return say(
            "Tried {count} times, not sent: {reason} It is tried again at {due}.",
            count=publication.attempt,
            reason=publication.because,
            due=due,
        )
    if publication.due_at + _LATE < now:
        return say("Was due at {due}; the worker has not taken it yet. Is the worker running?", due=due)
    return say("Will be sent at {due}.", due=due)
