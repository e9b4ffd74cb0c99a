"""Numbers in words become digits; words that only look like numbers stay."""

import pytest

from vectorstore.numerals import in_digits
from vectorstore.reading import read


@pytest.mark.parametrize(
    ("language", "said", "written"),
    [
        ("zh", "孕二十四周", "孕24周"),
        ("zh", "血值一百二好不好", "血值120好不好"),
        ("zh", "空腹血糖六点八", "空腹血糖6.8"),
        ("zh", "一个半小时", "1.5小时"),
        ("zh", "三四天", "3-4天"),
        ("zh", "三十八度五", "38.5度"),
        ("zh", "百分之三十", "30%"),
        ("zh", "十分疼，一起去", "十分疼，一起去"),
        ("ru", "тридцать восьмая неделя", "38 неделя"),
        ("ru", "ттг три с половиной", "ттг 3.5"),
        ("ru", "полтаблетки", "0.5 таблетки"),
        ("ru", "первые три месяца", "первые 3 месяца"),
        ("ru", "первый триместр, мой второй ребенок", "первый триместр, мой второй ребенок"),
        ("en", "thirty-eight weeks", "38 weeks"),
        ("en", "two thousand five hundred ml", "2500 ml"),
        ("en", "in the first three months", "in the first 3 months"),
        ("en", "one of them, the second child", "one of them, the second child"),
        ("en", "1/2 tablet", "0.5 tablet"),
        ("en", "hcg fourteen hundred", "hcg 1400"),
        ("en", "two point one centimetres", "2.1 centimetres"),
        ("en", "one forty-four over ninety two", "144/92"),
        ("en", "half a dozen puffs", "6 puffs"),
        ("ru", "намеряли тридцать семь и два", "намеряли 37.2"),
        ("ru", "38 и 2 недели", "38 и 2 недели"),
        ("ru", "ттг пять и шесть", "ттг 5.6"),
        ("ru", "шесть целых одна десятая", "6.1"),
        ("zh", "三岁半夜里咳", "3岁半夜里咳"),
        ("zh", "老二八个月", "老二8个月"),
    ],
)
def test_numbers_are_written_in_digits(language: str, said: str, written: str) -> None:
    assert in_digits(said, language) == written


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "6+3 weeks pregnant"),
        ("en", "pregnant, 6 weeks and 3 days"),
        ("zh", "怀孕六周零三天"),
        ("ru", "6 недель 3 дня"),
    ],
)
def test_weeks_and_days_are_one_quantity(language: str, said: str) -> None:
    assert [one.low for one in read(said, language).quantities] == [45.0]


@pytest.mark.parametrize(
    ("language", "said", "days"),
    [
        ("en", "two weeks off my due date", 266),
        ("en", "due in 5 weeks", 245),
        ("en", "4 days overdue", 284),
        ("ru", "за шесть недель до родов", 238),
        ("ru", "перехаживаю уже пять дней", 285),
        ("zh", "离预产期还差一个礼拜", 273),
        ("zh", "预产期过了三天", 283),
    ],
)
def test_a_time_before_or_after_the_expected_day_is_a_week_of_pregnancy(language: str, said: str, days: float) -> None:
    assert [(one.low, one.role) for one in read(said, language).quantities] == [(days, "gestation")]


def test_a_month_and_its_week_are_two_quantities_and_a_class_at_school_is_no_age() -> None:
    assert [one.low for one in read("восьмой месяц, 34 недели", "ru").quantities] == [243.5, 238.0]
    assert [one.dimension for one in read("小学三年级", "zh").quantities] == ["number"]


def test_a_value_of_a_laboratory_may_be_written_in_words() -> None:
    assert in_digits("ферритин девять", "ru") == "ферритин 9"
    assert in_digits("a ferritin of nine", "en") == "a ferritin of 9"


def test_a_value_and_the_day_it_was_measured_on_are_no_pressure() -> None:
    found = read("ХГЧ 150 на десятый день после переноса", "ru").quantities
    assert [one.dimension for one in found] == ["number", "time"]
    assert read("Давление 150 на 95", "ru").quantities[0].dimension == "pressure"


@pytest.mark.parametrize(
    ("language", "text", "dimension", "low", "bound"),
    [
        ("zh", "维生素D每天1万单位", "iu", 10_000, ""),
        ("zh", "优甲乐吃四分之一片", "times", 0.25, ""),
        ("zh", "孕廿四周", "time", 168, ""),
        ("en", "1½ tablets", "times", 1.5, ""),
        ("en", "a fever of 100.4°F", "degree", 38, ""),
        ("en", "with TSH < 4 mg", "mass", 4, "max"),
        ("ru", "витамин д 10 тысяч ме", "iu", 10_000, ""),
        ("ru", "две тысячи ме витамина д", "iu", 2000, ""),
        ("ru", "принимать тысячу ме", "iu", 1000, ""),
        ("ru", "доза ≤5 мг", "mass", 5, "max"),
    ],
)
def test_figures_with_a_word_or_a_sign_beside_them_are_read(
    language: str, text: str, dimension: str, low: float, bound: str
) -> None:
    (found,) = read(text, language).quantities
    assert (found.dimension, found.low, found.bound) == (dimension, pytest.approx(low), bound)


def test_a_quoted_line_that_begins_with_a_figure_bounds_nothing() -> None:
    assert [one.bound for one in read("> 5 mg a day", "en").quantities] == [""]
