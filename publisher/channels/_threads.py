"""Several parts as one publication: sent in order, each confirmed as soon as it is there, resumed after a break."""

from collections.abc import Callable, Sequence

from publisher.channels.contract import Absent, Delivery, Found, Outcome, RenderedPart, Sent, Unknown
from publisher.domain.sentences import say

JOINT = ","
Post = Callable[[int, RenderedPart, list[Sent]], Outcome]


def send_parts(
    delivery: Delivery,
    post: Post,
    *,
    there: Sequence[Sent | None] = (),
    link: Callable[[str], str | None] = lambda remote_id: None,
) -> Outcome:
    """Post what is not there yet, in order. `there` is what was read back; `link` gives the address of an id."""
    done: list[Sent] = []
    for number, part in enumerate(delivery.rendered.parts):
        seen = there[number] if number < len(there) else None
        if number < len(delivery.confirmed):
            one = delivery.confirmed[number]
            done.append(seen or Sent(one, link(one)))
            continue
        outcome = seen or post(number, part, done)
        if not isinstance(outcome, Sent):
            return outcome
        if len(delivery.rendered.parts) > 1:
            delivery.confirm(outcome.remote_id)
        done.append(outcome)
    return whole(done)


def found_of(there: Sequence[Sent | None]) -> Found:
    """All parts there: sent. Otherwise absent: sending again posts only what is missing."""
    complete = [one for one in there if one is not None]
    return whole(complete) if complete and len(complete) == len(there) else Absent()


def whole(done: Sequence[Sent]) -> Sent:
    """The thread as one: every id in order, and the address of its beginning."""
    return Sent(JOINT.join(one.remote_id for one in done), done[0].url)


def each(remote_id: str, act: Callable[[str], Outcome]) -> Outcome:
    """Do something to every part, the last first; the first trouble ends it."""
    for one in reversed(remote_id.split(JOINT)):
        outcome = act(one)
        if not isinstance(outcome, Sent):
            return outcome
    return Sent(remote_id, None)


def correct_parts(
    remote_id: str,
    parts: Sequence[RenderedPart],
    edit: Callable[[str, RenderedPart], Outcome],
    post: Post,
    remove: Callable[[str], Outcome],
) -> Outcome:
    """Change what is there part by part, add what the new text has more of, take away what it has less of."""
    there = remote_id.split(JOINT)
    done: list[Sent] = []
    for number, part in enumerate(parts):
        outcome = edit(there[number], part) if number < len(there) else post(number, part, done)
        if not isinstance(outcome, Sent):
            return (
                outcome
                if not done
                else Unknown(
                    say("Part {number} of {count} could not be corrected.", number=number + 1, count=len(parts))
                )
            )
        done.append(outcome)
    for surplus in reversed(there[len(parts) :]):
        outcome = remove(surplus)
        if not isinstance(outcome, Sent):
            return Unknown(say("The text is corrected, but an old part of it is still there."))
    return whole(done)
