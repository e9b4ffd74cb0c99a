"""Compiles cues and runs them under a time limit. A pattern that runs out of time is reported, never waited for."""

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from publisher.domain.places import Language
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
    """One cue in one language: what to find, and what takes a hit back within its sentence."""

    name: str
    guard: bool
    pattern: "regex.Pattern[str]"
    unless: "regex.Pattern[str] | None"

    def hits(self, folded: str) -> Iterator[tuple[int, int]]:
        limit = _BASE_SECONDS + _SECONDS_PER_CHARACTER * len(folded)
        try:
            for match in self.pattern.finditer(folded, timeout=limit):
                if match.end() > match.start():
                    yield match.start(), match.end()
        except TimeoutError:
            raise TooSlow(self.name) from None

    def taken_back(self, sentence: str) -> bool:
        return self.unless is not None and self.unless.search(sentence, timeout=_BASE_SECONDS) is not None


def join(patterns: tuple[str, ...]) -> "regex.Pattern[str] | None":
    """One pattern that matches any of several. Raises regex.error for the one that is broken."""
    if not patterns:
        return None
    for pattern in patterns:
        regex.compile(pattern)
    return regex.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def compile_cue(name: str, cue: Cue) -> dict[Language, CompiledCue]:
    compiled = {}
    for language in Language:
        pattern = join(cue.of(language))
        if pattern is not None:
            compiled[language] = CompiledCue(name, cue.guard, pattern, join(cue.unless.of(language)))
    return compiled
