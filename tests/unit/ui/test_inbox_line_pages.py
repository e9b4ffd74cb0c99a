"""One line of the inbox as Streamlit shows it: what a decision is for, where a described picture goes, whose it is."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from publisher.domain.places import Language
from publisher.domain.triage import Route
from publisher.services import communities, inbox, peers
from publisher.services.communities import Described
from publisher.storage import inbox as rows
from publisher.ui.plain import plain
from tests.integration.test_communities import moderator
from tests.support.clinic import Clinic, open_clinic
from tests.unit.ui.test_inbox_pages import _inbox_page, bring, opened, texts


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    return open_clinic(tmp_path / "home", f"sqlite:///{tmp_path / 'publisher.db'}")


def _one_line(group: str) -> None:
    import streamlit as st

    from publisher.ui.pages import inbox

    if "group" not in st.query_params:
        st.query_params["group"] = group
    inbox.page()


def _peers_part() -> None:
    import streamlit as st

    from publisher.services import communities
    from publisher.ui import state
    from publisher.ui.pages import desk

    st.session_state.setdefault("peers", True)
    desk._peers(communities.mine(state.desk(), state.actor()))


def test_a_line_with_an_urgent_member_says_what_is_decided_and_takes_what_is_ticked(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic, tmp_path: Path
) -> None:
    bring(clinic, tmp_path, "What is a normal pulse?", "what is a normal pulse")
    (line,) = inbox.groups(clinic.desk, clinic.doctor, Route.MODERATOR).items
    calm, urgent = (one.id for one in inbox.group(clinic.desk, clinic.doctor, line.id).members)
    with clinic.desk.db.write() as tx:
        rows.change(tx, urgent, route=Route.URGENT)  # as a newer pack does that reads an emergency in the same words
    shown = opened(monkeypatch, clinic, clinic.doctor, _inbox_page, route="moderator", group=line.id)
    assert not shown.exception
    assert "Decided here is what waits under “For moderators”." in texts(shown)
    shown.button(key="take").click().run()
    states = {one.id: one.state for one in inbox.group(clinic.desk, clinic.doctor, line.id).members}
    assert states == {calm: "taken", urgent: "waiting"}
    shown.checkbox(key=f"also-{urgent}").check().run()
    shown.button(key="take").click().run()
    assert inbox.question(clinic.desk, clinic.doctor, urgent).state == "taken"


def test_of_an_urgent_line_only_who_was_shown_is_set_aside(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic, tmp_path: Path
) -> None:
    words = "My mother has face drooping since this morning"
    bring(clinic, tmp_path, words)
    (line,) = inbox.groups(clinic.desk, clinic.doctor, Route.URGENT).items
    (seen,) = inbox.group(clinic.desk, clinic.doctor, line.id).members
    shown = opened(monkeypatch, clinic, clinic.doctor, _inbox_page, route="urgent", group=line.id)
    bring(clinic, tmp_path, f"{words}!")  # another writer, while the page is open
    shown.text_input(key="aside-why").set_value("she was called")
    shown.button(key="aside").click().run()
    assert not shown.exception
    (other,) = (one for one in inbox.group(clinic.desk, clinic.doctor, line.id).members if one.id != seen.id)
    assert inbox.question(clinic.desk, clinic.doctor, seen.id).state == "set_aside"
    assert other.state == "waiting"
    shown.text_input(key="aside-why").set_value("she was called too")
    shown.button(key="aside").click().run()
    assert inbox.question(clinic.desk, clinic.doctor, other.id).state == "set_aside"


def test_a_described_picture_takes_the_page_to_its_own_line(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic, tmp_path: Path
) -> None:
    bring(clinic, tmp_path, "[photo]")
    (line,) = inbox.groups(clinic.desk, clinic.doctor, Route.DOCTOR).items
    (picture,) = inbox.group(clinic.desk, clinic.doctor, line.id).members
    shown = opened(monkeypatch, clinic, clinic.doctor, _one_line, group=line.id)
    shown.text_input(key=f"shows-{picture.id}").set_value("a red ring on a calf")
    shown.button(key=f"describe-{picture.id}").click().run()
    assert not shown.exception
    own = inbox.question(clinic.desk, clinic.doctor, picture.id).group
    assert own != line.id
    assert plain("[photo] (a red ring on a calf)") in " ".join(one.value for one in shown.header)


def test_a_moderator_who_follows_a_link_to_another_communitys_line_is_told_so(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic, tmp_path: Path
) -> None:
    communities.add(clinic.desk, clinic.administrator, Described("Mothers", Language.EN))
    bring(clinic, tmp_path, "What is a normal pulse?")
    (line,) = inbox.groups(clinic.desk, clinic.doctor, Route.MODERATOR).items
    shown = opened(monkeypatch, clinic, moderator(clinic), _inbox_page, group=line.id)
    assert not shown.exception
    assert "normal pulse" not in texts(shown)
    assert "Nothing of this line was asked in your communities." in texts(shown)


def test_a_peers_note_is_kept_in_the_language_that_was_chosen(monkeypatch: pytest.MonkeyPatch, clinic: Clinic) -> None:
    for name, language in (("One", Language.EN), ("Two", Language.RU)):
        communities.add(clinic.desk, clinic.administrator, Described(name, language))
    shown: AppTest = opened(monkeypatch, clinic, clinic.administrator, _peers_part)
    assert not shown.exception
    shown.text_input(key="peer-title").set_value("Как я рожала")
    shown.text_area(key="peer-text").set_value("Всё прошло хорошо.")
    shown.selectbox(key="peer-language").select(Language.RU)
    shown.button(key="peer-keep").click().run()
    (note,) = peers.notes(clinic.desk, clinic.administrator, [Language.RU]).items
    assert note.title == "Как я рожала"
    shown.run().button(key=f"peer-out-{note.id}").click().run()
    assert "erased for good" not in texts(shown)
    assert peers.notes(clinic.desk, clinic.administrator, [Language.RU]).items == ()
