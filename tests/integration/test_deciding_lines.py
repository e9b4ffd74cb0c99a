"""What a signature or a decision about a line is for: what somebody chose, never an alarm, never who asked since."""

import pytest

from publisher.domain.errors import Refusal
from publisher.domain.triage import Route
from publisher.intake.messages import Message
from publisher.services import answering, asking, communities, crisis, drafting, grouping, inbox, receiving, rerouting
from publisher.services import signing as signatures
from publisher.services.desk import SHELL, Actor
from publisher.storage import events
from publisher.storage import inbox as rows
from tests.integration.test_communities import moderator
from tests.integration.test_handing_out import groups
from tests.support.clinic import BODY, Clinic

ASKED = "Why is iron measured in pregnancy?"
SHE_BLEEDS = "She is bleeding, she says now."


@pytest.fixture
def mona(clinic: Clinic) -> Actor:
    (group,) = groups(clinic, "One")
    found = moderator(clinic)
    communities.set_moderators(clinic.desk, clinic.administrator, group.id, [found.id or ""])
    return found


def ask(clinic: Clinic, who: Actor, words: str = ASKED) -> str:
    """Asked later than what was asked before, so that it is no second click."""
    clinic.clock.forward(hours=1)
    (group,) = communities.mine(clinic.desk, who)
    return asking.ask(clinic.desk, who, words, group.id).id


def line_of(clinic: Clinic, question: str) -> str:
    return inbox.question(clinic.desk, clinic.doctor, question).group or ""


def state_of(clinic: Clinic, question: str) -> str:
    return inbox.question(clinic.desk, clinic.doctor, question).state


def begin(clinic: Clinic, line: str) -> str:
    return answering.draft(clinic.desk, clinic.doctor, line, ASKED, "obstetrics")


def sign(clinic: Clinic, entry: str, title: str = "Iron in pregnancy") -> None:
    copy = drafting.working_copy(clinic.desk, clinic.doctor, entry)
    changes = {"body": BODY, "title": title, "sources": ["NICE, 2024"], "review_by": "2027-11-01"}
    drafting.save_working_copy(clinic.desk, clinic.doctor, entry, changes, copy.version)
    drafting.keep_revision(clinic.desk, clinic.doctor, entry)
    signatures.sign(clinic.desk, clinic.doctor, entry)


def bring(clinic: Clinic, *texts: str, every: int = 100) -> list[str]:
    """Messages by a new writer each; ids of the new questions."""
    found: list[str] = []
    names = [f"{clinic.clock()}-{number}" for number in range(len(texts))]
    numbered = [Message(1, text, key=name, author=name) for name, text in zip(names, texts, strict=True)]
    for begun in range(0, len(numbered), every):
        read = [receiving.read(clinic.desk, "x", one) for one in numbered[begun : begun + every]]
        with clinic.desk.db.write() as tx:
            found += receiving.store(clinic.desk, tx, SHELL, "x", read).created
    return found


def test_who_asks_the_same_after_the_draft_began_waits_and_is_offered_that_answer(clinic: Clinic, mona: Actor) -> None:
    first = ask(clinic, mona)
    entry = begin(clinic, line_of(clinic, first))
    second = ask(clinic, mona)
    sign(clinic, entry)
    assert (state_of(clinic, first), state_of(clinic, second)) == ("answered", "waiting")
    line = line_of(clinic, second)
    assert inbox.group(clinic.desk, clinic.doctor, line).entry == entry
    offer = answering.offers(clinic.desk, clinic.doctor, line)[0]
    assert (offer.entry, offer.given) == (entry, True)
    answering.use(clinic.desk, clinic.doctor, line, entry)
    assert state_of(clinic, second) == "answered"
    assert [one.question for one in asking.answered(clinic.desk, mona)] == [ASKED, ASKED]


