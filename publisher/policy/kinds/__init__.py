"""The closed set of rule kinds, one module each. A kind decides where its rule fires; the pack decides everything
else."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from publisher.domain.checking import Level
from publisher.policy.manner import LEARNED, speaks_against
from publisher.policy.packs import Rule
from publisher.policy.reading import Reading


@dataclass(frozen=True)
class Hit:
    """Where a rule fires (original offsets; 0, 0 is the whole text), and a level other than the rule's, if any.

    `learned`: the model alone speaks here; what a written cue holds anyway needs no such word.
    """

    start: int
    end: int
    text: str = ""
    level: Level | None = None
    learned: bool = False


_WEIGHED = ("claim", "commercial", "required_text")  # kinds whose cues the model may call a false alarm
_LIGHTER = {Level.BLOCK: Level.REVIEW, Level.REVIEW: Level.WARN}
Finder = Callable[[Rule, Reading], Iterator[Hit]]


def phrase_hits(rule: Rule, reading: Reading) -> Iterator[Hit]:
    """What every kind built on cues shares: run the matchers on the text, the title or the question."""
    for matcher in rule.match:
        if matcher.place == "text":
            for span in reading.matches(matcher):
                start, end = reading.text.original(*span)
                level = matcher.level or rule.level
                if rule.kind in _WEIGHED and speaks_against(reading, span):
                    level = _LIGHTER.get(level, level)
                yield Hit(start, end, reading.text.raw[start:end], level, bool(set(matcher.find) & set(LEARNED)))
        else:
            beside = reading.title if matcher.place == "title" else reading.question
            spans = beside.matches(matcher) if beside else []
            if beside and spans and not (matcher.absent and reading.anywhere(matcher.absent)):
                start, end = beside.text.original(*spans[0])
                yield Hit(0, 0, beside.text.raw[start:end], matcher.level)
