"""Who may say that two sentences both stand, for which texts it counts, and what a planned replacement takes down."""

from dataclasses import replace
from pathlib import Path

import pytest

from publisher.domain.entries import EntryStatus
from publisher.domain.errors import NotAllowed, Refusal
from publisher.domain.people import Person, Role
from publisher.domain.places import Language
from publisher.services import importing_answers, library, people, resolving, signing
from publisher.services.desk import SHELL, Actor
from publisher.services.resolving import Pair
from publisher.storage import consistency, entries, events
from tests.support.clinic import Clinic, licence, open_clinic

RECORD = "conflict:" + "0" * 40
REASON = "Two groups of children"


@pytest.fixture
def clinic(tmp_path: Path, database_url: str) -> Clinic:
    return open_clinic(tmp_path / "home", database_url, reviewer=True)


def person(clinic: Clinic, name: str, *roles: Role) -> Actor:
    wanted = Person("", f"{name}@example.org", name, frozenset(roles), (Language.EN,), (licence(),), "Europe/Berlin")
    return Actor(people.add_person(clinic.desk, SHELL, wanted), "session")


def text(clinic: Clinic, by: Actor | None = None, *, signed: bool = True) -> str:
    entry = replace(clinic, doctor=by or clinic.doctor).draft(question="How long?").id
    if signed:
        signing.sign(clinic.desk, by or clinic.doctor, entry, compared=True)
    return entry


def found(clinic: Clinic, entry: str, *answers: str) -> list[Pair]:
    """What a comparison would have kept: one pair of sentences, in this entry and in each of these answers."""
    finding = {name: {"start": 0, "end": 4, "text": said} for name, said in (("a", "Three."), ("b", "Six."))}
    with clinic.desk.db.write() as tx:
        heads = consistency.compared_versions(tx, [entry, *answers])
        rows = [
            {"revision": heads[entry], "answer": one, "answer_revision": heads[one], "record": RECORD, "kind": "number"}
            | {"finding": finding | {"said": ["3", "6"]}}
            for one in answers
        ]
        consistency.keep(tx, entry, rows, clinic.clock())
    return [Pair(entry, one, RECORD, "number") for one in answers]


def open_answers(clinic: Clinic, entry: str) -> set[str]:
    return {one.answer for one in resolving.of_entry(clinic.desk, clinic.doctor, entry)}


def test_a_doctor_who_reviews_too_never_decides_about_her_own_text(clinic: Clinic) -> None:
    both = person(clinic, "both", Role.DOCTOR, Role.REVIEWER)
    (pair,) = found(clinic, text(clinic, both, signed=False), text(clinic))
    assert not resolving.may_judge(clinic.desk, both, pair.entry, pair.answer)
    with pytest.raises(NotAllowed, match="her own text"):
        resolving.let_pair_stand(clinic.desk, both, pair, REASON)
    assert open_answers(clinic, pair.entry) == {pair.answer}


def test_the_author_of_the_old_answer_does_not_dismiss_a_colleagues_draft(clinic: Clinic) -> None:
    (pair,) = found(clinic, text(clinic, clinic.colleague, signed=False), text(clinic))
    assert not resolving.may_judge(clinic.desk, clinic.doctor, pair.entry, pair.answer)
    with pytest.raises(NotAllowed, match="reviewer"):
        resolving.let_pair_stand(clinic.desk, clinic.doctor, pair, REASON)


def test_a_reviewer_of_another_unit_decides_nothing_here(clinic: Clinic) -> None:
    elsewhere = person(clinic, "elsewhere", Role.REVIEWER)
    assert elsewhere.person is not None
    elsewhere = replace(elsewhere, person=replace(elsewhere.person, units=("B",)))
    (pair,) = found(clinic, text(clinic, signed=False), text(clinic, clinic.colleague))
    with clinic.desk.db.write() as tx:
        entries.set_facts(tx, pair.answer, unit="A")
    with pytest.raises(NotAllowed, match="This belongs to A"):
        resolving.let_pair_stand(clinic.desk, elsewhere, pair, REASON)


def test_letting_ones_own_pair_stand_lifts_no_conflict_with_a_colleagues_answer(clinic: Clinic) -> None:
    mine, hers = text(clinic), text(clinic, clinic.colleague)
    own, other = found(clinic, text(clinic, signed=False), mine, hers)
    with pytest.raises(Refusal, match="Say why"):
        resolving.let_pair_stand(clinic.desk, clinic.doctor, own, " ")
    resolving.let_pair_stand(clinic.desk, clinic.doctor, own, REASON)
    assert open_answers(clinic, own.entry) == {hers}
    for entry in (own.entry, mine):
        assert "conflict_dismissed" in [one.action for one in library.history(clinic.desk, clinic.doctor, entry)]
    assert clinic.reviewer is not None
    resolving.let_pair_stand(clinic.desk, clinic.reviewer, other, REASON)
    assert open_answers(clinic, own.entry) == set()


