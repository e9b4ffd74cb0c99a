"""May it leave at this moment? Stop switch, holds, lateness, quiet hours and pauses, asked inside the claim."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from publisher.channels.contract import Post
from publisher.domain.pacing import pace_of
from publisher.domain.publications import LatePolicy, Priority, Publication, PublicationState
from publisher.domain.sentences import Sentence, say
from publisher.domain.times import wall_time
from publisher.services.desk import Desk
from publisher.storage import Transaction, accounts, agenda, groups, home, people

_LOOK_AGAIN = timedelta(seconds=30)
_TOPIC_AGAIN = timedelta(minutes=5)
_S = PublicationState


@dataclass(frozen=True)
class Wait:
    """Not now: looked at again at `until`. `why` is kept beside it when it is worth a person's reading."""

    until: datetime
    why: tuple[Sentence, ...] = ()


def held_now(tx: Transaction, row: Any, author: str | None, account: Any, post: Post, now: datetime) -> Wait | None:
    """Whether somebody stopped it: a topic is told beside it, for no list finds it by the words of the post."""
    held = held_by(tx, row, author, account, post)
    if held is None:
        return None
    what, why = held
    return Wait(now + _TOPIC_AGAIN, (why,)) if what == "topic" else Wait(now + _LOOK_AGAIN)


def held_by(tx: Transaction, row: Any, author: str | None, account: Any, post: Post) -> tuple[str, Sentence] | None:
    """What is stopped (everything, its account, its doctor, its campaign or its topic), and a sentence that says so."""
    if home.get(tx, "stopped"):
        return "everything", say("Everything is stopped.")
    if account.held_reason:
        because = accounts.because(account.held_reason, account.held_says)
        return "account", say("the channel account is held: {reason}", reason=because)
    held = groups.held(tx)
    if author is not None and author in held.get("doctor", {}):
        doctor, reason = people.by_id(tx, author), held["doctor"][author]
        name = doctor.name if doctor else "?"
        return "doctor", say("the texts of {name} are held: {reason}", name=name, reason=reason)
    if row.campaign in held.get("campaign", {}):
        reason, name = held["campaign"][row.campaign], groups.campaign(tx, row.campaign).name
        return "campaign", say("the campaign “{name}” is held: {reason}", name=name, reason=reason)
    if topic := topic_of(held, f"{post.title}\n{post.question or ''}\n{post.body}", post.stages):
        return "topic", say("the topic “{topic}” is held: {reason}", topic=topic, reason=held["topic"][topic])
    return None


def topic_of(held: groups.Held, words: str, stages: tuple[str, ...] = ()) -> str | None:
    """The held topic that a text belongs to: its words occur in it, or it is one of its stages."""
    folded = words.casefold()
    return next(
        (topic for topic in held.get("topic", {}) if topic.casefold() in folded or topic in stages),
        None,
    )


def too_late(desk: Desk, before: Publication, account: Any, now: datetime) -> Sentence | None:
    """Its time passed while no worker ran or it was held; pauses that the account needed do not count."""
    if before.sends_started or before.late_policy is LatePolicy.SEND:
        return None
    times = (before.due_at, before.next_at, account.next_allowed_at, account.spaced_until)
    last = max(one for one in times if one is not None)
    if (now - last).total_seconds() <= desk.settings.late_after_seconds:
        return None
    if before.late_policy is LatePolicy.DROP:
        return say("its time passed while no worker ran or it was held, and it was to be dropped then.")
    return say("its time passed while no worker ran or it was held; resume it to send it now, or cancel it.")


def turn(tx: Transaction, before: Publication, account: Any, now: datetime) -> Wait | None:
    """Take the account's turn to post, or say when to come again. What was begun and what corrects takes no turn."""
    if account.next_allowed_at is not None and account.next_allowed_at > now:
        return Wait(account.next_allowed_at, (_rests(before, account.next_allowed_at),))
    if account.pace is None or before.sends_started or before.priority < Priority.ORDINARY:
        return None
    pace = pace_of(account.pace)
    if ends := pace.quiet_ends(now):
        at = wall_time(ends, before.zone).replace("T", " ")
        return Wait(ends, (say("the account has quiet hours until {time} ({zone}).", time=at, zone=before.zone),))
    if pace.most_a_day:
        begins, day_ends = pace.day_begins(now), pace.day_ends(now)
        if agenda.put_out_between(tx, account.id, begins, day_ends) >= pace.most_a_day:
            return Wait(day_ends, (say("the account has had its {count} posts of the day.", count=pace.most_a_day),))
    if not pace.spacing_minutes or accounts.take_turn(tx, account.id, now, now + pace.spacing):
        return None
    free = accounts.by_id(tx, account.id).spaced_until or now + pace.spacing
    return Wait(max(free, now + timedelta(seconds=1)), (_rests(before, free),))


def _rests(before: Publication, until: datetime) -> Sentence:
    at = wall_time(until, before.zone).replace("T", " ")
    return say("the account rests until {time} ({zone}).", time=at, zone=before.zone)
