"""Nothing planted in the words of chats — a name, a telephone number, a number of a document — is left by masking."""

import re
from pathlib import Path

import pytest

from publisher.domain.checking import CheckContext
from publisher.domain.places import Language
from publisher.policy.gate import Gate
from publisher.policy.masking import mask
from publisher.policy.triage.reader import Triage
from publisher.resources import content_folder

_planted = re.compile(r"\[\[(.+?)\]\]")
_title = re.compile(r"(?:Dr\.|医生|女士|先生|大夫|主任|教授|护士|阿姨)\s?")
FOLDER = Path(__file__).parent / "planted"
CASES = [
    (language, line)
    for language in Language
    for line in (FOLDER / f"{language.value}.txt").read_text(encoding="utf-8").splitlines()
]


def left_behind(line: str, masked: str) -> list[str]:
    """Words of a planted piece that a reader could still see; a title says nothing of a person."""
    pieces = [_title.sub("", piece) for piece in _planted.findall(line)]
    words = [word for piece in pieces for word in ([piece] if re.search(r"\d{3}", piece) else piece.split())]
    return [word for word in words if len(word.strip(".")) > 1 and word in masked]


def without_marks(line: str) -> str:
    return _planted.sub(r"\1", line)


@pytest.mark.parametrize(("language", "line"), CASES)
def test_masking_leaves_nothing_planted(gate: Gate, language: Language, line: str) -> None:
    assert left_behind(line, mask(without_marks(line), gate.cues).text) == []


@pytest.mark.parametrize("language", list(Language))
def test_triage_leaves_nothing_planted(gate: Gate, language: Language) -> None:
    reader = Triage(content_folder(), gate.cues)
    lines = [line for spoken, line in CASES if spoken is language]
    assert len(lines) == 30
    left = {line: left_behind(line, reader.read(without_marks(line)).masked) for line in lines}
    assert not any(left.values()), left


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        ("我家住在翠湖小区，孩子发烧", "翠湖小区"),
        ("地址：幸福路，靠近菜场", "幸福路"),
        ("Я живу на улице Лесной, болит спина", "улице Лесной"),
        ("Проживает: г. Казань, Баумана 12", "Баумана 12"),
        ("I live on Maple Street and my back hurts", "Maple Street"),
        ("She lived on Hansinegata as a child", "Hansinegata"),
    ],
)
def test_a_home_is_masked_without_a_house_number_or_the_word_street(gate: Gate, raw: str, place: str) -> None:
    assert place not in mask(raw, gate.cues).text


@pytest.mark.parametrize(
    "raw",
    [
        "住在农村的老人也要定期体检。高血压患者家住高层时注意安全。",
        "Пациенты живут 5 лет и дольше. Женщины живут на 10 лет дольше.",
        "People who live in cities and those living with diabetes live 10 years longer, on average.",
        "Ask your doctor, nurse or pharmacist. Your doctor may call the nurse. Talk to Your Doctor.",
        "Педиатр Детской больницы и врач Городской поликлиники примут вас. Друг другу помогайте.",
    ],
)
def test_teaching_about_lives_and_doctors_names_nobody(gate: Gate, raw: str) -> None:
    found = [one for one in gate.check(raw, CheckContext()).findings if one.rule in ("PII-NAME", "PII-ADDRESS")]
    assert found == []
