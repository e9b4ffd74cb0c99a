"""Every act refuses in the service itself who may not do it: no page has to be trusted."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from publisher.domain.errors import NotAllowed, Refusal
from publisher.domain.people import Person, Role
from publisher.domain.places import Language
from publisher.services import (
    accounts,
    assistant_settings,
    assisted,
    assisting,
    campaigns,
    checking,
    communities,
    controlling,
    crisis,
    drafting,
    drilling,
    duty,
    duty_room,
    identity,
    people,
    rotating,
    scheduling,
    signing,
    stopping,
    units,
    withdrawing,
)
from publisher.services.communities import Described
from publisher.services.desk import SHELL, WORKER, Actor
from publisher.services.holding import Group, hold_group, resume_group
from tests.support.clinic import Clinic, licence, open_clinic

Act = Callable[[Clinic, Actor, str, str], object]
ACTS: dict[str, Act] = {
    "draft": lambda c, a, e, p: drafting.add_entry(c.desk, a, drafting.working_copy(c.desk, c.doctor, e).content),
    "write in a text": lambda c, a, e, p: drafting.save_working_copy(c.desk, a, e, {"title": "x"}, 1),
    "open for signing": lambda c, a, e, p: signing.open_for_signing(c.desk, a, e),
    "sign": lambda c, a, e, p: signing.sign(c.desk, a, e),
    "approve": lambda c, a, e, p: signing.approve(c.desk, a, e),
    "accept a finding": lambda c, a, e, p: checking.accept_finding(c.desk, a, e, "X", "y"),
    "return": lambda c, a, e, p: checking.return_entry(c.desk, a, e, "y"),
    "withdraw": lambda c, a, e, p: withdrawing.withdraw(c.desk, a, e, "y"),
    "schedule": lambda c, a, e, p: scheduling.schedule(c.desk, a, e, "site"),
    "reschedule": lambda c, a, e, p: scheduling.reschedule(c.desk, a, p, "2027-01-01T10:00"),
    "unschedule": lambda c, a, e, p: controlling.unschedule(c.desk, a, p),
    "hold": lambda c, a, e, p: controlling.hold(c.desk, a, p, "y"),
    "resume": lambda c, a, e, p: controlling.resume(c.desk, a, p),
    "say that it is there": lambda c, a, e, p: controlling.answer_is_it_there(c.desk, a, p, True),
    "say that it was taken down": lambda c, a, e, p: controlling.confirm_taken_down(c.desk, a, p),
    "hold everything": lambda c, a, e, p: stopping.hold_all(c.desk, a, "y"),
    "resume everything": lambda c, a, e, p: stopping.resume_all(c.desk, a),
    "hold a doctor": lambda c, a, e, p: hold_group(c.desk, a, Group.DOCTOR, c.doctor.id or "", "y"),
    "resume a doctor": lambda c, a, e, p: resume_group(c.desk, a, Group.DOCTOR, c.doctor.id or ""),
    "hold an account": lambda c, a, e, p: accounts.hold_account(c.desk, a, "site", "y"),
    "resume an account": lambda c, a, e, p: accounts.resume_account(c.desk, a, "site"),
    "add an account": lambda c, a, e, p: accounts.add_account(c.desk, a, "webhook", "w", {}, {}),
    "change an account": lambda c, a, e, p: accounts.change_account(c.desk, a, "site", {}, {}),
    "make a campaign": lambda c, a, e, p: campaigns.make(c.desk, a, "n"),
    "add a person": lambda c, a, e, p: people.add_person(c.desk, a, replace(c.doctor.person, id="", email="x@y.zz")),
    "add a licence": lambda c, a, e, p: people.add_licence(c.desk, a, a.id or "", licence()),
    "set roles": lambda c, a, e, p: people.set_roles(c.desk, a, a.id or "", [Role.ADMINISTRATOR]),
    "close an account": lambda c, a, e, p: people.deactivate(c.desk, a, c.doctor.id or ""),
    "set units": lambda c, a, e, p: units.set_units(c.desk, a, a.id or "", []),
    "give an account a unit": lambda c, a, e, p: units.set_account_unit(c.desk, a, "site", None),
    "invite": lambda c, a, e, p: identity.invite(c.desk, a, "n@example.org", "N", [Role.ADMINISTRATOR]),
    "sign others out": lambda c, a, e, p: identity.end_sessions_of(c.desk, a, c.colleague.id or ""),
    "change the key": lambda c, a, e, p: rotating.change_key(c.desk, a),
    "switch the assistant": lambda c, a, e, p: assistant_settings.switch(c.desk, a, False),
    "set the assistant": lambda c, a, e, p: assistant_settings.configure(c.desk, a, []),
    "try the assistant": lambda c, a, e, p: assistant_settings.test(c.desk, a),
    "ask the assistant": lambda c, a, e, p: assisting.ask(c.desk, a, e, assisting.Task.DRAFT_POST),
    "see drafts": lambda c, a, e, p: assisted.drafts(c.desk, a, e),
    "begin a drill": lambda c, a, e, p: drilling.start(c.desk, a, e),
    "plan duty": lambda c, a, e, p: duty.add_duty(c.desk, a, a.id or "", c.clock(), c.clock() + timedelta(days=1)),
    "see cases": lambda c, a, e, p: crisis.cases(c.desk, a),
    "take a case": lambda c, a, e, p: crisis.take(c.desk, a, "x"),
    "take a case over": lambda c, a, e, p: crisis.take_over(c.desk, a, "x"),
    "choose the room of the staff": lambda c, a, e, p: duty_room.choose(c.desk, a, "site"),
    "read on in a case": lambda c, a, e, p: crisis.read_again(c.desk, a, "x", 1),
    "add a community": lambda c, a, e, p: communities.add(c.desk, a, Described("n", Language.EN)),
}


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> tuple[Clinic, str, str]:
    clinic = open_clinic(tmp_path_factory.mktemp("rights") / "home", "", approval="off")
    entry = clinic.signed().id
    publication = scheduling.schedule(clinic.desk, clinic.doctor, entry, "site", "2026-12-24T10:00").id
    return clinic, entry, publication


def somebody(clinic: Clinic, role: Role, **more: object) -> Actor:
    email = f"{role.value}{len(people.people(clinic.desk, SHELL))}@example.org"
    person = Person("", email, role.value, frozenset({role}), (Language.EN,))
    return Actor(replace(people.add_person(clinic.desk, SHELL, person), **more), "session")  # type: ignore[arg-type]


@pytest.mark.parametrize("act", list(ACTS))
@pytest.mark.parametrize("who", ["moderator", "volunteer", "closed doctor", "nobody", "worker"])
def test_who_may_not_is_refused_by_the_service(ground: tuple[Clinic, str, str], act: str, who: str) -> None:
    clinic, entry, publication = ground
    actor = {
        "moderator": lambda: somebody(clinic, Role.MODERATOR),
        "volunteer": lambda: somebody(clinic, Role.VOLUNTEER),
        "closed doctor": lambda: Actor(replace(clinic.doctor.person, active=False), "session"),  # type: ignore[type-var]
        "nobody": lambda: Actor(None, "session"),
        "worker": lambda: WORKER,
    }[who]()
    with pytest.raises(NotAllowed):
        ACTS[act](clinic, actor, entry, publication)


def test_a_signer_neither_approves_nor_accepts_for_herself(tmp_path: Path) -> None:
    clinic = open_clinic(tmp_path / "home", "")
    both = replace(clinic.doctor.person, roles=frozenset({Role.DOCTOR, Role.REVIEWER}))  # type: ignore[type-var]
    entry = clinic.signed().id
    with pytest.raises(NotAllowed, match="Nobody approves what she signed"):
        signing.approve(clinic.desk, Actor(both, "session"), entry)
    with pytest.raises(Refusal):
        checking.accept_finding(clinic.desk, Actor(both, "session"), clinic.draft().id, "INT-ANY", "I say so")


def test_a_new_password_ends_every_session_that_was_open(tmp_path: Path) -> None:
    clinic = open_clinic(tmp_path / "home", "")
    first = identity.invite(clinic.desk, SHELL, "doctor@example.org", "", [])
    stolen = identity.accept_invitation(clinic.desk, first, "a long password")
    assert identity.actor_of_session(clinic.desk, stolen) is not None
    again = identity.invite(clinic.desk, clinic.administrator, "doctor@example.org", "", [])
    fresh = identity.accept_invitation(clinic.desk, again, "another long password")
    assert identity.actor_of_session(clinic.desk, stolen) is None
    assert identity.actor_of_session(clinic.desk, fresh) is not None
    with pytest.raises(Refusal, match="used already"):
        identity.accept_invitation(clinic.desk, again, "a third long password")
