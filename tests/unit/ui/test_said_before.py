"""What stands beside a draft, and what refuses a signature, as Streamlit runs it on a real desk."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from publisher.domain.checking import EntryKind
from publisher.domain.entries import EntryStatus
from publisher.domain.errors import Refusal
from publisher.domain.people import Role
from publisher.services import drafting, importing_answers, library, people, resolving, signing, withdrawing
from publisher.services.desk import SHELL, Actor
from publisher.ui import state
from publisher.ui.plain import plain
from tests.support.clinic import Clinic, open_clinic
from tests.support.processes import wait_until

QUESTION = "How long should a baby get breast milk alone?"
SIX = "Breast milk alone is recommended for the first 6 months. Every family finds its own rhythm."
THREE = SIX.replace("6", "3")


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    return open_clinic(tmp_path / "home", f"sqlite:///{tmp_path / 'publisher.db'}")


def _panel(entry: str) -> None:
    from publisher.ui.pages import compose_consistency

    compose_consistency.said_before(entry)


def _sign_page(entry: str) -> None:
    from publisher.ui.pages import conflict_parts, sign_acts

    conflict_parts.waiting(entry, "sign")
    from publisher.services import library
    from publisher.ui import state

    sign_acts.bar(library.entry(state.desk(), state.actor(), entry), True)


def _imported(clinic: Clinic) -> str:
    file = clinic.desk.home / "old.jsonl"
    file.write_text(json.dumps({"external_id": "o1", "language": "en", "question": QUESTION, "answer": THREE}) + "\n")
    importing_answers.import_answers(clinic.desk, SHELL, file)
    return signing.signing_queue(clinic.desk, clinic.colleague)[0].entry


def _today() -> None:
    from publisher.ui.pages import conflict_parts

    conflict_parts.unresolved()


def _opened(monkeypatch: pytest.MonkeyPatch, clinic: Clinic, who: Actor, page: object, **more: str) -> AppTest:
    monkeypatch.setattr(state, "desk", lambda: clinic.desk)
    monkeypatch.setattr(state, "actor_now", lambda: who)
    shown = AppTest.from_function(page, default_timeout=60, kwargs=more)  # type: ignore[arg-type]
    shown.run()
    assert not shown.exception
    return shown


def _beside(shown: AppTest) -> AppTest:
    wait_until(lambda: bool(shown.run().header), 60, "what was said before is found")
    assert not shown.exception
    return shown


def _texts(shown: AppTest) -> str:
    return "\n".join(one.value for one in [*shown.text, *shown.caption])


def _badges(shown: AppTest) -> str:
    return "\n".join(one.value for one in shown.markdown if "-badge[" in one.value)


def _two(clinic: Clinic) -> tuple[str, str]:
    words = {"kind": EntryKind.ANSWER, "question": QUESTION, "title": QUESTION}
    return clinic.signed(SIX, **words).id, clinic.draft(THREE, **words).id


def test_a_draft_stands_beside_what_was_signed_with_what_agrees_and_conflicts(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic
) -> None:
    _, new = _two(clinic)
    shown = _beside(_opened(monkeypatch, clinic, clinic.doctor, _panel, entry=new))
    assert [one.value for one in shown.header] == ["Possible conflicts with past answers", "Said before"]
    told = _texts(shown)
    assert "6 months" in told
    assert "3 months / 6 months" in told
    assert "signed by Dr Doctor" in told


def test_one_sentence_in_two_old_answers_is_shown_beside_each_and_let_stand_for_one(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic
) -> None:
    other = "When can a baby start eating solid food beside milk?"
    words = {"kind": EntryKind.ANSWER, "question": other, "title": other}
    clinic.signed(SIX.split(". ")[0] + ". Then soft food is offered beside milk.", **words)
    _two(clinic)
    new = clinic.draft(THREE, kind=EntryKind.ANSWER, question=QUESTION, title=QUESTION).id
    shown = _beside(_opened(monkeypatch, clinic, clinic.doctor, _panel, entry=new))
    whys = [str(one.key) for one in shown.text_input]
    assert len(whys) == 2
    shown.text_input(key=whys[0]).set_value("Another group of children")
    shown.button(key=whys[0].replace("stand-why-", "stand-")).click().run()
    assert not shown.exception
    assert [str(one.key) for one in _beside(shown).text_input] == whys[1:]


def test_a_reason_that_is_missing_is_asked_for_until_somebody_has_read_it(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic
) -> None:
    _, new = _two(clinic)
    shown = _beside(_opened(monkeypatch, clinic, clinic.doctor, _panel, entry=new))
    (why,) = [str(one.key) for one in shown.text_input]
    shown.button(key=why.replace("stand-why-", "stand-")).click().run()
    assert "Say why both sentences may stand." in _texts(shown)
    assert "Say why both sentences may stand." in _texts(shown.run())


def test_an_answer_that_is_withdrawn_leaves_the_panel_and_one_that_is_signed_comes_in(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic
) -> None:
    old, new = _two(clinic)
    shown = _beside(_opened(monkeypatch, clinic, clinic.doctor, _panel, entry=new))
    withdrawing.withdraw(clinic.desk, clinic.doctor, old, "A new guideline")
    assert not shown.run().header
    clinic.signed(SIX, kind=EntryKind.ANSWER, question=QUESTION, title=QUESTION)
    assert "6 months" in _texts(_beside(shown))


def test_the_same_question_is_only_related_once_its_text_is_kept_for_another_stage(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic
) -> None:
    words = {"kind": EntryKind.ANSWER, "question": QUESTION, "title": QUESTION, "stages": ("newborn",)}
    clinic.signed(SIX, **words)
    new = clinic.draft(SIX, **words).id
    shown = _beside(_opened(monkeypatch, clinic, clinic.doctor, _panel, entry=new))
    assert "The same question" in _badges(shown)
    version = drafting.working_copy(clinic.desk, clinic.doctor, new).version
    drafting.save_working_copy(clinic.desk, clinic.doctor, new, {"stages": ["weeks-0-20"]}, version)
    wait_until(lambda: "A related question" in _badges(shown.run()), 60, "it is compared for its new readers")
    assert "Differs: kept for another stage" in _texts(shown)


def test_what_cannot_be_compared_says_so_instead_of_an_empty_panel(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic
) -> None:
    _, new = _two(clinic)
    no_model = clinic.desk.home / "no-such-model"
    settings = clinic.desk.settings.model_copy(update={"embedding_model": str(no_model)})
    clinic = replace(clinic, desk=replace(clinic.desk, settings=settings))
    shown = _opened(monkeypatch, clinic, clinic.doctor, _panel, entry=new)
    wait_until(lambda: "cannot be compared" in _texts(shown.run()), 60, "the panel says why it is empty")


def test_one_click_quotes_the_answer_at_the_end_of_the_draft(monkeypatch: pytest.MonkeyPatch, clinic: Clinic) -> None:
    old, new = _two(clinic)
    shown = _beside(_opened(monkeypatch, clinic, clinic.doctor, _panel, entry=new))
    shown.button(key=f"quote-{old}").click().run()
    assert not shown.exception
    body = drafting.working_copy(clinic.desk, clinic.doctor, new).content.body
    assert body.startswith(THREE)
    assert f"> {SIX}\n>\n> — Dr Doctor, 2026-11-22" in body


def test_one_click_replaces_ones_own_answer_and_nobody_elses(monkeypatch: pytest.MonkeyPatch, clinic: Clinic) -> None:
    old, new = _two(clinic)
    shown = _beside(_opened(monkeypatch, clinic, clinic.doctor, _panel, entry=new))
    shown.button(key=f"over-{old}").click().run()
    signing.sign(clinic.desk, clinic.doctor, new)
    assert library.entry(clinic.desk, clinic.doctor, old).status is EntryStatus.SUPERSEDED
    third = clinic.draft("Milk alone is enough at first.", kind=EntryKind.ANSWER, question=QUESTION).id
    shown = _beside(_opened(monkeypatch, clinic, clinic.colleague, _panel, entry=third))
    assert f"quote-{new}" in {one.key for one in shown.button}
    assert f"over-{new}" not in {one.key for one in shown.button}


def test_sign_shows_the_two_sentences_and_the_reason_lifts_the_refusal(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic
) -> None:
    _, new = _two(clinic)
    signing.open_for_signing(clinic.desk, clinic.doctor, new)
    assert _opened(monkeypatch, clinic, clinic.doctor, _today).header[0].value == "1 possible conflict"
    shown = _opened(monkeypatch, clinic, clinic.doctor, _sign_page, entry=new)
    assert "Resolve the possible conflicts below the text first." in _texts(shown)
    assert shown.button(key="sign").disabled
    (waiting,) = resolving.of_entry(clinic.desk, clinic.doctor, new)
    shown.text_input(key=f"sign-stand-why-{waiting.id}").set_value("Another group of children")
    shown.button(key=f"sign-stand-{waiting.id}").click().run()
    assert not shown.exception
    assert not shown.button(key="sign").disabled


def test_who_decides_about_an_import_is_told_that_another_doctor_signs_it(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = _two(clinic)[0], _imported(clinic)
    both = Actor(people.set_roles(clinic.desk, SHELL, clinic.colleague.id or "", {Role.DOCTOR, Role.REVIEWER}), "page")
    signing.open_for_signing(clinic.desk, both, new)
    (waiting,) = resolving.of_entry(clinic.desk, both, new)
    assert waiting.answer == old
    shown = _opened(monkeypatch, clinic, both, _sign_page, entry=new)
    assert "Whoever decides this does not sign this text." in _texts(shown)
    shown.text_input(key=f"sign-stand-why-{waiting.id}").set_value("Another group of children")
    shown.button(key=f"sign-stand-{waiting.id}").click().run()
    assert "You let both stand; another doctor signs this text." in _texts(shown)
    assert shown.button(key="sign").disabled
    with pytest.raises(Refusal, match="Another doctor signs this text"):
        signing.sign(clinic.desk, both, new)
    assert signing.sign(clinic.desk, clinic.doctor, new).signature is not None


def test_signs_in_a_question_or_a_name_beside_a_draft_are_shown_as_they_are(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic
) -> None:
    asked = "How long should a baby get breast milk alone, 5~6 or 7~8 months?"
    words = {"kind": EntryKind.ANSWER, "question": asked, "title": asked}
    clinic.signed(SIX, **words)
    new = clinic.draft(THREE, **words).id
    beside = _beside(_opened(monkeypatch, clinic, clinic.doctor, _panel, entry=new))
    assert [one.proto.label for one in beside.get("link_button")] == [plain(asked)]
    signing.open_for_signing(clinic.desk, clinic.doctor, new)
    signs = _opened(monkeypatch, clinic, clinic.doctor, _sign_page, entry=new)
    assert plain(f"{asked} · Dr Doctor") in [one.value for one in signs.caption]