def test_a_full_stop_added_and_signed_answers_nobody_who_asked_since(clinic: Clinic, mona: Actor) -> None:
    entry = begin(clinic, line_of(clinic, ask(clinic, mona)))
    sign(clinic, entry)
    clinic.clock.forward(days=30)
    newcomer = ask(clinic, mona)
    sign(clinic, entry, "Iron in pregnancy.")
    assert state_of(clinic, newcomer) == "waiting"
    assert inbox.counts(clinic.desk, clinic.doctor)[Route.DOCTOR] == 1


def test_what_became_urgent_leaves_its_line_and_no_signature_closes_it(clinic: Clinic, mona: Actor) -> None:
    first = ask(clinic, mona)
    second = ask(clinic, mona)
    entry = begin(clinic, line_of(clinic, first))
    rerouting.reroute(clinic.desk, mona, second, Route.URGENT, SHE_BLEEDS)
    assert line_of(clinic, second) != line_of(clinic, first)
    sign(clinic, entry)
    seen = inbox.question(clinic.desk, clinic.doctor, second)
    assert (seen.route, seen.state) == (Route.URGENT, "waiting")
    assert inbox.counts(clinic.desk, clinic.doctor)[Route.URGENT] == 1
    assert len(asking.answered(clinic.desk, mona)) == 1
    with clinic.desk.db.read() as tx:
        assert [one.action for one in events.of_record(tx, f"question:{second}")][-2:] == ["untied", "rerouted"]


def test_a_question_asked_again_is_not_answered_by_the_next_signature_of_what_did_not_fit(
    clinic: Clinic, mona: Actor
) -> None:
    question = ask(clinic, mona)
    entry = begin(clinic, line_of(clinic, question))
    sign(clinic, entry)
    rerouting.ask_again(clinic.desk, mona, question)
    assert asking.answered(clinic.desk, mona) == []
    sign(clinic, entry, "Iron in pregnancy.")
    assert state_of(clinic, question) == "waiting"


def test_a_picture_that_turns_out_an_emergency_waits_by_itself_whatever_becomes_of_its_line(clinic: Clinic) -> None:
    first, second, third = bring(clinic, *["What is this? [photo]"] * 3)
    line = line_of(clinic, first)
    own = rerouting.describe(clinic.desk, clinic.doctor, first, "I am 34 weeks pregnant and bleeding heavily right now")
    rerouting.describe(clinic.desk, clinic.doctor, third, "a red ring on a calf after a tick bite")
    assert own == line_of(clinic, first) != line
    inbox.set_aside(clinic.desk, clinic.doctor, line, "holiday pictures")
    assert [state_of(clinic, one) for one in (first, second, third)] == ["waiting", "set_aside", "waiting"]
    rerouting.describe(clinic.desk, clinic.doctor, second, "heavy bleeding after the birth, she feels faint")
    assert inbox.counts(clinic.desk, clinic.doctor)[Route.URGENT] == 2


def test_a_description_calms_no_alarm(clinic: Clinic) -> None:
    (question,) = bring(clinic, "[photo]")
    rerouting.reroute(clinic.desk, clinic.doctor, question, Route.CRISIS, "it looks like a farewell letter")
    rerouting.describe(clinic.desk, clinic.administrator, question, "heavy bleeding after the birth, she feels faint")
    seen = inbox.question(clinic.desk, clinic.administrator, question)
    assert (seen.route, seen.group) == (Route.CRISIS, None)
    assert len(crisis.cases(clinic.desk, clinic.administrator)) == 1


def test_of_a_line_with_an_urgent_member_only_what_was_shown_is_decided_and_the_urgent_when_it_is_named(
    clinic: Clinic, mona: Actor
) -> None:
    first, second = ask(clinic, mona), ask(clinic, mona)
    line = line_of(clinic, first)
    _mark_urgent_in_its_line(clinic, second)
    inbox.take(clinic.desk, clinic.doctor, line)
    inbox.set_aside(clinic.desk, clinic.doctor, line, "told in the group", route=Route.DOCTOR)
    assert (state_of(clinic, first), state_of(clinic, second)) == ("set_aside", "waiting")
    assert inbox.group(clinic.desk, clinic.doctor, line).state == "open"
    with pytest.raises(Refusal, match="Nothing of this line waits"):
        inbox.set_aside(clinic.desk, clinic.doctor, line, "told in the group", route=Route.DOCTOR)
    with pytest.raises(Refusal, match="urgent or crisis"):
        begin(clinic, line)
    inbox.set_aside(clinic.desk, clinic.doctor, line, "she was called", [second], route=Route.DOCTOR)
    assert state_of(clinic, second) == "set_aside"


