"""Pictures of a text: the size asked for, every word on them, no line that begins with a closing sign."""

import io

import pytest
from PIL import Image

from publisher.domain.errors import Refusal
from publisher.rendering.cards import COVER, PORTRAIT, SQUARE, _font, _lines, card, carousel, long_picture
from publisher.rendering.fonts import missing_signs
from publisher.rendering.papers import pdf

ZH = "孕期缺铁很常见（约占三成）。肉类、豆类与绿叶蔬菜都含铁；体温≥38.5℃时，请及时就医，不要自行用药。" * 5
RU = "Температура выше 38,5 °C — повод обратиться к врачу. Не принимайте лекарства без назначения, и с врачом. " * 4
NOTE = "本内容为健康科普，不能替代面诊。"


def size_of(picture: bytes) -> tuple[int, int]:
    return Image.open(io.BytesIO(picture)).size


@pytest.mark.parametrize("size", [SQUARE, COVER, (1080, 1440)])
def test_a_card_has_the_size_that_was_asked_for(size: tuple[int, int]) -> None:
    assert size_of(card("孕期发热怎么办", "", NOTE, "zh", size)) == size


def test_a_long_text_goes_on_over_as_many_pictures_as_it_needs() -> None:
    pictures = carousel("孕期发热", ZH * 3, NOTE, "zh")
    assert len(pictures) > 1
    assert {size_of(one) for one in pictures} == {PORTRAIT}


def test_a_long_picture_grows_with_its_words() -> None:
    assert size_of(long_picture("题", ZH * 2, NOTE, "zh"))[1] > size_of(long_picture("题", ZH, NOTE, "zh"))[1]


def test_words_that_do_not_fit_are_refused_and_never_cut() -> None:
    with pytest.raises(Refusal, match="pictures"):
        card("题", ZH * 10, NOTE, "zh", SQUARE)
    with pytest.raises(Refusal, match="do not fit"):
        card("题" * 200, "正文", NOTE, "zh", COVER)


def test_a_sign_the_fonts_cannot_draw_is_named_and_not_drawn_as_a_box() -> None:
    assert missing_signs("体温≥38.5℃，剂量 5 µg；выше ½") == []
    with pytest.raises(Refusal, match="😀"):
        card("好😀", "", NOTE, "zh", SQUARE)


@pytest.mark.parametrize(
    ("text", "language"), [(ZH, "zh"), (RU, "ru"), ("a" * 300, "en"), ("См. https://who.int/" + "x" * 90, "ru")]
)
def test_lines_hold_every_letter_within_the_width(text: str, language: str) -> None:
    font = _font(False, 40)
    lines = _lines(text, font, 700, language)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(font.getlength(line) <= 700 for line in lines)
    assert not [line for line in lines if line[0] in "，。；：）、"]
    assert not [line for line in lines if line.endswith("（")]


def test_a_russian_word_of_one_letter_is_never_the_last_of_a_line() -> None:
    assert not [line for line in _lines(RU, _font(False, 40), 600, "ru") if line.split()[-1] in {"и", "с", "к", "в"}]


@pytest.mark.parametrize("space", ["\t", "\u2009", "\u2007", "\u200a", "\u202f", "\u00a0"])
def test_a_space_the_fonts_lack_joins_no_two_numbers(space: str) -> None:
    said, meant, joined = (f"Take 5{between}10 mg" for between in (space, " ", ""))
    assert long_picture("T", said, NOTE, "en") == long_picture("T", meant, NOTE, "en")
    papers_said, papers_joined = (len(pdf("T", [], [("T", words)], [])) for words in (said, joined))
    assert papers_said != papers_joined
