"""Lengths in the networks' units, and parts that lose nothing and keep the disclaimer whole in the first."""

from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from publisher.domain.errors import Refusal
from publisher.rendering.lengths import Unit, graphemes, length
from publisher.rendering.parts import split

SENTENCES = st.lists(
    st.sampled_from(
        ["发热很常见。", "不要自行加量！", "Fever is common. ", "Call 5.5 times. ", "Важно! ", "\n\n", "👩‍⚕️ ", "é"]
    )
    | st.text(max_size=20),
    max_size=40,
).map("".join)


@pytest.mark.parametrize(
    ("text", "characters", "seen", "utf8", "utf16"),
    [
        ("abc", 3, 3, 3, 3),
        ("发热", 2, 2, 6, 2),
        ("важно", 5, 5, 10, 5),
        ("👩‍⚕️", 4, 1, 13, 5),
        ("🇨🇳", 2, 1, 8, 4),
        ("e\u0301", 2, 1, 3, 2),
        ("", 0, 0, 0, 0),
    ],
)
def test_a_text_is_as_long_as_its_unit_says(text: str, characters: int, seen: int, utf8: int, utf16: int) -> None:
    lengths = [length(text, unit) for unit in (Unit.CHARACTERS, Unit.GRAPHEMES, Unit.UTF8_BYTES, Unit.UTF16_UNITS)]
    assert lengths == [characters, seen, utf8, utf16]


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="words"):
        length("a", "words")


def test_every_emoji_of_the_standard_is_one_sign(shared: Path) -> None:
    lines = (shared / "conformance" / "emoji-test.txt").read_text(encoding="utf-8").splitlines()
    coded = [line.split(";")[0].split() for line in lines if "; fully-qualified" in line]
    assert len(coded) > 3000
    emoji = ["".join(chr(int(code, 16)) for code in codes) for codes in coded]
    assert [sign for sign in emoji if length(sign, Unit.GRAPHEMES) != 1] == []


@given(SENTENCES, st.integers(min_value=60, max_value=400), st.sampled_from(list(Unit)))
def test_parts_fit_and_lose_nothing(text: str, limit: int, unit: Unit) -> None:
    assume(all(length(sign, unit) <= 20 for sign in graphemes(text)))
    head, footer = "头部声明。", "结尾声明。"
    parts = split(text, limit, unit, heads=(head,), footers=(footer,))
    assert all(length(part, unit) <= limit for part in parts)
    assert parts[0].startswith(head)
    assert parts[0].endswith(footer)
    body = parts[0].removeprefix(head).removesuffix(footer) + "".join(parts[1:])
    assert squeezed(body) == squeezed(text)


@given(SENTENCES, st.integers(min_value=20, max_value=100))
def test_no_visible_sign_is_cut_in_two(text: str, limit: int) -> None:
    assume(all(len(sign) <= limit for sign in graphemes(text)))
    signs = [sign for part in split(text, limit, Unit.CHARACTERS) for sign in graphemes(part) if sign.strip()]
    assert [squeezed(sign) for sign in signs] == [squeezed(sign) for sign in graphemes(text.strip()) if sign.strip()]


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_a_text_is_cut_at_the_end_of_a_sentence() -> None:
    text = "See Dr. Ashdown at 5.5 km. Do not wait. Call at once if the fever stays. Then rest and drink."
    assert split(text, 60, Unit.GRAPHEMES) == (
        "See Dr. Ashdown at 5.5 km. Do not wait.",
        "Call at once if the fever stays. Then rest and drink.",
    )


def test_a_text_that_fits_stays_one_part() -> None:
    assert split("short", 100, Unit.CHARACTERS, heads=("H",), footers=("F",)) == ("H\n\nshort\n\nF",)


def test_disclaimers_that_leave_no_room_are_refused_and_never_cut() -> None:
    with pytest.raises(Refusal, match="leave no room"):
        split("x" * 100, 20, Unit.CHARACTERS, heads=("a disclaimer longer than it",))
