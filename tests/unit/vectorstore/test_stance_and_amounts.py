"""Ends of scales with denials that reach a word, and how far numbers are apart, in three languages."""

import pytest

from vectorstore.amounts import apart
from vectorstore.disagreement import Disagreement, disagreement
from vectorstore.meaning import Meanings, nearness
from vectorstore.reading import read
from vectorstore.stance import stance


def ends(text: str, language: str) -> dict[str, int]:
    return stance(read(text, language).said, language).ends


@pytest.mark.parametrize(
    ("language", "text", "scale", "end"),
    [
        ("en", "Salt raises blood pressure.", "amount", 1),
        ("en", "Salt does not raise blood pressure.", "amount", -1),
        ("en", "You should not stop the tablets.", "going", 1),
        ("en", "Stopping the tablets is not needed.", "going", 1),
        ("en", "Aspirin is not recommended.", "permit", -1),
        ("en", "Antibiotics are not needed.", "oblige", -1),
        ("ru", "Соль не повышает давление.", "amount", -1),
        ("ru", "Отит не заразен.", "contagious", -1),
        ("ru", "Прекращать приём не нужно.", "going", 1),
        ("zh", "吃盐会升高血压。", "amount", 1),
        ("zh", "疥疮不传染。", "contagious", -1),
        ("zh", "不要停药。", "going", 1),
    ],
)
def test_a_denial_turns_the_word_it_reaches(language: str, text: str, scale: str, end: int) -> None:
    assert ends(text, language)[scale] == end


def test_an_obligation_to_avoid_obliges_to_nothing_else() -> None:
    found = ends("Raw fish must be avoided.", "en")
    assert found["permit"] == -1
    assert "oblige" not in found


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "Change the dressing once a day.", "The dressing is changed every hour."),
        ("en", "The cough lasts three weeks.", "The cough lasts two days."),
        ("ru", "Шампунь применяют два раза в неделю.", "Шампунь применяют каждый день."),
        ("zh", "每周打一针。", "每天打三针。"),
        ("zh", "每天补维生素D 400单位。", "每日需要4000单位的维生素D。"),
    ],
)
def test_amounts_that_cannot_both_stand_are_far_apart(language: str, one: str, other: str) -> None:
    assert apart(read(one, language), read(other, language)).same_role > 0.2


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "Use it twice a week.", "Use it every three or four days."),
        ("en", "Drink 2000 ml of water.", "Drink 2 litres of water."),
        ("en", "Take no more than 4 g in a day.", "Take 3 g in a day."),
        ("ru", "Принимайте полгода.", "Принимайте 6 месяцев."),
        ("zh", "补铁12周。", "补铁三个月。"),
    ],
)
def test_one_amount_in_two_forms_is_no_distance(language: str, one: str, other: str) -> None:
    assert apart(read(one, language), read(other, language)).same_role < 0.05


def test_opposite_ends_are_likelier_a_contradiction_than_one_end_in_other_words() -> None:
    meanings = Meanings()
    said = read("Psoriasis cannot be passed to another person.", "en")

    def beside_it(text: str) -> Disagreement:
        other = read(text, "en")
        return disagreement(said, other, nearness(said, other, meanings), meanings)

    against = beside_it("You can catch psoriasis from someone.")
    beside = beside_it("Psoriasis is not contagious.")
    assert against.probability > 0.6 > beside.probability
    assert against.opposite
