"""A drill plants one error that changes what is said, counts whether it is found, and leaves nothing to be used."""

from pathlib import Path

import pytest

from publisher.domain.checking import EntryKind
from publisher.domain.errors import NotAllowed, NotFound, Refusal
from publisher.services import assisted, drilling, library
from tests.support.assisting import QUESTION, SIGNED
from tests.support.clinic import Clinic, open_clinic


@pytest.fixture
def clinic(tmp_path: Path, database_url: str) -> Clinic:
    return open_clinic(tmp_path / "home", database_url, approval="off")


def signed(clinic: Clinic, body: str) -> str:
    return clinic.signed(body, kind=EntryKind.ANSWER, question=QUESTION, title=QUESTION).id


def test_a_planted_error_is_found_or_not_and_counted(clinic: Clinic) -> None:
    answer = signed(clinic, SIGNED + " Every family finds its own rhythm.")
    before = library.entry(clinic.desk, clinic.doctor, answer)
    first = drilling.start(clinic.desk, clinic.doctor, answer)
    originals = before.revision.content.body
    wrong = [place for place, text in enumerate(first.sentences) if text not in originals]
    assert len(wrong) == 1
    assert drilling.answer(clinic.desk, clinic.doctor, first.id, wrong[0]).found is True
    second = drilling.start(clinic.desk, clinic.doctor, answer)
    missed = drilling.answer(clinic.desk, clinic.doctor, second.id, len(second.sentences) - 1)
    assert missed.found is False
    assert drilling.answer(clinic.desk, clinic.doctor, second.id, missed.planted or 0).found is False, "once only"
    assert drilling.rate(clinic.desk, clinic.doctor) == drilling.Rate(answered=2, found=1)
    assert library.entry(clinic.desk, clinic.doctor, answer).revision == before.revision


def test_a_drill_can_never_be_taken_into_a_text(clinic: Clinic) -> None:
    answer = signed(clinic, SIGNED + " Every family finds its own rhythm.")
    drill = drilling.start(clinic.desk, clinic.doctor, answer)
    assert assisted.drafts(clinic.desk, clinic.doctor, answer) == []
    with pytest.raises(NotFound):
        assisted.accept(clinic.desk, clinic.doctor, drill.id, [0], checked=True)
    with pytest.raises(NotAllowed):
        drilling.answer(clinic.desk, clinic.colleague, drill.id, 0)


def test_a_text_without_a_number_or_a_negation_makes_no_drill(clinic: Clinic) -> None:
    with pytest.raises(Refusal, match="no number or negation"):
        drilling.start(clinic.desk, clinic.doctor, signed(clinic, "Every family finds its own rhythm. "))
