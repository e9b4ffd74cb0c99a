"""The same words again: a cry is a cry each time, a picture is never a repeat, the rest is kept once for a while."""

import hashlib
import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from publisher.domain.crises import Outcome
from publisher.domain.triage import Route
from publisher.services import crisis, grouping, inbox, rerouting
from publisher.services.desk import SHELL
from publisher.services.importing import ImportResult
from publisher.services.importing_questions import import_questions
from tests.support.clinic import Clinic, open_clinic

CRY, QUESTION = "I want to die tonight", "Can people with gout eat fish?"


@pytest.fixture
def clinic(tmp_path: Path, database_url: str) -> Clinic:
    return open_clinic(tmp_path / "home", database_url)


def bring(clinic: Clinic, *lines: dict[str, object]) -> ImportResult:
    file = clinic.desk.home / "in.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return import_questions(clinic.desk, SHELL, file)


def said(key: str, words: str, **more: object) -> dict[str, object]:
    return {"id": key, "text": words, "author": "anna", "group": "g1"} | more


def rows(clinic: Clinic, statement: str) -> list[tuple[object, ...]]:
    with clinic.desk.db.read() as tx:
        return [tuple(row) for row in tx.execute(text(statement))]


def test_a_cry_repeated_in_the_same_words_opens_a_case_when_the_first_was_closed(clinic: Clinic) -> None:
    bring(clinic, said("m1", CRY))
    (first,) = crisis.cases(clinic.desk, clinic.administrator)
    crisis.take(clinic.desk, clinic.administrator, first.case.id)
    crisis.close(clinic.desk, clinic.administrator, first.case.id, Outcome.REACHED)
    clinic.clock.forward(days=2)
    assert bring(clinic, said("m2", "i want to die tonight!!", asked_at=clinic.clock.now.isoformat())).created == 1
    (again,) = crisis.cases(clinic.desk, clinic.administrator)
    assert again.case.id != first.case.id
    assert not again.case.follow_up
    assert bring(clinic, said("m2", "i want to die tonight!!", asked_at=clinic.clock.now.isoformat())).unchanged == 1


def test_a_cry_by_a_writer_of_the_same_name_in_another_group_is_kept(clinic: Clinic) -> None:
    assert bring(clinic, said("m1", CRY), said("m2", CRY, group="g2")).created == 2


def test_a_red_flag_is_kept_each_time_it_is_written(clinic: Clinic) -> None:
    words = "My left arm is suddenly weak and my face droops"
    assert bring(clinic, said("m1", words), said("m2", words)).created == 2


@pytest.mark.parametrize("words", ["[voice]", "[图片]", "what is this? [photo]"])
def test_a_second_picture_or_voice_of_a_writer_is_kept(words: str, clinic: Clinic) -> None:
    assert bring(clinic, said("m1", words), said("m2", words)).created == 2


def test_a_question_is_a_repeat_within_three_days_and_one_community(clinic: Clinic) -> None:
    asked = clinic.clock.now - timedelta(days=30)
    bring(clinic, said("m1", QUESTION, asked_at=asked.isoformat()))
    soon = [said("m2", QUESTION, asked_at=(asked + timedelta(days=2)).isoformat())]
    assert bring(clinic, *soon).unchanged == 1
    elsewhere = [said("m3", QUESTION, group="g2", asked_at=asked.isoformat())]
    assert bring(clinic, *elsewhere).created == 1
    later = [said("m4", QUESTION, asked_at=(asked + timedelta(days=4)).isoformat())]
    assert bring(clinic, *later).created == 1
    assert bring(clinic, *soon, *elsewhere, *later).created == 0


def test_what_is_decided_of_one_picture_is_decided_of_no_other(clinic: Clinic) -> None:
    bring(clinic, *(said(f"p{one}", "[photo]", author=f"w{one}") for one in range(3)))
    while grouping.group_new(clinic.desk):
        pass
    lines = inbox.groups(clinic.desk, clinic.doctor, Route.DOCTOR).items
    assert [line.count for line in lines] == [1, 1, 1]
    member = inbox.group(clinic.desk, clinic.doctor, lines[0].id).members[0]
    rerouting.describe(clinic.desk, clinic.doctor, member.id, "a red ring on a calf after a tick bite")
    inbox.set_aside(clinic.desk, clinic.doctor, lines[1].id, "a holiday picture")
    states = rows(clinic, "SELECT state, count(*) FROM question GROUP BY state ORDER BY state")
    assert states == [("set_aside", 1), ("waiting", 2)]


