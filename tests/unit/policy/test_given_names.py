"""Given names alone in a sentence, and words of the same shape that name nobody."""

import pytest

from publisher.domain.places import Language
from publisher.policy.beginnings import begins_with_a_letter
from publisher.policy.personal.given_names import alone


@pytest.mark.parametrize(
    ("raw", "name", "language"),
    [
        ("Then Rosalind stopped her tablets", "Rosalind", Language.EN),
        ("Bethan fainted at work", "Bethan", Language.EN),
        ("ms Okafor needs a prescription", "Okafor", Language.EN),
        ("Позвоните Марковне", "Марковне", Language.RU),
        ("У Тимура диабет", "Тимура", Language.RU),
        ("ОРЛОВА ИРИНА ЖДЁТ В ПАЛАТЕ", "ОРЛОВА ИРИНА", Language.RU),
    ],
)
def test_a_given_name_is_found_without_a_word_beside_it(raw: str, name: str, language: Language) -> None:
    assert name in {raw[start:end] for start, end in alone(raw, language)}


@pytest.mark.parametrize(
    ("raw", "language"),
    [
        ("Martin and Grace periods are words, and so is Hope.", Language.EN),
        ("The Kenneth Hospital and the Agnes test", Language.EN),
        ("Metformin wants a full stomach.", Language.EN),
        ("Любой пациент вправе спросить. Уровни ферритина меняются. Бабушка, почки, таблетки.", Language.RU),
        ("МРТ ГОЛОВНОГО МОЗГА С КОНТРАСТОМ", Language.RU),
    ],
)
def test_words_of_the_same_shape_name_nobody(raw: str, language: Language) -> None:
    found = {raw[start:end] for start, end in alone(raw, language)}
    assert not found


@pytest.mark.parametrize(
    ("expression", "begins"),
    [
        ("лечит|вылечи", True),
        (r"\bне (?:могу|бывает)", True),
        ("(?:лучш|сам)\\w+ врач", True),
        ("[ао]кци", True),
        ("(?:лучш)?врач", False),
        (r"\d+ раз|лечит", False),
        ("(?<=[а-я])мг", False),
        ("а?кция", False),
        ("«спасибо", False),
    ],
)
def test_the_cheap_check_is_taken_only_where_every_way_begins_with_a_letter(expression: str, begins: bool) -> None:
    assert begins_with_a_letter(expression) is begins
