"""The gate and the claims on the pairs written for this project: near misses, true repeats, contradictions."""

from pathlib import Path

import pytest

from vectorstore.asking import asking
from vectorstore.claims import contradictions
from vectorstore.match import MatchGate
from vectorstore.meaning import Meanings
from vectorstore.quantities import quantities
from vectorstore.words import folded

TRAINING = Path(__file__).resolve().parents[3] / "content" / "training"
LANGUAGES = ("en", "zh", "ru")


def lines(name: str, mark: str = "|") -> list[list[str]]:
    rows = (TRAINING / name).read_text("utf-8").splitlines()
    return [[part.strip() for part in row.split(mark)] for row in rows if row and not row.startswith("#")]


@pytest.fixture(scope="module")
def gate() -> MatchGate:
    return MatchGate()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_near_miss_is_offered_as_the_same_and_most_repeats_are(gate: MatchGate, language: str) -> None:
    rows = lines(f"questions_{language}.txt")
    assert len(rows) == 60
    gate.learn([(text, language) for row in rows for text in row[1:]])
    wrong = [(asked, missed) for _, asked, _, missed in rows if gate.same(asked, missed, language).same]
    assert wrong == []
    offered = sum(gate.same(asked, again, language).same for _, asked, again, _ in rows)
    assert offered >= 42


@pytest.mark.parametrize(
    ("language", "asked", "other"),
    [
        ("en", "My toddler fell off the bed and plays again", "My toddler fell off the bed and is drowsy and vomits"),
        ("en", "A rash that fades under a glass", "A rash that does not fade under a glass"),
        ("ru", "Можно ли греть сухие глаза", "Можно ли греть глаза после операции"),
        ("ru", "Сыпь бледнеет под стаканом", "Сыпь не бледнеет под стаканом"),
        ("zh", "被狗咬了要打几针疫苗", "被狗咬了，以前打过全程，还要打几针疫苗"),
        ("zh", "眼睛干可以热敷吗", "眼睛刚做完手术可以热敷吗"),
    ],
)
def test_who_says_the_same_and_one_thing_more_asks_another_question(
    gate: MatchGate, language: str, asked: str, other: str
) -> None:
    decision = gate.same(asked, other, language)
    assert not decision.same
    assert decision.differs


@pytest.mark.parametrize(
    ("language", "asked", "other"),
    [
        ("zh", "乳房胀痛要做钼靶吗，25岁", "乳房摸到硬块要做钼靶吗，48岁"),
        ("ru", "Давление 90/60, чувствую себя хорошо", "Давление 90/60, после травмы живота"),
        ("en", "Pulse of 50, I feel great", "Pulse of 50, after a blow to the head"),
        (
            "en",
            "Should I worry about floaters?",
            "Since this morning a shower of black dots. Are floaters like that a worry?",
        ),
        (
            "ru",
            "Безопасно ли удалять зуб, если пью варфарин?",
            "Зуб пора удалять, пью алендронат. Удалять зуб безопасно?",
        ),
    ],
)
def test_who_states_or_tells_something_else_asks_another_question(
    gate: MatchGate, language: str, asked: str, other: str
) -> None:
    assert not gate.same(asked, other, language).same
    assert not gate.same(other, asked, language).same


def test_a_question_told_at_length_is_found_and_its_near_miss_is_not(gate: MatchGate) -> None:
    rows = lines("told_questions.txt")
    gate.learn([(text, row[0]) for row in rows for text in row[2:]])
    assert [row for row in rows if gate.same(row[2], row[4], row[0]).same] == []
    assert sum(gate.same(row[2], row[3], row[0]).same for row in rows) >= 15


def test_what_is_asked_is_taken_out_of_a_story_and_a_plain_question_is_left_as_it_is() -> None:
    told = "Hello! My neighbour swears by it. Should my son drink tea with honey?"
    assert asking(told, "en") == "Should my son drink tea with honey?"
    assert asking("Can I fly at 28 weeks?", "en") == "Can I fly at 28 weeks?"
    assert asking("您好。邻居说有用。孩子咳嗽能喝蜂蜜水吗？", "zh").endswith("孩子咳嗽能喝蜂蜜水吗？")


