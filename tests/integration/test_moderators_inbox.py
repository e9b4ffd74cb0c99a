"""A moderator sees and decides what her own communities ask; those who oversee see everything, and so it stays seen."""

from datetime import timedelta

import pytest

from publisher.domain.communities import Community
from publisher.domain.errors import NotAllowed, Refusal
from publisher.domain.people import Person, Role
from publisher.domain.places import Language
from publisher.domain.triage import Route
from publisher.intake.messages import Message
from publisher.services import communities, duty, inbox, people, receiving, rerouting
from publisher.services.communities import Described
from publisher.services.desk import SHELL, Actor
from tests.integration.test_communities import moderator
from tests.support.clinic import Clinic

PULSE, COFFEE = "What is a normal pulse?", "Is coffee safe in pregnancy?"
BLEEDS = "I have heavy bleeding after the birth and feel faint, what should I do?"


@pytest.fixture
def mona(clinic: Clinic) -> Actor:
    found = moderator(clinic)
    first, _other = (community(clinic, name) for name in ("Group one", "Group two"))
    communities.set_moderators(clinic.desk, clinic.administrator, first.id, [found.id or ""])
    return found


def community(clinic: Clinic, name: str) -> Community:
    return communities.add(clinic.desk, clinic.administrator, Described(name, Language.EN))


def write(clinic: Clinic, words: str, group: str | None) -> str:
    """One message by a new writer; the id of the question it became."""
    name = f"{words}{group}{clinic.clock()}"
    read = receiving.read(clinic.desk, "x", Message(1, words, key=name, author=name, group=group))
    with clinic.desk.db.write() as tx:
        (question,) = receiving.store(clinic.desk, tx, SHELL, "x", [read]).created
    return question


def line_of(clinic: Clinic, question: str) -> str:
    return inbox.question(clinic.desk, clinic.doctor, question).group or ""


def test_a_moderator_neither_reads_nor_decides_what_another_community_asks(clinic: Clinic, mona: Actor) -> None:
    theirs = write(clinic, BLEEDS, "Group two")
    line = line_of(clinic, theirs)
    assert inbox.counts(clinic.desk, mona)[Route.URGENT] == 0
    assert inbox.groups(clinic.desk, mona, Route.URGENT).items == ()
    for act in (
        lambda: inbox.group(clinic.desk, mona, line),
        lambda: inbox.question(clinic.desk, mona, theirs),
        lambda: inbox.take(clinic.desk, mona, line),
        lambda: inbox.set_aside(clinic.desk, mona, line, "not mine", [theirs]),
        lambda: rerouting.reroute(clinic.desk, mona, theirs, Route.MODERATOR),
        lambda: rerouting.describe(clinic.desk, mona, theirs, "a rash"),
    ):
        with pytest.raises(NotAllowed):
            act()
    for actor in (clinic.doctor, clinic.administrator):
        assert inbox.counts(clinic.desk, actor)[Route.URGENT] == 1
    assert inbox.question(clinic.desk, clinic.doctor, theirs).state == "waiting"


def test_of_a_line_that_several_communities_ask_only_her_members_are_hers(clinic: Clinic, mona: Actor) -> None:
    hers, theirs = write(clinic, PULSE, "Group one"), write(clinic, PULSE, "Group two")
    write(clinic, COFFEE, "Group two")
    (line,) = inbox.groups(clinic.desk, mona, Route.MODERATOR).items
    assert (line.text, line.count, line.communities) == (PULSE, 1, ("Group one",))
    assert [one.id for one in inbox.group(clinic.desk, mona, line.id).members] == [hers]
    inbox.set_aside(clinic.desk, mona, line.id, "told in the group", [theirs])
    states = {one.id: one.state for one in inbox.group(clinic.desk, clinic.doctor, line.id).members}
    assert states == {hers: "set_aside", theirs: "waiting"}
    with pytest.raises(Refusal, match="Nothing of this line waits"):
        inbox.take(clinic.desk, mona, line.id)
    inbox.take(clinic.desk, clinic.doctor, line.id)


@pytest.mark.parametrize("group", [None, "A chat that nobody keeps here"])
def test_what_no_community_asked_is_every_moderators(clinic: Clinic, mona: Actor, group: str | None) -> None:
    question = write(clinic, BLEEDS, group)
    nowhere = moderator(clinic, "nowhere@example.org")
    for actor in (mona, nowhere, clinic.doctor):
        assert inbox.counts(clinic.desk, actor)[Route.URGENT] == 1
    inbox.take(clinic.desk, nowhere, line_of(clinic, question), also=[question])
    assert inbox.question(clinic.desk, mona, question).state == "taken"


def test_what_a_closed_community_asked_stays_with_those_who_oversee(clinic: Clinic, mona: Actor) -> None:
    write(clinic, PULSE, "Group one")
    (hers,) = communities.mine(clinic.desk, mona)
    communities.close(clinic.desk, clinic.administrator, hers.id)
    assert inbox.counts(clinic.desk, mona)[Route.MODERATOR] == 0
    assert inbox.counts(clinic.desk, clinic.administrator)[Route.MODERATOR] == 1


def test_a_moderator_who_is_on_duty_or_a_doctor_too_oversees_all(clinic: Clinic, mona: Actor) -> None:
    write(clinic, BLEEDS, "Group two")
    now = clinic.clock()
    duty.add_duty(clinic.desk, clinic.administrator, mona.id or "", now, now + timedelta(hours=8))
    assert inbox.counts(clinic.desk, mona)[Route.URGENT] == 1
    clinic.clock.forward(hours=9)
    assert inbox.counts(clinic.desk, mona)[Route.URGENT] == 0
    both = Person("", "both@example.org", "Bo", frozenset({Role.MODERATOR, Role.DOCTOR}), (Language.EN,))
    assert inbox.counts(clinic.desk, Actor(people.add_person(clinic.desk, SHELL, both), "session"))[Route.URGENT] == 1