def test_who_asks_the_same_in_an_emergency_since_a_line_was_shown_is_not_decided_with_it(clinic: Clinic) -> None:
    words = "I am 12 weeks pregnant and bleeding heavily, what shall I do?"
    (seen,) = bring(clinic, words)
    line = line_of(clinic, seen)
    clinic.clock.forward(hours=1)
    (unseen,) = bring(clinic, words)
    assert line_of(clinic, unseen) == line
    for route in (Route.URGENT, None):
        with pytest.raises(Refusal, match="look at the line again"):
            inbox.set_aside(clinic.desk, clinic.doctor, line, "she was called", route=route)
    inbox.set_aside(clinic.desk, clinic.doctor, line, "she was called", [seen], route=Route.URGENT)
    assert (state_of(clinic, seen), state_of(clinic, unseen)) == ("set_aside", "waiting")
    assert inbox.counts(clinic.desk, clinic.doctor)[Route.URGENT] == 1


def test_an_answer_to_a_line_leaves_its_urgent_member_to_a_person(clinic: Clinic, mona: Actor) -> None:
    first, second = ask(clinic, mona), ask(clinic, mona)
    _mark_urgent_in_its_line(clinic, second)
    signed = clinic.signed()
    with pytest.raises(Refusal, match="urgent or crisis"):
        answering.use(clinic.desk, clinic.doctor, line_of(clinic, first), signed.id, [second])
    answering.use(clinic.desk, clinic.doctor, line_of(clinic, first), signed.id)
    assert (state_of(clinic, first), state_of(clinic, second)) == ("answered", "waiting")
    shown = inbox.group(clinic.desk, clinic.doctor, line_of(clinic, first))
    assert (shown.state, shown.members[0].id) == ("open", second)


def _mark_urgent_in_its_line(clinic: Clinic, question: str) -> None:
    """As a newer pack does that reads an emergency in words which asked a doctor before."""
    with clinic.desk.db.write() as tx:
        rows.change(tx, question, route=Route.URGENT)


def test_a_line_is_cleared_however_many_ask_the_same(clinic: Clinic) -> None:
    words = "Is coffee safe in pregnancy?"
    bring(clinic, *[words] * 550)
    (line,) = inbox.groups(clinic.desk, clinic.doctor, Route.MODERATOR).items
    assert line.count == 550
    inbox.set_aside(clinic.desk, clinic.doctor, line.id, "told in the group")
    assert inbox.counts(clinic.desk, clinic.doctor)[Route.MODERATOR] == 0
    clinic.clock.forward(days=1)
    (late,) = bring(clinic, words)
    shown = inbox.group(clinic.desk, clinic.doctor, line.id)
    assert (shown.state, shown.members[0].id) == ("open", late)
    with clinic.desk.db.read() as tx:
        assert events.of_record(tx, f"group:{line.id}")[-1].detail["questions"] == 550


def test_an_answer_is_tied_to_all_who_ask_the_same(clinic: Clinic) -> None:
    bring(clinic, *["Is coffee safe in pregnancy?"] * 550)
    while grouping.group_new(clinic.desk):
        pass
    (line,) = inbox.groups(clinic.desk, clinic.doctor, Route.MODERATOR).items
    entry = begin(clinic, line.id)
    assert len(answering.questions_of(clinic.desk, clinic.doctor, entry)) == 550
    sign(clinic, entry)
    assert inbox.counts(clinic.desk, clinic.doctor)[Route.MODERATOR] == 0
    shown = inbox.group(clinic.desk, clinic.doctor, line.id)
    assert (shown.state, shown.entry) == ("answered", entry)
