"""What is read from a sentence: quantities, stages, drugs and polarity, the same in three languages."""

import pytest

from vectorstore.quantities import quantities
from vectorstore.reading import read
from vectorstore.sentences import sentences
from vectorstore.words import folded, words


@pytest.mark.parametrize(
    ("language", "text", "dimension", "low"),
    [
        ("en", "Take 0.4 mg of folic acid a day.", "mass", 0.4),
        ("zh", "每天服用叶酸400微克。", "mass", 0.4),
        ("ru", "Принимайте 400 мкг фолиевой кислоты.", "mass", 0.4),
        ("en", "Wait 72 hours.", "time", 3),
        ("zh", "等三天。", "time", 3),
        ("ru", "Подождите три дня.", "time", 3),
        ("en", "The medicine is taken twice a day.", "time", 0.5),
        ("zh", "每12小时服药一次。", "time", 0.5),
        ("ru", "Препарат пьют два раза в день.", "time", 0.5),
        ("en", "A thyroid nodule of 4 mm.", "length", 0.4),
        ("zh", "肺结节6毫米。", "length", 0.6),
        ("ru", "Узел щитовидной железы 4 см.", "length", 4),
        ("ru", "Давление 140/90 мм рт. ст.", "pressure", 140),
    ],
)
def test_a_quantity_is_brought_to_one_unit(language: str, text: str, dimension: str, low: float) -> None:
    found = [one for one in quantities(folded(text), language) if one.dimension == dimension]
    assert [round(one.low, 3) for one in found] == [low]


@pytest.mark.parametrize(
    ("language", "text", "bound"),
    [
        ("en", "no more than 4 g a day", "max"),
        ("en", "not less than 18 months", "min"),
        ("zh", "每天不要超过4克", "max"),
        ("zh", "至少等18个月", "min"),
        ("ru", "не менее 18 месяцев", "min"),
        ("ru", "не более 4 г в сутки", "max"),
    ],
)
def test_a_limit_is_told_from_a_value(language: str, text: str, bound: str) -> None:
    assert [one.bound for one in quantities(folded(text), language)] == [bound]


@pytest.mark.parametrize(
    ("language", "text", "sign"),
    [
        ("en", "There is no need to stop breastfeeding.", 1),
        ("en", "You must stop breastfeeding.", -1),
        ("zh", "不需要停止哺乳。", 1),
        ("zh", "必须停止哺乳。", -1),
        ("ru", "Прекращать кормление не нужно.", 1),
        ("ru", "Кормление нужно прекратить.", -1),
        ("en", "Do not exceed 4 g.", 1),
        ("zh", "每天不要超过4克。", 1),
    ],
)
def test_no_need_to_stop_is_leave_and_a_limit_is_no_denial(language: str, text: str, sign: int) -> None:
    assert read(text, language).sign == sign


def test_names_of_one_drug_are_one_drug() -> None:
    names = [("Tylenol", "en"), ("acetaminophen", "en"), ("扑热息痛", "zh"), ("ацетаминофен", "ru")]
    assert {read(name, language).entities for name, language in names} == {frozenset({"paracetamol"})}


def test_a_stage_by_its_first_months_is_the_first_trimester() -> None:
    assert read("in the first three months of pregnancy", "en").tags["time"] >= {"first"}
    assert read("怀孕前三个月", "zh").tags["time"] == read("孕早期", "zh").tags["time"]


def test_sentences_keep_their_places() -> None:
    text = "# Iron\n\nTake 0.5 mg. Wait!\n- 每天一次。不要停药。\nПейте воду."
    found = sentences(text)
    assert all(text[one.start : one.end] == one.text for one in found)
    assert len(found) == 6


def test_words_are_stems_in_russian_and_words_in_chinese() -> None:
    assert words("Таблетки железа", "ru") == words("таблетку железом", "ru")
    assert "布洛芬" in words("孕期可以吃布洛芬吗", "zh")


@pytest.mark.parametrize("text", ["", " ", "\0", "？？？", "1/", "°", "а" * 5000, "\ud800"])
@pytest.mark.parametrize("language", ["en", "zh", "ru", "xx"])
def test_any_text_can_be_read(text: str, language: str) -> None:
    assert read(text, language).sign in (1, -1)
