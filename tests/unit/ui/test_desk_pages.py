"""The moderators' desk as Streamlit shows it: communities opened, changed and closed, and the lists kept there."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from publisher.domain.communities import Community
from publisher.domain.people import Person, Role
from publisher.domain.places import Jurisdiction, Language
from publisher.services import communities, newcomers, people
from publisher.services.communities import Described
from publisher.services.desk import SHELL, Actor
from publisher.services.stages import stages
from publisher.storage import communities as rows
from publisher.ui import state
from tests.support.clinic import Clinic, open_clinic
from tests.unit.ui.test_open_pages import _communities, _packs


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    return open_clinic(tmp_path / "home", f"sqlite:///{tmp_path / 'publisher.db'}")


@pytest.fixture
def group(clinic: Clinic) -> Community:
    return communities.add(clinic.desk, clinic.administrator, Described("Mothers", Language.EN, Jurisdiction.UK))


def opened(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic, who: Actor, page: Callable[[], None], **held: str
) -> AppTest:
    monkeypatch.setattr(state, "desk", lambda: clinic.desk)
    monkeypatch.setattr(state, "actor_now", lambda: who)
    shown = AppTest.from_function(page, default_timeout=60)
    shown.session_state["language"] = Language.EN
    for key, value in held.items():
        shown.session_state[key] = value
    shown.run()
    assert not shown.exception
    return shown


def told(shown: AppTest) -> str:
    return " ".join(str(one.value) for one in [*shown.text, *shown.markdown, *shown.caption, *shown.toast])


def buttons(shown: AppTest) -> set[str]:
    return {one.key or "" for one in shown.button}


def volunteer(clinic: Clinic, group: Community) -> Actor:
    person = Person("", "v@example.org", "Vera", frozenset({Role.VOLUNTEER}))
    vera = Actor(people.add_person(clinic.desk, SHELL, person), "session")
    communities.set_moderators(clinic.desk, clinic.administrator, group.id, [vera.id or ""])
    return vera


@pytest.mark.parametrize(
    ("language", "law"),
    [(Language.RU, Jurisdiction.RU), (Language.ZH, Jurisdiction.CN), (Language.EN, Jurisdiction.INT)],
)
def test_a_new_community_has_the_law_of_its_language_unless_another_is_chosen(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic, language: Language, law: Jurisdiction
) -> None:
    shown = opened(monkeypatch, clinic, clinic.administrator, _communities)
    shown.text_input(key="name-new").set_value("The new one")
    shown.selectbox(key="language-new").set_value(language)
    shown.button(key="save-new").click().run()
    assert not shown.exception
    (made,) = communities.mine(clinic.desk, clinic.administrator)
    assert (made.language, made.jurisdiction) == (language, law)


def test_the_form_of_an_old_community_shows_its_own_law_and_keeps_it(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic, group: Community
) -> None:
    shown = opened(monkeypatch, clinic, clinic.administrator, _communities)
    assert shown.selectbox(key=f"jurisdiction-{group.id}").value == Jurisdiction.UK.value
    shown.text_input(key=f"hint-{group.id}").set_value("Telegram")
    shown.button(key=f"save-{group.id}").click().run()
    (kept,) = communities.mine(clinic.desk, clinic.administrator)
    assert (kept.jurisdiction, kept.hint) == (Jurisdiction.UK, "Telegram")


def test_a_stage_that_editors_took_away_breaks_no_page(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic, group: Community
) -> None:
    stays = stages().stages[0].id
    with clinic.desk.db.write() as tx:
        rows.change(tx, replace(group, stages=("renamed-since", stays)))
    shown = opened(monkeypatch, clinic, clinic.administrator, _communities)
    assert shown.multiselect(key=f"stages-{group.id}").value == [stays]
    shown.button(key=f"save-{group.id}").click().run()
    (kept,) = communities.mine(clinic.desk, clinic.administrator)
    assert kept.stages == (stays,)
    with clinic.desk.db.write() as tx:
        rows.change(tx, replace(group, stages=("renamed-since",)))
    packs = opened(monkeypatch, clinic, clinic.administrator, _packs)
    assert len(packs.get("button_group")[0].options) == len(stages().stages)


def test_how_far_she_is_leads_to_her_stage_though_the_group_is_for_another(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic, group: Community
) -> None:
    with clinic.desk.db.write() as tx:
        rows.change(tx, replace(group, stages=("weeks-20-40",)))
    shown = opened(monkeypatch, clinic, clinic.administrator, _packs)
    shown.text_input(key="pack-time").set_value("10w").run()
    assert not shown.exception
    assert shown.session_state["pack-stage"] == "weeks-0-20"
    assert any("is for other stages" in one.value for one in shown.warning)


def test_what_somebody_left_as_it_was_shown_stays_as_another_made_it_meanwhile(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic, group: Community
) -> None:
    shown = opened(monkeypatch, clinic, clinic.administrator, _communities)
    law = Described(group.name, group.language, Jurisdiction.CN)
    communities.change(clinic.desk, clinic.administrator, group.id, law)
    shown.text_input(key=f"hint-{group.id}").set_value("Ward 3")
    shown.button(key=f"save-{group.id}").click().run()
    assert not shown.exception
    (kept,) = communities.mine(clinic.desk, clinic.administrator)
    assert (kept.jurisdiction, kept.hint) == (Jurisdiction.CN, "Ward 3")
    assert shown.selectbox(key=f"jurisdiction-{group.id}").value == Jurisdiction.CN.value


def test_a_community_is_closed_with_a_second_press_and_opened_again(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic, group: Community
) -> None:
    shown = opened(monkeypatch, clinic, clinic.administrator, _communities)
    assert "It can be opened again." in told(shown)
    shown.button(key=f"shut-{group.id}").click().run()
    assert communities.mine(clinic.desk, clinic.administrator) == []
    shown.button(key=f"reopen-{group.id}").click().run()
    assert not shown.exception
    assert [one.name for one in communities.mine(clinic.desk, clinic.administrator)] == ["Mothers"]
    assert f"reopen-{group.id}" not in buttons(shown)


def test_a_list_is_moved_by_those_who_keep_it_alone(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic, group: Community
) -> None:
    stage, entry = stages().stages[0].id, clinic.signed().id
    newcomers.put(clinic.desk, clinic.administrator, group.id, stage, entry)
    moving = {f"move-{by}-{entry}" for by in (-1, 0, 1)}
    for who, keeps in ((clinic.administrator, True), (volunteer(clinic, group), False)):
        shown = opened(monkeypatch, clinic, who, _packs, **{"pack-stage": stage})
        assert "take-text" in buttons(shown)
        assert moving & buttons(shown) == (moving if keeps else set())
