"""What a model is sent names nobody, in whatever letters, and comes back as it was."""

import pytest

from publisher.policy.gate import Gate
from publisher.resources import content_folder
from publisher.services.veiling import Veil


@pytest.fixture(scope="module")
def gate() -> Gate:
    return Gate.load(content_folder())


@pytest.mark.parametrize(
    ("language", "text", "hidden"),
    [
        ("zh", "我老公Dmitry Petrov昨天发烧38度", ("Dmitry", "Petrov")),
        ("zh", "我叫dmitry，请打 8 916 123-45-67", ("dmitry", "123-45-67")),
        ("ru", "Мой врач 王丽华 сказала пить железо", ("王丽华",)),
        ("en", "My husband, Иван Петров, has a fever", ("Иван", "Петров")),
        ("en", "See https://clinic.example/r?patient=Anna+Kowalska and vk.com/anna_k", ("Anna", "Kowalska", "anna_k")),
    ],
)
def test_a_name_in_other_letters_is_veiled_and_comes_back(
    gate: Gate, language: str, text: str, hidden: tuple[str, ...]
) -> None:
    veil = Veil(gate.cues)
    veil.learn(text, language)
    covered = veil.cover(text)
    assert [one for one in hidden if one in covered] == []
    assert veil.uncover(covered) == text
