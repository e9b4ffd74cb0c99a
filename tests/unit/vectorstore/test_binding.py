"""What keeps one answer from two questions whatever a reader makes of them, and what a reader may weigh."""

import pytest

from vectorstore import match
from vectorstore.binding import binding, told_once
from vectorstore.differences import compare
from vectorstore.match import MatchGate
from vectorstore.reading import read


@pytest.fixture(scope="module")
def gate() -> MatchGate:
    return MatchGate()


def bound(one: str, other: str, language: str) -> list[str]:
    first, second = read(one, language), read(other, language)
    return [each.partition(":")[0] for each in binding(first, second, compare(first, second)[0])]


def once(one: str, other: str, language: str) -> list[str]:
    first, second = read(one, language), read(other, language)
    return [each.partition(":")[0] for each in told_once(first, second, compare(first, second)[0])]


@pytest.mark.parametrize(
    ("one", "other", "language", "name"),
    [
        ("May I take ibuprofen for a cold?", "I am 9 weeks pregnant, may I take ibuprofen for a cold?", "en", "time"),
        (
            "May I take ibuprofen for my back?",
            "I am on warfarin, may I take ibuprofen for my back?",
            "en",
            "drug or food",
        ),
        ("Is a fever of 39 dangerous?", "Is a fever of 39 dangerous in a toddler?", "en", "age"),
        ("剖腹产后能抱老大吗", "剖腹产第5天能抱老大吗", "zh", "quantity"),
        ("感冒能吃布洛芬吗", "怀孕感冒能吃布洛芬吗", "zh", "time"),
        ("Можно ли парацетамол при простуде?", "Можно ли парацетамол при простуде в 8 недель?", "ru", "quantity"),
    ],
)
def test_what_one_question_alone_tells_needs_a_surer_reader_and_here_it_is_not(
    gate: MatchGate, one: str, other: str, language: str, name: str
) -> None:
    assert name in once(one, other, language)
    assert name in once(other, one, language)
    assert not gate.same(one, other, language).same
    assert not gate.same(other, one, language).same


@pytest.mark.parametrize(
    ("one", "other", "language", "name"),
    [
        ("May I take ibuprofen for a cold?", "May I take naproxen for a cold?", "en", "drug or food"),
        ("Is a fever of 39 dangerous in a toddler?", "Is a fever of 39 dangerous in old people?", "en", "age"),
        ("孕12周能吃布洛芬吗", "孕30周能吃布洛芬吗", "zh", "quantity"),
        ("Диабет 1 типа, можно ли хурму?", "Диабет 2 типа, можно ли хурму?", "ru", "type"),
        ("May I fly two weeks before my due date?", "May I fly at 20 weeks of pregnancy?", "en", "quantity"),
    ],
)
def test_what_both_questions_tell_and_tell_differently_binds_whatever_the_reader_says(
    one: str, other: str, language: str, name: str
) -> None:
    assert name in bound(one, other, language)
    assert name in bound(other, one, language)


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("May I fly at 38 weeks of pregnancy, two hours?", "May I fly two weeks before my due date?", "en"),
        ("怀孕39周肚子一阵阵发紧正常吗", "离预产期还差一个礼拜，肚皮时不时硬一下，正常吗", "zh"),
        ("Роды 35 недель, можно ли самолет?", "За пять недель до родов можно ли самолет?", "ru"),
    ],
)
def test_one_week_told_from_either_end_parts_nobody(one: str, other: str, language: str) -> None:
    assert bound(one, other, language) == []


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("Can I take fluconazole for thrush?", "It itches, I am not pregnant, can I take fluconazole?", "en"),
        (
            "Is mastitis a reason to stop breastfeeding?",
            "I breastfeed and have mastitis, is it bad for the baby?",
            "en",
        ),
        ("霉菌性阴道炎能吃氟康唑吗", "没怀孕没喂奶,霉菌性阴道炎能吃氟康唑吗", "zh"),
        ("Можно ли флуконазол при молочнице?", "Я не беременна, молочница, флуконазол можно?", "ru"),
    ],
)
def test_what_one_question_denies_or_implies_does_not_bind(one: str, other: str, language: str) -> None:
    assert bound(one, other, language) == once(one, other, language) == []


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        (
            "38 недель, отошли воды, схваток нет, ждать дома?",
            "38 недель, воды не отошли, схваток нет, ждать дома?",
            "ru",
        ),
        ("The waters broke and no pains, do I wait?", "The waters have not broke and no pains, do I wait?", "en"),
    ],
)
def test_a_word_that_one_of_two_like_questions_denies_binds_beside_other_denials(
    gate: MatchGate, one: str, other: str, language: str
) -> None:
    assert not gate.same(one, other, language).same


def test_the_reader_knows_a_repeat_in_other_words(gate: MatchGate) -> None:
    asked = "How long does sertraline take to start working?"
    again = "been on sertraline a while and feel no different, when should it kick in"
    decision = gate.same(asked, again, "en")
    assert decision.same
    assert decision.differs  # a detail that one of them leaves out is still told


def test_the_reader_is_not_asked_where_something_binds(gate: MatchGate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(match, "_read_as_one", lambda first, second: 9.0)
    decision = gate.same("May I fly at 20 weeks of pregnancy?", "May I fly at 38 weeks of pregnancy?", "en")
    assert not decision.same


def test_without_the_reader_likeness_and_rules_decide(gate: MatchGate, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, again = "Is it safe to swim in pregnancy?", "Is swimming safe in pregnancy?"
    monkeypatch.setattr(match, "_read_as_one", lambda first, second: None)
    assert gate.same(asked, again, "en").same


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("What is the maximum dose of paracetamol in pregnancy?", "Can I take paracetamol in pregnancy?", "en"),
        ("How often may I take paracetamol?", "May I take paracetamol?", "en"),
        ("怀孕能吃多少布洛芬", "怀孕能吃布洛芬吗", "zh"),
        ("孕妇一天最多能喝几杯咖啡", "孕妇能喝咖啡吗", "zh"),
        ("Какая максимальная доза ибупрофена?", "Можно ли ибупрофен?", "ru"),
        ("Как часто можно делать УЗИ?", "Можно ли делать УЗИ?", "ru"),
    ],
)
def test_how_much_is_another_question_than_whether(gate: MatchGate, one: str, other: str, language: str) -> None:
    assert not gate.same(one, other, language).same
    assert not gate.same(other, one, language).same
