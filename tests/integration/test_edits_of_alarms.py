"""A writer's edit calms no alarm and undoes no person's route; what stands in a live case goes to whoever holds it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from publisher.domain.crises import Outcome
from publisher.domain.triage import Route
from publisher.intake.messages import Message
from publisher.services import crisis, inbox, receiving, rerouting, triaging
from publisher.services.case_views import CaseView
from publisher.services.desk import SHELL
from publisher.storage import inbox as rows
from tests.support.clinic import Clinic

SAD = "I cannot sleep and the baby cries, what helps?"
FAREWELL = f"{SAD} Please look after my cat from tomorrow"
CRY = "I want to die tonight"
FISH, SALMON = "Can people with gout eat fish?", "Can people with gout eat salmon?"
BLEEDS = "I am 30 weeks pregnant and bleeding heavily since this morning, what should I do?"


def write(clinic: Clinic, words: str, key: str = "m", author: str | None = "anna") -> str:
    """A message, or the edit of it; the id of the question in which its words stand."""
    clinic.clock.forward(hours=1)
    read = receiving.read(clinic.desk, "x", Message(1, words, key=key, author=author, asked_at=clinic.clock.now))
    with clinic.desk.db.write() as tx:
        stored = receiving.store(clinic.desk, tx, SHELL, "x", [read])
    return (stored.created + stored.updated)[0]


def route_of(clinic: Clinic, question: str) -> Route:
    with clinic.desk.db.read() as tx:
        return Route(rows.question(tx, question).route)


def the_case(clinic: Clinic) -> CaseView:
    (found,) = crisis.cases(clinic.desk, clinic.administrator)
    return found


@pytest.mark.parametrize("author", ["anna", None])
def test_what_a_doctor_moved_to_a_crisis_stays_one_and_its_holder_is_called_by_the_edit(
    clinic: Clinic, author: str | None
) -> None:
    question = write(clinic, SAD, author=author)
    rerouting.reroute(clinic.desk, clinic.doctor, question, Route.CRISIS, "she sounds desperate")
    case = the_case(clinic).case.id
    crisis.take(clinic.desk, clinic.administrator, case)
    assert write(clinic, FAREWELL, author=author) == question
    assert route_of(clinic, question) is Route.CRISIS
    seen = the_case(clinic)
    assert (seen.case.id, [one.text for one in seen.messages]) == (case, [SAD, FAREWELL])
    assert seen.case.spoke_at is not None
    assert inbox.question(clinic.desk, clinic.administrator, question).group is None


def test_an_edit_of_a_crisis_into_something_harmless_is_read_by_whoever_has_the_case_days_later_too(
    clinic: Clinic,
) -> None:
    question = write(clinic, CRY)
    crisis.take(clinic.desk, clinic.administrator, the_case(clinic).case.id)
    asked = clinic.clock.now
    clinic.clock.forward(days=3)
    read = receiving.read(clinic.desk, "x", Message(1, FISH, key="m", author="anna", asked_at=asked))
    with clinic.desk.db.write() as tx:
        receiving.store(clinic.desk, tx, SHELL, "x", [read])
    assert route_of(clinic, question) is Route.CRISIS
    seen = the_case(clinic)
    assert [one.text for one in seen.messages] == [CRY, FISH]
    assert seen.case.spoke_at is not None
    for route in (Route.MODERATOR, Route.DOCTOR):
        assert inbox.groups(clinic.desk, clinic.administrator, route).items == ()


def test_what_left_the_lane_but_not_its_case_is_told_there_too(clinic: Clinic) -> None:
    question = write(clinic, CRY)
    case = the_case(clinic).case.id
    crisis.take(clinic.desk, clinic.administrator, case)
    rerouting.reroute(clinic.desk, clinic.administrator, question, Route.MODERATOR, "a song")
    assert write(clinic, FISH) == question
    assert route_of(clinic, question) is Route.MODERATOR
    assert [one.text for one in the_case(clinic).messages] == [CRY, FISH]


def test_after_its_case_is_closed_an_edit_is_a_message_like_any_other(clinic: Clinic) -> None:
    question = write(clinic, CRY)
    case = the_case(clinic).case.id
    crisis.take(clinic.desk, clinic.administrator, case)
    crisis.close(clinic.desk, clinic.administrator, case, Outcome.REACHED)
    edit = write(clinic, FISH)
    assert edit != question
    assert (route_of(clinic, question), route_of(clinic, edit)) == (Route.CRISIS, Route.MODERATOR)
    assert crisis.cases(clinic.desk, clinic.administrator) == []
    assert write(clinic, f"{CRY}, please help") == edit
    assert route_of(clinic, edit) is Route.CRISIS
    assert the_case(clinic).case.id != case


def test_an_urgent_question_stays_urgent_with_its_labels_and_waits_by_itself(clinic: Clinic) -> None:
    other = write(clinic, FISH, "n", "olga")
    question = write(clinic, BLEEDS)
    flags = inbox.question(clinic.desk, clinic.doctor, question).flags
    assert write(clinic, FISH) == question
    seen = inbox.question(clinic.desk, clinic.doctor, question)
    assert (seen.route, seen.text, seen.sealed) == (Route.URGENT, FISH, True)
    assert flags
    assert seen.flags == flags
    assert seen.group != inbox.question(clinic.desk, clinic.doctor, other).group


@pytest.mark.parametrize("route", [Route.URGENT, Route.DOCTOR])
def test_a_route_that_a_person_chose_outlives_edits_also_beside_what_somebody_has_taken(
    clinic: Clinic, route: Route
) -> None:
    question = write(clinic, FISH)
    rerouting.reroute(clinic.desk, clinic.doctor, question, route)
    assert write(clinic, SALMON) == question
    assert route_of(clinic, question) is route
    line = inbox.question(clinic.desk, clinic.doctor, question).group or ""
    inbox.take(clinic.desk, clinic.doctor, line, also=[question])
    beside = write(clinic, "Can people with gout eat herring?")
    assert beside != question
    assert write(clinic, "Can people with gout eat crabs?") == beside
    assert [route_of(clinic, one) for one in (question, beside)] == [route] * 2


def test_an_edit_still_raises_what_a_person_moved_and_lowers_what_only_triage_read(clinic: Clinic) -> None:
    moved = write(clinic, FISH)
    rerouting.reroute(clinic.desk, clinic.doctor, moved, Route.SET_ASIDE)
    write(clinic, BLEEDS)
    assert route_of(clinic, moved) is Route.URGENT
    read = write(clinic, "I am 30 weeks pregnant and my leg is swollen, what should I do in my case?", "n", "olga")
    assert route_of(clinic, read) is Route.DOCTOR
    write(clinic, FISH, "n", "olga")
    assert route_of(clinic, read) is Route.MODERATOR


def bring(clinic: Clinic, *words: str, days: int = 3, raw: str | None = None) -> None:
    """Versions of one message that was first written days ago, read together."""
    asked = clinic.clock.now - timedelta(days=days)
    read = [
        receiving.read(
            clinic.desk, "x", Message(1, said, key="m", author="anna", asked_at=asked, raw_digest=raw or said)
        )
        for said in words
    ]
    with clinic.desk.db.write() as tx:
        receiving.store(clinic.desk, tx, SHELL, "x", read)


@pytest.mark.parametrize("taken", [False, True])
def test_an_old_question_edited_into_a_cry_is_said_now(clinic: Clinic, taken: bool) -> None:
    question = write(clinic, FISH)
    if taken:
        inbox.take(clinic.desk, clinic.doctor, inbox.question(clinic.desk, clinic.doctor, question).group or "")
    clinic.clock.forward(days=3)
    bring(clinic, CRY)
    assert not the_case(clinic).case.follow_up


def test_a_cry_edited_into_another_after_its_case_was_closed_is_said_now(clinic: Clinic) -> None:
    write(clinic, CRY)
    case = the_case(clinic).case.id
    crisis.take(clinic.desk, clinic.administrator, case)
    crisis.close(clinic.desk, clinic.administrator, case, Outcome.REACHED)
    clinic.clock.forward(days=3)
    bring(clinic, f"{CRY}, please help")
    assert not the_case(clinic).case.follow_up


def test_an_old_export_that_holds_both_versions_calls_nobody(clinic: Clinic) -> None:
    for _ in range(2):
        bring(clinic, FISH, CRY)
    assert the_case(clinic).case.follow_up


def test_an_old_message_in_its_old_words_that_reads_more_pressing_today_calls_nobody(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    calm = receiving.triage_of(clinic.desk.gate).read(FISH, None)
    reader = triaging.triage_of(clinic.desk.gate)
    with monkeypatch.context() as patched:  # as an earlier release read it
        patched.setattr(type(reader), "read", lambda *_, **__: replace(calm, masked=CRY))
        bring(clinic, CRY)
    assert crisis.cases(clinic.desk, clinic.administrator) == []
    bring(clinic, CRY, raw="exported anew")
    assert the_case(clinic).case.follow_up
