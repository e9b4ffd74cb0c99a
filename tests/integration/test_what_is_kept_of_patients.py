"""What a patient said goes when it has served: out of the assistant's rows, and with a story that is taken down."""

from pathlib import Path

import pytest
from sqlalchemy import text

from publisher.domain.assisting import Origin, Task
from publisher.domain.errors import NotAllowed
from publisher.domain.people import Person, Role
from publisher.domain.places import Language
from publisher.services import assistant_sources, peers, people
from publisher.services.desk import SHELL, Actor
from tests.support.assisting import PLANTED, clinic_with_an_answer, empty, made
from tests.support.clinic import Clinic


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    return clinic_with_an_answer(tmp_path)


def rows(clinic: Clinic, table: str) -> str:
    with clinic.desk.db.read() as tx:
        return " ".join(str(tuple(row)) for row in tx.execute(text(f"SELECT * FROM {table}")))


def test_a_draft_keeps_neither_what_was_asked_nor_who_is_named_in_what_was_attached(clinic: Clinic) -> None:
    draft = made(
        clinic, Task.DRAFT_ANSWER, empty(clinic, "How long?"), question=f"{PLANTED} How long?", attached=[PLANTED]
    )
    assert draft.state == "done"
    attached = [one for one in draft.origins if one.kind == "attached"]
    assert attached
    kept = rows(clinic, "assistant_draft")
    assert not [word for word in ("Petrova", "555 12 34", "4509 123456") if word in kept]


def test_the_question_a_person_is_taken_out_of_is_kept_masked(clinic: Clinic) -> None:
    origin = Origin("q1", "question", "", "en", (PLANTED.split(". ")[0] + ".", "Can I take iron?"))
    masked = assistant_sources.without_people(clinic.desk, origin)
    assert "Petrova" not in masked.sentences[0]
    assert masked.sentences[1] == "Can I take iron?"
    answer = Origin("a1", "answer", "Dr Petrova", "en", ("My name is Olga Petrova.",))
    assert assistant_sources.without_people(clinic.desk, answer) == answer


def test_a_story_that_is_taken_down_leaves_no_word(clinic: Clinic) -> None:
    note = peers.keep(clinic.desk, clinic.administrator, Language.EN, "Oakfield", "I had twins at 24 weeks there.")
    assert "twins" in rows(clinic, "peer_note")
    peers.remove(clinic.desk, clinic.administrator, note)
    assert "twins" not in rows(clinic, "peer_note")
    assert "Oakfield" not in rows(clinic, "peer_note")


def test_a_volunteer_takes_down_only_the_stories_she_kept_herself(clinic: Clinic) -> None:
    desk, admin = clinic.desk, clinic.administrator
    person = Person("", "vera@example.org", "Vera", frozenset({Role.VOLUNTEER}), (Language.EN,))
    vera = Actor(people.add_person(desk, SHELL, person), "session")
    hers = peers.keep(desk, vera, Language.EN, "Mine", "I had twins.")
    other = peers.keep(desk, admin, Language.EN, "Oakfield", "I had one.")
    removable = {one.id: one.removable for one in peers.notes(desk, vera, [Language.EN]).items}
    assert removable == {hers: True, other: False}
    with pytest.raises(NotAllowed, match="kept herself"):
        peers.remove(desk, vera, other)
    assert "I had one." in rows(clinic, "peer_note")
    peers.remove(desk, vera, hers)
    peers.remove(desk, admin, other)
    assert peers.notes(desk, admin, [Language.EN]).items == ()


def test_the_oldest_of_many_notes_of_peers_is_still_seen_and_erased(clinic: Clinic) -> None:
    desk, admin = clinic.desk, clinic.administrator
    first, *_ = [peers.keep(desk, admin, Language.EN, f"Stairs {number}", "I counted them.") for number in range(41)]
    (last,) = peers.notes(desk, admin, [Language.EN], page=3).items
    assert last.id == first
    peers.remove(desk, admin, first)
    left = peers.notes(desk, admin, [Language.EN], page=3)
    assert (left.total, len(left.items)) == (40, 20)
    assert first not in {one.id for one in left.items}