def test_a_closed_case_is_not_opened_again_because_the_likes_were_counted_anew(clinic: Clinic) -> None:
    bring(clinic, said("m1", CRY))
    (first,) = crisis.cases(clinic.desk, clinic.administrator)
    crisis.take(clinic.desk, clinic.administrator, first.case.id)
    crisis.close(clinic.desk, clinic.administrator, first.case.id, Outcome.REACHED)
    for more in ({"likes": 3}, {"likes": 3, "group": "a new name"}):
        done = bring(clinic, said("m1", CRY, **more))
        assert (done.created, done.updated, done.unchanged) == (0, 0, 1)
    assert crisis.cases(clinic.desk, clinic.administrator) == []
    assert rows(clinic, "SELECT count(*) FROM crisis_message") == [(1,)]


def test_another_count_of_likes_changes_neither_a_persons_route_nor_her_words_for_a_picture(clinic: Clinic) -> None:
    lines = [said("q", QUESTION), said("p", "[photo]")]
    bring(clinic, *lines)
    ids = {str(words): str(own) for words, own in rows(clinic, "SELECT text, id FROM question")}
    rerouting.reroute(clinic.desk, clinic.doctor, ids[QUESTION], Route.URGENT)
    rerouting.describe(clinic.desk, clinic.doctor, ids["[photo]"], "a rash on a calf")
    assert bring(clinic, *(line | {"likes": 7} for line in lines)).unchanged == 2
    found = rows(clinic, "SELECT route, text FROM question ORDER BY text")
    assert found == [("urgent", QUESTION), ("doctor", "[photo] (a rash on a calf)")]


SIGNS = (
    ("Can I give my baby 15 ml of the syrup?", "Can I give my baby 1.5 ml of the syrup?"),
    ("Можно дать ребёнку 15 мл сиропа?", "Можно дать ребёнку 1,5 мл сиропа?"),
    ("可以给宝宝吃15毫升糖浆吗？", "可以给宝宝吃1.5毫升糖浆吗？"),
    ("My HBsAg is (+), may I breastfeed?", "My HBsAg is (-), may I breastfeed?"),
    (
        "My blood is Rh+ and I am pregnant, do I need the injection?",
        "My blood is Rh- and I am pregnant, do I need the injection?",
    ),
)


@pytest.mark.parametrize(("one", "other"), SIGNS)
def test_questions_that_differ_in_a_sign_alone_are_never_one(one: str, other: str, clinic: Clinic) -> None:
    assert bring(clinic, said("m1", one), said("m2", other, author="vera")).created == 2
    while grouping.group_new(clinic.desk):
        pass
    (found,) = rows(clinic, "SELECT count(DISTINCT question_group), count(differs) FROM question")
    assert found in ((2, 0), (1, 1))


@pytest.mark.parametrize(("one", "other"), SIGNS)
def test_a_corrected_point_or_sign_reaches_the_doctor(one: str, other: str, clinic: Clinic) -> None:
    bring(clinic, said("m1", one))
    for corrected in (other, one):
        assert bring(clinic, said("m1", corrected)).updated == 1
        assert rows(clinic, "SELECT text FROM question") == [(corrected,)]


def test_a_correction_sent_as_a_new_message_is_no_repeat(clinic: Clinic) -> None:
    before, after = SIGNS[0]
    assert bring(clinic, said("m1", before), said("m2", after), said("m3", after + "!")).created == 2


def test_what_came_when_no_sign_was_kept_is_known_by_its_words(clinic: Clinic) -> None:
    fifteen, point = SIGNS[0]
    bring(clinic, said("m1", point), said("m2", QUESTION))
    with clinic.desk.db.write() as tx:  # the fingerprint both had then
        old = hashlib.sha256(b"en\x1fcanigivemybaby15mlofthesyrup").hexdigest()
        for table in ("question", "question_group"):
            tx.execute(text(f"UPDATE {table} SET fingerprint = :old WHERE text = :said"), {"old": old, "said": point})
    assert bring(clinic, said("m1", point), said("m2", QUESTION)).unchanged == 2
    assert bring(clinic, said("m1", point, likes=3), said("m2", QUESTION, likes=3)).unchanged == 2
    assert bring(clinic, said("m3", fifteen)).created == 1
    assert rows(clinic, "SELECT count(DISTINCT question_group) FROM question") == [(3,)]
    assert bring(clinic, said("m1", fifteen)).updated == 1
