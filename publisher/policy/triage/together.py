"""Dangers that several signs make together: an infant of six weeks and a fever, a pregnancy and blood.

A sign is read where it is true of somebody now; the signs of one danger stand near each other, in any order.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import regex

from publisher.domain.errors import ConfigurationError
from publisher.domain.places import Language
from publisher.policy.files import read_model
from publisher.policy.packs import Strict, Words
from publisher.policy.triage.files import OneByLanguage, Pattern, RedFlag

_NEAR = 200  # characters between two signs of one danger
_MOST = 6  # places of one sign that are looked at
_CLAUSE = regex.compile(r"[。！？!?;；\n，、]|,(?!\d)|\.(?=\s|$)")

Place = tuple[int, int]
Unsaid = Callable[[str, int, int], bool]


class SignFile(Strict):
    """Signs by name, and how a clause is told that asks in general."""

    status: Words
    signs: dict[str, OneByLanguage]
    general: OneByLanguage


class Together:
    """Reads folded text for the dangers of all red flags."""

    def __init__(self, content: Path, flags: tuple[RedFlag, ...], personal: OneByLanguage) -> None:
        file = content / "triage" / "signs.yaml"
        read = read_model(file, SignFile)
        self._rules: dict[str, list[list[str]]] = {}
        for flag in flags:
            rules = [[name.strip() for name in rule.split("&")] for rule in flag.together]
            if unknown := {name for rule in rules for name in rule} - read.signs.keys():
                raise ConfigurationError(f"{flag.id} names signs that are not there: {sorted(unknown)}", file=str(file))
            self._rules[flag.id] = rules
        for name, sign in read.signs.items():
            for language in Language:
                try:
                    regex.compile(sign.of(language))
                except regex.error as error:
                    raise ConfigurationError(f"{name} is no expression: {error}", file=str(file)) from None
        self._signs = {
            language: {name: Pattern(sign.of(language)) for name, sign in read.signs.items()} for language in Language
        }
        self._general = {language: Pattern(read.general.of(language)) for language in Language}
        self._personal = {language: Pattern(personal.of(language)) for language in Language}

    def places(self, words: str, language: Language, unsaid: Unsaid) -> dict[str, Place]:
        """The first place of each red flag whose signs stand together. `unsaid`: negated, or of another time."""
        read: dict[str, list[Place]] = {}

        def live(name: str) -> list[Place]:
            if name not in read:
                hits = self._hits(name, words, language)
                read[name] = [one for one in hits if not self.asked(words, one, language) and not unsaid(words, *one)]
            return read[name]

        found = {}
        for flag, rules in self._rules.items():
            places = (place for rule in rules if (place := _meeting(rule, live)))
            if place := next(places, None):
                found[flag] = place
        return found

    def _hits(self, name: str, words: str, language: Language) -> Iterator[Place]:
        pattern, start = self._signs[language][name], 0
        for _ in range(_MOST):
            if not (hit := pattern.find(words, start)):
                return
            yield hit
            start = max(hit[1], hit[0] + 1)

    def asked(self, words: str, place: Place, language: Language) -> bool:
        """Whether the clause asks about an illness and not about a person; Chinese askers name a child in both."""
        clause = clause_around(words, *place)
        if self._general[language].find(clause) is None:
            return False
        return language is Language.ZH or self._personal[language].find(clause) is None


def clause_around(words: str, start: int, end: int) -> str:
    """The words between the marks on either side of a place."""
    before = [mark.end() for mark in _CLAUSE.finditer(words, max(0, start - 120), start)]
    after = _CLAUSE.search(words, end, min(len(words), end + 120))
    return words[before[-1] if before else max(0, start - 120) : after.start() if after else end + 120]


def _meeting(rule: list[str], live: Callable[[str], list[Place]]) -> Place | None:
    """The first sign's place near which all the other signs stand."""
    first, *others = rule
    for place in live(first):
        if all(any(abs(one[0] - place[0]) <= _NEAR for one in live(other)) for other in others):
            return place
    return None
