"""A draft from one's own answers, without a model and with one; taken over sentence by sentence."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from publisher.domain.assisting import Task
from publisher.domain.checking import Flag
from publisher.domain.errors import Refusal
from publisher.domain.places import Language
from publisher.services import (
    assistant_changes,
    assistant_claims,
    assisted,
    assisting,
    checking,
    drafting,
    jobs,
    signing,
    withdrawing,
)
from tests.support.assisting import clinic_with_an_answer, empty, made, marks, use
from tests.support.chat_server import ChatServer, as_json, chat_server
from tests.support.clinic import Clinic


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    return clinic_with_an_answer(tmp_path)


@pytest.fixture
def server(clinic: Clinic) -> Iterator[ChatServer]:
    with chat_server() as found:
        use(clinic, found)
        yield found


def test_without_a_model_a_draft_is_ones_own_sentences_each_with_its_answer(clinic: Clinic) -> None:
    found = made(clinic, Task.DRAFT_ANSWER)
    assert found.state == "done"
    assert found.how == "extract"
    assert "word for word" in str(found.said[0])
    passages = {name: text for one in found.origins for name, text in one.passages.items()}
    assert [one.text for one in found.sentences] == [passages[one.ids[0]] for one in found.sentences]
    assert len(found.sentences) == 3


def test_below_the_floor_there_is_an_outline_only(clinic: Clinic) -> None:
    found = made(clinic, Task.DRAFT_ANSWER, empty(clinic, "How are knee joints replaced after skiing accidents?"))
    assert found.how == "outline"
    assert "Not enough of your own answers" in str(found.said[0])
    assert {one.part for one in found.sentences} == {"heading"}


def test_what_needs_a_model_is_refused_without_one(clinic: Clinic) -> None:
    with pytest.raises(Refusal, match="needs a language model"):
        made(clinic, Task.SHORTEN)


def test_a_good_answer_is_unmarked_and_taken_sentence_by_sentence(clinic: Clinic, server: ChatServer) -> None:
    server.answer = lambda _: as_json(
        ("Breast milk alone is recommended for the first 6 months.", ["a1.1"]),
        ("Honey is not recommended before 12 months of age.", ["a1.3"]),
    )
    entry = empty(clinic)
    found = made(clinic, Task.DRAFT_ANSWER, entry)
    assert found.how == "model"
    assert marks(found) == [set(), set()]
    assisted.accept(clinic.desk, clinic.doctor, found.id, [1])
    assisted.accept(clinic.desk, clinic.doctor, found.id, [0])
    copy = drafting.working_copy(clinic.desk, clinic.doctor, entry)
    assert "first 6 months" in copy.content.body
    assert "Honey" in copy.content.body
    assert Flag.AI_GENERATED in copy.content.flags


def test_the_mark_of_assistance_cannot_be_taken_off(clinic: Clinic, server: ChatServer) -> None:
    server.answer = lambda _: as_json(("Breast milk alone is recommended for the first 6 months.", ["a1.1"]))
    entry = empty(clinic)
    found = made(clinic, Task.DRAFT_ANSWER, entry)
    assisted.accept(clinic.desk, clinic.doctor, found.id, [0])
    copy = drafting.working_copy(clinic.desk, clinic.doctor, entry)
    saved = drafting.save_working_copy(clinic.desk, clinic.doctor, entry, {"flags": []}, copy.version)
    assert Flag.AI_GENERATED in saved.content.flags
    edited = drafting.edit_entry(clinic.desk, clinic.doctor, entry, drafting.changed(saved.content, {"flags": []}))
    assert edited.revision is not None
    assert Flag.AI_GENERATED in edited.revision.content.flags
    report = checking.check_words(clinic.desk, edited.revision.content)
    assert "DL-AI-en" in {one.id for one in report.disclaimers}


def test_an_unedited_draft_is_signed_only_after_its_claims_are_confirmed(clinic: Clinic, server: ChatServer) -> None:
    server.answer = lambda _: as_json(
        ("Breast milk alone is recommended for the first 6 months.", ["a1.1"]),
        ("Breast milk holds all the water that babies need.", ["a1.2"]),
    )
    entry = empty(clinic)
    found = made(clinic, Task.DRAFT_ANSWER, entry)
    assisted.accept(clinic.desk, clinic.doctor, found.id, [0, 1])
    copy = drafting.working_copy(clinic.desk, clinic.doctor, entry)
    drafting.save_working_copy(clinic.desk, clinic.doctor, entry, {"title": "Breast milk alone"}, copy.version)
    drafting.keep_revision(clinic.desk, clinic.doctor, entry)
    reasons = [str(one) for one in signing.why_not(clinic.desk, clinic.doctor, entry)]
    assert any("confirm its 1 claims" in one for one in reasons), reasons
    assistant_claims.confirm(clinic.desk, clinic.doctor, found.id, [0])
    reasons = [str(one) for one in signing.why_not(clinic.desk, clinic.doctor, entry)]
    assert not any("claims" in one for one in reasons)


def test_what_changed_since_the_draft_is_told(clinic: Clinic, server: ChatServer) -> None:
    server.answer = lambda _: as_json(
        ("Breast milk alone is recommended for the first 6 months.", ["a1.1"]),
        ("Breast milk holds all the water that babies need.", ["a1.2"]),
    )
    entry = empty(clinic)
    found = made(clinic, Task.DRAFT_ANSWER, entry)
    assisted.accept(clinic.desk, clinic.doctor, found.id, [0, 1])
    copy = drafting.working_copy(clinic.desk, clinic.doctor, entry)
    body = copy.content.body.replace("all the water", "enough water") + "Ask your team."
    drafting.save_working_copy(clinic.desk, clinic.doctor, entry, {"body": body}, copy.version)
    told = [one.what for one in assistant_changes.changes(clinic.desk, clinic.doctor, found.id)]
    assert told == ["kept", "changed", "added"]


def test_a_draft_is_cancelled_while_the_model_writes(clinic: Clinic) -> None:
    with chat_server(stall=True) as server:
        use(clinic, server, seconds=60)
        draft = assisting.ask(clinic.desk, clinic.doctor, empty(clinic), Task.DRAFT_ANSWER)
        found = assisted.draft(clinic.desk, clinic.doctor, draft)
        assert found.state == "waiting"
        jobs.cancel(clinic.desk, clinic.doctor, found.job or "")
        clinic.clock.forward(seconds=1)
        jobs.run_next(clinic.desk, "test", lambda: clinic.clock.forward(seconds=1) is not None)
        assert assisted.draft(clinic.desk, clinic.doctor, draft).state == "cancelled"


def test_an_answer_that_fell_meanwhile_is_not_taken(clinic: Clinic, server: ChatServer) -> None:
    server.answer = lambda _: as_json(("Breast milk holds all the water that babies need.", ["a1.2"]))
    found = made(clinic, Task.DRAFT_ANSWER)
    withdrawing.withdraw(clinic.desk, clinic.doctor, found.origins[0].answer or "", "outdated")
    with pytest.raises(Refusal, match="no longer stands"):
        assisted.accept(clinic.desk, clinic.doctor, found.id, [0])


def test_a_translation_goes_into_an_entry_of_its_own(clinic: Clinic, server: ChatServer) -> None:
    server.answer = lambda sent: as_json(
        ("Железодефицит часто бывает при беременности.", ["t1.1"]), ("Железо есть в мясе и бобах.", ["t1.2"])
    )
    source = clinic.draft()
    entry, draft = assisting.ask_translation(clinic.desk, clinic.doctor, source.id, Language.RU)
    jobs.run_next(clinic.desk, "test", lambda: False)
    found = assisted.draft(clinic.desk, clinic.doctor, draft)
    assert found.language == "ru"
    assert {one.kind for one in found.origins} == {"text"}
    assisted.accept(clinic.desk, clinic.doctor, draft, [0, 1], checked=True)
    content = drafting.working_copy(clinic.desk, clinic.doctor, entry).content
    assert content.language is Language.RU
    assert content.translation_of == source.revision.id
    assert content.body.startswith("Железодефицит")
