"""One sentence with another amount in it, among other sentences: a slip of the pen that the reader must hear of."""

import pytest

from vectorstore.claims import contradictions
from vectorstore.meaning import Meanings

UNSURE = {
    "en": "Ask your doctor if you are unsure.",
    "zh": "不确定时请咨询医生。",
    "ru": "Если сомневаетесь, спросите врача.",
}
SLIPS = [
    ("en", "A newborn needs {} IU of vitamin D a day.", "400", "4000"),
    ("en", "Adults may take at most {} g of paracetamol a day.", "4", "8"),
    ("en", "Folic acid is taken at {} mg a day before pregnancy.", "0.4", "4"),
    ("en", "Fever above {} °C in a newborn needs a doctor at once.", "38", "40"),
    ("zh", "新生儿每天需要{}国际单位维生素D。", "400", "4000"),
    ("zh", "布洛芬每次服{}毫克。", "200", "2000"),
    ("zh", "饮酒后{}小时再哺乳。", "12", "2"),
    ("zh", "新生儿体温超过{}℃要立即就医。", "38", "40"),
    ("ru", "Детям дают {} мг парацетамола каждые шесть часов.", "250", "2500"),
    ("ru", "Швы снимают через {} дней.", "7", "21"),
    ("ru", "Вызовите скорую, если боль длится дольше {} минут.", "15", "60"),
]
NAMES = [
    ("en", "Part {} of the walk.", "1", "2"),
    ("en", "Version {}.", "2", "3"),
    ("zh", "第{}部分。", "1", "2"),
    ("ru", "Часть {}.", "1", "2"),
]


@pytest.fixture(scope="module")
def meanings() -> Meanings:
    return Meanings()


def found(language: str, text: str, one: str, other: str, meanings: Meanings) -> bool:
    left, right = (f"{text.format(number)} {UNSURE[language]}" for number in (one, other))
    return bool(contradictions(left, right, language, meanings))


@pytest.mark.parametrize(("language", "text", "one", "other"), SLIPS)
def test_another_amount_in_the_same_words_is_told(
    language: str, text: str, one: str, other: str, meanings: Meanings
) -> None:
    assert found(language, text, one, other, meanings)


@pytest.mark.parametrize(("language", "text", "one", "other"), NAMES)
def test_a_number_that_is_a_name_is_no_amount(
    language: str, text: str, one: str, other: str, meanings: Meanings
) -> None:
    assert not found(language, text, one, other, meanings)
