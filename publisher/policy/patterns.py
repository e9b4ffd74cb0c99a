"""Compiles cues and runs them under a time limit. A pattern that runs out of time is reported, never waited for."""

from dataclasses import dataclass
from functools import cached_property

import regex

from publisher.domain.places import Language
from publisher.policy.beginnings import AFTER_NO_LETTER, ANYWHERE_BUT_INSIDE, begins_with_a_letter
from publisher.policy.matching import Finder, Span
from publisher.policy.packs import Cue

_BASE_SECONDS = 0.05
_SECONDS_PER_CHARACTER = 4e-6


class TooSlow(Exception):
    """A pattern took longer than its share of time on this text."""

    def __init__(self, cue: str) -> None:
        super().__init__(cue)
        self.cue = cue


@dataclass(frozen=True)
class CompiledCue:
    """One cue in one language: what to find, and what takes a hit back within its sentence.

    Compiled when it is first used: all cues of all languages together take two seconds, one text needs a few of them.
    """

    name: str
    guard: bool
    expressions: tuple[str, ...]
    exceptions: tuple[str, ...]

    @cached_property
    def pattern(self) -> Finder:
        return Finder(join(self.expressions))

    @cached_property
    def unless(self) -> Finder | None:
        return Finder(join(self.exceptions)) if self.exceptions else None

    def warm(self) -> None:
        """Compile now."""
        self.pattern.compile()
        if self.unless is not None:
            self.unless.compile()

    def validate(self) -> None:
        """Raises regex.error for the expression that is broken, even where the joined one is not."""
        for expression in (*self.expressions, *self.exceptions):
            regex.compile(expression)
        _ = self.pattern.clocked, self.unless and self.unless.clocked

    def hits(self, folded: str) -> list[Span]:
        try:
            return self.pattern.spans(folded, _BASE_SECONDS + _SECONDS_PER_CHARACTER * len(folded))
        except TimeoutError:
            raise TooSlow(self.name) from None

    def taken_back(self, sentence: str) -> bool:
        return self.unless is not None and self.unless.stands_in(sentence, _BASE_SECONDS)


def join(expressions: tuple[str, ...]) -> str:
    """One expression that matches any of several."""
    return "|".join(f"(?:{expression})" for expression in expressions)


def cue_by_language(name: str, cue: Cue) -> dict[Language, CompiledCue]:
    table = {}
    for language in Language:
        expressions = cue.of(language)
        if language is Language.RU and not cue.inside:
            expressions = tuple(map(_at_a_beginning, expressions))
        if expressions:
            table[language] = CompiledCue(name, cue.guard, expressions, tuple(cue.unless.of(language)))
    return table


def _at_a_beginning(expression: str) -> str:
    check = AFTER_NO_LETTER if begins_with_a_letter(expression) else ANYWHERE_BUT_INSIDE
    return f"{check}(?:{expression})"
