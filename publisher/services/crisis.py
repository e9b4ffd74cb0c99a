"""Crisis cases as people handle them: report, take, hand over, close, open the way back. All by a named person.

Nothing here writes to the writer; a person copies a fixed text and sends it herself.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from publisher.domain.crises import CaseState, CrisisCase, Outcome
from publisher.domain.errors import ImpossibleTransition, NotAllowed, NotFound, Refusal
from publisher.domain.ids import new_id
from publisher.domain.people import Person, Role
from publisher.domain.sentences import say
from publisher.intake.messages import Message
from publisher.services import alarms, duty, opening, receiving, wording
from publisher.services.case_views import CaseView, can_be_opened, view
from publisher.services.desk import Actor, Desk, require
from publisher.services.fields import NO_TEXT
from publisher.services.inbox import LONGEST_REASON
from publisher.services.views import Page
from publisher.storage import Transaction, crises, crisis_counts, events, people

_LONGEST = 20_000


@dataclass(frozen=True)
class DayOfDuty:
    """How many cases a day brought the pager, and how many of them were no danger."""

    day: date
    cases: int
    false_alarms: int


def report_danger(desk: Desk, actor: Actor, text: str, *, community: str = "", link: str = "") -> str:
    """Somebody pastes a message that worries her: a case is open from this moment. Returns its id."""
    who = require(actor)
    # a character that is no text keeps nobody from being called: it falls away, the words stay
    words, community, link = (NO_TEXT.sub(" ", given).strip() for given in (text, community, link))
    if not words:
        raise Refusal(say("Paste the message first."))
    if len(words) > _LONGEST:
        raise Refusal(
            say("The message has {count} characters; at most {most} are taken.", count=len(words), most=_LONGEST)
        )
    origin = {name: value[:500] for name, value in (("link", link), ("group", community)) if value}
    origin |= opening.sent_by(who)
    message = Message(
        1,
        words,
        key=f"report:{new_id()}",
        group=community[:200] or None,
        origin=origin,
    )  # without an author: a link may be the whole group's, and two people in danger are never one case
    read = receiving.read(desk, "report", message)
    with desk.db.write() as tx:
        case_id = opening.note(desk, tx, actor, read, None)
        opening.event(tx, f"crisis:{case_id}", "reported", actor, desk.clock())
    return case_id


def cases(desk: Desk, actor: Actor, *, closed: bool = False) -> list[CaseView]:
    """The first page of `listed`."""
    return list(listed(desk, actor, closed=closed).items)


def listed(desk: Desk, actor: Actor, *, closed: bool = False, page: int = 1, size: int = 100) -> Page[CaseView]:
    """Open cases, the most pressing first; or the closed ones, the last first. What she holds is on the first page.

    Whoever is not on duty (any more) gets those she holds or was called for, until they are closed.
    """
    now = desk.clock()
    with desk.db.read() as tx:
        who = _require_duty(tx, actor, now)
        only = None if duty.sees_all(tx, who, now) else crises.own_cases(tx, who.id)
        found, total = crises.cases(tx, closed=closed, only=only, holder=who.id, page=page, size=size)
        return Page(tuple(view(tx, case, now) for case in found), total, False, page, size)


def case(desk: Desk, actor: Actor, case_id: str) -> CaseView:
    with desk.db.read() as tx:
        _require_duty(tx, actor, desk.clock(), case_id)
        return view(tx, _existing(tx, case_id), desk.clock())


def may_see(desk: Desk, actor: Actor) -> bool:
    """Whether this person may see a crisis case."""
    with desk.db.read() as tx:
        try:
            _require_duty(tx, actor, desk.clock())
        except NotAllowed:
            return False
    return True


def has_duty(desk: Desk, actor: Actor) -> bool:
    """Whether every case is hers to see, with the roster's figures, and not only those she was called for."""
    with desk.db.read() as tx:
        return duty.sees_all(tx, require(actor), desk.clock())


def waiting(desk: Desk) -> int:
    """How many cases are not closed."""
    with desk.db.read() as tx:
        return crisis_counts.count_open(tx)


def take(desk: Desk, actor: Actor, case_id: str) -> None:
    """This person cares for the case now; nobody further is called."""
    now = desk.clock()
    with desk.db.write() as tx:
        who, found = _require_duty(tx, actor, now, case_id), _existing(tx, case_id)
        if found.state is CaseState.TAKEN:  # somebody was faster; to take a case from her is an act of its own
            raise ImpossibleTransition(found.state, CaseState.TAKEN)
        _hold(tx, actor, found, now, "taken", who)


def take_over(desk: Desk, actor: Actor, case_id: str) -> None:
    """This person cares for the case now instead of whoever held it: her shift is over, or she does not answer."""
    now = desk.clock()
    with desk.db.write() as tx:
        who, found = _require_duty(tx, actor, now, case_id), _existing(tx, case_id)
        if found.state is not CaseState.TAKEN or found.taken_by == who.id:
            raise ImpossibleTransition(found.state, CaseState.TAKEN)
        _hold(tx, actor, found, now, "taken_over", who, before=found.taken_by)


def _hold(
    tx: Transaction, actor: Actor, case: CrisisCase, now: datetime, action: str, who: Person, **detail: Any
) -> None:
    _move(tx, actor, case, CaseState.TAKEN, now, action, taken_by=who.id, taken_at=now, by=who.id, **detail)
    crises.call_no_more(tx, case.id)


