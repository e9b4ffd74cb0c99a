"""An index that lost a part, was killed while made again, or met a wrong clock becomes whole and says so."""

import json
import socket
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from publisher.domain.checking import EntryKind
from publisher.domain.errors import ConfigurationError
from publisher.services import importing_answers, indexing, jobs, retrieval, rezoning
from publisher.services.desk import SHELL, Desk
from publisher.services.index_opening import index_of, opened
from publisher.storage import home
from publisher.worker import helper
from tests.support.clinic import Clinic, open_clinic
from vectorstore import lexical
from vectorstore.library import QUICK, Library
from vectorstore.trouble import ServerAway

QUESTIONS = ("Which foods contain iron in pregnancy?", "Can I take ibuprofen while breastfeeding?")
JOB = "0" * 26


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    opened.cache_clear()
    return open_clinic(tmp_path / "home", f"sqlite:///{tmp_path / 'publisher.db'}", embedding_model="use")


def sign(clinic: Clinic, *questions: str) -> list[str]:
    return [clinic.signed(kind=EntryKind.ANSWER, question=one, title=one).id for one in questions]


def library_of(clinic: Clinic) -> Library:
    return index_of(clinic.desk).library


def begin_again(clinic: Clinic) -> None:
    library_of(clinic).vectors.close()
    opened.cache_clear()


def test_damaged_words_are_made_again(clinic: Clinic) -> None:
    sign(clinic, *QUESTIONS)
    indexing.complete(clinic.desk)
    begin_again(clinic)
    (clinic.desk.home / "index" / "words" / "en" / "meta.json").write_text("")
    assert len(library_of(clinic).words("en")) == 0
    assert indexing.check(clinic.desk).missing == 2
    assert len(library_of(clinic).words("en")) == 2


def test_words_and_quick_vectors_that_went_missing_are_found_by_the_check(clinic: Clinic) -> None:
    sign(clinic, *QUESTIONS)
    indexing.complete(clinic.desk)
    library_of(clinic).words("en").clear()
    library_of(clinic).vectors._db.execute("DELETE FROM vector WHERE space = ?", (QUICK,))
    assert indexing.check(clinic.desk).missing == 2
    assert len(library_of(clinic).words("en")) == library_of(clinic).vectors.count(QUICK) == 2
    assert indexing.check(clinic.desk).missing == 0


def test_a_rebuild_killed_while_it_empties_the_index_is_gone_on_with(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign(clinic, *QUESTIONS)
    indexing.complete(clinic.desk)

    class Killed(BaseException):
        pass

    def die(_: lexical.LexicalIndex) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(lexical.LexicalIndex, "clear", die)
        with pytest.raises(Killed):
            indexing.rebuild(clinic.desk)
    begin_again(clinic)
    assert indexing.complete(clinic.desk) == 2
    assert len(library_of(clinic).words("en")) == library_of(clinic).vectors.count(QUICK) == 2


def test_a_rebuild_while_the_search_server_is_away_says_so_and_loses_no_vector(clinic: Clinic) -> None:
    sign(clinic, *QUESTIONS)
    indexing.complete(clinic.desk)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        settings = clinic.desk.settings.model_copy(update={"chroma_url": address})
        with pytest.raises(ConfigurationError, match="search server"):
            indexing.rebuild(replace(clinic.desk, settings=settings))
    opened.cache_clear()
    assert library_of(clinic).vectors.count(QUICK) == 2


def test_a_server_that_goes_away_while_another_models_index_is_emptied_is_a_sentence(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign(clinic, *QUESTIONS)
    indexing.complete(clinic.desk)
    library_of(clinic).vectors._db.execute("UPDATE model SET name = 'another model'")
    begin_again(clinic)

    def away(_: Library) -> None:
        raise ServerAway("ConnectError")

    monkeypatch.setattr(Library, "forget", away)
    with pytest.raises(ConfigurationError, match=r"does not answer \(ConnectError\); start it"):
        indexing.rebuild(clinic.desk)


def test_a_clock_that_was_ahead_hides_nothing_that_is_signed_later(clinic: Clinic) -> None:
    sign(clinic, QUESTIONS[0])
    retrieval.search(clinic.desk, "iron")
    clinic.clock.forward(hours=8)
    sign(clinic, QUESTIONS[1])
    retrieval.search(clinic.desk, "ibuprofen")
    clinic.clock.forward(hours=-8, minutes=1)
    for minutes in (0, 60, 400):
        clinic.clock.forward(minutes=minutes)
        question = f"May I swim in week {minutes}?"
        (entry,) = sign(clinic, question)
        assert entry in [one.answer for one in retrieval.search(clinic.desk, question).results]


def test_many_imported_answers_do_not_push_out_the_signed_one(clinic: Clinic) -> None:
    (entry,) = sign(clinic, "Until which month should a baby get only mother's milk?")
    asked = ("How long should I breastfeed my {} exclusively?", "How long do I breastfeed my {} exclusively?")
    whom = [f"{kind} {number}" for kind in ("baby", "son", "daughter", "child") for number in range(60)]
    names = ("external_id", "language", "question", "answer")
    rows = [
        (f"{way}-{who}", "en", text.format(who), "Ask at the clinic.") for way, text in enumerate(asked) for who in whom
    ]
    file = clinic.desk.home / "answers.jsonl"
    file.write_text("".join(json.dumps(dict(zip(names, row, strict=True))) + "\n" for row in rows), "utf-8")
    importing_answers.import_answers(clinic.desk, SHELL, file)
    indexing.complete(clinic.desk)
    query = asked[0].format("baby")
    assert len(library_of(clinic).search(query, "en")) >= 60
    found = retrieval.search(clinic.desk, query, language="en", signed_only=True).results
    assert [one.answer for one in found] == [entry]


def test_a_job_that_takes_longer_than_the_helper_lingers_is_done_in_one_go(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []

    def slow(_: Desk, progress: Callable[[int, int], None]) -> dict[str, int]:
        started.append(time.monotonic())
        for step in range(15):
            time.sleep(0.1)
            progress(step, 15)
        return {}

    monkeypatch.setattr(helper, "_LINGER_AT_START", 0.3)
    monkeypatch.setattr(helper, "LINGER_SECONDS", 0.3)
    monkeypatch.setattr(helper._Helper, "_end_with_the_worker", lambda _: None)
    monkeypatch.setitem(jobs._OWN, rezoning.KIND, slow)
    with clinic.desk.db.write() as tx:
        home.add_job(tx, id=JOB, kind=rezoning.KIND, arguments={}, made_at=clinic.desk.clock())
    helper._Helper(clinic.desk).run()
    with clinic.desk.db.read() as tx:
        assert (home.job(tx, JOB).state, len(started)) == ("done", 1)
