"""A page that stays open follows what happens meanwhile: it offers nothing withdrawn and undoes nothing of others."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from publisher.domain.places import Language
from publisher.services import communities, newcomers, people, withdrawing
from publisher.services.communities import Described
from publisher.services.stages import stages
from publisher.ui import names, state
from tests.integration.test_communities import moderator
from tests.support.clinic import Clinic, open_clinic


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    return open_clinic(tmp_path / "home", f"sqlite:///{tmp_path / 'publisher.db'}")


def _packs() -> None:
    from publisher.services import communities
    from publisher.ui import state
    from publisher.ui.pages.desk_packs import packs_part

    packs_part(communities.mine(state.desk(), state.actor()))


def _communities() -> None:
    from publisher.services import communities
    from publisher.ui import state
    from publisher.ui.pages.desk_communities import communities_part

    communities_part(communities.mine(state.desk(), state.actor()))


def opened(monkeypatch: pytest.MonkeyPatch, clinic: Clinic, page: Callable[[], None], **held: str) -> AppTest:
    monkeypatch.setattr(state, "desk", lambda: clinic.desk)
    monkeypatch.setattr(state, "actor_now", lambda: clinic.administrator)
    shown = AppTest.from_function(page, default_timeout=60)
    shown.session_state["language"] = Language.EN
    for key, value in held.items():
        shown.session_state[key] = value
    shown.run()
    assert not shown.exception
    return shown


def test_a_pack_that_was_taken_is_gone_from_the_page_once_a_text_in_it_is_withdrawn(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic
) -> None:
    stage = stages().stages[0].id
    group = communities.add(clinic.desk, clinic.administrator, Described("Mothers", Language.EN))
    entries = [clinic.signed().id, clinic.signed("Rest when you are tired.", title="Rest").id]
    newcomers.set_list(clinic.desk, clinic.administrator, group.id, stage, entries)
    shown = opened(monkeypatch, clinic, _packs, **{"pack-stage": stage})
    shown.button(key="take-pdf").click().run()
    assert len(shown.get("download_button")) == 1
    withdrawing.withdraw(clinic.desk, clinic.doctor, entries[0], "The dose was wrong")
    shown.run()
    assert not shown.exception
    assert not shown.get("download_button")


def test_whom_somebody_else_took_out_of_a_community_stays_out(monkeypatch: pytest.MonkeyPatch, clinic: Clinic) -> None:
    group = communities.add(clinic.desk, clinic.administrator, Described("Mothers", Language.EN))
    mona, nina = (moderator(clinic, f"{name}@example.org").id or "" for name in ("mona", "nina"))
    communities.set_moderators(clinic.desk, clinic.administrator, group.id, [mona])
    shown = opened(monkeypatch, clinic, _communities)
    communities.set_moderators(clinic.desk, clinic.administrator, group.id, [])
    shown.multiselect(key=f"who-{group.id}").select(nina).run()
    assert not shown.exception
    assert communities.moderators(clinic.desk, clinic.administrator, group.id) == [nina]
    shown.run()
    assert shown.multiselect(key=f"who-{group.id}").value == [nina]


def test_two_people_of_one_name_can_be_told_apart(clinic: Clinic) -> None:
    for name in ("mona", "nina"):
        moderator(clinic, f"{name}@example.org")
    called = set(names.people(people.people(clinic.desk, clinic.administrator)).values())
    assert {"Mona Moderator · mona@example.org", "Mona Moderator · nina@example.org", "Dr Doctor"} <= called
