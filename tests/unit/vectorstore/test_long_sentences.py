"""A sentence too long to be one claim is compared part by part, each with its subject and its medicine."""

import pytest

from vectorstore.claims import contradictions
from vectorstore.clauses import parts
from vectorstore.meaning import Meanings

FEVER = "孕妇发烧超过38.5度时，"
TAKE = FEVER + (
    "可以在医生指导下服用对乙酰氨基酚退烧，每次500毫克，两次之间至少间隔6小时，一天不要超过4次，不要连续吃3天以上。"
)
LEAVE = FEVER + (
    "不可以服用对乙酰氨基酚退烧，任何时候都应当避免使用，对乙酰氨基酚会伤害胎儿，发烧只能靠物理降温和多喝水。"
)
MILK = (
    "Breast milk alone is recommended for the first 6 months of life, without water, tea, juice or porridge, because "
    "it holds everything that a healthy baby needs and protects it from infections of the gut, ears and airways."
)


@pytest.mark.parametrize(
    ("language", "one", "other", "alike"),
    [
        ("zh", TAKE, LEAVE, True),
        ("en", MILK, MILK.replace("6 months", "3 months"), True),
        ("en", MILK, MILK.replace("6 months", "3 months"), False),
    ],
)
def test_long_sentences_that_contradict_are_found_and_shown_whole(
    language: str, one: str, other: str, alike: bool
) -> None:
    found = contradictions(one, other, language, Meanings(), same_question=alike)
    assert [(each.a.text, each.b.text) for each in found] == [(one, other)]


@pytest.mark.parametrize(("language", "text"), [("zh", TAKE), ("en", MILK)])
def test_a_long_sentence_does_not_contradict_itself_nor_what_agrees(language: str, text: str) -> None:
    again = text.replace("，不要连续吃3天以上", "").replace(", ears and airways", " and the ears")
    assert contradictions(text, again, language, Meanings()) == []


def test_every_part_of_a_long_sentence_says_whom_and_which_medicine_it_is_about() -> None:
    found = parts(TAKE, "zh")
    assert found[1] == FEVER + "可以在医生指导下服用对乙酰氨基酚退烧，"
    assert all(one.startswith(FEVER) and "paracetamol" in one for one in found[2:])
    assert parts("Take it, with food.", "en") == ["Take it, with food."]
