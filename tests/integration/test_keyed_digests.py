"""What tells a message again from its earlier import is keyed: a stolen copy without the key brings no number back."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from publisher.intake import records
from publisher.intake.messages import Message
from publisher.services import hiding_names, receiving
from publisher.services.desk import SHELL
from publisher.services.importing import ImportResult, digest_of_record
from publisher.services.importing_answers import import_answers
from publisher.services.importing_questions import import_questions
from tests.support.clinic import Clinic

ASKED = [
    {"id": "1", "text": "Can I eat fish? My number is +7 916 123-45-67", "group": "g", "author": "a"},
    {"id": "2", "text": "Can I eat herring? My number is +7 916 123-45-68", "group": "g", "author": "b"},
]
ANSWERED = {"external_id": "7", "language": "en", "question": "May I fly at 30 weeks?", "answer": "Most people may."}
_Import = Callable[..., ImportResult]


def bring(clinic: Clinic, how: _Import, *lines: dict[str, str]) -> tuple[int, int, int]:
    file = clinic.desk.home / "in.jsonl"
    file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    done = how(clinic.desk, SHELL, file)
    assert not done.rejected
    return done.created, done.updated, done.unchanged


def digests(clinic: Clinic, table: str) -> set[Any]:
    with clinic.desk.db.read() as tx:
        return set(tx.execute(text(f"SELECT import_digest FROM {table}")).scalars())


def as_it_was(clinic: Clinic, table: str, plain: dict[str, str]) -> None:
    """Digests that whoever has the table can try every telephone number against."""
    with clinic.desk.db.write() as tx:
        for key, digest in plain.items():
            tx.execute(
                text(f"UPDATE {table} SET import_digest = :digest WHERE id = :id"), {"digest": digest, "id": key}
            )
        tx.execute(text("DELETE FROM setting WHERE key = 'digests_keyed'"))


def ids(clinic: Clinic, table: str, words: str) -> str:
    with clinic.desk.db.read() as tx:
        return str(tx.execute(text(f"SELECT id FROM {table} WHERE {words}")).scalar_one())


def before(clinic: Clinic) -> dict[str, str]:
    """The plain digest of each message that is here."""
    words = dict(zip(("fish", "herring"), ASKED, strict=True))
    return {ids(clinic, "question", f"text LIKE '%{word}%'"): records.digest(line) for word, line in words.items()}


def test_no_plain_digest_of_a_message_or_an_answer_is_kept(clinic: Clinic) -> None:
    bring(clinic, import_questions, *ASKED)
    bring(clinic, import_answers, ANSWERED)
    heard = Message(1, "My number is +7 916 123-45-67, may I eat eggs?", key="telegram-bot:1:2", group="g")
    with clinic.desk.db.write() as tx:
        receiving.store(clinic.desk, tx, SHELL, "telegram", [receiving.read(clinic.desk, "telegram", heard)])
    kept = digests(clinic, "question") | digests(clinic, "entry")
    guessed = {records.digest(line) for line in ASKED} | {digest_of_record(ANSWERED)}
    guessed.add(hashlib.sha256(f"g\x1fNone\x1f{heard.text}".encode()).hexdigest())
    assert len(kept) == 4
    assert not kept & guessed
    assert bring(clinic, import_questions, *ASKED) == (0, 0, 2)
    assert bring(clinic, import_answers, ANSWERED) == (0, 0, 1)


def test_a_home_from_before_gets_keyed_digests_and_an_import_changes_nothing(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(clinic, import_questions, *ASKED)
    bring(clinic, import_answers, ANSWERED)
    keyed = digests(clinic, "question") | digests(clinic, "entry")
    plain = before(clinic)
    as_it_was(clinic, "question", plain)
    as_it_was(clinic, "entry", {ids(clinic, "entry", "external_id = '7'"): digest_of_record(ANSWERED)})
    monkeypatch.setattr(hiding_names, "_STEP", 1)
    assert hiding_names.hide(clinic.desk) == 3
    assert hiding_names.hide(clinic.desk) == 0
    assert digests(clinic, "question") | digests(clinic, "entry") == keyed
    as_it_was(clinic, "question", plain)
    as_it_was(clinic, "entry", {ids(clinic, "entry", "external_id = '7'"): digest_of_record(ANSWERED)})
    assert bring(clinic, import_questions, *ASKED) == (0, 0, 2)
    as_it_was(clinic, "entry", {ids(clinic, "entry", "external_id = '7'"): digest_of_record(ANSWERED)})
    assert bring(clinic, import_answers, ANSWERED) == (0, 0, 1)


def test_a_text_kept_by_a_person_here_keeps_its_digest(clinic: Clinic) -> None:
    entry = clinic.draft().id
    as_it_was(clinic, "entry", {entry: "0" * 64})
    hiding_names.hide(clinic.desk)
    assert digests(clinic, "entry") == {"0" * 64}


def test_killed_in_between_it_goes_on(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    bring(clinic, import_questions, *ASKED)
    keyed = digests(clinic, "question")
    plain = before(clinic)
    as_it_was(clinic, "question", plain)
    monkeypatch.setattr(hiding_names, "_STEP", 1)
    done: list[str] = []

    def once(desk: Any, digest: str) -> str:
        if done:
            raise KeyboardInterrupt
        done.append(digest)
        return desk.sealer.pseudonym("digest", digest)

    with monkeypatch.context() as patched:
        patched.setattr(hiding_names, "keyed", once)
        with pytest.raises(KeyboardInterrupt):
            hiding_names.hide(clinic.desk)
    hiding_names.hide(clinic.desk)
    assert digests(clinic, "question") == keyed
