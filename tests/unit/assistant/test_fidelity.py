"""Numbers, units and negations survive translating and shortening, or the sentence is marked: no silent change."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from publisher.assistant.grounding import hold
from publisher.domain.assisting import DraftSentence, Task
from publisher.services.reading_sentences import reader

FILES = ("fidelity", "fidelity_fresh", "fidelity_last", "fidelity_wards", "fidelity_rounds", "fidelity_third")
FACTS = [
    fact
    for name in FILES
    for fact in yaml.safe_load((Path(__file__).parent / f"{name}.yaml").read_text(encoding="utf-8"))
]
READER = replace(reader(), nearness=lambda text, others: 1.0)  # how near a sentence is plays no part here
LANGUAGES = ("zh", "ru", "en")
CHANGED = [
    (number, language, change)
    for number, fact in enumerate(FACTS)
    for language in LANGUAGES
    for change in fact[language][1:]
]


def parted(change: str) -> tuple[str, str]:
    """Old and new words; a space of theirs stays."""
    old, _, new = change.partition("=>")
    return old[:-1], new[1:]


def made(source: str, target: str, text: str, language: str) -> list[DraftSentence]:
    task = Task.SHORTEN if source == language else Task.TRANSLATE
    items = [{"part": "text", "text": text, "sources": ["t1.1"]}]
    return list(hold(task, items, {"t1.1": target}, language, READER).sentences)


def red(source: str, target: str, text: str, language: str) -> bool:
    return any(one.red for one in made(source, target, text, language))


def test_there_are_two_hundred_changes_and_each_changes_something() -> None:
    assert len(CHANGED) >= 200
    for number, language, change in CHANGED:
        old, new = parted(change)
        assert old in FACTS[number][language][0], (language, change)
        assert old != new


@pytest.mark.parametrize("source", LANGUAGES)
def test_no_change_passes_unmarked(source: str) -> None:
    silent = []
    for number, language, change in CHANGED:
        text = FACTS[number][language][0].replace(*parted(change))
        if not red(source, FACTS[number][source][0], text, language):
            silent.append((language, change, text))
    assert silent == []