def test_the_same_sentences_in_another_text_ask_again_and_in_these_two_never(clinic: Clinic) -> None:
    mine = text(clinic)
    (pair,) = found(clinic, text(clinic, signed=False), mine)
    resolving.let_pair_stand(clinic.desk, clinic.doctor, pair, REASON)
    found(clinic, mine, pair.entry)
    assert open_answers(clinic, mine) == set()
    (again,) = found(clinic, text(clinic, signed=False), mine)
    assert open_answers(clinic, again.entry) == {mine}


def test_what_was_dismissed_while_nobody_had_signed_it_asks_again_when_a_colleague_has(clinic: Clinic) -> None:
    imported = an_import(clinic)
    (pair,) = found(clinic, text(clinic, signed=False), imported)
    resolving.let_pair_stand(clinic.desk, clinic.doctor, pair, REASON)
    assert open_answers(clinic, pair.entry) == set()
    signing.sign(clinic.desk, clinic.colleague, imported, compared=True)
    found(clinic, pair.entry, imported)
    assert open_answers(clinic, pair.entry) == {imported}


def test_a_verdict_of_before_that_names_the_answer_alone_still_counts(clinic: Clinic) -> None:
    (pair,) = found(clinic, text(clinic, signed=False), text(clinic))
    who = clinic.doctor
    with clinic.desk.db.write() as tx:
        detail = {"answer": pair.answer, "kind": "number", "reason": REASON, "by": who.id}
        events.append(tx, RECORD, "dismissed", who.name, clinic.clock(), **detail)
    assert open_answers(clinic, pair.entry) == set()


def an_import(clinic: Clinic) -> str:
    file = clinic.desk.home / "old.jsonl"
    file.write_text('{"external_id": "o1", "language": "en", "question": "How long?", "answer": "Six months."}\n')
    importing_answers.import_answers(clinic.desk, SHELL, file)
    with clinic.desk.db.read() as tx:
        return str(entries.row_by_external_id(tx, "o1").id)


def test_whoever_decides_about_a_text_without_an_author_does_not_sign_it(clinic: Clinic) -> None:
    both, imported = person(clinic, "both", Role.DOCTOR, Role.REVIEWER), an_import(clinic)
    signing.open_for_signing(clinic.desk, both, imported)
    (pair,) = found(clinic, imported, text(clinic, clinic.colleague))
    resolving.let_pair_stand(clinic.desk, both, pair, REASON)
    assert open_answers(clinic, imported) == set()
    assert [one.decided for one in resolving.of_entry(clinic.desk, both, imported)] == [True]
    with pytest.raises(Refusal, match="Another doctor signs this text"):
        signing.sign(clinic.desk, both, imported, compared=True)
    signing.sign(clinic.desk, clinic.doctor, imported, compared=True)


def test_another_reviewer_s_word_about_a_text_without_an_author_lets_a_doctor_who_reviews_sign_it(
    clinic: Clinic,
) -> None:
    assert clinic.reviewer is not None
    both, imported = person(clinic, "both", Role.DOCTOR, Role.REVIEWER), an_import(clinic)
    signing.open_for_signing(clinic.desk, both, imported)
    (pair,) = found(clinic, imported, text(clinic, clinic.colleague))
    resolving.let_pair_stand(clinic.desk, clinic.reviewer, pair, REASON)
    signing.sign(clinic.desk, both, imported, compared=True)
    assert open_answers(clinic, imported) == set()


def test_a_replacement_planned_for_an_import_leaves_what_a_colleague_signed_since(clinic: Clinic) -> None:
    imported, new = an_import(clinic), text(clinic, signed=False)
    found(clinic, new, imported)
    resolving.replace(clinic.desk, clinic.doctor, new, imported)
    assert open_answers(clinic, new) == set()
    signing.sign(clinic.desk, clinic.colleague, imported, compared=True)
    found(clinic, new, imported)
    assert open_answers(clinic, new) == {imported}
    with pytest.raises(Refusal, match="ask a reviewer"):
        signing.sign(clinic.desk, clinic.doctor, new, compared=True)
    assert clinic.reviewer is not None
    resolving.let_pair_stand(clinic.desk, clinic.reviewer, Pair(new, imported, RECORD, "number"), REASON)
    signing.sign(clinic.desk, clinic.doctor, new, compared=True)
    assert library.entry(clinic.desk, clinic.doctor, imported).status is not EntryStatus.SUPERSEDED


def test_the_list_on_today_counts_all_that_waits(clinic: Clinic) -> None:
    mine = [text(clinic) for _ in range(3)]
    found(clinic, text(clinic, signed=False), *mine)
    assert resolving.count_unresolved(clinic.desk, clinic.doctor) == 3
    assert len(resolving.unresolved(clinic.desk, clinic.doctor, limit=2)) == 2
