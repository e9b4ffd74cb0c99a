"""One text in its context while it is checked: where each cue stands, found once and shared by all rules."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from publisher.domain.checking import CheckContext, EntryKind, Flag
from publisher.domain.places import Language
from publisher.policy.folding import joined
from publisher.policy.manner import LEARNED, manner_spans
from publisher.policy.matching import Span
from publisher.policy.packs import Matcher, When
from publisher.policy.patterns import CompiledCue
from publisher.policy.text import Text

if TYPE_CHECKING:
    from publisher.policy.advice import AdviceSentence
    from publisher.policy.personal.items import Item
    from publisher.policy.weighing import Weighed

CueTable = Mapping[str, Mapping[Language, CompiledCue]]
NEGATION = "negation"
_BEFORE, _AFTER = 80, 25  # how far a negation reaches, in characters


@dataclass
class Reading:
    """Spans are folded offsets of `text`; turn them into original ones before they leave."""

    text: Text
    context: CheckContext
    cues: CueTable
    personal: list[Item] | None = None
    advice: list[AdviceSentence] | None = None
    _found: dict[str, list[Span]] = field(default_factory=dict)

    @property
    def language(self) -> Language:
        return self.text.language

    @cached_property
    def question(self) -> Reading | None:
        if not self.context.question:
            return None
        return Reading(Text(self.context.question, self.language), self.context, self.cues)

    @cached_property
    def title(self) -> Reading | None:
        if not self.context.title:
            return None
        return Reading(Text(self.context.title, self.language), self.context, self.cues)

    @cached_property
    def personal_question(self) -> bool:
        """Whether the text answers a person: said by the flags, or read from the question beside it, which tells of its
        writer or asks nothing at all."""
        if self.context.flags & {Flag.IS_REPLY, Flag.ASKER_GAVE_CASE}:
            return True
        question = self.question
        return question is not None and bool(question.spans("personal_case") or not question.spans("asks_in_general"))

    def spans(self, cue: str) -> list[Span]:
        """Where a cue stands, negated clauses and taken-back sentences left out."""
        found = self._found.get(cue)
        if found is None:
            found = self._found[cue] = self._search(cue)
        return found

    @cached_property
    def weighed(self) -> tuple[Weighed, ...]:
        """Every sentence with the model's say."""
        from publisher.policy.weighing import weighed  # numpy: a start needs none

        return weighed(self)

    def _search(self, name: str) -> list[Span]:
        if name in LEARNED:
            return manner_spans(self, name)
        cue = self.cues.get(name, {}).get(self.language)
        if cue is None:
            return []
        hits = cue.hits(self.text.folded)
        if self._joined is not None:
            hits = sorted({*hits, *self._over_line_ends(cue, *self._joined)})
        if cue.guard and hits:
            hits = [hit for hit in hits if not self._negated(hit)]
        if cue.unless is not None and hits:
            hits = [hit for hit in hits if not cue.taken_back(self.text.folded[slice(*self._sentence_of(hit))])]
        return hits

    @cached_property
    def _joined(self) -> tuple[str, list[int]] | None:
        return joined(self.text.folded) if self.language is Language.ZH else None

    @staticmethod
    def _over_line_ends(cue: CompiledCue, text: str, places: list[int]) -> Iterator[Span]:
        """What a cue finds only where a line ends in mid-phrase."""
        for start, end in cue.hits(text):
            first, last = places[start], places[end - 1]
            if last - first > end - 1 - start:
                yield first, last + 1

    @cached_property
    def _negations(self) -> list[Span]:
        cue = self.cues.get(NEGATION, {}).get(self.language)
        return cue.hits(self.text.folded) if cue else []

    def _negated(self, hit: Span) -> bool:
        """Whether a negation stands in the same clause, before the hit or closely after it."""
        first = bisect_right(self._negations, (hit[0] - _BEFORE, -1))
        for start, _ in self._negations[first:]:
            if start > hit[1] + _AFTER:
                return False
            if self.text.clause_at(start) == self.text.clause_at(hit[0]):
                return True
        return False

    def _sentence_of(self, hit: Span) -> Span:
        return self.text.sentence(self.text.sentence_at(hit[0]))

    def inside(self, cues: Iterable[str], start: int, end: int) -> Span | None:
        """The first hit of any of the cues that begins inside a stretch of the text."""
        for cue in cues:
            if spans := self.spans(cue):
                place = bisect_right(spans, (start, -1))
                if place < len(spans) and spans[place][0] < end:
                    return spans[place]
        return None

    def anywhere(self, cues: Iterable[str]) -> bool:
        return any(self.spans(cue) for cue in cues)

    def holds(self, when: When) -> bool:
        """Whether the situation is the one a rule or a part of it looks at."""
        flags = self.context.flags
        return (
            set(when.all_flags) <= flags
            and (not when.any_flags or bool(flags & set(when.any_flags)))
            and not flags & set(when.no_flags)
            and (not when.kinds or self.context.kind in when.kinds)
            and (not when.channels or self.context.channel in when.channels)
            and not (when.unsourced and (self.context.sources or self.spans("citation")))
            and not (when.question and not self.personal_question)
        )

    def matches(self, matcher: Matcher) -> list[Span]:
        """Every place where a matcher fires; (0, 0) stands for the whole text."""
        if not self.holds(matcher.when) or (matcher.absent and self.anywhere(matcher.absent)):
            return []
        if not matcher.find:
            whole = (0, len(self.text.folded))
            return [(0, 0)] if self._company(matcher, whole) else []
        found = []
        for cue in matcher.find:
            for hit in self.spans(cue):
                scope = self._sentence_of(hit) if matcher.scope == "sentence" else (0, len(self.text.folded))
                if self._company(matcher, scope):
                    found.append(hit)
        return sorted(set(found))

    def _company(self, matcher: Matcher, scope: Span) -> bool:
        return (
            (not matcher.near or self.inside(matcher.near, *scope) is not None)
            and (not matcher.also or self.inside(matcher.also, *scope) is not None)
            and (not matcher.unless or self.inside(matcher.unless, *scope) is None)
        )

    @property
    def is_answer(self) -> bool:
        return self.context.kind is EntryKind.ANSWER
