"""Each publication state in one sentence: what is, why, and what happens next."""

from datetime import datetime, timedelta
from typing import Any

from publisher.domain.publications import Publication, PublicationState
from publisher.domain.sentences import Sentence, say
from publisher.domain.times import wall_time
from publisher.services.turns import topic_of
from publisher.storage import accounts, groups

_LATE = timedelta(minutes=2)
_GIVEN_UP = timedelta(days=300)
_S = PublicationState
WAITING = (_S.SCHEDULED, _S.QUEUED, _S.UNKNOWN, _S.AWAITING_HAND_OFF)


def why(publication: Publication, now: datetime, held_because: Sentence | None = None) -> Sentence:
    """The sentence beside a publication. `{due}` is the chosen wall time in the chosen zone."""
    due = publication.local_due.replace("T", " ") + f" ({publication.zone})"
    reason: Any = publication.because or "—"
    if publication.called_off and publication.state in (*WAITING, _S.SENDING):
        return _called_off(held_because)
    if held_because is not None and publication.state in WAITING:
        return say("Was to leave at {due}. Waits: {reason}", due=due, reason=held_because)
    if publication.state is _S.SCHEDULED:
        return _scheduled(publication, now, due)
    sentences = {
        _S.QUEUED: say("Its time has come; the worker takes it next."),
        _S.SENDING: say("Is being handed to the channel now."),
        _S.PUBLISHED: say("Published; the channel confirmed it."),
        _S.UNKNOWN: _unknown(publication),
        _S.NEEDS_REVIEW: say("Is it there? This channel cannot be asked; look, then answer yes or no."),
        _S.FAILED: say("The channel refused it: {reason} It is not sent again unchanged.", reason=reason),
        _S.HELD: say("Held: {reason} Nothing leaves until somebody resumes or cancels it.", reason=reason),
        _S.AWAITING_HAND_OFF: say("Prepared. Put it out by hand, then paste the link here."),
        _S.CANCELLED: _cancelled(publication),
        _S.CORRECTING: say("A newer version is replacing it on the channel."),
        _S.REMOVING: _removing(publication, now),
        _S.REMOVED: say("Taken back: {reason}", reason=reason),
    }
    return sentences[publication.state]


def _called_off(held_because: Sentence | None) -> Sentence:
    if held_because is not None:
        return say(
            "Cancelled, but it may be out already, and nothing more is sent. The channel is asked later: {reason}",
            reason=held_because,
        )
    return say("Cancelled, but it may be out already: the channel is asked, and nothing more is sent.")


def _unknown(publication: Publication) -> Sentence:
    if publication.because:
        return say(
            "It is not known whether it left: {reason} The channel is asked before anything is sent again.",
            reason=publication.because,
        )
    return say("The connection was cut while sending. The channel is asked before anything is sent again.")


def left_for_a_person(publication: Publication, now: datetime) -> bool:
    """Whether a removal waits for somebody to take it down by hand."""
    waits = publication.state is _S.REMOVING and publication.next_at is not None
    return waits and publication.next_at - now > _GIVEN_UP  # type: ignore[operator]


def _removing(publication: Publication, now: datetime) -> Sentence:
    if left_for_a_person(publication, now):
        return say("{reason} Then say that it is down.", reason=publication.because or "—")
    if publication.because:
        return say("Is being taken back from the channel: {reason}", reason=publication.because)
    return say("Is being taken back from the channel.")


def _cancelled(publication: Publication) -> Sentence:
    if publication.because:
        return say("Cancelled: {reason} It will not be sent.", reason=publication.because)
    return say("Cancelled; it will not be sent.")


def _scheduled(publication: Publication, now: datetime, due: str) -> Sentence:
    if publication.attempt and publication.because:
        again = wall_time(publication.next_at or publication.due_at, publication.zone).replace("T", " ")
        return say(
            "Not sent yet: {reason} The next try is at {time} ({zone}).",
            reason=publication.because,
            time=again,
            zone=publication.zone,
        )
    if publication.due_at + _LATE < now:
        return say("Was due at {due}; the worker has not taken it yet. Is the worker running?", due=due)
    if publication.doubted_since is not None:
        return say(
            "Will be sent at {due}, unless the channel says that it is there already: a backup was restored since.",
            due=due,
        )
    return say("Will be sent at {due}.", due=due)


def held_because(row: Any, held: groups.Held) -> Sentence | None:
    """Why a listed publication that waits does not leave, or None. `row.words` is there when a topic is held."""
    if row.account_held:
        return say("the channel account is held: {reason}", reason=accounts.because(row.account_held, row.account_says))
    if row.author in held.get("doctor", {}):
        reason = held["doctor"][row.author]
        return say("the texts of {name} are held: {reason}", name=row.author_name or "?", reason=reason)
    if row.campaign in held.get("campaign", {}):
        reason = held["campaign"][row.campaign]
        return say("the campaign “{name}” is held: {reason}", name=row.campaign_name or "?", reason=reason)
    topic = topic_of(held, f"{row.title}\n{row.words or ''}") if held.get("topic") else None
    if topic is not None:
        return say("the topic “{topic}” is held: {reason}", topic=topic, reason=held["topic"][topic])
    return None
