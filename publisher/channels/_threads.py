"""Several parts as one publication: sent in order, each confirmed, and taken back where the rest cannot follow."""

from collections.abc import Callable, Sequence

from publisher.channels.contract import Outcome, RenderedPart, Sent, Unknown

JOINT = ","
Post = Callable[[int, RenderedPart, list[Sent]], Outcome]


def send_parts(
    parts: Sequence[RenderedPart],
    post: Post,
    *,
    there: Sequence[Sent | None] = (),
    take_back: Callable[[Sent], Outcome] | None = None,
) -> Outcome:
    """Post what is not there yet, in order. When a later part is refused the earlier ones are taken back, so that
    the refusal may be acted upon; where that fails too, what is there is unknown."""
    done: list[Sent] = []
    for number, part in enumerate(parts):
        found = there[number] if number < len(there) else None
        outcome = found or post(number, part, done)
        if isinstance(outcome, Sent):
            done.append(outcome)
            continue
        if not done or isinstance(outcome, Unknown):
            return outcome
        if take_back is not None and all(isinstance(take_back(one), Sent) for one in reversed(done)):
            return outcome
        return Unknown(f"Part {number + 1} of {len(parts)} was refused, and the parts before it are there.")
    return whole(done)


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
            return outcome if not done else Unknown(f"Part {number + 1} of {len(parts)} could not be corrected.")
        done.append(outcome)
    for surplus in reversed(there[len(parts) :]):
        outcome = remove(surplus)
        if not isinstance(outcome, Sent):
            return Unknown("The text is corrected, but an old part of it is still there.")
    return whole(done)
