"""The inbox: what waits on each route, the same questions as one line; taken, set aside, moved by people.

Everything shown is masked. A decision for a line is for its members on one route that do not differ; the others, and
whatever is urgent, only where they are named. Who sees what is in `services.overseeing`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from publisher.domain.errors import NotFound, Refusal
from publisher.domain.people import Person, Role
from publisher.domain.places import Language
from publisher.domain.sentences import say
from publisher.domain.triage import Route
from publisher.services import opening, overseeing, wording
from publisher.services.case_views import can_be_opened
from publisher.services.desk import Actor, Desk, require
from publisher.services.views import Page
from publisher.storage import Transaction, crises, inbox, lines

READERS = (Role.DOCTOR, Role.MODERATOR, Role.EDITOR, Role.REVIEWER, Role.DUTY, Role.ADMINISTRATOR)
HANDS = (Role.DOCTOR, Role.MODERATOR, Role.DUTY, Role.ADMINISTRATOR)
LONGEST_REASON = 300  # characters of it on record


@dataclass(frozen=True)
class GroupLine:
    """Questions that ask the same. `text`: the words of the first of them who waits here and whom this person may see,
    if there is one that does not differ. `apart` of them differ in a detail and are decided by themselves; `edits` of
    them are edits of an earlier message."""

    id: str
    text: str
    language: Language
    count: int
    apart: int
    communities: tuple[str, ...]
    newest: datetime
    taken: bool
    edits: int


@dataclass(frozen=True)
class QuestionView:
    """One question, masked. `differs` names what keeps it apart from its line; `before`: the words of the earlier
    message of which it is an edit; `sealed`: the way back to its writer can still be opened."""

    id: str
    text: str
    language: Language
    community: str | None
    asked_at: datetime | None
    received_at: datetime
    route: Route
    labels: tuple[str, ...]
    flags: tuple[str, ...]
    state: str
    differs: tuple[str, ...]
    group: str | None
    before: str | None
    sealed: bool


@dataclass(frozen=True)
class GroupView:
    """A line in full: those that ask the same, and those beside it. `text`: the words of one of them, of whoever waits
    and is no alarm before the others; empty when nobody is left."""

    id: str
    text: str
    language: Language
    state: str
    entry: str | None
    members: tuple[QuestionView, ...]
    apart: tuple[QuestionView, ...]


def counts(desk: Desk, actor: Actor) -> dict[Route, int]:
    """How many lines wait for this person on each route."""
    require(actor, *READERS)
    with desk.db.read() as tx:
        found = inbox.route_counts(tx, overseeing.hers(desk, tx, actor))
    return {route: found.get(route.value, 0) for route in Route}


def groups(desk: Desk, actor: Actor, route: Route, *, page: int = 1, size: int = 20) -> Page[GroupLine]:
    """Lines of one route, the most asked first. Crisis messages are cases, not lines."""
    require(actor, *READERS)
    with desk.db.read() as tx:
        hers = overseeing.hers(desk, tx, actor)
        rows, total = inbox.group_lines(tx, route, page, size, hers)
        ids = [row.id for row in rows]
        names, words = inbox.communities_of(tx, ids, hers), lines.headings(tx, ids, route, hers)
    found = tuple(
        GroupLine(
            row.id,
            words.get(row.id, ""),
            Language(row.language),
            row.count,
            row.apart,
            tuple(names.get(row.id, ())),
            row.newest,
            row.taken_by is not None,
            row.edits,
        )
        for row in rows
    )
    return Page(found, total, False, page, size)


def group(desk: Desk, actor: Actor, group_id: str) -> GroupView:
    """A line as this person sees it: of a line that several communities ask, the questions of hers."""
    require(actor, *READERS)
    with desk.db.read() as tx:
        row = existing_line(tx, group_id)
        hers = overseeing.hers(desk, tx, actor)
        overseeing.require_line(tx, hers, row.id)
        found = (lines.shown(tx, row.id, apart=one, hers=hers) for one in (False, True))
        members, apart = (_views(tx, desk.clock(), rows) for rows in found)
    heading = next((one.text for one in sorted((*members, *apart), key=_last)), "")
    return GroupView(row.id, heading, Language(row.language), row.state, row.entry, tuple(members), tuple(apart))


def _last(one: QuestionView) -> tuple[bool, bool, bool]:
    """Who heads a line comes first: one that waits, that does not differ, that is no alarm."""
    return one.state not in inbox.OPEN, bool(one.differs), one.route in inbox.ALARMS


def question(desk: Desk, actor: Actor, question_id: str) -> QuestionView:
    require(actor, *READERS)
    with desk.db.read() as tx:
        return _views(tx, desk.clock(), [overseeing.require_hers(desk, tx, actor, existing(tx, question_id))])[0]


def take(desk: Desk, actor: Actor, group_id: str, *, route: Route | None = None, also: Sequence[str] = ()) -> None:
    """This person answers the line. `route` and `also` as in `set_aside`."""
    who = require(actor, *HANDS)
    now = desk.clock()
    _decide(desk, actor, group_id, route, also, "taken", state="taken", taken_by=who.id, taken_at=now)


def set_aside(
    desk: Desk, actor: Actor, group_id: str, reason: str, also: Sequence[str] = (), *, route: Route | None = None
) -> None:
    """No answer is needed. `route`: on which the line was shown; None: on all that is no alarm.
    `also`: ids of members to which this applies too: those that differ or wait elsewhere, and the alarms she was shown.
    """
    require(actor, *HANDS)
    if not reason.strip():
        raise Refusal(say("Say why it is set aside."))
    told = wording.masked(desk.gate, wording.typed(reason), LONGEST_REASON)
    _decide(desk, actor, group_id, route, also, "set_aside", told, state="set_aside")


def _decide(
    desk: Desk,
    actor: Actor,
    group_id: str,
    route: Route | None,
    also: Sequence[str],
    action: str,
    reason: str = "",
    **values: Any,
) -> None:
    now = desk.clock()
    with desk.db.write() as tx:
        row = existing_line(tx, group_id)
        hers = overseeing.hers(desk, tx, actor)
        overseeing.require_line(tx, hers, row.id)
        meant = [one for one in lines.routes(tx, row.id, hers) if route is None or one == route.value]
        # who asks the same in an emergency since the line was shown was seen by nobody
        on = [one for one in meant if one not in inbox.ALARMS]
        decided = lines.decide(tx, row.id, on, also, hers, **values)
        if not decided and meant and not on:
            raise Refusal(say("What is urgent is decided for those you have seen alone: look at the line again."))
        if not decided:
            raise Refusal(say("Nothing of this line waits any more."))
        if action == "set_aside" and not lines.any_waits(tx, row.id):
            inbox.change_group(tx, row.id, state="set_aside", updated_at=now)
        detail = {"reason": reason} if reason else {}
        opening.event(tx, f"group:{row.id}", action, actor, now, questions=decided, **detail)
        opening.end_referrals(tx, actor, row.id, now)


def may_read(person: Person) -> bool:
    return person.has(*READERS)


def may_decide(person: Person) -> bool:
    return person.has(*HANDS)


def existing_line(tx: Transaction, group_id: str) -> Any:
    """The row of a line, or of the one it was merged into; NotFound else."""
    row = inbox.group(tx, group_id)
    if row is not None and row.merged_into:
        row = inbox.group(tx, row.merged_into)
    if row is None:
        raise NotFound(say("There is no such question."))
    return row


def existing(tx: Transaction, question_id: str) -> Any:
    """The row of a question; NotFound else."""
    row = inbox.question(tx, question_id)
    if row is None:
        raise NotFound(say("There is no such question."))
    return row


def _views(tx: Transaction, now: datetime, rows: Sequence[Any]) -> list[QuestionView]:
    before = inbox.texts(tx, [row.edit_of for row in rows if row.edit_of])
    shut = crises.closed_with(tx, [row.id for row in rows if row.sealed is not None])
    return [_view(row, before.get(row.edit_of), sealed=can_be_opened(row, now) and row.id not in shut) for row in rows]


def _view(row: Any, before: str | None, *, sealed: bool) -> QuestionView:
    return QuestionView(
        row.id,
        row.text,
        Language(row.language),
        row.community,
        row.asked_at,
        row.made_at,
        Route(row.route),
        tuple(dict.fromkeys(one["label"] for one in row.labels)),
        tuple(dict.fromkeys(one["detail"] for one in row.labels if one["detail"].startswith("RF-"))),
        row.state,
        tuple(row.differs or ()),
        row.question_group,
        before,
        sealed,
    )
