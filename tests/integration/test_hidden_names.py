"""Nothing that is kept for ever says who wrote: neither the name of a message, nor that of the chat it came from."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from publisher.domain.places import Language
from publisher.domain.triage import Route
from publisher.intake.messages import Message
from publisher.services import communities, hiding_names, inbox, receiving, rotating
from publisher.services.communities import Described
from publisher.services.desk import SHELL
from publisher.services.importing import ImportResult
from publisher.services.importing_questions import import_questions
from tests.support.clinic import Clinic, open_clinic

FISH, HERRING, CRY = "Can people with gout eat fish?", "Can people with gout eat herring?", "I want to die tonight"


@pytest.fixture
def clinic(tmp_path: Path, database_url: str) -> Clinic:
    return open_clinic(tmp_path / "home", database_url)


def bring(clinic: Clinic, *lines: Mapping[str, object]) -> ImportResult:
    file = clinic.desk.home / "in.jsonl"
    file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return import_questions(clinic.desk, SHELL, file)


def rows(clinic: Clinic, statement: str) -> list[Any]:
    with clinic.desk.db.read() as tx:
        return list(tx.execute(text(statement)))


def test_neither_a_network_s_name_for_a_message_nor_a_private_chat_s_name_is_kept(clinic: Clinic) -> None:
    written = (
        ("telegram", "telegram-bot:555123456:9", CRY, "Анна Петрова"),
        ("mastodon", "mastodon:https://social.example/users/anna_petrova/statuses/1", FISH, "Анна Петрова"),
        ("mbox", f"mail:<{'anna_petrova' * 20}@example.org>", HERRING, None),
    )
    for source, key, words, group in written:
        read = receiving.read(clinic.desk, source, Message(1, words, key=key, group=group, author="a"))
        with clinic.desk.db.write() as tx:
            receiving.store(clinic.desk, tx, SHELL, source, [read])
    tables = ("question", "question_group", "crisis_case", "crisis_message", "event", "setting")
    everything = str([rows(clinic, f"SELECT * FROM {table}") for table in tables])
    for planted in ("555123456", "anna_petrova", "social.example", "Анна", "Петрова"):
        assert planted not in everything
    kept = {row.external_id.partition(":")[0] for row in rows(clinic, "SELECT external_id FROM question")}
    assert kept == {source for source, *_ in written}


def test_the_name_of_a_community_that_is_ours_is_kept_and_two_chats_of_one_name_stay_two(clinic: Clinic) -> None:
    communities.add(clinic.desk, clinic.administrator, Described("Группа Анны Петровой", Language.RU))
    groups = ("Группа Анны Петровой", "Анна Петрова", "Ольга Смирнова", "Mothers")
    bring(clinic, *({"id": group, "text": FISH, "group": group} for group in groups))
    kept = {row.community for row in rows(clinic, "SELECT community FROM question")}
    assert {"Группа Анны Петровой", "Mothers"} < kept
    assert len(kept) == 4
    assert not any("Ольга" in group or "Анна" in group for group in kept)


def test_a_home_from_before_gets_hidden_names_and_knows_each_message_again(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [
        {"id": "telegram-bot:555:1", "text": FISH, "group": "g", "author": "a"},
        {"id": "telegram-bot:555:2", "text": CRY, "group": "Анна Петрова", "author": "b"},
    ]
    bring(clinic, *lines)
    (line,) = inbox.groups(clinic.desk, clinic.doctor, Route.MODERATOR).items
    inbox.take(clinic.desk, clinic.doctor, line.id)
    edit = lines[0] | {"text": HERRING}
    bring(clinic, edit)
    as_it_was(clinic, {FISH: "telegram-bot:555:1", HERRING: "telegram-bot:555:1~2", CRY: "telegram-bot:555:2"})
    monkeypatch.setattr(hiding_names, "_STEP", 1)
    with monkeypatch.context() as patched:
        patched.setattr(hiding_names, "community_of", killed)
        with pytest.raises(KeyboardInterrupt):
            hiding_names.hide(clinic.desk)
    hiding_names.hide(clinic.desk)
    assert hiding_names.hide(clinic.desk) == 0
    assert "555" not in str(rows(clinic, "SELECT external_id FROM question WHERE external_id LIKE '%:555:%'"))
    kept = str(rows(clinic, "SELECT community FROM question UNION SELECT community FROM crisis_case"))
    assert "Анна" not in kept
    rotating.change_key(clinic.desk, clinic.administrator)
    again = bring(clinic, lines[1], edit)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 2)
    assert rows(clinic, "SELECT count(*) FROM crisis_case") == [(1,)]


def killed(*_: object) -> None:
    raise KeyboardInterrupt


def as_it_was(clinic: Clinic, names: dict[str, str]) -> None:
    """Names and chats in clear, as they were kept before."""
    with clinic.desk.db.write() as tx:
        for words, name in names.items():
            tx.execute(
                text("UPDATE question SET external_id = :name WHERE text = :words"), {"words": words, "name": name}
            )
        for table in ("question", "crisis_case"):
            tx.execute(text(f"UPDATE {table} SET community = 'Анна Петрова' WHERE community <> 'g'"))
        tx.execute(text("DELETE FROM setting WHERE key = 'names_hidden'"))


def test_another_forum_s_message_of_the_same_number_is_no_edit(clinic: Clinic) -> None:
    stroke = {"id": "1", "text": "My left arm is suddenly weak and my face droops", "group": "A", "author": "anna"}
    fish = {"id": "1", "text": FISH, "group": "B", "author": "olga"}
    assert bring(clinic, stroke).created == 1
    assert bring(clinic, fish).created == 1
    assert {row.text for row in rows(clinic, "SELECT text FROM question")} == {stroke["text"], FISH}
    assert bring(clinic, fish, stroke).unchanged == 2
    edited = bring(clinic, fish | {"text": HERRING}, stroke | {"group": "a new name", "likes": 1})
    assert (edited.created, edited.updated, edited.unchanged) == (0, 1, 1)
    assert {row.text for row in rows(clinic, "SELECT text FROM question")} == {stroke["text"], HERRING}


def test_two_forums_without_writers_in_one_file_keep_both_messages_of_a_number(clinic: Clinic) -> None:
    lines = [{"id": "1", "text": FISH, "group": "A"}, {"id": "1", "text": HERRING, "group": "B"}]
    assert bring(clinic, *lines).created == 2
    assert bring(clinic, *lines).unchanged == 2


def test_what_was_asked_before_a_group_was_kept_here_is_found_under_its_name_afterwards(clinic: Clinic) -> None:
    name = "Группа Анны Петровой"
    bring(clinic, {"external_id": "1", "text": FISH, "group": name})
    assert rows(clinic, "SELECT community FROM question")[0].community != name
    communities.add(clinic.desk, clinic.administrator, Described(name, Language.RU))
    assert rows(clinic, "SELECT community FROM question")[0].community == name