def read_again(desk: Desk, actor: Actor, case_id: str, messages: int) -> None:
    """Whoever holds the case has read what its writer wrote since. `messages`: how many she was shown."""
    now = desk.clock()
    with desk.db.write() as tx:
        who, found = _require_duty(tx, actor, now, case_id), _existing(tx, case_id)
        if found.taken_by != who.id:
            raise NotAllowed(say("Take the case first."))
        if found.spoke_at is None or len(crises.messages(tx, case_id)) != messages:
            raise ImpossibleTransition(found.state, found.state)
        _move(tx, actor, found, CaseState.TAKEN, now, "read", by=who.id)
        crises.call_no_more(tx, case_id)


def hand_over(desk: Desk, actor: Actor, case_id: str, person_id: str) -> None:
    """Ask another person; she is called at once, and the roster after her if she does not take it."""
    now = desk.clock()
    with desk.db.write() as tx:
        case = _own(tx, actor, case_id, now)
        other = people.by_id(tx, person_id)
        if other is None or not other.active:
            raise NotFound(say("There is no such person here."))
        _move(tx, actor, case, CaseState.HANDED_OVER, now, "handed_over", to=person_id, by=actor.id)
        alarms.call(desk, tx, _existing(tx, case_id), person_id)


def close(desk: Desk, actor: Actor, case_id: str, outcome: Outcome) -> None:
    """A person says how it ended. False alarms are counted per day, without any name."""
    now = desk.clock()
    with desk.db.write() as tx:
        case = _own(tx, actor, case_id, now)
        if case.spoke_at is not None:
            raise Refusal(say("Its writer has written again: read that before you close the case."))
        _move(tx, actor, case, CaseState.CLOSED, now, "closed", outcome=outcome, closed_at=now)


def open_origin(desk: Desk, actor: Actor, message_id: str, reason: str) -> dict[str, str]:
    """Where a message came from, for whoever is on duty or holds the case, until it is closed; each time on record."""
    who, now = require(actor), desk.clock()
    if not reason.strip():
        raise Refusal(say("Say why you open it."))
    told = wording.masked(desk.gate, wording.typed(reason), LONGEST_REASON)
    with desk.db.write() as tx:
        row = crises.message(tx, message_id)
        if row is None:
            raise NotFound(say("There is no such message."))
        case = _existing(tx, row.crisis_case)
        holds = case.state is CaseState.TAKEN and case.taken_by == who.id
        if not holds and not duty.is_rostered(tx, who, now):
            raise NotAllowed(say("Only the person on duty opens the way back to a writer."))
        if case.state is CaseState.CLOSED:
            raise Refusal(say("The case is closed: the way back to its writer stays shut."))
        if not can_be_opened(row, now):
            raise Refusal(say("The way back was erased, or there was none."))
        events.append(tx, f"crisis:{case.id}", "origin_opened", actor.name, now, message=message_id, reason=told)
        return desk.sealer.open(f"crisis_message:{message_id}", row.sealed)


def days_of_duty(desk: Desk, actor: Actor, days: int = 7) -> list[DayOfDuty]:
    """Cases and false alarms of the last days, today last."""
    zone, today = ZoneInfo(desk.settings.zone), desk.today()
    first = datetime.combine(today - timedelta(days=days - 1), datetime.min.time(), zone)
    with desk.db.read() as tx:
        if not duty.sees_all(tx, require(actor), desk.clock()):
            raise NotAllowed(say("Crisis cases are seen by whoever is on duty."))
        rows = crisis_counts.outcomes_between(tx, first, desk.clock() + timedelta(seconds=1))
    found = []
    for number in range(days):
        day = today - timedelta(days=days - 1 - number)
        own = [outcome for outcome, at in rows if at.astimezone(zone).date() == day]
        found.append(DayOfDuty(day, len(own), sum(outcome == Outcome.FALSE_ALARM for outcome in own)))
    return found


def _require_duty(tx: Transaction, actor: Actor, now: datetime, case_id: str | None = None) -> Person:
    """Whoever is on duty; and whoever holds or was called for this case (without one: any case) that is not closed."""
    who = require(actor)
    if duty.sees_all(tx, who, now):
        return who
    own = crises.own_cases(tx, who.id)
    if case_id in own or (own and case_id is None):
        return who
    raise NotAllowed(say("Crisis cases are seen by whoever is on duty."))


def _existing(tx: Transaction, case_id: str) -> CrisisCase:
    found = crises.case(tx, case_id)
    if found is None:
        raise NotFound(say("There is no such case."))
    return found


def _own(tx: Transaction, actor: Actor, case_id: str, now: datetime) -> CrisisCase:
    who, found = _require_duty(tx, actor, now, case_id), _existing(tx, case_id)
    if found.taken_by != who.id and not who.has(Role.ADMINISTRATOR):
        raise NotAllowed(say("Take the case first."))
    return found


def _move(
    tx: Transaction, actor: Actor, case: CrisisCase, after: CaseState, now: datetime, action: str, **values: Any
) -> None:
    """One step of a person. What its writer wrote before it has been read, or is read by whoever is called for it."""
    detail: dict[str, Any] = {name: values.pop(name) for name in ("to", "by", "before") if name in values}
    if not crises.move(tx, case, after, spoke_at=None, **values):
        raise ImpossibleTransition(case.state, after)
    if outcome := values.get("outcome"):
        detail["outcome"] = outcome
    events.append(tx, f"crisis:{case.id}", action, actor.name, now, **detail)
