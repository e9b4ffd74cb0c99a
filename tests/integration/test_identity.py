"""Who may come in, by which way, and for how long."""

import pytest

from publisher.domain.errors import NotAllowed, Refusal
from publisher.domain.people import Role
from publisher.services import identity, people, signing
from publisher.services.desk import SHELL, Actor
from publisher.storage import tables
from tests.support.clinic import Clinic

PASSWORD = "correct horse battery"
HERE = "203.0.113.9"


def invited(clinic: Clinic, email: str = "new@example.org") -> str:
    return identity.invite(clinic.desk, clinic.administrator, email, "New Person", [Role.MODERATOR])


def test_a_one_time_link_opens_once(clinic: Clinic) -> None:
    assert clinic.doctor.person is not None
    token = identity.open_link(clinic.desk, clinic.doctor.person)
    session = identity.redeem_link(clinic.desk, token)
    actor = identity.actor_of_session(clinic.desk, session)
    assert actor is not None
    assert actor.person == clinic.doctor.person
    with pytest.raises(Refusal, match="used already"):
        identity.redeem_link(clinic.desk, token)


def test_a_one_time_link_grows_too_old(clinic: Clinic) -> None:
    assert clinic.doctor.person is not None
    token = identity.open_link(clinic.desk, clinic.doctor.person)
    clinic.clock.forward(minutes=16)
    with pytest.raises(Refusal, match="too old"):
        identity.redeem_link(clinic.desk, token)


def test_an_invited_person_sets_a_password_and_signs_in_with_it(clinic: Clinic) -> None:
    identity.accept_invitation(clinic.desk, invited(clinic), PASSWORD)
    session = identity.sign_in(clinic.desk, " NEW@example.org ", PASSWORD, HERE)
    actor = identity.actor_of_session(clinic.desk, session)
    assert actor is not None
    assert actor.name == "session:new@example.org"


def test_an_older_invitation_opens_nothing_once_a_newer_one_was_made(clinic: Clinic) -> None:
    older, newer = invited(clinic), invited(clinic)
    with pytest.raises(Refusal, match="used already"):
        identity.accept_invitation(clinic.desk, older, "somebody else's")
    identity.accept_invitation(clinic.desk, newer, PASSWORD)


def test_no_link_opens_a_closed_account_even_after_it_was_opened_again(clinic: Clinic) -> None:
    identity.accept_invitation(clinic.desk, invited(clinic), PASSWORD)
    person = people.person_by_email(clinic.desk, "new@example.org")
    link, invitation = identity.open_link(clinic.desk, person), invited(clinic)
    people.deactivate(clinic.desk, clinic.administrator, person.id)
    invited(clinic)
    with pytest.raises(Refusal, match="used already"):
        identity.accept_invitation(clinic.desk, invitation, PASSWORD)
    with pytest.raises(Refusal, match="used already"):
        identity.redeem_link(clinic.desk, link)


def test_a_short_password_is_refused_and_the_invitation_still_works(clinic: Clinic) -> None:
    token = invited(clinic)
    with pytest.raises(Refusal, match="at least 10"):
        identity.accept_invitation(clinic.desk, token, "short")
    identity.accept_invitation(clinic.desk, token, PASSWORD)


def test_only_an_administrator_invites(clinic: Clinic) -> None:
    with pytest.raises(NotAllowed):
        identity.invite(clinic.desk, clinic.doctor, "x@example.org", "X", [Role.ADMINISTRATOR])


def test_a_session_ends_with_time_by_hand_and_with_the_account(clinic: Clinic) -> None:
    assert clinic.doctor.person is not None
    sessions = [
        identity.redeem_link(clinic.desk, identity.open_link(clinic.desk, clinic.doctor.person)) for _ in range(2)
    ]
    identity.end_session(clinic.desk, sessions[0])
    assert identity.actor_of_session(clinic.desk, sessions[0]) is None
    assert identity.actor_of_session(clinic.desk, sessions[1]) is not None
    people.deactivate(clinic.desk, clinic.administrator, clinic.doctor.person.id)
    assert identity.actor_of_session(clinic.desk, sessions[1]) is None


def test_a_session_does_not_outlive_its_days(clinic: Clinic) -> None:
    assert clinic.doctor.person is not None
    session = identity.redeem_link(clinic.desk, identity.open_link(clinic.desk, clinic.doctor.person))
    clinic.clock.forward(days=clinic.desk.settings.session_days, seconds=1)
    assert identity.actor_of_session(clinic.desk, session) is None


def test_tokens_and_passwords_are_nowhere_in_the_database(clinic: Clinic) -> None:
    token = invited(clinic)
    session = identity.accept_invitation(clinic.desk, token, PASSWORD)
    with clinic.desk.db.read() as tx:
        stored = str([list(tx.execute(table.select())) for table in tables.metadata.sorted_tables])
    for secret in (token, session, PASSWORD):
        assert secret not in stored


def test_an_identity_provider_lets_in_only_who_is_a_member(clinic: Clinic) -> None:
    with pytest.raises(NotAllowed, match="not a member"):
        identity.sign_in_oidc(clinic.desk, "https://issuer.example.org", "42", "stranger@example.org")
    session = identity.sign_in_oidc(clinic.desk, "https://issuer.example.org", "7", "doctor@example.org")
    assert identity.actor_of_session(clinic.desk, session) is not None


def test_a_provider_must_have_checked_the_address_once_and_then_its_subject_is_enough(clinic: Clinic) -> None:
    issuer = "https://issuer.example.org"
    with pytest.raises(NotAllowed, match="no checked e-mail address"):
        identity.sign_in_oidc(clinic.desk, issuer, "7", None)
    identity.sign_in_oidc(clinic.desk, issuer, "7", "doctor@example.org")
    session = identity.sign_in_oidc(clinic.desk, issuer, "7", None)
    actor = identity.actor_of_session(clinic.desk, session)
    assert actor is not None
    assert actor.person == clinic.doctor.person


def test_the_last_administrator_stays(clinic: Clinic) -> None:
    with pytest.raises(Refusal, match="last administrator"):
        people.set_roles(clinic.desk, clinic.administrator, clinic.administrator.id or "", [Role.DOCTOR])
    with pytest.raises(Refusal, match="last administrator"):
        people.deactivate(clinic.desk, SHELL, clinic.administrator.id or "")


def test_a_closed_account_does_nothing_even_with_an_actor_in_hand(clinic: Clinic) -> None:
    entry = clinic.draft()
    people.deactivate(clinic.desk, clinic.administrator, clinic.doctor.id or "")
    person = people.person_by_email(clinic.desk, "doctor@example.org")
    with pytest.raises(NotAllowed, match="closed"):
        signing.sign(clinic.desk, Actor(person, "session"), entry.id)
