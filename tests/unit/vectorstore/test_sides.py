"""Questions that share their words of content and stand on two sides: before and after, above and below."""

from pathlib import Path

import pytest

from vectorstore.match import MatchGate
from vectorstore.reading import read
from vectorstore.sides import parts, tablets

TRAINING = Path(__file__).resolve().parents[3] / "content" / "training"


@pytest.fixture(scope="module")
def gate() -> MatchGate:
    return MatchGate()


def rows(language: str) -> list[list[str]]:
    lines = (TRAINING / "sides_questions.txt").read_text("utf-8").splitlines()
    found = [[part.strip() for part in line.split("|")] for line in lines if line and line[0] != "#"]
    return [row[2:] for row in found if row[0] == language]


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
def test_two_sides_of_one_moment_level_or_part_are_never_one_question(gate: MatchGate, language: str) -> None:
    found = rows(language)
    assert len(found) >= 12
    gate.learn([(text, language) for row in found for text in row])
    wrong = [
        row for row in found if gate.same(row[0], row[2], language).same or gate.same(row[2], row[0], language).same
    ]
    assert wrong == []
    offered = [row for row in found if gate.same(row[0], row[1], language).same]
    assert len(offered) >= len(found) - 2


def test_a_difference_of_side_says_both_sides(gate: MatchGate) -> None:
    differs = gate.same("拔牙前要停华法林吗", "拔牙后要停华法林吗", "zh").differs
    assert differs == ("side: 前 / 后",)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "Can I take ibuprofen and paracetamol together?", "Can I take paracetamol and ibuprofen together?"),
        ("zh", "布洛芬和对乙酰氨基酚能一起吃吗", "对乙酰氨基酚和布洛芬能一起吃吗"),
        ("ru", "Можно ли ибупрофен вместе с парацетамолом?", "Можно ли парацетамол вместе с ибупрофеном?"),
        ("zh", "羊水多少正常", "羊水多少算正常"),
    ],
)
def test_what_has_no_side_is_the_same_whatever_comes_first(
    gate: MatchGate, language: str, one: str, other: str
) -> None:
    assert gate.same(one, other, language).same


def test_who_is_allergic_to_what_and_how_many_were_taken_is_read() -> None:
    assert parts(read("我对青霉素过敏，能吃阿奇霉素吗", "zh")) == {"allergy": {"penicillin"}}
    assert parts(read("Can I switch from metformin to insulin?", "en")) == {"from": {"metformin"}, "to": {"insulin"}}
    assert parts(read("妈妈Rh阴性宝宝阳性", "zh")) == {"mother": {"negative"}, "child": {"positive"}}
    assert tablets(read("Выпила вчера восемь таблеток ибупрофена", "ru")) == {"8"}
    assert tablets(read("Can I take 2 tablets?", "en")) == frozenset()
