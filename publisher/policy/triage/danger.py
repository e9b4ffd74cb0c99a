"""What cannot wait: cues of a life in danger, and medical red flags outside negation, history and schoolbook questions.

Both are read without names and models of names, so that a whole file is read for them first.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import regex

from publisher.domain.places import Language
from publisher.domain.triage import Label, Mark
from publisher.policy.folding import joined
from publisher.policy.text import Text, language_of
from publisher.policy.triage import second_reader
from publisher.policy.triage.files import (
    CrisisFile,
    LabelFile,
    Pattern,
    RedFlag,
    any_of,
    phrase_pattern,
    read_crisis,
    read_labels,
    read_red_flags,
)
from publisher.policy.triage.together import Together, clause_around

_NOW = {
    Language.ZH: Pattern("现在|突然|今天|刚刚?|正在|今晚|今早|马上|越来越|已经"),
    Language.RU: Pattern(r"сейчас|внезапно|сегодня|только что|резко|вдруг|уже|снова|опять|теперь"),
    Language.EN: Pattern(r"\bnow\b|\bsudden|\btoday\b|\bjust\b|\bthis morning\b|\btonight\b|\bagain\b|\bsince\b"),
}
_MEDICAL = 1.5  # logits
_CLOSE = 3.0  # so far below the limit the tuned reader is still asked
_SHORTEST = {Language.ZH: 4, Language.RU: 9, Language.EN: 9}  # letters from which the second reader is asked
_BUT = regex.compile(
    r"\bbut\b|\bhowever\b|\bknow\b|\bsure\b|\bunderstand\b|\bно\b|\bзнаю\b|\bпонимаю\b|但|可是|不过|知道|就是"
)


@dataclass(frozen=True)
class _Flag:
    """One red flag in one language."""

    id: str
    level: str
    pattern: Pattern


class Danger:
    """Reads folded text for crisis cues and red flags."""

    def __init__(self, content: Path) -> None:
        self.flags: tuple[RedFlag, ...] = read_red_flags(content)
        self.crisis_file: CrisisFile = read_crisis(content)
        self.labels: LabelFile = read_labels(content)
        self._together = Together(content, self.flags, self.labels.personal)
        self._flags = {language: tuple(_flags(self.flags, language)) for language in Language}
        self._any = {
            language: Pattern("|".join(f"(?:{one.pattern.expression})" for one in self._flags[language]))
            for language in Language
        }
        self._cues = {
            language: tuple((cue.kind, found) for cue in self.crisis_file.cues if (found := any_of(cue.of(language))))
            for language in Language
        }
        self._idioms = {language: any_of(self.crisis_file.idioms.of(language)) for language in Language}
        self._figures = {language: any_of(self.crisis_file.figures.of(language)) for language in Language}
        self._talk = {language: Pattern(self.crisis_file.talk.of(language)) for language in Language}
        self._own = {language: Pattern(self.crisis_file.own.of(language)) for language in Language}
        self._negated = {language: Pattern(self.labels.negation.of(language)) for language in Language}
        self._denied = {language: Pattern(self.labels.denied.of(language)) for language in Language}
        self._history = {language: Pattern(self.labels.history.of(language)) for language in Language}
        self._bookish = {language: Pattern(self.labels.bookish.of(language)) for language in Language}
        self._medical = {language: Pattern(self.labels.medical.of(language)) for language in Language}
        self._personal = {language: Pattern(self.labels.personal.of(language)) for language in Language}

    def crisis(self, text: Text) -> list[Mark]:
        """Every sentence in which a life may be in danger: by its cues, or by the second reader."""
        idioms = self._idioms[text.language]
        words = idioms.blank(text.folded) if idioms else text.folded
        marks = self._crisis_by_sentence(words, text)
        broken = joined(words) if not marks and text.language is Language.ZH else None
        if broken:  # a cry written one line a few characters
            whole, places = broken
            hits = (found for _, pattern in self._cues[Language.ZH] if (found := pattern.find(whole)))
            if not self._talk[Language.ZH].find(whole) and (hit := next(hits, None)):
                marks.append(Mark(Label.CRISIS, *text.original(places[hit[0]], places[hit[1] - 1] + 1), "lines"))
        return marks

    def _crisis_by_sentence(self, words: str, text: Text) -> list[Mark]:
        """The cues in every sentence; the second reader on the sentences without one, and on the message as a whole."""
        marks, unsure = [], []
        for number in range(len(text.sentence_starts)):
            start, end = text.sentence(number)
            if end <= start:
                continue
            language = language_of(piece) if any(map(str.isalpha, piece := words[start:end])) else text.language
            talk = self._talks(piece, language)
            if found := self._cue_in(piece, language, talk):
                kind, first, last = found
                marks.append(Mark(Label.CRISIS, *text.original(start + first, start + last), kind))
            elif not talk and language is text.language:
                unsure.append((start, end))
        if (
            not marks
            and len(unsure) > 1
            and len(words) <= second_reader.LONGEST
            and not self._talks(words, text.language)
        ):
            unsure.append((0, len(words)))
        return marks + self._heard(words, text, unsure)

    def _talks(self, words: str, language: Language) -> bool:
        """Whether they speak about suicide as of a subject."""
        return self._talk[language].find(words) is not None and self._own[language].find(words) is None

    def _cue_in(self, sentence: str, language: Language, talk: bool) -> tuple[str, int, int] | None:
        for kind, pattern in self._cues[language]:
            # whoever asks for a deadly dose asks as a schoolbook does
            if (not talk or kind == "method") and (hit := pattern.find(sentence)):
                return kind, *hit
        return None

    def _heard(self, words: str, text: Text, unsure: list[tuple[int, int]]) -> list[Mark]:
        """What the second reader hears; of the whole message only where it heard no sentence of it."""
        language = text.language
        limit: float = getattr(self.crisis_file.limits, language.value)
        if self._medical[language].find(text.folded):
            limit += _MEDICAL  # people who write of an illness despair too: there the reader must be surer
        asked = [place for place in unsure if sum(map(str.isalpha, words[slice(*place)])) >= _SHORTEST[language]]
        logits = second_reader.danger([words[slice(*place)] for place in asked], language)
        close = [(place, one) for place, one in zip(asked, logits, strict=True) if one > limit - _CLOSE]
        read = second_reader.closer(words, [place for place, _ in close], [one for _, one in close])
        heard = [place for (place, _), logit in zip(close, read, strict=True) if logit > limit]
        sentences = [place for place in heard if place != (0, len(words))]
        return [Mark(Label.CRISIS, *text.original(*place), "reader") for place in sentences or heard]

    def red_flags(self, text: Text) -> list[Mark]:
        """Red flags by their place; crisis-level ones (violence) are marked as crisis."""
        language, words = text.language, text.folded
        if self._schoolbook(words, language):
            return []
        if figures := self._figures[language]:
            words = figures.blank(words)
        places = self._together.places(
            words, language, lambda said, start, end: self._elsewhere(said, start, end, language)
        )
        if self._any[language].find(words) is not None:
            for flag in self._flags[language]:
                hits = (hit for hit in _hits(flag.pattern, words) if not self._unsaid(words, hit, language))
                if hit := next(hits, None):
                    places[flag.id] = hit
        crisis = {flag.id for flag in self.flags if flag.level == "crisis"}
        return [
            Mark(Label.CRISIS if name in crisis else Label.EMERGENCY, *text.original(*place), name)
            for name, place in places.items()
        ]

    def _schoolbook(self, words: str, language: Language) -> bool:
        """A question out of a book, about nobody."""
        return (
            len(words) < 120
            and self._bookish[language].find(words) is not None
            and self._personal[language].find(words) is None
            and _NOW[language].find(words) is None
        )

    def _unsaid(self, words: str, hit: tuple[int, int], language: Language) -> bool:
        return self._elsewhere(words, *hit, language) or self._together.asked(words, hit, language)

    def _elsewhere(self, words: str, start: int, end: int, language: Language) -> bool:
        """Whether the words stand under a negation, or tell of another person's or an earlier illness."""
        before = words[max(0, start - 60) : start]
        negated = self._negated[language].find(before)
        if negated and not _BUT.search(before, negated[0]):
            return True
        if self._denied[language].find(words[end : end + 40]) is not None:
            return True
        clause = clause_around(words, start, end)
        around = regex.split(r"[。！？!?;；\n]", words[max(0, start - 45) : start])[-1] + clause
        return self._history[language].find(around) is not None and _NOW[language].find(clause) is None


def _hits(pattern: Pattern, words: str) -> Iterator[tuple[int, int]]:
    place = 0
    while hit := pattern.find(words, place):
        yield hit
        place = max(hit[1], hit[0] + 1)


def _flags(flags: tuple[RedFlag, ...], language: Language) -> Iterator[_Flag]:
    for flag in flags:
        expressions = [phrase_pattern(phrase, language) for phrase in flag.phrases.of(language)]
        found = any_of((*expressions, *flag.patterns.of(language)))
        if found:
            yield _Flag(flag.id, flag.level, found)
