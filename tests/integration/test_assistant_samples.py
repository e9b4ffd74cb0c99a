"""Drafting from the sample library without a model: every sentence is cited, in every language."""

from collections.abc import Iterator

import pytest

from publisher import resources
from publisher.domain.checking import EntryKind
from publisher.domain.entries import Content
from publisher.domain.places import Language
from publisher.services import assisted, assisting, drafting, library, people, samples
from publisher.services.desk import Actor
from tests.support.clinic import Clinic, open_clinic
from tests.support.house import DOCTORS


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    made = open_clinic(tmp_path_factory.mktemp("samples") / "home", "", approval="off")
    samples.fill(made.desk, resources.content_folder() / "samples")
    yield made
    made.desk.db.close()


@pytest.mark.parametrize("language", list(DOCTORS))
def test_every_sentence_from_the_sample_library_names_its_answer(clinic: Clinic, language: str) -> None:
    desk = clinic.desk
    doctor = Actor(people.person_by_email(desk, DOCTORS[language]), "session")
    rows = library.entries(desk, doctor, language=Language(language), kind=EntryKind.ANSWER, size=100).items
    signed = [library.entry(desk, doctor, row.id) for row in rows]
    questions = [one.revision.content.question for one in signed if one.signature and one.revision]
    assert len(questions) >= 4
    for question in questions:
        words = Content(EntryKind.ANSWER, Language(language), "", "", question=question)
        entry = drafting.add_entry(desk, doctor, words).id
        found = assisted.draft(desk, doctor, assisting.ask(desk, doctor, entry, assisting.task_for(EntryKind.ANSWER)))
        assert found.how == "extract", question
        assert len(found.sentences) >= 4
        passages = {name: text for origin in found.origins for name, text in origin.passages.items()}
        assert all(origin.answer and origin.signed_by for origin in found.origins)
        assert all(one.text == passages[one.ids[0]] for one in found.sentences)
        assert len({one.text for one in found.sentences}) == len(found.sentences)
