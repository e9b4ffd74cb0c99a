"""A long text: cutting it costs as much as it is long, and a thread that nobody would read to its end is refused."""

import pytest

from publisher.channels._texts import Form
from publisher.domain.errors import Refusal
from publisher.domain.places import Language
from publisher.rendering.layers import Forward, plain, sliced, without_hidden_links
from publisher.rendering.parts import cut
from publisher.rendering.spans import Layer, layer
from publisher.ui import i18n
from tests.unit.channels.test_every_renderer import KINDS, fits_there, written

PARAGRAPH = (
    "**Fever** is common, and [most causes](https://who.example/a) pass. Call *at once* at 38.5.\n\n- one\n- two\n\n"
)
FORMS = {kind: channel.form for kind, channel in KINDS.items() if isinstance(getattr(channel, "form", None), Form)}
# the others take a book in one message
THREADS = [kind for kind, form in FORMS.items() if form.limits[0][0] < 10_000]


def read_while_cutting(size: int, limit: int = 300) -> float:
    """How many characters were measured for each character of a text of this size."""
    flow = layer(PARAGRAPH * (size // len(PARAGRAPH)))
    read = 0

    def fits(piece: Layer) -> bool:
        nonlocal read
        read += len(piece.text)
        return len(piece.text) <= limit

    cut(flow, fits, heads=[plain("Head.")], footers=[plain("Foot.")])
    return read / len(flow.text)


def test_a_text_eight_times_as_long_costs_no_more_for_each_sign() -> None:
    assert read_while_cutting(160_000) < 1.2 * read_while_cutting(20_000)


def test_stretches_taken_from_the_front_are_those_taken_anywhere() -> None:
    flow = without_hidden_links(layer("> " + PARAGRAPH.replace("\n", "\n> ") + PARAGRAPH * 3))
    forward = Forward(flow)
    for start in range(0, len(flow.text), 17):
        for end in (start + 90, start + 20):
            assert forward.sliced(start, min(end, len(flow.text))) == sliced(flow, start, min(end, len(flow.text)))


@pytest.mark.parametrize("kind", THREADS)
def test_more_parts_than_anybody_reads_are_refused_in_one_sentence(kind: str) -> None:
    channel = KINDS[kind]
    language = fits_there(channel, Language.EN)
    most, limit = FORMS[kind].most_parts, FORMS[kind].limits[0][0]
    fitting = channel.render(written("孕期发热。" * (limit // 10), language))
    assert len(fitting.parts) <= most
    with pytest.raises(Refusal) as refused:
        channel.render(written("孕期发热。" * (limit // 5 * (most + 2)), language))
    (reason,) = refused.value.reasons
    for spoken, word in ((Language.EN, "shorten"), (Language.ZH, "精简"), (Language.RU, "сократите")):
        assert word in i18n.spoken(reason, spoken)
        assert str(most) in i18n.spoken(reason, spoken)
