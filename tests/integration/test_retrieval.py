"""The index follows the database: fresh in every process, blind to what fell, whole after kills and deleted folders."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from filelock import FileLock

from publisher.domain.checking import EntryKind
from publisher.domain.errors import ConfigurationError
from publisher.services import conflicts, importing_answers, index_following, indexing, retrieval, withdrawing
from publisher.services.desk import SHELL
from publisher.services.index_opening import opened
from tests.support.clinic import Clinic, open_clinic
from tests.support.damaging import overwrite_vectors

IRON = "Which foods contain iron in pregnancy?"
ANSWERS = [
    (
        "a1",
        "en",
        "Can I take ibuprofen while breastfeeding?",
        "Small amounts pass into milk. Ask the team that knows you.",
    ),
    ("a2", "en", "How long should I breastfeed?", "Breast milk alone is recommended for the first 6 months."),
    ("a3", "zh", "哺乳期可以吃布洛芬吗？", "少量会进入母乳，请咨询了解您情况的医生。"),
    ("a4", "ru", "Можно ли ибупрофен при грудном вскармливании?", "В молоко попадает мало. Спросите своего врача."),
    ("a5", "en", "What is a normal blood pressure?", "Below 140/90 at the clinic for most adults."),
]


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    opened.cache_clear()
    return open_clinic(tmp_path / "home", f"sqlite:///{tmp_path / 'publisher.db'}")


def import_answers(clinic: Clinic, rows: list[tuple[str, str, str, str]] = ANSWERS) -> None:
    names = ("external_id", "language", "question", "answer")
    file = clinic.desk.home / "answers.jsonl"
    file.write_text("".join(json.dumps(dict(zip(names, row, strict=True))) + "\n" for row in rows), "utf-8")
    importing_answers.import_answers(clinic.desk, SHELL, file)


def ids(clinic: Clinic, query: str, **more: object) -> list[str | None]:
    return [one.external_id for one in retrieval.search(clinic.desk, query, **more).results]  # type: ignore[arg-type]


def signed_answer(clinic: Clinic, question: str = IRON, **more: object) -> str:
    return clinic.signed(kind=EntryKind.ANSWER, question=question, **more).id


def test_the_question_is_found_in_its_language_and_across_languages(clinic: Clinic) -> None:
    import_answers(clinic)
    assert ids(clinic, "Is ibuprofen allowed during breastfeeding?")[0] == "a1"
    assert ids(clinic, "喂奶期间能吃布洛芬吗")[0] == "a3"
    assert ids(clinic, "Разрешён ли ибупрофен кормящей маме?")[0] == "a4"
    assert set(ids(clinic, "喂奶期间能吃布洛芬吗", across=True)[:3]) == {"a1", "a3", "a4"}


def test_what_is_like_nothing_is_abstained_from(clinic: Clinic) -> None:
    import_answers(clinic)
    assert retrieval.search(clinic.desk, "How do I repair a bicycle tyre?").abstained
    assert not retrieval.search(clinic.desk, "Can I take ibuprofen while breastfeeding?").abstained


def test_a_signed_answer_is_found_at_once_and_a_withdrawn_one_never_again(clinic: Clinic) -> None:
    import_answers(clinic)
    assert ids(clinic, IRON)
    entry = signed_answer(clinic)
    found = retrieval.search(clinic.desk, IRON).results[0]
    assert (found.answer, found.signed_by) == (entry, "Dr Doctor")
    withdrawing.withdraw(clinic.desk, clinic.doctor, entry, "A new guideline")
    assert entry not in [one.answer for one in retrieval.search(clinic.desk, IRON).results]


def test_an_expired_answer_is_not_found(clinic: Clinic) -> None:
    entry = signed_answer(clinic, review_by=date(2026, 12, 1))
    assert [one.answer for one in retrieval.search(clinic.desk, IRON).results] == [entry]
    clinic.clock.forward(days=20)
    assert not retrieval.search(clinic.desk, IRON).results


def test_a_draft_is_not_found_and_only_signed_answers_are_offered_for_quoting(clinic: Clinic) -> None:
    import_answers(clinic)
    clinic.draft(kind=EntryKind.ANSWER, question=IRON)
    assert all(one.question != IRON for one in retrieval.search(clinic.desk, IRON).results)
    assert retrieval.closest_signed(clinic.desk, ANSWERS[0][2], "en") == ()
    entry = signed_answer(clinic, question="Which foods hold iron for pregnant women?")
    assert [one.answer for one in retrieval.closest_signed(clinic.desk, IRON, "en")] == [entry]


def test_a_stage_keeps_only_its_answers(clinic: Clinic) -> None:
    entry = signed_answer(clinic, stages=("weeks-0-20",))
    assert [one.answer for one in retrieval.search(clinic.desk, IRON, stage="weeks-0-20").results] == [entry]
    assert not retrieval.search(clinic.desk, IRON, stage="newborn").results


def test_what_one_process_signs_another_finds(clinic: Clinic) -> None:
    import_answers(clinic)
    retrieval.search(clinic.desk, IRON)
    asked = "import sys; from tests.support.searching import first; print(first(sys.argv[1], sys.argv[2]))"
    signed_answer(clinic)
    command = [sys.executable, "-c", asked, str(clinic.desk.home), IRON]
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "PUBLISHER_DATABASE_URL": clinic.desk.db.url,
    }
    other = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert other.stdout.strip() == IRON


def test_a_deleted_index_folder_is_made_again(clinic: Clinic) -> None:
    import_answers(clinic)
    assert ids(clinic, ANSWERS[4][2])[0] == "a5"
    shutil.rmtree(clinic.desk.home / "index")
    assert ids(clinic, ANSWERS[4][2])[0] == "a5"


def test_another_models_index_is_refused_until_it_is_rebuilt(clinic: Clinic) -> None:
    import_answers(clinic)
    index = indexing.index_of(clinic.desk)
    retrieval.search(clinic.desk, IRON)
    index.library.vectors._db.execute("UPDATE model SET name = 'another model' WHERE space = 'question'")
    opened.cache_clear()
    with pytest.raises(ConfigurationError, match="index rebuild"):
        retrieval.search(clinic.desk, IRON)
    assert indexing.rebuild(clinic.desk) == len(ANSWERS)
    assert ids(clinic, ANSWERS[4][2])[0] == "a5"


def test_a_damaged_index_says_so_in_one_sentence_and_is_made_again(clinic: Clinic) -> None:
    import_answers(clinic)
    indexing.complete(clinic.desk)
    indexing.index_of(clinic.desk).library.vectors.close()
    opened.cache_clear()
    overwrite_vectors(clinic.desk.home / "index" / "vectors.db")
    with pytest.raises(ConfigurationError, match=r"is damaged .* index rebuild"):
        retrieval.search(clinic.desk, IRON)
    assert indexing.rebuild(clinic.desk) == len(ANSWERS)
    assert ids(clinic, ANSWERS[4][2])[0] == "a5"


def test_a_check_finds_and_mends_what_differs(clinic: Clinic) -> None:
    import_answers(clinic)
    indexing.complete(clinic.desk)
    vectors = indexing.index_of(clinic.desk).library.vectors
    known = sorted(vectors.items())
    vectors.remove(known[:2])
    vectors.put_items([("0" * 26, "en", "nothing"), (known[3], "en", "an older text")])
    found = indexing.check(clinic.desk)
    assert (found.texts, found.missing, found.changed, found.surplus) == (5, 2, 1, 1)
    again = indexing.check(clinic.desk)
    assert (again.missing, again.changed, again.surplus) == (0, 0, 0)


def test_kills_in_the_middle_of_indexing_lose_nothing(clinic: Clinic) -> None:
    rows = [
        (f"k{number}", "en", f"Question number {number} about sleep?", f"Answer {number}.") for number in range(600)
    ]
    import_answers(clinic, rows)
    work = "import sys; from tests.support.searching import complete; complete(sys.argv[1])"
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "PUBLISHER_DATABASE_URL": clinic.desk.db.url,
    }
    folder = clinic.desk.home / "index"
    for _ in range(3):
        before = sum(one.stat().st_size for one in folder.rglob("*") if one.is_file()) if folder.exists() else 0
        process = subprocess.Popen([sys.executable, "-c", work, str(clinic.desk.home)], env=environment)
        until = time.monotonic() + 120
        while time.monotonic() < until and process.poll() is None:
            if (
                folder.exists()
                and sum(one.stat().st_size for one in folder.rglob("*") if one.is_file()) > before + 50_000
            ):
                break
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
    vectors = indexing.index_of(clinic.desk).library.vectors
    while indexing.catch_up(clinic.desk) or len(vectors.items()) < 600:
        assert time.monotonic() < until + 120
    found = indexing.check(clinic.desk)
    assert (found.texts, found.missing, found.changed, found.surplus) == (600, 0, 0, 0)
    assert len(indexing.index_of(clinic.desk).library.words("en")) == 600


def test_a_search_leaves_a_backlog_to_others_and_finds_what_was_just_signed(clinic: Clinic) -> None:
    import_answers(clinic)
    retrieval.search(clinic.desk, IRON)
    import_answers(
        clinic, [(f"k{number}", "en", f"How much sleep in week {number}?", "Rest.") for number in range(1500)]
    )
    entry = signed_answer(clinic)
    index = indexing.index_of(clinic.desk)
    assert retrieval.search(clinic.desk, IRON).results[0].answer == entry
    taken = len(index.library.vectors.items())
    assert taken < 1506
    index_following.take_all(clinic.desk, index, time.monotonic() + 120, None)
    assert len(index.library.vectors.items()) == 1506


def test_a_worker_makes_a_backlog_findable_before_it_makes_precise_vectors(clinic: Clinic) -> None:
    rows = [(f"k{number}", "en", f"How much sleep in week {number}?", "Rest.") for number in range(200)]
    import_answers(clinic, rows)
    vectors = indexing.index_of(clinic.desk).library.vectors
    for _ in range(100):  # on a loaded machine a thousandth of a second may pass before anything is taken in
        indexing.catch_up(clinic.desk, seconds=0.001)
        if vectors.items():
            break
    assert 0 < len(vectors.items()) < 200
    assert vectors.count("question") == 0
    indexing.catch_up(clinic.desk, seconds=60)
    assert len(vectors.items()) == vectors.count("question") == 200


def test_while_another_process_takes_in_a_backlog_a_search_takes_in_what_people_did(clinic: Clinic) -> None:
    import_answers(clinic)
    retrieval.search(clinic.desk, IRON)
    import_answers(clinic, [(f"k{number}", "en", f"How much sleep in week {number}?", "Rest.") for number in range(50)])
    index = indexing.index_of(clinic.desk)
    with FileLock(index.folder / "filling.lock"):
        entry = signed_answer(clinic)
        assert retrieval.search(clinic.desk, IRON).results[0].answer == entry
        assert len(index.library.vectors.items()) == len(ANSWERS) + 1
    retrieval.search(clinic.desk, IRON)
    assert len(index.library.vectors.items()) > len(ANSWERS) + 1


def test_a_draft_that_contradicts_a_signed_answer_is_shown_beside_it(clinic: Clinic) -> None:
    import_answers(clinic)
    found = conflicts.conflicts_of_draft(
        clinic.desk,
        "Every family is different. Breast milk alone is recommended for the first 3 months.",
        "en",
        question="How long should I breastfeed my baby?",
    )
    assert [(one.answer.external_id, one.found.kind) for one in found] == [("a2", "number")]
