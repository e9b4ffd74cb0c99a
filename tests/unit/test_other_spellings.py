"""A name is known again in another case, in Latin letters and in pinyin, and other words are not taken for it."""

import pytest

from publisher.services.other_spellings import key, numbers_alike, pinyin_of, written_alike


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Петрова", "Petrovoy"),
        ("Ольга", "Olge"),
        ("Хохлова", "Khokhlova"),
        ("Юлия", "Yulia"),
        ("Щербакова", "Shcherbakova"),
        ("Цветкова", "Tsvetkova"),
        ("Наталья", "Natalya"),
        ("Майорова", "Mayorova"),
    ],
)
def test_a_name_has_one_key_in_both_alphabets(one: str, other: str) -> None:
    assert key(one) == key(other)


def test_other_names_have_other_keys() -> None:
    assert len({key(one) for one in ("Петрова", "Петренко", "Павлова", "Smirnova", "Holloway", "Wang")}) == 6


def test_only_capitalised_words_are_taken_for_a_name() -> None:
    assert [text for *_, text in written_alike("Roza sees a rose, роза, Розы", {key("Роза")})] == ["roz", "roz"]


def test_pinyin_counts_the_characters_of_a_name() -> None:
    text = "Wang Xiaoli and Wang Xiao Li met Red Cross in New York"
    assert [text[start:end] for start, end, _ in pinyin_of(text, ["王小丽"])] == ["Wang Xiaoli", "Wang Xiao Li"]


def test_a_number_is_known_with_other_spaces_and_without_its_country() -> None:
    wanted = {"89165551234"}
    assert [one[2] for one in numbers_alike("8 916 555-12-34 or 555 12 34, not 555 99 99", wanted)] == [
        "89165551234"
    ] * 2
