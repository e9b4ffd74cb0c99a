"""Guessing a password soon has to wait, and shuts out nobody who comes from elsewhere."""

import pytest
from sqlalchemy import func, select

from publisher.domain.errors import Refusal
from publisher.domain.people import Role
from publisher.services import identity
from publisher.storage import tables
from tests.support.clinic import Clinic

PASSWORD = "correct horse battery"
HERE, ELSEWHERE = "203.0.113.9", "198.51.100.7"
WRONG, WAIT = "E-mail address or password is wrong", "Too many"


@pytest.fixture
def member(clinic: Clinic) -> str:
    token = identity.invite(clinic.desk, clinic.administrator, "new@example.org", "New Person", [Role.DUTY])
    identity.accept_invitation(clinic.desk, token, PASSWORD)
    return "new@example.org"


def guess(clinic: Clinic, email: str, sender: str, told: str = WRONG, password: str = "guess") -> None:
    with pytest.raises(Refusal, match=told):
        identity.sign_in(clinic.desk, email, password, sender)


def test_wrong_passwords_soon_have_to_wait_and_the_right_one_from_there_too(clinic: Clinic, member: str) -> None:
    for _ in range(5):
        guess(clinic, member, HERE)
    guess(clinic, member, HERE, WAIT, PASSWORD)
    clinic.clock.forward(minutes=2)
    identity.sign_in(clinic.desk, member, PASSWORD, HERE)
    guess(clinic, member, HERE)


def test_a_stranger_who_guesses_for_days_shuts_nobody_out_who_comes_from_elsewhere(clinic: Clinic, member: str) -> None:
    for _ in range(20):
        for _again in range(5):
            with pytest.raises(Refusal):
                identity.sign_in(clinic.desk, member, "guess", HERE)
        clinic.clock.forward(minutes=61)
    guess(clinic, member, HERE)
    guess(clinic, member, HERE, WAIT, PASSWORD)
    identity.sign_in(clinic.desk, member, PASSWORD, ELSEWHERE)


def test_one_sender_may_not_try_many_addresses_without_end(clinic: Clinic, member: str) -> None:
    for number in range(30):
        guess(clinic, f"somebody{number}@example.org", HERE)
    guess(clinic, member, HERE, WAIT, PASSWORD)
    identity.sign_in(clinic.desk, member, PASSWORD, ELSEWHERE)


def test_this_machine_is_not_counted_over_all_addresses_as_a_proxy_may_stand_before_it(
    clinic: Clinic, member: str
) -> None:
    for number in range(31):
        guess(clinic, f"somebody{number}@example.org", "127.0.0.1")
    identity.sign_in(clinic.desk, member, PASSWORD, "127.0.0.1")


def test_all_addresses_of_one_home_are_one_sender(clinic: Clinic, member: str) -> None:
    for number in range(5):
        guess(clinic, member, f"2001:db8:0:1::{number}")
    guess(clinic, member, "2001:db8:0:1:ffff::1", WAIT)
    guess(clinic, member, "2001:db8:0:2::1")
    for _ in range(5):
        guess(clinic, member, f"::ffff:{HERE}")
    guess(clinic, member, HERE, WAIT)


def test_old_failures_are_forgotten_and_leave_no_row(clinic: Clinic, member: str) -> None:
    for _ in range(4):
        guess(clinic, member, HERE)
    clinic.clock.forward(days=1, seconds=1)
    guess(clinic, "else@example.org", ELSEWHERE)
    with clinic.desk.db.read() as tx:
        left = tx.execute(select(func.count()).select_from(tables.sign_in_failure)).scalar_one()
    assert left == 2
    for _ in range(5):
        guess(clinic, member, HERE)
    guess(clinic, member, HERE, WAIT)


def test_an_unknown_address_and_one_that_is_no_text_are_told_nothing_more(clinic: Clinic) -> None:
    guess(clinic, "nobody@example.org", HERE, WRONG, PASSWORD)
    guess(clinic, "\x00nobody", "no \x00 address", WRONG, PASSWORD)
