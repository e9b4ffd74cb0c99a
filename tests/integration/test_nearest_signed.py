"""The nearest signed answers are found among neighbours; all that is signed is read only where too few are near."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from publisher.domain.checking import EntryKind
from publisher.domain.places import Language
from publisher.services import comparable, conflicts, importing_answers, indexing, signing
from publisher.services.desk import SHELL
from publisher.services.index_opening import index_of, opened
from publisher.storage import consistency
from tests.support.clinic import Clinic, open_clinic

ASKED = "How long should I breastfeed my baby exclusively?"
WAYS = ("For how long do I breastfeed my {} exclusively?", "How long should I exclusively breastfeed my {}?")
WHO = ("baby", "son", "daughter", "newborn", "infant", "boy", "girl", "little one", "twins", "first baby")


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    opened.cache_clear()
    return open_clinic(tmp_path / "home", f"sqlite:///{tmp_path / 'publisher.db'}", embedding_model="use")


def sign(clinic: Clinic, *questions: str, language: Language = Language.EN) -> list[str]:
    drafts = [clinic.draft(kind=EntryKind.ANSWER, question=one, title=one, language=language).id for one in questions]
    return [signing.sign(clinic.desk, clinic.doctor, one, compared=True).id for one in drafts]


def bring(clinic: Clinic) -> None:
    """Twenty answers that nobody here signed, all of them nearer than what is signed."""
    questions = [way.format(who) for way in WAYS for who in WHO]
    rows = [{"external_id": one, "language": "en", "question": one, "answer": "Ask us."} for one in questions]
    file = clinic.desk.home / "answers.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    importing_answers.import_answers(clinic.desk, SHELL, file)
    indexing.catch_up(clinic.desk, seconds=60)


def reads_of_all(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The languages of which all that is signed was read."""
    told: list[str] = []
    plain: Callable[..., list[str]] = consistency.signed

    def signed(tx: object, language: str, today: object) -> list[str]:
        told.append(language)
        return plain(tx, language, today)

    monkeypatch.setattr(consistency, "signed", signed)
    return told


def test_five_that_are_near_are_found_without_reading_all_that_is_signed(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = sign(clinic, *(f"May I swim in week {number} of pregnancy?" for number in range(7)))
    told = reads_of_all(monkeypatch)
    found = comparable.nearest(clinic.desk, "May I swim in week 3 of pregnancy?", "en", but=entries[3])
    assert told == []
    library = index_of(clinic.desk).library
    among = [one for one in entries if one != entries[3]]
    exact = library.nearest_among("May I swim in week 3 of pregnancy?", "en", among, comparable.NEAREST)
    assert set(exact) <= {one.answer for one in found}
    assert entries[3] not in {one.answer for one in found}


@pytest.mark.parametrize("signed", [3, 6])
def test_imported_answers_that_fill_the_neighbourhood_push_no_signed_one_out(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch, signed: int
) -> None:
    entries = sign(clinic, *(f"Until which month does a baby need mother's milk {n}?" for n in range(signed)))
    bring(clinic)
    monkeypatch.setattr(comparable, "_NEIGHBOURS", (4, 8))
    monkeypatch.setattr(comparable, "_CANDIDATES", 4)
    library = index_of(clinic.desk).library
    assert not {one for near in library.nearest(ASKED, "en", 8) for one in near} & set(entries)
    told = reads_of_all(monkeypatch)
    found = {one.answer for one in comparable.nearest(clinic.desk, ASKED, "en", but=None)}
    assert found >= set(library.nearest_among(ASKED, "en", entries, comparable.NEAREST))
    assert len(found & set(entries)) == min(signed, comparable.NEAREST)
    assert told == ["en"]


def test_what_is_whole_is_not_counted_again_for_each_signature(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    (first,) = sign(clinic, ASKED)
    indexing.complete(clinic.desk)
    assert comparable.whole(clinic.desk, "en", but="") == (1, 1)
    told = reads_of_all(monkeypatch)
    for number in range(4):
        clinic.clock.forward(minutes=1)
        sign(clinic, f"May I swim in week {number}?")
        held, signed = comparable.whole(clinic.desk, "en", but="")
        assert held == signed
    assert told == []
    monkeypatch.setattr(comparable, "catch_up", lambda desk, seconds: None)
    index_of(clinic.desk).library.vectors.distrust(ids=[first])
    assert comparable.whole(clinic.desk, "en", but="") == (4, 5)
    assert told == ["en"]


def test_a_signed_answer_the_index_does_not_hold_is_missed_though_all_was_held_before(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign(clinic, ASKED)
    assert comparable.whole(clinic.desk, "en", but="") == (1, 1)
    monkeypatch.setattr(comparable, "catch_up", lambda desk, seconds: None)
    sign(clinic, "May I swim in week 3?")
    assert comparable.whole(clinic.desk, "en", but="") == (1, 2)


def test_a_signature_in_another_language_makes_nobody_compare_again(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = clinic.draft(kind=EntryKind.ANSWER, question=ASKED, title=ASKED).id
    plain, told = conflicts.find, list[str]()

    def find(desk: object, entry: str) -> list[dict[str, Any]]:
        found = plain(clinic.desk, entry)
        if entry == waiting:
            told.append(entry)
            sign(clinic, "Можно ли плавать беременной?", language=Language.RU)
        return found

    monkeypatch.setattr(conflicts, "find", find)
    signing.sign(clinic.desk, clinic.doctor, waiting)
    assert told == [waiting]


def test_a_signature_under_an_older_id_makes_everybody_compare_again(clinic: Clinic) -> None:
    sign(clinic, ASKED)
    with clinic.desk.db.read() as tx:
        count, newest = consistency.signatures(tx)
        assert consistency.signed_since(tx, (count, newest), "en") == []
        assert consistency.signed_since(tx, (count - 1, newest), "en") is None
        assert consistency.signed_since(tx, (count - 1, ""), "ru") == []


def test_what_is_signed_among_many_is_asked_in_parts(clinic: Clinic) -> None:
    (entry,) = sign(clinic, ASKED)
    sent: list[str] = []
    with clinic.desk.db.read() as tx:
        event.listen(tx, "before_cursor_execute", lambda *said: sent.append(said[2]))
        found = consistency.signed_among(tx, [*map(str, range(1200)), entry], "en", clinic.desk.today())
    assert found == {entry}
    assert sum(one.startswith("SELECT") for one in sent) == 3
