"""The fast engine finds what the careful one finds, and gives way to it where it cannot."""

import re

import pytest

from publisher.domain.places import Language
from publisher.policy import matching
from publisher.policy.examples import HOSTILE
from publisher.policy.gate import Gate
from publisher.policy.matching import Finder, every
from publisher.policy.text import Text
from publisher.resources import content_folder

GATE = Gate.load(content_folder(), warm=False)


def texts(language: Language) -> list[str]:
    """What the rules give as examples in one language, and texts made to cost time."""
    examples = [
        one.text
        for pack in GATE.packs.values()
        for rule in pack.rules
        for one in (*rule.examples.bad, *rule.examples.good)
        if one.language is language
    ]
    return [*examples, "\n".join(examples)[:6000], *HOSTILE]


@pytest.mark.parametrize("language", list(Language))
def test_every_cue_finds_the_same_places_with_both_engines(language: Language) -> None:
    folded = [Text(text, language).folded for text in texts(language)]
    compared = 0
    for by_language in GATE.cues.values():
        cue = by_language.get(language)
        for text in folded if cue else ():
            careful = [one.span() for one in cue.pattern.clocked.finditer(text, timeout=5) if one.end() > one.start()]
            assert cue.pattern.spans(text, 5) == careful, (cue.name, text[:80])
            compared += bool(careful)
    assert compared > 500


def test_too_many_steps_are_left_to_the_clock() -> None:
    with pytest.raises(TimeoutError):
        Finder("(?:a|a )+(?:a|aa)+b").spans("a " * 3000 + "! b", 0.05)


@pytest.mark.parametrize("text", ["a cat \ud800 and a cat", "a cat " * 5000])
def test_half_a_letter_and_a_long_text_are_read_by_the_careful_engine(text: str) -> None:
    found = Finder("cat").spans(text, 5)
    assert found == [match.span() for match in re.finditer("cat", text)]
    assert Finder("cat").stands_in(text, 5)


@pytest.mark.parametrize("expression", [r"(?:cat){e<=1}", r"(?<=a .*)cot"])
def test_an_expression_that_only_one_engine_knows_is_read_by_it(expression: str) -> None:
    assert Finder(expression).spans("a cot", 5) == [(2, 5)]


def test_matches_give_their_groups_as_those_of_the_standard_library(monkeypatch: pytest.MonkeyPatch) -> None:
    pattern = re.compile(r"(?i)(?P<a>\d+)号|(?P<b>кот\w*)")
    text = "7号 и Кота, КОТЫ 12号"

    def seen() -> list[tuple[str | None, tuple[int, int], str]]:
        return [(one.lastgroup, one.span(one.lastgroup), one.group()) for one in every(pattern, text)]

    fast = seen()
    monkeypatch.setattr(matching, "_MOST_CHARACTERS", 0)
    assert fast == seen()
    assert [group for group, _, _ in fast] == ["a", "b", "b", "a"]