@pytest.mark.parametrize("text", ["要做检查吗，25岁", "нужен ли снимок,25 лет", "is a scan needed,25 years old"])
def test_a_number_right_after_a_comma_is_read(text: str) -> None:
    language = "zh" if "岁" in text else "ru" if "лет" in text else "en"
    assert [one.figures for one in quantities(folded(text), language)] == ["25"]
    assert [one.low for one in quantities("1,200 mg", "en")] == [1200.0]


@pytest.mark.parametrize("text", ["Why is iron measured in pregnancy?", "Можно ли летать?", "能喝牛奶吗？"])
def test_the_same_words_are_the_same_question(gate: MatchGate, text: str) -> None:
    language = {"М": "ru", "能": "zh"}.get(text[0], "en")
    assert gate.same(text, text, language).same


def test_a_near_miss_says_what_differs(gate: MatchGate) -> None:
    decision = gate.same("Can I fly at 28 weeks pregnant?", "Can I fly at 37 weeks pregnant?", "en")
    assert not decision.same
    assert any("quantity" in one for one in decision.differs)


@pytest.mark.parametrize("language", LANGUAGES)
def test_contradictions_are_found_and_agreement_is_left_alone(language: str) -> None:
    """On pairs of another hand, from which nothing learned."""
    meanings, right, wrong, missed = Meanings(), 0, 0, 0
    for _, label, _kind, one, other in [row for row in lines("conflicts_by_another.txt", "\t") if row[0] == language]:
        found = bool(contradictions(one, other, language, meanings))
        right += found and label == "1"
        wrong += found and label == "0"
        missed += not found and label == "1"
    assert right / max(1, right + wrong) >= 0.75
    assert right / (right + missed) >= 0.60


@pytest.mark.parametrize(
    "text", ["Text number {}.", "Walking {}", "Version {}", "Water is good, text {}.", "Текст {}", "文章{}。"]
)
@pytest.mark.parametrize("alike", [True, False])
def test_texts_that_differ_in_the_number_of_a_name_do_not_contradict(text: str, alike: bool) -> None:
    language = {"Т": "ru", "文": "zh"}.get(text[0], "en")
    one, other = text.format(1), text.format(2)
    assert contradictions(one, other, language, Meanings(), same_question=alike) == []


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "Your INR target is 2.", "Your INR target is 4."),
        ("en", "Coeliacs must avoid gluten for life.", "After two years a coeliac can eat bread again."),
        ("ru", "После переноса лежать не нужно.", "После переноса неделю лежат не вставая."),
        ("zh", "移植后正常生活，不用卧床。", "移植后要卧床躺一周。"),
    ],
)
def test_claims_in_other_words_contradict(language: str, one: str, other: str) -> None:
    assert contradictions(one, other, language, Meanings())


def test_without_the_precise_model_contradictions_are_weighed_by_words_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vectorstore.disagreement.tuned", lambda kind: None)
    assert contradictions("Aspirin is safe in pregnancy.", "Aspirin is forbidden in pregnancy.", "en", Meanings())
    said, again = "Psoriasis cannot be passed to another person.", "Psoriasis is not contagious."
    assert not contradictions(said, again, "en", Meanings())


def test_a_contradiction_shows_both_sentences_in_their_places() -> None:
    a = "Some words first. Take amoxicillin for 7 days."
    b = "Take amoxicillin for 3 days. Drink water."
    found = contradictions(a, b, "en", Meanings())
    assert [(a[one.a.start : one.a.end], b[one.b.start : one.b.end]) for one in found] == [
        ("Take amoxicillin for 7 days.", "Take amoxicillin for 3 days.")
    ]
    assert "7 days" in found[0].explanation
    assert "3 days" in found[0].explanation
