"""Calls of duty in a closed group of the staff, on loopback servers of the networks: never in the way of a mail."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from publisher import net
from publisher.domain.errors import NotAllowed, Refusal
from publisher.services import accounts, alarms, crisis, duty_room, scheduling
from publisher.services.desk import SHELL
from publisher.storage import crises
from tests.support.clinic import Clinic
from tests.support.crises import crisis_clinic, inserted, minutes, on_duty
from tests.support.loopback.server import Network, serving
from tests.support.loopback.suite import SHAPES, answering, cut_after
from tests.support.mail import Inbox, mail_server, tongue_tied_server
from tests.support.processes import wait_until

ROOMS = ("matrix", "max", "telegram", "webhook")


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(net, "_PHASE_SECONDS", 0.6)


@pytest.fixture
def mail() -> Iterator[Inbox]:
    with mail_server() as server:
        yield server


@pytest.fixture
def clinic(tmp_path: Path, mail: Inbox) -> Clinic:
    return crisis_clinic(tmp_path, "", mail.port)


@pytest.fixture
def kind() -> str:
    return "matrix"


@pytest.fixture
def network(kind: str) -> Iterator[Network]:
    with serving(Network(SHAPES[kind]())) as running:
        yield running


def added(clinic: Clinic, network: Network, name: str = "Staff", **changes: str) -> str:
    if network.shape.kind == "telegram":
        changes = {"chat": "-1001", **changes}
    account = network.account(**changes)
    accounts.add_account(clinic.desk, SHELL, account.kind, name, account.settings, account.secrets)
    return name


@pytest.mark.parametrize("kind", ROOMS)
def test_every_call_is_told_in_the_room_too_without_a_word_of_the_message(
    clinic: Clinic, mail: Inbox, network: Network, tmp_path: Path
) -> None:
    duty_room.choose(clinic.desk, clinic.administrator, added(clinic, network))
    first = on_duty(clinic, "first", 1)
    case_id = inserted(clinic, tmp_path)
    alarms.tick(clinic.desk)
    assert mail.receivers == ["first@example.org"]
    assert duty_room.tick(clinic.desk) == 1
    (text,) = network.texts
    assert "First" in text
    assert "/danger" in text
    assert "die" not in text
    assert "writer" not in text
    (called,) = crisis.case(clinic.desk, first, case_id).called
    assert called.told is not None
    assert (called.told.room, called.told.error, called.told.at is None) == ("Staff", (), False)
    assert duty_room.tick(clinic.desk) == 0
    clinic.clock.forward(seconds=50)
    alarms.tick(clinic.desk)
    crisis.take(clinic.desk, first, case_id)  # somebody has come: the next call is not sent any more
    assert duty_room.tick(clinic.desk) == 0


def test_a_room_that_fails_delays_no_mail_is_tried_again_and_shown(
    clinic: Clinic, mail: Inbox, network: Network, tmp_path: Path
) -> None:
    duty_room.choose(clinic.desk, clinic.administrator, added(clinic, network))
    first = on_duty(clinic, "first", 1)
    case_id = inserted(clinic, tmp_path)
    network.fault = answering(lambda shape: shape.limited(None))
    asked = len(network.requests)
    alarms.tick(clinic.desk)
    assert (mail.receivers, len(network.requests)) == (["first@example.org"], asked)
    assert duty_room.tick(clinic.desk) == 0
    (called,) = crisis.case(clinic.desk, first, case_id).called
    assert called.sent_at is not None
    assert called.told is not None
    assert (called.told.at, str(called.told.error[0])) == (None, "The server asks to wait.")
    network.fault = None
    clinic.clock.forward(seconds=16)
    assert duty_room.tick(clinic.desk) == 1
    assert mail.receivers == ["first@example.org"]


def test_the_room_is_told_although_no_mail_can_leave(clinic: Clinic, network: Network, tmp_path: Path) -> None:
    duty_room.choose(clinic.desk, clinic.administrator, added(clinic, network))
    object.__setattr__(clinic.desk.settings, "mail_host", "")
    on_duty(clinic, "first", 1)
    on_duty(clinic, "second", 2)
    inserted(clinic, tmp_path)
    for _ in range(2):
        minutes(clinic, 0.8)
        duty_room.tick(clinic.desk)
    assert [text.split(",")[0] for text in network.texts][:2] == ["First", "Second"]


def test_a_mail_server_that_says_nothing_delays_neither_the_next_case_nor_the_room(
    clinic: Clinic, network: Network, tmp_path: Path
) -> None:
    duty_room.choose(clinic.desk, clinic.administrator, added(clinic, network))
    people = [on_duty(clinic, f"person{number}", number) for number in range(1, 7)]
    older = inserted(clinic, tmp_path)
    with clinic.desk.db.write() as tx:  # all six are called for the older case, and their mails are due
        for one in people:
            case = crises.case(tx, older)
            assert case is not None
            assert one.id is not None
            alarms.call(clinic.desk, tx, case, one.id)
    duty_room.tick(clinic.desk)
    assert len(network.texts) == 6
    with tongue_tied_server() as port:
        object.__setattr__(clinic.desk.settings, "mail_port", port)

        def rounds() -> None:
            alarms.tick(clinic.desk, patience=1)
            inserted(clinic, tmp_path, id="c2", author="another@example.net")
            alarms.tick(clinic.desk, patience=1)

        threading.Thread(target=rounds, daemon=True).start()
        wait_until(lambda: duty_room.tick(clinic.desk) == 1, 30, "the room is told of the new case")
    assert "Person1" in network.texts[-1]


def test_what_may_have_arrived_is_said_again_a_few_times_only(clinic: Clinic, network: Network, tmp_path: Path) -> None:
    duty_room.choose(clinic.desk, clinic.administrator, added(clinic, network))
    on_duty(clinic, "first", 1)
    inserted(clinic, tmp_path)
    alarms.tick(clinic.desk)
    network.fault = lambda handler, request: request.method != "GET" and cut_after(handler, request) is None
    for _ in range(6):
        duty_room.tick(clinic.desk)
        clinic.clock.forward(seconds=16)
    assert len(network.texts) == 3


def test_an_account_that_goes_away_or_is_held_is_a_reason_on_the_case(
    clinic: Clinic, network: Network, tmp_path: Path
) -> None:
    duty_room.choose(clinic.desk, clinic.administrator, added(clinic, network))
    accounts.hold_account(clinic.desk, SHELL, "Staff", "on holiday")
    first = on_duty(clinic, "first", 1)
    case_id = inserted(clinic, tmp_path)
    alarms.tick(clinic.desk)
    duty_room.tick(clinic.desk)
    (called,) = crisis.case(clinic.desk, first, case_id).called
    assert called.told is not None
    assert "held" in str(called.told.error[0])
    duty_room.choose(clinic.desk, clinic.administrator, None)
    assert duty_room.room(clinic.desk) is None
    second = crisis.report_danger(clinic.desk, clinic.doctor, "she wrote that she will not be here tomorrow")
    alarms.tick(clinic.desk)
    assert crisis.case(clinic.desk, first, second).called[0].told is None


@pytest.mark.parametrize(
    ("kind", "changes", "why"),
    [("telegram", {"chat": "@clinic"}, "read along"), ("telegram", {"questions_to": "all"}, "Readers follow")],
)
def test_an_account_that_was_opened_to_readers_since_it_was_chosen_is_told_nothing(
    clinic: Clinic, network: Network, tmp_path: Path, changes: dict[str, str], why: str
) -> None:
    duty_room.choose(clinic.desk, clinic.administrator, added(clinic, network))
    accounts.change_account(clinic.desk, SHELL, "Staff", changes, {})
    first = on_duty(clinic, "first", 1)
    case_id = inserted(clinic, tmp_path)
    alarms.tick(clinic.desk)
    assert duty_room.tick(clinic.desk) == 0
    assert network.texts == []
    (called,) = crisis.case(clinic.desk, first, case_id).called
    assert called.told is not None
    assert why in str(called.told.error[0])


@pytest.mark.parametrize(
    ("kind", "changes", "why"),
    [
        ("mastodon", {}, "for readers"),
        ("telegram", {"chat": "@clinic"}, "read along"),
        ("telegram", {"questions_to": "all"}, "Readers follow"),
        ("matrix", {"room": "!other:example"}, "not in the room"),
    ],
)
def test_an_account_that_readers_see_or_that_does_not_work_is_refused(
    clinic: Clinic, network: Network, kind: str, changes: dict[str, str], why: str
) -> None:
    name = added(clinic, network, **changes)
    with pytest.raises(Refusal, match=why):
        duty_room.choose(clinic.desk, clinic.administrator, name)
    assert duty_room.room(clinic.desk) is None


def test_an_account_that_is_held_or_published_on_is_refused(clinic: Clinic, network: Network) -> None:
    name = added(clinic, network)
    with pytest.raises(NotAllowed):
        duty_room.choose(clinic.desk, clinic.doctor, name)
    accounts.hold_account(clinic.desk, SHELL, name, "y")
    with pytest.raises(Refusal, match="held"):
        duty_room.choose(clinic.desk, clinic.administrator, name)
    accounts.resume_account(clinic.desk, SHELL, name)
    scheduling.schedule(clinic.desk, clinic.doctor, clinic.signed().id, name)
    with pytest.raises(Refusal, match="Readers follow"):
        duty_room.choose(clinic.desk, clinic.administrator, name)
    assert duty_room.possible(clinic.desk, clinic.administrator) == [name]  # not the site, which everybody reads


@pytest.mark.parametrize("kind", ["telegram"])
def test_one_bot_listens_for_one_account_and_not_in_the_room_of_the_staff(clinic: Clinic, network: Network) -> None:
    added(clinic, network, "Ear", questions_to="all")
    staff = added(clinic, network)
    with pytest.raises(Refusal, match="Readers follow"):
        duty_room.choose(clinic.desk, clinic.administrator, staff)
    with pytest.raises(Refusal, match="“Ear” hears these messages already"):
        accounts.change_account(clinic.desk, SHELL, staff, {"questions_to": "all"}, {})
    with pytest.raises(Refusal, match="let one account listen"):
        added(clinic, network, "Second", questions_to="all")
