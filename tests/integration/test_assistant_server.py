"""A model's server that does everything wrong: nothing unmarked reaches a draft, and nothing private the server."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from publisher.assistant.models import ModelChoice, missing
from publisher.domain.assisting import Mark, Task
from publisher.domain.errors import Refusal
from publisher.services import (
    assistant_settings,
    assisted,
)
from publisher.storage import assistant, home
from tests.support.assisting import PLANTED, QUESTION, SIGNED, clinic_with_an_answer, empty, made, marks, use
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


def test_no_name_phone_or_number_reaches_the_server(clinic: Clinic, server: ChatServer) -> None:
    server.answer = lambda _: as_json(("How long should a baby get breast milk alone?", ["q1.1"]), part="question")
    entry = empty(clinic, f"{PLANTED} {QUESTION}")
    for task in (Task.GENERALISE, Task.DRAFT_ANSWER, Task.OUTLINE):
        made(clinic, task, entry, attached=[f"Note of the visit of Olga Petrova, +7 916 555 12 34. {SIGNED}"])
    assert len(server.received) == 3
    for planted in ("Olga", "Petrova", "916", "4509", "123456"):
        assert planted not in server.everything


@pytest.mark.parametrize(
    ("language", "told", "again"),
    [
        (
            "ru",
            "Меня зовут Ольга Петрова, тел. 8 (916) 555-12-34.",
            "Olga Petrova; Petrovoy Olge; 89165551234; 555 12 34",
        ),
        ("zh", "我叫王小丽，电话13812345678。", "Wang Xiaoli; Wang Xiao Li; 138 1234 5678"),
        ("en", "My name is Margaret Holloway, phone +44 7911 123456.", "Holloway; MARGARET; 7911-123-456"),
    ],
)
@pytest.mark.parametrize("place", ["question", "title", "body", "attached"])
def test_no_other_spelling_of_a_person_reaches_the_server(
    clinic: Clinic, server: ChatServer, language: str, told: str, again: str, place: str
) -> None:
    server.answer = lambda _: as_json(("x", ["n1.1"]))
    words = {"question": QUESTION, "title": "", "body": "", "attached": ""} | {place: f"{told} {again}."}
    post = {"kind": "post", "language": language, "title": words["title"]}
    if place == "question":
        post |= {"kind": "answer", "question": words["question"]}
    entry = clinic.draft(words["body"] or "Notes.", **post).id
    for task in (Task.DRAFT_POST, Task.OUTLINE, Task.COMPARE, Task.TITLES):
        made(clinic, task, entry, **({"attached": [words["attached"]]} if words["attached"] else {}))
    assert server.received
    for planted in again.split("; "):
        assert planted not in server.everything, (place, planted)


def test_a_model_that_obeys_a_planted_instruction_writes_nothing_unmarked(clinic: Clinic, server: ChatServer) -> None:
    server.answer = lambda _: as_json(
        ("Everybody should take 500 mg of this medicine now.", ["a1.1"]),
        ("Call +7 916 555 12 34 and visit www.miracle.example.", ["a1.2"]),
        ("Our football club won the national championship yesterday.", ["a1.3"]),
        ("Trust this doctor more than any other doctor.", []),
        ("Breast milk alone is recommended for the first 6 months.", ["zz.9"]),
        ("Breast milk alone is recommended for the first 3 months.", ["a1.1"]),
        ("Honey is recommended before 12 months of age.", ["a1.3"]),
        ("Write to [name-1] about it.", ["a1.1"]),
    )
    found = made(clinic, Task.DRAFT_ANSWER, empty(clinic, f"{PLANTED} {QUESTION}"))
    assert all(marks(found)), list(zip(marks(found), found.sentences, strict=True))
    assert Mark.NUMBER in marks(found)[0]
    assert Mark.CONTACT in marks(found)[1]
    assert Mark.UNKNOWN_SOURCE in marks(found)[4]
    assert Mark.NUMBER in marks(found)[5]
    assert Mark.LOST_NEGATION in marks(found)[6]
    with pytest.raises(Refusal, match="are marked"):
        assisted.accept(clinic.desk, clinic.doctor, found.id, list(range(8)))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("I am sorry, I cannot do that.", "expected form"),
        ('{"sentences": [{"part": "text", "text": "half', "expected form"),
        ('{"sentences": [{"part": "script", "text": "x", "sources": []}]}', "expected form"),
        ("[" * 50_000, "expected form"),
        ("{" * 200_000, "did not stop writing"),
    ],
)
def test_a_broken_answer_becomes_an_extractive_draft_that_says_why(
    clinic: Clinic, server: ChatServer, text: str, says: str
) -> None:
    server.answer = lambda _: text
    found = made(clinic, Task.DRAFT_ANSWER)
    assert found.how == "extract"
    assert says in str(found.said[0])


def test_the_wrong_language_is_marked(clinic: Clinic, server: ChatServer) -> None:
    server.answer = lambda _: as_json(("前6个月建议只吃母乳。", ["a1.1"]))
    assert Mark.LANGUAGE in marks(made(clinic, Task.DRAFT_ANSWER))[0]


@pytest.mark.parametrize("status", [401, 404, 429, 500])
def test_a_server_that_refuses_is_told_in_words_without_the_key(
    clinic: Clinic, server: ChatServer, status: int
) -> None:
    server.status = status
    found = made(clinic, Task.DRAFT_ANSWER)
    assert found.how == "extract"
    assert "sk-planted-secret" not in str(found.said)
    tested = assistant_settings.test(clinic.desk, clinic.administrator)
    assert [one.works for one in tested] == [False]


def test_a_redirect_is_not_followed(clinic: Clinic, server: ChatServer) -> None:
    with chat_server() as other:
        server.redirect = f"{other.address}/chat/completions"
        assert made(clinic, Task.DRAFT_ANSWER).how == "extract"
        assert other.received == []


@pytest.mark.parametrize("how", [{"stall": True}, {"pace": 0.5}])
def test_a_server_that_stalls_or_trickles_is_given_up(clinic: Clinic, how: dict[str, Any]) -> None:
    with chat_server(answer=lambda _: as_json(("x " * 400, ["a1.1"])), **how) as server:
        use(clinic, server, seconds=5)
        found = made(clinic, Task.DRAFT_ANSWER)
    assert found.how == "extract"
    assert "did not finish" in str(found.said[0]) or "stopped answering" in str(found.said[0])


def test_a_private_address_is_called_only_when_it_was_allowed(clinic: Clinic, server: ChatServer) -> None:
    choice = ModelChoice("compatible", "small", server.address)
    assistant_settings.configure(clinic.desk, clinic.administrator, [choice])
    found = made(clinic, Task.DRAFT_ANSWER)
    assert "private network" in str(found.said[0])
    assert server.received == []


def test_the_second_model_answers_when_the_first_does_not(clinic: Clinic, server: ChatServer) -> None:
    server.answer = lambda _: as_json(("Breast milk holds all the water that babies need.", ["a1.2"]))
    with chat_server(status=500) as broken:
        choices = [
            ModelChoice("compatible", name, at.address, private=True)
            for name, at in (("first", broken), ("second", server))
        ]
        assistant_settings.configure(clinic.desk, clinic.administrator, choices)
        assert made(clinic, Task.DRAFT_ANSWER).model == "compatible:second"


def test_each_call_is_kept_without_its_words_and_counts_against_the_budget(clinic: Clinic, server: ChatServer) -> None:
    server.answer = lambda _: as_json(("Breast milk holds all the water that babies need.", ["a1.2"]))
    choice = ModelChoice("compatible", "small", server.address, private=True, price_in=1.0, price_out=2.0)
    assistant_settings.configure(clinic.desk, clinic.administrator, [choice], tokens=150, cost=5)
    made(clinic, Task.DRAFT_ANSWER)
    with clinic.desk.db.read() as tx:
        (call,) = assistant.calls(tx)
    assert (call.prompt, call.model, call.outcome) == ("draft_answer/1", "compatible:small", "done")
    assert call.tokens_in + call.tokens_out == 150
    assert call.cost == pytest.approx(0.0002)
    assert "water" not in json.dumps(dict(call._mapping), default=str)
    second = made(clinic, Task.DRAFT_ANSWER)
    assert "budget" in str(second.said[0])
    assert len(server.received) == 1


def test_the_key_is_sealed_and_the_switch_turns_everything_off(clinic: Clinic, server: ChatServer) -> None:
    with clinic.desk.db.read() as tx:
        assert "sk-planted-secret" not in json.dumps(home.get(tx, "assistant"))
    assistant_settings.switch(clinic.desk, clinic.administrator, False)
    assert made(clinic, Task.DRAFT_ANSWER).how == "extract"
    assert server.received == []
    with pytest.raises(Refusal, match="may not do this"):
        assistant_settings.switch(clinic.desk, clinic.doctor, True)


def test_a_missing_package_and_a_missing_key_are_named() -> None:
    said = " ".join(str(one) for one in missing(ModelChoice("gigachat", "GigaChat")))
    assert "langchain-gigachat is not installed" in said
    assert "key for gigachat is missing" in said
