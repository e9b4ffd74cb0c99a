"""Finds what an expression matches: PCRE2 in machine code first, and `regex` under a clock where that gives up.

PCRE2 counts its steps and has no clock: a text that costs it too many at one place is read again by `regex`, whose time
is limited for the whole text. Both read the same expressions and find the same places.
"""

import re
from functools import cache, cached_property
from typing import Any

import pcre2
import regex

Span = tuple[int, int]
_MOST_STEPS = 5000  # at one place of a text; the packs need fewer than 300
_MOST_CHARACTERS = 20_000  # a longer text is left to the clock: PCRE2 counts every offset anew from the start
_about = re.compile(r"(?<!\\[pPN])\{[^\d,}]")  # "about so": what `regex` matches with errors, and PCRE2 by the letter
# another syntax, too many steps, half of a surrogate pair
_GIVES_UP = pcre2.PatternError, pcre2.LibraryError, UnicodeEncodeError


@cache
def _counted(expression: str) -> Any:
    return pcre2.compile(f"(*LIMIT_MATCH={_MOST_STEPS}){expression}")


def every(pattern: "re.Pattern[str]", text: str) -> list[Any]:
    """All matches of a pattern whose flags stand in it, as `re` finds them: groups are asked of each as of those."""
    if len(text) <= _MOST_CHARACTERS:
        try:
            return list(_counted(pattern.pattern).finditer(text))
        except _GIVES_UP:
            pass
    return list(pattern.finditer(text))


class Finder:
    """One expression. Compiled when it is first used. Thread-safe."""

    def __init__(self, expression: str) -> None:
        self.expression = expression

    @cached_property
    def clocked(self) -> "regex.Pattern[str]":
        """The same for `regex`, which alone says what is a sound expression."""
        return regex.compile(self.expression)

    @cached_property
    def _quick(self) -> Any:
        try:
            return None if _about.search(self.expression) else _counted(self.expression)
        except _GIVES_UP:
            return None

    def compile(self) -> None:
        _ = self._quick or self.clocked

    def spans(self, text: str, seconds: float) -> list[Span]:
        """All places, empty ones left out. Raises TimeoutError."""
        if self._fits(text):
            try:
                return [span for match in self._quick.finditer(text) if (span := match.span())[0] < span[1]]
            except _GIVES_UP:
                pass
        found = (match.span() for match in self.clocked.finditer(text, timeout=seconds))
        return [span for span in found if span[0] < span[1]]

    def stands_in(self, text: str, seconds: float) -> bool:
        """Raises TimeoutError."""
        if self._fits(text):
            try:
                return self._quick.search(text) is not None
            except _GIVES_UP:
                pass
        return self.clocked.search(text, timeout=seconds) is not None

    def _fits(self, text: str) -> bool:
        return self._quick is not None and len(text) <= _MOST_CHARACTERS
