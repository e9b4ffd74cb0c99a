"""The gate and the claims on the pairs written for this project: near misses, true repeats, contradictions."""

from pathlib import Path

import pytest

from vectorstore.claims import contradictions
from vectorstore.match import MatchGate
from vectorstore.meaning import Meanings

TRAINING = Path(__file__).resolve().parents[3] / "content" / "training"
LANGUAGES = ("en", "zh", "ru")


def lines(name: str) -> list[list[str]]:
    rows = (TRAINING / name).read_text("utf-8").splitlines()
    return [[part.strip() for part in row.split("|")] for row in rows if row and not row.startswith("#")]


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


def test_a_near_miss_says_what_differs(gate: MatchGate) -> None:
    decision = gate.same("Can I fly at 28 weeks pregnant?", "Can I fly at 37 weeks pregnant?", "en")
    assert not decision.same
    assert any("quantity" in one for one in decision.differs)


@pytest.mark.parametrize("language", LANGUAGES)
def test_contradictions_are_found_and_agreement_is_left_alone(language: str) -> None:
    meanings, right, wrong, missed = Meanings(), 0, 0, 0
    for _, label, one, other in [row for row in lines("conflicts.txt") if row[0] == language]:
        found = bool(contradictions(one, other, language, meanings))
        right += found and label == "1"
        wrong += found and label == "0"
        missed += not found and label == "1"
    assert right / max(1, right + wrong) >= 0.85
    assert right / (right + missed) >= 0.60


def test_a_contradiction_shows_both_sentences_in_their_places() -> None:
    a = "Some words first. Take amoxicillin for 7 days."
    b = "Take amoxicillin for 3 days. Drink water."
    found = contradictions(a, b, "en", Meanings())
    assert [(a[one.a.start : one.a.end], b[one.b.start : one.b.end]) for one in found] == [
        ("Take amoxicillin for 7 days.", "Take amoxicillin for 3 days.")
    ]
    assert "7 days" in found[0].explanation
    assert "3 days" in found[0].explanation
