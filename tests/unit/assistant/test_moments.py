"""Dates and times of day are read alike in every language, and taken out of the text they stand in."""

import pytest

from publisher.assistant.moments import moments
from publisher.assistant.opposites import opposites, reversed_words, stems


@pytest.mark.parametrize(
    ("language", "text", "kind", "value"),
    [
        ("zh", "3月5日起", "date", 305),
        ("ru", "с 5 марта", "date", 305),
        ("en", "from 5 march", "date", 305),
        ("en", "from march 5th", "date", 305),
        ("zh", "下午3点半", "clock", 15.5),
        ("ru", "в 15:30", "clock", 15.5),
        ("ru", "в 3 часа дня", "clock", 15),
        ("en", "at 3:30 p.m.", "clock", 15.5),
        ("en", "at 2 in the morning", "clock", 2),
    ],
)
def test_a_date_or_time_is_the_same_in_every_language(language: str, text: str, kind: str, value: float) -> None:
    left, found = moments(text, language)
    assert [one[1:] for one in found] == [(kind, value)]
    assert not any(char.isdigit() for char in left)


def test_a_bare_number_is_no_time() -> None:
    assert moments("at 3 or 4", "en") == ("at 3 or 4", ())


def test_a_pair_tells_which_of_its_words_came_first() -> None:
    assert "mild first" in opposites("mild at home, severe in hospital", "en")
    assert "severe first" in opposites("severe at home, mild in hospital", "en")
    assert "mild first" not in opposites("mild at home", "en")


def test_a_denying_prefix_that_comes_or_goes_is_found() -> None:
    possible, impossible = stems("возможен", "ru"), stems("невозможен", "ru")
    assert reversed_words(impossible, possible) == ["возмо"]
    assert reversed_words(possible, impossible) == []
    assert reversed_words(stems("babies and infants", "en"), stems("babies", "en")) == []
