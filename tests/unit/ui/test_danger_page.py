"""What the danger page says of calls: never more than what happened."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from publisher.domain.places import Language
from publisher.services import accounts, alarms, crisis, duty_room
from publisher.services.case_views import Called
from publisher.services.desk import SHELL, Actor
from publisher.services.today import today
from publisher.storage import home
from publisher.ui import inbox_names, state
from publisher.ui.pages import danger, danger_case, danger_warnings
from tests.support.clinic import Clinic, open_clinic
from tests.support.crises import inserted, on_duty
from tests.support.loopback.server import Network, serving
from tests.support.loopback.suite import SHAPES


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    return open_clinic(tmp_path / "home", f"sqlite:///{tmp_path / 'publisher.db'}")


def _danger_page() -> None:
    from publisher.ui.pages import danger

    danger.page()


def _today_page() -> None:
    from publisher.ui.pages import today

    today.page()


def opened(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic, who: Actor, page: Callable[[], None] = _danger_page
) -> AppTest:
    monkeypatch.setattr(state, "desk", lambda: clinic.desk)
    monkeypatch.setattr(state, "actor_now", lambda: who)
    shown = AppTest.from_function(page, default_timeout=60)
    shown.session_state["language"] = Language.EN
    shown.run()
    assert not shown.exception
    return shown


def texts(shown: AppTest) -> str:
    return " ".join(one.value for one in [*shown.text, *shown.caption, *shown.title, *shown.header, *shown.markdown])


@pytest.mark.parametrize(
    ("sent", "error", "waits", "said"),
    [
        (False, None, True, "being called"),
        (True, None, False, "called by e-mail"),
        (False, None, False, "not called: somebody was faster"),
        (False, "bad_address", True, "Not called: the e-mail address is no address"),
        (False, "TimeoutError", True, "The mail server did not take it"),
    ],
)
def test_somebody_was_called_only_when_the_mail_left(
    clinic: Clinic, sent: bool, error: str | None, waits: bool, said: str
) -> None:
    at = clinic.clock.now
    assert inbox_names.called(Called("Jane", at, at if sent else None, error, waits)) == said


def test_a_case_shows_that_its_call_is_still_to_be_sent(monkeypatch: pytest.MonkeyPatch, clinic: Clinic) -> None:
    case_id = crisis.report_danger(clinic.desk, clinic.doctor, "She said she will end it tonight")
    with clinic.desk.db.write() as tx:
        alarms.call(
            clinic.desk, tx, crisis.case(clinic.desk, clinic.administrator, case_id).case, clinic.doctor.id or ""
        )
    shown = texts(opened(monkeypatch, clinic, clinic.administrator))
    assert "being called" in shown
    assert "called by e-mail" not in shown.replace("Nobody is called by e-mail", "")


def test_the_holder_off_the_roster_sees_that_the_writer_wrote_again_and_says_that_she_read_it(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic, tmp_path: Path
) -> None:
    holder = on_duty(clinic, "holder", 1, hours=1)
    case_id = inserted(clinic, tmp_path)
    crisis.take(clinic.desk, holder, case_id)
    clinic.clock.forward(hours=2)
    inserted(clinic, tmp_path, id="c2", text="I took all my pills")
    shown = opened(monkeypatch, clinic, holder)
    assert "The writer wrote again" in texts(shown)
    assert "Alarms of the last days" not in texts(shown)
    assert not [one for one in shown.button if one.key == f"take-over-{case_id}"]
    shown.button(key=f"read-{case_id}").click().run()
    assert not shown.exception
    assert crisis.case(clinic.desk, holder, case_id).case.spoke_at is None
    other = opened(monkeypatch, clinic, clinic.administrator)
    other.button(key=f"take-over-{case_id}").click().run()
    assert not other.exception
    assert "Ada Administrator took it over" in texts(other)


def test_without_a_worker_the_pages_say_in_red_that_nobody_is_called_and_for_whom_nobody_came(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic, tmp_path: Path
) -> None:
    object.__setattr__(clinic.desk.settings, "mail_host", "127.0.0.1")
    object.__setattr__(clinic.desk.settings, "mail_from", "desk@example.org")
    nobody, late = "Nobody is being called", "1 case waits and nobody has come"
    shown = opened(monkeypatch, clinic, clinic.doctor)
    assert ":red-badge[:material/notifications_off: Nobody is being called]" in texts(shown)
    shown.text_area(key="report-text").set_value("She said she will end it tonight")
    shown.button(key="report-send").click().run()
    assert str(shown.session_state["done"]) == str(danger_warnings.NOT_CALLED)
    clinic.clock.forward(seconds=50)
    with clinic.desk.db.write() as tx:
        home.beat(tx, "worker", clinic.clock.now)
    again = texts(opened(monkeypatch, clinic, clinic.doctor))
    assert nobody not in again
    assert late in again
    (case,) = crisis.cases(clinic.desk, clinic.administrator)
    assert today(clinic.desk, clinic.doctor).in_danger == 1
    assert late in texts(opened(monkeypatch, clinic, clinic.doctor, _today_page))
    crisis.take(clinic.desk, clinic.administrator, case.case.id)
    assert today(clinic.desk, clinic.doctor).in_danger == 0


def test_an_administrator_chooses_the_group_of_the_staff_and_a_case_shows_what_became_of_the_call(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic
) -> None:
    with serving(Network(SHAPES["webhook"]())) as network:
        account = network.account()
        accounts.add_account(clinic.desk, SHELL, account.kind, "Pager", account.settings, account.secrets)
        shown = opened(monkeypatch, clinic, clinic.administrator)
        shown.selectbox(key="duty-room-name").set_value("Pager")
        shown.button(key="duty-room-choose").click().run()
        assert not shown.exception
        assert duty_room.room(clinic.desk) == "Pager"
        assert "Every call is sent in Pager too." in texts(shown)
        crisis.report_danger(clinic.desk, clinic.doctor, "She said she will end it tonight")
        alarms.tick(clinic.desk)
        assert "being told in the staff's room" in texts(opened(monkeypatch, clinic, clinic.administrator))
        duty_room.tick(clinic.desk)
        assert "told in Pager" in texts(opened(monkeypatch, clinic, clinic.administrator))


@pytest.mark.parametrize(
    ("words", "beside"),
    [
        ("I took too many pills, I will end it tonight", ["RT-POISON-en"]),
        ("I want to die. Face drooping since this morning, crushing chest pain", ["RT-CALLNOW-en", "RT-CALLNOW-en"]),
    ],
)
def test_whoever_is_in_despair_is_offered_the_crisis_text_first_and_that_of_each_other_danger_beside_it(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic, tmp_path: Path, words: str, beside: list[str]
) -> None:
    case_id = inserted(clinic, tmp_path, text=words)
    copied: list[tuple[str, str]] = []
    drawn = danger_case.copyable
    monkeypatch.setattr(
        danger_case, "copyable", lambda text, key, language: (copied.append((text, key)), drawn(text, key, language))
    )
    opened(monkeypatch, clinic, clinic.administrator)
    offered = ["RT-CRISIS-en", *beside]
    assert [key for _, key in copied] == [f"text-{one}-{place}-{case_id}" for place, one in enumerate(offered)]
    assert "do not wait alone" in copied[0][0]
    assert len({text for text, _ in copied}) == len(offered)


def test_an_open_page_shows_a_case_that_came_since(monkeypatch: pytest.MonkeyPatch, clinic: Clinic) -> None:
    shown = opened(monkeypatch, clinic, clinic.administrator)
    assert "Nobody waits for help now." in texts(shown)
    case = crisis.report_danger(clinic.desk, clinic.doctor, "I want to die tonight")
    drawn = danger._mark(danger._cases().items)
    assert [one[0] for one in drawn] == [case]
    assert drawn != shown.session_state["danger-drawn"]
    shown.run()
    assert shown.session_state["danger-drawn"] == drawn
    assert any(button.key == f"take-{case}" for button in shown.button)


def test_an_old_message_for_which_nobody_is_called_is_told_on_the_pages_until_somebody_takes_it(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic, tmp_path: Path
) -> None:
    waits = "1 older case waits for somebody"
    old = inserted(clinic, tmp_path, asked_at=(clinic.clock.now - timedelta(hours=60)).isoformat())
    assert today(clinic.desk, clinic.doctor).in_danger == 0
    for page in (_danger_page, _today_page):
        assert waits in texts(opened(monkeypatch, clinic, clinic.doctor, page))
    shown = opened(monkeypatch, clinic, clinic.administrator)
    assert waits in texts(shown)
    assert "No case is open" not in texts(shown)
    assert "Nobody waits for help now." not in texts(shown)
    shown.button(key=f"take-{old}").click().run()
    assert waits not in texts(shown)
    assert "1 case is open" in texts(shown)
    crisis.hand_over(clinic.desk, clinic.administrator, old, clinic.doctor.id or "")
    again = texts(opened(monkeypatch, clinic, clinic.administrator))
    assert "Written more than two days ago" not in again
    assert "the next person is called at" in again


def test_what_she_holds_is_on_the_first_page_and_the_others_are_counted_and_one_page_further(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic, tmp_path: Path
) -> None:
    monkeypatch.setattr(danger, "SIZE", 2)
    old = (clinic.clock.now - timedelta(hours=60)).isoformat()
    for at in range(4):
        inserted(clinic, tmp_path, id=f"c{at}", author=f"w{at}@example.net", asked_at=old)
    shown = opened(monkeypatch, clinic, clinic.administrator)
    assert "2 further cases are on other pages" in texts(shown)
    own = crisis.cases(clinic.desk, clinic.administrator)[0].case.id
    shown.button(key=f"take-{own}").click().run()
    assert any(button.key == f"end-reached-{own}" for button in shown.button)
    assert "1 further case is on another page" in texts(shown)
    shown.pagination(key="danger-page").set_value(2).run()
    assert not shown.exception
    assert len([one for one in shown.button if (one.key or "").startswith("take-")]) == 1


def test_a_live_intake_that_does_not_work_is_said_where_danger_is_looked_for(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic
) -> None:
    told = "stands still; see whether the worker runs."
    assert told not in texts(opened(monkeypatch, clinic, clinic.doctor))
    settings, secrets = {"chat": "@clinic", "questions_to": "all"}, {"token": "1:a"}
    accounts.add_account(clinic.desk, SHELL, "telegram", "Ear", settings, secrets)
    shown = texts(opened(monkeypatch, clinic, clinic.doctor))
    assert "Not everything is heard" in shown
    assert f"Live intake through “Ear” {told}" in shown
