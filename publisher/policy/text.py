"""A text as the rules read it: folded for matching, cut into sentences and clauses, with every offset kept in the
original.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from publisher.domain.places import Language
from publisher.policy.folding import fold

_abbreviation = re.compile(
    r"(?:^|[\s(])(?:dr|mr|mrs|ms|prof|vs|e\.g|i\.e|etc|tab|st|т\.?\s?е|т\.?\s?д|г|ул|им|д|кв|см|др|ст|[а-яa-z])$"
)
_sentence_end = re.compile(r"[。！？!?…]+[\"”’」』)）»]*|\.+(?=[\"”’)»]*(?:\s|$))[\"”’)»]*|\n+")
_clause_end = {
    Language.ZH: re.compile(r"[。！？!?；;，,]|\.(?=\s|$)|\n"),
    Language.RU: re.compile(r"[。！？!?;；]|\.(?=\s|$)|\n"),
    Language.EN: re.compile(r"[。！？!?;；]|\.(?=\s|$)|\n"),
}
_scripts = {
    Language.ZH: re.compile(r"[\u3400-\u9fff\uf900-\ufaff]"),
    Language.RU: re.compile(r"[\u0400-\u04ff]+"),
    Language.EN: re.compile(r"[A-Za-z]+"),
}


def language_of(text: str) -> Language:
    """By count of scripts: Han characters against Cyrillic and Latin words."""
    counts = {language: len(pattern.findall(text)) for language, pattern in _scripts.items()}
    if counts[Language.ZH] >= max(1, counts[Language.RU], counts[Language.EN]):
        return Language.ZH
    return Language.RU if counts[Language.RU] >= max(1, counts[Language.EN]) else Language.EN


def _cut(folded: str, ends: "re.Pattern[str]", *, abbreviations: bool) -> list[int]:
    starts = [0]
    for end in ends.finditer(folded):
        if (
            abbreviations
            and end.group().startswith(".")
            and _abbreviation.search(folded, max(0, end.start() - 8), end.start())
        ):
            continue
        if end.end() < len(folded):
            starts.append(end.end())
    return starts


@dataclass
class Text:
    """One text to read. `folded` offsets are turned into original ones by `original`."""

    raw: str
    language: Language
    folded: str = field(init=False)
    _offsets: list[int] | None = field(init=False)

    def __post_init__(self) -> None:
        self.folded, self._offsets = fold(self.raw, self.language)

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Code points in the text as given."""
        if self._offsets is None or start >= end:
            return start, end
        return self._offsets[start], self._offsets[end - 1] + 1

    @cached_property
    def sentence_starts(self) -> list[int]:
        return _cut(self.folded, _sentence_end, abbreviations=True)

    @cached_property
    def clause_starts(self) -> list[int]:
        return _cut(self.folded, _clause_end[self.language], abbreviations=False)

    def sentence_at(self, position: int) -> int:
        return bisect_right(self.sentence_starts, position) - 1

    def clause_at(self, position: int) -> int:
        return bisect_right(self.clause_starts, position) - 1

    def sentence(self, number: int) -> tuple[int, int]:
        """Folded start and end of a sentence, white space at its ends left out."""
        start = self.sentence_starts[number]
        end = self.sentence_starts[number + 1] if number + 1 < len(self.sentence_starts) else len(self.folded)
        piece = self.folded[start:end]
        return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
