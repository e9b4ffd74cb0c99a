"""Numbers in words are read as the figures they are; idioms that hold a numeral are left alone."""

import pytest

from publisher.assistant.cues import cues
from publisher.assistant.numerals import in_figures


@pytest.mark.parametrize(
    ("language", "words", "figures"),
    [
        ("en", "one hundred and fifty milligrams", "150 milligrams"),
        ("en", "fifteen hundred milligrams", "1500 milligrams"),
        ("en", "two and a half years", "2.5 years"),
        ("en", "half a tablet in an hour and a half", "0.5 tablet in 1.5 hour"),
        ("en", "two thirds, a third of all, the third trimester", "2/3, 1/3 of all, the 3 trimester"),
        ("en", "the second dose in a second", "the 2 dose in a second"),
        ("ru", "третьего триместра", "3 триместра"),
        ("zh", "两三周", "2-3周"),
        ("zh", "大约三成有", "大约30%有"),
        ("zh", "甘油三酯，十二指肠", "甘油三酯，十二指肠"),
        ("en", "ninety per cent and ninety per mille", "90 % and 90 ‰"),
        ("ru", "сто пятьдесят миллиграммов", "150 миллиграммов"),
        ("ru", "двух с половиной лет", "2.5 лет"),
        ("ru", "от двенадцати до шестнадцати часов", "12–16 часов"),
        ("ru", "полторы таблетки дважды в день", "1.5 таблетки 2 раза в день"),
        ("ru", "двое из тысячи, две тысячи пятьсот", "2 из 1000, 2500"),
        ("zh", "一百五十毫克，一千五百毫克", "150毫克，1500毫克"),
        ("zh", "两岁半，三分之一，百分之九十，千分之九", "2.5岁，1/3，90%，9‰"),
        ("zh", "三十八度五，第七天，每周三次，万分之五", "38.5度，第7天，每周3次，5/10000"),
        ("zh", "十分重要，千万不要，一般，星期三，2.5千克", "十分重要，千万不要，一般，星期三，2.5千克"),
    ],
)
def test_words_become_the_figures_they_mean(language: str, words: str, figures: str) -> None:
    assert in_figures(words, language) == figures


@pytest.mark.parametrize(
    ("language", "text", "negators"),
    [
        ("en", "no more than 4 g in 24 hours", 0),
        ("en", "under no circumstances shake a baby", 1),
        ("ru", "ни в коем случае не трясите", 1),
        ("ru", "нельзя не поехать", 0),
        ("zh", "不得不去医院", 0),
        ("zh", "从未出过水痘", 1),
    ],
)
def test_what_only_bounds_or_insists_denies_nothing(language: str, text: str, negators: int) -> None:
    assert cues(text, language).negators == negators
